"""The letters a to d in a formula: numbers that belong to the landscape."""

import pickle
import re

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from physics.arrays import Floats
from physics.landscape.formula import PARAMETERS, FormulaError, FormulaLandscape, FormulaProblem, constant
from physics.landscape.formula.intervals import enclose
from physics.landscape.formula.landscape import _graph_of
from physics.landscape.formula.parser import parameter_names
from physics.landscape.formula.program import Program

LETTER = re.compile(r"(?<![a-z])[a-d](?![a-z])")
VALUES = st.floats(-1e3, 1e3) | st.sampled_from((-2.0, -1.0, -0.0, 0.0, 0.5, 1.0, 2.0, 3.0))
ATOMS = st.sampled_from(("w", "w", *PARAMETERS, "2", "0.3", "pi", "e"))
FUNCTIONS = st.sampled_from(("sin", "cos", "tanh", "exp", "abs", "sqrt", "log", "-"))
JOINS = st.sampled_from(("+", "-", "*", "/", "^", " "))


def _larger(smaller: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    calls = st.builds("{}({})".format, FUNCTIONS, smaller)
    sums = st.builds("({}){}({})".format, smaller, JOINS, smaller)
    return calls | sums | st.builds("max({}, {})".format, smaller, smaller)


TEXTS = st.recursive(ATOMS, _larger, max_leaves=8)


def with_numbers(text: str, values: dict[str, float]) -> str:
    """The formula with the numbers put in."""
    return LETTER.sub(lambda match: f"({values[match.group()]!r})", text)


def same(first: Floats, second: Floats) -> bool:
    return first.tobytes() == second.tobytes()


@settings(deadline=None)
@given(text=TEXTS, numbers=st.lists(VALUES, min_size=4, max_size=4))
def test_a_formula_with_parameters_is_the_formula_with_the_numbers_put_in(text: str, numbers: list[float]) -> None:
    """f, f′ and f″, and what encloses them, to the last bit."""
    values = dict(zip(PARAMETERS, numbers, strict=True))
    graph, roots = _graph_of(text, values)
    plain_graph, plain_roots = _graph_of(with_numbers(text, values), {})
    w = np.linspace(-3.0, 3.0, 61)
    for root, plain_root in zip(roots, plain_roots, strict=True):
        assert same(Program(graph, root)(w), Program(plain_graph, plain_root)(w))
    enclosed = enclose(graph, roots, w[:-1], w[1:])
    for found, expected in zip(enclosed, enclose(plain_graph, plain_roots, w[:-1], w[1:]), strict=True):
        assert all(same(np.asarray(x), np.asarray(y)) for x, y in zip(found, expected, strict=True))


@settings(deadline=None, max_examples=20)
@given(a=st.floats(-3, 3), b=st.floats(-3, 3), c=st.floats(-8, 8))
def test_the_landscape_is_the_same_too(a: float, b: float, c: float) -> None:
    """Its valleys and the bounds of its derivatives."""
    text, values = "a*w^2 + b*cos(c*w)", {"a": a, "b": b, "c": c}
    assume(len(FormulaLandscape(with_numbers(text, values), (-6, 6)).features.edges) < 100)
    landscape = FormulaLandscape(text, (-6, 6), parameters=values)
    plain = FormulaLandscape(with_numbers(text, values), (-6, 6))
    assert landscape.parameters == values
    for name in ("edges", "edge_heights", "minima", "minimum_heights", "curvature"):
        assert same(getattr(landscape.features, name), getattr(plain.features, name))
    for found, expected in zip(landscape.cell_bounds(), plain.cell_bounds(), strict=True):
        assert same(np.asarray(found), np.asarray(expected))


def test_a_parameter_without_a_value_is_1() -> None:
    landscape = FormulaLandscape("a w^2 + 3b", (-1, 1), parameters={"b": 2})
    assert list(landscape.parameters.items()) == [("a", 1.0), ("b", 2.0)]
    assert landscape.height(np.array([0.0, 1.0])).tolist() == [6.0, 7.0]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("w^2", ()),
        ("abs(w) + acos(w/9) + cosh(w)", ()),
        ("d*w + a", ("a", "d")),
        ("f(x) = c x + c", ("c",)),
        ("2a|w|b", ("a", "b")),
    ],
)
def test_only_letters_by_themselves_are_parameters(text: str, names: tuple[str, ...]) -> None:
    assert parameter_names(text) == names
    assert tuple(FormulaLandscape(text, (-1, 1)).parameters) == names


@pytest.mark.parametrize(
    ("text", "column", "suggestion"),
    [("w + k", 5, None), ("aw", 1, "a*w"), ("3 + A*w", 5, "a"), ("g", 1, None), ("bc + w", 1, "b*c")],
)
def test_another_letter_is_an_unknown_name(text: str, column: int, suggestion: str | None) -> None:
    with pytest.raises(FormulaError) as caught:
        FormulaLandscape(text, (-1, 1))
    error = caught.value
    assert (error.kind, error.column, error.suggestion) == (FormulaProblem.UNKNOWN_NAME, column, suggestion)


@pytest.mark.parametrize(
    ("values", "kind", "name"),
    [
        ({"a": 1.0, "b": 2.0}, FormulaProblem.UNUSED_PARAMETER, "b"),
        ({"w": 1.0}, FormulaProblem.UNUSED_PARAMETER, "w"),
        ({"a": np.inf}, FormulaProblem.PARAMETER_NOT_FINITE, "a"),
        ({"a": np.nan}, FormulaProblem.PARAMETER_NOT_FINITE, "a"),
    ],
)
def test_values_that_cannot_be_meant_are_refused(values: dict[str, float], kind: FormulaProblem, name: str) -> None:
    with pytest.raises(FormulaError) as caught:
        FormulaLandscape("a w", (-1, 1), parameters=values)
    assert (caught.value.kind, caught.value.found) == (kind, name)


def test_a_value_without_a_curve_is_refused() -> None:
    assert FormulaLandscape("log(w + a)", (-1, 1), parameters={"a": 1.5}).height(np.zeros(1)) == np.log(1.5)
    with pytest.raises(FormulaError, match="HEIGHT_NOT_FINITE"):
        FormulaLandscape("log(w + a)", (-1, 1), parameters={"a": 0.5})


def test_parameters_are_no_numbers_where_a_number_is_wanted() -> None:
    with pytest.raises(FormulaError, match="HAS_VARIABLE"):
        constant("2a")


def test_values_are_pickled() -> None:
    landscape = FormulaLandscape("a*w^2 + b*cos(3w)", (-2, 2), parameters={"a": 0.3, "b": -2.5})
    copy = pickle.loads(pickle.dumps(landscape))
    w = np.linspace(-2, 2, 77)
    assert copy.parameters == {"a": 0.3, "b": -2.5}
    assert same(copy.slope(w), landscape.slope(w))
    assert same(copy.find_features().edges, landscape.features.edges)
    assert same(copy.cell_bounds().third, landscape.cell_bounds().third)
