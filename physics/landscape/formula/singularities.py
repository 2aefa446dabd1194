"""Poles, kinks and unbounded curvature of a formula, also between samples: located by interval bisection."""

import numpy as np

from physics.arrays import Bools, Floats
from physics.landscape.formula.errors import FormulaError, FormulaProblem
from physics.landscape.formula.graph import Graph
from physics.landscape.formula.intervals import Interval, enclose, may_change_sign
from physics.landscape.formula.program import Program
from physics.landscape.formula.subdivision import LocatedCells, locate_cells

MAX_NODE_EVALUATIONS = 2_000_000
"""Cells times nodes that one search evaluates."""

MIN_JUMP = 1e-9
"""Share of max|f′| from which a jump of f′ counts as a kink."""


def require_finite(graph: Graph, height: int, slope: int, domain: tuple[float, float]) -> None:
    """Raise FormulaError with the leftmost position where f, or else f′, is not finite on the domain."""
    for root, certain, possible in (
        (height, FormulaProblem.HEIGHT_NOT_FINITE, FormulaProblem.HEIGHT_MAYBE_NOT_FINITE),
        (slope, FormulaProblem.SLOPE_NOT_FINITE, FormulaProblem.SLOPE_MAYBE_NOT_FINITE),
    ):
        cells = unbounded_cells(graph, root, domain, first_only=True)
        if len(cells.left):
            w = 0.5 * (float(cells.left[0]) + float(cells.right[0]))
            raise FormulaError(certain if cells.is_complete else possible, w=w, width=domain[1] - domain[0])


def unbounded_cells(graph: Graph, root: int, domain: tuple[float, float], first_only: bool = False) -> LocatedCells:
    """Where a node may be infinite or NaN."""

    def test(left: Floats, right: Floats) -> Bools:
        return _may_be_unbounded(enclose(graph, (root,), left, right)[0])

    return locate_cells(test, domain, MAX_NODE_EVALUATIONS // len(graph.dependencies(root)), first_only)


def _may_be_unbounded(interval: Interval) -> Bools:
    return ~(np.isfinite(interval[0]) & np.isfinite(interval[1]))


def switches(graph: Graph, height: int) -> tuple[int, ...]:
    """The nodes at whose change of sign an abs, min or max of f switches to its other branch."""
    found = []
    for node in graph.dependencies(height):
        operation, arguments, _ = graph.nodes[node]
        if operation == "abs":
            found.append(arguments[0])
        elif operation in ("min", "max") and arguments[0] != arguments[1]:
            found.append(graph.apply("subtract", *arguments))
    return tuple(found)


def nonsmooth_cells(
    graph: Graph, switch_nodes: tuple[int, ...], curvature: int, slope: Program, domain: tuple[float, float]
) -> LocatedCells:
    """Cells with a kink of abs, min or max that shows in f′, and cells where f″ may not be finite.

    |u|″ is 2u′ times an impulse where u = 0: the zeros of the `switch_nodes` are located as poles are, and f′ is
    compared on both sides.
    """
    unbounded = unbounded_cells(graph, curvature, domain)
    if not switch_nodes:
        return unbounded
    kinks = _with_jump(zero_cells(graph, switch_nodes, domain), slope, domain)
    return LocatedCells(
        np.append(unbounded.left, kinks.left),
        np.append(unbounded.right, kinks.right),
        unbounded.is_complete and kinks.is_complete,
    )


def zero_cells(graph: Graph, roots: tuple[int, ...], domain: tuple[float, float]) -> LocatedCells:
    """Where one of the nodes may be 0, without cells all over which it is 0."""

    def test(left: Floats, right: Floats) -> Bools:
        changes_sign = np.zeros(left.shape, dtype=np.bool_)
        for interval in enclose(graph, roots, left, right):
            changes_sign |= may_change_sign(interval)
        return changes_sign

    return locate_cells(test, domain, MAX_NODE_EVALUATIONS // len(graph.dependencies(*roots)))


def _with_jump(cells: LocatedCells, slope: Program, domain: tuple[float, float]) -> LocatedCells:
    """The cells over which the slope jumps, and all cells that could not be narrowed down."""
    step = max(1e-12 * (domain[1] - domain[0]), 8.0 * float(np.spacing(max(abs(domain[0]), abs(domain[1])))))
    max_slope = np.abs(slope(np.linspace(*domain, 1025))).max()
    is_kept = cells.right - cells.left > step
    left, right = cells.left[~is_kept], cells.right[~is_kept]
    with np.errstate(over="ignore"):  # from −1e308 to 1e308 it is infinite
        jump = np.abs(slope(np.clip(right + step, *domain)) - slope(np.clip(left - step, *domain)))
    is_kept[~is_kept] = jump > MIN_JUMP * max_slope
    return LocatedCells(cells.left[is_kept], cells.right[is_kept], cells.is_complete)
