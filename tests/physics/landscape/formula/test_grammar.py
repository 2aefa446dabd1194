"""What formulas mean: precedence, implicit multiplication, and the ways people write them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.text.formula_errors import formula_sentence
from physics.landscape.formula import FormulaError, FormulaLandscape, constant
from physics.landscape.formula.parser import parse
from physics.landscape.formula.program import Program

W = 1.7

MEANINGS = {
    "2w": 2 * W,
    "2 sin(w)": 2 * math.sin(W),
    "(w+1)(w-1)": (W + 1) * (W - 1),
    "w(w+1)": W * (W + 1),
    "sin(w)cos(w)": math.sin(W) * math.cos(W),
    "2π w": 2 * math.pi * W,
    "2πw²": None,
    "-w^2": -W * W,
    "(-w)^2": W * W,
    "2^-1": 0.5,
    "2^3^2": 512.0,
    "2**3**2": 512.0,
    "-2^2": -4.0,
    "2^-w^2": 2 ** -(W * W),
    "1/2w": 0.5 * W,
    "6/2(1+2)": 9.0,
    "w^2w": W * W * W,
    "2-3-4": -5.0,
    "24/4/3": 2.0,
    "2 - -3": 5.0,
    "+w--w": 2 * W,
    "2*-w": -2 * W,
    ".5w + 2. + 2e-3 + 1E2": 0.5 * W + 2 + 0.002 + 100,
    "2e": 2 * math.e,
    "2e w": 2 * math.e * W,
    "e^w": math.exp(W),
    "w² + w³": W * W + W * W * W,
    "w¹⁰": W**10,
    "w⁻¹": 1 / W,
    "2^w²": 2 ** (W * W),
    "w²^3": (W * W) ** 3,
    "3·w × 2 ÷ 4 − 1": 3 * W * 2 / 4 - 1,
    "√(w + 2)": math.sqrt(W + 2),
    "f(w) = w + 1": W + 1,
    " f( x )= x + 1": W + 1,
    "y = w + 1": W + 1,
    "f = w + 1": W + 1,
    "x^2": W * W,
    "min(w, 1)": 1.0,
    "max(w, 1, 3, 2)": 3.0,
    "log(w)": math.log(W),
    "log10(w)": math.log10(W),
    "abs(-w)": W,
    "|w|": W,
    "|-w|": W,
    "2|w - 3|w": 2 * (3 - W) * W,
    "|w - 3|²": (W - 3) ** 2,
    "||w - 3| - 2|": 2 - (3 - W),
    "|w|w - 3|w|": W * W - 3 * W,
    "|w| - 4|2 + (|w|)|": W - 4 * (2 + W),
    "sin(|w| - |1|)": math.sin(W - 1),
    "|max(w, |-3|)|": 3.0,
    "pi": math.pi,
    "w ^ 0.5": math.sqrt(W),
    "w^(1/2)": math.sqrt(W),
    "w^70": W**70,
    "(0-w)^71": -(W**71),
    "asin(w/2) + acos(w/2) + atan(w)": math.pi / 2 + math.atan(W),
    "sinh(w)^2 - cosh(w)^2 + tanh(w) + tan(w)": -1 + math.tanh(W) + math.tan(W),
    "w\u00a0+\t1": W + 1,
}


@pytest.mark.parametrize("text", MEANINGS)
def test_meaning(text: str) -> None:
    expected = MEANINGS[text]
    graph, root = parse(text)
    found = float(Program(graph, root)(np.array([W]))[0])
    assert found == pytest.approx(2 * math.pi * W * W if expected is None else expected, rel=1e-13)


def test_a_formula_without_a_variable_is_a_number() -> None:
    assert constant("2*pi") == 2 * math.pi
    assert constant("-3pi/4") == -3 * math.pi / 4
    with pytest.raises(FormulaError, match="HAS_VARIABLE"):
        constant("2w")


def test_a_sum_of_hundreds_of_parts_is_no_deep_tree() -> None:
    text = "+".join(["w"] * 480)
    landscape = FormulaLandscape(text, (0, 1))
    assert landscape.slope(np.array([0.5])) == 480.0


TOKENS = [
    *(
        "w",
        "x",
        "y",
        "2",
        "0.5",
        "3e",
        "1e999",
        "pi",
        "e",
        "π",
        "²",
        "⁻¹",
        "+",
        "-",
        "*",
        "/",
        "^",
        "**",
        "(",
        ")",
        ",",
    ),
    *(
        "sin",
        "sin(",
        "log(",
        "min(",
        "max(",
        "abs(",
        "tanh(",
        "√",
        "|",
        "=",
        "f(w) =",
        "·",
        "−",
        " ",
        "é",
        "[",
        ".",
        "'",
    ),
]


def made(text: str) -> FormulaLandscape | FormulaError:
    try:
        return FormulaLandscape(text, (-1.0, 2.0))
    except FormulaError as error:
        return error


@settings(max_examples=400, deadline=5000)
@given(st.lists(st.sampled_from(TOKENS), max_size=40).map("".join))
def test_random_tokens_are_a_landscape_or_an_error_of_one_line(text: str) -> None:
    landscape = made(text)
    if isinstance(landscape, FormulaError):
        assert formula_sentence(landscape).isprintable()
        assert landscape.column is None or 1 <= landscape.column <= len(text) + 1
    else:
        assert np.isfinite(landscape.slope(np.linspace(-1, 2, 50))).all()
        assert landscape.features.valley_count >= 1


@settings(max_examples=200, deadline=5000)
@given(st.text(max_size=60))
def test_any_text_is_a_landscape_or_an_error(text: str) -> None:
    landscape = made(text)
    if isinstance(landscape, FormulaError):
        assert formula_sentence(landscape).isprintable()


@pytest.mark.parametrize("text", ["(" * 900, "-" * 900 + "w", "w^" * 400 + "w", "sin(" * 190 + "w" + ")" * 190])
def test_depth_is_bounded(text: str) -> None:
    with pytest.raises(FormulaError, match=r"TOO_DEEP.*limit=50"):
        parse(text)


def test_length_and_number_of_parts_are_bounded() -> None:
    with pytest.raises(FormulaError, match=r"TOO_LONG.*count=1001, limit=1000"):
        parse("w" * 1001)
    with pytest.raises(FormulaError, match=r"TOO_MANY_PARTS.*column=\d+.*limit=500"):
        parse("w" + " ²" * 499)
