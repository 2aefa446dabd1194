"""Hills and minima of a row of samples, and the removal of those that are not prominent."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physics.landscape.sample_extrema import ends_and_extrema, find_prominent, find_sample_extrema, make_monotone

ROWS = st.lists(st.integers(0, 4), min_size=2, max_size=40).map(lambda row: np.array(row, dtype=np.float64))


def extrema_by_definition(f: list[float]) -> list[tuple[int, int, bool]]:
    """The definition, spelled out: runs of equal heights and what is on their two sides."""
    found = []
    start = 0
    while start < len(f):
        end = start
        while end + 1 < len(f) and f[end + 1] == f[start]:
            end += 1
        left = f[start - 1] if start > 0 else None
        right = f[end + 1] if end + 1 < len(f) else None
        sides = [side for side in (left, right) if side is not None]
        flat_at_end = end > start and len(sides) == 1
        if sides and (len(sides) == 2 or flat_at_end) and all(side > f[start] for side in sides):
            found.append((start, end, False))
        if len(sides) == 2 and all(side < f[start] for side in sides):
            found.append((start, end, True))
        start = end + 1
    return found


@given(ROWS)
def test_extrema_are_those_of_the_definition(f: np.ndarray) -> None:
    extrema = find_sample_extrema(f)
    assert list(zip(extrema.first, extrema.last, extrema.is_hill, strict=True)) == extrema_by_definition(list(f))


@given(ROWS)
def test_hills_and_minima_alternate(f: np.ndarray) -> None:
    is_hill = find_sample_extrema(f).is_hill
    assert (is_hill[1:] != is_hill[:-1]).all()


@pytest.mark.parametrize(
    ("heights", "minima", "hills"),
    [
        ([1, 0, 1], [1.0], []),
        ([2, 1, 1, 1, 2], [2.0], []),
        ([3, 2, 2, 1], [], []),
        ([1, 1, 1, 1], [], []),
        ([2, 1, 0, 0], [2.5], []),
        ([0, 0, 0, 1], [1.0], []),
        ([0, 1, 1], [], []),
        ([0, 1, 1, 0], [], [1.5]),
        ([1, 0, 1, 0, 1], [1.0, 3.0], [2.0]),
    ],
)
def test_flats_count_once_at_their_middle(heights: list[float], minima: list[float], hills: list[float]) -> None:
    extrema = find_sample_extrema(np.array(heights, dtype=np.float64))
    positions = extrema.positions(np.arange(len(heights), dtype=np.float64))
    assert positions[~extrema.is_hill].tolist() == minima
    assert positions[extrema.is_hill].tolist() == hills


ROUGH_ROWS = st.lists(st.integers(0, 1000), min_size=2, max_size=60).map(lambda row: np.array(row, dtype=np.float64))


def minimum_count(f: np.ndarray) -> int:
    return int(np.count_nonzero(~find_sample_extrema(f).is_hill))


@given(ROUGH_ROWS, st.floats(0.0, 400.0), st.integers(2, 60))
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


@given(ROUGH_ROWS, st.floats(0.0, 400.0))
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


@given(ROUGH_ROWS)
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
