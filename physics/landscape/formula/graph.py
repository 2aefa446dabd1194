"""The expression graph: equal expressions are one node, so that nothing is computed twice."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import NamedTuple

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


MAX_CHAIN = 64
"""Integer powers up to this one are repeated multiplications: exact for w^2, and quick."""


class Node(NamedTuple):
    """An operation on earlier nodes; "constant" has a value, "integer power" its exponent as the value."""

    operation: str
    arguments: tuple[int, ...] = ()
    value: float = 0.0


class Graph:
    """The nodes of a formula and of its derivatives."""

    def __init__(self) -> None:
        """Begin with the variable, which is node 0."""
        self.nodes = [Node("variable")]
        self._numbers: dict[tuple[str, tuple[int, ...], str], int] = {}

    def constant(self, value: float) -> int:
        """The node of a number."""
        return self._node(Node("constant", (), value))

    def value(self, node: int) -> float | None:
        """The number that a constant node stands for; None for other nodes."""
        kind = self.nodes[node]
        return kind.value if kind.operation == "constant" else None

    def apply(self, operation: str, *arguments: int) -> int:
        """The node of an operation; when all its arguments are numbers, their result, infinite or NaN as it may be."""
        values = [self.value(argument) for argument in arguments]
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return self._node(Node(operation, arguments))
        out = np.empty(1)
        with np.errstate(all="ignore"):
            OPERATIONS[operation](*(np.array([value]) for value in known), out)
        return self.constant(float(out[0]))

    def power(self, base: int, exponent: int) -> int:
        """base ^ exponent: by multiplications for small integers, exp for e^w, sqrt for ½, otherwise the general one.

        numpy treats a constant exponent of ½, 1, 2 or −1 in a way of its own when its stride is 0; none gets there.
        """
        n = self.value(exponent)
        if n == 0.5:
            return self.apply("sqrt", base)
        if n is not None and n == int_or_nan(n) and 1 <= abs(n) <= MAX_CHAIN:
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
        return self._node(Node("integer power", (base,), float(n)))

    def _node(self, node: Node) -> int:
        # repr tells 0.0 from -0.0 and finds NaN again
        key = (node.operation, node.arguments, repr(node.value))
        if key not in self._numbers:
            self._numbers[key] = len(self.nodes)
            self.nodes.append(node)
        return self._numbers[key]

    def needed(self, *roots: int) -> list[int]:
        """The nodes that the roots are made of, arguments first."""
        wanted = set(roots)
        for node in range(max(roots), -1, -1):
            if node in wanted:
                wanted.update(self.nodes[node].arguments)
        return sorted(wanted)


def int_or_nan(value: float) -> float:
    """The number without its fraction; NaN for NaN and for infinities."""
    return float(math.trunc(value)) if math.isfinite(value) else math.nan


def chain_power(value: float, n: int) -> float:
    """value^n for n ≥ 1 by the multiplications that programs use: halving an even n, taking one from an odd one."""
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


class GraphTransform(ABC):
    """Walks a graph from the variable up, so that every companion is there before it is needed."""

    def __init__(self, graph: Graph, of_the_variable: float) -> None:
        self.graph = graph
        self._found = {0: graph.constant(of_the_variable)}

    def beside(self, root: int) -> int:
        """The companion of `root`."""
        for number in self.graph.needed(root):
            if number not in self._found:
                operation, arguments, value = self.graph.nodes[number]
                inner = tuple(self._found[argument] for argument in arguments)
                is_flat = operation in ("constant", "sign")
                self._found[number] = (
                    self.graph.constant(0.0) if is_flat else self._of(operation, number, arguments, inner, value)
                )
        return self._found[root]

    @abstractmethod
    def _of(self, operation: str, number: int, arguments: tuple[int, ...], inner: tuple[int, ...], value: float) -> int:
        """The companion of a node that is not constant, from those of its arguments (`inner`)."""
