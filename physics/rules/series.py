"""Values of a parameter from one to another, for a series of balls that differ in it."""

import math

from physics.rules.base import Parameter, Scale
from physics.rules.memory import alpha_series, spread


def series(parameter: Parameter, first: float, last: float, count: int) -> tuple[float, ...]:
    """`count` values from first to last, evenly spaced on the scale of the parameter; for a count of 1, first alone.

    The ends are exact; the values between are rounded, with more digits where neighbours would coincide. On the scale
    of memory they are those of `alpha_series`.

    Raises OutOfRange for an end that the parameter cannot have, and ValueError if count is less than 1.
    """
    for end in (first, last):
        parameter.check(end)
    if parameter.scale is Scale.MEMORY:
        return alpha_series(first, last, count)
    if count < 1:
        raise ValueError(f"a series has at least one ball, not {count}")
    if count == 1 or first == last:
        return (float(first),) * count
    shares = [i / (count - 1) for i in range(1, count - 1)]
    low, high = min(first, last), max(first, last)
    if parameter.scale is Scale.LOGARITHMIC:
        begin, end = math.log10(first), math.log10(last)
        exact = [10.0 ** (begin + (end - begin) * share) for share in shares]
        return spread(first, last, exact, lambda value, digits: _within(low, float(f"{value:.{digits - 1}e}"), high))
    exact = [first * (1.0 - share) + last * share for share in shares]
    magnitude = math.floor(math.log10(high / 2.0 - low / 2.0))
    return spread(first, last, exact, lambda value, digits: _within(low, round(value, digits - 1 - magnitude), high))


def _within(low: float, value: float, high: float) -> float:
    return min(max(value, low), high)
