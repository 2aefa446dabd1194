"""Numbers as the panels show them: exact where they can be typed, rounded where they only inform."""

from app.controls.numbers import number_text
from app.controls.one_scale import MINUS, rounded

LONGEST_EXACT = 6
"""Characters."""


def exact(value: float, decimals: int = 0) -> str:
    """The shortest text that reads back to the same number, with at least so many decimals: 0.9 → 0.90."""
    return number_text(value, decimals).replace("-", MINUS)


def short(value: float) -> str:
    """The exact text where that is short, else four significant digits."""
    text = exact(value)
    return text if len(text) <= LONGEST_EXACT else rounded(value)
