"""Exact derivatives on the graph: forward-mode automatic differentiation, once for each formula.

Every rule is the chain rule of one operation (Wengert 1964). The result is a node like any other, so f″ is the
derivative of the derivative.
"""

import math
from collections.abc import Callable

from physics.landscape.formula.graph import Graph, GraphTransform, OperationNode, minus, over, plus, times


class Differentiator(GraphTransform):
    """Derivatives of the nodes of one graph, each computed once."""

    def __init__(self, graph: Graph) -> None:
        """The derivative of the variable is 1."""
        super().__init__(graph, 1.0)

    def derivative(self, root: int) -> int:
        """The node of d root / dw."""
        return self.tangent(root)

    def _apply(self, operation: str, term: OperationNode) -> int:
        if operation in RULES:
            return RULES[operation](term)
        if self.graph.value(term.tangents[0]) == 0.0:
            return term.tangents[0]
        return times(self.graph, OUTER[operation](term), term.tangents[0])


def _product(term: OperationNode) -> int:
    (a, b), graph = term.arguments, term.graph
    return plus(graph, times(graph, term.tangents[0], b), times(graph, a, term.tangents[1]))


def _quotient(term: OperationNode) -> int:
    """(a / b)′ = (a′ − (a / b) b′) / b, which uses the quotient a / b again."""
    graph = term.graph
    return over(graph, minus(graph, term.tangents[0], times(graph, term.node, term.tangents[1])), term.arguments[1])


def _power(term: OperationNode) -> int:
    """(u^v)′ = v u^(v−1) u′ for a constant v, otherwise u^v (v′ log u + v u′ / u)."""
    (u, v), graph = term.arguments, term.graph
    exponent = graph.value(v)
    if exponent is not None:
        outer = times(graph, v, graph.power(u, graph.constant(exponent - 1.0)))
        return times(graph, outer, term.tangents[0])
    growth = times(graph, term.tangents[1], graph.apply("log", u))
    return times(graph, term.node, plus(graph, growth, times(graph, v, over(graph, term.tangents[0], u))))


def _picked(term: OperationNode, a: int, b: int, x: int, y: int) -> int:
    """The derivative x where a < b, y where a > b."""
    return x if x == y else term.graph.apply("pick", a, b, x, y)


RULES: dict[str, Callable[[OperationNode], int]] = {
    "add": lambda term: plus(term.graph, *term.tangents),
    "subtract": lambda term: minus(term.graph, *term.tangents),
    "negative": lambda term: times(term.graph, term.graph.constant(-1.0), term.tangents[0]),
    "multiply": _product,
    "divide": _quotient,
    "power": _power,
    "min": lambda term: _picked(term, *term.arguments, *term.tangents),
    "max": lambda term: _picked(term, *term.arguments[::-1], *term.tangents),
    "pick": lambda term: _picked(term, *term.arguments[:2], *term.tangents[2:]),
}
"""Derivatives of sums and of operations with several arguments."""


def _integer_power(term: OperationNode) -> int:
    graph = term.graph
    return times(graph, graph.constant(term.value), graph.power(term.u, graph.constant(term.value - 1.0)))


def _inverse_sine(term: OperationNode) -> int:
    """1 / √((1 − u)(1 + u)), which keeps its accuracy near ±1."""
    graph = term.graph
    below = graph.apply("subtract", graph.constant(1.0), term.u)
    product = graph.apply("multiply", below, term.one_plus(term.u))
    return term.fraction(1.0, graph.apply("sqrt", product))


OUTER: dict[str, Callable[[OperationNode], int]] = {
    "integer_power": _integer_power,
    "sin": lambda term: term.of_u("cos"),
    "cos": lambda term: term.negative(term.of_u("sin")),
    "tan": lambda term: term.one_plus(term.squared(term.node)),
    "asin": _inverse_sine,
    "acos": lambda term: term.negative(_inverse_sine(term)),
    "atan": lambda term: term.fraction(1.0, term.one_plus(term.squared(term.u))),
    "sinh": lambda term: term.of_u("cosh"),
    "cosh": lambda term: term.of_u("sinh"),
    "tanh": lambda term: term.squared(term.of_u("sech")),
    "sech": lambda term: term.negative(term.graph.apply("multiply", term.node, term.of_u("tanh"))),
    "exp": lambda term: term.node,
    "log": lambda term: term.fraction(1.0, term.u),
    "log10": lambda term: term.fraction(1.0 / math.log(10.0), term.u),
    "sqrt": lambda term: term.fraction(0.5, term.node),
    "abs": lambda term: term.of_u("sign"),
}
"""Derivatives of functions of one argument u with respect to u; the chain rule multiplies them by u′."""
