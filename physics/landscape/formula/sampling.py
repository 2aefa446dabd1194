"""Where a formula is sampled: evenly at first, and closer where something may be missed between two samples."""

import sys
from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np

from physics.arrays import Bools, Floats, Ints
from physics.landscape.formula.errors import FormulaError
from physics.landscape.formula.graph import Graph
from physics.landscape.formula.intervals import UNIT, Interval, enclose
from physics.landscape.formula.program import Program
from physics.landscape.formula.singularities import SingularCells


class Turns(NamedTuple):
    """Hills and minima, from left to right."""

    w: Floats
    f: Floats
    is_hill: Bools

    def chosen(self, which: Bools | Ints) -> "Turns":
        """Some of the turns."""
        return Turns(self.w[which], self.f[which], self.is_hill[which])


class Rounded(Protocol):
    """A curve whose heights are known to within their rounding errors."""

    @property
    def height(self) -> Callable[[Floats], Floats]:
        """f."""

    @property
    def height_error(self) -> Callable[[Floats], Floats]:
        """What rounding can do to f, as far as that is known."""


def noise(curve: Rounded, w: Floats) -> Floats:
    """How far the heights at w may be wrong by rounding; by their own size where more is not known."""
    error = curve.height_error(w)
    return np.where(np.isfinite(error), error, UNIT * np.abs(curve.height(w)))


def without_noise(turns: Turns, ends: Floats, level: Bools, error: Floats) -> Turns:
    """The turns that the curve leaves on both sides, before it turns back, by more than rounding errors explain.

    A walk from left to right: the highest point since the last minimum is a hill once the curve has surely fallen below
    it, and the other way round. `ends` are the heights of the domain's ends, which count as endless where the curve is
    `level`, so that a flat floor there has two sides. `error` is for the left end, the turns and the right end.
    """
    heights = np.concatenate([ends[:1], turns.f, ends[1:]])
    lowest, highest = heights.argmin(), heights.argmax()
    with np.errstate(over="ignore"):
        if len(turns.w) == 0 or heights[highest] - heights[lowest] <= error[highest] + error[lowest]:
            return turns.chosen(turns.is_hill & False)
        heights[[0, -1]] = np.where(level, np.inf, ends)
        if (np.abs(np.diff(heights)) > error[1:] + error[:-1]).all():
            return turns
    kept = _walk(heights.tolist(), error.tolist())
    inner = np.array([place - 1 for place in kept if place > 0], dtype=np.int64)
    return Turns(
        turns.w[inner], turns.f[inner], np.array([kept[place + 1] for place in inner.tolist()], dtype=np.bool_)
    )


def _walk(heights: list[float], error: list[float]) -> dict[int, bool]:
    """The places that remain, and whether each is a hill: among rounding errors a turn may look like the other kind."""
    kept: dict[int, bool] = {}
    top, bottom, upward = 0, 0, True
    for place, height in enumerate(heights):
        top = place if height > heights[top] else top
        bottom = place if height < heights[bottom] else bottom
        fallen = heights[top] - height > error[top] + error[place]
        risen = height - heights[bottom] > error[bottom] + error[place]
        if not kept and fallen | risen:
            upward, kept[0] = fallen, fallen
        if upward and fallen:
            kept[top] = True
            upward, bottom = False, place
        elif not upward and risen:
            kept[bottom] = False
            upward, top = True, place
    return kept


NARROW = 1e-10
"""Share of the domain's width at which a cell is not divided any more."""

AT_ONCE = 1024
"""Cells examined at a time, about."""

WORK = 1_500_000
"""Cells times nodes that one search may cost."""

Doubt = Callable[[Floats, Floats], Bools]
"""Marks the cells [left, right] that must be looked at more closely."""


class Refined(NamedTuple):
    """Places in the cells that were divided, in no order, and how much of the domain was still in doubt at the end."""

    w: Floats
    unresolved: float


def opened(doubt: Doubt, left: Floats, right: Floats, width: float, work: int) -> Refined:
    """Divide the cells that `doubt` marks, and their parts again, as long as at most `work` cells are examined.

    All cells in doubt are divided together, so that none is looked at closely at the cost of others.
    """
    found = [np.empty(0)]
    while len(left):
        marked = doubt(left, right)
        left, right = left[marked], right[marked]
        parts = int(np.clip(AT_ONCE // max(len(left), 1), 8, 64))
        work -= parts * len(left)
        if work < 0 or (right - left).max(initial=0.0) <= NARROW * width:
            break
        edges = left[:, None] + (right - left)[:, None] * np.linspace(0.0, 1.0, parts + 1)
        edges[:, -1] = right
        found.append(edges[:, 1:-1].ravel())
        left, right = edges[:, :-1].ravel(), edges[:, 1:].ravel()
    return Refined(np.concatenate(found), float((right - left).sum()))


class Enclosures:
    """Where f′ and f″ can be in many cells at once."""

    def __init__(self, graph: Graph, slope: int, curvature: int, kinks: tuple[int, ...]) -> None:
        """Keep the nodes; a change of sign of one of the `kinks` makes f′ jump."""
        self._graph = graph
        self._curvature = curvature
        self._roots = (slope, curvature, *kinks)
        self.work = WORK // len(graph.needed(*self._roots))
        """Cells that one search may examine."""

    def coarse(self, w: Floats) -> tuple[Floats, Floats]:
        """Cells to begin with: the samples w, of which there are 2^n + 1, many at a time.

        On a domain of but a few floats the samples are fewer, and each is the end of a cell.
        """
        count = AT_ONCE if self.work > 2 * AT_ONCE else AT_ONCE // 4
        edges = w[:: max(1, (len(w) - 1) // count)]
        return edges[:-1], edges[1:]

    def may_turn_twice(self, left: Floats, right: Floats) -> Bools:
        """Where a second change of the slope's sign can't be ruled out, which the signs at the ends don't show.

        A cell is simple when f′ keeps its sign or is 0 all over it, or when f″ keeps its sign and f′ doesn't jump.
        """
        slope, curvature, *kinks = enclose(self._graph, self._roots, left, right)
        bent = _may_vanish(curvature)
        for kink in kinks:
            bent |= _may_vanish(kink)
        return np.asarray(bent & _may_vanish(slope) & ~((slope[0] == 0.0) & (slope[1] == 0.0)))

    def steepest_bend(self, left: Floats, right: Floats) -> Floats:
        """A bound of |f″| in each cell."""
        low, high = enclose(self._graph, (self._curvature,), left, right)[0]
        bound = np.maximum(-low, high)
        return np.where(np.isnan(bound), np.inf, bound)


def _may_vanish(interval: Interval) -> Bools:
    return ~np.asarray((interval[0] > 0.0) | (interval[1] < 0.0))


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


DENSE = 8 * CELLS
"""A curve that turns often is looked at in this many + 1 places, fewer when that takes too long."""

DENSE_WORK = 30_000_000
"""Places times the cost of f′ that looking so often may take."""

MANY_TURNS = CELLS // 8
"""From so many changes of the slope's sign on a curve is looked at more densely."""

SAMPLES_A_TURN = 4
"""With fewer samples from turn to turn nobody can say how many turns there are."""

GOLDEN = 0.5 * (np.sqrt(5.0) - 1.0)
"""Fractions of its multiples by square numbers are as good as random (Weyl 1916), and the same everywhere."""

STEEPER = 1.5
"""A valley is searched for more curvature where enclosures allow so many times what was found."""


class Curve(NamedTuple):
    """f, f′ and f″ as programs, the rounding errors of f and f′, where f′ jumps, and where f″ may be endless."""

    domain: tuple[float, float]
    height: Program
    slope: Program
    curvature: Program
    height_error: Callable[[Floats], Floats]
    slope_error: Callable[[Floats], Floats]
    sharp: SingularCells
    enclosures: Enclosures

    @property
    def width(self) -> float:
        """hi − lo."""
        return self.domain[1] - self.domain[0]


class Samples(NamedTuple):
    """Places from the left end of the domain to the right one, f and f′ there."""

    w: Floats
    f: Floats
    slope: Floats


def sampled(curve: Curve) -> Samples:
    """Look at the curve, closer where the samples don't show its turns or where heights contradict the slopes.

    Raises FormulaError when it turns too often to tell the turns apart.
    """
    w = np.linspace(*curve.domain, CELLS + 1)
    slopes = curve.slope(w)
    enclosures = curve.enclosures
    more = opened(enclosures.may_turn_twice, *enclosures.coarse(w), curve.width, enclosures.work)
    if more.unresolved > 0.25 * curve.width or _changes(slopes) > MANY_TURNS:
        w = dense(curve)
    if len(more.w) or len(w) > CELLS + 1:
        w = np.union1d(w, more.w)
        slopes = curve.slope(w)
    samples = Samples(w, curve.height(w), slopes)
    missed = contradicted(curve, samples)
    w = np.union1d(w, missed)
    return Samples(w, curve.height(w), curve.slope(w)) if len(missed) else samples


def _changes(slopes: Floats) -> int:
    """How often the slope's sign changes."""
    return int(np.count_nonzero(np.diff(np.sign(slopes))))


def dense(curve: Curve) -> Floats:
    """Many places at uneven distances, which no oscillation can keep step with."""
    cells = int(np.clip(DENSE_WORK // curve.slope.cost, CELLS, DENSE))
    places = np.arange(1.0, cells)
    places += GOLDEN * np.square(places) % 1.0 - 0.5
    lo, hi = curve.domain
    w = np.concatenate([[lo], lo + (places / cells) * curve.width, [hi]])
    slopes = curve.slope(w)
    most = cells // SAMPLES_A_TURN
    if _changes(slopes) > most:
        slopes = slopes[np.abs(slopes) > curve.slope_error(w)]  # the others may have any sign
    if _changes(slopes) > most:
        raise FormulaError(f"the curve turns more than {most} times, too often to tell apart: choose a smaller domain")
    return w


def contradicted(curve: Curve, samples: Samples) -> Floats:
    """More places between neighbours that can't be neighbours without two turns between them."""

    def doubt(left: Floats, right: Floats) -> Bools:
        return _hides_turns(curve, *(Samples(w, curve.height(w), curve.slope(w)) for w in (left, right)))

    wrong = _hides_turns(curve, *(Samples(*(part[side] for part in samples)) for side in (np.s_[:-1], np.s_[1:])))
    return opened(doubt, samples.w[:-1][wrong], samples.w[1:][wrong], curve.width, CELLS).w


def _hides_turns(curve: Curve, left: Samples, right: Samples) -> Bools:
    """Where f falls though f′ > 0 at both ends, or rises though f′ < 0, or f′ leaves a zero against the sign of f″."""
    before, after = np.sign(left.slope), np.sign(right.slope)
    wrong = (before == after) & (before * np.sign(right.f - left.f) < 0.0)
    error = noise(curve, left.w[wrong]) + noise(curve, right.w[wrong])
    wrong[wrong] = np.abs(right.f[wrong] - left.f[wrong]) > error
    for zero, sign, w in (
        ((before == 0.0) & (after != 0.0), after, left.w),
        ((after == 0.0) & (before != 0.0), -before, right.w),
    ):
        wrong[zero] = sign[zero] * np.sign(curve.curvature(w[zero])) < 0.0
    return np.asarray(wrong)


def steeper_bends(curve: Curve, w: Floats, edges: Floats, found: Floats) -> Floats:
    """More places where |f″| may be well above the maxima found so far in the valleys between the edges."""
    best, hills = found.copy(), edges[1:-1]

    def doubt(left: Floats, right: Floats) -> Bools:
        middle = 0.5 * left + 0.5 * right
        np.maximum.at(best, np.searchsorted(hills, middle), size(curve.curvature(middle)))
        least = np.minimum(best[np.searchsorted(hills, left, side="right")], best[np.searchsorted(hills, right)])
        with np.errstate(over="ignore"):
            return np.asarray(curve.enclosures.steepest_bend(left, right) > STEEPER * least)

    enclosures = curve.enclosures
    return opened(doubt, *enclosures.coarse(w), curve.width, enclosures.work).w
