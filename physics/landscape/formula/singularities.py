"""Poles, kinks and unbounded curvature of a formula, also between samples: found by bisection with intervals."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Floats
from physics.landscape.formula.errors import FormulaError
from physics.landscape.formula.graph import Graph
from physics.landscape.formula.intervals import Interval, enclose
from physics.landscape.formula.program import Program
from physics.number_text import MINUS

NARROW = 1e-13
"""Share of the domain's width at which a cell that is still in doubt counts as a place."""

AT_ONCE = 1024
"""Cells examined at a time."""

WORK = 2_000_000
"""Cells times nodes that one search may cost."""

MOST = 1024
"""Places that one search tells apart; what lies beyond is given as it is."""


class SingularCells(NamedTuple):
    """Cells that remain in doubt, from left to right; `located` when all of them are as narrow as can be."""

    left: Floats
    right: Floats
    located: bool


def doubtful_cells(
    doubt: Callable[[Floats, Floats], Bools], domain: tuple[float, float], cost: int, first_only: bool = False
) -> SingularCells:
    """Divide the domain into cells, and those that `doubt(left, right)` marks again and again, from the left.

    `cost` is the number of nodes that `doubt` computes; the whole search is bounded. When its work runs out, the cells
    not yet examined are all given as doubtful. With `first_only` it stops at the leftmost place.
    """
    lo, hi = domain
    narrow = max(NARROW * (hi - lo), 2.0 * float(np.spacing(max(abs(lo), abs(hi)))))
    work = WORK // cost
    count = int(np.clip(work // 8, 32, AT_ONCE))
    edges = np.linspace(lo, hi, count + 1)
    waiting = [(edges[:-1], edges[1:])]
    found: list[tuple[Floats, Floats]] = []
    while waiting and work > 0 and sum(len(left) for left, _ in found) < (1 if first_only else MOST):
        left, right = waiting.pop()
        work -= len(left)
        marked = doubt(left, right)
        left, right = left[marked], right[marked]
        if len(left) and right[0] - left[0] <= narrow:
            found.append((left, right))
        elif len(left):
            waiting += _parts(left, right)
    nothing, exhausted = np.empty(0), not (found and first_only) and len(waiting) > 0
    if exhausted:
        found += waiting[::-1]
    elif first_only:
        found = [(left[:1], right[:1]) for left, right in found]
    left, right = (np.concatenate([nothing, *(cells[side] for cells in found)]) for side in (0, 1))
    return SingularCells(left, right, not exhausted)


def _parts(left: Floats, right: Floats) -> list[tuple[Floats, Floats]]:
    """The cells cut into equal parts, the leftmost group last: about AT_ONCE parts in each group."""
    count = int(np.clip(AT_ONCE // len(left), 16, 256))
    share = np.linspace(0.0, 1.0, count + 1)
    edges = left[:, None] + (right - left)[:, None] * share
    edges[:, -1] = right
    group = AT_ONCE // count
    return [
        (edges[start : start + group, :-1].ravel(), edges[start : start + group, 1:].ravel())
        for start in range(0, len(left), group)
    ][::-1]


def not_finite(interval: Interval) -> Bools:
    """Whether the values of a cell may be infinite or NaN."""
    return ~(np.isfinite(interval[0]) & np.isfinite(interval[1]))


def endless(graph: Graph, root: int, domain: tuple[float, float], first_only: bool = False) -> SingularCells:
    """Where a node may not be finite."""

    def doubt(left: Floats, right: Floats) -> Bools:
        return not_finite(enclose(graph, (root,), left, right)[0])

    return doubtful_cells(doubt, domain, len(graph.needed(root)), first_only)


def zeros(graph: Graph, roots: tuple[int, ...], domain: tuple[float, float]) -> SingularCells:
    """Where one of the nodes may be 0, except where it is nothing but 0 all over a cell."""

    def doubt(left: Floats, right: Floats) -> Bools:
        marked = np.zeros(left.shape, dtype=np.bool_)
        for low, high in enclose(graph, roots, left, right):
            marked |= ~((low > 0.0) | (high < 0.0) | ((low == 0.0) & (high == 0.0)))
        return marked

    return doubtful_cells(doubt, domain, len(graph.needed(*roots)))


def require_finite(graph: Graph, height: int, slope: int, domain: tuple[float, float]) -> None:
    """Raise FormulaError that names the first place where f, or else f′, is not finite on the domain."""
    for name, root in (("f", height), ("the slope of f", slope)):
        doubts = endless(graph, root, domain, first_only=True)
        if len(doubts.left):
            place = written(0.5 * (float(doubts.left[0]) + float(doubts.right[0])), domain)
            verb = "is not" if doubts.located else "may not be"
            raise FormulaError(f"{name} {verb} finite near w = {place}")


def written(w: float, domain: tuple[float, float]) -> str:
    """A position as text, to about a hundred-thousandth of the domain's width."""
    step = np.floor(np.log10(domain[1] - domain[0])) - 4
    if step > 0 or step < -15:
        return f"{w:.6g}".replace("-", MINUS)
    text = f"{w:.{int(-step)}f}"
    shown = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if shown in ("-0", "0") else shown.replace("-", MINUS)


JUMP = 1e-9
"""A jump of f′ counts from this share of max|f′| on."""


def switches(graph: Graph, height: int) -> tuple[int, ...]:
    """The nodes whose change of sign makes an abs, min or max of f change over."""
    found = []
    for node in graph.needed(height):
        operation, arguments, _ = graph.nodes[node]
        if operation == "abs":
            found.append(arguments[0])
        elif operation in ("min", "max") and arguments[0] != arguments[1]:
            found.append(graph.apply("subtract", *arguments))
    return tuple(found)


def sharp_places(
    graph: Graph, kinks: tuple[int, ...], curvature: int, slope: Program, domain: tuple[float, float]
) -> SingularCells:
    """Cells with a kink of abs, min or max that shows in f′, and cells where f″ may not be finite.

    |u|″ is 2u′ times an impulse where u = 0: the zeros of these `kinks` are located as poles are, and f′ is compared
    on both sides.
    """
    unbounded = endless(graph, curvature, domain)
    if not kinks:
        return unbounded
    jumps = _jumps(zeros(graph, kinks, domain), slope, domain)
    return SingularCells(
        np.append(unbounded.left, jumps.left),
        np.append(unbounded.right, jumps.right),
        unbounded.located and jumps.located,
    )


def _jumps(kinks: SingularCells, slope: Program, domain: tuple[float, float]) -> SingularCells:
    """The cells over which the slope changes at once. Cells that could not be narrowed down are all kept."""
    step = max(1e-12 * (domain[1] - domain[0]), 8.0 * float(np.spacing(max(abs(domain[0]), abs(domain[1])))))
    steepest = np.abs(slope(np.linspace(*domain, 1025))).max()
    kept = kinks.right - kinks.left > step
    left, right = kinks.left[~kept], kinks.right[~kept]
    with np.errstate(over="ignore"):  # from −1e308 to 1e308 it is more than a number holds
        jump = np.abs(slope(np.clip(right + step, *domain)) - slope(np.clip(left - step, *domain)))
    kept[~kept] = jump > JUMP * steepest
    return SingularCells(kinks.left[kept], kinks.right[kept], kinks.located)
