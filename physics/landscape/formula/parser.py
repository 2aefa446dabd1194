"""The grammar of formulas: a recursive-descent parser from tokens to the expression graph."""

import math
from collections.abc import Mapping

from physics.landscape.formula import parse_errors
from physics.landscape.formula.errors import FormulaError, FormulaProblem
from physics.landscape.formula.graph import Graph
from physics.landscape.formula.tokens import CONSTANTS, FUNCTIONS, PARAMETERS, VARIABLES, Token, split_tokens

MAX_DEPTH = 50
"""Of nested parentheses, signs and exponents."""

MAX_NODES = 500
"""Different sub-expressions of one formula, so that its derivatives can be made while typing."""


DEFAULT_VALUE = 1.0
"""Of a parameter that is given no value."""


def parse(text: str, parameters: Mapping[str, float] | None = None) -> tuple[Graph, int]:
    """The graph of a formula and its node f, where each parameter is the constant that it is set to, or 1.

    Raises FormulaError, with the column where there is one.
    """
    parser = _Parser(text, parameters or {})
    return parser.graph, parser.formula()


def complete(text: str, values: Mapping[str, float]) -> dict[str, float]:
    """The value of each parameter in the formula, in the order of the alphabet; 1 where none is given.

    Raises FormulaError for the value of a letter that is no parameter of the formula, and for one that is not finite.
    """
    names = parameter_names(text)
    for name, value in values.items():
        if name not in names:
            raise FormulaError(FormulaProblem.UNUSED_PARAMETER, found=name)
        if not math.isfinite(value):
            raise FormulaError(FormulaProblem.PARAMETER_NOT_FINITE, found=name)
    return {name: float(values.get(name, DEFAULT_VALUE)) for name in names}


def parameter_names(text: str) -> tuple[str, ...]:
    """The parameters that a text uses, in the order of the alphabet. Raises FormulaError where it has no tokens."""
    used = {token.text for token in split_tokens(text)[0] if token.kind == "name"}
    return tuple(name for name in PARAMETERS if name in used)


def constant(text: str) -> float:
    """The value of a formula of numbers alone, such as 2*pi; it may be infinite or NaN. Raises FormulaError."""
    graph, node = parse(text)
    value = graph.value(node)
    if value is None or parameter_names(text):
        raise FormulaError(FormulaProblem.HAS_VARIABLE)
    return value


class _Parser:
    """One method for each rule of the grammar; each returns the node of what it has read."""

    def __init__(self, text: str, constants: Mapping[str, float]) -> None:
        """`constants` are values of parameters."""
        self.text = text
        self.constants = CONSTANTS | dict.fromkeys(PARAMETERS, DEFAULT_VALUE) | dict(constants)
        self.graph = Graph()
        self.tokens, self.variable = split_tokens(text)
        self.index = 0
        self.depth = 0
        self.open_groups: list[Token] = []
        """Opening parentheses and bars, the innermost last."""

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def advance(self) -> Token:
        self.index += 1
        return self.tokens[self.index - 1]

    def is_at(self, *symbols: str) -> bool:
        return self.token.kind == "symbol" and self.token.text in symbols

    def apply(self, operation: str, *arguments: int) -> int:
        return self.check_size(self.graph.apply(operation, *arguments))

    def check_size(self, node: int) -> int:
        if len(self.graph.nodes) > MAX_NODES:
            raise FormulaError(FormulaProblem.TOO_MANY_PARTS, self.token.column, limit=MAX_NODES)
        return node

    def formula(self) -> int:
        if len(self.tokens) == 1:
            raise FormulaError(FormulaProblem.EMPTY, self.token.column)
        node = self.sum()
        if self.token.kind != "end":
            raise parse_errors.unexpected_token(self.tokens, self.index)
        return node

    def sum(self) -> int:
        node = self.product()
        while self.is_at("+", "-"):
            operation = "add" if self.advance().text == "+" else "subtract"
            node = self.apply(operation, node, self.product())
        return node

    def product(self) -> int:
        node = self.signed()
        while True:
            if self.is_at("*", "/"):
                operation = "multiply" if self.advance().text == "*" else "divide"
                node = self.apply(operation, node, self.signed())
            elif self.is_at("(") or self.token.kind == "name" or (self.is_at("|") and not self.is_in_bars()):
                node = self.apply("multiply", node, self.power())
            else:
                return node

    def signed(self) -> int:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError(FormulaProblem.TOO_DEEP, self.token.column, limit=MAX_DEPTH)
        if self.is_at("-"):
            self.advance()
            node = self.apply("negative", self.signed())
        elif self.is_at("+"):
            self.advance()
            node = self.signed()
        else:
            node = self.power()
        self.depth -= 1
        return node

    def power(self) -> int:
        node = self.atom()
        while self.token.kind == "superscript":
            node = self.check_size(self.graph.power(node, self.graph.constant(self.advance().value)))
        if self.is_at("^"):
            self.advance()
            node = self.check_size(self.graph.power(node, self.signed()))
        return node

    def atom(self) -> int:
        if self.token.kind == "number":
            return self.number()
        if self.token.kind == "name":
            return self.name()
        if self.is_at("(", "|"):
            is_bar = self.open_group().text == "|"
            node = self.sum()
            self.close_group()
            return self.apply("abs", node) if is_bar else node
        raise parse_errors.missing_operand(self.tokens, self.index)

    def number(self) -> int:
        number = self.advance()
        if self.token.kind == "number":
            raise parse_errors.adjacent_numbers(self.text, number, self.token)
        return self.graph.constant(number.value)

    def name(self) -> int:
        name = self.advance()
        if name.text in FUNCTIONS:
            return self.call(name)
        if name.text in self.constants:
            return self.graph.constant(self.constants[name.text])
        if name.text not in VARIABLES:
            raise parse_errors.unknown_name(name, self.variable or "w")
        if self.variable is not None and self.variable != name.text:
            raise parse_errors.second_variable(name, self.variable)
        self.variable = name.text
        return 0

    def call(self, name: Token) -> int:
        if not self.is_at("("):
            raise parse_errors.missing_parentheses(self.text, self.tokens, self.index)
        self.open_group()
        if self.is_at(")"):
            raise parse_errors.empty_parentheses(name, self.token)
        arguments = [self.sum()]
        while self.is_at(","):
            self.advance()
            arguments.append(self.sum())
        self.close_group()
        error = parse_errors.wrong_argument_count(name, len(arguments))
        if error:
            raise error
        if FUNCTIONS[name.text] == 1:
            return self.apply(name.text, arguments[0])
        node = arguments[0]
        for argument in arguments[1:]:
            node = self.apply(name.text, node, argument)
        return node

    def open_group(self) -> Token:
        self.open_groups.append(self.advance())
        return self.open_groups[-1]

    def close_group(self) -> None:
        is_bar, opening = self.is_in_bars(), self.open_groups.pop()
        if self.is_at("|" if is_bar else ")"):
            self.advance()
        elif self.token.kind == "end" or (is_bar and self.is_at(")")):
            raise parse_errors.unclosed_group(opening, self.token)
        else:
            raise parse_errors.unexpected_token(self.tokens, self.index)

    def is_in_bars(self) -> bool:
        return bool(self.open_groups) and self.open_groups[-1].text == "|"
