"""Taking away hills and minima that do not stand out."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physics.landscape.features import monotone_between, prominent
from physics.landscape.turns import find_turns

ROWS = st.lists(st.integers(0, 1000), min_size=2, max_size=60).map(lambda row: np.array(row, dtype=np.float64))


def ends_and_turns(f: np.ndarray) -> np.ndarray:
    steps = np.sign(np.diff(f))
    moving = np.flatnonzero(steps)
    inner = moving[1:][steps[moving[1:]] != steps[moving[:-1]]]
    return np.concatenate(([0], inner, [len(f) - 1]))


@given(ROWS, st.floats(0.0, 400.0), st.integers(2, 60))
def test_what_is_left_alternates_stands_out_and_is_no_more_than_asked(
    f: np.ndarray, smallest: float, most: int
) -> None:
    turns = ends_and_turns(f)
    kept = turns[prominent(f[turns], smallest, most)]
    assert (kept[0], kept[-1]) == (0, len(f) - 1)
    assert 2 <= len(kept) <= max(most, 2)
    steps = np.diff(f[kept])
    assert (steps[1:] * steps[:-1] <= 0).all()
    assert len(kept) == 2 or (np.abs(steps) >= smallest).all()


@given(ROWS, st.floats(0.0, 400.0))
def test_cutting_invents_nothing_and_changes_little(f: np.ndarray, smallest: float) -> None:
    turns = ends_and_turns(f)
    kept = turns[prominent(f[turns], smallest, len(turns))]
    cut = monotone_between(f, kept)
    assert (cut[kept] == f[kept]).all()
    assert np.abs(cut - f).max() <= 2.0 * smallest
    assert find_turns(cut).minimum_count <= find_turns(f).minimum_count
    for i, j in pairwise(kept):
        steps = np.diff(cut[i : j + 1])
        assert (steps >= 0).all() or (steps <= 0).all()


@given(ROWS)
def test_what_stands_out_enough_stays_bit_for_bit(f: np.ndarray) -> None:
    turns = ends_and_turns(f)
    assert (prominent(f[turns], 0.0, len(turns)) == np.arange(len(turns))).all()
    assert (monotone_between(f, turns) == f).all()


@pytest.mark.parametrize(
    ("heights", "smallest", "kept"),
    [
        ([5.0, 1.0, 1.2, 0.0, 5.0], 0.5, [0, 3, 4]),
        ([5.0, 0.0, 4.0, 1.0, 1.3, 0.9, 5.0], 0.5, [0, 1, 2, 5, 6]),
        ([1.0, 1.1, 0.0, 5.0], 0.5, [0, 2, 3]),
        ([0.0, 5.0, 4.9], 0.5, [0, 2]),
        ([1.0, 1.0], 0.5, [0, 1]),
    ],
)
def test_small_wiggles_go_large_ones_stay(heights: list[float], smallest: float, kept: list[int]) -> None:
    assert prominent(np.array(heights), smallest, 99).tolist() == kept


def test_when_there_are_too_many_the_least_prominent_go() -> None:
    heights = np.array([9.0, 0.0, 3.0, 2.0, 8.0, 1.0, 9.0])
    assert prominent(heights, 0.0, 5).tolist() == [0, 1, 4, 5, 6]
    assert prominent(heights, 0.0, 3).tolist() == [0, 1, 6]
