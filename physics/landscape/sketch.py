"""Freehand drawing: a stroke replaces the curve over the interval that it covers; the rest stays."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from physics.arrays import Floats, Ints
from physics.landscape.base import Landscape
from physics.landscape.features import monotone_between, prominent
from physics.landscape.points import PointsLandscape
from physics.landscape.simplification import MOST_POINTS, SAMPLES, outline, simplify, to_points

STROKE_SAMPLES = 513
"""Heights that a stroke is turned into; over the whole width that is about two pixels apart on the screen."""
NARROWEST = 0.001
"""A stroke that covers less than this share of the domain is a click; so near to an end of it is at the end."""


class Stroke(NamedTuple):
    """A stroke as heights f at evenly spaced positions w, over the interval that it covers."""

    w: Floats
    f: Floats


def trace(domain: tuple[float, float], w: npt.ArrayLike, f: npt.ArrayLike, edge_reach: float = 0.0) -> Stroke | None:
    """The line through the positions (w_i, f_i) in the order they were drawn; None for a click.

    The line may go backwards: what is drawn later replaces what was drawn there before. Positions outside the domain
    (or almost at its end) are moved to its end. A line that comes within `edge_reach` of an end goes on to it, level,
    from where it was nearest. This is quick enough for a preview while the hand still moves.

    Raises ValueError when w and f are not rows of equally many finite numbers.
    """
    w, f = np.asarray(w, dtype=np.float64), np.asarray(f, dtype=np.float64)
    if w.ndim != 1 or w.shape != f.shape or not (np.isfinite(w).all() and np.isfinite(f).all()):
        raise ValueError("a stroke is two rows, w and f, of equally many finite numbers")
    lo, hi = domain
    narrow = NARROWEST * (hi - lo)
    w = np.where(w < lo + narrow, lo, np.where(w > hi - narrow, hi, w))
    if len(w) == 0 or w.max() - w.min() < narrow:
        return None
    for end in domain:
        nearest = int(np.abs(w - end).argmin())
        if 0.0 < abs(w[nearest] - end) <= edge_reach:
            # There and back, so that what was drawn before and after stays as it is.
            w = np.insert(w, nearest + 1, (end, w[nearest]))
            f = np.insert(f, nearest + 1, (f[nearest], f[nearest]))
    grid = np.linspace(w.min(), w.max(), STROKE_SAMPLES)
    left, right = np.minimum(w[:-1], w[1:]), np.maximum(w[:-1], w[1:])
    firsts = grid.searchsorted(left, "left")
    counts = grid.searchsorted(right, "right") - firsts
    pieces = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(len(pieces)) - np.repeat(np.cumsum(counts) - counts, counts)
    newest = np.zeros(STROKE_SAMPLES, dtype=np.intp)
    np.maximum.at(newest, firsts[pieces] + within, pieces)
    run = w[newest + 1] - w[newest]
    is_upright = run == 0.0
    share = np.where(is_upright, 1.0, (grid - w[newest]) / np.where(is_upright, 1.0, run))
    return Stroke(grid, f[newest] + share * (f[newest + 1] - f[newest]))


def smoothed_stroke(stroke: Stroke, deviation: float) -> Floats:
    """The stroke's heights smoothed by a Gaussian of that standard deviation in w, its two end heights kept.

    Beyond each end the stroke is continued by its mirror image through the end point, which is the heat equation with
    fixed ends: it never makes a hill or a valley that was not there (Sturm 1836), up to rounding.
    """
    step = (stroke.w[-1] - stroke.w[0]) / (len(stroke.w) - 1)
    reach = min(int(np.ceil(8.0 * deviation / step)), len(stroke.w) - 1)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * step / deviation) ** 2)
    f = stroke.f
    before = 2.0 * f[0] - f[reach:0:-1]
    behind = 2.0 * f[-1] - f[-2 : -2 - reach : -1]
    smooth = np.convolve(np.concatenate((before, f, behind)), kernel / kernel.sum(), "valid")
    smooth[[0, -1]] = f[[0, -1]]
    return smooth


STEADINESS = 0.01
"""Standard deviation of the smoothing, as a share of the domain's width: it takes the shaking out of a hand."""
WIDEST = 0.1
"""But at most this share of the stroke, so that a short stroke keeps its shape."""
PEAK_STEADINESS, PEAK_REACH = 0.25, 2.0
"""Within so many standard deviations of a hill or valley only this share of them smooths, or it would become blunt."""
PROMINENCE = 0.005
"""Dips and bumps of a stroke that are less than this share of the height of the whole curve were not meant."""
TOLERANCE = 0.002
"""How far the curve through the points may be off, as a share of the height of the whole curve."""

CLOSE = 1e-6
"""Points that are closer than this share of the width to an end of the stroke are replaced by it."""


def apply_stroke(
    landscape: Landscape,
    stroke_w: npt.ArrayLike,
    stroke_f: npt.ArrayLike,
    steadiness: float = STEADINESS,
    prominence: float = PROMINENCE,
    edge_reach: float = 0.0,
) -> tuple[Floats, Floats]:
    """Points (w, f) of the landscape as a stroke through (stroke_w, stroke_f) leaves it.

    The stroke is smoothed, and pruned of dips and bumps that were not meant, so it has no more minima than it was
    drawn with; its hills and valleys stay as high and as deep as they were drawn. At its two ends it meets the curve
    that was there, inside the interval it covers, except at an end of the domain. A stroke that comes within
    `edge_reach` (in w) of an end of the domain goes on to it, level. Outside, the points of a `PointsLandscape` stay as
    they are; another landscape is turned into points.
    Someone who draws in a part of the domain that fills the screen passes a smaller `steadiness`. A click changes
    nothing. Returns at most 400 points, or what stayed of those there were and up to 400 more.

    Raises ValueError when the stroke is not two rows of equally many finite numbers.
    """
    stroke = trace(landscape.domain, stroke_w, stroke_f, edge_reach)
    if stroke is None:
        return to_points(landscape)
    features = landscape.features
    height = max(features.highest, stroke.f.max()) - min(features.lowest, stroke.f.min())
    drawn, turns = _meant(_joined(landscape, stroke), steadiness * landscape.width, prominence * height)
    return _put_into(landscape, drawn, turns, TOLERANCE * height)


def _joined(landscape: Landscape, stroke: Stroke) -> Stroke:
    """The stroke with its ends on the curve, except at an end of the domain, where nothing is left to be met."""
    f = stroke.f.copy()
    ends = landscape.height(stroke.w[[0, -1]])
    if stroke.w[0] > landscape.domain[0]:
        f[0] = ends[0]
    if stroke.w[-1] < landscape.domain[1]:
        f[-1] = ends[1]
    return Stroke(stroke.w, f)


def _meant(stroke: Stroke, deviation: float, smallest: float) -> tuple[Stroke, Ints]:
    """The stroke as it was meant, and the indices of its ends, hills and minima."""
    deviation = min(deviation, WIDEST * (stroke.w[-1] - stroke.w[0]))
    f = smoothed_stroke(stroke, deviation)
    steps = np.sign(np.diff(f))
    moving = np.flatnonzero(steps)
    inner = moving[1:][steps[moving[1:]] != steps[moving[:-1]]]
    turns = np.concatenate(([0], inner, [len(f) - 1]))
    turns = turns[prominent(f[turns], smallest, len(turns))]
    f, turns = _with_peaks(stroke, f, turns, deviation)
    return Stroke(stroke.w, monotone_between(f, turns)), turns


def _with_peaks(stroke: Stroke, smooth: Floats, turns: Ints, deviation: float) -> tuple[Floats, Ints]:
    """The smoothed stroke with its hills and valleys as high and deep as they were drawn, and where they are then."""
    if len(turns) == 2:
        return smooth, turns
    samples = PEAK_REACH * deviation / (stroke.w[1] - stroke.w[0])
    from_peak = np.abs(np.arange(len(smooth))[:, None] - turns[1:-1]).min(axis=1)
    f = smooth + np.exp(-2.0 * (from_peak / samples) ** 2) * (
        smoothed_stroke(stroke, PEAK_STEADINESS * deviation) - smooth
    )
    moved = turns.copy()
    reach = int(np.ceil(samples))
    for i in range(1, len(turns) - 1):
        before, here, after = turns[i - 1 : i + 2].tolist()
        first, end = max((before + here) // 2 + 1, here - reach), min((here + after) // 2 + 1, here + reach + 1)
        near = f[first:end] if smooth[here] > smooth[before] else -f[first:end]
        moved[i] = first + int(near.argmax())
    return f, moved


def _put_into(landscape: Landscape, drawn: Stroke, turns: Ints, tolerance: float) -> tuple[Floats, Floats]:
    """The landscape's curve with the drawn one in its place, through as few points as are needed."""
    w, f, keep = _knots(landscape) if isinstance(landscape, PointsLandscape) else outline(landscape, MOST_POINTS // 4)
    kept = np.zeros(len(w), dtype=np.bool_)
    kept[keep] = True
    kept_drawn = np.zeros(len(drawn.w), dtype=np.bool_)
    kept_drawn[turns] = True
    close = CLOSE * landscape.width
    left, right = w < drawn.w[0] - close, w > drawn.w[-1] + close
    new_w = np.concatenate((w[left], drawn.w, w[right]))
    new_f = np.concatenate((f[left], drawn.f, f[right]))
    keep = np.flatnonzero(np.concatenate((kept[left], kept_drawn, kept[right])))
    most = len(keep) + MOST_POINTS if isinstance(landscape, PointsLandscape) else MOST_POINTS
    chosen = simplify(new_w, new_f, keep, tolerance, most)
    return new_w[chosen], new_f[chosen]


def _knots(landscape: PointsLandscape) -> tuple[Floats, Floats, Ints]:
    """The points and samples between them, monotone from point to point, and the indices of the points."""
    lo, hi = landscape.domain
    w = np.union1d(landscape.w, np.linspace(lo, hi, SAMPLES + 1))
    after = np.clip(landscape.w.searchsorted(w, "left"), 1, len(landscape.w) - 1)
    ends = landscape.f[after - 1], landscape.f[after]
    f = np.clip(landscape.height(w), np.minimum(*ends), np.maximum(*ends))
    keep = w.searchsorted(landscape.w)
    f[keep] = landscape.f
    return w, f, keep
