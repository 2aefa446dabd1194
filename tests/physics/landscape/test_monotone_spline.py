"""The laws of the curve through points: it passes, it bends continuously, it turns only where the points turn."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import PPoly

from physics.arrays import Floats
from physics.landscape.monotone_spline import THIRDS, Cubics, interpolate

Points = tuple[Floats, Floats]


@st.composite
def points(draw: st.DrawFn, least: int = 2, most: int = 30) -> Points:
    """Points at uneven distances, with flats now and then."""
    n = draw(st.integers(least, most))
    gaps = draw(st.lists(st.floats(0.01, 3.0), min_size=n - 1, max_size=n - 1))
    f = draw(st.lists(st.integers(-3, 3) | st.integers(-5000, 5000).map(lambda k: k / 999), min_size=n, max_size=n))
    return np.concatenate(([0.0], np.cumsum(gaps))) - 2.0, np.array(f, np.float64)


def spline_of(cubics: Cubics, last: float) -> PPoly:
    return PPoly(np.stack((cubics.c, cubics.b, cubics.d, cubics.f)), np.append(cubics.left, last))


def ends(cubics: Cubics, order: int) -> tuple[Floats, Floats]:
    """The derivative of this order at the left and at the right end of each cubic."""
    s = cubics.width
    left = (cubics.f, cubics.d, 2.0 * cubics.b)[order]
    right = (
        cubics.f + s * (cubics.d + s * (cubics.b + s * cubics.c)),
        cubics.d + s * (2.0 * cubics.b + s * 3.0 * cubics.c),
        2.0 * cubics.b + 6.0 * cubics.c * s,
    )[order]
    return left, right


@given(points())
def test_it_passes_through_every_point(given: Points) -> None:
    w, f = given
    cubics = interpolate(w, f)
    assert (cubics.left[::THIRDS] == w[:-1]).all()
    assert (cubics.f[::THIRDS] == f[:-1]).all()
    _, right = ends(cubics, 0)
    scale = np.abs(f).max() + np.ptp(f) + 1e-300
    assert np.abs(right[THIRDS - 1 :: THIRDS] - f[1:]).max() <= 1e-12 * scale


@given(points())
def test_height_slope_and_bend_are_continuous_but_the_bend_beside_a_flat(given: Points) -> None:
    w, f = given
    cubics = interpolate(w, f)
    steepest = np.abs(np.diff(f) / np.diff(w)).max() + 1e-300
    shortest = np.diff(w).min()
    for order, scale in enumerate((np.abs(f).max() + 1e-300, steepest, steepest / shortest)):
        left, right = ends(cubics, order)
        jumps = np.abs(right[:-1] - left[1:])
        if order == 2:
            is_flat = np.repeat(np.diff(f) == 0.0, THIRDS)
            jumps = jumps[~(is_flat[:-1] | is_flat[1:])]
        assert (jumps <= 1e-9 * scale).all()


@given(points())
def test_it_turns_only_where_the_points_turn(given: Points) -> None:
    w, f = given
    cubics, secants = interpolate(w, f), np.diff(f) / np.diff(w)
    slopes = np.stack([cubics.slope_at(share) for share in np.linspace(0.0, 1.0, 30)], axis=1)
    slopes = slopes.reshape(len(secants), -1)
    assert (slopes[secants == 0.0] == 0.0).all()
    falling = (slopes * np.sign(secants)[:, np.newaxis]).min(axis=1)
    assert (falling >= -1e-12 * np.abs(secants)).all()


@given(points(least=4), st.data())
def test_a_point_is_felt_up_to_its_seventh_neighbours(given: Points, data: st.DataObject) -> None:
    w, f = given
    index = data.draw(st.integers(0, len(f) - 1))
    moved = f.copy()
    moved[index] += data.draw(st.floats(-3.0, 3.0))
    before, after = interpolate(w, f), interpolate(w, moved)
    changed = (before.f != after.f) | (before.d != after.d) | (before.b != after.b) | (before.c != after.c)
    gaps = np.flatnonzero(changed) // THIRDS
    assert (gaps >= index - 7).all()
    assert (gaps + 1 <= index + 7).all()


@given(points())
def test_mirrored_points_give_the_mirrored_curve(given: Points) -> None:
    w, f = given
    x = np.linspace(w[0], w[-1], 200)
    curve, mirrored = spline_of(interpolate(w, f), w[-1]), spline_of(interpolate(-w[::-1], f[::-1]), -w[0])
    upside_down = spline_of(interpolate(w, -f), w[-1])
    scale = np.abs(f).max() + 1e-300
    assert np.abs(curve(x) - mirrored(-x)).max() <= 1e-11 * scale
    assert np.abs(curve(x) + upside_down(x)).max() == 0.0


def test_a_straight_line_stays_straight() -> None:
    w = np.array([0.0, 1.0, 1.5, 4.0, 4.25, 7.0])
    cubics = interpolate(w, 3.0 * w - 1.0)
    assert np.abs(cubics.d - 3.0).max() < 1e-14
    assert np.abs(cubics.b).max() < 1e-13


def test_at_the_end_of_a_flat_the_curve_bends_at_once() -> None:
    """Slow balls must not creep up to a terrace like 1/t."""
    cubics = interpolate(np.arange(6.0), np.array([0.0, 0.0, 0.0, 1.0, 2.0, 3.0]))
    bends = 2.0 * cubics.b[::THIRDS]
    assert (bends[:2] == 0.0).all()
    assert bends[2] > 0.5


def test_a_smooth_curve_is_followed_closely_where_it_does_not_turn() -> None:
    w = np.linspace(0.0, 4.0, 41)
    curve = spline_of(interpolate(w, np.exp(w)), w[-1])
    x = np.linspace(0.5, 3.5, 1000)
    assert np.abs(curve(x) / np.exp(x) - 1.0).max() < 1e-5
    assert np.abs(curve.derivative()(x) / np.exp(x) - 1.0).max() < 1e-4
    assert np.abs(curve.derivative(2)(x) / np.exp(x) - 1.0).max() < 2e-2
