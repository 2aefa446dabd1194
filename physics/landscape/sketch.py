"""Freehand drawing: a stroke replaces the curve over the interval that it covers; the rest stays."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from physics.arrays import Floats, Ints
from physics.landscape.base import Landscape
from physics.landscape.errors import CurveError, CurveProblem
from physics.landscape.points import PointsLandscape
from physics.landscape.sample_extrema import ends_and_extrema, find_prominent, make_monotone
from physics.landscape.simplification import MAX_POINTS, SAMPLES, outline, simplify, to_points

STROKE_SAMPLES = 513
"""Samples of a stroke; over the whole width they are about two pixels apart on the screen."""
MIN_STROKE_WIDTH = 0.001
"""A stroke that covers less than this share of the domain is a click; one that comes so near to an end reaches it."""

STROKE_SMOOTHING = 0.01
"""Standard deviation of the smoothing, as a share of the domain's width: it removes the tremor of a hand."""
MAX_STROKE_SHARE = 0.1
"""Greatest standard deviation as a share of the stroke's width, so that a short stroke keeps its shape."""
PEAK_SMOOTHING, PEAK_DEVIATIONS = 0.25, 2.0
"""Within this many standard deviations of a hill or valley only this share of them smooths, so that it stays sharp."""
MIN_PROMINENCE = 0.005
"""Dips and bumps of a stroke less prominent than this share of the height of the whole curve are removed."""
TOLERANCE = 0.002
"""Greatest error of the curve through the points, as a share of the height of the whole curve."""
MIN_POINT_DISTANCE = 1e-6
"""Points closer than this share of the width to an end of the stroke are replaced by it."""


class Stroke(NamedTuple):
    """Heights f at equidistant positions w, over the interval that the stroke covers."""

    w: Floats
    f: Floats


def apply_stroke(
    landscape: Landscape,
    stroke_w: npt.ArrayLike,
    stroke_f: npt.ArrayLike,
    smoothing: float = STROKE_SMOOTHING,
    snap_distance: float = 0.0,
) -> tuple[Floats, Floats]:
    """Points (w, f) of the landscape after a stroke through (stroke_w, stroke_f).

    The stroke is smoothed and loses its unintended dips and bumps, so it has no more minima than were drawn; its hills
    and valleys keep their heights. At its two ends it meets the curve that was there, inside the interval that it
    covers, except at an end of the domain. Outside, the points of a `PointsLandscape` stay as they are; another
    landscape is turned into points. A click changes nothing.

    `smoothing` is the standard deviation of the Gaussian as a share of the domain's width; it should be smaller when
    a part of the domain fills the screen. A stroke that comes within `snap_distance` (in w) of an end of the domain is
    extended to it, level. Returns at most 400 points, or what is left of those there were and up to 400 more.

    Raises CurveError unless stroke_w and stroke_f are two rows of equally many finite numbers.
    """
    stroke = resample_stroke(landscape.domain, stroke_w, stroke_f, snap_distance)
    if stroke is None:
        return to_points(landscape)
    features = landscape.features
    height = max(features.highest, stroke.f.max()) - min(features.lowest, stroke.f.min())
    drawn, extrema = _clean_stroke(_join_curve(landscape, stroke), smoothing * landscape.width, MIN_PROMINENCE * height)
    return _insert_stroke(landscape, drawn, extrema, TOLERANCE * height)


def resample_stroke(
    domain: tuple[float, float], w: npt.ArrayLike, f: npt.ArrayLike, snap_distance: float = 0.0
) -> Stroke | None:
    """The line through the positions (w_i, f_i) in the order they were drawn; None for a click.

    The line may go backwards: later parts replace earlier ones. Positions outside the domain (or almost at its end)
    are moved to its end. A line that comes within `snap_distance` of an end is extended to it, level, from its nearest
    position.

    Raises CurveError unless w and f are rows of equally many finite numbers.
    """
    w, f = np.asarray(w, dtype=np.float64), np.asarray(f, dtype=np.float64)
    if w.ndim != 1 or w.shape != f.shape or not (np.isfinite(w).all() and np.isfinite(f).all()):
        raise CurveError(CurveProblem.NO_STROKE)
    lo, hi = domain
    narrow = MIN_STROKE_WIDTH * (hi - lo)
    w = np.where(w < lo + narrow, lo, np.where(w > hi - narrow, hi, w))
    if len(w) == 0 or w.max() - w.min() < narrow:
        return None
    for end in domain:
        nearest = int(np.abs(w - end).argmin())
        if 0.0 < abs(w[nearest] - end) <= snap_distance:
            # There and back, so that the parts drawn before and after stay as they are.
            w = np.insert(w, nearest + 1, (end, w[nearest]))
            f = np.insert(f, nearest + 1, (f[nearest], f[nearest]))
    grid = np.linspace(w.min(), w.max(), STROKE_SAMPLES)
    newest = _newest_segments(w, grid)
    run = w[newest + 1] - w[newest]
    is_upright = run == 0.0
    share = np.where(is_upright, 1.0, (grid - w[newest]) / np.where(is_upright, 1.0, run))
    return Stroke(grid, f[newest] + share * (f[newest + 1] - f[newest]))


def _newest_segments(w: Floats, grid: Floats) -> Ints:
    """For each position of the grid, the index of the last segment w_i to w_{i+1} that covers it."""
    left, right = np.minimum(w[:-1], w[1:]), np.maximum(w[:-1], w[1:])
    firsts = grid.searchsorted(left, "left")
    counts = grid.searchsorted(right, "right") - firsts
    segments = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(len(segments)) - np.repeat(np.cumsum(counts) - counts, counts)
    newest = np.zeros(len(grid), dtype=np.intp)
    np.maximum.at(newest, firsts[segments] + within, segments)
    return newest


def _join_curve(landscape: Landscape, stroke: Stroke) -> Stroke:
    """The stroke with its ends on the curve, except at an end of the domain, where there is no curve to meet."""
    f = stroke.f.copy()
    ends = landscape.height(stroke.w[[0, -1]])
    if stroke.w[0] > landscape.domain[0]:
        f[0] = ends[0]
    if stroke.w[-1] < landscape.domain[1]:
        f[-1] = ends[1]
    return Stroke(stroke.w, f)


def _clean_stroke(stroke: Stroke, deviation: float, min_prominence: float) -> tuple[Stroke, Ints]:
    """The stroke, smoothed and without small dips and bumps, and the indices of its ends, hills and minima."""
    deviation = min(deviation, MAX_STROKE_SHARE * (stroke.w[-1] - stroke.w[0]))
    f = smooth_stroke(stroke, deviation)
    extrema = ends_and_extrema(f)
    extrema = extrema[find_prominent(f[extrema], min_prominence, len(extrema))]
    f, extrema = _sharpen_peaks(stroke, f, extrema, deviation)
    return Stroke(stroke.w, make_monotone(f, extrema)), extrema


def smooth_stroke(stroke: Stroke, deviation: float) -> Floats:
    """The stroke's heights smoothed by a Gaussian whose standard deviation is in units of w; its two ends stay.

    Beyond each end the stroke is continued by its mirror image through the end point. This is the heat equation with
    fixed ends: it never adds a hill or a valley (Sturm 1836), up to rounding.
    """
    step = (stroke.w[-1] - stroke.w[0]) / (len(stroke.w) - 1)
    reach = min(int(np.ceil(8.0 * deviation / step)), len(stroke.w) - 1)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * step / deviation) ** 2)
    f = stroke.f
    before = 2.0 * f[0] - f[reach:0:-1]
    after = 2.0 * f[-1] - f[-2 : -2 - reach : -1]
    smooth = np.convolve(np.concatenate((before, f, after)), kernel / kernel.sum(), "valid")
    smooth[[0, -1]] = f[[0, -1]]
    return smooth


def _sharpen_peaks(stroke: Stroke, smooth: Floats, extrema: Ints, deviation: float) -> tuple[Floats, Ints]:
    """The smoothed stroke with less smoothing near its hills and minima, and the indices where they are then."""
    if len(extrema) == 2:
        return smooth, extrema
    samples = PEAK_DEVIATIONS * deviation / (stroke.w[1] - stroke.w[0])
    distance = np.abs(np.arange(len(smooth))[:, None] - extrema[1:-1]).min(axis=1)
    sharp = smooth_stroke(stroke, PEAK_SMOOTHING * deviation)
    f = smooth + np.exp(-2.0 * (distance / samples) ** 2) * (sharp - smooth)
    moved = extrema.copy()
    reach = int(np.ceil(samples))
    for i in range(1, len(extrema) - 1):
        before, here, after = extrema[i - 1 : i + 2].tolist()
        first, end = max((before + here) // 2 + 1, here - reach), min((here + after) // 2 + 1, here + reach + 1)
        near = f[first:end] if smooth[here] > smooth[before] else -f[first:end]
        moved[i] = first + int(near.argmax())
    return f, moved


def _insert_stroke(landscape: Landscape, drawn: Stroke, extrema: Ints, tolerance: float) -> tuple[Floats, Floats]:
    """The landscape's curve with the stroke in its place, through as few points as are needed."""
    if isinstance(landscape, PointsLandscape):
        w, f, required = _outline_points(landscape)
    else:
        w, f, required = outline(landscape, MAX_POINTS // 4)
    is_required = np.zeros(len(w), dtype=np.bool_)
    is_required[required] = True
    is_required_drawn = np.zeros(len(drawn.w), dtype=np.bool_)
    is_required_drawn[extrema] = True
    distance = MIN_POINT_DISTANCE * landscape.width
    left, right = w < drawn.w[0] - distance, w > drawn.w[-1] + distance
    new_w = np.concatenate((w[left], drawn.w, w[right]))
    new_f = np.concatenate((f[left], drawn.f, f[right]))
    required = np.flatnonzero(np.concatenate((is_required[left], is_required_drawn, is_required[right])))
    most = len(required) + MAX_POINTS if isinstance(landscape, PointsLandscape) else MAX_POINTS
    kept = simplify(new_w, new_f, required, tolerance, most)
    return new_w[kept], new_f[kept]


def _outline_points(landscape: PointsLandscape) -> tuple[Floats, Floats, Ints]:
    """The points and samples between them, monotone from point to point, and the indices of the points."""
    lo, hi = landscape.domain
    w = np.union1d(landscape.w, np.linspace(lo, hi, SAMPLES + 1))
    after = np.clip(landscape.w.searchsorted(w, "left"), 1, len(landscape.w) - 1)
    ends = landscape.f[after - 1], landscape.f[after]
    f = np.clip(landscape.height(w), np.minimum(*ends), np.maximum(*ends))
    required = w.searchsorted(landscape.w)
    f[required] = landscape.f
    return w, f, required
