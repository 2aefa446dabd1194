"""The names that a formula may use, and what people mean when they write others."""

import difflib
import math

VARIABLES = ("w", "x")
"""Either name is the position; one formula uses one of them."""

CONSTANTS = {"pi": math.pi, "e": math.e}

ONE_ARGUMENT = (
    *("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh"),
    *("exp", "log", "log10", "sqrt", "abs"),
)
FUNCTIONS = dict.fromkeys(ONE_ARGUMENT, 1) | {"min": 2, "max": 2}
"""Each function and how many arguments it takes: exactly one, or at least two."""

OTHER_NAMES = {
    "ln": "log", "lg": "log10", "log2": "log(w)/log(2)", "tg": "tan", "cot": "1/tan(w)", "ctg": "1/tan(w)",
    "sec": "1/cos(w)", "csc": "1/sin(w)", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctg": "atan",
    "sh": "sinh", "ch": "cosh", "th": "tanh", "cbrt": "w^(1/3)", "square": "w^2", "pow": "w^2", "power": "w^2",
    "euler": "e", "tau": "2 pi", "minimum": "min", "maximum": "max", "absolute": "abs", "fabs": "abs",
    "relu": "max(w, 0)", "logistic": "1/(1 + exp(-w))", "sigmoid": "1/(1 + exp(-w))", "erf": "tanh",
    "y": "w", "t": "w", "z": "w", "u": "w", "v": "w", "theta": "w",
}  # fmt: skip
"""Names from other places, and what they are called here."""

STEPS = ("sign", "sgn", "floor", "ceil", "round", "mod", "fmod", "heaviside", "step", "trunc", "int")
"""Functions that jump: a ball can't roll on them."""


def known(name: str) -> bool:
    """Whether a formula may use this name."""
    return name in VARIABLES or name in CONSTANTS or name in FUNCTIONS


def suggested(name: str) -> str | None:
    """What the writer of an unknown name most likely meant."""
    lower = name.lower()
    if known(lower):
        return lower
    if lower in OTHER_NAMES:
        return OTHER_NAMES[lower]
    pieces = _pieces(name)
    if pieces:
        return "*".join(pieces)
    close = difflib.get_close_matches(lower, [*FUNCTIONS, *CONSTANTS], n=1, cutoff=0.6)
    return close[0] if close else None


def _pieces(name: str) -> list[str] | None:
    """A name cut into known ones, as in "piw" or "wsin"; a digit that follows a variable is a power: "w2" is w^2."""
    if len(name) == 2 and name[0] in VARIABLES and name[1].isdigit():
        return [f"{name[0]}^{name[1]}"]
    for length in range(len(name) - 1, 0, -1):
        head, tail = name[:length], name[length:]
        if known(tail) and (head in VARIABLES or head in CONSTANTS):
            return [head, tail]
    return None
