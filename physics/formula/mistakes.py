"""What went wrong at a token, and what its writer meant: the parser's errors."""

from physics.formula.errors import FormulaError, shortened
from physics.formula.names import FUNCTIONS, STEPS, suggested
from physics.formula.tokens import Token


def example(name: str) -> str:
    """How a function is written."""
    return f"{name}(w)" if FUNCTIONS[name] == 1 else f"{name}(w, 0)"


def unknown(name: Token, variable: str) -> FormulaError:
    """A name that formulas don't have."""
    shown = shortened(name.text)
    if name.text.lower() in STEPS:
        return FormulaError(
            f"'{name.text}' jumps, so a ball can't roll on it: use a smooth one such as tanh", name.column
        )
    suggestion = suggested(name.text)
    if suggestion is None:
        return FormulaError(f"unknown name '{shown}': use w, pi, e and functions such as sin, exp, sqrt", name.column)
    return FormulaError(f"unknown name '{shown}'", name.column, variable if suggestion == "w" else suggestion)


def side_by_side(text: str, first: Token, second: Token) -> FormulaError:
    """Two numbers with nothing between them."""
    if first.end == second.column and first.text.endswith(".") and second.text.startswith("."):
        return FormulaError("two points in one number", second.column, f"{first.text}{second.text[1:]}")
    shown = shortened(text[first.column - 1 : second.end - 1])
    wanted = f"{text[first.column - 1 : first.end - 1]}*{text[second.column - 1 : second.end - 1]}"
    return FormulaError(f"two numbers side by side in '{shown}'", second.column, wanted)


def wrong_count(name: Token, count: int) -> FormulaError | None:
    """A function with `count` arguments, if that is not what it takes."""
    if FUNCTIONS[name.text] == 2 and count == 1:
        return FormulaError(f"{name.text} takes two or more arguments, but has one", name.column, example(name.text))
    if FUNCTIONS[name.text] == 2 or count == 1:
        return None
    if name.text == "log":
        return FormulaError("log is the natural logarithm and takes one argument", name.column, "log(w)/log(2)")
    return FormulaError(f"{name.text} takes one argument, but has {count}", name.column, example(name.text))


def bare(text: str, tokens: list[Token], place: int) -> FormulaError:
    """The function before index `place` has no parentheses."""
    name, following = tokens[place - 1], tokens[place]
    if following.kind == "superscript" or following.text == "^":
        power = following if following.kind == "superscript" else tokens[place + 1]
        wanted = f"{name.text}(w)^{power.text or '2'}"
        return FormulaError(f"a power of {name.text} is written after its parentheses", following.column, wanted)
    end = place
    while tokens[end].kind in ("number", "name") and tokens[end].text not in FUNCTIONS:
        end += 1
    inside = text[following.column - 1 : tokens[end - 1].end - 1] if end > place else "w"
    return FormulaError(f"{name.text} needs parentheses", name.column, f"{name.text}({inside})")


def missing(tokens: list[Token], place: int) -> FormulaError:
    """Something to compute with should stand at index `place`, and doesn't."""
    token = tokens[place]
    after = f"after '{tokens[place - 1].text}'" if place else "at the beginning"
    if token.kind == "end":
        return FormulaError(f"something is missing {after}: write a number, w or a parenthesis", token.column)
    return FormulaError(f"something is missing {after} and before '{token.text}'", token.column)


def unexpected(tokens: list[Token], place: int) -> FormulaError:
    """The token at index `place` can't follow what was read so far."""
    before, token = tokens[place - 1], tokens[place]
    if token.text == ")":
        return FormulaError("this parenthesis was never opened: remove it, or write '(' before", token.column)
    if token.text != ",":
        problem = f"'{shortened(token.text)}' can't follow '{shortened(before.text)}' directly"
        return FormulaError(problem, token.column, f"*{token.text}")
    after = tokens[place + 1]
    if before.kind == after.kind == "number" and before.end == token.column and token.end == after.column:
        return FormulaError("a decimal comma", token.column, f"{before.text}.{after.text}")
    return FormulaError("a comma only stands between the arguments of min and max", token.column)
