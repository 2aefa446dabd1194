"""Numbers as the screen shows them: exact where they can be typed, rounded where they only inform."""

import math
from collections.abc import Sequence
from decimal import Decimal

from app.controls.numbers import number_text
from physics.words import MINUS, power_of_ten

DIGITS = 4
LONGEST_EXACT = 6
"""Characters."""
SMALLEST_PLAIN, LARGEST_PLAIN = -4, 5
"""Powers of ten between which numbers are written without one."""


def exact(value: float, decimals: int = 0) -> str:
    """The shortest text that reads back to the same number, with at least so many decimals: 0.9 → 0.90."""
    return number_text(value, decimals).replace("-", MINUS)


def rounded(value: float) -> str:
    """A number to four significant digits: 1.932, −0.07085, 7.085·10⁻⁶."""
    texts, power = on_one_scale([value])
    return texts[0] + power


def short(value: float, digits: int = DIGITS) -> str:
    """The exact text where that is short, else so many significant digits, without zeros at the end."""
    text = exact(value)
    if math.isfinite(value) and len(text) <= LONGEST_EXACT and "e" not in text:
        return text
    (text,), power = on_one_scale([value], digits)
    return (text.rstrip("0").rstrip(".") if "." in text else text) + power


def on_one_scale(values: Sequence[float], digits: int = DIGITS) -> tuple[list[str], str]:
    """Texts with as many decimals each as the largest needs for its digits, and the power of ten that all share.

    So −0.07085, −0.07855 and 0.00770 can be added up by eye. The power is empty for numbers of everyday size.
    """
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    exponent = math.floor(math.log10(largest)) if largest > 0.0 else 0
    plain = SMALLEST_PLAIN <= exponent <= LARGEST_PLAIN
    decimals = max(0, digits - 1 - exponent) if plain else digits - 1
    shift = 0 if plain else -exponent
    texts = [_text(value, shift, decimals if largest > 0.0 else 0) for value in values]
    return texts, "" if plain else power_of_ten(exponent)


def _text(value: float, shift: int, decimals: int) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0.0 else f"{MINUS}∞"
    text = f"{Decimal(value).scaleb(shift):.{decimals}f}"
    return text.removeprefix("-") if float(text) == 0.0 else text.replace("-", MINUS)  # no −0.00
