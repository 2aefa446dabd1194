"""Hills, valleys and minima of a formula, from the sign of its exact slope."""

from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Floats, Ints
from physics.features import Features
from physics.formula.doubts import Doubts
from physics.formula.program import Program

CELLS = 16384
"""The slope is looked at in this many + 1 places."""

HALVINGS = 44
"""Of a cell's width: to 4e-18 of the domain's."""

NOISE = 16.0 * float(np.finfo(np.float64).eps)
"""Hills lower than this share of max|f| are rounding errors of f."""

ZOOM = np.linspace(-1.0, 1.0, 33)
ZOOMS = 6
"""Times that a maximum is looked at sixteen times closer."""


class Curve(NamedTuple):
    """f, f′ and f″ as programs, where f′ jumps, and where f″ may be endless."""

    domain: tuple[float, float]
    height: Program
    slope: Program
    curvature: Program
    sharp: Doubts


class Turns(NamedTuple):
    """Hills and minima, from left to right."""

    w: Floats
    f: Floats
    is_hill: Bools

    def chosen(self, which: Bools | Ints) -> "Turns":
        """Some of the turns."""
        return Turns(self.w[which], self.f[which], self.is_hill[which])


def find_features(curve: Curve) -> Features:
    """All features of a curve that is finite on its domain."""
    lo, hi = curve.domain
    w = np.linspace(lo, hi, CELLS + 1)
    heights, slopes = curve.height(w), curve.slope(w)
    ends = curve.height(np.array([lo, hi]))
    found = _turns(curve, w, slopes)
    lowest = float(min(heights.min(), found.f.min(initial=np.inf)))
    highest = float(max(heights.max(), found.f.max(initial=-np.inf)))
    walls = np.where(slopes[[0, -1]] == 0.0, np.inf, ends)
    turns = _without_noise(found, walls, NOISE * max(abs(lowest), abs(highest)))
    hills = turns.chosen(turns.is_hill)
    edges = np.concatenate([[lo], hills.w, [hi]])
    minima, minimum_heights = _minima(turns, hills.w)
    steepest = _steepest(curve, w, slopes)
    return Features(
        edges=edges,
        edge_heights=np.concatenate([ends[:1], hills.f, ends[1:]]),
        minima=minima,
        minimum_heights=minimum_heights,
        curvature=_curvatures(curve, w, edges),
        max_slope=steepest,
        rms_slope=_root_mean_square(slopes, steepest),
        lowest=lowest,
        highest=highest,
    )


def _turns(curve: Curve, w: Floats, slopes: Floats) -> Turns:
    """Changes of the slope's sign. A flat stretch between two signs is one turn, in its middle.

    A flat floor that reaches an end of the domain is a minimum, as if the curve rose beyond that end; a flat top there
    is no hill, and all flat is nothing.
    """
    inner = np.sign(slopes).astype(np.int8)
    signs = np.concatenate([[inner[0] or -1], inner, [inner[-1] or 1]])
    w = np.concatenate([w[:1], w, w[-1:]])
    starts = np.flatnonzero(np.append(True, np.diff(signs) != 0))
    ends = np.append(starts[1:], len(w)) - 1
    moving = np.flatnonzero(signs[starts] != 0)
    before, after = moving[:-1], moving[1:]
    turning = (signs[starts[before]] != signs[starts[after]]) & inner.any()
    leaves, arrives = ends[before[turning]], starts[after[turning]]
    stops = _last_of_sign(curve, w[leaves], w[leaves + 1], signs[leaves])
    goes = _last_of_sign(curve, w[arrives], w[arrives - 1], signs[arrives])
    middle = 0.5 * stops + 0.5 * goes
    return Turns(middle, curve.height(middle), signs[leaves] > 0)


def _last_of_sign(curve: Curve, inside: Floats, outside: Floats, signs: Ints) -> Floats:
    """Where the slope stops having the sign that it has at `inside`, on the way to `outside`: by bisection."""
    for _ in range(HALVINGS):
        middle = 0.5 * inside + 0.5 * outside
        same = np.sign(curve.slope(middle)) == signs
        inside, outside = np.where(same, middle, inside), np.where(same, outside, middle)
    return 0.5 * inside + 0.5 * outside


def _without_noise(turns: Turns, walls: Floats, noise: float) -> Turns:
    """The turns that the curve leaves by more than `noise` on both sides, before it turns back.

    A walk from left to right: the highest point since the last minimum is a hill once the curve has fallen `noise`
    below it, and the other way round. `walls` are the heights of the domain's ends, infinite where the curve is level,
    so that a flat floor there has two sides.
    """
    if len(turns.f) == 0 or np.ptp(np.concatenate([walls[np.isfinite(walls)], turns.f])) <= noise:
        return turns.chosen(np.zeros(len(turns.f), dtype=np.bool_))
    heights = np.concatenate([walls[:1], turns.f, walls[1:]])
    if np.all(np.abs(np.diff(heights)) > noise):
        return turns
    kept: list[int] = []
    top, bottom, upward = 0, 0, True
    for place, height in enumerate(heights.tolist()):
        top = place if height > heights[top] else top
        bottom = place if height < heights[bottom] else bottom
        fallen, risen = heights[top] - height > noise, height - heights[bottom] > noise
        if not kept and fallen | risen:
            upward, kept = fallen, [0]
        if upward and fallen:
            kept.append(top)
            upward, bottom = False, place
        elif not upward and risen:
            kept.append(bottom)
            upward, top = True, place
    return turns.chosen(np.array([place - 1 for place in kept if place > 0], dtype=np.int64))


def _minima(turns: Turns, hills: Floats) -> tuple[Floats, Floats]:
    """Position and height of the minimum in each valley, NaN where there is none."""
    low = turns.chosen(~turns.is_hill)
    valleys = np.searchsorted(hills, low.w, side="right")
    minima, heights = np.full((2, len(hills) + 1), np.nan)
    minima[valleys], heights[valleys] = low.w, low.f
    return minima, heights


def _steepest(curve: Curve, w: Floats, slopes: Floats) -> float:
    best = np.array([np.abs(slopes).argmax()])
    return float(_zoomed(curve.slope, w[best], w[1] - w[0], w[:1], w[-1:])[0])


def _root_mean_square(slopes: Floats, steepest: float) -> float:
    """By the trapezoidal rule, on slopes made smaller than 1 so that their squares can't overflow."""
    if steepest == 0.0:
        return 0.0
    squares = np.square(slopes / steepest)
    return float(steepest * np.sqrt(np.trapezoid(squares) / (len(slopes) - 1)))


def _curvatures(curve: Curve, w: Floats, edges: Floats) -> Floats:
    """L = max|f″| of each valley, infinite where f′ jumps or f″ has no bound."""
    sizes = _size(curve.curvature(w))
    firsts = np.searchsorted(w, edges[:-1])
    peaks = np.maximum.reduceat(sizes, firsts)
    valleys = np.searchsorted(edges[1:-1], w, side="right")
    best = np.zeros(len(firsts), dtype=np.int64)
    places = np.flatnonzero(sizes == peaks[valleys])
    best[valleys[places]] = places
    found = _zoomed(curve.curvature, w[best], w[1] - w[0], edges[:-1], edges[1:])
    sharp = curve.sharp
    touched = np.searchsorted(edges[1:-1], [sharp.left, sharp.right])
    for first, last in touched.T:
        found[first : last + 1] = np.inf
    return found


def _size(values: Floats) -> Floats:
    """|value|, infinite where it is NaN."""
    return np.where(np.isnan(values), np.inf, np.abs(values))


def _zoomed(program: Program, centre: Floats, radius: float, lo: Floats, hi: Floats) -> Floats:
    """Maxima of |values| near each centre, (n,), within its own [lo, hi]: closer and closer looks around the best."""
    best = np.zeros(len(centre))
    rows = np.arange(len(centre))
    for _ in range(ZOOMS):
        places = np.clip(centre[:, None] + radius * ZOOM, lo[:, None], hi[:, None])
        sizes = _size(program(places))
        top = sizes.argmax(axis=1)
        centre, best = places[rows, top], np.maximum(best, sizes[rows, top])
        radius /= 16.0
    return best
