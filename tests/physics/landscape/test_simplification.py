"""Any landscape as a curve through a few points, and Gaussian smoothing of uneven samples."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import gaussian_filter1d

from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.landscape.sample_extrema import find_sample_extrema
from physics.landscape.simplification import simplify, to_points
from physics.landscape.smoothing import MAX_SAMPLES, smooth

CURVES = [
    ("0.06*(w+3.2)^2 + 0.55*cos(2.6*w)", -6.0, 6.0, 40),
    ("0.5*w*w", -3.0, 3.0, 12),
    ("w^2 - 10*cos(2*pi*w)", -5.12, 5.12, 100),
    ("sin(10*pi*w)/2/w + (w-1)^4", 0.5, 2.5, 40),
    ("(6*w-2)^2*sin(12*w-4)", 0.0, 1.0, 30),
    ("max(0, abs(w)-1)", -3.0, 2.5, 20),
    ("max(0, w)", -2.0, 2.5, 20),
    ("0.05*(w-2)^2 - 1.5*exp(-(w+3)^2/0.01)", -6.0, 6.0, 30),
    ("w^3", -1.0, 1.0, 15),
    ("2.0 + 0*w", -1.0, 1.0, 4),
]


@pytest.mark.parametrize(("formula", "lo", "hi", "max_points"), CURVES)
def test_few_points_give_the_same_valleys_and_nearly_the_same_curve(
    formula: str, lo: float, hi: float, max_points: int
) -> None:
    landscape = FormulaLandscape(formula, (lo, hi))
    points = PointsLandscape(*to_points(landscape))
    assert len(points.w) <= max_points
    assert points.domain == landscape.domain
    w = np.linspace(lo, hi, 7777)
    assert np.abs(points.height(w) - landscape.height(w)).max() <= 0.0055 * landscape.features.height_range
    was, now = landscape.features, points.features
    assert now.hills == pytest.approx(was.hills, abs=1e-12)
    assert now.minima == pytest.approx(was.minima, abs=1e-4 * landscape.width, nan_ok=True)
    assert now.minimum_heights == pytest.approx(was.minimum_heights, abs=1e-12, nan_ok=True)


def minimum_count(f: np.ndarray) -> int:
    return int(np.count_nonzero(~find_sample_extrema(f).is_hill))


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(8, 60))
def test_a_rough_curve_keeps_its_prominent_features_within_the_bound(seed: int, max_points: int) -> None:
    landscape = PointsLandscape(np.arange(3000.0), np.random.default_rng(seed).normal(size=3000).cumsum())
    w, f = to_points(landscape, max_points=max_points)
    points = PointsLandscape(w, f)
    assert 4 <= len(w) <= max_points
    assert points.domain == landscape.domain
    assert points.features.lowest >= landscape.features.lowest
    assert points.features.highest <= landscape.features.highest
    assert minimum_count(f) <= minimum_count(landscape.f)


def test_a_million_points_are_simplified_quickly() -> None:
    w = np.linspace(0.0, 30.0, 1_000_000)
    noise = np.random.default_rng(4).normal(scale=0.01, size=len(w))
    landscape = PointsLandscape(w, np.cos(w) + noise)
    began = time.process_time()
    points = PointsLandscape(*to_points(landscape, max_points=100))
    assert time.process_time() - began < 3.0
    assert len(points.w) <= 100
    assert points.domain == landscape.domain
    assert points.f.min() == landscape.f.min()
    assert points.f.max() == landscape.f.max()
    assert np.abs(points.height(w[::100]) - np.cos(w[::100])).max() < 0.15


def test_few_enough_points_stay_as_they_are() -> None:
    landscape = PointsLandscape([0, 1, 2, 4], [0, 1, -1, 3])
    w, f = to_points(landscape)
    assert w is landscape.w
    assert f is landscape.f


def test_too_few_points_to_choose_from_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"TOO_FEW_TO_SIMPLIFY.*count=7, least=8"):
        to_points(PointsLandscape([0, 1, 2, 4], [0, 1, -1, 3]), max_points=7)


def test_simplifying_keeps_the_required_samples_and_stops_at_the_bound() -> None:
    w = np.linspace(0.0, 1.0, 1001)
    f = w**3
    kept = simplify(w, f, np.array([333]), tolerance=1e-9, max_points=10)
    assert {0, 333, 1000} <= set(kept.tolist())
    assert len(kept) == 10
    close = simplify(w, f, np.array([333]), tolerance=1e-3, max_points=100)
    assert np.abs(PointsLandscape(w[close], f[close]).height(w) - f).max() <= 1e-3


@st.composite
def samples(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    n = draw(st.integers(4, 60))
    gaps = draw(st.lists(st.floats(0.01, 1.0), min_size=n - 1, max_size=n - 1))
    f = draw(st.lists(st.integers(-100, 100), min_size=n, max_size=n))
    return np.concatenate(([0.0], np.cumsum(gaps))), np.array(f, dtype=np.float64)


def changes_of_direction(f: np.ndarray) -> int:
    steps = np.diff(f)
    signs = np.sign(steps[np.abs(steps) > 1e-9])
    return int(np.count_nonzero(np.diff(signs)))


@given(samples(), st.floats(0.001, 0.3))
def test_smoothing_adds_no_hill_and_no_valley(curve: tuple[np.ndarray, np.ndarray], fraction: float) -> None:
    w, f = curve
    assert changes_of_direction(smooth(w, f, fraction)[1]) <= changes_of_direction(f)


@given(samples(), st.floats(0.001, 1.0), st.floats(-5.0, 5.0))
def test_smoothing_is_linear_stays_in_range_and_keeps_a_level_curve(
    curve: tuple[np.ndarray, np.ndarray], fraction: float, level: float
) -> None:
    w, f = curve
    new_w, smoothed = smooth(w, f, fraction)
    assert (new_w == w).all()
    assert smoothed.min() >= f.min() - 1e-9
    assert smoothed.max() <= f.max() + 1e-9
    assert smooth(w, 2.0 * f + level, fraction)[1] == pytest.approx(2.0 * smoothed + level, abs=1e-9)


def test_on_equidistant_samples_away_from_the_ends_it_is_scipys_gaussian() -> None:
    f = np.random.default_rng(3).normal(size=500)
    _, smoothed = smooth(np.linspace(0.0, 7.0, 500), f, 0.01)
    assert smoothed[50:-50] == pytest.approx(gaussian_filter1d(f, 5.0, truncate=8.0)[50:-50], abs=1e-10)


def test_fraction_0_returns_copies() -> None:
    w, f = np.arange(5.0), np.arange(5.0) ** 2
    new_w, new_f = smooth(w, f, 0.0)
    assert (new_w == w).all()
    assert (new_f == f).all()
    assert new_w is not w
    assert new_f is not f


@pytest.mark.parametrize("fraction", [-0.01, 1.5, float("nan")])
def test_a_fraction_outside_0_to_1_is_refused(fraction: float) -> None:
    with pytest.raises(ValueError, match="WRONG_SMOOTHING"):
        smooth(np.arange(5.0), np.arange(5.0), fraction)


def test_a_million_samples_are_smoothed_quickly_and_keep_the_domain() -> None:
    w = np.linspace(-3.0, 3.0, 1_000_000)
    noise = np.random.default_rng(1).normal(size=len(w))
    began = time.perf_counter()
    new_w, smoothed = smooth(w, np.cos(4.0 * w) + noise, 0.01)
    assert time.perf_counter() - began < 3.0
    assert len(new_w) == len(smoothed) == MAX_SAMPLES
    assert (new_w[0], new_w[-1]) == (-3.0, 3.0)
    assert (np.diff(new_w) > 0).all()
    inside = np.abs(new_w) < 2.7
    assert smoothed[inside] == pytest.approx(np.cos(4.0 * new_w)[inside], abs=0.1)
