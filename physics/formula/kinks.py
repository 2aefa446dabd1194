"""Where the slope of a formula jumps, or its curvature has no bound."""

import numpy as np

from physics.arrays import Floats
from physics.formula.doubts import Doubts, endless, zeros
from physics.formula.graph import Graph
from physics.formula.program import Program

JUMP = 1e-9
"""A jump of f′ counts from this share of max|f′| on."""


def sharp_places(graph: Graph, height: int, curvature: int, slope: Program, domain: tuple[float, float]) -> Doubts:
    """Cells with a kink of abs, min or max that shows in f′, and cells where f″ may not be finite.

    |u|″ is 2u′ times an impulse where u = 0: those zeros are located as poles are, and f′ is compared on both sides.
    """
    unbounded = endless(graph, curvature, domain)
    found = [_jumps(zeros(graph, node, domain), slope, domain) for node in _switches(graph, height)]
    left = np.concatenate([unbounded.left, *(kinks.left for kinks in found)])
    right = np.concatenate([unbounded.right, *(kinks.right for kinks in found)])
    return Doubts(left, right, all(doubts.located for doubts in (unbounded, *found)))


def _switches(graph: Graph, height: int) -> list[int]:
    """The nodes whose change of sign makes abs, min or max change over."""
    switches = []
    for node in graph.needed(height):
        operation, arguments, _ = graph.nodes[node]
        if operation == "abs":
            switches.append(arguments[0])
        elif operation in ("min", "max") and arguments[0] != arguments[1]:
            switches.append(graph.apply("subtract", *arguments))
    return switches


def _jumps(switch: Doubts, slope: Program, domain: tuple[float, float]) -> Doubts:
    """The cells over which the slope changes at once. Cells that could not be narrowed down are all kept."""
    step = max(1e-12 * (domain[1] - domain[0]), 8.0 * float(np.spacing(max(abs(domain[0]), abs(domain[1])))))
    steepest = np.abs(slope(np.linspace(*domain, 1025))).max()

    def beside(places: Floats) -> Floats:
        return slope(np.clip(places, *domain))

    jump = np.abs(beside(switch.right + step) - beside(switch.left - step))
    wide = switch.right - switch.left > step
    kept = wide | (jump > JUMP * steepest)
    return Doubts(switch.left[kept], switch.right[kept], switch.located)
