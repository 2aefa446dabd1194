"""The error for a formula that cannot be used: what is wrong, where, and what would be right."""

import math
from dataclasses import dataclass
from enum import Enum, auto


class FormulaProblem(Enum):
    """What is wrong with a formula; each kind says which fields of the error it fills."""

    TOO_LONG = auto()
    """`count` characters, at most `limit`."""
    TOO_MANY_PARTS = auto()
    """At most `limit` different sub-expressions."""
    TOO_DEEP = auto()
    """At most `limit` parentheses, signs and exponents inside each other."""
    EMPTY = auto()
    HAS_VARIABLE = auto()
    """Where a number is wanted."""
    NUMBER_TOO_LARGE = auto()
    LONE_POINT = auto()
    TWO_POINTS = auto()
    """In one number."""
    DECIMAL_COMMA = auto()
    WRONG_BRACKET = auto()
    """`found` is not read as a parenthesis."""
    EQUALS_SIGN = auto()
    PRIME = auto()
    UNKNOWN_CHARACTER = auto()
    """`found`."""
    UNKNOWN_NAME = auto()
    """`found`."""
    DISCONTINUOUS = auto()
    """The function `found` jumps."""
    UNUSED_PARAMETER = auto()
    """There is a value of `found`, which does not stand in the formula."""
    PARAMETER_NOT_FINITE = auto()
    """The value of `found`."""
    SECOND_VARIABLE = auto()
    """`found`, where the formula already uses `before`."""
    ADJACENT_NUMBERS = auto()
    """`found` is both, with what stands between them."""
    POWER_BEFORE_PARENTHESES = auto()
    """sin²(w) and sin^2(w), of the function `found`."""
    NO_PARENTHESES = auto()
    """After the function `found`."""
    NO_ARGUMENT = auto()
    """In the parentheses of the function `found`."""
    ONE_ARGUMENT = auto()
    """Of the function `found`, which takes more."""
    MANY_ARGUMENTS = auto()
    """`count` of the function `found`, which takes one."""
    BASE_OF_LOG = auto()
    """Given as a second argument."""
    NO_OPERAND_AT_START = auto()
    """Before `found`."""
    NO_OPERAND_AT_END = auto()
    """After `before`."""
    NO_OPERAND = auto()
    """Between `before` and `found`."""
    UNEXPECTED = auto()
    """`found` can't follow `before`."""
    STRAY_COMMA = auto()
    UNOPENED_PARENTHESIS = auto()
    UNCLOSED_PARENTHESIS = auto()
    """Opened in column `opening`."""
    UNCLOSED_BAR = auto()
    """Opened in column `opening`."""
    HEIGHT_NOT_FINITE = auto()
    """f, near `w` on a domain of this `width`."""
    HEIGHT_MAYBE_NOT_FINITE = auto()
    SLOPE_NOT_FINITE = auto()
    """f′, near `w` on a domain of this `width`."""
    SLOPE_MAYBE_NOT_FINITE = auto()
    TOO_MANY_EXTREMA = auto()
    """More than `limit`."""


NOT_FINITE = (
    FormulaProblem.HEIGHT_NOT_FINITE,
    FormulaProblem.HEIGHT_MAYBE_NOT_FINITE,
    FormulaProblem.SLOPE_NOT_FINITE,
    FormulaProblem.SLOPE_MAYBE_NOT_FINITE,
)
"""What depends on the values of parameters: where f or f′ is not finite."""


@dataclass(eq=False)
class FormulaError(ValueError):
    """A formula that cannot be read, or whose f or f′ is not finite on the domain.

    `str()` is for developers; `app/text/formula_errors.py` has the sentences.
    """

    kind: FormulaProblem
    column: int | None = None
    """1-based, in the person's text."""
    suggestion: str | None = None
    """What would be right in that place, on one line."""
    found: str = ""
    """What is wrong, as the person wrote it: a token, a name, a character."""
    before: str = ""
    """What comes before it."""
    count: int = 0
    limit: int = 0
    opening: int = 0
    w: float = math.nan
    width: float = math.nan

    def __str__(self) -> str:
        return repr(self)
