"""Bounds of the second to fifth derivatives of a formula in cells of its domain, by interval arithmetic."""

import numpy as np

from physics.arrays import Bools, Floats
from physics.landscape.features import Features
from physics.landscape.formula.derivative import Differentiator
from physics.landscape.formula.graph import Graph
from physics.landscape.formula.intervals import Interval, enclose, may_change_sign
from physics.landscape.formula.sampling import FormulaCurve
from physics.landscape.formula.singularities import zero_cells
from physics.landscape.wells import CellBounds

CELLS = 4096
MAX_NODE_EVALUATIONS = 4_000_000
"""Cells times nodes: a long formula gets fewer cells."""
LEAST_CELLS = 256


def bound_cells(
    graph: Graph, roots: tuple[int, int, int], switch_nodes: tuple[int, ...], curve: FormulaCurve, features: Features
) -> CellBounds:
    """Bound f″ to f⁽⁵⁾; `roots` are the nodes of f, f′ and f″.

    Where an abs, min or max may change over, f‴ and higher ones are unbounded, and f″, too, where f′ jumps there.
    """
    derivatives = _derivatives(graph, roots[2])
    nodes = len(graph.dependencies(*derivatives, *switch_nodes))
    count = int(np.clip(MAX_NODE_EVALUATIONS // nodes, LEAST_CELLS, CELLS))
    lo, hi = curve.domain
    minima = features.minima[~np.isnan(features.minima)]
    changes = zero_cells(graph, switch_nodes, curve.domain) if switch_nodes else curve.nonsmooth
    ends = np.concatenate(
        (curve.nonsmooth.left, curve.nonsmooth.right, changes.left, changes.right, features.edges, minima)
    )
    edges = np.unique(np.concatenate((np.linspace(lo, hi, count + 1), np.clip(ends, lo, hi))))
    left, right = edges[:-1], edges[1:]
    enclosures = enclose(graph, (*derivatives, *switch_nodes), left, right)
    second, *higher = enclosures[: len(derivatives)]
    changes_over = np.zeros(len(left), np.bool_)
    for switch in enclosures[len(derivatives) :]:
        changes_over |= may_change_sign(switch)
    kinked = _overlap(left, right, curve.nonsmooth.left, curve.nonsmooth.right)
    third, fourth, fifth = (np.where(changes_over, np.inf, _magnitude(each)) for each in higher)
    low, high = (np.where(np.isnan(side), wide, side) for side, wide in zip(second, (-np.inf, np.inf), strict=True))
    with np.errstate(all="ignore"):
        height_error, slope_error = (
            float(np.nanmax(error(edges))) for error in (curve.height_error, curve.slope_error)
        )
        heights = curve.height(edges)
    return CellBounds(
        edges,
        heights,
        np.where(kinked, -np.inf, low),
        np.where(kinked, np.inf, high),
        third,
        fourth,
        fifth,
        height_error,
        slope_error,
    )


def _derivatives(graph: Graph, curvature: int) -> tuple[int, ...]:
    """The nodes of f″, f‴, f⁗ and f⁽⁵⁾."""
    differentiator = Differentiator(graph)
    third = differentiator.derivative(curvature)
    fourth = differentiator.derivative(third)
    return curvature, third, fourth, differentiator.derivative(fourth)


def _magnitude(interval: Interval) -> Floats:
    """The greatest |value|; infinite where nothing is known."""
    greatest = np.maximum(-interval[0], interval[1])
    return np.where(np.isnan(greatest), np.inf, greatest)


def _overlap(left: Floats, right: Floats, begin: Floats, end: Floats) -> Bools:
    """Which cells [left, right], in order, have a place inside in common with one of the intervals [begin, end]."""
    changes = np.zeros(len(left) + 1, np.intp)
    np.add.at(changes, np.searchsorted(right, begin, side="right"), 1)
    # An interval of no width counts as a narrow one.
    np.add.at(changes, np.searchsorted(left, np.maximum(end, np.nextafter(begin, np.inf)), side="left"), -1)
    return np.cumsum(changes[:-1]) > 0
