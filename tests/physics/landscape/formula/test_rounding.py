"""Rounding errors of f and f′ stay within their bounds, and the bounds are tight."""

import numpy as np
import pytest

from physics.arrays import AnyArray, Floats
from physics.landscape.formula.derivative import Differentiator
from physics.landscape.formula.graph import OPERATIONS, Graph
from physics.landscape.formula.parser import parse
from physics.landscape.formula.program import Program
from physics.landscape.formula.rounding import UNIT_ROUNDOFF, RoundingBound

TEXTS = [
    "w^3 - 3w + 1",
    "(w-1)^40 + w^13",
    "w^8-8w^7+28w^6-56w^5+70w^4-56w^3+28w^2-8w+1",
    "sin(w)^2 + cos(w)^2",
    "sin(1e5*w)*exp(-w)",
    "1e9 + w^2 + 1e-9*sin(500w)",
    "1/(1 + w^2 - w) - tanh(3w)/cosh(w)",
    "sqrt(101 - w^2) - sqrt(101 - w^2 - 1e-3)",
    "(w + 12)^(w/9) + (w + 11.5)^1.5 + 2^w",
    "abs(sin(3w)) - min(w, 1, -cos(w)) + max(w^2, 3)",
    "log(w + 11) - log10(w^2 + 1) + atan(9w) - asin(w/11)*acos(w/12) + tan(w/8) - sinh(w/3)",
    "exp(sin(w)) - 2.718281828",
]


def precise(graph: Graph, root: int, w: Floats) -> AnyArray:
    """The same operations in the longest floats of this machine."""
    values: dict[int, AnyArray] = {0: w.astype(np.longdouble)}
    for number in graph.dependencies(root):
        operation, arguments, value = graph.nodes[number]
        if operation == "constant":
            values[number] = np.full(w.shape, value, dtype=np.longdouble)
        elif operation == "integer_power":
            values[number] = values[arguments[0]] ** int(value)
        elif operation != "variable":
            values[number] = np.empty(w.shape, dtype=np.longdouble)
            OPERATIONS[operation](*(values[argument] for argument in arguments), values[number])
    return values[root]


@pytest.mark.parametrize("text", TEXTS)
def test_no_error_exceeds_its_bound(text: str) -> None:
    graph, height = parse(text)
    slope = Differentiator(graph).derivative(height)
    w = np.random.default_rng(len(text)).uniform(-10, 10, 3000)
    for root in (height, slope):
        bound = Program(graph, RoundingBound(graph).bound(root))(w)
        off = np.abs(Program(graph, root)(w) - precise(graph, root, w))
        assert np.isfinite(bound).all()
        assert (off <= bound).all()


def test_bounds_are_the_sizes_of_the_terms() -> None:
    w = np.array([-3.0, 0.5, 2.0])

    def bound(text: str) -> Floats:
        graph, height = parse(text)
        return Program(graph, RoundingBound(graph).bound(height))(w) / UNIT_ROUNDOFF

    assert bound("7").tolist() == bound("w").tolist() == bound("-abs(w)").tolist() == [0, 0, 0]
    assert bound("2w + w^2").tolist() == (np.abs(2 * w) + w**2 + np.abs(2 * w + w**2)).tolist()
    assert bound("1e6 + w").tolist() == (1e6 + w).tolist()
    assert bound("w^5").tolist() == (2 * np.abs(w) ** 5).tolist()
    assert bound("w^3").tolist() == (np.abs(w) ** 3).tolist()
    assert bound("max(3w, w)").tolist() == (np.abs(3 * w)).tolist()
    assert bound("sin(3w)") == pytest.approx(np.abs(3 * w * np.cos(3 * w)) + np.abs(np.sin(3 * w)))
    assert bound("(w/7)*(w/9)") == pytest.approx(3 * w**2 / 63)
    assert bound("1/(3w)") == pytest.approx(2 / np.abs(3 * w))
    assert bound("(w^2 + 4)^(w/3)") == pytest.approx(
        (w**2 + 4) ** (w / 3) * (1 + np.abs(w / 3) * (w**2 / (w**2 + 4) + 1 + np.log(w**2 + 4)))
    )
