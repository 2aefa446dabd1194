"""The expression graph: equal expressions share one node, so that nothing is computed twice."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from physics.arrays import Floats


def minimum(a: Floats, b: Floats, out: Floats) -> None:
    """min(a, b); np.minimum takes `out` only by name."""
    np.minimum(a, b, out=out)


def maximum(a: Floats, b: Floats, out: Floats) -> None:
    """max(a, b); np.maximum takes `out` only by name."""
    np.maximum(a, b, out=out)


def sech(u: Floats, out: Floats) -> None:
    """1 / cosh(u), the root of tanh′; underflows to 0 for large |u|."""
    np.cosh(u, out)
    np.divide(1.0, out, out)


def pick(a: Floats, b: Floats, x: Floats, y: Floats, out: Floats) -> None:
    """x where a < b, y where a > b, and their mean where a = b: the derivative of min and max.

    `out` must not be one of the arguments. The side that is not picked may be infinite.
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
"""Operations whose result must not overwrite an argument."""

COSTS = {"sin": 30, "cos": 30, "tan": 10, "sinh": 10, "cosh": 10, "sech": 10, "power": 10, "pick": 10}
"""Time of an operation on huge numbers, in additions; the others count as one."""


MAX_CHAIN_EXPONENT = 64
"""Integer powers up to this one are repeated multiplications: exact for w^2, and fast."""


class Node(NamedTuple):
    """An operation on earlier nodes. `value` is that of a "constant" or the exponent of an "integer_power"."""

    operation: str
    arguments: tuple[int, ...] = ()
    value: float = 0.0


class Graph:
    """The nodes of a formula and of its derivatives."""

    def __init__(self) -> None:
        """Node 0 is the variable."""
        self.nodes = [Node("variable")]
        self._indices: dict[tuple[str, tuple[int, ...], str], int] = {}

    def constant(self, value: float) -> int:
        """The node of a number."""
        return self._node(Node("constant", (), value))

    def value(self, node: int) -> float | None:
        """The value of a constant node; None for other nodes."""
        operation, _, value = self.nodes[node]
        return value if operation == "constant" else None

    def apply(self, operation: str, *arguments: int) -> int:
        """The node of an operation; of its result, which may be infinite or NaN, when all arguments are constants."""
        values = [self.value(argument) for argument in arguments]
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return self._node(Node(operation, arguments))
        out = np.empty(1)
        with np.errstate(all="ignore"):
            OPERATIONS[operation](*(np.array([value]) for value in known), out)
        return self.constant(float(out[0]))

    def power(self, base: int, exponent: int) -> int:
        """base ^ exponent: by multiplications for small integers, exp for e^w, sqrt for ½, np.power otherwise.

        np.power treats a constant exponent of ½, 1, 2 or −1 specially when its stride is 0; none of them gets there.
        """
        n = self.value(exponent)
        if n == 0.5:
            return self.apply("sqrt", base)
        if n is not None and n == int_or_nan(n) and 1 <= abs(n) <= MAX_CHAIN_EXPONENT:
            whole = self._integer_power(base, int(abs(n)))
            return whole if n > 0 else self.apply("divide", self.constant(1.0), whole)
        if self.value(base) == math.e:
            return self.apply("exp", exponent)
        return self.apply("power", base, exponent)

    def _integer_power(self, base: int, n: int) -> int:
        if n == 1:
            return base
        value = self.value(base)
        if value is not None:
            return self.constant(chain_power(value, n))
        return self._node(Node("integer_power", (base,), float(n)))

    def _node(self, node: Node) -> int:
        # repr tells 0.0 from -0.0 and finds NaN again
        key = (node.operation, node.arguments, repr(node.value))
        if key not in self._indices:
            self._indices[key] = len(self.nodes)
            self.nodes.append(node)
        return self._indices[key]

    def dependencies(self, *roots: int) -> list[int]:
        """The roots and all nodes that they depend on, arguments first."""
        found = set(roots)
        for node in range(max(roots), -1, -1):
            if node in found:
                found.update(self.nodes[node].arguments)
        return sorted(found)


def int_or_nan(value: float) -> float:
    """The number without its fraction; NaN for NaN and for infinities."""
    return float(math.trunc(value)) if math.isfinite(value) else math.nan


def chain_power(value: float, n: int) -> float:
    """value^n for n ≥ 1 with the multiplications of a `Program`: halve an even n, subtract 1 from an odd one."""
    if n == 1:
        return value
    if n % 2:
        return chain_power(value, n - 1) * value
    half = chain_power(value, n // 2)
    return half * half


def plus(graph: Graph, a: int, b: int) -> int:
    """a + b."""
    if graph.value(a) == 0.0:
        return b
    if graph.value(b) == 0.0:
        return a
    factor, rest = split_factor(graph, b)
    if rest is not None and factor < 0.0:
        return graph.apply("subtract", a, scale(graph, -factor, rest))
    return graph.apply("add", a, b)


def minus(graph: Graph, a: int, b: int) -> int:
    """a − b."""
    return plus(graph, a, times(graph, graph.constant(-1.0), b))


def times(graph: Graph, a: int, b: int) -> int:
    """a · b, with the constant factors of both multiplied."""
    left, x = split_factor(graph, a)
    right, y = split_factor(graph, b)
    if left == 0.0 or right == 0.0:
        return graph.constant(0.0)
    factor = left * right
    if not math.isfinite(factor) or factor == 0.0:
        return graph.apply("multiply", a, b)
    if x is None:
        return graph.constant(factor) if y is None else scale(graph, factor, y)
    return scale(graph, factor, x if y is None else graph.apply("multiply", x, y))


def over(graph: Graph, a: int, b: int) -> int:
    """a / b."""
    return a if graph.value(a) == 0.0 else graph.apply("divide", a, b)


def split_factor(graph: Graph, node: int) -> tuple[float, int | None]:
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


def scale(graph: Graph, factor: float, rest: int) -> int:
    """factor · rest, without a multiplication by ±1."""
    if factor == 1.0:
        return rest
    if factor == -1.0:
        return graph.apply("negative", rest)
    return graph.apply("multiply", graph.constant(factor), rest)


class OperationNode(NamedTuple):
    """A node with its arguments, their tangents, and its value (the exponent of an integer power)."""

    graph: Graph
    node: int
    arguments: tuple[int, ...]
    tangents: tuple[int, ...]
    value: float

    @property
    def u(self) -> int:
        """The first argument, which is usually the only one."""
        return self.arguments[0]

    def of_u(self, operation: str) -> int:
        """Another function of the first argument."""
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


class GraphTransform(ABC):
    """Computes a node (its *tangent*) for each node of a graph from the tangents of its arguments, as in forward mode.

    The tangent is a derivative in one subclass, a bound of the rounding error in another.
    """

    def __init__(self, graph: Graph, variable_tangent: float) -> None:
        self.graph = graph
        self._tangents = {0: graph.constant(variable_tangent)}

    def tangent(self, root: int) -> int:
        """The tangent of `root`; that of a constant or a sign is 0."""
        for node in self.graph.dependencies(root):
            if node not in self._tangents:
                operation, arguments, value = self.graph.nodes[node]
                tangents = tuple(self._tangents[argument] for argument in arguments)
                is_flat = operation in ("constant", "sign")
                self._tangents[node] = (
                    self.graph.constant(0.0)
                    if is_flat
                    else self._apply(operation, OperationNode(self.graph, node, arguments, tangents, value))
                )
        return self._tangents[root]

    @abstractmethod
    def _apply(self, operation: str, term: OperationNode) -> int:
        """The tangent of a node that is not constant."""
