"""What is wrong with a formula that breaks the grammar: one FormulaError for each kind of mistake."""

from physics.landscape.formula.errors import FormulaError, FormulaProblem
from physics.landscape.formula.tokens import DISCONTINUOUS, FUNCTIONS, Token, suggest_name


def unknown_name(name: Token, variable: str) -> FormulaError:
    """A name that formulas do not have, in a formula that uses `variable`."""
    if name.text.lower() in DISCONTINUOUS:
        return FormulaError(FormulaProblem.DISCONTINUOUS, name.column, found=name.text)
    suggestion = suggest_name(name.text)
    suggestion = variable if suggestion == "w" else suggestion
    return FormulaError(FormulaProblem.UNKNOWN_NAME, name.column, suggestion, found=name.text)


def second_variable(name: Token, variable: str) -> FormulaError:
    """The other variable in a formula that already uses `variable`."""
    return FormulaError(FormulaProblem.SECOND_VARIABLE, name.column, variable, found=name.text, before=variable)


def adjacent_numbers(text: str, first: Token, second: Token) -> FormulaError:
    """Two numbers without an operator between them."""
    if first.end == second.column and first.text.endswith(".") and second.text.startswith("."):
        return FormulaError(FormulaProblem.TWO_POINTS, second.column, f"{first.text}{second.text[1:]}")
    suggestion = f"{text[first.column - 1 : first.end - 1]}*{text[second.column - 1 : second.end - 1]}"
    found = text[first.column - 1 : second.end - 1]
    return FormulaError(FormulaProblem.ADJACENT_NUMBERS, second.column, suggestion, found=found)


def missing_parentheses(text: str, tokens: list[Token], index: int) -> FormulaError:
    """A function without parentheses; the token at `index` follows its name."""
    name, following = tokens[index - 1], tokens[index]
    if following.kind == "superscript" or following.text == "^":
        power = following if following.kind == "superscript" else tokens[index + 1]
        suggestion = f"{name.text}(w)^{power.text or '2'}"
        kind = FormulaProblem.POWER_BEFORE_PARENTHESES
        return FormulaError(kind, following.column, suggestion, found=name.text)
    end = index
    while tokens[end].kind in ("number", "name") and tokens[end].text not in FUNCTIONS:
        end += 1
    argument = text[following.column - 1 : tokens[end - 1].end - 1] if end > index else "w"
    suggestion = f"{name.text}({' '.join(argument.split())})"
    return FormulaError(FormulaProblem.NO_PARENTHESES, name.column, suggestion, found=name.text)


def empty_parentheses(name: Token, closing: Token) -> FormulaError:
    """A function without an argument."""
    return FormulaError(FormulaProblem.NO_ARGUMENT, closing.column, _example(name.text), found=name.text)


def wrong_argument_count(name: Token, count: int) -> FormulaError | None:
    """The error for a function with `count` arguments, or None if it takes that many."""
    if FUNCTIONS[name.text] == 2 and count == 1:
        return FormulaError(FormulaProblem.ONE_ARGUMENT, name.column, _example(name.text), found=name.text)
    if FUNCTIONS[name.text] == 2 or count == 1:
        return None
    if name.text == "log":
        return FormulaError(FormulaProblem.BASE_OF_LOG, name.column, "log(w)/log(2)")
    return FormulaError(FormulaProblem.MANY_ARGUMENTS, name.column, _example(name.text), found=name.text, count=count)


def _example(name: str) -> str:
    return f"{name}(w)" if FUNCTIONS[name] == 1 else f"{name}(w, 0)"


def missing_operand(tokens: list[Token], index: int) -> FormulaError:
    """No operand before the token at `index`."""
    token = tokens[index]
    if index == 0:
        return FormulaError(FormulaProblem.NO_OPERAND_AT_START, token.column, found=token.text)
    kind = FormulaProblem.NO_OPERAND_AT_END if token.kind == "end" else FormulaProblem.NO_OPERAND
    return FormulaError(kind, token.column, found=token.text, before=tokens[index - 1].text)


def unexpected_token(tokens: list[Token], index: int) -> FormulaError:
    """A token that cannot follow the ones before it."""
    before, token = tokens[index - 1], tokens[index]
    if token.text == ")":
        return FormulaError(FormulaProblem.UNOPENED_PARENTHESIS, token.column)
    if token.text != ",":
        suggestion = f"*{token.text}"
        kind = FormulaProblem.UNEXPECTED
        return FormulaError(kind, token.column, suggestion, found=token.text, before=before.text)
    after = tokens[index + 1]
    if before.kind == after.kind == "number" and before.end == token.column and token.end == after.column:
        return FormulaError(FormulaProblem.DECIMAL_COMMA, token.column, f"{before.text}.{after.text}")
    return FormulaError(FormulaProblem.STRAY_COMMA, token.column)


def unclosed_group(opening: Token, token: Token) -> FormulaError:
    """A parenthesis or bar that is still open at `token`."""
    kind = FormulaProblem.UNCLOSED_BAR if opening.text == "|" else FormulaProblem.UNCLOSED_PARENTHESIS
    return FormulaError(kind, token.column, opening=opening.column)
