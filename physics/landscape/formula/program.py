"""A node of the graph as a flat list of NumPy calls: the hot loop of every run.

The calls and their buffers are bound once for each thread and shape, so an evaluation costs one ufunc for each
operation and little else. Arrays longer than a block are computed block by block in the same buffers.
"""

import contextvars
import math
import threading
from collections.abc import Callable
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from physics.arrays import ArrayFunction, Floats
from physics.landscape.formula.graph import COSTS, NOT_IN_PLACE, OPERATIONS, Graph

BLOCK_SIZE = 4096
"""Elements computed at a time, so that the buffers stay in the processor's cache."""

BLOCK_BYTES = 1 << 20
"""Greatest size of a block's buffers: long formulas have shorter blocks."""

MAX_SHAPES = 8
"""Shapes whose buffers are kept in each thread."""

MAX_BYTES = 4 * BLOCK_BYTES
"""Greatest size of all buffers, in each thread for each program."""

Call = tuple[Callable[..., object], tuple[Floats, ...]]
PlannedCall = tuple[Callable[..., object], Callable[[list[Floats]], tuple[Floats, ...]]]
"""A call without buffers, and what picks its arguments from the constants, the variable and the results."""


class Instruction(NamedTuple):
    """An operation; its arguments index the constants, then the variable, then the results of earlier instructions."""

    operation: str
    arguments: tuple[int, ...]


class BoundProgram(NamedTuple):
    """A program with buffers of one shape."""

    context: contextvars.Context
    position: Floats
    calls: list[Call]
    """All but the last one."""
    evaluate: ArrayFunction


class Program:
    """Computes one node for arrays of any shape. Threads may share it: each has its own buffers."""

    def __init__(self, graph: Graph, root: int) -> None:
        """Compile the node."""
        self._constants: list[Floats] = []
        self._instructions: list[Instruction] = []
        self._registers: list[int] = []
        self._local = threading.local()
        self._compile(graph, root)
        self._share_registers()
        self._calls = self._plan_calls()
        self._buffers = max(self._registers) + 1
        self._block = min(BLOCK_SIZE, BLOCK_BYTES // (8 * (self._buffers + 1)))

    @property
    def cost(self) -> int:
        """Time of one evaluation, in additions."""
        return sum(COSTS.get(instruction.operation, 1) for instruction in self._instructions)

    def __call__(self, w: Floats, out: Floats | None = None) -> Floats:
        """The values at w, of w's shape, written into `out` if given. They may be infinite or NaN."""
        if w.size > self._block:
            return self._in_blocks(w, out)
        bound = self._bound(w.shape)
        return bound.context.run(bound.evaluate, w, out)

    def bound(self, shape: tuple[int, ...]) -> ArrayFunction:
        """The program for many arrays of one shape, in this thread only. The caller sets np.errstate."""
        return self if math.prod(shape) > self._block else self._bound(shape).evaluate

    def _in_blocks(self, w: Floats, out: Floats | None) -> Floats:
        result = out if out is not None and out.flags.c_contiguous else np.empty(w.shape)
        flat, flat_result = w.reshape(-1), result.reshape(-1)
        for start in range(0, w.size, self._block):
            self(flat[start : start + self._block], flat_result[start : start + self._block])
        if out is None or out is result:
            return result
        np.copyto(out, result)
        return out

    def _compile(self, graph: Graph, root: int) -> None:
        """Number the constants and the variable, then list the instructions.

        Integer powers become multiplications, the choice between 1 and 0 a comparison.
        """
        nodes = graph.dependencies(root)
        constants = [node for node in nodes if graph.value(node) is not None]
        indices = {node: index for index, node in enumerate(constants)}
        self._constants = [np.array(graph.value(node)) for node in constants]
        indices[0] = len(constants)
        powers: dict[tuple[int, int], int] = {}
        for node in nodes:
            if node in indices:
                continue
            operation, arguments, value = graph.nodes[node]
            if operation == "integer_power":
                indices[node] = self._chain(indices[arguments[0]], int(value), powers)
            elif operation == "pick" and {graph.value(side) for side in arguments[2:]} == {0.0, 1.0}:
                lower, upper = arguments[:2] if graph.value(arguments[2]) == 1.0 else arguments[1::-1]
                indices[node] = self._append("is_less", indices[lower], indices[upper])
            else:
                indices[node] = self._append(operation, *(indices[argument] for argument in arguments))
        if indices[root] <= len(constants):
            self._append("copy", indices[root])

    def _chain(self, base: int, n: int, powers: dict[tuple[int, int], int]) -> int:
        """base^n as in `chain_power`, each partial power computed once."""
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
        """Assign a register to each result; registers are reused after the last use of their value."""
        first = len(self._constants) + 1
        last_use = {index: line for line, (_, indices) in enumerate(self._instructions) for index in indices}
        free: list[int] = []
        count = 0
        for line, (operation, arguments) in enumerate(self._instructions):
            done = [self._registers[i - first] for i in set(arguments) if i >= first and last_use[i] == line]
            if operation not in NOT_IN_PLACE:
                free += done
            if not free:
                free.append(count)
                count += 1
            self._registers.append(free.pop())
            if operation in NOT_IN_PLACE:
                free += done

    def _plan_calls(self) -> list[PlannedCall]:
        first = len(self._constants) + 1
        return [
            (CALLABLES[operation], itemgetter(*arguments, first + line))
            for line, (operation, arguments) in enumerate(self._instructions)
        ]

    def _bound(self, shape: tuple[int, ...]) -> BoundProgram:
        try:
            bound: BoundProgram = self._local.bound[shape]
        except (AttributeError, KeyError):
            bound = self._bind(shape)
        return bound

    def _bind(self, shape: tuple[int, ...]) -> BoundProgram:
        cache: dict[tuple[int, ...], BoundProgram] = self._local.__dict__.setdefault("bound", {})
        position = np.empty(shape)
        size = sum(bound.position.size for bound in cache.values()) + position.size
        if len(cache) >= MAX_SHAPES or size * position.itemsize * (self._buffers + 1) > MAX_BYTES:
            cache.clear()
        buffers = [np.empty(shape) for _ in range(self._buffers)]
        values = [*self._constants, position, *(buffers[register] for register in self._registers)]
        calls = [(function, arguments_of(values)) for function, arguments_of in self._calls]
        cache[shape] = BoundProgram(_quiet_context(), position, calls[:-1], _evaluation(position, calls))
        return cache[shape]


def _evaluation(position: Floats, calls: list[Call]) -> ArrayFunction:
    """Make all calls for what is copied into `position`, the last one with another output array."""
    *first, (last, (*arguments, _)) = calls

    def evaluate(w: Floats, out: Floats | None = None) -> Floats:
        if out is None:
            out = np.empty(position.shape)
        position[...] = w
        for operation, its_arguments in first:
            operation(*its_arguments)
        last(*arguments, out)
        return out

    def evaluate_at_once(w: Floats, out: Floats | None = None) -> Floats:
        """The same for a single operation, without the copy."""
        if out is None:
            out = np.empty(position.shape)
        last(*[w if argument is position else argument for argument in arguments], out)
        return out

    return evaluate if first else evaluate_at_once


def _copy(source: Floats, out: Floats) -> None:
    np.copyto(out, source)


HALF = np.array(0.5)


def _is_less(a: Floats, b: Floats, out: Floats) -> None:
    """1 where a < b, 0 where a > b, ½ where a = b; one of them is finite. The slope of max(a, w) for a constant a."""
    np.subtract(b, a, out)
    np.heaviside(out, HALF, out)


CALLABLES = OPERATIONS | {"copy": _copy, "is_less": _is_less}


def _quiet_context() -> contextvars.Context:
    """A context in which NumPy ignores all errors: entering it takes a twentieth of the time of `np.errstate`."""
    context = contextvars.copy_context()
    context.run(np.seterr, all="ignore")
    return context
