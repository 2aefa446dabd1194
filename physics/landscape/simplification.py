"""Curves through fewer points, and smoothing of measured curves; neither invents a valley."""

from itertools import pairwise

import numpy as np

from physics.arrays import Bools, Floats, Ints
from physics.landscape.base import Landscape
from physics.landscape.features import SAME_HEIGHT, monotone_between, prominent
from physics.landscape.points import FEWEST_POINTS, PointsLandscape

TOLERANCE = 0.005
"""How far the curve through fewer points may be off, as a share of the landscape's range."""
MOST_POINTS = 400
SAMPLES = 4096


def to_points(landscape: Landscape, tolerance: float = TOLERANCE, most: int = MOST_POINTS) -> tuple[Floats, Floats]:
    """Points (w, f), through which `PointsLandscape` gives nearly the same curve with the same valleys.

    The ends of the domain and all hills and minima are among them, so every valley is kept, with its number. Points
    are added where the curve through them is furthest off, until it is nowhere off by more than `tolerance` (a share
    of the range) or there are `most`. A curve with more than most / 2 hills and minima loses the least prominent. What
    is made of few enough points already is left as it is.

    Raises ValueError when most is less than 8.
    """
    if most < 2 * FEWEST_POINTS:
        raise ValueError(f"{most} points are too few to choose from: at least {2 * FEWEST_POINTS} are needed")
    if isinstance(landscape, PointsLandscape) and len(landscape.w) <= most:
        return landscape.w, landscape.f
    if isinstance(landscape, PointsLandscape) and len(landscape.w) > 4 * SAMPLES:
        landscape = _lows_and_highs(landscape)
    w, f, keep = outline(landscape, most // 2)
    chosen = simplify(w, f, keep, tolerance * landscape.features.height_range, most)
    return w[chosen], f[chosen]


def outline(landscape: Landscape, most_turns: int) -> tuple[Floats, Floats, Ints]:
    """Samples (w, f) that are monotone between those to keep, and the indices of these, as `simplify` needs them.

    To keep are both ends, the hills and minima, and the ends of flats; when there are more hills, minima and ends
    than `most_turns`, the least prominent are cut.
    """
    w, f, turns = _sampled(landscape)
    turns = turns[prominent(f[turns], 0.0, most_turns)]
    f = monotone_between(f, turns)
    f, flat_ends = _level_flats(w, f, turns, SAME_HEIGHT * landscape.features.height_range)
    return w, f, np.union1d(turns, flat_ends)


def _lows_and_highs(landscape: PointsLandscape) -> PointsLandscape:
    """Of very many points the lowest and the highest of each of 4096 groups: what stands out is still there."""
    groups = np.linspace(0, len(landscape.w), SAMPLES + 1).astype(np.int64)
    kept = {0, len(landscape.w) - 1}
    for first, end in pairwise(groups.tolist()):
        group = landscape.f[first:end]
        kept |= {first + int(group.argmin()), first + int(group.argmax())}
    chosen = sorted(kept)
    return PointsLandscape(landscape.w[chosen], landscape.f[chosen])


def _sampled(landscape: Landscape) -> tuple[Floats, Floats, Ints]:
    """Many samples (w, f) of a landscape, and the indices among them of both ends and all hills and minima."""
    features = landscape.features
    lo, hi = landscape.domain
    is_valley = ~np.isnan(features.minima)
    at_turns = np.concatenate((features.edges, features.minima[is_valley]))
    f_turns = np.concatenate((features.edge_heights, features.minimum_heights[is_valley]))
    order = np.argsort(at_turns)
    at_turns, f_turns = at_turns[order], f_turns[order]
    own = landscape.w if isinstance(landscape, PointsLandscape) else np.empty(0)
    others = np.concatenate((np.linspace(lo, hi, SAMPLES + 1), own))
    nearest = np.clip(at_turns.searchsorted(others), 1, len(at_turns) - 1)
    distance = np.minimum(np.abs(others - at_turns[nearest - 1]), np.abs(at_turns[nearest] - others))
    others = others[distance > 0.01 * landscape.width / SAMPLES]
    w = np.union1d(others, at_turns)
    f = landscape.height(w)
    turns = w.searchsorted(at_turns)
    f[turns] = f_turns
    return w, f, turns


def _level_flats(w: Floats, f: Floats, turns: Ints, same: float) -> tuple[Floats, Ints]:
    """Make every flat floor and top exactly level, and give samples at equal distances from its middle.

    Kept in the curve, these hold the middle, which is where a flat's minimum is, in its place.
    """
    f, ends = f.copy(), []
    for turn in turns[1:-1]:
        away = np.flatnonzero(np.abs(f - f[turn]) > same)
        beyond = int(away.searchsorted(turn))
        left = int(away[beyond - 1]) + 1 if beyond > 0 else 0
        right = int(away[beyond]) - 1 if beyond < len(away) else len(f) - 1
        if not left < turn < right:
            continue
        f[left : right + 1] = f[turn]
        half = min(w[turn] - w[left], w[right] - w[turn])
        ends += [int(np.abs(w - (w[turn] - half)).argmin()), int(np.abs(w - (w[turn] + half)).argmin())]
    return f, np.array(ends, dtype=np.int64)


def simplify(w: Floats, f: Floats, keep: Ints, tolerance: float | Floats, most: int) -> Ints:
    """Indices of the samples (w, f) that are needed for a curve through them to pass all samples within a tolerance.

    `keep` are among them in any case, and both ends. The samples have to be monotone between those kept, so that no
    choice can invent a hill or a valley. `tolerance` is in the units of f, for all samples or each. Points are added
    until the curve is close enough or there are `most`.
    """
    keeps = np.zeros(len(w), dtype=np.bool_)
    keeps[keep] = True
    keeps[[0, -1]] = True
    chosen: Bools = keeps.copy()
    if np.count_nonzero(chosen) < FEWEST_POINTS:
        chosen[np.linspace(0, len(w) - 1, FEWEST_POINTS).astype(np.int64)] = True
    while (room := most - np.count_nonzero(chosen)) > 0:
        at = np.flatnonzero(chosen)
        off = np.abs(PointsLandscape(w[at], f[at]).height(w) - f) - tolerance
        if off.max() <= 0.0:
            break
        chosen[_worst_of_each_gap(off, at)[:room]] = True
    return np.flatnonzero(chosen)


def _worst_of_each_gap(off: Floats, at: Ints) -> Ints:
    """For each gap between the chosen samples that is off by more than 0: its worst sample, the worst gap first."""
    worst = np.maximum.reduceat(off, at[:-1])
    bad = np.flatnonzero(worst > 0.0)
    bad = bad[np.argsort(-worst[bad], kind="stable")]
    return np.array([at[gap] + int(np.argmax(off[at[gap] : at[gap + 1]])) for gap in bad], dtype=np.int64)


MOST_SAMPLES = 4096
"""More samples than this are first averaged in groups: any smoothing that is offered is far wider than a group."""
REACH = 8.0
"""The Gaussian is cut off at this many standard deviations, where it is 1e-14 of its peak."""
ROWS_AT_ONCE = 256


def smooth(w: Floats, f: Floats, fraction: float) -> tuple[Floats, Floats]:
    """Samples (w, f), at any distances, smoothed by a Gaussian whose standard deviation is that fraction of the width.

    Each sample stands for its cell, half-way to its neighbours; the width is that of all cells. Near the ends the part
    of the Gaussian that lies outside is left out and the rest is scaled to weigh 1, so a level curve stays as it is,
    nothing outside is made up, and the ends of the domain stay. Such a matrix is totally positive with rows of sum 1:
    the result crosses no level more often than f does, so it has no more hills and valleys (Schoenberg 1930; Karlin
    1968). Returns as many samples, or 4096 where there are more. Fraction 0 changes nothing.

    Raises ValueError unless 0 ≤ fraction ≤ 1.
    """
    if not 0.0 <= fraction <= 1.0:
        raise ValueError(f"smooth: {fraction} is not a fraction of the width, between 0 and 1")
    if fraction == 0.0:
        return w.copy(), f.copy()
    cells = _cells(w)
    deviation = fraction * float(cells.sum())
    if len(w) > MOST_SAMPLES:
        w, f, cells = _grouped(w, f, cells)
    smoothed = np.empty_like(f)
    for first in range(0, len(w), ROWS_AT_ONCE):
        rows = slice(first, first + ROWS_AT_ONCE)
        centres = w[rows]
        near = slice(*w.searchsorted([centres[0] - REACH * deviation, centres[-1] + REACH * deviation]))
        weights = np.exp(-0.5 * ((centres[:, np.newaxis] - w[near]) / deviation) ** 2) * cells[near]
        smoothed[rows] = weights @ f[near] / weights.sum(axis=1)
    return w.copy(), smoothed


def _cells(w: Floats) -> Floats:
    """The stretch that each sample stands for: half-way to both neighbours, at an end as much outside as inside."""
    gaps = np.diff(w)
    return 0.5 * (np.concatenate((gaps[:1], gaps)) + np.concatenate((gaps, gaps[-1:])))


def _grouped(w: Floats, f: Floats, cells: Floats) -> tuple[Floats, Floats, Floats]:
    """Means over groups of equally many neighbouring samples; the two ends of the domain stay where they are."""
    starts = np.linspace(0, len(w), MOST_SAMPLES, endpoint=False).astype(np.int64)
    widths = np.add.reduceat(cells, starts)
    means_w = np.add.reduceat(w * cells, starts) / widths
    means_f = np.add.reduceat(f * cells, starts) / widths
    means_w[0], means_w[-1] = w[0], w[-1]
    return means_w, means_f, widths
