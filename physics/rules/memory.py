"""Momentum as memory: a ball with momentum α remembers about 1/(1 − α) steps.

The *memory scale* is log₁₀ 1/(1 − α), the logarithm of the effective horizon. Sliders, maps and series of balls are
linear in it, because α matters most close to 1.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from physics.rules.base import ALPHA

SCALE_END = 3.0
"""End of the slider's scale: α = 0.999. The slider has one more stop, α = 1."""
DEFAULT_DIGITS, MAX_DIGITS = 3, 15
"""Significant digits of 1 − α of a value chosen by a slider or in a series; more only to keep neighbours apart."""
LARGEST_BELOW_ONE = math.nextafter(1.0, 0.0)


def memory(alpha: float) -> float:
    """1/(1 − α), in steps; inf at α = 1.

    Raises ValueError unless 0 ≤ α ≤ 1.
    """
    ALPHA.check(alpha)
    return math.inf if alpha == 1.0 else 1.0 / (1.0 - alpha)


def scale_from_alpha(alpha: float) -> float:
    """log₁₀ 1/(1 − α): 0 at α = 0, 1 at 0.9, 3 at 0.999, inf at 1.

    Raises ValueError unless 0 ≤ α ≤ 1.
    """
    return math.log10(memory(alpha))


def alpha_from_scale(scale: float) -> float:
    """α = 1 − 10^(−scale), the inverse of `scale_from_alpha`, not rounded.

    Raises ValueError if the scale is negative or NaN.
    """
    if not scale >= 0.0:
        raise ValueError(f"{scale} is not on the memory scale, which begins at 0")
    return float(1.0 - 10.0**-scale)


def rounded(alpha: float, digits: int = DEFAULT_DIGITS) -> float:
    """Round α to `digits` significant digits of 1 − α, so that the text shown is the exact value: 0.98765 → 0.9877.

    Raises ValueError unless 0 ≤ α ≤ 1.
    """
    ALPHA.check(alpha)
    if alpha == 1.0:
        return 1.0
    return round(alpha, digits - 1 - math.floor(math.log10(1.0 - alpha)))


def alpha_series(first: float, last: float, count: int) -> tuple[float, ...]:
    """`count` values of α from first to last, evenly spaced on the memory scale; for a count of 1, first alone.

    The ends are exact; the values between are rounded like a slider's, with more digits where neighbours would
    coincide. α = 1 lies at infinity on the scale: if it is an end, the other values run from the other end to 0.999, or
    to ten times that end's memory if that is more.

    Raises ValueError if an end is not between 0 and 1 or count is less than 1.
    """
    ALPHA.check(first)
    ALPHA.check(last)
    if count < 1:
        raise ValueError(f"a series has at least one ball, not {count}")
    if count == 1 or first == last:
        return (float(first),) * count
    if last == 1.0:
        return (*_to_scale_end(first, count - 1), 1.0)
    if first == 1.0:
        return (1.0, *_to_scale_end(last, count - 1)[::-1])
    return _evenly(first, last, count)


def between(alphas: Iterable[float]) -> float:
    """The middle of the widest gap between these α on the slider's scale, rounded like a slider's value.

    Raises ValueError unless all are between 0 and 1.
    """
    scales = sorted({0.0, SCALE_END, *(min(scale_from_alpha(alpha), SCALE_END) for alpha in alphas)})
    low, high = max(pairwise(scales), key=lambda gap: gap[1] - gap[0])
    return _evenly(alpha_from_scale(low), alpha_from_scale(high), 3)[1]


def _to_scale_end(alpha: float, count: int) -> tuple[float, ...]:
    """From α to 0.999, or to one unit of the scale above α if that is more."""
    last = min(rounded(alpha_from_scale(max(SCALE_END, scale_from_alpha(alpha) + 1.0))), LARGEST_BELOW_ONE)
    return (float(alpha),) if count == 1 else _evenly(alpha, last, count)


def _evenly(first: float, last: float, count: int) -> tuple[float, ...]:
    """At least two values, evenly spaced on the scale, with the fewest digits that keep them in order and apart."""
    start, end = scale_from_alpha(first), scale_from_alpha(last)
    exact = [alpha_from_scale(start + (end - start) * i / (count - 1)) for i in range(1, count - 1)]
    return spread(first, last, exact, rounded)


def spread(
    first: float, last: float, exact: Sequence[float], rounded: Callable[[float, int], float]
) -> tuple[float, ...]:
    """The ends and, rounded, the values between, with the fewest digits that keep them in order and apart.

    `rounded` takes a value and a number of digits.
    """
    values: list[float] = []
    for digits in range(DEFAULT_DIGITS, MAX_DIGITS + 1):
        values = [float(first), *(rounded(value, digits) for value in exact), float(last)]
        if all((a < b) == (first < last) and a != b for a, b in pairwise(values)):
            break
    return tuple(values)
