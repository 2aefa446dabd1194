"""The interval of each position: the table gives what a binary search gives."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from physics.landscape.interval_index import MAX_SEARCHED_POSITIONS, IntervalIndex, SubintervalIndex

FINITE = st.floats(-1e6, 1e6)
KNOTS = st.lists(FINITE, min_size=4, max_size=60, unique=True).map(sorted).map(np.array)


@given(KNOTS, arrays(np.float64, (3, MAX_SEARCHED_POSITIONS), elements=st.floats(-1e300, 1e300)))
def test_any_position_gets_the_index_of_a_binary_search(knots: np.ndarray, w: np.ndarray) -> None:
    w = np.concatenate((w.ravel(), knots, np.nextafter(knots, -np.inf), np.nextafter(knots, np.inf)))
    with np.errstate(over="ignore"):
        found = IntervalIndex(knots).find(w)
    assert (found == knots[1:-1].searchsorted(w, "right")).all()


def test_a_table_is_used_when_knots_are_even_and_a_search_when_they_crowd() -> None:
    even = IntervalIndex(np.linspace(0.0, 1.0, 50))
    crowded = IntervalIndex(np.array([0.0, 0.5, 0.5 + 1e-12, 0.5 + 2e-12, 1.0]))
    assert even.has_table
    assert not crowded.has_table
    assert not IntervalIndex(np.array([0.0, 5e-324, 1e-323, 1.5e-323])).has_table


def test_infinite_positions_get_an_end_interval_and_nan_any_valid_one() -> None:
    w = np.full(100, np.nan)
    w[::2] = np.inf
    w[1::4] = -np.inf
    with np.errstate(invalid="ignore"):
        found = IntervalIndex(np.linspace(0.0, 1.0, 10)).find(w)
    assert (found[::2] == 8).all()
    assert (found[1::4] == 0).all()
    assert ((found >= 0) & (found <= 8)).all()


@given(
    st.lists(st.floats(-1e6, 1e6).map(lambda w: round(w, 3)), min_size=4, max_size=60, unique=True).map(sorted),
    arrays(np.float64, 3 * MAX_SEARCHED_POSITIONS, elements=st.floats(-1e300, 1e300)),
)
def test_any_position_gets_the_part_that_a_binary_search_finds(ends: list[float], w: np.ndarray) -> None:
    shares = np.outer(np.diff(ends), [0.0, 0.25, 0.75])
    knots = np.append((np.array(ends[:-1])[:, np.newaxis] + shares).ravel(), ends[-1])
    w = np.concatenate((w, knots, np.nextafter(knots, -np.inf), np.nextafter(knots, np.inf)))
    with np.errstate(over="ignore"):
        found = SubintervalIndex(knots, 3).find(w)
    assert (found == knots[1:-1].searchsorted(w, "right")).all()


def test_parts_too_narrow_for_a_table_are_found_by_way_of_their_interval() -> None:
    ends = np.array([0.0, 0.5, 0.5 + 3e-5, 1.0])
    knots = np.append(np.concatenate([np.linspace(*pair, 3, endpoint=False) for pair in pairwise(ends)]), 1.0)
    assert IntervalIndex(ends).has_table
    assert not IntervalIndex(knots).has_table
    w = np.concatenate((np.linspace(-1.0, 2.0, 1000), knots, [np.inf, -np.inf]))
    index = SubintervalIndex(knots, 3)
    assert (index.find(w) == knots[1:-1].searchsorted(w, "right")).all()
    with np.errstate(invalid="ignore"):
        assert set(index.find(np.full(100, np.nan)).tolist()) <= set(range(9))
