"""Interval arithmetic on the graph: enclosures of its nodes in many cells of the domain at once."""

from collections.abc import Callable

import numpy as np

from physics.arrays import Bools, Floats
from physics.landscape.formula.graph import OPERATIONS, Graph

Interval = tuple[Floats, Floats]
"""The lowest and highest values in each cell; NaN where the operation is not defined all over the cell."""

FUNCTION_ERROR = 4e-15
"""A generous bound of the relative error of a function of NumPy or libm."""

MAX_ANGLE = 1e8
"""Beyond this angle the enclosures of sin, cos and tan are their whole ranges."""


def enclose(graph: Graph, roots: tuple[int, ...], left: Floats, right: Floats) -> list[Interval]:
    """The interval of each root in the cells [left, right], of the cells' shape."""
    found: dict[int, Interval] = {}
    with np.errstate(all="ignore"):
        for node in graph.dependencies(*roots):
            operation, arguments, value = graph.nodes[node]
            if operation == "variable":
                found[node] = left, right
            elif operation == "constant":
                found[node] = np.full_like(left, value), np.full_like(left, value)
            elif operation == "integer_power":
                found[node] = _integer_power(found[arguments[0]], int(value))
            elif operation == "multiply" and arguments[0] == arguments[1]:
                found[node] = _integer_power(found[arguments[0]], 2)
            else:
                found[node] = RULES[operation](*(found[argument] for argument in arguments))
    return [found[root] for root in roots]


def widen(low: Floats, high: Floats) -> Interval:
    """The interval widened by the error of a function; 0 stays 0, which functions reach exactly or by underflow."""
    return low * (1.0 - FUNCTION_ERROR * np.sign(low)), high * (1.0 + FUNCTION_ERROR * np.sign(high))


def may_be_zero(interval: Interval) -> Bools:
    """(cells,) where a node may be 0 or is not defined all over the cell."""
    low, high = interval
    may_be: Bools = ~((low > 0.0) | (high < 0.0))
    return may_be


def may_change_sign(interval: Interval) -> Bools:
    """(cells,) the same without cells all over which the node is 0."""
    low, high = interval
    may_change: Bools = may_be_zero(interval) & ((low != 0.0) | (high != 0.0))
    return may_change


def _invalidate(low: Floats, high: Floats, is_invalid: Bools) -> Interval:
    return np.where(is_invalid, np.nan, low), np.where(is_invalid, np.nan, high)


def _has_zero(a: Interval) -> Bools:
    return (a[0] <= 0.0) & (a[1] >= 0.0)


def _has_infinity(a: Interval) -> Bools:
    return np.isinf(a[0]) | np.isinf(a[1])


def _hull(*corners: Floats) -> Interval:
    low = high = corners[0]
    for corner in corners[1:]:
        low, high = np.minimum(low, corner), np.maximum(high, corner)
    return low, high


def _add(a: Interval, b: Interval) -> Interval:
    is_invalid = (np.isposinf(a[1]) & np.isneginf(b[0])) | (np.isneginf(a[0]) & np.isposinf(b[1]))
    return _invalidate(a[0] + b[0], a[1] + b[1], is_invalid)


def _negative(a: Interval) -> Interval:
    return -a[1], -a[0]


def _subtract(a: Interval, b: Interval) -> Interval:
    return _add(a, _negative(b))


def _multiply(a: Interval, b: Interval) -> Interval:
    low, high = _hull(a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1])
    return _invalidate(low, high, (_has_zero(a) & _has_infinity(b)) | (_has_zero(b) & _has_infinity(a)))


def _divide(a: Interval, b: Interval) -> Interval:
    low, high = _hull(a[0] / b[0], a[0] / b[1], a[1] / b[0], a[1] / b[1])
    has_pole = _has_zero(b)
    low, high = np.where(has_pole, -np.inf, low), np.where(has_pole, np.inf, high)
    return _invalidate(low, high, (has_pole & _has_zero(a)) | (_has_infinity(a) & _has_infinity(b)))


def _integer_power(a: Interval, n: int) -> Interval:
    """With the multiplications of a `Program`, which are monotone in |u|."""
    low, high = _chain(a[0], n), _chain(a[1], n)
    if n % 2:
        return low, high
    nearest, farthest = _hull(low, high)
    return np.where(_has_zero(a), 0.0, nearest), farthest


def _chain(u: Floats, n: int) -> Floats:
    if n == 1:
        return u
    return _chain(u, n - 1) * u if n % 2 else np.square(_chain(u, n // 2))


def _power(a: Interval, b: Interval) -> Interval:
    """u^v is monotone in u and in v where u > 0, so its extremes are at the corners.

    A negative u has powers only with whole exponents, which are constant in a cell.
    """
    corners = _hull(*(np.power(u, v) for u in a for v in b))
    low, high = widen(*corners)
    is_whole = (b[0] == b[1]) & (np.trunc(b[0]) == b[0])
    is_even = is_whole & (np.fmod(b[0], 2.0) == 0.0)
    crosses_zero = _has_zero(a) & (a[0] < 0.0)
    low = np.where(crosses_zero & is_even, np.minimum(low, 0.0), low)
    is_unbounded = _has_zero(a) & (b[0] < 0.0)
    low, high = np.where(is_unbounded, -np.inf, low), np.where(is_unbounded, np.inf, high)
    is_undefined = ((a[0] < 0.0) & ~is_whole) | (_has_zero(a) & _has_zero(b) & (b[0] != b[1]))
    return _invalidate(low, high, is_undefined | (_has_infinity(b) & (b[0] != b[1])))


def _sqrt(a: Interval) -> Interval:
    return np.sqrt(a[0]), np.sqrt(a[1])


def _abs(a: Interval) -> Interval:
    nearest, farthest = _hull(np.abs(a[0]), np.abs(a[1]))
    return np.where(_has_zero(a), 0.0, nearest), farthest


def _sign(a: Interval) -> Interval:
    return np.sign(a[0]), np.sign(a[1])


def _cosh(a: Interval) -> Interval:
    nearest, farthest = _abs(a)
    return widen(np.cosh(nearest), np.cosh(farthest))


def _sech(a: Interval) -> Interval:
    nearest, farthest = _abs(a)
    return widen(1.0 / np.cosh(farthest), 1.0 / np.cosh(nearest))


def _increasing(operation: str) -> Callable[[Interval], Interval]:
    """The rule of an increasing function; outside its domain it gives NaN."""
    function = OPERATIONS[operation]

    def rule(a: Interval) -> Interval:
        low, high = np.empty(a[0].shape), np.empty(a[0].shape)
        function(a[0], low)
        function(a[1], high)
        return widen(low, high)

    return rule


def _acos(a: Interval) -> Interval:
    return widen(np.arccos(a[1]), np.arccos(a[0]))


def _wave(function: Callable[[Floats], Floats], top: float) -> Callable[[Interval], Interval]:
    """The rule of sin or cos, which is 1 at the angles `top` + 2πk."""

    def rule(a: Interval) -> Interval:
        low, high = widen(*_hull(function(a[0]), function(a[1])))
        is_far = (np.maximum(np.abs(a[0]), np.abs(a[1])) > MAX_ANGLE) & ~_has_infinity(a)
        high = np.where(is_far | _contains(a, top, 2.0 * np.pi), 1.0, high)
        low = np.where(is_far | _contains(a, top + np.pi, 2.0 * np.pi), -1.0, low)
        return _invalidate(low, high, _has_infinity(a))

    return rule


def _contains(a: Interval, angle: float, period: float) -> Bools:
    """Whether the interval holds angle + k · period; within the error of a function of an end it counts as inside."""
    margin = FUNCTION_ERROR * (1.0 + np.abs(a[0]) + np.abs(a[1]))
    first = np.ceil((a[0] - margin - angle) / period)
    return first * period + angle <= a[1] + margin


def _tan(a: Interval) -> Interval:
    low, high = widen(np.tan(a[0]), np.tan(a[1]))
    has_pole = _contains(a, 0.5 * np.pi, np.pi) | (np.maximum(np.abs(a[0]), np.abs(a[1])) > MAX_ANGLE)
    return np.where(has_pole, -np.inf, low), np.where(has_pole, np.inf, high)


def _min(a: Interval, b: Interval) -> Interval:
    return np.minimum(a[0], b[0]), np.minimum(a[1], b[1])


def _max(a: Interval, b: Interval) -> Interval:
    return np.maximum(a[0], b[0]), np.maximum(a[1], b[1])


def _pick(a: Interval, b: Interval, x: Interval, y: Interval) -> Interval:
    """The hull of x and y, unless the whole cell is on one side."""
    low, high = _hull(x[0], y[0])[0], _hull(x[1], y[1])[1]
    is_x, is_y = a[1] < b[0], a[0] > b[1]
    return np.where(is_x, x[0], np.where(is_y, y[0], low)), np.where(is_x, x[1], np.where(is_y, y[1], high))


INCREASING = ("asin", "atan", "sinh", "tanh", "exp", "log", "log10")

RULES: dict[str, Callable[..., Interval]] = {
    "add": _add,
    "subtract": _subtract,
    "negative": _negative,
    "multiply": _multiply,
    "divide": _divide,
    "power": _power,
    "sin": _wave(np.sin, 0.5 * np.pi),
    "cos": _wave(np.cos, 0.0),
    "tan": _tan,
    "acos": _acos,
    "cosh": _cosh,
    "sech": _sech,
    "sqrt": _sqrt,
    "abs": _abs,
    "sign": _sign,
    "min": _min,
    "max": _max,
    "pick": _pick,
    **{operation: _increasing(operation) for operation in INCREASING},
}
