"""The landscape through points, with SciPy's piecewise polynomial of the same cubics as the oracle."""

import pickle
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import PPoly

from physics.landscape.monotone_spline import interpolate
from physics.landscape.points import PointsLandscape

COUNTS = st.integers(4, 30)


@st.composite
def landscapes(draw: st.DrawFn) -> PointsLandscape:
    """Points at uneven distances, with flats now and then."""
    n = draw(COUNTS)
    gaps = draw(st.lists(st.floats(0.01, 3.0), min_size=n - 1, max_size=n - 1))
    f = draw(st.lists(st.integers(-3, 3) | st.integers(-5000, 5000).map(lambda k: k / 999), min_size=n, max_size=n))
    return PointsLandscape(np.concatenate(([0.0], np.cumsum(gaps))) - 2.0, f)


def oracle_of(landscape: PointsLandscape) -> PPoly:
    cubics = interpolate(landscape.w, landscape.f)
    return PPoly(np.stack((cubics.c, cubics.b, cubics.d, cubics.f)), np.append(cubics.left, landscape.w[-1]))


def samples(landscape: PointsLandscape, count: int = 400) -> np.ndarray:
    lo, hi = landscape.domain
    return np.sort(np.concatenate((np.linspace(lo, hi, count), landscape.w)))


@given(landscapes())
def test_height_and_slope_are_those_of_scipy(landscape: PointsLandscape) -> None:
    oracle = oracle_of(landscape)
    w = samples(landscape)
    height_range = max(np.ptp(landscape.f), 1e-300)
    steepest = max(np.abs(oracle.derivative()(w)).max(), 1e-300)
    assert np.abs(landscape.height(w) - oracle(w)).max() <= 1e-12 * max(height_range, np.abs(landscape.f).max())
    assert np.abs(landscape.slope(w) - oracle.derivative()(w)).max() <= 1e-12 * steepest


@given(landscapes())
def test_outside_the_domain_the_end_cubic_continues_as_in_scipy(landscape: PointsLandscape) -> None:
    oracle = oracle_of(landscape)
    lo, hi = landscape.domain
    w = np.array([lo - 2.5, lo - 1e-3, hi + 1e-3, hi + 2.5])
    scale = np.abs(oracle(w)).max() + 1.0
    assert np.allclose(landscape.height(w), oracle(w), rtol=0, atol=1e-9 * scale)
    assert np.allclose(landscape.slope(w), oracle.derivative()(w), rtol=1e-9, atol=1e-9 * scale)


@given(landscapes(), st.data())
def test_moving_a_point_changes_nothing_beyond_its_seventh_neighbours(
    landscape: PointsLandscape, data: st.DataObject
) -> None:
    moved = data.draw(st.integers(0, len(landscape.w) - 1))
    f = landscape.f.copy()
    f[moved] += 1.0
    w = samples(landscape)
    changed = PointsLandscape(landscape.w, f).height(w) != landscape.height(w)
    near = landscape.w[[max(moved - 7, 0), min(moved + 7, len(f) - 1)]]
    assert ((w[changed] >= near[0]) & (w[changed] <= near[1])).all()


@given(landscapes())
def test_the_curve_never_overshoots(landscape: PointsLandscape) -> None:
    """But by rounding: of the height, and of w, where the curve is at most three times as steep as between points."""
    i = np.clip(landscape.w.searchsorted(w := samples(landscape), "right") - 1, 0, len(landscape.w) - 2)
    low, high = np.minimum(landscape.f[i], landscape.f[i + 1]), np.maximum(landscape.f[i], landscape.f[i + 1])
    steepest = 3.0 * (high - low) / (landscape.w[i + 1] - landscape.w[i])
    rounding = 1e-13 * (1 + np.maximum(np.abs(low), np.abs(high))) + steepest * np.spacing(np.abs(w))
    height = landscape.height(w)
    assert (height >= low - rounding).all()
    assert (height <= high + rounding).all()


@given(landscapes())
def test_every_value_is_the_same_alone_and_among_others(landscape: PointsLandscape) -> None:
    w = np.concatenate((samples(landscape), landscape.domain[1] + np.array([0.5, 1e5]), -np.array([10.0, 1e5])))
    alone = np.array([landscape.height(w[i : i + 1])[0] for i in range(len(w))])
    alone_slope = np.array([landscape.slope(w[i : i + 1])[0] for i in range(len(w))])
    assert (landscape.height(w) == alone).all()
    assert (landscape.slope(w) == alone_slope).all()
    assert (landscape.height(w[:400].reshape(20, 20)).ravel() == alone[:400]).all()


def test_slope_is_written_into_the_given_array() -> None:
    landscape = PointsLandscape([0, 1, 2, 4], [0, 1, -1, 3])
    w, out = np.array([0.5, 1.5, 3.0]), np.empty(3)
    assert landscape.slope(w, out=out) is out
    assert (out == landscape.slope(w)).all()


@pytest.mark.parametrize("count", [3, 500])
def test_positions_of_diverged_balls_give_no_finite_value_and_no_warning(count: int) -> None:
    landscape = PointsLandscape([0, 1, 2, 4], [0, 1, -1, 3])
    for strange in (np.nan, np.inf, -np.inf):
        w = np.full(count, strange)
        assert not np.isfinite(landscape.height(w)).any()
        assert not np.isfinite(landscape.slope(w)).any()
    far = np.full(count, 1e200)
    assert not np.isnan(landscape.slope(far)).any()


@given(landscapes())
def test_hills_and_minima_are_where_dense_sampling_finds_them(landscape: PointsLandscape) -> None:
    features = landscape.features
    with_numbers = ~np.isnan(features.minima)
    w = samples(landscape, 3000)
    height = landscape.height(w)
    for k in np.flatnonzero(with_numbers):
        inside = height[(w >= features.edges[k]) & (w <= features.edges[k + 1])]
        assert inside.min() == pytest.approx(features.minimum_heights[k], abs=1e-12)
    for k in np.flatnonzero(~with_numbers):
        inside = height[(w >= features.edges[k]) & (w <= features.edges[k + 1])]
        falls = np.diff(inside) <= 1e-12
        assert falls.all() or (np.diff(inside) >= -1e-12).all()
    for hill in features.hills:
        assert landscape.slope(np.array([hill]))[0] == pytest.approx(0.0, abs=1e-12)


@given(landscapes())
def test_steepness_and_curvature_are_those_of_the_cubics(landscape: PointsLandscape) -> None:
    oracle = oracle_of(landscape)
    features = landscape.features
    starts, ends = oracle.x[:-1], oracle.x[1:]
    bend, slope = oracle.derivative(2), oracle.derivative()
    left, right = np.abs(bend(starts)), np.abs(2 * oracle.c[1] + 6 * oracle.c[0] * (ends - starts))
    assert features.max_curvature == pytest.approx(max(left.max(), right.max()), rel=1e-9, abs=1e-12)
    sampled = np.abs(slope(starts + np.linspace(0.0, 1.0, 500)[:, None] * (ends - starts))).max()
    assert sampled <= features.max_slope * (1 + 1e-12) + 1e-12
    assert features.max_slope == pytest.approx(sampled, rel=1e-4, abs=1e-12)
    nodes, weights = np.polynomial.legendre.leggauss(6)
    middles, halves = (starts + ends) / 2, (ends - starts) / 2
    squares = (slope(middles[:, None] + halves[:, None] * nodes) ** 2) @ weights
    assert features.rms_slope == pytest.approx(np.sqrt((squares * halves).sum() / landscape.width), rel=1e-9, abs=1e-12)


def test_each_valley_has_the_curvature_of_its_own_pieces() -> None:
    landscape = PointsLandscape([0, 1, 2, 3, 4, 4.1, 5], [1, 0, 1, 0.5, 0, 0.3, 2])
    oracle = oracle_of(landscape).derivative(2)
    features = landscape.features
    assert features.hills.tolist() == [2.0]
    w = np.concatenate((oracle.x, np.nextafter(oracle.x[1:], 0.0)))
    assert features.curvature[0] == pytest.approx(np.abs(oracle(w[w < 2.0])).max(), rel=1e-9)
    assert features.curvature[1] == pytest.approx(np.abs(oracle(w[(w >= 2.0) & (w < 5.0)])).max(), rel=1e-9)
    assert features.curvature[1] > 2.0 * features.curvature[0]


def test_a_flat_floor_at_an_end_is_a_minimum_and_a_slope_out_of_an_end_is_none() -> None:
    features = PointsLandscape([0, 1, 2, 3, 4], [0, 0, 1, 2, 1]).features
    assert features.minima[0] == 0.5
    assert np.isnan(features.minima[1])
    assert features.edges.tolist() == [0, 3, 4]
    assert features.edge_heights.tolist() == [0, 2, 1]
    assert features.is_global.tolist() == [True, False]


def test_a_constant_curve_has_no_features() -> None:
    features = PointsLandscape([0, 1, 2, 3], [2, 2, 2, 2]).features
    assert features.valley_count == 1
    assert np.isnan(features.minima).all()
    assert (features.max_slope, features.rms_slope, features.max_curvature) == (0.0, 0.0, 0.0)
    assert (features.lowest, features.highest) == (2.0, 2.0)


@pytest.mark.parametrize(
    ("w", "f", "says"),
    [
        ([0, 1, 2], [0, 1, 2], "TOO_FEW_POINTS.*count=3, least=4"),
        ([0, 1, 2, 3], [0, 1, 2], "DIFFERENT_SHAPES"),
        ([[0, 1], [2, 3]], [[0, 1], [2, 3]], "DIFFERENT_SHAPES"),
        ([0, 1, np.nan, 3], [0, 1, 2, 3], "W_NOT_FINITE.*index=2, value=nan"),
        ([0, 1, 2, 3], [0, np.inf, 2, 3], "F_NOT_FINITE.*index=1, value=inf"),
        ([0, 1, 1, 3], [0, 1, 2, 3], "NOT_INCREASING.*index=2, value=1.0, before=1.0"),
        ([0, 1, 1 + 1e-15, 3], [0, 1, 1e300, 3], "TOO_STEEP.*index=1,"),
        ([0, 1, 2, 3], [0, 5e307, 0, 5e307], "TOO_STEEP.*index=0,"),
        ([0, 1, 2, 3], [0, 1e308, -1e308, 3], "TOO_STEEP.*index=0,"),
        ([0, 1, 2, 2 + 4.5e-16, 3], [0, 1, 2, 2, 3], "TOO_CLOSE.*index=2,"),
    ],
)
def test_points_that_are_no_curve_are_refused_by_their_index(w: list[float], f: list[float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        PointsLandscape(w, f)


def test_it_is_immutable_and_survives_pickling() -> None:
    given_w = np.array([0.0, 1.0, 2.0, 4.0])
    landscape = PointsLandscape(given_w, [0, 1, -1, 3], "A curve", preset="mine")
    given_w[0] = -7.0
    copy = pickle.loads(pickle.dumps(landscape))
    assert (copy.title, copy.preset, copy.domain) == ("A curve", "mine", (0.0, 4.0))
    assert (copy.w == landscape.w).all()
    assert (copy.f == landscape.f).all()
    for array in (landscape.w, landscape.f, copy.w, copy.f):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


def test_a_million_points_are_quick() -> None:
    rng = np.random.default_rng(5)
    began = time.process_time()
    landscape = PointsLandscape(np.arange(1e6), rng.normal(size=1_000_000))
    features = landscape.features
    landscape.slope(rng.uniform(0, 1e6, 4096))
    assert time.process_time() - began < 5.0
    assert 300_000 < len(features.hills) < 350_000
