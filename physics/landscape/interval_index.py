"""Which of many adjoining intervals each position is in: faster than a binary search for large blocks of positions."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from physics.arrays import Floats

MAX_SEARCHED_POSITIONS = 48
"""Up to this many positions `searchsorted` is faster than the table."""
MAX_CELLS = 1 << 16


class IntervalIndex:
    """Finds the index i of the interval [knot_i, knot_{i+1}) of each position; the two end intervals are unbounded.

    A table of equal cells holds the number of knots before each cell; where no cell holds two knots, one comparison
    then gives the index. It is the index that a binary search finds, except for NaN, which gets any valid index.
    """

    def __init__(self, knots: Floats) -> None:
        """Build the table for (n,) strictly increasing knots, n ≥ 3."""
        self._inner = knots[1:-1].copy()
        self._lo = knots[0]
        self.has_table = False
        cells = min(8 * len(knots) + 256, MAX_CELLS)
        while not self.has_table and cells <= MAX_CELLS:
            self._build_table(float(cells), float(knots[-1] - knots[0]))
            cells *= 2

    def _build_table(self, cells: float, width: float) -> None:
        """Build a table of this many cells; it is used if none of them holds two knots."""
        self._cells = cells
        with np.errstate(over="ignore"):
            self._scale = cells / np.float64(width)
        if not np.isfinite(self._scale):
            return
        counts = np.bincount(self._cell(self._inner), minlength=int(cells) + 1)
        self.has_table = bool(counts.max() <= 1)
        self._before = np.cumsum(counts) - counts
        self._next_knot = np.r_[self._inner, np.nan].take(self._before)

    def _cell(self, w: Floats) -> Any:
        """The cell of each position: the same operations for knots and positions, so that their order is kept."""
        cell = w - self._lo
        cell *= self._scale
        np.minimum(cell, self._cells, out=cell)
        np.maximum(cell, 0.0, out=cell)
        return cell.astype(np.intp)

    def find(self, w: Floats) -> Any:
        """The interval index (0 to n − 2) of each position, of w's shape. The caller sets np.errstate."""
        return self.finder(w.size)(w)

    def finder(self, size: int) -> Callable[[Floats], Any]:
        """`find` for arrays of this size."""
        if size <= MAX_SEARCHED_POSITIONS or not self.has_table:
            return partial(self._inner.searchsorted, side="right")
        return self._look_up

    def _look_up(self, w: Floats) -> Any:
        cell = self._cell(w)
        index = self._before.take(cell, mode="clip")
        index += w >= self._next_knot.take(cell, mode="clip")
        return index


class SubintervalIndex:
    """Finds the part of each position where every interval is divided into equally many parts.

    Where the parts are too narrow for a table of their own, it finds the interval first and compares with the ends of
    its parts. The index is the one that a binary search finds, except for NaN, which gets any valid index.
    """

    def __init__(self, knots: Floats, parts: int) -> None:
        """Knots (parts · k + 1,) strictly increasing, k ≥ 3: the ends of the parts of k intervals."""
        self._parts = IntervalIndex(knots)
        self._intervals = None if self._parts.has_table else IntervalIndex(knots[::parts])
        self._count = parts
        self._inner = [knots[part:-1:parts].copy() for part in range(1, parts)]

    def find(self, w: Floats) -> Any:
        """The index of the part of each position, of w's shape. The caller sets np.errstate."""
        return self.finder(w.size)(w)

    def finder(self, size: int) -> Callable[[Floats], Any]:
        """`find` for arrays of this size."""
        if self._intervals is None or size <= MAX_SEARCHED_POSITIONS:
            return self._parts.finder(size)
        return partial(self._look_up, self._intervals)

    def _look_up(self, intervals: IntervalIndex, w: Floats) -> Any:
        interval = intervals.find(w)
        index = self._count * interval
        for left in self._inner:
            index += w >= left.take(interval)
        return index
