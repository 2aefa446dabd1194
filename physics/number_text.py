"""Numbers as text for sentences."""

import math

MINUS = "\u2212"
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float) -> str:
    """Format to three significant digits, or to the unit: 1.93, 0.21, −12.5, 48,213, 1.2·10⁻⁷, ∞."""
    if math.isinf(value):
        text = "∞" if value > 0 else "-∞"
    elif 999.5 <= abs(value) < 1e6:
        text = f"{value:,.0f}"
    elif value == 0.0 or 9.995e-5 <= abs(value) < 1e6:
        text = f"{value + 0.0:.3g}"
    else:
        return scientific(value, 2)
    return text.replace("-", MINUS)


def scientific(value: float, decimals: int) -> str:
    """Format with a power of ten and at most `decimals` decimals: −1.2·10⁻⁷."""
    mantissa, exponent = f"{value:.{decimals}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa.replace('-', MINUS)}{power_of_ten(int(exponent))}"


def power_of_ten(exponent: int) -> str:
    """Format the factor that follows a mantissa: ·10⁻⁷."""
    return f"·10{str(exponent).translate(_SUPERSCRIPTS)}"
