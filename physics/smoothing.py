"""Smoothing of measured curves, which never invents a valley."""

import numpy as np

from physics.arrays import Floats

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
