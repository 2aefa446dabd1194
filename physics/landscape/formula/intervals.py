"""Interval arithmetic on the graph, for many cells of the domain at once, and bounds on rounding errors."""

from collections.abc import Callable

import numpy as np

from physics.arrays import Bools, Floats
from physics.landscape.formula.derivative import OUTER, Term
from physics.landscape.formula.graph import OPERATIONS, Graph, GraphTransform, over, plus, times

Interval = tuple[Floats, Floats]

SLACK = 4e-15
"""Relative error that a function of numpy or a libm may have, generously."""

FAR = 1e8
"""Angles beyond this are not followed turn by turn."""


def enclose(graph: Graph, roots: tuple[int, ...], left: Floats, right: Floats) -> list[Interval]:
    """Intervals (lowest, highest), of the cells' shape, of each root in the cells [left, right]."""
    found: dict[int, Interval] = {}
    with np.errstate(all="ignore"):
        for number in graph.needed(*roots):
            operation, arguments, value = graph.nodes[number]
            if operation == "variable":
                found[number] = left, right
            elif operation == "constant":
                found[number] = np.full_like(left, value), np.full_like(left, value)
            elif operation == "integer power":
                found[number] = _integer_power(found[arguments[0]], int(value))
            elif operation == "multiply" and arguments[0] == arguments[1]:
                found[number] = _integer_power(found[arguments[0]], 2)
            else:
                found[number] = RULES[operation](*(found[argument] for argument in arguments))
    return [found[root] for root in roots]


def widened(low: Floats, high: Floats) -> Interval:
    """A little larger on both sides; 0 stays 0, which these functions reach exactly or by underflow."""
    return low * (1.0 - SLACK * np.sign(low)), high * (1.0 + SLACK * np.sign(high))


def _spoilt(low: Floats, high: Floats, bad: Bools) -> Interval:
    return np.where(bad, np.nan, low), np.where(bad, np.nan, high)


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
    clash = (np.isposinf(a[1]) & np.isneginf(b[0])) | (np.isneginf(a[0]) & np.isposinf(b[1]))
    return _spoilt(a[0] + b[0], a[1] + b[1], clash)


def _negative(a: Interval) -> Interval:
    return -a[1], -a[0]


def _subtract(a: Interval, b: Interval) -> Interval:
    return _add(a, _negative(b))


def _multiply(a: Interval, b: Interval) -> Interval:
    low, high = _hull(a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1])
    return _spoilt(low, high, (_has_zero(a) & _has_infinity(b)) | (_has_zero(b) & _has_infinity(a)))


def _divide(a: Interval, b: Interval) -> Interval:
    low, high = _hull(a[0] / b[0], a[0] / b[1], a[1] / b[0], a[1] / b[1])
    pole = _has_zero(b)
    low, high = np.where(pole, -np.inf, low), np.where(pole, np.inf, high)
    return _spoilt(low, high, (pole & _has_zero(a)) | (_has_infinity(a) & _has_infinity(b)))


def _integer_power(a: Interval, n: int) -> Interval:
    """By the program's own multiplications, which are monotone in |u|."""
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

    A negative u only has powers with whole exponents, here one and the same in every cell.
    """
    corners = _hull(*(np.power(u, v) for u in a for v in b))
    low, high = widened(*corners)
    whole = (b[0] == b[1]) & (np.trunc(b[0]) == b[0])
    even = whole & (np.fmod(b[0], 2.0) == 0.0)
    through = _has_zero(a) & (a[0] < 0.0)
    low = np.where(through & even, np.minimum(low, 0.0), low)
    endless = _has_zero(a) & (b[0] < 0.0)
    low, high = np.where(endless, -np.inf, low), np.where(endless, np.inf, high)
    undefined = ((a[0] < 0.0) & ~whole) | (_has_zero(a) & _has_zero(b) & (b[0] != b[1]))
    return _spoilt(low, high, undefined | (_has_infinity(b) & (b[0] != b[1])))


def _sqrt(a: Interval) -> Interval:
    return np.sqrt(a[0]), np.sqrt(a[1])


def _abs(a: Interval) -> Interval:
    nearest, farthest = _hull(np.abs(a[0]), np.abs(a[1]))
    return np.where(_has_zero(a), 0.0, nearest), farthest


def _sign(a: Interval) -> Interval:
    return np.sign(a[0]), np.sign(a[1])


def _cosh(a: Interval) -> Interval:
    nearest, farthest = _abs(a)
    return widened(np.cosh(nearest), np.cosh(farthest))


def _sech(a: Interval) -> Interval:
    nearest, farthest = _abs(a)
    return widened(1.0 / np.cosh(farthest), 1.0 / np.cosh(nearest))


def _rising(operation: str) -> Callable[[Interval], Interval]:
    """The rule of a function that rises everywhere it exists; beyond that its ends are NaN by themselves."""
    function = OPERATIONS[operation]

    def rule(a: Interval) -> Interval:
        low, high = np.empty(a[0].shape), np.empty(a[0].shape)
        function(a[0], low)
        function(a[1], high)
        return widened(low, high)

    return rule


def _acos(a: Interval) -> Interval:
    return widened(np.arccos(a[1]), np.arccos(a[0]))


def _wave(function: Callable[[Floats], Floats], top: float) -> Callable[[Interval], Interval]:
    """The rule of sin or cos, whose value is 1 at the angles `top` + 2πk."""

    def rule(a: Interval) -> Interval:
        low, high = widened(*_hull(function(a[0]), function(a[1])))
        anywhere = (np.maximum(np.abs(a[0]), np.abs(a[1])) > FAR) & ~_has_infinity(a)
        high = np.where(anywhere | _passes(a, top, 2.0 * np.pi), 1.0, high)
        low = np.where(anywhere | _passes(a, top + np.pi, 2.0 * np.pi), -1.0, low)
        return _spoilt(low, high, _has_infinity(a))

    return rule


def _passes(a: Interval, angle: float, period: float) -> Bools:
    """Whether the interval holds angle + k · period; within SLACK of an end it is taken to, which is the safe side."""
    margin = SLACK * (1.0 + np.abs(a[0]) + np.abs(a[1]))
    first = np.ceil((a[0] - margin - angle) / period)
    return first * period + angle <= a[1] + margin


def _tan(a: Interval) -> Interval:
    low, high = widened(np.tan(a[0]), np.tan(a[1]))
    pole = _passes(a, 0.5 * np.pi, np.pi) | (np.maximum(np.abs(a[0]), np.abs(a[1])) > FAR)
    return np.where(pole, -np.inf, low), np.where(pole, np.inf, high)


def _min(a: Interval, b: Interval) -> Interval:
    return np.minimum(a[0], b[0]), np.minimum(a[1], b[1])


def _max(a: Interval, b: Interval) -> Interval:
    return np.maximum(a[0], b[0]), np.maximum(a[1], b[1])


def _pick(a: Interval, b: Interval, x: Interval, y: Interval) -> Interval:
    """Of x and y both, unless the cell is all on one side."""
    low, high = _hull(x[0], y[0])[0], _hull(x[1], y[1])[1]
    first, second = a[1] < b[0], a[0] > b[1]
    return np.where(first, x[0], np.where(second, y[0], low)), np.where(first, x[1], np.where(second, y[1], high))


RISING = ("asin", "atan", "sinh", "tanh", "exp", "log", "log10")

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
    **{operation: _rising(operation) for operation in RISING},
}


UNIT = float(np.finfo(np.float64).eps)
"""Relative error of one operation: twice that of a correctly rounded one, since sin, exp, … are a little worse."""


class Rounding(GraphTransform):
    """Error bounds of the nodes of one graph, each found once."""

    def __init__(self, graph: Graph) -> None:
        """Begin with the variable, which is exact."""
        super().__init__(graph, 0.0)

    def bound(self, root: int) -> int:
        """The node of the error bound of `root`. It may be NaN or infinite at single places, as slopes are."""
        return self.beside(root)

    def _of(self, operation: str, number: int, arguments: tuple[int, ...], inner: tuple[int, ...], value: float) -> int:
        term = Term(self.graph, number, arguments, inner, value)
        if operation in EXACT:
            return EXACT[operation](term)
        units = max(1.0, 0.5 * (value - 1.0)) * UNIT  # an integer power multiplies that often
        own = times(self.graph, self.graph.constant(units), _size(self.graph, number))
        return plus(self.graph, _passed_on(term, operation), own)


def _size(graph: Graph, node: int) -> int:
    return graph.apply("abs", node)


def _scaled(term: Term, error: int, *factors: int) -> int:
    """error · |factor| · …, and 0 for an error that is always 0, whatever the factors."""
    for factor in factors if term.graph.value(error) != 0.0 else ():
        error = times(term.graph, error, _size(term.graph, factor))
    return error


def _passed_on(term: Term, operation: str) -> int:
    """What the errors of the arguments make of the result."""
    if operation in SEVERAL:
        return SEVERAL[operation](term)
    if term.graph.value(term.inner[0]) == 0.0:
        return term.inner[0]
    return _scaled(term, term.inner[0], OUTER[operation](term))


def _product_bound(term: Term) -> int:
    return plus(
        term.graph, _scaled(term, term.inner[0], term.arguments[1]), _scaled(term, term.inner[1], term.arguments[0])
    )


def _quotient_bound(term: Term) -> int:
    above = plus(term.graph, term.inner[0], _scaled(term, term.inner[1], term.number))
    return over(term.graph, above, _size(term.graph, term.arguments[1]))


def _power_bound(term: Term) -> int:
    """By |u^v| (|v / u| · error of u + |log u| · error of v)."""
    u, v = term.arguments
    growth = _scaled(term, term.inner[1], term.number, term.graph.apply("log", u))
    return plus(term.graph, _scaled(term, term.inner[0], term.number, term.graph.apply("divide", v, u)), growth)


def _larger(term: Term) -> int:
    a, b = term.inner[-2:]
    return a if a == b else term.graph.apply("max", a, b)


SEVERAL: dict[str, Callable[[Term], int]] = {
    "add": lambda term: plus(term.graph, *term.inner),
    "subtract": lambda term: plus(term.graph, *term.inner),
    "multiply": _product_bound,
    "divide": _quotient_bound,
    "power": _power_bound,
}
"""Operations with several arguments."""

EXACT: dict[str, Callable[[Term], int]] = {
    "negative": lambda term: term.inner[0],
    "abs": lambda term: term.inner[0],
    "min": _larger,
    "max": _larger,
    "pick": _larger,
}
"""Operations that round nothing themselves."""
