"""Bounds of rounding errors, as nodes of the graph: first-order error propagation, operation by operation."""

from collections.abc import Callable

import numpy as np

from physics.landscape.formula.derivative import OUTER
from physics.landscape.formula.graph import Graph, GraphTransform, OperationNode, over, plus, times

UNIT_ROUNDOFF = float(np.finfo(np.float64).eps)
"""Relative error of one operation: twice that of correct rounding, since sin, exp, … are a little worse."""


class RoundingBound(GraphTransform):
    """Error bounds of the nodes of one graph, each computed once."""

    def __init__(self, graph: Graph) -> None:
        """The variable is exact."""
        super().__init__(graph, 0.0)

    def bound(self, root: int) -> int:
        """The node of the error bound of `root`. It may be NaN or infinite at single positions, as slopes are."""
        return self.tangent(root)

    def _apply(self, operation: str, term: OperationNode) -> int:
        if operation in EXACT:
            return EXACT[operation](term)
        units = max(1.0, 0.5 * (term.value - 1.0)) * UNIT_ROUNDOFF  # for the multiplications of an integer power
        own = times(self.graph, self.graph.constant(units), _magnitude(self.graph, term.node))
        return plus(self.graph, _propagated(term, operation), own)


def _magnitude(graph: Graph, node: int) -> int:
    return graph.apply("abs", node)


def _scaled(term: OperationNode, error: int, *factors: int) -> int:
    """error · |factor| · …, and 0 for an error that is always 0, whatever the factors."""
    for factor in factors if term.graph.value(error) != 0.0 else ():
        error = times(term.graph, error, _magnitude(term.graph, factor))
    return error


def _propagated(term: OperationNode, operation: str) -> int:
    """The error of the result that comes from the errors of the arguments."""
    if operation in SEVERAL_ARGUMENTS:
        return SEVERAL_ARGUMENTS[operation](term)
    if term.graph.value(term.tangents[0]) == 0.0:
        return term.tangents[0]
    return _scaled(term, term.tangents[0], OUTER[operation](term))


def _product_bound(term: OperationNode) -> int:
    (a, b), (error_a, error_b) = term.arguments, term.tangents
    return plus(term.graph, _scaled(term, error_a, b), _scaled(term, error_b, a))


def _quotient_bound(term: OperationNode) -> int:
    numerator = plus(term.graph, term.tangents[0], _scaled(term, term.tangents[1], term.node))
    return over(term.graph, numerator, _magnitude(term.graph, term.arguments[1]))


def _power_bound(term: OperationNode) -> int:
    """|u^v| (|v / u| · error of u + |log u| · error of v)."""
    (u, v), (error_u, error_v) = term.arguments, term.tangents
    growth = _scaled(term, error_v, term.node, term.graph.apply("log", u))
    return plus(term.graph, _scaled(term, error_u, term.node, term.graph.apply("divide", v, u)), growth)


def _larger(term: OperationNode) -> int:
    a, b = term.tangents[-2:]
    return a if a == b else term.graph.apply("max", a, b)


SEVERAL_ARGUMENTS: dict[str, Callable[[OperationNode], int]] = {
    "add": lambda term: plus(term.graph, *term.tangents),
    "subtract": lambda term: plus(term.graph, *term.tangents),
    "multiply": _product_bound,
    "divide": _quotient_bound,
    "power": _power_bound,
}
"""Propagated errors of operations with several arguments."""

EXACT: dict[str, Callable[[OperationNode], int]] = {
    "negative": lambda term: term.tangents[0],
    "abs": lambda term: term.tangents[0],
    "min": _larger,
    "max": _larger,
    "pick": _larger,
}
"""Operations that add no error of their own."""
