"""The slope as steps take it: prepared for many arrays of one shape."""

import numpy as np
import pytest

from app.files.presets import load_preset, preset_names
from physics.arrays import Floats
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.formula.program import BLOCK_SIZE
from physics.landscape.interval_index import MAX_SEARCHED_POSITIONS

COUNTS = (1, MAX_SEARCHED_POSITIONS, MAX_SEARCHED_POSITIONS + 1, BLOCK_SIZE + 1)


def places(landscape: Landscape, count: int) -> Floats:
    """In the domain, beyond its ends, and no numbers."""
    lo, hi = landscape.domain
    w = np.linspace(lo - 0.1, hi + 0.1, count)
    w[count // 2 :][:3] = np.array([np.nan, np.inf, -np.inf])[: count - count // 2]
    return w


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("name", preset_names())
def test_it_has_the_bits_of_the_slope_again_and_again(name: str, count: int) -> None:
    landscape = load_preset(name).landscape
    slope = landscape.bound_slope(count)
    with np.errstate(all="ignore"):
        for w in (places(landscape, count), places(landscape, count)[::-1]):
            expected, out = landscape.slope(w), np.empty(count)
            assert slope(w, out) is out
            assert np.array_equal(out, expected, equal_nan=True)
            again = slope(w)
            assert np.array_equal(again, expected, equal_nan=True)
            slope(np.zeros(count))
            assert np.array_equal(again, expected, equal_nan=True)


def test_a_landscape_that_prepares_nothing_has_its_slope() -> None:
    bowl, w = FormulaLandscape("w^2", (-1, 1)), np.array([1.0, 2.0, 3.0])
    assert Landscape.bound_slope(bowl, 3)(w).tolist() == [2.0, 4.0, 6.0]
