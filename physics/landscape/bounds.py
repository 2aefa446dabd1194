"""Upper bounds of the kinetic energy with which a ball can be trapped: sweeps skip the test for faster balls."""

from typing import Any

import numpy as np

from physics.arrays import Floats, Ints
from physics.landscape.features import Features

CELLS = 1024
"""Cells of equal width that the domain is divided into."""
PROVEN, MEASURED, NEVER_TRAPPED = 0, CELLS, 2 * CELLS
"""Offsets into the table of balls for which the proven condition holds, the measured one, or neither."""
NO_BOUND = -1.0
"""Bound for a ball that cannot be trapped at any speed."""
FEATURE_TOLERANCE = 1e-6
"""Share of the landscape's range added to each bound, for features that are located inexactly …"""
ROUNDING_TOLERANCE = 64.0 * np.finfo(np.float64).eps
"""… and share of its greatest height added to it: far more than rounding errors."""


class TrappingTable:
    """Upper bounds of the kinetic energy α Δ² / (2 η) with which a ball can be trapped, for each cell of the domain.

    A ball is trapped when its energy is below the rim of its valley (if η is small enough for the *proven* condition)
    or below half the valley's depth (if only for the *measured* one). So the bound is the height of the rim, or that of
    half the depth, above the lowest ground in the cell. Between features the ground is monotone, so the lowest ground
    is at an end of the cell or at a minimum. A bound is never too low; it may be too high, since it is the largest of
    its cell and the two next to it.
    """

    least_curvature: float
    """Least of the valleys' max|f″|; inf where no valley has a minimum."""

    def __init__(self, domain: tuple[float, float], heights: Floats, features: Features) -> None:
        """`heights` (CELLS + 1,) is f at the edges of the cells."""
        self._lo = domain[0]
        self._scale = CELLS / (domain[1] - domain[0])
        if not np.isfinite(self._scale):
            self._scale = 0.0  # a domain too narrow to be divided is one cell
        has_minimum = ~np.isnan(features.minima)
        self.least_curvature = float(features.curvature[has_minimum].min(initial=np.inf))
        ground = np.minimum(heights[:-1], heights[1:])
        np.minimum.at(ground, self.cell(features.minima[has_minimum]), features.minimum_heights[has_minimum])
        cell_starts = domain[0] + np.arange(CELLS, dtype=np.float64) * ((domain[1] - domain[0]) / CELLS)
        valley = features.valley_index(cell_starts)
        tallest = max(abs(features.lowest), abs(features.highest))
        slack = FEATURE_TOLERANCE * features.height_range + ROUNDING_TOLERANCE * tallest + np.finfo(np.float64).tiny
        bounds = []
        for max_energy in (features.trapping_rims, np.where(has_minimum, features.half_depths, -np.inf)):
            max_energies = max_energy[valley]
            for edges in (features.edges[:-1], features.edges[1:]):
                np.maximum.at(max_energies, self.cell(edges), max_energy)
            bounds.append(_max_with_neighbours(np.maximum(max_energies - ground, 0.0) + slack))
        self._bounds = np.concatenate((*bounds, np.full(CELLS, NO_BOUND)))

    def cell(self, w: Floats) -> Any:
        """The cell of each position; some cell for a position outside the domain or NaN."""
        share = w - self._lo
        share *= self._scale
        cell = share.astype(np.intp)
        np.minimum(cell, CELLS - 1, out=cell)
        np.maximum(cell, 0, out=cell)
        return cell

    def max_kinetic_energy(self, w: Floats, offset: Ints) -> Floats:
        """Upper bounds (…, n) of the kinetic energy at positions w (…, n).

        `offset` (n,) says which condition holds for each ball: `PROVEN`, `MEASURED` or `NEVER_TRAPPED`.
        """
        index = self.cell(w)
        index += offset
        bounds: Floats = self._bounds.take(index)
        return bounds


def _max_with_neighbours(values: Floats) -> Floats:
    """The largest of each value and the two next to it."""
    padded = np.concatenate((values[:1], values, values[-1:]))
    return np.maximum(np.maximum(padded[:-2], padded[2:]), values)
