"""Turns between samples: those of SciPy's cubic spline, and as many hills and minima as the samples have."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import CubicHermiteSpline, CubicSpline

from physics.arrays import Floats
from physics.landscape.interpolated_extrema import MAX_EXCESS, MIN_DISTANCE, add_interpolated_extrema, spline_slopes
from physics.landscape.points import PointsLandscape
from physics.landscape.sample_extrema import find_sample_extrema

Samples = tuple[Floats, Floats]


@st.composite
def samples(draw: st.DrawFn) -> Samples:
    """A smooth curve at uneven places, rounded so that neighbours are equal now and then."""
    n = draw(st.integers(4, 60))
    gaps = draw(st.lists(st.floats(0.2, 1.0), min_size=n - 1, max_size=n - 1))
    w = np.concatenate(([0.0], np.cumsum(gaps)))
    waves = draw(st.lists(st.tuples(st.floats(0.1, 3.0), st.floats(0.0, 6.0)), min_size=1, max_size=4))
    f = sum((np.sin(pitch * w + phase) for pitch, phase in waves), np.zeros(n))
    return w, np.round(f, draw(st.integers(1, 12)))


@given(samples())
def test_slopes_are_those_of_the_cubic_spline(given: Samples) -> None:
    w, f = given
    h, m = np.diff(w), np.diff(f) / np.diff(w)
    d = spline_slopes(h, m)
    oracle = CubicSpline(w, f, bc_type=((1, d[0]), (1, d[-1])))
    scale = 1e-11 * (np.abs(m).max() + 1e-300)
    assert np.abs(d - oracle(w, 1)).max() <= scale
    bends = CubicHermiteSpline(w, f, d)
    assert abs(bends.c[0, 0] * h[0]) <= 10.0 * scale / h[0]
    assert abs(bends.c[0, -1] * h[-1]) <= 10.0 * scale / h[-1]


@given(samples())
def test_every_point_that_is_added_is_a_turn_of_the_spline_near_its_sample(given: Samples) -> None:
    w, f = given
    new_w, new_f = add_interpolated_extrema(w, f)
    assert (np.diff(new_w) > 0.0).all()
    kept = np.isin(new_w, w)
    assert (new_w[kept] == w).all()
    assert (new_f[kept] == f).all()
    spline = CubicHermiteSpline(w, f, spline_slopes(np.diff(w), np.diff(f) / np.diff(w)))
    steepest = np.abs(spline.derivative()(w)).max() + np.abs(np.diff(f) / np.diff(w)).max()
    for turn, height in zip(new_w[~kept], new_f[~kept], strict=True):
        i = int(w.searchsorted(turn))
        share = (turn - w[i - 1]) / (w[i] - w[i - 1])
        assert MIN_DISTANCE - 1e-9 <= share <= 1.0 - MIN_DISTANCE + 1e-9
        assert height == pytest.approx(spline(turn), abs=1e-12 * (1.0 + np.abs(f).max()))
        assert abs(spline(turn, 1)) <= 1e-6 * steepest
        assert min(abs(height - f[i - 1]), abs(height - f[i])) < MAX_EXCESS * np.ptp(f)


@given(samples())
def test_there_are_as_many_hills_and_minima_as_before(given: Samples) -> None:
    w, f = given
    new_w, new_f = add_interpolated_extrema(w, f)
    before, after = find_sample_extrema(f), find_sample_extrema(new_f)
    assert (before.is_hill == after.is_hill).all()
    distance = np.abs(before.positions(w) - after.positions(new_w))
    assert (distance < np.diff(w).max()).all()


def test_the_floor_between_two_samples_is_found_and_the_curve_bends_less() -> None:
    w = np.linspace(0.0, 20.0, 201)
    f = np.cos(w)
    new_w, new_f = add_interpolated_extrema(w, f)
    true = np.arange(1, 7) * np.pi
    assert np.abs(new_w[:, np.newaxis] - true).min(axis=0).max() < 1e-3
    bends = [PointsLandscape(*points).features.max_curvature for points in ((w, f), (new_w, new_f))]
    assert bends[1] < 1.2 < 4.0 < bends[0]
    assert np.abs(new_f - np.cos(new_w)).max() < 1e-4


def test_two_equal_samples_have_their_floor_between_them_and_a_longer_flat_stays() -> None:
    w = np.arange(10.0)
    new_w, new_f = add_interpolated_extrema(w, 0.001 * (w - 4.5) ** 4)
    assert new_w.tolist() == [0.0, 1.0, 2.0, 3.0, 4.0, 4.5, 5.0, 6.0, 7.0, 8.0, 9.0]
    assert new_f[5] < new_f[4] == new_f[6]
    floor = np.maximum(np.abs(w - 4.5) - 1.5, 0.0)
    assert add_interpolated_extrema(w, floor)[0].tolist() == w.tolist()


def test_a_turn_far_beyond_its_sample_is_not_believed() -> None:
    w = np.arange(6.0)
    assert add_interpolated_extrema(w, np.array([5.0, 3.0, 0.0, 0.1, 3.0, 5.0]))[0].tolist() == w.tolist()


@pytest.mark.parametrize("f", [[0.0, 1e308, -1e308, 1e308, 0.0], [1.0, 1.0, 1.0, 1.0, 1.0]])
def test_nothing_is_added_to_what_has_no_turn_or_is_too_large(f: list[float]) -> None:
    w = np.arange(5.0)
    new_w, new_f = add_interpolated_extrema(w, np.array(f))
    assert new_w.tolist() == w.tolist()
    assert new_f.tolist() == f
