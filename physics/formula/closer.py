"""Where samples alone may have missed something, and more places to look at there."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Floats
from physics.formula.graph import Graph
from physics.formula.intervals import Interval, enclose

NARROW = 1e-10
"""Share of the domain's width at which a cell is not divided any more."""

AT_ONCE = 1024
"""Cells examined at a time, about."""

WORK = 1_500_000
"""Cells times nodes that one search may cost."""

Doubt = Callable[[Floats, Floats], Bools]
"""Marks the cells [left, right] that must be looked at more closely."""


class Opened(NamedTuple):
    """Places in the cells that were divided, in no order, and how much of the domain was still in doubt at the end."""

    w: Floats
    unresolved: float


def opened(doubt: Doubt, left: Floats, right: Floats, width: float, work: int) -> Opened:
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
    return Opened(np.concatenate(found), float((right - left).sum()))


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
