"""What is wrong with a formula that breaks the grammar: one FormulaError for each kind of mistake."""

from physics.landscape.formula.errors import FormulaError, shorten
from physics.landscape.formula.tokens import DISCONTINUOUS, FUNCTIONS, Token, suggest_name


def unknown_name(name: Token, variable: str) -> FormulaError:
    """A name that formulas do not have, in a formula that uses `variable`."""
    shown = shorten(name.text)
    if name.text.lower() in DISCONTINUOUS:
        return FormulaError(
            f"'{name.text}' jumps, so a ball can't roll on it: use a smooth one such as tanh", name.column
        )
    suggestion = suggest_name(name.text)
    if suggestion is None:
        return FormulaError(f"unknown name '{shown}': use w, pi, e and functions such as sin, exp, sqrt", name.column)
    return FormulaError(f"unknown name '{shown}'", name.column, variable if suggestion == "w" else suggestion)


def second_variable(name: Token, variable: str) -> FormulaError:
    """The other variable in a formula that already uses `variable`."""
    return FormulaError(f"'{name.text}' beside '{variable}': use one of the two names", name.column, variable)


def adjacent_numbers(text: str, first: Token, second: Token) -> FormulaError:
    """Two numbers without an operator between them."""
    if first.end == second.column and first.text.endswith(".") and second.text.startswith("."):
        return FormulaError("two points in one number", second.column, f"{first.text}{second.text[1:]}")
    shown = shorten(text[first.column - 1 : second.end - 1])
    suggestion = f"{text[first.column - 1 : first.end - 1]}*{text[second.column - 1 : second.end - 1]}"
    return FormulaError(f"two numbers side by side in '{shown}'", second.column, suggestion)


def missing_parentheses(text: str, tokens: list[Token], index: int) -> FormulaError:
    """A function without parentheses; the token at `index` follows its name."""
    name, following = tokens[index - 1], tokens[index]
    if following.kind == "superscript" or following.text == "^":
        power = following if following.kind == "superscript" else tokens[index + 1]
        suggestion = f"{name.text}(w)^{power.text or '2'}"
        return FormulaError(f"a power of {name.text} is written after its parentheses", following.column, suggestion)
    end = index
    while tokens[end].kind in ("number", "name") and tokens[end].text not in FUNCTIONS:
        end += 1
    argument = text[following.column - 1 : tokens[end - 1].end - 1] if end > index else "w"
    return FormulaError(f"{name.text} needs parentheses", name.column, f"{name.text}({argument})")


def empty_parentheses(name: Token, closing: Token) -> FormulaError:
    """A function without an argument."""
    return FormulaError(f"{name.text} has nothing in its parentheses", closing.column, _example(name.text))


def wrong_argument_count(name: Token, count: int) -> FormulaError | None:
    """The error for a function with `count` arguments, or None if it takes that many."""
    if FUNCTIONS[name.text] == 2 and count == 1:
        return FormulaError(f"{name.text} takes two or more arguments, but has one", name.column, _example(name.text))
    if FUNCTIONS[name.text] == 2 or count == 1:
        return None
    if name.text == "log":
        return FormulaError("log is the natural logarithm and takes one argument", name.column, "log(w)/log(2)")
    return FormulaError(f"{name.text} takes one argument, but has {count}", name.column, _example(name.text))


def _example(name: str) -> str:
    return f"{name}(w)" if FUNCTIONS[name] == 1 else f"{name}(w, 0)"


def missing_operand(tokens: list[Token], index: int) -> FormulaError:
    """No operand before the token at `index`."""
    token = tokens[index]
    after = f"after '{tokens[index - 1].text}'" if index else "at the beginning"
    if token.kind == "end":
        return FormulaError(f"something is missing {after}: write a number, w or a parenthesis", token.column)
    return FormulaError(f"something is missing {after} and before '{token.text}'", token.column)


def unexpected_token(tokens: list[Token], index: int) -> FormulaError:
    """A token that cannot follow the ones before it."""
    before, token = tokens[index - 1], tokens[index]
    if token.text == ")":
        return FormulaError("this parenthesis was never opened: remove it, or write '(' before", token.column)
    if token.text != ",":
        problem = f"'{shorten(token.text)}' can't follow '{shorten(before.text)}' directly"
        return FormulaError(problem, token.column, f"*{token.text}")
    after = tokens[index + 1]
    if before.kind == after.kind == "number" and before.end == token.column and token.end == after.column:
        return FormulaError("a decimal comma", token.column, f"{before.text}.{after.text}")
    return FormulaError("a comma only stands between the arguments of min and max", token.column)


def unclosed_group(opening: Token, token: Token) -> FormulaError:
    """A parenthesis or bar that is still open at `token`."""
    kind, sign = ("bar", "|") if opening.text == "|" else ("parenthesis", ")")
    return FormulaError(f"the {kind} opened in column {opening.column} is not closed: write '{sign}'", token.column)
