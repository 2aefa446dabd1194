"""The tokens of a formula, each with its column in the text, and the names that a formula may use."""

import difflib
import math
import re
from typing import NamedTuple

from physics.landscape.formula.errors import FormulaError, FormulaProblem

MAX_CHARACTERS = 1000
"""Of a formula."""

SPELLINGS = {"**": "^", "·": "*", "⋅": "*", "∙": "*", "×": "*", "÷": "/", "−": "-", "–": "-", "π": "pi", "√": "sqrt"}
"""Other spellings of tokens, by people and word processors."""

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")

TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z_0-9]*|π|√)"
    r"|(?P<superscript>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
    r"|(?P<symbol>\*\*|[-+*/^(),|·⋅∙×÷−–])"
    r"|(?P<space>\s+)"
)

PREFIX = re.compile(r"\s*(?:[fF]\s*\(\s*(?P<variable>[wx])\s*\)|[fFy])\s*=(?!=)")
"""A leading "f(w) =", "f(x) =", "f =" or "y =", which is skipped."""


class Token(NamedTuple):
    """One token: kind is "number", "name", "superscript", "symbol" or "end"."""

    kind: str
    text: str
    """Normalised: `^` for `**`, `pi` for π, ordinary digits for superscripts."""
    column: int
    """1-based, in the user's text."""
    end: int
    """Column of the first character after the token."""
    value: float = 0.0
    """Of a number or superscript."""


def split_tokens(text: str) -> tuple[list[Token], str | None]:
    """The tokens of a formula, closed by one of kind "end", and the variable that a leading "f(x) =" names.

    Raises FormulaError for a text that is too long and for characters that begin no token.
    """
    if len(text) > MAX_CHARACTERS:
        raise FormulaError(FormulaProblem.TOO_LONG, count=len(text), limit=MAX_CHARACTERS)
    prefix = PREFIX.match(text)
    index = prefix.end() if prefix else 0
    tokens = []
    while index < len(text):
        match = TOKEN.match(text, index)
        if match is None:
            raise _unreadable_character(text, index)
        if match.lastgroup != "space":
            tokens.append(_token(match))
        index = match.end()
    tokens.append(Token("end", "", len(text.rstrip()) + 1, len(text.rstrip()) + 1))
    return tokens, prefix["variable"] if prefix else None


def _token(match: re.Match[str]) -> Token:
    kind, text, column = str(match.lastgroup), match.group(), match.start() + 1
    if kind == "superscript":
        text = text.translate(SUPERSCRIPTS)
    value = float(text) if kind in ("number", "superscript") else 0.0
    if math.isinf(value):
        raise FormulaError(FormulaProblem.NUMBER_TOO_LARGE, column)
    return Token(kind, SPELLINGS.get(text, text), column, match.end() + 1, value)


def _unreadable_character(text: str, index: int) -> FormulaError:
    character, column = text[index], index + 1
    if character in "[{":
        return FormulaError(FormulaProblem.WRONG_BRACKET, column, "(", found=character)
    if character in "]}":
        return FormulaError(FormulaProblem.WRONG_BRACKET, column, ")", found=character)
    if character == "=":
        return FormulaError(FormulaProblem.EQUALS_SIGN, column)
    if character in "'′’":
        return FormulaError(FormulaProblem.PRIME, column)
    if character == ".":
        return FormulaError(FormulaProblem.LONE_POINT, column)
    return FormulaError(FormulaProblem.UNKNOWN_CHARACTER, column, found=character)


VARIABLES = ("w", "x")
"""Names of the position; one formula uses one of them."""

CONSTANTS = {"pi": math.pi, "e": math.e}

PARAMETERS = ("a", "b", "c", "d")
"""Letters whose values belong to the landscape."""

ONE_ARGUMENT = (
    *("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh"),
    *("exp", "log", "log10", "sqrt", "abs"),
)
FUNCTIONS = dict.fromkeys(ONE_ARGUMENT, 1) | {"min": 2, "max": 2}
"""Each function's number of arguments: exactly one, or at least two."""

SYNONYMS = {
    "ln": "log", "lg": "log10", "log2": "log(w)/log(2)", "tg": "tan", "cot": "1/tan(w)", "ctg": "1/tan(w)",
    "sec": "1/cos(w)", "csc": "1/sin(w)", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctg": "atan",
    "sh": "sinh", "ch": "cosh", "th": "tanh", "cbrt": "w^(1/3)", "square": "w^2", "pow": "w^2", "power": "w^2",
    "euler": "e", "tau": "2 pi", "minimum": "min", "maximum": "max", "absolute": "abs", "fabs": "abs",
    "relu": "max(w, 0)", "logistic": "1/(1 + exp(-w))", "sigmoid": "1/(1 + exp(-w))", "erf": "tanh",
    "y": "w", "t": "w", "z": "w", "u": "w", "v": "w", "theta": "w",
}  # fmt: skip
"""Suggestions for names that other programs and languages use."""

DISCONTINUOUS = ("sign", "sgn", "floor", "ceil", "round", "mod", "fmod", "heaviside", "step", "trunc", "int")
"""Functions that jump, which no landscape can have."""


def is_known(name: str) -> bool:
    """Whether a formula may use this name."""
    return name in VARIABLES or name in CONSTANTS or name in PARAMETERS or name in FUNCTIONS


def suggest_name(name: str) -> str | None:
    """The most likely intention behind an unknown name; None where nothing is close."""
    lower = name.lower()
    if is_known(lower):
        return lower
    if lower in SYNONYMS:
        return SYNONYMS[lower]
    factors = _split_name(name)
    if factors:
        return "*".join(factors)
    close = difflib.get_close_matches(lower, [*FUNCTIONS, *CONSTANTS], n=1, cutoff=0.6)
    return close[0] if close else None


def _split_name(name: str) -> list[str] | None:
    """The known names that a name consists of, as in "piw" or "wsin"; a digit after a variable is a power: "w2"."""
    if len(name) == 2 and name[0] in VARIABLES and name[1].isdigit():
        return [f"{name[0]}^{name[1]}"]
    for length in range(len(name) - 1, 0, -1):
        head, tail = name[:length], name[length:]
        if is_known(tail) and is_known(head) and head not in FUNCTIONS:
            return [head, tail]
    return None
