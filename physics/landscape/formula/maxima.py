"""Maxima of |f′| and |f″| between samples, and how much work locating an extremum may take."""

import sys
from typing import NamedTuple

import numpy as np

from physics.arrays import Floats, Ints
from physics.landscape.formula.program import Program

ZOOM = np.linspace(-1.0, 1.0, 9)
"""Distances from the best position so far at which a maximum is sought; then a quarter of them."""

MIN_PEAK_SHARE = 0.7
"""A peak among the samples below this share of the highest cannot be the highest, unless it has only four samples."""

MAX_PEAKS = 4096
"""With more peaks only the highest of each interval is refined, the leftmost of equal ones."""

MAX_PEAK_COST = 1_000_000
"""Likewise with more peaks than this, divided by the cost of the program."""

MAX_HALVING_COST = 200_000_000
"""Halvings times extrema times the cost of f′."""

MIN_HALVINGS = 6
"""At any cost: the thousands of extrema of a thousand characters of sines are located to 1e-6 of the domain's width."""


class Budget(NamedTuple):
    """How precisely to locate a number of extrema, so that thousands of valleys do not take seconds."""

    max_count: int
    """Extrema up to which this is the budget."""
    halvings: int
    """Of a cell between two samples, to locate an extremum of f."""
    zooms: int
    """Steps towards a maximum, each four times closer than the last."""


BUDGETS = (Budget(64, 50, 16), Budget(1024, 30, 6), Budget(sys.maxsize, 16, 3))
"""Extrema are located to 3e-20, 3e-14 and 5e-10 of the domain's width."""


def _budget(count: int) -> Budget:
    return next(budget for budget in BUDGETS if count <= budget.max_count)


def halvings(count: int, cost: int) -> int:
    """How often to halve the cells of `count` extrema, for a program of that cost."""
    affordable = MAX_HALVING_COST // (cost * max(1, count))
    return min(_budget(count).halvings, max(MIN_HALVINGS, affordable))


def magnitude(values: Floats) -> Floats:
    """|value|, infinite where it is NaN."""
    return np.where(np.isnan(values), np.inf, np.abs(values))


def maximise(program: Program, w: Floats, magnitudes: Floats, interval: Ints, edges: Floats) -> Floats:
    """Maxima (n,) of |program| in the n intervals between the edges.

    `magnitudes` are the samples of |program| at w, `interval` the index of the interval that each is in. Every peak
    among the samples that may be the highest of its interval is refined.
    """
    best = np.zeros(len(edges) - 1)
    np.maximum.at(best, interval, magnitudes)
    is_border = interval[1:] != interval[:-1]
    rises_before = np.append(True, (magnitudes[1:] >= magnitudes[:-1]) | is_border)
    falls_after = np.append((magnitudes[:-1] >= magnitudes[1:]) | is_border, True)
    peaks = np.flatnonzero(rises_before & falls_after & (magnitudes > MIN_PEAK_SHARE * best[interval]))
    if len(peaks) > min(MAX_PEAKS, MAX_PEAK_COST // program.cost):
        highest = np.flatnonzero(magnitudes == best[interval])
        peaks = highest[np.unique(interval[highest], return_index=True)[1]]
    inside = interval[peaks]
    gaps = np.diff(w)
    radius = np.maximum(np.append(gaps[:1], gaps), np.append(gaps, gaps[-1:]))
    found = _refined_maxima(program, w[peaks], radius[peaks], edges[inside], edges[inside + 1])
    np.maximum.at(best, inside, found)
    return best


def _refined_maxima(program: Program, centre: Floats, radius: Floats, lo: Floats, hi: Floats) -> Floats:
    """Maxima (n,) of |program| within each radius of a centre, inside its own [lo, hi]."""
    best = np.zeros(len(centre))
    rows = np.arange(len(centre))
    for _ in range(_budget(len(centre)).zooms):
        w = np.clip(centre[:, None] + radius[:, None] * ZOOM, lo[:, None], hi[:, None])
        found = magnitude(program(w))
        top = found.argmax(axis=1)
        centre, best = w[rows, top], np.maximum(best, found[rows, top])
        radius = 0.25 * radius
    return best


def root_mean_square(w: Floats, slopes: Floats, max_slope: float) -> float:
    """By the trapezoidal rule, on slopes divided by the largest so that their squares cannot overflow."""
    if max_slope == 0.0:
        return 0.0
    squares = np.square(slopes / max_slope)
    return float(max_slope * np.sqrt(np.trapezoid(squares, (w - w[0]) / (w[-1] - w[0]))))
