"""What the slider of a parameter of a formula reaches over."""

from dataclasses import dataclass

from app.files.complaints import not_between, plain
from app.text.translation import _

FARTHEST = 1e100
"""The largest |value| of an end."""


@dataclass(frozen=True)
class SliderRange:
    """From where to where a slider reaches, and the step of its keys. Raises ValueError, with the field's name."""

    low: float = -5.0
    high: float = 5.0
    step: float = 0.05

    def __post_init__(self) -> None:
        """Check the numbers."""
        for name, end in (("low", self.low), ("high", self.high)):
            if not abs(end) <= FARTHEST:
                raise ValueError(f"{name}: {not_between(end, -FARTHEST, FARTHEST)}")
        if not self.low < self.high:
            pattern = _("{value} is not greater than {low}")
            raise ValueError(f"high: {pattern.format(value=plain(self.high), low=plain(self.low))}")
        if not 0.0 < self.step <= self.high - self.low:
            pattern = _("{value} is not more than 0 and at most the width, {width}")
            raise ValueError(f"step: {pattern.format(value=plain(self.step), width=plain(self.high - self.low))}")

    def including(self, value: float) -> "SliderRange":
        """Wide enough for a value, as far as a slider can reach."""
        end = min(max(value, -FARTHEST), FARTHEST)
        return SliderRange(min(self.low, end), max(self.high, end), self.step)
