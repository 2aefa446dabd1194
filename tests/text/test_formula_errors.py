"""Every error of a formula is one sentence with its column and a suggestion."""

import pytest

from app.text.formula_errors import formula_sentence
from physics.landscape.formula import FormulaError, FormulaLandscape, FormulaProblem, constant
from physics.landscape.formula.parser import parse

PARSE_ERRORS = {
    "2 + sine(w)": "column 5: unknown name 'sine', did you mean 'sin'?",
    "ln(w)": "column 1: unknown name 'ln', did you mean 'log'?",
    "y^2": "column 1: unknown name 'y', did you mean 'w'?",
    "x + t": "column 5: unknown name 't', did you mean 'x'?",
    "Sin(w)": "column 1: unknown name 'Sin', did you mean 'sin'?",
    "W": "column 1: unknown name 'W', did you mean 'w'?",
    "arctan(w)": "column 1: unknown name 'arctan', did you mean 'atan'?",
    "2piw": "column 2: unknown name 'piw', did you mean 'pi*w'?",
    "wsin(w)": "column 1: unknown name 'wsin', did you mean 'w*sin'?",
    "w2 + 1": "column 1: unknown name 'w2', did you mean 'w^2'?",
    "sqroot(w)": "column 1: unknown name 'sqroot', did you mean 'sqrt'?",
    "banana": "column 1: unknown name 'banana': use w, pi, e, parameters a to d and functions such as sin, exp, sqrt",
    "floor(w)": "column 1: 'floor' jumps, so a ball can't roll on it: use a smooth one such as tanh",
    "w + x": "column 5: 'x' beside 'w': use one of the two names, did you mean 'w'?",
    "f(x) = w": "column 8: 'w' beside 'x': use one of the two names, did you mean 'x'?",
    "sin 2w": "column 1: sin needs parentheses, did you mean 'sin(2w)'?",
    "1 + cos w cos(w)": "column 5: cos needs parentheses, did you mean 'cos(w)'?",
    "sin": "column 1: sin needs parentheses, did you mean 'sin(w)'?",
    "√w": "column 1: sqrt needs parentheses, did you mean 'sqrt(w)'?",
    "sin²(w)": "column 4: a power of sin is written after its parentheses, did you mean 'sin(w)^2'?",
    "sin^3(w)": "column 4: a power of sin is written after its parentheses, did you mean 'sin(w)^3'?",
    "sin^": "column 4: a power of sin is written after its parentheses, did you mean 'sin(w)^2'?",
    "sin()": "column 5: sin has nothing in its parentheses, did you mean 'sin(w)'?",
    "sin(w": "column 6: the parenthesis opened in column 4 is not closed: write ')'",
    "(w + 1": "column 7: the parenthesis opened in column 1 is not closed: write ')'",
    "w + 1)": "column 6: this parenthesis was never opened: remove it, or write '(' before",
    "": "column 1: the formula is empty: write one such as w^2",
    "   ": "column 1: the formula is empty: write one such as w^2",
    "f(w) = ": "column 7: the formula is empty: write one such as w^2",
    "w + 2 3": "column 7: two numbers side by side in '2 3', did you mean '2*3'?",
    "3.\n2": "column 4: two numbers side by side in '3. 2', did you mean '3.*2'?",
    "sin\t2\u2028w": "column 1: sin needs parentheses, did you mean 'sin(2 w)'?",
    "|w\u200b|": "column 3: 'U+200B' means nothing in a formula",
    "1.2.3": "column 4: two numbers side by side in '1.2.3', did you mean '1.2*.3'?",
    "1..2": "column 3: two points in one number, did you mean '1.2'?",
    "3 + 10..25w": "column 8: two points in one number, did you mean '10.25'?",
    "1. .2": "column 4: two numbers side by side in '1. .2', did you mean '1.*.2'?",
    "w 2": "column 3: '2' can't follow 'w' directly, did you mean '*2'?",
    "(w 2)": "column 4: '2' can't follow 'w' directly, did you mean '*2'?",
    "2|w": "column 4: the bar opened in column 2 is not closed: write '|'",
    "(|w) + 1": "column 4: the bar opened in column 2 is not closed: write '|'",
    "|w, 2|": "column 3: a comma only stands between the arguments of min and max",
    "||": "column 3: something is missing after '|': write a number, w or a parenthesis",
    "w|": "column 3: something is missing after '|': write a number, w or a parenthesis",
    "0,5w": "column 2: a decimal comma, did you mean '0.5'?",
    "w, 2": "column 2: a comma only stands between the arguments of min and max",
    "w +": "column 4: something is missing after '+': write a number, w or a parenthesis",
    "w + ": "column 4: something is missing after '+': write a number, w or a parenthesis",
    "*w": "column 1: something is missing at the beginning and before '*'",
    "w*/2": "column 3: something is missing after '*' and before '/'",
    "()": "column 2: something is missing after '(' and before ')'",
    "log(w, 2)": "column 1: log is the natural logarithm and takes one argument, did you mean 'log(w)/log(2)'?",
    "sin(0,5)": "column 1: sin takes one argument, but has 2, did you mean 'sin(w)'?",
    "min(w)": "column 1: min takes two or more arguments, but has one, did you mean 'min(w, 0)'?",
    "max()": "column 5: max has nothing in its parentheses, did you mean 'max(w, 0)'?",
    "[w]": "column 1: '[' is not read as a parenthesis, did you mean '('?",
    "(w]": "column 3: ']' is not read as a parenthesis, did you mean ')'?",
    "g(w) = w": "column 6: an equals sign can't stand here: write only what comes after 'f(w) ='",
    "f'(w)": "column 2: a prime can't be used: write f itself, its slope f′ is found for you",
    "w.": "column 2: a point without digits: write a number such as 0.5",
    "w + 1e999": "column 5: a number that is too large, at most 1.8e308 can be used",
    "w é": "column 3: 'é' means nothing in a formula",
    "w\x00": "column 2: 'U+0000' means nothing in a formula",
    "__import__('os')": "column 12: a prime can't be used: write f itself, its slope f′ is found for you",
    "w; w": "column 2: ';' means nothing in a formula",
    "lambda w: w": "column 9: ':' means nothing in a formula",
}


LONG = {
    "a" * 1000: f"unknown name '{'a' * 20}…': use w, pi, e, parameters a to d and functions such as sin, exp, sqrt",
    "w" * 500: f"unknown name '{'w' * 20}…': use w, pi, e, parameters a to d and functions such as sin, exp, sqrt",
    f"w {'1' * 300}": f"'{'1' * 20}…' can't follow 'w' directly",
    f"{'1' * 300} {'2' * 300}": f"two numbers side by side in '{'1' * 20}…'",
    f"0,{'5' * 300}": "a decimal comma",
    f"|{'w+' * 300}w": "the bar opened in column 1 is not closed: write '|'",
}


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_a_long_text_is_not_quoted_whole(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert formula_sentence(caught.value).partition(": ")[2] == LONG[text]


@pytest.mark.parametrize("text", PARSE_ERRORS)
def test_parse_error(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert formula_sentence(caught.value) == PARSE_ERRORS[text]
    assert caught.value.column == int(PARSE_ERRORS[text].removeprefix("column ").split(":")[0])
    suggestion = PARSE_ERRORS[text].partition("did you mean '")[2][:-2]
    assert caught.value.suggestion == (suggestion or None)


LIMITS = {
    "(" * 900: "column 51: too many parts inside each other, at most 50 are read",
    "w" * 1001: "the formula has 1001 characters, at most 1000 are read",
    "w" + " ²" * 499: "column 1000: the formula has too many parts, at most 500 are read",
}


@pytest.mark.parametrize("text", LIMITS, ids=range(len(LIMITS)))
def test_a_formula_that_is_too_large_is_told_the_limit(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert formula_sentence(caught.value) == LIMITS[text]


def test_a_number_is_not_a_formula_in_w() -> None:
    with pytest.raises(FormulaError) as caught:
        constant("2w")
    assert formula_sentence(caught.value) == "a number is wanted, not a formula in w"


CURVES = {
    ("1/w", -1.0, 1.0): "f is not finite near w = 0",
    ("tan(w)", 0.0, 2.0): "f is not finite near w = 1.5708",
    ("sqrt(w + 1.23456789)", -2.0, 2.0): "f is not finite near w = −2",
    ("log(w - 1.5707963)", 1.57, 1.58): "f is not finite near w = 1.57",
    ("sqrt(1e-9 + w*w - w*w)", 0.0, 1.0): "f may not be finite near w = 0.0066",
    ("w^(1/0)", 0.0, 0.5): "the slope of f is not finite near w = 0",
    ("sin(1e9w)", -1.0, 1.0): "the curve turns more than 32768 times, too often to tell apart: choose a smaller domain",
}


@pytest.mark.parametrize("case", CURVES, ids=str)
def test_a_formula_that_is_no_curve_is_told_where(case: tuple[str, float, float]) -> None:
    with pytest.raises(FormulaError) as caught:
        FormulaLandscape(case[0], case[1:])
    assert formula_sentence(caught.value) == CURVES[case]


@pytest.mark.parametrize(
    ("w", "width", "text"),
    [
        (1.5707963, 4.0, "1.5708"),
        (-1e-17, 2.0, "0"),
        (-0.25, 2.0, "−0.25"),
        (1.5707963, 0.01, "1.570796"),
        (200.0, 400.0, "200"),
        (123456.7, 1e7, "123457"),
        (1e-20, 1e-18, "1·10⁻²⁰"),
        (1e300, 1.5e300, "1·10³⁰⁰"),
    ],
)
def test_positions_are_written_to_the_accuracy_of_the_domain(w: float, width: float, text: str) -> None:
    error = FormulaError(FormulaProblem.HEIGHT_NOT_FINITE, w=w, width=width)
    assert formula_sentence(error) == f"f is not finite near w = {text}"


@pytest.mark.parametrize("kind", FormulaProblem)
def test_every_kind_of_problem_has_a_sentence_that_shows_its_suggestion_or_none(kind: FormulaProblem) -> None:
    sentence = formula_sentence(FormulaError(kind, 3, "sin(w)", found="a", before="b", count=2, limit=5, opening=1))
    assert sentence.startswith("column 3: ")
    assert ("'sin(w)'" in sentence) == ("did you mean" in sentence)
    assert "{" not in sentence


def test_a_suggestion_that_is_too_long_is_not_shown() -> None:
    with pytest.raises(FormulaError) as caught:
        parse(f"sin {'1' * 99}")
    assert formula_sentence(caught.value) == "column 1: sin needs parentheses"


def test_counts_choose_the_plural() -> None:
    sentences = [formula_sentence(FormulaError(FormulaProblem.TOO_LONG, count=n, limit=0)) for n in (1, 2)]
    assert sentences == [
        "the formula has 1 character, at most 0 are read",
        "the formula has 2 characters, at most 0 are read",
    ]
