"""Hills and minima that are not prominent are removed."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physics.landscape.sample_extrema import ends_and_extrema, find_prominent, find_sample_extrema, make_monotone

ROWS = st.lists(st.integers(0, 1000), min_size=2, max_size=60).map(lambda row: np.array(row, dtype=np.float64))


def minimum_count(f: np.ndarray) -> int:
    return int(np.count_nonzero(~find_sample_extrema(f).is_hill))


@given(ROWS, st.floats(0.0, 400.0), st.integers(2, 60))
def test_what_is_left_alternates_is_prominent_and_not_more_than_asked(
    f: np.ndarray, min_prominence: float, max_count: int
) -> None:
    extrema = ends_and_extrema(f)
    kept = extrema[find_prominent(f[extrema], min_prominence, max_count)]
    assert (kept[0], kept[-1]) == (0, len(f) - 1)
    assert 2 <= len(kept) <= max(max_count, 2)
    steps = np.diff(f[kept])
    assert (steps[1:] * steps[:-1] <= 0).all()
    assert len(kept) == 2 or (np.abs(steps) >= min_prominence).all()


@given(ROWS, st.floats(0.0, 400.0))
def test_making_monotone_adds_no_minimum_and_changes_little(f: np.ndarray, min_prominence: float) -> None:
    extrema = ends_and_extrema(f)
    kept = extrema[find_prominent(f[extrema], min_prominence, len(extrema))]
    cut = make_monotone(f, kept)
    assert (cut[kept] == f[kept]).all()
    assert np.abs(cut - f).max() <= 2.0 * min_prominence
    assert minimum_count(cut) <= minimum_count(f)
    for i, j in pairwise(kept):
        steps = np.diff(cut[i : j + 1])
        assert (steps >= 0).all() or (steps <= 0).all()


@given(ROWS)
def test_what_is_prominent_stays_bit_for_bit(f: np.ndarray) -> None:
    extrema = ends_and_extrema(f)
    assert (find_prominent(f[extrema], 0.0, len(extrema)) == np.arange(len(extrema))).all()
    assert (make_monotone(f, extrema) == f).all()


@pytest.mark.parametrize(
    ("heights", "min_prominence", "kept"),
    [
        ([5.0, 1.0, 1.2, 0.0, 5.0], 0.5, [0, 3, 4]),
        ([5.0, 0.0, 4.0, 1.0, 1.3, 0.9, 5.0], 0.5, [0, 1, 2, 5, 6]),
        ([1.0, 1.1, 0.0, 5.0], 0.5, [0, 2, 3]),
        ([0.0, 5.0, 4.9], 0.5, [0, 2]),
        ([1.0, 1.0], 0.5, [0, 1]),
    ],
)
def test_small_bumps_are_removed_and_large_ones_kept(
    heights: list[float], min_prominence: float, kept: list[int]
) -> None:
    assert find_prominent(np.array(heights), min_prominence, 99).tolist() == kept


def test_when_there_are_too_many_the_least_prominent_are_removed() -> None:
    heights = np.array([9.0, 0.0, 3.0, 2.0, 8.0, 1.0, 9.0])
    assert find_prominent(heights, 0.0, 5).tolist() == [0, 1, 4, 5, 6]
    assert find_prominent(heights, 0.0, 3).tolist() == [0, 1, 6]
