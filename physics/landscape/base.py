"""The landscape: a curve f(w) on an interval, with its slope and what follows from it."""

from abc import ABC, abstractmethod
from functools import cached_property

import numpy as np

from physics.arrays import Floats
from physics.landscape.bounds import CELLS, TrappingTable
from physics.landscape.features import Features
from physics.number_text import MINUS


class Landscape(ABC):
    """A function f on a closed domain [lo, hi] with an exact derivative; immutable, and safe to share and to pickle.

    Both axes are in the landscape's own units. Every number is elementwise: f of a position does not depend on what
    else is in the array, so a ball alone and a ball among others see the same bits.
    """

    def __init__(self, domain: tuple[float, float], title: str, preset: str | None = None) -> None:
        """Keep what every kind of landscape has.

        Raises ValueError when lo and hi are not finite with lo < hi.
        """
        lo, hi = float(domain[0]), float(domain[1])
        if not (lo < hi and hi - lo < float("inf") and lo > float("-inf")):
            shown = f"[{lo:g}, {hi:g}]".replace("-", MINUS)
            raise ValueError(f"the domain {shown} is not an interval: its two ends must be finite, the lower one first")
        self.domain = (lo, hi)
        self.title = title
        self.preset = preset
        """Name of the preset that this landscape came from, else None."""

    @property
    def width(self) -> float:
        """hi − lo."""
        return self.domain[1] - self.domain[0]

    @abstractmethod
    def height(self, w: Floats) -> Floats:
        """f(w), a new array of w's shape. Outside the domain the curve goes on as it may, with NaN where it cannot."""

    @abstractmethod
    def slope(self, w: Floats, out: Floats | None = None) -> Floats:
        """f′(w), exact, of w's shape; written into `out` where given (never the same array as `w`)."""

    @abstractmethod
    def find_features(self) -> Features:
        """Search the whole domain for hills and valleys."""

    @cached_property
    def features(self) -> Features:
        """Hills, valleys and minima, found once."""
        return self.find_features()

    @cached_property
    def trapping_table(self) -> TrappingTable:
        """How fast a ball may be at most, at each place, to be trapped there: for sweeps."""
        lo, hi = self.domain
        ends = np.clip(lo + np.arange(CELLS + 1) * ((hi - lo) / CELLS), lo, hi)
        return TrappingTable(self.domain, self.height(ends), self.features)
