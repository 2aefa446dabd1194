"""Strokes: from mouse positions to equidistant heights, and their smoothing."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physics.landscape.sample_extrema import find_sample_extrema
from physics.landscape.sketch import Stroke, resample_stroke, smooth_stroke

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
    with pytest.raises(ValueError, match="a stroke is two rows"):
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
