"""Expressions as one graph: equal expressions are one node, so nothing is computed twice.

Nodes live in a list, arguments before the nodes that use them, so every walk is a plain loop over the list and no
formula is too deep for it.
"""

import math
from typing import NamedTuple

import numpy as np

from physics.formula.operations import OPERATIONS

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
