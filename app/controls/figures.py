"""Numbers as the screen shows them: exact where they can be typed, rounded where they only inform."""

import math
from collections.abc import Sequence
from decimal import Decimal

from app.controls.numbers import number_text

MINUS = "\u2212"
DIGITS = 4
LONGEST_EXACT = 6
"""Characters."""
SMALLEST_PLAIN, LARGEST_PLAIN = -4, 5
"""Powers of ten between which numbers are written without one."""
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def exact(value: float, decimals: int = 0) -> str:
    """The shortest text that reads back to the same number, with at least so many decimals: 0.9 → 0.90."""
    return number_text(value, decimals).replace("-", MINUS)


def rounded(value: float) -> str:
    """A number to four significant digits: 1.932, −0.07085, 7.085·10⁻⁶."""
    texts, power = on_one_scale([value])
    return texts[0] + power


def short(value: float) -> str:
    """The exact text where that is short, else four significant digits."""
    text = exact(value)
    return text if len(text) <= LONGEST_EXACT else rounded(value)


def on_one_scale(values: Sequence[float]) -> tuple[list[str], str]:
    """Texts with as many decimals each as the largest needs for four digits, and the power of ten that all share.

    So −0.07085, −0.07855 and 0.00770 can be added up by eye. The power is empty for numbers of everyday size.
    """
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    exponent = math.floor(math.log10(largest)) if largest > 0.0 else 0
    plain = SMALLEST_PLAIN <= exponent <= LARGEST_PLAIN
    decimals = max(0, DIGITS - 1 - exponent) if plain else DIGITS - 1
    shift = 0 if plain else -exponent
    texts = [_text(value, shift, decimals if largest > 0.0 else 0) for value in values]
    return texts, "" if plain else f"·10{str(exponent).translate(_SUPERSCRIPTS)}"


def _text(value: float, shift: int, decimals: int) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0.0 else f"{MINUS}∞"
    return f"{Decimal(value + 0.0).scaleb(shift):.{decimals}f}".replace("-", MINUS)
