"""What is wrong with a formula, as a sentence: "column 5: unknown name 'sine', did you mean 'sin'?"."""

import math

from app.text.numbers import MINUS, short
from app.text.translation import _, ngettext
from physics.landscape.formula import FormulaError, FormulaProblem

MAX_QUOTED_CHARACTERS, MAX_SUGGESTED_CHARACTERS = 20, 60
"""Characters of the person's text that a sentence repeats, and of a suggestion."""
POSITION_DIGITS = 5
"""Digits of a position, as if the domain's width had as many."""


def formula_sentence(error: FormulaError) -> str:
    """One sentence, without a capital and a full stop, with the column and a suggestion where there are such."""
    is_suggested = error.suggestion is not None and len(error.suggestion) <= MAX_SUGGESTED_CHARACTERS
    patterns = _of_the_text(error) | _of_the_curve(error) | (_with_suggestion() if is_suggested else {})
    problem = patterns[error.kind].format(
        found=_quoted(error.found),
        before=_quoted(error.before),
        suggestion=error.suggestion,
        count=error.count,
        limit=error.limit,
        opening=error.opening,
        w=_position(error.w, error.width),
    )
    if error.column is None:
        return problem
    return _("column {column}: {problem}").format(column=error.column, problem=problem)


def _with_suggestion() -> dict[FormulaProblem, str]:
    return {
        FormulaProblem.TWO_POINTS: _("two points in one number, did you mean '{suggestion}'?"),
        FormulaProblem.DECIMAL_COMMA: _("a decimal comma, did you mean '{suggestion}'?"),
        FormulaProblem.WRONG_BRACKET: _("'{found}' is not read as a parenthesis, did you mean '{suggestion}'?"),
        FormulaProblem.UNKNOWN_NAME: _("unknown name '{found}', did you mean '{suggestion}'?"),
        FormulaProblem.SECOND_VARIABLE: _(
            "'{found}' beside '{before}': use one of the two names, did you mean '{suggestion}'?"
        ),
        FormulaProblem.ADJACENT_NUMBERS: _("two numbers side by side in '{found}', did you mean '{suggestion}'?"),
        FormulaProblem.POWER_BEFORE_PARENTHESES: _(
            "a power of {found} is written after its parentheses, did you mean '{suggestion}'?"
        ),
        FormulaProblem.NO_PARENTHESES: _("{found} needs parentheses, did you mean '{suggestion}'?"),
        FormulaProblem.NO_ARGUMENT: _("{found} has nothing in its parentheses, did you mean '{suggestion}'?"),
        FormulaProblem.ONE_ARGUMENT: _(
            "{found} takes two or more arguments, but has one, did you mean '{suggestion}'?"
        ),
        FormulaProblem.MANY_ARGUMENTS: _("{found} takes one argument, but has {count}, did you mean '{suggestion}'?"),
        FormulaProblem.BASE_OF_LOG: _(
            "log is the natural logarithm and takes one argument, did you mean '{suggestion}'?"
        ),
        FormulaProblem.UNEXPECTED: _("'{found}' can't follow '{before}' directly, did you mean '{suggestion}'?"),
    }


def _of_the_text(error: FormulaError) -> dict[FormulaProblem, str]:
    """Patterns of errors that suggest nothing, or whose suggestion is too long to show."""
    return {
        FormulaProblem.TOO_LONG: ngettext(
            "the formula has {count} character, at most {limit} are read",
            "the formula has {count} characters, at most {limit} are read",
            error.count,
        ),
        FormulaProblem.TOO_MANY_PARTS: ngettext(
            "the formula has too many parts, at most {limit} is read",
            "the formula has too many parts, at most {limit} are read",
            error.limit,
        ),
        FormulaProblem.TOO_DEEP: ngettext(
            "too many parts inside each other, at most {limit} is read",
            "too many parts inside each other, at most {limit} are read",
            error.limit,
        ),
        FormulaProblem.EMPTY: _("the formula is empty: write one such as w^2"),
        FormulaProblem.HAS_VARIABLE: _("a number is wanted, not a formula in w"),
        FormulaProblem.NUMBER_TOO_LARGE: _("a number that is too large, at most 1.8e308 can be used"),
        FormulaProblem.LONE_POINT: _("a point without digits: write a number such as 0.5"),
        FormulaProblem.TWO_POINTS: _("two points in one number"),
        FormulaProblem.DECIMAL_COMMA: _("a decimal comma"),
        FormulaProblem.EQUALS_SIGN: _("an equals sign can't stand here: write only what comes after 'f(w) ='"),
        FormulaProblem.PRIME: _("a prime can't be used: write f itself, its slope f′ is found for you"),
        FormulaProblem.UNKNOWN_CHARACTER: _("'{found}' means nothing in a formula"),
        FormulaProblem.UNKNOWN_NAME: _(
            "unknown name '{found}': use w, pi, e, parameters a to d and functions such as sin, exp, sqrt"
        ),
        FormulaProblem.UNUSED_PARAMETER: _("the formula has no parameter {found}"),
        FormulaProblem.PARAMETER_NOT_FINITE: _("the parameter {found} is not a finite number"),
        FormulaProblem.DISCONTINUOUS: _("'{found}' jumps, so a ball can't roll on it: use a smooth one such as tanh"),
        FormulaProblem.ADJACENT_NUMBERS: _("two numbers side by side in '{found}'"),
        FormulaProblem.POWER_BEFORE_PARENTHESES: _("a power of {found} is written after its parentheses"),
        FormulaProblem.NO_PARENTHESES: _("{found} needs parentheses"),
        FormulaProblem.NO_OPERAND_AT_START: _("something is missing at the beginning and before '{found}'"),
        FormulaProblem.NO_OPERAND_AT_END: _(
            "something is missing after '{before}': write a number, w or a parenthesis"
        ),
        FormulaProblem.NO_OPERAND: _("something is missing after '{before}' and before '{found}'"),
        FormulaProblem.UNEXPECTED: _("'{found}' can't follow '{before}' directly"),
        FormulaProblem.STRAY_COMMA: _("a comma only stands between the arguments of min and max"),
        FormulaProblem.UNOPENED_PARENTHESIS: _("this parenthesis was never opened: remove it, or write '(' before"),
        FormulaProblem.UNCLOSED_PARENTHESIS: _("the parenthesis opened in column {opening} is not closed: write ')'"),
        FormulaProblem.UNCLOSED_BAR: _("the bar opened in column {opening} is not closed: write '|'"),
    }


def _of_the_curve(error: FormulaError) -> dict[FormulaProblem, str]:
    return {
        FormulaProblem.HEIGHT_NOT_FINITE: _("f is not finite near w = {w}"),
        FormulaProblem.HEIGHT_MAYBE_NOT_FINITE: _("f may not be finite near w = {w}"),
        FormulaProblem.SLOPE_NOT_FINITE: _("the slope of f is not finite near w = {w}"),
        FormulaProblem.SLOPE_MAYBE_NOT_FINITE: _("the slope of f may not be finite near w = {w}"),
        FormulaProblem.TOO_MANY_EXTREMA: ngettext(
            "the curve turns more than {limit} time, too often to tell apart: choose a smaller domain",
            "the curve turns more than {limit} times, too often to tell apart: choose a smaller domain",
            error.limit,
        ),
    }


def _quoted(text: str) -> str:
    """The person's text on one line, cut off when it is too long for a sentence; U+200B for what can't be seen."""
    if len(text) == 1 and not text.isprintable():
        return f"U+{ord(text):04X}"
    shown = text if len(text) <= MAX_QUOTED_CHARACTERS else f"{text[:MAX_QUOTED_CHARACTERS]}…"
    return " ".join(shown.split())


def _position(w: float, width: float) -> str:
    """A position to about a hundred-thousandth of the domain's width; as it is where there is none."""
    decimals = POSITION_DIGITS - 1 - math.floor(math.log10(width)) if width > 0.0 else -1
    if not 0 <= decimals <= 15:
        return short(w, 6)
    text = f"{w:.{decimals}f}"
    shown = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if shown in ("-0", "0") else shown.replace("-", MINUS)
