"""Poles are located and named, also between samples; ordinary functions are never refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.text.formula_errors import formula_sentence
from physics.arrays import Bools, Floats
from physics.landscape.formula import FormulaError, FormulaLandscape
from physics.landscape.formula.derivative import Differentiator
from physics.landscape.formula.intervals import enclose
from physics.landscape.formula.parser import parse
from physics.landscape.formula.program import Program
from physics.landscape.formula.subdivision import locate_cells

POLES = {
    ("tan(w)", -2, 2): "f is not finite near w = −1.5708",
    ("tan(w)", 0, 2): "f is not finite near w = 1.5708",
    ("1/(w - 0.1234)", -1, 1): "f is not finite near w = 0.1234",
    ("1/(w^2 - 2)", 0, 3): "f is not finite near w = 1.4142",
    ("log(w)", -1, 1): "f is not finite near w = −1",
    ("log(w)", 0, 1): "f is not finite near w = 0",
    ("log10(w)", 0, 1): "f is not finite near w = 0",
    ("sqrt(w)", 0, 1): "the slope of f is not finite near w = 0",
    ("sqrt(w - 1)", 0, 2): "f is not finite near w = 0",
    ("sin(w)/w", -1, 1): "f is not finite near w = 0",
    ("asin(w)", -1, 1): "the slope of f is not finite near w = −1",
    ("acos(w)", -1, 0): "the slope of f is not finite near w = −1",
    ("acos(2w)", -0.2, 1): "f is not finite near w = 0.5",
    ("exp(exp(w))", 0, 10): "f is not finite near w = 6.565",
    ("exp(-1/w^2)", -1, 1): "f is not finite near w = 0",
    ("atan(tan(w))", 0, 2): "the slope of f is not finite near w = 1.5708",
    ("atan(1/w)", -1, 1): "the slope of f is not finite near w = 0",
    ("w^-1", -1, 1): "f is not finite near w = 0",
    ("w^-65", -1, 1): "f is not finite near w = 0",
    ("w^-0.5", 0, 1): "f is not finite near w = 0",
    ("w^0.3", 0, 1): "the slope of f is not finite near w = 0",
    ("abs(w)^0.5", -1, 1): "the slope of f is not finite near w = 0",
    ("w^1.5", -1, 1): "f is not finite near w = −1",
    ("w^w", 0, 1): "f is not finite near w = 0",
    ("(-8)^(1/3)", -1, 1): "f is not finite near w = −1",
    ("w + 1/0", 2, 3): "f is not finite near w = 2",
    ("w*0/0", 2, 3): "f is not finite near w = 2",
    ("0*tan(w)", 0, 2): "f is not finite near w = 1.5708",
    ("1/tan(w)", -1, 1): "f is not finite near w = 0",
    ("1/sin(pi w)", 0.5, 1.7): "f is not finite near w = 1",
    ("1/(exp(w) - 1e10)", 20, 30): "f is not finite near w = 23.026",
    ("cosh(w)^3", 0, 300): "f is not finite near w = 237.29",
    ("exp(1000w) - exp(999w)", 0, 1): "f is not finite near w = 0.7098",
    ("sin(exp(w))", 700, 800): "f is not finite near w = 709.78",
    ("(w^2)^0.75", -1, 1.1): "the slope of f is not finite near w = 0",
    ("w^(1/0)", 0, 0.5): "the slope of f is not finite near w = 0",
    ("(1/w)/(1/w)", -1, 1): "f is not finite near w = 0",
    ("tan(1e9w)", 0, 1): "f is not finite near w = 0",
}


@pytest.mark.parametrize("case", POLES, ids=str)
def test_pole(case: tuple[str, float, float]) -> None:
    with pytest.raises(FormulaError) as caught:
        FormulaLandscape(case[0], case[1:])
    assert formula_sentence(caught.value) == POLES[case]
    assert caught.value.column is None


@settings(max_examples=60, deadline=None)
@given(st.floats(-2.9, 2.9), st.sampled_from(["1/(w - p)", "1/(w - p)^2", "log(abs(w - p))", "tan(pi/2 + (w - p)/9)"]))
def test_a_pole_anywhere_is_found(pole: float, text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        FormulaLandscape(text.replace("p)", f"({pole!r}))").replace("p((", "pi/2 + (("), (-3.0, 3.0))
    assert caught.value.w == pytest.approx(pole, abs=1e-9)


ORDINARY = [
    *("w", "3", "w^2", "w^3 - 3w", "w^4 - 5w^2 + w", "(w^2 - 4)^2/8 + 0.6w + 1.3", "w^5 - w", "w^6/6 - w^2"),
    *("sin(w)", "cos(3w)", "sin(w) + sin(10w/3)", "w sin(w)", "sin(w)^2", "sin(w^2)", "cos(w)exp(-w/5)", "exp(-w^2)"),
    *("exp(w)", "exp(-w)", "1/(1 + w^2)", "1/(1 + 25w^2)", "1/(w^2 + 1e-6)", "sqrt(w^2 + 1e-8)", "w/(1 + abs(w))"),
    *("exp(-1/(w^2 + 0.01))", "1/(2 + sin(w)*cos(w))", "log(1 + exp(w))", "tanh(w)", "1/(1 + exp(-5w))", "atan(9w)"),
    *("abs(w)", "abs(w - 1) + abs(w + 1)", "max(w, 0)", "min(w^2, 1)", "max(abs(w) - 1, 0)", "abs(sin(3w))"),
    *("10 + w^2 - 10cos(2 pi w)", "0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", "(6w - 2)^2 sin(12w - 4)", "log(w^2 + 1)"),
    *(
        "sqrt(1 + w^2)",
        "sqrt(101 - w^2)",
        "log(11 - w)",
        "asin(w/11)",
        "acos(w/11)",
        "tan(w/8)",
        "sinh(w/3)",
        "cosh(w)",
    ),
    *("2^w", "(w + 11)^1.5", "(w^2)^1.5", "abs(w)^3", "(w + 12)^(w/9)", "w/(w^2 + w + 1)", "(w^2 + 1)/(w^4 + 2)"),
    *("exp(sin(w))", "sin(exp(w/3))", "cos(w)/(1.1 + sin(w))", "1/(1 + tanh(w)^2)", "exp(-abs(w))", "w^2 exp(-w^2)"),
    *("1/(w + 10.5)", "log10(w + 10.1)", "e^(-(w-2)^2/0.01)", "-20exp(-0.2abs(w)) - exp(cos(2 pi w))", "w^100/1e90"),
    *("sin(w)^2 + cos(w)^2", "1e6 + w^2", "1/(1 + w^2 - w)", "1/(w w - 2w + 1.001)", "sqrt(1 - sin(w)^2/1.01)"),
    *("min(exp(100w), 5)", "max(log(w + 10), -3)", "w^0", "1^w", "(w/3)^65", "(w/9)^66"),
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_functions_are_accepted_and_their_enclosures_hold(text: str) -> None:
    """Random cells of any size hold every value that the programs compute in them."""
    landscape = FormulaLandscape(text, (-10.0, 10.0))
    w = np.linspace(-10.0, 10.0, 1001)
    assert np.isfinite(landscape.height(w)).all()
    assert np.isfinite(landscape.slope(w)).all()
    graph, root = parse(text)
    differentiator = Differentiator(graph)
    slope = differentiator.derivative(root)
    roots = (root, slope, differentiator.derivative(slope))
    random = np.random.default_rng(len(text))
    left = random.uniform(-10.0, 10.0, 300)
    right = left + 10.0 ** random.uniform(-14.0, 0.5, 300)
    inside = np.clip(left + (right - left) * np.linspace(0.0, 1.0, 41)[:, None], left, right)
    for node, (low, high) in zip(roots, enclose(graph, roots, left, right), strict=True):
        values = Program(graph, node)(inside)
        assert (np.isnan(low) | np.isnan(high) | ((low <= values) & (values <= high))).all()


def test_a_search_that_spends_its_budget_returns_the_cells_not_tested() -> None:
    def always(left: Floats, _: Floats) -> Bools:
        return np.ones(left.shape, dtype=np.bool_)

    cells = locate_cells(always, (0.0, 1.0), 2000)
    assert not cells.is_complete
    assert (cells.right > cells.left).all()
    assert cells.left[0] == 0.0
    assert cells.right[-1] == 1.0
    assert np.array_equal(cells.left[1:], cells.right[:-1])
    with pytest.raises(FormulaError, match=r"HEIGHT_MAYBE_NOT_FINITE.* w=0\.0"):
        FormulaLandscape("sqrt(1e-9 + w*w - w*w)", (0.0, 1.0))


def test_cells_are_located_from_left_to_right_and_once() -> None:
    positions = np.array([0.1, 0.25, 0.5, 0.77777])

    def holds(left: Floats, right: Floats) -> Bools:
        return np.asarray([((a <= positions) & (positions < b)).any() for a, b in zip(left, right, strict=True)])

    found = locate_cells(holds, (0.0, 1.0), 2_000_000)
    assert found.is_complete
    assert found.left == pytest.approx(positions, abs=1e-12)
    assert (found.right - found.left <= 1e-13).all()
    first = locate_cells(holds, (0.0, 1.0), 2_000_000, first_only=True)
    assert first.left == pytest.approx(positions[:1], abs=1e-12)
