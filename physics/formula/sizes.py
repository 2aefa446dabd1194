"""How large f′ and f″ get, and how closely to look."""

import sys
from typing import NamedTuple

import numpy as np

from physics.arrays import Floats, Ints
from physics.formula.program import Program

CELLS = 16384
"""The slope is looked at in this many + 1 places."""

ZOOM = np.linspace(-1.0, 1.0, 9)
"""A maximum is looked for in these places around the best one, then again four times closer."""


LOWER_PEAK = 0.7
"""A peak among the samples below this share of the highest can't be the highest, unless it has but four samples."""

MOST_PEAKS = 4096
"""Beyond this only the highest peak of each interval is looked at, the leftmost of equal ones."""

PEAK_WORK = 1_000_000
"""Peaks times the cost of one look that looking at more than these may take."""


class Effort(NamedTuple):
    """How closely to look when there are so many places: thousands of valleys must not take seconds."""

    most: int
    """Places up to which this is the effort."""
    halvings: int
    """Of a cell between two samples, to locate a turn."""
    zooms: int
    """Looks at a maximum, each four times closer than the last."""


EFFORTS = (Effort(64, 50, 16), Effort(1024, 30, 6), Effort(sys.maxsize, 16, 3))
"""Turns are located to 3e-20, 3e-14 and 5e-10 of the domain's width."""

TURN_WORK, FEWEST_HALVINGS = 200_000_000, 6
"""Halvings times turns times the cost of f′ that locating the turns may take, but so many halvings are made anyhow: a
thousand characters of sines that turn thousands of times are located to 1e-6 of the domain's width."""


def effort(places: int) -> Effort:
    """The effort for this many places."""
    return next(effort for effort in EFFORTS if places <= effort.most)


def halvings(turns: int, cost: int) -> int:
    """How often to halve the cells with so many turns of a program of that cost."""
    affordable = TURN_WORK // (cost * max(1, turns))
    return min(effort(turns).halvings, max(FEWEST_HALVINGS, affordable))


def size(values: Floats) -> Floats:
    """|value|, infinite where it is NaN."""
    return np.where(np.isnan(values), np.inf, np.abs(values))


def largest(program: Program, w: Floats, sizes: Floats, parts: Ints, edges: Floats) -> Floats:
    """Maxima of |program| in the intervals between the edges, (n,).

    `sizes` are the samples of |program| at w, `parts` the interval that each is in. Every peak among the samples that
    may be the highest of its interval is looked at more closely.
    """
    best = np.zeros(len(edges) - 1)
    np.maximum.at(best, parts, sizes)
    apart = parts[1:] != parts[:-1]
    risen = np.append(True, (sizes[1:] >= sizes[:-1]) | apart)
    falling = np.append((sizes[:-1] >= sizes[1:]) | apart, True)
    peaks = np.flatnonzero(risen & falling & (sizes > LOWER_PEAK * best[parts]))
    if len(peaks) > min(MOST_PEAKS, PEAK_WORK // program.cost):
        highest = np.flatnonzero(sizes == best[parts])
        peaks = highest[np.unique(parts[highest], return_index=True)[1]]
    inside = parts[peaks]
    gaps = np.diff(w)
    radius = np.maximum(np.append(gaps[:1], gaps), np.append(gaps, gaps[-1:]))
    found = _zoomed(program, w[peaks], radius[peaks], edges[inside], edges[inside + 1])
    np.maximum.at(best, inside, found)
    return best


def _zoomed(program: Program, centre: Floats, radius: Floats, lo: Floats, hi: Floats) -> Floats:
    """Maxima of |program| near each centre, (n,), within its own [lo, hi]: closer and closer looks around the best."""
    best = np.zeros(len(centre))
    rows = np.arange(len(centre))
    for _ in range(effort(len(centre)).zooms):
        places = np.clip(centre[:, None] + radius[:, None] * ZOOM, lo[:, None], hi[:, None])
        found = size(program(places))
        top = found.argmax(axis=1)
        centre, best = places[rows, top], np.maximum(best, found[rows, top])
        radius = 0.25 * radius
    return best


def root_mean_square(w: Floats, slopes: Floats, steepest: float) -> float:
    """By the trapezoidal rule, on slopes made smaller than 1 so that their squares can't overflow."""
    if steepest == 0.0:
        return 0.0
    squares = np.square(slopes / steepest)
    return float(steepest * np.sqrt(np.trapezoid(squares, (w - w[0]) / (w[-1] - w[0]))))
