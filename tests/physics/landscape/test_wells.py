"""Wells: what is told of each valley holds wherever the water stands."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.files.presets import load_preset, preset_names
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.landscape.wells import MAX_WELLS_KEPT, SHARES, Wells
from tests.support.runs import DIPS, HILLS, WELL

LANDSCAPES = [HILLS, DIPS, WELL, *(load_preset(name).landscape for name in preset_names())]


def wells_of(landscape: Landscape) -> Wells:
    return landscape.wells.select(range(landscape.features.valley_count))


def assert_bounds_hold(landscape: Landscape) -> None:
    """The slope's differences and the heights of many places under water are within what the tables say."""
    features, wells = landscape.features, wells_of(landscape)
    noise = landscape.wells.level_margin
    for valley in np.flatnonzero(wells.depth > 0.0).tolist():
        w = np.linspace(features.edges[valley], features.edges[valley + 1], 2001)
        f, slope = landscape.height(w) - wells.floor[valley], landscape.slope(w)
        steepness = np.diff(slope) / np.diff(w)
        error = 4.0 * landscape.wells.slope_error / np.diff(w).min() + 1e-9 * np.abs(steepness)
        for index in (0, 40, 80, 110, 124, 126, 127):
            c = wells.c[valley, index]
            covered = f < c
            both = covered[1:] & covered[:-1]
            assert (f[covered] >= -noise).all()
            assert (steepness <= wells.upper[valley, index] + error)[both].all()
            assert (-steepness <= wells.lower[valley, index] + error)[both].all()
            if np.isfinite(wells.upper[valley, index]):  # Lemma 1
                most = 2.0 * wells.upper[valley, index] * (f[covered] + noise) * (1.0 + 1e-9)
                assert (slope[covered] ** 2 <= most + 1e-12 * features.max_slope**2).all()


@pytest.mark.parametrize("index", range(len(LANDSCAPES)))
def test_slopes_are_as_gentle_as_the_tables_say(index: int) -> None:
    assert_bounds_hold(LANDSCAPES[index])


@settings(max_examples=40)
@given(st.lists(st.floats(-5.0, 5.0), min_size=4, max_size=30), st.floats(-3.0, 3.0))
def test_on_any_points_too(heights: list[float], exponent: float) -> None:
    assert_bounds_hold(PointsLandscape(np.arange(len(heights)) * 10.0**exponent, heights))


def test_level_sides_are_no_kink() -> None:
    assert_bounds_hold(PointsLandscape(np.arange(5.0), [1.0, 1.0, 0.0, 1.0, 1.0]))


@pytest.mark.parametrize(
    ("text", "derivatives"),
    [
        ("w^6/720 + w^2/2", lambda w: (1.0 + w**4 / 24.0, w**3 / 6.0, w**2 / 2.0, w)),
        ("2 - cos(3w)", lambda w: (9 * np.cos(3 * w), -27 * np.sin(3 * w), -81 * np.cos(3 * w), 243 * np.sin(3 * w))),
        ("exp(w) + exp(-w)", lambda w: 2 * [2.0 * np.cosh(w), 2.0 * np.sinh(w)]),
    ],
)
def test_higher_derivatives_are_those_of_calculus(text: str, derivatives: object) -> None:
    landscape = FormulaLandscape(text, (-1.0, 1.0))
    wells = wells_of(landscape)
    w = np.linspace(-1.0, 1.0, 20_001)
    assert callable(derivatives)
    second, *higher = (np.broadcast_to(each, w.shape) for each in derivatives(w))
    rise = landscape.height(w) - wells.floor[0]
    for index in range(0, len(SHARES), 9):
        covered = rise <= wells.c[0, index]
        beyond = 3.0 * 2.0 / 4096.0 * 3.0**6  # three cells beyond the water; no sixth derivative is greater than 3⁶
        for table, values in zip((wells.third, wells.fourth, wells.fifth), higher, strict=True):
            greatest = np.abs(values[covered]).max()
            assert greatest <= table[0, index] <= greatest + beyond
        assert second[covered].max() <= wells.upper[0, index] <= second[covered].max() + beyond
        assert max(-second[covered].min(), 0.0) <= wells.lower[0, index]
        assert wells.spread[0, index] >= second[covered].max() - second[covered].min()


def test_where_nothing_is_known_bounds_are_infinite() -> None:
    kinked = wells_of(FormulaLandscape("w^2 + max(w - 0.5, 0)", (-1.0, 1.0)))
    high = kinked.c[0] > 0.25
    assert np.isinf(kinked.upper[0, high]).all()
    assert np.isfinite(kinked.upper[0, kinked.c[0] < 0.24]).all()
    assert (kinked.safe_c[0, high] == 0.0).all()
    bent = wells_of(FormulaLandscape("w^2 + max(w, 0)^2", (-1.0, 1.0)))
    assert np.isfinite(bent.upper).all()
    assert np.isinf(bent.third).all(), "f″ jumps at the minimum"


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("abs(w)", (1.0, 1.0)),
        ("max(-w, 0) + 3 max(w, 0)", (1.0, 3.0)),
        ("abs(w) + 0.5 w", (0.5, 1.5)),
        ("abs(w) + 0.001 w^2", None),
        ("abs(w) + max(w - 0.5, 0)", None),
        ("w^2", None),
        ("abs(w + 1) + w", None),
    ],
)
def test_sides_are_straight_from_end_to_end_or_none(text: str, sides: tuple[float, float] | None) -> None:
    wells = wells_of(FormulaLandscape(text, (-1.0, 1.0)))
    if sides is None:
        assert np.isnan([wells.falling[0], wells.rising[0], wells.safe_depth[0]]).all()
    else:
        assert [wells.falling[0], wells.rising[0]] == pytest.approx(sides)
        assert wells.safe_depth[0] == pytest.approx(wells.depth[0], rel=2e-6)


def test_the_farther_from_0_a_well_is_the_less_is_kept_of_its_levels() -> None:
    kept = [
        (wells.safe_c[0, -1] / wells.c[0, -1]).item()
        for at in (0.0, 1e4, 1e7, 1e12)
        for wells in [wells_of(FormulaLandscape(f"(w - {at:.0f})^2", (at - 1.0, at + 1.0)))]
    ]
    assert kept[0] > 1.0 - 2e-6
    assert kept == sorted(kept, reverse=True)
    assert kept[-1] == 0.0, "rounding may do anything there"


def test_the_margin_for_rounding_is_that_of_a_whole_unit_in_the_last_place() -> None:
    well = FormulaLandscape("(w - 10000000)^2", (1e7 - 1.0, 1e7 + 1.0))
    wells = wells_of(well)
    unit, reach = 2.0**-29, np.sqrt(2.0 * wells.c[0] / 2.0)
    margin = 1e-6 + 1e5 * (unit + well.wells.slope_error / 2.0) / reach
    is_told = margin < 0.009
    assert is_told.any()
    assert wells.safe_c[0, is_told] / wells.c[0, is_told] == pytest.approx(1.0 - margin[is_told], rel=1e-9)


def test_a_valley_without_a_minimum_has_no_well() -> None:
    slope = FormulaLandscape("w", (-1.0, 1.0))
    wells = wells_of(slope)
    assert wells.depth[0] == 0.0
    assert np.isinf(wells.upper).all()


def test_of_many_wells_only_some_are_kept() -> None:
    count = 2 * MAX_WELLS_KEPT
    saw = PointsLandscape(np.arange(2 * count + 1), np.arange(2 * count + 1) % 2)
    first = saw.wells.select([5])
    for begin in range(0, saw.features.valley_count - 64, 64):
        saw.wells.select(range(begin, begin + 64))
    again = saw.wells.select([5])
    assert all(np.array_equal(one, other, equal_nan=True) for one, other in zip(first, again, strict=True))


def test_a_pickled_landscape_has_the_same_wells_without_what_threads_add_to() -> None:
    landscape = FormulaLandscape("w^4 - w^2", (-2.0, 2.0))
    wells = wells_of(landscape)
    again = pickle.loads(pickle.dumps(landscape))  # it was made here
    assert "wells" not in vars(again)
    assert again.wells.level_margin == landscape.wells.level_margin
    assert all(np.array_equal(one, other, equal_nan=True) for one, other in zip(wells, wells_of(again), strict=True))
