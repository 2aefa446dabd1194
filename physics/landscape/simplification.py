"""Curves through fewer points, with the same hills and valleys."""

from itertools import pairwise

import numpy as np

from physics.arrays import Bools, Floats, Ints
from physics.landscape.base import Landscape
from physics.landscape.errors import CurveError, CurveProblem
from physics.landscape.features import EQUAL_HEIGHT_TOLERANCE
from physics.landscape.points import MIN_POINTS, PointsLandscape
from physics.landscape.sample_extrema import find_prominent, make_monotone

TOLERANCE = 0.005
"""Greatest error of the curve through fewer points, as a share of the landscape's range."""
MAX_POINTS = 400
SAMPLES = 4096
"""Intervals between the samples that a landscape is simplified from."""


def to_points(landscape: Landscape, max_points: int = MAX_POINTS) -> tuple[Floats, Floats]:
    """Points (w, f) through which a `PointsLandscape` has nearly the same curve, with the same valleys.

    The ends of the domain and all hills and minima are among them, so every valley keeps its number. Points are added
    where the error is greatest, until it is nowhere more than 0.5 % of the range or there are `max_points`. A curve
    with more than half as many hills and minima loses the least prominent ones. The points of a `PointsLandscape` are
    returned as they are if they are few enough.

    Raises CurveError when `max_points` is less than 8.
    """
    if max_points < 2 * MIN_POINTS:
        raise CurveError(CurveProblem.TOO_FEW_TO_SIMPLIFY, count=max_points, least=2 * MIN_POINTS)
    if isinstance(landscape, PointsLandscape) and len(landscape.w) <= max_points:
        return landscape.w, landscape.f
    if isinstance(landscape, PointsLandscape) and len(landscape.w) > 4 * SAMPLES:
        landscape = _group_extremes(landscape)
    w, f, required = outline(landscape, max_points // 2)
    kept = simplify(w, f, required, TOLERANCE * landscape.features.height_range, max_points)
    return w[kept], f[kept]


def _group_extremes(landscape: PointsLandscape) -> PointsLandscape:
    """The lowest and the highest point of each of 4096 groups of neighbouring points."""
    groups = np.linspace(0, len(landscape.w), SAMPLES + 1).astype(np.int64)
    indices = {0, len(landscape.w) - 1}
    for first, end in pairwise(groups.tolist()):
        group = landscape.f[first:end]
        indices |= {first + int(group.argmin()), first + int(group.argmax())}
    kept = sorted(indices)
    return PointsLandscape(landscape.w[kept], landscape.f[kept])


def outline(landscape: Landscape, max_extrema: int) -> tuple[Floats, Floats, Ints]:
    """Samples (w, f) and the indices of those that `simplify` must keep; between these the samples are monotone.

    Kept are both ends, hills, minima, and points of flats. When there are more ends, hills and minima than
    `max_extrema`, the least prominent are cut off.
    """
    w, f, extrema = _sample(landscape)
    extrema = extrema[find_prominent(f[extrema], 0.0, max_extrema)]
    f = make_monotone(f, extrema)
    f, flat_ends = _level_flats(w, f, extrema, EQUAL_HEIGHT_TOLERANCE * landscape.features.height_range)
    return w, f, np.union1d(extrema, flat_ends)


def _sample(landscape: Landscape) -> tuple[Floats, Floats, Ints]:
    """Samples (w, f) of a landscape, and the indices of both ends and all hills and minima among them."""
    features = landscape.features
    lo, hi = landscape.domain
    has_minimum = ~np.isnan(features.minima)
    extrema_w = np.concatenate((features.edges, features.minima[has_minimum]))
    extrema_f = np.concatenate((features.edge_heights, features.minimum_heights[has_minimum]))
    order = np.argsort(extrema_w)
    extrema_w, extrema_f = extrema_w[order], extrema_f[order]
    points = landscape.w if isinstance(landscape, PointsLandscape) else np.empty(0)
    others = np.concatenate((np.linspace(lo, hi, SAMPLES + 1), points))
    nearest = np.clip(extrema_w.searchsorted(others), 1, len(extrema_w) - 1)
    distance = np.minimum(np.abs(others - extrema_w[nearest - 1]), np.abs(extrema_w[nearest] - others))
    others = others[distance > 0.01 * landscape.width / SAMPLES]
    w = np.union1d(others, extrema_w)
    f = landscape.height(w)
    extrema = w.searchsorted(extrema_w)
    f[extrema] = extrema_f
    return w, f, extrema


def _level_flats(w: Floats, f: Floats, extrema: Ints, tolerance: float) -> tuple[Floats, Ints]:
    """Make every flat floor and top exactly level; also return two samples of each, equally far from its middle.

    The minimum of a flat is its middle, so a curve through these two keeps its position.
    """
    f, ends = f.copy(), []
    for extremum in extrema[1:-1]:
        away = np.flatnonzero(np.abs(f - f[extremum]) > tolerance)
        beyond = int(away.searchsorted(extremum))
        left = int(away[beyond - 1]) + 1 if beyond > 0 else 0
        right = int(away[beyond]) - 1 if beyond < len(away) else len(f) - 1
        if not left < extremum < right:
            continue
        f[left : right + 1] = f[extremum]
        half = min(w[extremum] - w[left], w[right] - w[extremum])
        ends += [int(np.abs(w - (w[extremum] - half)).argmin()), int(np.abs(w - (w[extremum] + half)).argmin())]
    return f, np.array(ends, dtype=np.int64)


def simplify(w: Floats, f: Floats, required: Ints, tolerance: float, max_points: int) -> Ints:
    """Indices of the samples (w, f) through which a `PointsLandscape` passes all samples within a tolerance.

    `required` and both ends are among them. The samples must be monotone between those, so that no choice can add a
    hill or a valley. `tolerance` is in the units of f. Samples are added, the worst first, until the curve is close
    enough or there are `max_points`.
    """
    is_kept: Bools = np.zeros(len(w), dtype=np.bool_)
    is_kept[required] = True
    is_kept[[0, -1]] = True
    if np.count_nonzero(is_kept) < MIN_POINTS:
        is_kept[np.linspace(0, len(w) - 1, MIN_POINTS).astype(np.int64)] = True
    while (room := max_points - np.count_nonzero(is_kept)) > 0:
        kept = np.flatnonzero(is_kept)
        excess = np.abs(PointsLandscape(w[kept], f[kept]).height(w) - f) - tolerance
        if excess.max() <= 0.0:
            break
        is_kept[_worst_of_each_gap(excess, kept)[:room]] = True
    return np.flatnonzero(is_kept)


def _worst_of_each_gap(excess: Floats, kept: Ints) -> Ints:
    """For each gap between the kept samples with a positive excess: its worst sample; the worst gap first."""
    worst = np.maximum.reduceat(excess, kept[:-1])
    bad = np.flatnonzero(worst > 0.0)
    bad = bad[np.argsort(-worst[bad], kind="stable")]
    return np.array([kept[gap] + int(np.argmax(excess[kept[gap] : kept[gap + 1]])) for gap in bad], dtype=np.int64)
