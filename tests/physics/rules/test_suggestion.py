"""The suggested start and learning rate."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physics.arrays import Floats
from physics.landscape.base import Landscape
from physics.landscape.features import Features
from physics.landscape.points import PointsLandscape
from physics.landscape.wells import CellBounds
from physics.rules.suggestion import eta_centre, suggest
from tests.support.balls import MOMENTUM


class Steep(Landscape):
    """A landscape of which only the domain, S and L are known."""

    def __init__(self, width: float, rms_slope: float, curvature: float) -> None:
        super().__init__((0.0, width), "Steep")
        self._rms_slope, self._curvature = rms_slope, curvature

    def height(self, w: Floats) -> Floats:
        return np.zeros_like(w)

    def slope(self, w: Floats, out: Floats | None = None) -> Floats:
        return np.zeros_like(w)

    def cell_bounds(self) -> CellBounds:
        raise NotImplementedError

    def find_features(self) -> Features:
        nan = np.array([np.nan])
        return Features(
            np.array(self.domain), np.zeros(2), nan, nan, np.array([self._curvature]), 1.0, self._rms_slope, 0.0, 0.0
        )


def test_the_default_landscape_gets_0_022() -> None:
    w = np.linspace(-6.0, 6.0, 2001)
    suggestion = suggest(PointsLandscape(w, 0.06 * (w + 3.2) ** 2 + 0.55 * np.cos(2.6 * w)))
    assert suggestion == (4.8, 0.022)


@pytest.mark.parametrize(
    ("width", "rms_slope", "curvature", "eta"),
    [
        (12.0, 1.0, 4.0, 0.024),
        (12.0, 1.0, 400.0, 0.0013),
        (12.0, 1.0, math.inf, 0.024),
        (12.0, 1.0, 0.0, 0.024),
        (12.0, 0.0, 0.0, 0.1),
        (1e300, 1e-300, 0.0, 1e300),
        (1e-300, 1e300, math.inf, 1e-300),
        (1.0, 1e-3, 7.7, 0.065),
    ],
)
def test_eta_is_the_smaller_bound_to_two_digits(width: float, rms_slope: float, curvature: float, eta: float) -> None:
    assert suggest(Steep(width, rms_slope, curvature)).eta == eta


@given(
    st.floats(-1e6, 1e6),
    st.floats(1e-3, 1e6),
    st.lists(st.floats(-100.0, 100.0), min_size=4, max_size=20),
)
def test_it_is_always_usable(lo: float, width: float, f: list[float]) -> None:
    landscape = PointsLandscape(lo + width * np.linspace(0.0, 1.0, len(f)), f)
    start, eta = suggest(landscape)
    assert landscape.domain[0] < start < landscape.domain[1]
    assert start == pytest.approx(lo + 0.9 * landscape.width, abs=1e-9 * landscape.width + 1e-9 * abs(lo))
    assert 0.0 < eta < math.inf
    assert float(f"{eta:.1e}") == eta


@pytest.mark.parametrize(
    ("eta", "centre"), [(0.022, 0.022), (0.65, 0.022), (0.67, 0.67), (0.022 / 30.0, 0.022), (1e-9, 1e-9)]
)
def test_a_slider_for_eta_always_reaches_the_eta_in_force(eta: float, centre: float) -> None:
    w = np.linspace(-6.0, 6.0, 2001)
    landscape = PointsLandscape(w, 0.06 * (w + 3.2) ** 2 + 0.55 * np.cos(2.6 * w))
    assert eta_centre(landscape, eta, MOMENTUM) == centre
