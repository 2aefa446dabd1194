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

    def shown(self, finest: int = 1) -> Ints:
        """(rows, columns) the number of the run that stands for each point, −1 where there is none yet.

        With `finest` only every so manieth column and row is asked for; it must be one of the grid's strides.

        A run that is known stands for itself, and for those to the right and above up to the next of its level that is
        known, at most three.
        """
        rows, columns = self.grid.rows, self.grid.columns
        numbers = np.arange(0, rows, finest)[:, np.newaxis] * columns + np.arange(0, columns, finest)
        known = np.where(self.ends.outcome[numbers] != UNKNOWN, numbers, -1)
        if self.is_complete:
            return known
        shown = np.full(known.shape, -1)
        coarsest = self.grid.strides()[0]
        for stride in (4 * coarsest, 2 * coarsest, *self.grid.strides()):
            if stride >= finest:
                times = stride // finest
                coarse = known[::times, ::times]
                finer = coarse.repeat(times, axis=0)[: known.shape[0]].repeat(times, axis=1)[:, : known.shape[1]]
                np.copyto(shown, finer, where=finer >= 0)
        return shown
