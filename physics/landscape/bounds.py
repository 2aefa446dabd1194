"""Where a ball is too fast to be trapped: a quick test that spares most of the judging."""

from typing import Any

import numpy as np

from physics.arrays import Floats, Ints
from physics.landscape.features import Features

CELLS = 1024
NONE = -1.0
"""Where a ball can't be trapped however slow it is, as nothing is known of steps as long as its."""
SLACK = 1e-6
"""Share of the landscape's range that is added, for features that were not found quite exactly …"""
ROUNDING = 64.0 * np.finfo(np.float64).eps
"""… and share of its greatest height: far more than rounding could hide."""


class TrappingTable:
    """The most energy of speed, α Δ² / (2 η), with which a ball can be trapped, for each of many cells of the domain.

    It is the height above the lowest ground in the cell of the rim, where it takes no more to be trapped (the *proven*
    way), or of half the valley's depth (the *measured* way). Between features the ground is monotone, so its lowest
    place is an end of the cell or a minimum. A value is never too small. It may be somewhat too large, as those of
    both neighbours count too.
    """

    def __init__(self, domain: tuple[float, float], heights: Floats, features: Features) -> None:
        """`heights` (CELLS + 1,) is f at the ends of the cells."""
        self._lo = domain[0]
        self._scale = CELLS / (domain[1] - domain[0])
        if not np.isfinite(self._scale):
            self._scale = 0.0  # a domain so narrow that it can't be divided is one cell
        ground = np.minimum(heights[:-1], heights[1:])
        has_minimum = ~np.isnan(features.minima)
        np.minimum.at(ground, self.cell(features.minima[has_minimum]), features.minimum_heights[has_minimum])
        ends = domain[0] + np.arange(CELLS, dtype=np.float64) * ((domain[1] - domain[0]) / CELLS)
        valley = features.valley_index(ends)
        tallest = max(abs(features.lowest), abs(features.highest))
        slack = SLACK * features.height_range + ROUNDING * tallest + np.finfo(np.float64).tiny
        most = []
        for below in (features.trapping_rims, np.where(has_minimum, features.half_depths, -np.inf)):
            cells = below[valley]
            for edges in (features.edges[:-1], features.edges[1:]):
                np.maximum.at(cells, self.cell(edges), below)
            most.append(_with_neighbours(np.maximum(cells - ground, 0.0) + slack))
        self._most = np.concatenate((*most, np.full(CELLS, NONE)))
        self.least_curvature = float(features.curvature[has_minimum].min(initial=np.inf))

    def cell(self, w: Floats) -> Any:
        """The cell of each place; of one that is outside the domain or no number, any cell."""
        share = w - self._lo
        share *= self._scale
        cell = share.astype(np.intp)
        np.minimum(cell, CELLS - 1, out=cell)
        np.maximum(cell, 0, out=cell)
        return cell

    def above(self, w: Floats, kind: Ints) -> Floats:
        """The headroom (…, n) at each place, never too little, for balls whose `kind` is (n,)."""
        place = self.cell(w)
        place += kind
        most: Floats = self._most.take(place)
        return most


def _with_neighbours(values: Floats) -> Floats:
    """The largest of each value and the two beside it."""
    padded = np.concatenate((values[:1], values, values[-1:]))
    return np.maximum(np.maximum(padded[:-2], padded[2:]), values)
