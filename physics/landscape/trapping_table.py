"""Bounds of the kinetic energy of trapped balls, by position: sweeps test only balls that are slow enough there."""

import numpy as np

from physics.arrays import Floats, Ints
from physics.landscape.features import Features

CELLS = 1024
"""Cells of equal width that the domain is divided into."""
FEATURE_TOLERANCE = 1e-6
"""Share of the landscape's range taken from the ground, for features that are located inexactly …"""
ROUNDING_TOLERANCE = 64.0 * np.finfo(np.float64).eps
"""… and share of its greatest height: far more than rounding errors."""


class TrappingTable:
    """For each cell of the domain the lowest ground, and how high a rim is above it.

    Between features the ground is monotone, so the lowest ground is at an end of the cell or at a minimum. It may be
    too low, and the rim too high, since they are the extremes of a cell and the two next to it.
    """

    def __init__(self, domain: tuple[float, float], heights: Floats, features: Features) -> None:
        """`heights` (CELLS + 1,) is f at the edges of the cells."""
        self._lo = domain[0]
        self._scale = CELLS / (domain[1] - domain[0])
        if not np.isfinite(self._scale):
            self._scale = 0.0  # a domain too narrow to be divided is one cell
        has_minimum = ~np.isnan(features.minima)
        ground = np.minimum(heights[:-1], heights[1:])
        minima, edges = (self._cell(w).clip(0, CELLS - 1) for w in (features.minima[has_minimum], features.edges))
        np.minimum.at(ground, minima, features.minimum_heights[has_minimum])
        np.minimum.at(ground, edges, features.edge_heights)
        cell_starts = domain[0] + np.arange(CELLS, dtype=np.float64) * ((domain[1] - domain[0]) / CELLS)
        rim = features.rims[features.valley_index(cell_starts)]
        for ends in (edges[:-1], edges[1:]):
            np.maximum.at(rim, ends, features.rims)
        tallest = max(abs(features.lowest), abs(features.highest))
        slack = FEATURE_TOLERANCE * features.height_range + ROUNDING_TOLERANCE * tallest + np.finfo(np.float64).tiny
        self._room = _max_with_neighbours(rim) + _max_with_neighbours(-ground) + slack

    def _cell(self, w: Floats, out: Floats | None = None) -> Ints:
        """The cell of each position; for one outside the domain or NaN any number. `out` is overwritten."""
        share = np.subtract(w, self._lo, out=out)
        share *= self._scale
        return share.astype(np.intp)

    def max_energy(self, w: Floats, out: Floats | None = None) -> Floats:
        """Upper bounds of the energy above the ground, at positions in the domain, of balls below the rim there.

        Written into `out` if given.
        """
        room: Floats = self._room.take(self._cell(w, out), out=out, mode="clip")
        return room


def _max_with_neighbours(values: Floats) -> Floats:
    """The largest of each value and the two next to it."""
    padded = np.concatenate((values[:1], values, values[-1:]))
    return np.maximum(np.maximum(padded[:-2], padded[2:]), values)
