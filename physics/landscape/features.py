"""Hills, valleys and minima of a landscape, with the bounds of slope and curvature that the theory of a step needs."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from physics.arrays import Bools, Floats, Ints
from physics.landscape.interval_index import IntervalIndex

EQUAL_HEIGHT_TOLERANCE = 1e-12
"""Two minima are equally low when their heights differ by at most this share of the landscape's range."""


@dataclass(frozen=True, eq=False)
class Features:
    """Hills and valleys of one landscape.

    With h hills there are h + 1 valleys: the intervals between neighbouring hills and the ends of the domain.
    On the screen and in files valleys are numbered from 1 at the left; an *index* counts from 0.
    """

    edges: Floats
    """(h + 2,) lo, the hills from left to right, hi; valley k reaches from edges[k] to edges[k + 1]."""
    edge_heights: Floats
    """(h + 2,) f at `edges`."""
    minima: Floats
    """(h + 1,) position of each valley's minimum; NaN where the valley only slopes out of an end of the domain."""
    minimum_heights: Floats
    """(h + 1,) f at `minima`."""
    curvature: Floats
    """(h + 1,) L = max|f″| in each valley; inf where f′ jumps (a kink) or f″ is unbounded."""
    max_slope: float
    """max|f′| over the domain."""
    rms_slope: float
    """Root mean square of f′ over the domain."""
    lowest: float
    """min f over the domain, its ends included."""
    highest: float
    """max f over the domain, its ends included."""

    @property
    def hills(self) -> Floats:
        """(h,) positions of the interior local maxima, from left to right."""
        return self.edges[1:-1]

    @property
    def hill_heights(self) -> Floats:
        """(h,) f at the hills."""
        return self.edge_heights[1:-1]

    @property
    def valley_count(self) -> int:
        """Number of valleys, h + 1."""
        return len(self.edges) - 1

    @property
    def height_range(self) -> float:
        """max f − min f over the domain."""
        return self.highest - self.lowest

    @cached_property
    def rims(self) -> Floats:
        """(h + 1,) the lower of each valley's two ends: the height that a ball needs to get out."""
        return np.minimum(self.edge_heights[:-1], self.edge_heights[1:])

    @cached_property
    def is_global(self) -> Bools:
        """(h + 1,) whether each valley holds a global minimum; equally low minima are all global."""
        if np.isnan(self.minima).all():
            return np.zeros(self.valley_count, dtype=np.bool_)
        with np.errstate(invalid="ignore"):
            return self.minimum_heights <= np.nanmin(self.minimum_heights) + EQUAL_HEIGHT_TOLERANCE * self.height_range

    @cached_property
    def lower_ends(self) -> Floats:
        """Positions of the ends of the domain that lie below the global minimum; none where there is no minimum."""
        lowest = np.nanmin(self.minimum_heights, initial=np.inf)
        with np.errstate(over="ignore"):  # heights up to the largest float
            is_lower = self.edge_heights[[0, -1]] < lowest - EQUAL_HEIGHT_TOLERANCE * self.height_range
        return self.edges[[0, -1]][is_lower & self.is_global.any()]

    @cached_property
    def max_curvature(self) -> float:
        """L = max|f″| over the whole domain."""
        return float(self.curvature.max())

    @cached_property
    def intervals(self) -> IntervalIndex:
        """Finds the valley indices of large blocks of positions quickly; there must be at least one hill."""
        return IntervalIndex(self.edges)

    def valley_index(self, w: Floats) -> Ints:
        """Index (from 0) of the valley of each position; positions outside the domain belong to the valley at that end.

        A position exactly on a hill belongs to the valley on its right.
        """
        return np.searchsorted(self.hills, w, side="right")
