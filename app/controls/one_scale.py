"""Numbers that are read side by side: rounded, and with as many decimals each as it takes to add them up by eye."""

import math
from collections.abc import Sequence
from decimal import Decimal

MINUS = "\u2212"
DIGITS = 4
SMALLEST_PLAIN, LARGEST_PLAIN = -4, 5
"""Powers of ten between which numbers are written without one."""
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def rounded(value: float) -> str:
    """A number to four significant digits: 1.932, −0.07085, 7.085·10⁻⁶."""
    texts, power = on_one_scale([value])
    return texts[0] + power


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
