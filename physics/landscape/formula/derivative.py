"""Exact derivatives on the graph: forward-mode automatic differentiation, done once, when a formula is made.

Every rule is the chain rule of one operation (Wengert 1964): the result is a node like any other, so f″ is the
derivative of the derivative.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

from physics.landscape.formula.graph import Graph, GraphTransform, minus, over, plus, times


class Differentiator(GraphTransform):
    """Derivatives of the nodes of one graph, each found once."""

    def __init__(self, graph: Graph) -> None:
        """Begin with the variable, whose derivative is 1."""
        super().__init__(graph, 1.0)

    def derivative(self, root: int) -> int:
        """The node of d root / dw."""
        return self.beside(root)

    def _of(self, operation: str, number: int, arguments: tuple[int, ...], inner: tuple[int, ...], value: float) -> int:
        term = Term(self.graph, number, arguments, inner, value)
        if operation in RULES:
            return RULES[operation](term)
        if self.graph.value(inner[0]) == 0.0:
            return inner[0]
        return times(self.graph, OUTER[operation](term), inner[0])


class Term(NamedTuple):
    """A node to be differentiated: its number, arguments, their derivatives, and its value (an integer exponent)."""

    graph: Graph
    number: int
    arguments: tuple[int, ...]
    inner: tuple[int, ...]
    value: float

    @property
    def u(self) -> int:
        """The first argument, usually the only one."""
        return self.arguments[0]

    def of_u(self, operation: str) -> int:
        """Another function of the same argument."""
        return self.graph.apply(operation, self.u)

    def negative(self, node: int) -> int:
        """−node."""
        return self.graph.apply("negative", node)

    def squared(self, node: int) -> int:
        """node²."""
        return self.graph.power(node, self.graph.constant(2.0))

    def one_plus(self, node: int) -> int:
        """1 + node."""
        return self.graph.apply("add", self.graph.constant(1.0), node)

    def fraction(self, factor: float, node: int) -> int:
        """factor / node."""
        return self.graph.apply("divide", self.graph.constant(factor), node)


def _product(term: Term) -> int:
    (a, b), graph = term.arguments, term.graph
    return plus(graph, times(graph, term.inner[0], b), times(graph, a, term.inner[1]))


def _quotient(term: Term) -> int:
    """(a / b)′ = (a′ − (a / b) b′) / b: uses f's own quotient again."""
    graph = term.graph
    return over(graph, minus(graph, term.inner[0], times(graph, term.number, term.inner[1])), term.arguments[1])


def _power(term: Term) -> int:
    """(u^v)′ = v u^(v−1) u′ for a constant v, otherwise u^v (v′ log u + v u′ / u)."""
    (u, v), graph = term.arguments, term.graph
    exponent = graph.value(v)
    if exponent is not None:
        outer = times(graph, v, graph.power(u, graph.constant(exponent - 1.0)))
        return times(graph, outer, term.inner[0])
    growth = times(graph, term.inner[1], graph.apply("log", u))
    return times(graph, term.number, plus(graph, growth, times(graph, v, over(graph, term.inner[0], u))))


def _picked(term: Term, a: int, b: int, x: int, y: int) -> int:
    """The derivative x where a < b, y where a > b."""
    return x if x == y else term.graph.apply("pick", a, b, x, y)


RULES: dict[str, Callable[[Term], int]] = {
    "add": lambda term: plus(term.graph, *term.inner),
    "subtract": lambda term: minus(term.graph, *term.inner),
    "negative": lambda term: times(term.graph, term.graph.constant(-1.0), term.inner[0]),
    "multiply": _product,
    "divide": _quotient,
    "power": _power,
    "min": lambda term: _picked(term, *term.arguments, *term.inner),
    "max": lambda term: _picked(term, *term.arguments[::-1], *term.inner),
    "pick": lambda term: _picked(term, *term.arguments[:2], *term.inner[2:]),
}
"""The whole derivative of operations that are sums or have several arguments."""


def _integer_power(term: Term) -> int:
    graph = term.graph
    return times(graph, graph.constant(term.value), graph.power(term.u, graph.constant(term.value - 1.0)))


def _inverse_sine(term: Term) -> int:
    """1 / √((1 − u)(1 + u)), which keeps its accuracy near ±1."""
    graph = term.graph
    below = graph.apply("subtract", graph.constant(1.0), term.u)
    room = graph.apply("multiply", below, term.one_plus(term.u))
    return term.fraction(1.0, graph.apply("sqrt", room))


OUTER: dict[str, Callable[[Term], int]] = {
    "integer power": _integer_power,
    "sin": lambda term: term.of_u("cos"),
    "cos": lambda term: term.negative(term.of_u("sin")),
    "tan": lambda term: term.one_plus(term.squared(term.number)),
    "asin": _inverse_sine,
    "acos": lambda term: term.negative(_inverse_sine(term)),
    "atan": lambda term: term.fraction(1.0, term.one_plus(term.squared(term.u))),
    "sinh": lambda term: term.of_u("cosh"),
    "cosh": lambda term: term.of_u("sinh"),
    "tanh": lambda term: term.squared(term.of_u("sech")),
    "sech": lambda term: term.negative(term.graph.apply("multiply", term.number, term.of_u("tanh"))),
    "exp": lambda term: term.number,
    "log": lambda term: term.fraction(1.0, term.u),
    "log10": lambda term: term.fraction(1.0 / math.log(10.0), term.u),
    "sqrt": lambda term: term.fraction(0.5, term.number),
    "abs": lambda term: term.of_u("sign"),
}
"""The derivative of a function of one argument by that argument; the chain rule then multiplies by u′."""
