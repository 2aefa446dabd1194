"""Where a formula is sampled: evenly, and more densely where an extremum may be missed between two samples."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Floats
from physics.landscape.formula.errors import FormulaError, FormulaProblem
from physics.landscape.formula.graph import Graph
from physics.landscape.formula.intervals import enclose, may_be_zero, may_change_sign
from physics.landscape.formula.maxima import magnitude
from physics.landscape.formula.program import Program
from physics.landscape.formula.rounding import UNIT_ROUNDOFF
from physics.landscape.formula.subdivision import BATCH_CELLS, LocatedCells, refine_cells

CELLS = 16384
"""Between the even samples."""

MAX_NODE_EVALUATIONS = 1_500_000
"""Cells times nodes that one refinement evaluates."""

DENSE_CELLS = 8 * CELLS
"""Between the samples of a curve with many extrema; fewer when that takes too long."""

MAX_DENSE_COST = 30_000_000
"""Dense samples times the cost of f′."""

MANY_EXTREMA = CELLS // 8
"""Changes of the slope's sign from which a curve is sampled densely."""

MIN_SAMPLES_PER_EXTREMUM = 4
"""With fewer the number of extrema is not reliable."""

GOLDEN_RATIO = 0.5 * (np.sqrt(5.0) - 1.0)
"""The fractions of its multiples by square numbers are equidistributed (Weyl 1916), and the same on every machine."""

STEEPER_FACTOR = 1.5
"""A valley is sampled more densely where |f″| may exceed the largest found by this factor."""


class Enclosures:
    """Enclosures of f′ and f″ in many cells at once."""

    def __init__(self, graph: Graph, slope: int, curvature: int, switch_nodes: tuple[int, ...]) -> None:
        """`slope` and `curvature` are nodes; a change of sign of one of the `switch_nodes` makes f′ jump."""
        self._graph = graph
        self._curvature = curvature
        self._roots = (slope, curvature, *switch_nodes)
        self.budget = MAX_NODE_EVALUATIONS // len(graph.dependencies(*self._roots))
        """Cells that one refinement may test."""

    def coarse_cells(self, w: Floats) -> tuple[Floats, Floats]:
        """Cells [left, right] to begin a refinement with, each of many of the 2^n + 1 samples w.

        On a domain of only a few floats there are fewer samples, and each is the end of a cell.
        """
        count = BATCH_CELLS if self.budget > 2 * BATCH_CELLS else BATCH_CELLS // 4
        edges = w[:: max(1, (len(w) - 1) // count)]
        return edges[:-1], edges[1:]

    def may_have_two_extrema(self, left: Floats, right: Floats) -> Bools:
        """Cells in which f′ may change its sign twice, which the signs at the ends do not show.

        It cannot where f′ keeps its sign or is 0 all over the cell, nor where f″ keeps its sign and f′ does not jump.
        """
        slope, curvature, *switch_nodes = enclose(self._graph, self._roots, left, right)
        may_bend = may_be_zero(curvature)
        for switch in switch_nodes:
            may_bend |= may_be_zero(switch)
        return may_bend & may_change_sign(slope)

    def curvature_bound(self, left: Floats, right: Floats) -> Floats:
        """An upper bound of |f″| in each cell."""
        low, high = enclose(self._graph, (self._curvature,), left, right)[0]
        bound = np.maximum(-low, high)
        return np.where(np.isnan(bound), np.inf, bound)


class FormulaCurve(NamedTuple):
    """A formula on its domain, ready for the search for its features."""

    domain: tuple[float, float]
    height: Program
    """f."""
    slope: Program
    """f′."""
    curvature: Program
    """f″."""
    height_error: Callable[[Floats], Floats]
    """A bound of the rounding error of f."""
    slope_error: Callable[[Floats], Floats]
    """A bound of the rounding error of f′."""
    nonsmooth: LocatedCells
    """Cells in which f′ jumps or f″ may be unbounded."""
    enclosures: Enclosures

    @property
    def width(self) -> float:
        """hi − lo."""
        return self.domain[1] - self.domain[0]

    def height_noise(self, w: Floats) -> Floats:
        """How far f(w) may be off by rounding; relative to f where no bound is known."""
        error = self.height_error(w)
        return np.where(np.isfinite(error), error, UNIT_ROUNDOFF * np.abs(self.height(w)))


class Samples(NamedTuple):
    """Positions from the left end of the domain to the right one, with f and f′ there."""

    w: Floats
    f: Floats
    slope: Floats


def sample(curve: FormulaCurve) -> Samples:
    """Samples that show all extrema of the curve, as far as its budget allows.

    Raises FormulaError when there are too many extrema to tell them apart.
    """
    w = np.linspace(*curve.domain, CELLS + 1)
    slopes = curve.slope(w)
    enclosures = curve.enclosures
    added = refine_cells(enclosures.may_have_two_extrema, *enclosures.coarse_cells(w), curve.width, enclosures.budget)
    if added.unresolved > 0.25 * curve.width or _sign_changes(slopes) > MANY_EXTREMA:
        w = dense_positions(curve)
    if len(added.w) or len(w) > CELLS + 1:
        w = np.union1d(w, added.w)
        slopes = curve.slope(w)
    samples = Samples(w, curve.height(w), slopes)
    missed = contradicted_positions(curve, samples)
    w = np.union1d(w, missed)
    return Samples(w, curve.height(w), curve.slope(w)) if len(missed) else samples


def _sign_changes(slopes: Floats) -> int:
    return int(np.count_nonzero(np.diff(np.sign(slopes))))


def dense_positions(curve: FormulaCurve) -> Floats:
    """Many positions at irregular distances, which no oscillation can be in phase with.

    Raises FormulaError when there are too many extrema to tell them apart.
    """
    cells = int(np.clip(MAX_DENSE_COST // curve.slope.cost, CELLS, DENSE_CELLS))
    inner = np.arange(1.0, cells)
    inner += GOLDEN_RATIO * np.square(inner) % 1.0 - 0.5
    lo, hi = curve.domain
    w = np.concatenate([[lo], lo + (inner / cells) * curve.width, [hi]])
    slopes = curve.slope(w)
    most = cells // MIN_SAMPLES_PER_EXTREMUM
    if _sign_changes(slopes) > most:
        slopes = slopes[np.abs(slopes) > curve.slope_error(w)]  # the signs of the others are not reliable
    if _sign_changes(slopes) > most:
        raise FormulaError(FormulaProblem.TOO_MANY_EXTREMA, limit=most)
    return w


def contradicted_positions(curve: FormulaCurve, samples: Samples) -> Floats:
    """Positions to add between neighbouring samples whose f, f′ and f″ imply extrema between them."""

    def test(left: Floats, right: Floats) -> Bools:
        return _hides_extrema(curve, *(Samples(w, curve.height(w), curve.slope(w)) for w in (left, right)))

    sides = (np.s_[:-1], np.s_[1:])
    is_wrong = _hides_extrema(curve, *(Samples(*(column[side] for column in samples)) for side in sides))
    return refine_cells(test, samples.w[:-1][is_wrong], samples.w[1:][is_wrong], curve.width, CELLS).w


def _hides_extrema(curve: FormulaCurve, left: Samples, right: Samples) -> Bools:
    """Where f falls though f′ > 0 at both ends, or rises though f′ < 0, or f′ leaves a zero against the sign of f″."""
    before, after = np.sign(left.slope), np.sign(right.slope)
    is_wrong = (before == after) & (before * np.sign(right.f - left.f) < 0.0)
    error = curve.height_noise(left.w[is_wrong]) + curve.height_noise(right.w[is_wrong])
    is_wrong[is_wrong] = np.abs(right.f[is_wrong] - left.f[is_wrong]) > error
    for is_zero, sign, w in (
        ((before == 0.0) & (after != 0.0), after, left.w),
        ((after == 0.0) & (before != 0.0), -before, right.w),
    ):
        is_wrong[is_zero] = sign[is_zero] * np.sign(curve.curvature(w[is_zero])) < 0.0
    return np.asarray(is_wrong)


def steep_positions(curve: FormulaCurve, w: Floats, edges: Floats, found: Floats) -> Floats:
    """Positions to add where |f″| may be well above the maxima found so far in the valleys between the edges."""
    best, hills = found.copy(), edges[1:-1]

    def test(left: Floats, right: Floats) -> Bools:
        middle = 0.5 * left + 0.5 * right
        np.maximum.at(best, np.searchsorted(hills, middle), magnitude(curve.curvature(middle)))
        least = np.minimum(best[np.searchsorted(hills, left, side="right")], best[np.searchsorted(hills, right)])
        with np.errstate(over="ignore"):
            return np.asarray(curve.enclosures.curvature_bound(left, right) > STEEPER_FACTOR * least)

    enclosures = curve.enclosures
    return refine_cells(test, *enclosures.coarse_cells(w), curve.width, enclosures.budget).w
