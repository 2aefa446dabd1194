"""The bounds of the trapping table: a ball that is faster must never be one that is trapped."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.presets import load_preset, preset_names
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.landscape.trapping_table import CELLS, TrappingTable
from physics.rules.dispatch import delta2_per_energy
from physics.rules.registry import RULES
from physics.rules.trapping_levels import level_in_valley, trapping_levels
from tests.support.runs import DIPS, HILLS, WELL

TABLE = HILLS.trapping_table
LANDSCAPES = [HILLS, DIPS, WELL, *(load_preset(name).landscape for name in preset_names())]


def assert_no_trapped_ball_exceeds_its_bound(landscape: Landscape, seed: int) -> int:
    """Look at random states, also at the very ends and features; returns how many of them are trapped."""
    rng = np.random.default_rng(seed)
    features = landscape.features
    special = np.concatenate((features.edges, features.minima[~np.isnan(features.minima)]))
    w = np.concatenate((rng.uniform(*landscape.domain, 2000), special, np.nextafter(special, -np.inf), special))
    w = np.clip(w, *landscape.domain)
    rule = rng.integers(0, len(RULES), len(w)).astype(np.int8)
    alpha = np.where(rng.random(len(w)) < 0.2, rng.choice([0.0, 1.0], len(w)), rng.uniform(0.0, 1.0, len(w)))
    least_curvature = features.curvature.min()
    usual = 1.0 / least_curvature if 1e-100 < least_curvature < np.inf else 1.0
    parameters = {"alpha": alpha, "eta": usual * 10.0 ** rng.uniform(-3.0, 0.5, len(w))}
    f, valley = landscape.height(w), features.valley_index(w)
    extra = features.height_range * 10.0 ** rng.uniform(-4.0, 0.0, len(w))
    table = landscape.trapping_table
    with np.errstate(all="ignore"):
        levels = trapping_levels(landscape, rule, parameters)
        level = level_in_valley(landscape, rule, parameters, levels, valley, np.arange(len(w)))
        trapped = f + extra < level
    assert (extra <= table.max_energy(w))[trapped].all()
    below_rim = level[trapped] - features.rims[valley[trapped]]
    assert (extra[trapped] <= table.max_energy(w[trapped]) + below_rim).all()
    return int(trapped.sum())


@pytest.mark.parametrize("index", range(len(LANDSCAPES)))
def test_trapped_balls_are_within_their_bounds(index: int) -> None:
    trapped = sum(assert_no_trapped_ball_exceeds_its_bound(LANDSCAPES[index], seed) for seed in range(5))
    assert (trapped > 0) == bool(np.isfinite(LANDSCAPES[index].features.minima).any())


@given(
    st.lists(st.floats(-5.0, 5.0), min_size=4, max_size=40), st.sampled_from([0.0, 1e3, -1e8]), st.integers(0, 2**32)
)
def test_on_any_points_too(heights: list[float], offset: float, seed: int) -> None:
    assert_no_trapped_ball_exceeds_its_bound(PointsLandscape(np.arange(len(heights)), np.array(heights) + offset), seed)


@pytest.mark.parametrize("offset", [1e8, 1e9, 1e12])
def test_where_rounding_is_large_compared_with_the_hills(offset: float) -> None:
    rough = FormulaLandscape(f"{offset} + 1e-7*(w+1)^2 + 1e-6*cos(3w)", (-6, 6))
    for seed in range(20):
        assert_no_trapped_ball_exceeds_its_bound(rough, seed)


def test_the_bound_in_a_valley_is_about_its_depth() -> None:
    (bound,) = TABLE.max_energy(np.array([-3.6]))
    assert 1.12 < bound < 1.2  # valley 2 is 1.128 deep


def test_delta2_is_that_of_the_energy() -> None:
    parameters = {"alpha": np.full(len(RULES), 0.8), "eta": np.full(len(RULES), 0.02)}
    codes = np.arange(len(RULES), dtype=np.int8)
    found = dict(zip((rule.name for rule in RULES), delta2_per_energy(codes, parameters).tolist(), strict=True))
    of_others = dict.fromkeys((rule.name for rule in RULES), 0.0)
    assert found == {**of_others, "momentum": pytest.approx(0.05), "nesterov": pytest.approx(0.04)}


def test_a_domain_too_narrow_to_be_divided_is_one_cell() -> None:
    tiny = PointsLandscape([0.0, 1.5e-323, 3e-323, 4.5e-323], [1.0, 1.0, 1.0, 1.0])
    bound = TrappingTable(tiny.domain, np.ones(CELLS + 1), tiny.features)
    both = bound.max_energy(np.array([0.0, 3e-323]))
    assert both[0] == both[1]
