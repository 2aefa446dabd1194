"""The landscape: a curve f(w) on an interval, with its slope and its features."""

from abc import ABC, abstractmethod
from functools import cached_property

import numpy as np

from physics.arrays import ArrayFunction, Floats
from physics.landscape.errors import DomainError
from physics.landscape.features import Features
from physics.landscape.trapping_table import CELLS, TrappingTable
from physics.landscape.wells import CellBounds, ValleyWells


class Landscape(ABC):
    """A function f on a closed domain [lo, hi] with an exact derivative; immutable, safe to share and to pickle.

    Both axes are in the landscape's own units. Every number is computed elementwise: f of a position does not depend
    on the rest of the array, so a ball gets the same bits alone and among others.
    """

    def __init__(self, domain: tuple[float, float], title: str, preset: str | None = None) -> None:
        """`preset` is the name of the preset that the landscape came from.

        Raises DomainError unless lo and hi are finite with lo < hi.
        """
        lo, hi = float(domain[0]), float(domain[1])
        if not (lo < hi and hi - lo < float("inf") and lo > float("-inf")):
            raise DomainError(lo, hi)
        self.domain = (lo, hi)
        self.title = title
        self.preset = preset

    @property
    def width(self) -> float:
        """hi − lo."""
        return self.domain[1] - self.domain[0]

    @abstractmethod
    def height(self, w: Floats) -> Floats:
        """f(w), a new array of w's shape. Outside the domain the curve goes on where it can and is NaN elsewhere."""

    @abstractmethod
    def slope(self, w: Floats, out: Floats | None = None) -> Floats:
        """f′(w), exact, of w's shape; written into `out` if given (never the same array as `w`)."""

    def bound_slope(self, count: int) -> ArrayFunction:  # noqa: ARG002  # for those that prepare something
        """`slope` for many arrays (count,), in one thread, with the same results. The caller sets np.errstate."""
        return self.slope

    @abstractmethod
    def find_features(self) -> Features:
        """Find the hills and valleys of the whole domain."""

    @abstractmethod
    def cell_bounds(self) -> CellBounds:
        """Bound the second to fifth derivatives in cells that together are the domain."""

    @cached_property
    def wells(self) -> ValleyWells:
        """How the landscape bends in each valley, for the theorems on trapped balls."""
        return ValleyWells(self.cell_bounds(), self.features)

    @cached_property
    def features(self) -> Features:
        """Hills, valleys and minima, found once."""
        return self.find_features()

    @cached_property
    def trapping_table(self) -> TrappingTable:
        """Upper bounds of the kinetic energy with which a ball can be trapped, by position: for sweeps."""
        lo, hi = self.domain
        edges = np.clip(lo + np.arange(CELLS + 1) * ((hi - lo) / CELLS), lo, hi)
        return TrappingTable(self.domain, self.height(edges), self.features)
