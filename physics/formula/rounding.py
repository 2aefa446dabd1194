"""How far rounding can move a computed value: one more node, made from the formula as its derivatives are.

The running error analysis of Wilkinson (1963): every operation adds one unit in the last place of its own result, and
passes on the errors of its arguments, times its derivative by them.
"""

from collections.abc import Callable

import numpy as np

from physics.formula.companions import Companions
from physics.formula.derivative import OUTER, Term
from physics.formula.graph import Graph
from physics.formula.simplify import over, plus, times

UNIT = float(np.finfo(np.float64).eps)
"""Relative error of one operation: twice that of a correctly rounded one, since sin, exp, … are a little worse."""


class Rounding(Companions):
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


def _product(term: Term) -> int:
    return plus(
        term.graph, _scaled(term, term.inner[0], term.arguments[1]), _scaled(term, term.inner[1], term.arguments[0])
    )


def _quotient(term: Term) -> int:
    above = plus(term.graph, term.inner[0], _scaled(term, term.inner[1], term.number))
    return over(term.graph, above, _size(term.graph, term.arguments[1]))


def _power(term: Term) -> int:
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
    "multiply": _product,
    "divide": _quotient,
    "power": _power,
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
