"""Strokes: from mouse positions to equidistant heights, smoothing, and drawing them into a landscape."""

import time

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.landscape.sample_extrema import find_sample_extrema
from physics.landscape.sketch import Stroke, apply_stroke, resample_stroke, smooth_stroke

HILLS = FormulaLandscape("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", (-6.0, 6.0))
DRAWN = PointsLandscape([-6, -4, -3, -1, 0, 0.5, 3, 4, 6], [3, 1, 1, 2, 0, 0.2, 0, 2, 1])
KINDS = pytest.mark.parametrize("landscape", [HILLS, DRAWN], ids=["formula", "points"])


def after(landscape: Landscape, w: np.ndarray, f: np.ndarray) -> PointsLandscape:
    return PointsLandscape(*apply_stroke(landscape, w, f))


def minima_between(landscape: Landscape, lo: float, hi: float) -> int:
    minima = landscape.features.minima
    with np.errstate(invalid="ignore"):
        return int(np.count_nonzero((minima >= lo) & (minima <= hi)))


def raw_minima(landscape: Landscape, w: np.ndarray, f: np.ndarray) -> int:
    """Minima in the covered interval when the raw stroke is laid over the curve, without any smoothing."""
    stroke = resample_stroke(landscape.domain, w, f)
    assert stroke is not None
    outside = np.linspace(*landscape.domain, 4001)
    if isinstance(landscape, PointsLandscape):
        outside = np.union1d(outside, landscape.w)
    ends = stroke.w[[0, -1]]
    left, right = outside[outside < ends[0]], outside[outside > ends[1]]
    old = landscape.height(ends)
    positions = np.concatenate((left, ends[:1], stroke.w, ends[1:], right))
    heights = np.concatenate((landscape.height(left), old[:1], stroke.f, old[1:], landscape.height(right)))
    extrema = find_sample_extrema(heights)
    middle = extrema.positions(positions)
    close = 2e-6 * landscape.width
    return int(np.count_nonzero(~extrema.is_hill & (middle >= ends[0] - close) & (middle <= ends[1] + close)))


@KINDS
@settings(max_examples=60)
@given(
    path=st.lists(st.tuples(st.floats(-7.0, 7.0), st.floats(-4.0, 6.0)), min_size=2, max_size=25),
)
def test_a_stroke_never_has_more_minima_than_were_drawn(landscape: Landscape, path: list[tuple[float, float]]) -> None:
    w, f = np.array(path).T
    stroke = resample_stroke(landscape.domain, w, f)
    assume(stroke is not None)
    assert stroke is not None
    result = after(landscape, w, f)
    assert minima_between(result, stroke.w[0], stroke.w[-1]) <= raw_minima(landscape, w, f)
    assert len(result.w) <= 410


@KINDS
@settings(max_examples=60)
@given(path=st.lists(st.tuples(st.floats(-6.5, 6.5), st.floats(-2.0, 5.0)), min_size=2, max_size=10))
def test_outside_the_stroke_nothing_changes(landscape: Landscape, path: list[tuple[float, float]]) -> None:
    w, f = np.array(path).T
    stroke = resample_stroke(landscape.domain, w, f)
    assume(stroke is not None)
    assert stroke is not None
    result = after(landscape, w, f)
    outside = np.linspace(-6.0, 6.0, 3001)
    outside = outside[(outside < stroke.w[0]) | (outside > stroke.w[-1])]
    height = max(landscape.features.highest, f.max()) - min(landscape.features.lowest, f.min())
    assert result.domain == landscape.domain
    assert np.abs(result.height(outside) - landscape.height(outside)).max(initial=0.0) <= 0.0025 * height
    for kind in ("hills", "minima"):
        old, new = getattr(landscape.features, kind), getattr(result.features, kind)
        with np.errstate(invalid="ignore"):
            old, new = (at[(at < stroke.w[0] - 0.8) | (at > stroke.w[-1] + 0.8)] for at in (old, new))
        assert new == pytest.approx(old, abs=1e-3)
    if isinstance(landscape, PointsLandscape):
        kept = landscape.w[(landscape.w < stroke.w[0] - 1e-4) | (landscape.w > stroke.w[-1] + 1e-4)]
        assert np.isin(kept, result.w).all()


@KINDS
@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("seed", range(10))
def test_one_dip_drawn_with_a_tremor_is_one_minimum(landscape: Landscape, backwards: bool, seed: int) -> None:
    rng = np.random.default_rng(seed)
    w = np.linspace(-3.0, 2.0, 120) + rng.normal(scale=0.01, size=120)
    meant = 2.0 - 2.5 * np.cos(np.pi * (w + 0.5) / 5.0) ** 2
    f = meant + rng.normal(scale=0.03, size=120)
    result = after(landscape, *((w[::-1], f[::-1]) if backwards else (w, f)))
    assert minima_between(result, -2.7, 1.7) == 1
    inner = (w > -2.7) & (w < 1.7)
    assert np.abs(result.height(w[inner]) - meant[inner]).max() < 0.1
    assert np.count_nonzero(~find_sample_extrema(f[np.argsort(w)]).is_hill) > 10


@KINDS
def test_two_dips_stay_two_minima(landscape: Landscape) -> None:
    w = np.linspace(-4.0, 4.0, 150)
    result = after(landscape, w, 1.5 + np.cos(np.pi * w / 2.0))
    assert minima_between(result, -3.5, 3.5) == 2


@KINDS
def test_sharp_peaks_and_dips_keep_their_heights(landscape: Landscape) -> None:
    corners = np.arange(13)
    at = np.linspace(0.0, 12.0, 400)
    result = after(landscape, -5.0 + 10.0 * at / 12.0, np.interp(at, corners, np.where(corners % 2, 4.0, 1.0)))
    peaks, dips = (np.array([-5.0 + 10.0 * k / 12.0 for k in range(first, 12, 2)]) for first in (1, 2))
    hills, minima = result.features.hills, result.features.minima
    assert hills[(hills > -4.9) & (hills < 4.9)] == pytest.approx(peaks, abs=0.05)
    with np.errstate(invalid="ignore"):
        assert minima[(minima > -4.4) & (minima < 4.4)] == pytest.approx(dips, abs=0.05)
    assert result.height(peaks) == pytest.approx(4.0, abs=0.05 * 3.0)
    assert result.height(dips) == pytest.approx(1.0, abs=0.05 * 3.0)


@KINDS
@pytest.mark.parametrize("backwards", [False, True])
def test_near_an_end_of_the_domain_a_stroke_is_extended_to_it_level(landscape: Landscape, backwards: bool) -> None:
    w = np.linspace(-5.85, 5.9, 300)
    w = w[::-1] if backwards else w
    stroke = w, 2.0 + 0.2 * w
    result = PointsLandscape(*apply_stroke(landscape, *stroke, snap_distance=0.2))
    assert result.height(np.array([-6.0, -5.95, 5.95, 6.0])) == pytest.approx([0.83, 0.83, 3.18, 3.18], abs=0.03)
    assert result.features.valley_count == 1
    farther = PointsLandscape(*apply_stroke(landscape, *stroke, snap_distance=0.05))
    ends = np.array([-6.0, 6.0])
    assert farther.height(ends) == pytest.approx(landscape.height(ends))


@KINDS
def test_a_stroke_over_everything_replaces_everything(landscape: Landscape) -> None:
    w = np.linspace(-8.0, 8.0, 300)
    result = after(landscape, w, 0.1 * w**2)
    assert result.domain == (-6.0, 6.0)
    inner = np.linspace(-5.5, 5.5, 200)
    assert np.abs(result.height(inner) - 0.1 * inner**2).max() < 0.03
    assert result.features.valley_count == 1


@KINDS
def test_a_click_changes_nothing(landscape: Landscape) -> None:
    w, f = apply_stroke(landscape, [1.0, 1.0], [5.0, 3.0])
    if isinstance(landscape, PointsLandscape):
        assert (w == landscape.w).all()
        assert (f == landscape.f).all()
    else:
        at = np.linspace(-6.0, 6.0, 500)
        assert np.abs(PointsLandscape(w, f).height(at) - landscape.height(at)).max() < 0.03


def test_many_strokes_do_not_pile_up_points() -> None:
    rng = np.random.default_rng(8)
    landscape: Landscape = HILLS
    for _ in range(40):
        lo, hi = np.sort(rng.uniform(-6.0, 6.0, 2))
        w = np.linspace(lo, hi, 60)
        landscape = after(landscape, w, rng.normal(size=4) @ np.cos(np.outer(np.arange(4.0), w)))
    assert isinstance(landscape, PointsLandscape)
    assert len(landscape.w) < 250


DOMAIN = (-2.0, 3.0)


@given(st.lists(st.tuples(st.floats(-3.0, 4.0), st.floats(-5.0, 5.0)), min_size=2, max_size=30))
def test_later_parts_replace_earlier_ones(path: list[tuple[float, float]]) -> None:
    w, f = np.array(path).T
    stroke = resample_stroke(DOMAIN, w, f)
    if stroke is None:
        assert np.ptp(np.clip(w, *DOMAIN)) < 0.01
        return
    near_lo, near_hi = w < -2.0 + 0.005, w > 3.0 - 0.005
    w = np.where(near_lo, -2.0, np.where(near_hi, 3.0, w))
    assert (stroke.w[0], stroke.w[-1]) == (w.min(), w.max())
    for at, height in list(zip(stroke.w, stroke.f, strict=True))[::37]:
        last = max(i for i in range(len(w) - 1) if min(w[i], w[i + 1]) <= at <= max(w[i], w[i + 1]))
        expected = np.interp(
            at, *(np.array(pair)[np.argsort(w[last : last + 2])] for pair in (w[last : last + 2], f[last : last + 2]))
        )
        if w[last] == w[last + 1]:
            expected = f[last + 1]
        assert height == pytest.approx(expected, abs=1e-9)


def test_a_stroke_may_go_backwards_and_over_itself() -> None:
    there = resample_stroke(DOMAIN, [0.0, 1.0, 2.0], [1.0, 2.0, 1.0])
    back = resample_stroke(DOMAIN, [2.0, 1.0, 0.0], [1.0, 2.0, 1.0])
    over = resample_stroke(DOMAIN, [0.0, 2.0, 1.5, 0.5], [0.0, 0.0, 7.0, 7.0])
    assert there is not None
    assert back is not None
    assert over is not None
    assert there.f == pytest.approx(back.f)
    assert np.interp([0.3, 1.0], over.w, over.f) == pytest.approx([0.0, 7.0])
    assert np.interp(1.75, over.w, over.f) == pytest.approx(3.5, abs=0.01)


def test_a_stroke_that_leaves_the_domain_ends_there() -> None:
    stroke = resample_stroke(DOMAIN, [0.0, -1.0, -9.0], [1.0, 2.0, 4.0])
    assert stroke is not None
    assert (stroke.w[0], stroke.w[-1]) == (-2.0, 0.0)
    assert stroke.f[0] == 4.0


@pytest.mark.parametrize("positions", [[], [1.0], [1.0, 1.0, 1.0], [1.0, 1.001], [-5.0, -9.0], [2.999, 2.9995]])
def test_a_click_is_no_stroke(positions: list[float]) -> None:
    assert resample_stroke(DOMAIN, positions, [1.0] * len(positions)) is None


@pytest.mark.parametrize(
    ("w", "f"), [([0, 1], [0]), ([0, np.nan], [0, 1]), ([0, 1], [0, np.inf]), ([[0, 1]], [[0, 1]])]
)
def test_rows_that_are_not_a_path_are_refused(w: list[float], f: list[float]) -> None:
    with pytest.raises(ValueError, match="NO_STROKE"):
        resample_stroke(DOMAIN, w, f)


@given(st.lists(st.integers(-20, 20), min_size=5, max_size=80), st.floats(0.001, 0.5))
def test_smoothing_adds_no_dip_and_keeps_the_ends(heights: list[int], deviation: float) -> None:
    f = np.array(heights, dtype=np.float64)
    smooth = smooth_stroke(Stroke(np.linspace(0.0, 1.0, len(f)), f), deviation)
    assert (smooth[0], smooth[-1]) == (f[0], f[-1])
    before, after = (np.count_nonzero(~find_sample_extrema(np.round(curve, 7)).is_hill) for curve in (f, smooth))
    assert after <= before + (f[0] == f[1]) + (f[-1] == f[-2])


def test_a_straight_stroke_stays_straight() -> None:
    w = np.linspace(0.0, 1.0, 101)
    assert smooth_stroke(Stroke(w, 2.0 * w - 1.0), 0.05) == pytest.approx(2.0 * w - 1.0, abs=1e-12)


def test_a_long_stroke_is_resampled_quickly() -> None:
    w = np.sin(np.linspace(0.0, 60.0, 2000))
    began = time.process_time()
    resample_stroke(DOMAIN, w, w)
    assert time.process_time() - began < 0.1
