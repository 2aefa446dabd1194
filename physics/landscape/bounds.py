"""Upper bounds of the energy above the ground of trapped balls: sweeps skip the test for faster ones."""

from typing import Any

import numpy as np

from physics.arrays import Floats
from physics.landscape.features import Features

CELLS = 1024
"""Cells of equal width that the domain is divided into."""
NEVER_TRAPPED = -1.0
"""Share for a ball that cannot be trapped."""
FEATURE_TOLERANCE = 1e-6
"""Share of the landscape's range added to each bound, for features that are located inexactly …"""
ROUNDING_TOLERANCE = 64.0 * np.finfo(np.float64).eps
"""… and share of its greatest height added to it: far more than rounding errors."""


class TrappingTable:
    """For each cell of the domain the depth of its valley, and how high its lowest ground is above the floor.

    A ball that is trapped below a share s of the depth has at most the energy s · depth − rise above the ground.
    Between features the ground is monotone, so the lowest ground is at an end of the cell or at a minimum. The bound is
    never too low; it may be too high, since depth and rise are the extremes of a cell and the two next to it.
    """

    def __init__(self, domain: tuple[float, float], heights: Floats, features: Features) -> None:
        """`heights` (CELLS + 1,) is f at the edges of the cells."""
        self._lo = domain[0]
        self._scale = CELLS / (domain[1] - domain[0])
        if not np.isfinite(self._scale):
            self._scale = 0.0  # a domain too narrow to be divided is one cell
        has_minimum = ~np.isnan(features.minima)
        ground = np.minimum(heights[:-1], heights[1:])
        np.minimum.at(ground, self.cell(features.minima[has_minimum]), features.minimum_heights[has_minimum])
        cell_starts = domain[0] + np.arange(CELLS, dtype=np.float64) * ((domain[1] - domain[0]) / CELLS)
        valley = features.valley_index(cell_starts)
        floor = np.where(has_minimum, features.minimum_heights, np.inf)
        depths = np.where(has_minimum, features.rims - features.minimum_heights, 0.0)
        depth, highest_floor = depths[valley], np.where(has_minimum, floor, -np.inf)[valley]
        for edges in (features.edges[:-1], features.edges[1:]):
            np.maximum.at(depth, self.cell(edges), depths)
            np.maximum.at(highest_floor, self.cell(edges), np.where(has_minimum, floor, -np.inf))
        tallest = max(abs(features.lowest), abs(features.highest))
        slack = FEATURE_TOLERANCE * features.height_range + ROUNDING_TOLERANCE * tallest + np.finfo(np.float64).tiny
        self._depth = _max_with_neighbours(depth)
        with np.errstate(invalid="ignore"):
            rise = ground - highest_floor
        self._rise = np.maximum(-_max_with_neighbours(-np.where(np.isnan(rise), -np.inf, rise)), 0.0) - slack

    def cell(self, w: Floats) -> Any:
        """The cell of each position; some cell for a position outside the domain or NaN."""
        share = w - self._lo
        share *= self._scale
        cell = share.astype(np.intp)
        np.minimum(cell, CELLS - 1, out=cell)
        np.maximum(cell, 0, out=cell)
        return cell

    def max_energy(self, w: Floats, share: Floats) -> Floats:
        """Upper bounds (…, n) of the energy above the ground, at positions w (…, n), of balls that are trapped.

        `share` (n,) is the share of a valley's depth below which each ball can be trapped; `NEVER_TRAPPED` for none.
        """
        cell = self.cell(w)
        bound: Floats = self._depth.take(cell)
        bound *= share
        bound -= self._rise.take(cell)
        return bound


def _max_with_neighbours(values: Floats) -> Floats:
    """The largest of each value and the two next to it."""
    padded = np.concatenate((values[:1], values, values[-1:]))
    return np.maximum(np.maximum(padded[:-2], padded[2:]), values)
