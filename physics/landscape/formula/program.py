"""A node of the graph as a flat list of numpy calls: the hot loop of every run.

The calls, with their buffers, are put together once for each thread and shape, so that a call costs one ufunc an
operation and hardly anything else; arrays longer than a block are computed block by block without an allocation.
"""

import contextvars
import threading
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from physics.arrays import Floats
from physics.landscape.formula.graph import COSTS, NOT_IN_PLACE, OPERATIONS, Graph

BLOCK = 4096
"""Elements computed at a time: the buffers of a block stay in the processor's cache."""

BLOCK_BYTES = 1 << 20
"""The buffers of a long formula's block take no more than this: its blocks are shorter."""

MAX_SHAPES = 64
"""Shapes whose buffers are kept in each thread."""

MAX_BYTES = 4 * BLOCK_BYTES
"""Memory that these buffers may take in each thread, for each program."""

Call = tuple[Callable[..., object], tuple[Floats, ...]]


class Instruction(NamedTuple):
    """`operation` on values, which are the constants, then the variable, then the results of earlier instructions."""

    operation: str
    arguments: tuple[int, ...]


class Bound(NamedTuple):
    """A program with buffers of one shape: `last` is called with the result's array as one more argument."""

    context: contextvars.Context
    position: Floats
    calls: list[Call]
    last: Call


class Program:
    """Computes one node for arrays of any shape. May be shared between threads: each has its own buffers."""

    def __init__(self, graph: Graph, root: int) -> None:
        """Order the node's operations."""
        self._constants: list[Floats] = []
        self._instructions: list[Instruction] = []
        self._registers: list[int] = []
        self._local = threading.local()
        self._compile(graph, root)
        self._share_registers()
        self._buffers = max(self._registers) + 1
        self._block = min(BLOCK, BLOCK_BYTES // (8 * (self._buffers + 1)))

    @property
    def operations(self) -> int:
        """Number of numpy calls for one evaluation."""
        return len(self._instructions)

    @property
    def cost(self) -> int:
        """How long one evaluation takes, in additions."""
        return sum(COSTS.get(instruction.operation, 1) for instruction in self._instructions)

    def __call__(self, w: Floats, out: Floats | None = None) -> Floats:
        """The values at w, of w's shape, written into `out` where given. Infinite and NaN where they are."""
        if w.size > self._block:
            return self._in_blocks(w, out)
        if out is None:
            out = np.empty(w.shape)
        try:
            bound: Bound = self._local.bound[w.shape]
        except (AttributeError, KeyError):
            bound = self._bind(w.shape)
        bound.context.run(_evaluate, bound, w, out)
        return out

    def _in_blocks(self, w: Floats, out: Floats | None) -> Floats:
        flat = w.reshape(-1)
        result = np.empty(w.size)
        for start in range(0, w.size, self._block):
            self(flat[start : start + self._block], result[start : start + self._block])
        if out is None:
            return result.reshape(w.shape)
        np.copyto(out, result.reshape(w.shape))
        return out

    def _compile(self, graph: Graph, root: int) -> None:
        """Constants first, then the instructions; powers become the shortest usual chain of multiplications."""
        needed = graph.needed(root)
        constants = [node for node in needed if graph.value(node) is not None]
        places = {node: place for place, node in enumerate(constants)}
        self._constants = [np.array(graph.value(node)) for node in constants]
        places[0] = len(constants)
        powers: dict[tuple[int, int], int] = {}
        for node in needed:
            if node in places:
                continue
            operation, arguments, value = graph.nodes[node]
            if operation == "integer power":
                places[node] = self._chain(places[arguments[0]], int(value), powers)
            else:
                places[node] = self._append(operation, *(places[argument] for argument in arguments))
        if places[root] <= len(constants):
            self._append("copy", places[root])

    def _chain(self, base: int, n: int, powers: dict[tuple[int, int], int]) -> int:
        """base^n as in `chain_power`, every partial power computed once."""
        if n == 1:
            return base
        if (base, n) not in powers:
            if n % 2:
                powers[base, n] = self._append("multiply", self._chain(base, n - 1, powers), base)
            else:
                powers[base, n] = self._append("square", self._chain(base, n // 2, powers))
        return powers[base, n]

    def _append(self, operation: str, *arguments: int) -> int:
        self._instructions.append(Instruction(operation, arguments))
        return len(self._constants) + len(self._instructions)

    def _share_registers(self) -> None:
        """A register for each result; one whose value is not needed any more is used again."""
        first = len(self._constants) + 1
        last_use = {place: step for step, (_, places) in enumerate(self._instructions) for place in places}
        free: list[int] = []
        count = 0
        for step, (operation, arguments) in enumerate(self._instructions):
            done = [self._registers[p - first] for p in set(arguments) if p >= first and last_use[p] == step]
            if operation not in NOT_IN_PLACE:
                free += done
            if not free:
                free.append(count)
                count += 1
            self._registers.append(free.pop())
            if operation in NOT_IN_PLACE:
                free += done

    def _bind(self, shape: tuple[int, ...]) -> Bound:
        kept: dict[tuple[int, ...], Bound] = self._local.__dict__.setdefault("bound", {})
        position = np.empty(shape)
        taken = sum(bound.position.nbytes for bound in kept.values()) + position.nbytes
        if len(kept) >= MAX_SHAPES or taken * (self._buffers + 1) > MAX_BYTES:
            kept.clear()
        buffers = [np.empty(shape) for _ in range(self._buffers)]
        values = [*self._constants, position, *(buffers[register] for register in self._registers)]
        first = len(self._constants) + 1
        calls: list[Call] = []
        for step, (operation, places) in enumerate(self._instructions):
            arguments = tuple(values[place] for place in places)
            calls.append((CALLABLES[operation], (*arguments, values[first + step])))
        last = (calls[-1][0], calls[-1][1][:-1])
        kept[shape] = Bound(_quiet_context(), position, calls[:-1], last)
        return kept[shape]


def _copy(source: Floats, out: Floats) -> None:
    np.copyto(out, source)


CALLABLES = OPERATIONS | {"copy": _copy}


def _quiet_context() -> contextvars.Context:
    """A context in which numpy reports nothing: entering it costs a twentieth of `np.errstate`."""
    context = contextvars.copy_context()
    context.run(np.seterr, all="ignore")
    return context


def _evaluate(bound: Bound, w: Floats, out: Floats) -> None:
    bound.position[...] = w
    for operation, arguments in bound.calls:
        operation(*arguments)
    operation, arguments = bound.last
    operation(*arguments, out)
