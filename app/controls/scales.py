"""Scales that sliders and number fields step along: memory for α, logarithmic for η, even for w."""

import math
from abc import ABC, abstractmethod

from physics.rules import memory
from physics.rules.base import LARGEST_ETA, SMALLEST_ETA
from physics.rules.suggestion import eta_range

FULL_DIGITS = 17
"""Significant digits that tell any two floats apart."""
HAIR = 1e-9
"""Places closer than this share of the scale are the same: logarithms are rounded."""


class Scale(ABC):
    """A monotone map between a value and its place on a slider."""

    low: float
    """The place of the left end."""
    high: float
    """The place of the right end."""
    step: float
    """How far an arrow key goes; with Shift a tenth of it, a page key ten times as far."""
    stop: float | None = None
    """A value of its own beyond the right end, if there is one."""

    @abstractmethod
    def place(self, value: float) -> float:
        """Where a value lies; inf for the stop. May lie outside `low` … `high`."""

    @abstractmethod
    def value(self, place: float, digits: int = 3) -> float:
        """The value at a place, rounded to so many digits where that is short and exact enough."""

    def stepped(self, value: float, distance: float) -> float:
        """The value so far away, or the nearest end; it never lies on the wrong side of where it came from.

        From the right end one more step leads to the stop; a value that was typed beyond an end steps back onto it.
        """
        here = self.place(value)
        hair = HAIR * (self.high - self.low)
        if distance > 0.0 and here >= self.high - hair:
            return value if self.stop is None else self.stop
        if distance < 0.0 and here <= self.low + hair:
            return value
        target = min(max(here + distance, self.low), self.high)
        for digits in range(2 if abs(distance) >= self.step else 3, FULL_DIGITS + 1):
            result = self.value(target, digits)
            if (result - value) * distance > 0.0:
                return result
        return value


class MemoryScale(Scale):
    """α from 0 to 0.999 by log₁₀ 1/(1 − α), and a stop for exactly 1."""

    low = 0.0
    high = memory.SCALE_END
    step = 0.05
    stop = 1.0

    def place(self, value: float) -> float:
        """log₁₀ 1/(1 − α). Raises ValueError unless 0 ≤ α ≤ 1."""
        return memory.scale_from_alpha(value)

    def value(self, place: float, digits: int = 3) -> float:
        """α with so many significant digits of 1 − α."""
        return memory.rounded(memory.alpha_from_scale(place), digits)


class LogScale(Scale):
    """A positive value by its logarithm to base 10."""

    step = 0.05

    def __init__(self, lowest: float, highest: float) -> None:
        """Raises ValueError unless 0 < lowest < highest < inf."""
        if not 0.0 < lowest < highest < math.inf:
            raise ValueError(f"a logarithmic scale can't reach from {lowest} to {highest}")
        self.low = math.log10(lowest)
        self.high = math.log10(highest)

    @classmethod
    def around(cls, centre: float) -> "LogScale":
        """For η: from centre / 30 to centre · 30, as far as there are learning rates."""
        return cls(*eta_range(centre))

    def place(self, value: float) -> float:
        """log₁₀ of the value. Raises ValueError unless it is positive."""
        if not value > 0.0:
            raise ValueError(f"{value} is not on a logarithmic scale")
        return math.log10(value)

    def value(self, place: float, digits: int = 3) -> float:
        """The value with so many significant digits."""
        return min(max(float(f"{10.0**place:.{digits - 1}e}"), SMALLEST_ETA), LARGEST_ETA)


class LinearScale(Scale):
    """A value between two ends, evenly; its digits count from the width of the scale."""

    def __init__(self, lowest: float, highest: float) -> None:
        """Raises ValueError unless lowest < highest, both finite."""
        if not -math.inf < lowest < highest < math.inf:
            raise ValueError(f"an even scale can't reach from {lowest} to {highest}")
        self.low = lowest
        self.high = highest
        self.step = (highest - lowest) / 100.0

    def place(self, value: float) -> float:
        """The value itself."""
        return value

    def value(self, place: float, digits: int = 3) -> float:
        """The place rounded to a hundredth of the width with 2 digits, a thousandth with 3; the ends stay exact."""
        if place in (self.low, self.high):
            return place
        decimals = digits - math.floor(math.log10(self.high - self.low))
        return min(max(round(place, decimals), self.low), self.high)
