"""Where the slope of a formula jumps, or its curvature has no bound."""

import numpy as np

from physics.formula.doubts import Doubts, endless, zeros
from physics.formula.graph import Graph
from physics.formula.program import Program

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
) -> Doubts:
    """Cells with a kink of abs, min or max that shows in f′, and cells where f″ may not be finite.

    |u|″ is 2u′ times an impulse where u = 0: the zeros of these `kinks` are located as poles are, and f′ is compared
    on both sides.
    """
    unbounded = endless(graph, curvature, domain)
    if not kinks:
        return unbounded
    jumps = _jumps(zeros(graph, kinks, domain), slope, domain)
    return Doubts(
        np.append(unbounded.left, jumps.left),
        np.append(unbounded.right, jumps.right),
        unbounded.located and jumps.located,
    )


def _jumps(kinks: Doubts, slope: Program, domain: tuple[float, float]) -> Doubts:
    """The cells over which the slope changes at once. Cells that could not be narrowed down are all kept."""
    step = max(1e-12 * (domain[1] - domain[0]), 8.0 * float(np.spacing(max(abs(domain[0]), abs(domain[1])))))
    steepest = np.abs(slope(np.linspace(*domain, 1025))).max()
    kept = kinks.right - kinks.left > step
    left, right = kinks.left[~kept], kinks.right[~kept]
    with np.errstate(over="ignore"):  # from −1e308 to 1e308 it is more than a number holds
        jump = np.abs(slope(np.clip(right + step, *domain)) - slope(np.clip(left - step, *domain)))
    kept[~kept] = jump > JUMP * steepest
    return Doubts(kinks.left[kept], kinks.right[kept], kinks.located)
