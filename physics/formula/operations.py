"""The elementwise operations that formulas are computed by; each is called as operation(*arguments, out).

All of numpy's loops used here give an element the same bits whatever stands beside it: tested for lengths 1 to 70,
every offset, stride and shape, with huge numbers, infinities and NaN in between. The one exception, a constant
exponent of numpy's power, never occurs (see `Graph.power`).
"""

from collections.abc import Callable

import numpy as np

from physics.arrays import Floats


def minimum(a: Floats, b: Floats, out: Floats) -> None:
    """min(a, b). numpy wants `out` by name here."""
    np.minimum(a, b, out=out)


def maximum(a: Floats, b: Floats, out: Floats) -> None:
    """max(a, b). numpy wants `out` by name here."""
    np.maximum(a, b, out=out)


def sech(u: Floats, out: Floats) -> None:
    """1 / cosh(u), the root of tanh′; underflows to 0 for large |u| as it should."""
    np.cosh(u, out)
    np.divide(1.0, out, out)


def pick(a: Floats, b: Floats, x: Floats, y: Floats, out: Floats) -> None:
    """x where a < b, y where a > b, and their mean where a = b: the derivative of min and max.

    `out` may not be one of the arguments. The side that is not picked may be infinite.
    """
    out.fill(np.nan)
    np.copyto(out, 0.5 * x + 0.5 * y, where=a == b)
    np.copyto(out, x, where=a < b)
    np.copyto(out, y, where=a > b)


OPERATIONS: dict[str, Callable[..., object]] = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
    "power": np.power,
    "negative": np.negative,
    "square": np.square,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "sech": sech,
    "exp": np.exp,
    "log": np.log,
    "log10": np.log10,
    "sqrt": np.sqrt,
    "abs": np.absolute,
    "sign": np.sign,
    "min": minimum,
    "max": maximum,
    "pick": pick,
}

NOT_IN_PLACE = ("pick",)
"""Operations whose result may not overwrite an argument."""

COSTS = {"sin": 30, "cos": 30, "tan": 10, "sinh": 10, "cosh": 10, "sech": 10, "power": 10, "pick": 10}
"""How many additions an operation takes as long as, on huge numbers; the others count as one."""
