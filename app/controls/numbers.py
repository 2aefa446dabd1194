"""Numbers as people type and read them."""

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from physics.ball import LARGEST_ETA, SMALLEST_ETA

_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def number_text(value: float, decimals: int = 0) -> str:
    """The shortest text that reads back to the same number, with at least so many decimals: 0.9 → 0.90.

    Powers of ten appear only below 1e-6 and from 1e15.
    """
    if not math.isfinite(value):
        return repr(value)
    shortest = Decimal(repr(value + 0.0)).normalize()  # + 0.0 turns −0 into 0
    if value != 0.0 and not 1e-6 <= abs(value) < 1e15:
        return f"{shortest:e}".replace("e+", "e")
    needed = max(0, -int(shortest.as_tuple().exponent))
    return f"{shortest:.{max(needed, decimals)}f}"


def read_number(text: str) -> float:
    """Read 0.95, 0,95, .95, 1e-3, 1/30 or −2; blanks around it don't matter.

    Raises ValueError with a sentence for the person who typed it.
    """
    parts = text.strip().replace("\u2212", "-").split("/")
    numbers = [_read_plain(part.strip()) for part in parts]
    if not text.strip():
        raise ValueError("A number is missing.")
    if len(numbers) > 2 or None in numbers:
        raise ValueError(f"“{text.strip()}” is not a number.")
    top, *bottom = [number for number in numbers if number is not None]
    if 0.0 in bottom:
        raise ValueError("Nothing can be divided by 0.")
    result = top / bottom[0] if bottom else top
    if not math.isfinite(result):
        raise ValueError(f"“{text.strip()}” is too large.")
    return result


def _read_plain(text: str) -> float | None:
    """A decimal number with a point or a comma; None if it is something else."""
    text = text.replace(",", ".") if "." not in text else text
    return float(text) if _PLAIN.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class Bounds:
    """The numbers that a field accepts."""

    lowest: float = -math.inf
    highest: float = math.inf

    def check(self, value: float, symbol: str) -> None:
        """Raise ValueError, with a sentence that names the symbol, when the value is outside."""
        if not self.lowest <= value <= self.highest:
            raise ValueError(f"{symbol} is {self._words()}, not {number_text(value)}.")

    def _words(self) -> str:
        lowest, highest = number_text(self.lowest), number_text(self.highest)
        if self.highest == math.inf:
            return f"{lowest} or more"
        if self.lowest == -math.inf:
            return f"{highest} or less"
        return f"between {lowest} and {highest}"


ETA_BOUNDS = Bounds(SMALLEST_ETA, LARGEST_ETA)
