"""What is known of a grid of runs so far: the outcome map, from coarse to fine."""

import numpy as np

from physics.arrays import Ints
from physics.grid import Grid
from physics.rolling import UNKNOWN, Decided, no_ends


class OutcomeMap:
    """The ends of a grid's runs, filled in as they are decided."""

    def __init__(self, grid: Grid, last: int) -> None:
        """Know nothing. `last` is the step at which runs that are not decided are given up."""
        self.grid = grid
        self.last = last
        self.known = 0
        """How many runs are decided."""
        self.ends = no_ends(grid.size)
        """(size,) in the order of the grid's numbers."""

    @property
    def is_complete(self) -> bool:
        """Whether every run is known."""
        return self.known == self.grid.size

    def take(self, decided: Decided) -> None:
        """Fill in some runs, each of them once."""
        for column, new in zip(self.ends, decided.ends, strict=True):
            column[decided.number] = new
        self.known += len(decided.number)

    def shown(self) -> Ints:
        """(rows, columns) the number of the run that stands for each point, −1 where there is none yet.

        A run that is known stands for itself, and for those to the right and above up to the next of its level that is
        known, at most three.
        """
        rows, columns = self.grid.rows, self.grid.columns
        numbers = np.where(self.ends.outcome != UNKNOWN, np.arange(self.grid.size), -1).reshape(rows, columns)
        if self.is_complete:
            return numbers
        shown = np.full((rows, columns), -1)
        coarsest = self.grid.strides()[0]
        for stride in (4 * coarsest, 2 * coarsest, *self.grid.strides()):
            coarse = numbers[::stride, ::stride]
            finer = coarse.repeat(stride, axis=0)[:rows].repeat(stride, axis=1)[:, :columns]
            np.copyto(shown, finer, where=finer >= 0)
        return shown
