"""The accessible interval: the curve is nowhere above the energy within, and is above it just beyond."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.run.energy_bound import find_accessible_interval
from tests.support.runs import DIPS, HILLS, WELL

SLOPE = PointsLandscape([0, 1, 2, 4], [0, 1, 3, 3.5])
LEVEL = PointsLandscape([0, 1, 2, 4], [1, 1, 1, 1])
FLAT_TOPS = PointsLandscape([0, 1, 2, 3, 4, 5, 6], [3, 0, 2, 2, 1, 1, 4])

heights = st.lists(st.integers(-8, 8), min_size=4, max_size=12)
landscapes = st.one_of(
    st.sampled_from([HILLS, DIPS, WELL, SLOPE, LEVEL, FLAT_TOPS]),
    heights.map(lambda f: PointsLandscape(list(range(len(f))), f)),
)
shares = st.floats(0.0, 1.0)
extras = st.one_of(st.just(0.0), st.floats(0.0, 1.2))


def height(landscape: Landscape, w: float) -> float:
    return float(landscape.height(np.array([w]))[0])


@given(landscapes, shares, extras)
def test_the_curve_is_nowhere_higher_within_and_higher_just_beyond(
    landscape: Landscape, share: float, extra: float
) -> None:
    lo, hi = landscape.domain
    w = lo + share * landscape.width
    energy = height(landscape, w) + extra * landscape.features.height_range
    reach = find_accessible_interval(landscape, w, energy)
    assert lo <= reach.left <= w <= reach.right <= hi
    within = np.linspace(reach.left, reach.right, 5001)
    rounding = 1e-12 * max(1.0, landscape.features.height_range)
    assert (landscape.height(within) <= energy + rounding).all()
    hair = np.linspace(0.0, 1e-9 * landscape.width, 1001)
    # The ends' own heights: what the curve computes there may differ from them by rounding.
    first, last = landscape.features.edge_heights[[0, -1]]
    assert reach.leads_out_left == (reach.left == lo and first <= energy)
    assert reach.leads_out_right == (reach.right == hi and last <= energy)
    if not reach.leads_out_left:
        assert (landscape.height(np.maximum(reach.left - hair, lo)) > energy - rounding).any()
    if not reach.leads_out_right:
        assert (landscape.height(np.minimum(reach.right + hair, hi)) > energy - rounding).any()


@given(landscapes, shares, extras)
def test_the_hills_are_those_within(landscape: Landscape, share: float, extra: float) -> None:
    lo, _ = landscape.domain
    w = lo + share * landscape.width
    energy = height(landscape, w) + extra * landscape.features.height_range
    reach = find_accessible_interval(landscape, w, energy)
    hills = landscape.features.hills
    assert reach.hills == np.count_nonzero((hills >= reach.left) & (hills <= reach.right))
    assert (landscape.features.edge_heights[reach.first_valley + 1 : reach.last_valley + 1] <= energy).all()


@given(st.floats(0.01, 30.0), st.floats(-1.0, 1.0))
def test_in_a_parabola_the_turning_points_are_the_roots(energy: float, share: float) -> None:
    bowl = FormulaLandscape("w^2", (-6, 6))
    reach = find_accessible_interval(bowl, share * np.sqrt(energy) * (1.0 - 1e-12), energy)
    assert (reach.left, reach.right) == pytest.approx((-np.sqrt(energy), np.sqrt(energy)), abs=1e-11)
    assert reach.hills == 0


def test_exactly_the_height_of_a_hill_is_enough_for_it() -> None:
    hill = DIPS.features.hill_heights[0]
    assert find_accessible_interval(DIPS, -4.0, float(hill)).hills == 1
    assert find_accessible_interval(DIPS, -4.0, float(np.nextafter(hill, -9.0))).hills == 0


def test_in_the_default_scenario_what_the_design_says() -> None:
    reach = find_accessible_interval(HILLS, -2.281, 0.7289)
    assert (reach.hills, reach.leads_out_left, reach.leads_out_right) == (2, True, False)
