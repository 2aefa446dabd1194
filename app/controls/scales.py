"""Scales for sliders and number fields: memory for α, logarithmic for η, linear for w."""

import math
from abc import ABC, abstractmethod
from decimal import Decimal
from functools import lru_cache

from physics.rules import memory
from physics.rules.base import ETA, Parameter, Scale
from physics.rules.suggestion import eta_range

FULL_DIGITS = 17
"""Significant digits that tell any two floats apart."""
TOLERANCE = 1e-9
"""Positions closer than this share of the scale count as equal: logarithms are rounded."""


class SliderScale(ABC):
    """A monotone map from a value to its position on a slider."""

    low: float
    """Position of the left end."""
    high: float
    """Position of the right end."""
    step: float
    """Distance of an arrow key; with Shift a tenth of it, for page keys ten times as much."""
    stop: float | None = None
    """A separate value beyond the right end, if there is one."""

    @abstractmethod
    def to_position(self, value: float) -> float:
        """The position of a value; inf for the stop. May lie outside `low` … `high`."""

    @abstractmethod
    def value(self, position: float, digits: int = 3) -> float:
        """The value at a position, rounded to `digits` digits."""

    def stepped(self, value: float, distance: float) -> float:
        """The value at a distance from another, at most the end; rounding never turns it to the wrong side.

        From the right end one more step leads to the stop; a value beyond an end steps back onto that end.
        """
        here = self.to_position(value)
        tolerance = TOLERANCE * (self.high - self.low)
        if distance > 0.0 and here >= self.high - tolerance:
            return value if self.stop is None else self.stop
        if distance < 0.0 and here <= self.low + tolerance:
            return value
        target = min(max(here + distance, self.low), self.high)
        for digits in range(2 if abs(distance) >= self.step else 3, FULL_DIGITS + 1):
            result = self.value(target, digits)
            if (result - value) * distance > 0.0:
                return result
        return value


class MemoryScale(SliderScale):
    """α from 0 to 0.999 by log₁₀ 1/(1 − α), and a stop for exactly 1."""

    low = 0.0
    high = memory.SCALE_END
    step = 0.05
    stop = 1.0

    def to_position(self, value: float) -> float:
        """log₁₀ 1/(1 − α). Raises ValueError unless 0 ≤ α ≤ 1."""
        return memory.scale_from_alpha(value)

    def value(self, position: float, digits: int = 3) -> float:
        """α, with `digits` significant digits of 1 − α."""
        return memory.rounded(memory.alpha_from_scale(position), digits)


class LogScale(SliderScale):
    """log₁₀ of a positive value."""

    step = 0.05

    def __init__(self, lowest: float, highest: float) -> None:
        """Raises ValueError unless 0 < lowest < highest < inf."""
        if not 0.0 < lowest < highest < math.inf:
            raise ValueError(f"a logarithmic scale can't reach from {lowest} to {highest}")
        self.low = math.log10(lowest)
        self.high = math.log10(highest)

    @classmethod
    def around(cls, centre: float) -> "LogScale":
        """For η: from centre / 30 to centre · 30, within the allowed learning rates."""
        return cls(*eta_range(centre))

    def to_position(self, value: float) -> float:
        """log₁₀ of the value. Raises ValueError unless it is positive."""
        if not value > 0.0:
            raise ValueError(f"{value} is not on a logarithmic scale")
        return math.log10(value)

    def value(self, position: float, digits: int = 3) -> float:
        """The value, with `digits` significant digits."""
        return min(max(float(f"{10.0**position:.{digits - 1}e}"), ETA.low), ETA.high)


class LinearScale(SliderScale):
    """A value between two ends; digits count from the width of the scale."""

    def __init__(self, lowest: float, highest: float) -> None:
        """Raises ValueError unless lowest < highest, both finite."""
        if not -math.inf < lowest < highest < math.inf:
            raise ValueError(f"an even scale can't reach from {lowest} to {highest}")
        self.low = lowest
        self.high = highest
        self.step = (highest - lowest) / 100.0

    def to_position(self, value: float) -> float:
        """The value itself."""
        return value

    def value(self, position: float, digits: int = 3) -> float:
        """The value, rounded to about width / 100 with 2 digits, width / 1000 with 3; the ends stay exact."""
        if position in (self.low, self.high):
            return position
        decimals = digits - math.floor(math.log10(self.high - self.low))
        return min(max(round(position, decimals), self.low), self.high)


class SteppedScale(LinearScale):
    """A linear scale whose values are its left end and so many steps, and its right end; finer with Shift."""

    def __init__(self, lowest: float, highest: float, step: float) -> None:
        """Raises ValueError unless lowest < highest, both finite."""
        super().__init__(lowest, highest)
        self.step = step

    def value(self, position: float, digits: int = 3) -> float:
        """The nearest value; with more than 3 digits any, as on a linear scale."""
        if digits > 3 or position in (self.low, self.high):
            return super().value(position, digits)
        steps = round((position - self.low) / self.step)
        return min(max(float(Decimal(repr(self.low)) + steps * Decimal(repr(self.step))), self.low), self.high)


@lru_cache(maxsize=128)
def scale_of(parameter: Parameter, centre: float = 1.0) -> SliderScale:
    """The scale of a slider for a parameter, the same object each time; that of η lies around a centre."""
    if parameter.scale is Scale.MEMORY:
        return MemoryScale()
    if parameter == ETA:
        return LogScale.around(centre)
    kind = LinearScale if parameter.scale is Scale.LINEAR else LogScale
    return kind(parameter.low, parameter.high)
