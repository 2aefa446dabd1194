"""Gaussian smoothing of uneven samples."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.ndimage import gaussian_filter1d

from physics.landscape.simplification import MAX_SAMPLES, smooth


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
    with pytest.raises(ValueError, match="not a fraction of the width"):
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
