"""Gaussian smoothing of measured curves, which adds no hill and no valley."""

import numpy as np

from physics.arrays import Floats
from physics.landscape.errors import CurveError, CurveProblem

MAX_SAMPLES = 4096
"""More samples than this are first averaged in groups, which are far narrower than any smoothing on offer."""
CUTOFF_DEVIATIONS = 8.0
"""The Gaussian is cut off at this many standard deviations, where it is 1e-14 of its peak."""
BLOCK_ROWS = 256
"""Rows of the matrix of weights computed at a time."""


def smooth(w: Floats, f: Floats, fraction: float) -> tuple[Floats, Floats]:
    """Samples (w, f), not necessarily equidistant, smoothed by a Gaussian.

    `fraction` is its standard deviation as a share of the width, which is that of all cells: each sample stands for
    the cell that reaches half-way to its neighbours. Near the ends the part of the Gaussian that lies outside is left
    out and the rest scaled to weigh 1, so a level curve stays as it is, and the ends of the domain stay. Such a matrix
    is totally positive with rows of sum 1: the result crosses no level more often than f does, so it has no more hills
    and valleys (Schoenberg 1930; Karlin 1968). Returns as many samples, or 4096 if there are more. Fraction 0 changes
    nothing.

    Raises CurveError unless 0 ≤ fraction ≤ 1.
    """
    if not 0.0 <= fraction <= 1.0:
        raise CurveError(CurveProblem.WRONG_SMOOTHING, value=fraction)
    if fraction == 0.0:
        return w.copy(), f.copy()
    cells = _cell_widths(w)
    deviation = fraction * float(cells.sum())
    if len(w) > MAX_SAMPLES:
        w, f, cells = _average_groups(w, f, cells)
    smoothed = np.empty_like(f)
    for first in range(0, len(w), BLOCK_ROWS):
        rows = slice(first, first + BLOCK_ROWS)
        centres = w[rows]
        reach = CUTOFF_DEVIATIONS * deviation
        near = slice(*w.searchsorted([centres[0] - reach, centres[-1] + reach]))
        weights = np.exp(-0.5 * ((centres[:, np.newaxis] - w[near]) / deviation) ** 2) * cells[near]
        smoothed[rows] = weights @ f[near] / weights.sum(axis=1)
    return w.copy(), smoothed


def _cell_widths(w: Floats) -> Floats:
    """The width of each sample's cell, half-way to both neighbours; at an end as much outside as inside."""
    gaps = np.diff(w)
    return 0.5 * (np.concatenate((gaps[:1], gaps)) + np.concatenate((gaps, gaps[-1:])))


def _average_groups(w: Floats, f: Floats, cells: Floats) -> tuple[Floats, Floats, Floats]:
    """Means over groups of equally many neighbouring samples; the two ends of the domain stay where they are."""
    starts = np.linspace(0, len(w), MAX_SAMPLES, endpoint=False).astype(np.int64)
    widths = np.add.reduceat(cells, starts)
    mean_w = np.add.reduceat(w * cells, starts) / widths
    mean_f = np.add.reduceat(f * cells, starts) / widths
    mean_w[0], mean_w[-1] = w[0], w[-1]
    return mean_w, mean_f, widths
