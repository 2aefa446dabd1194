"""Hills and minima of a row of samples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physics.landscape.sample_extrema import find_sample_extrema

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
