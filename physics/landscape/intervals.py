"""Which interval between knots each position is in, quickly for large blocks of positions."""

from typing import Any

import numpy as np

from physics.arrays import Floats

SMALL = 48
"""Up to this many positions a plain binary search is quicker than the table."""
MOST_CELLS = 1 << 16


class Intervals:
    """Finds the index of the interval [knot_i, knot_{i+1}) of any positions, the end intervals reaching on for ever.

    A uniform table of cells says how many knots lie before each cell; where no cell holds two knots, one comparison
    then gives the exact index. It is the same index as that of a binary search, for every position, NaN apart (whose
    index is any valid one).
    """

    def __init__(self, knots: Floats) -> None:
        """Prepare the search among (n,) strictly increasing knots, n ≥ 3."""
        self._inner = knots[1:-1].copy()
        self._lo = knots[0]
        self.has_table = False
        cells = min(8 * len(knots) + 256, MOST_CELLS)
        while not self.has_table and cells <= MOST_CELLS:
            self._divide(float(cells), float(knots[-1] - knots[0]))
            cells *= 2

    def _divide(self, cells: float, width: float) -> None:
        """Make a table of so many cells; it is of use where none of them holds two knots."""
        self._cells = cells
        with np.errstate(over="ignore"):
            self._scale = cells / np.float64(width)
        if not np.isfinite(self._scale):
            return
        held = np.bincount(self._cell(self._inner), minlength=int(cells) + 1)
        self.has_table = bool(held.max() <= 1)
        self._before = np.cumsum(held) - held
        self._next_knot = np.r_[self._inner, np.nan].take(self._before)

    def _cell(self, w: Floats) -> Any:
        """The cell of each position: the same operations for knots and positions, so that order is kept exactly."""
        cell = w - self._lo
        cell *= self._scale
        np.minimum(cell, self._cells, out=cell)
        np.maximum(cell, 0.0, out=cell)
        return cell.astype(np.intp)

    def find(self, w: Floats) -> Any:
        """The interval index (0 to n − 2) of each position, of w's shape; np.errstate is the caller's business."""
        if w.size <= SMALL or not self.has_table:
            return self._inner.searchsorted(w, "right")
        cell = self._cell(w)
        index = self._before.take(cell, mode="clip")
        index += w >= self._next_knot.take(cell, mode="clip")
        return index
