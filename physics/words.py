"""Numbers and counts as sentences say them."""

import math

MINUS = "\u2212"


def number(value: float) -> str:
    """A number to three significant digits, or to the unit: 1.93, 0.21, −12.5, 48213, 1.2e−7, ∞."""
    if math.isinf(value):
        text = "∞" if value > 0 else "-∞"
    elif 999.5 <= abs(value) < 1e6:
        text = f"{value:.0f}"
    else:
        text = f"{value + 0.0:.3g}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e-")
    return text.replace("-", MINUS)


def counted(count: int, thing: str) -> str:
    """A count and its noun: 1 hill, 3 hills, 1,214 steps."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
