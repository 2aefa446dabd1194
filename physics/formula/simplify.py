"""Sums, products and quotients of derivatives, without zeros, ones and scattered constant factors.

Only derivatives are built this way. f itself is computed as it was written, so a pole of f can't vanish behind a
factor 0.
"""

import math

from physics.formula.graph import Graph


def plus(graph: Graph, a: int, b: int) -> int:
    """a + b."""
    if graph.value(a) == 0.0:
        return b
    if graph.value(b) == 0.0:
        return a
    factor, rest = split(graph, b)
    if rest is not None and factor < 0.0:
        return graph.apply("subtract", a, scaled(graph, -factor, rest))
    return graph.apply("add", a, b)


def minus(graph: Graph, a: int, b: int) -> int:
    """a − b."""
    return plus(graph, a, times(graph, graph.constant(-1.0), b))


def times(graph: Graph, a: int, b: int) -> int:
    """a · b, with the constant factors of both gathered into one."""
    left, x = split(graph, a)
    right, y = split(graph, b)
    if left == 0.0 or right == 0.0:
        return graph.constant(0.0)
    factor = left * right
    if not math.isfinite(factor) or factor == 0.0:
        return graph.apply("multiply", a, b)
    if x is None:
        return graph.constant(factor) if y is None else scaled(graph, factor, y)
    return scaled(graph, factor, x if y is None else graph.apply("multiply", x, y))


def over(graph: Graph, a: int, b: int) -> int:
    """a / b."""
    return a if graph.value(a) == 0.0 else graph.apply("divide", a, b)


def split(graph: Graph, node: int) -> tuple[float, int | None]:
    """A node as constant factor · rest; the rest of a constant is None."""
    value = graph.value(node)
    if value is not None:
        return value, None
    operation, arguments, _ = graph.nodes[node]
    if operation == "negative":
        return -1.0, arguments[0]
    if operation == "multiply":
        for factor, rest in (arguments, arguments[::-1]):
            constant = graph.value(factor)
            if constant is not None:
                return constant, rest
    return 1.0, node


def scaled(graph: Graph, factor: float, rest: int) -> int:
    """factor · rest, without a multiplication by ±1."""
    if factor == 1.0:
        return rest
    if factor == -1.0:
        return graph.apply("negative", rest)
    return graph.apply("multiply", graph.constant(factor), rest)
