"""The grammar of formulas: from tokens to the expression graph, with errors that say what was meant."""

from physics.landscape.formula.errors import FormulaError, shortened
from physics.landscape.formula.graph import Graph
from physics.landscape.formula.tokens import CONSTANTS, FUNCTIONS, STEPS, VARIABLES, Token, split_tokens, suggested


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


MAX_DEPTH = 50
"""Parentheses, signs and exponents inside each other."""

MAX_NODES = 500
"""Different sub-expressions in one formula, so that its derivatives stay small enough to be made while typing."""


def parse(text: str) -> tuple[Graph, int]:
    """The graph of a formula and the node that is f. Raises FormulaError, with the column where there is one."""
    parser = _Parser(text)
    return parser.graph, parser.formula()


def constant(text: str) -> float:
    """The value of a formula without a variable, such as 2*pi; infinite or NaN as it may be. Raises FormulaError."""
    graph, node = parse(text)
    value = graph.value(node)
    if value is None:
        raise FormulaError("a number is wanted, not a formula in w")
    return value


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.graph = Graph()
        self.tokens, self.variable = split_tokens(text)
        self.place = 0
        self.depth = 0
        self.groups: list[Token] = []
        """The parentheses and bars that are open, the innermost last."""

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def at(self, *symbols: str) -> bool:
        return self.token.kind == "symbol" and self.token.text in symbols

    def apply(self, operation: str, *arguments: int) -> int:
        return self.bounded(self.graph.apply(operation, *arguments))

    def bounded(self, node: int) -> int:
        if len(self.graph.nodes) > MAX_NODES:
            raise FormulaError(f"the formula has too many parts, at most {MAX_NODES} are read", self.token.column)
        return node

    def formula(self) -> int:
        if len(self.tokens) == 1:
            raise FormulaError("the formula is empty: write one such as w^2", self.token.column)
        node = self.sum()
        if self.token.kind != "end":
            raise unexpected(self.tokens, self.place)
        return node

    def sum(self) -> int:
        node = self.product()
        while self.at("+", "-"):
            operation = "add" if self.take().text == "+" else "subtract"
            node = self.apply(operation, node, self.product())
        return node

    def product(self) -> int:
        node = self.signed()
        while True:
            if self.at("*", "/"):
                operation = "multiply" if self.take().text == "*" else "divide"
                node = self.apply(operation, node, self.signed())
            elif self.at("(") or self.token.kind == "name" or (self.at("|") and not self.is_in_bars()):
                node = self.apply("multiply", node, self.power())
            else:
                return node

    def signed(self) -> int:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError(f"too many parts inside each other, at most {MAX_DEPTH} are read", self.token.column)
        if self.at("-"):
            self.take()
            node = self.apply("negative", self.signed())
        elif self.at("+"):
            self.take()
            node = self.signed()
        else:
            node = self.power()
        self.depth -= 1
        return node

    def power(self) -> int:
        node = self.atom()
        while self.token.kind == "superscript":
            node = self.bounded(self.graph.power(node, self.graph.constant(self.take().value)))
        if self.at("^"):
            self.take()
            node = self.bounded(self.graph.power(node, self.signed()))
        return node

    def atom(self) -> int:
        if self.token.kind == "number":
            return self.number()
        if self.token.kind == "name":
            return self.name()
        if self.at("(", "|"):
            is_bar = self.open().text == "|"
            node = self.sum()
            self.close()
            return self.apply("abs", node) if is_bar else node
        raise missing(self.tokens, self.place)

    def number(self) -> int:
        number = self.take()
        if self.token.kind == "number":
            raise side_by_side(self.text, number, self.token)
        return self.graph.constant(number.value)

    def name(self) -> int:
        name = self.take()
        if name.text in FUNCTIONS:
            return self.call(name)
        if name.text in CONSTANTS:
            return self.graph.constant(CONSTANTS[name.text])
        if name.text not in VARIABLES:
            raise unknown(name, self.variable or "w")
        if self.variable not in (None, name.text):
            problem = f"'{name.text}' beside '{self.variable}': use one of the two names"
            raise FormulaError(problem, name.column, self.variable)
        self.variable = name.text
        return 0

    def call(self, name: Token) -> int:
        if not self.at("("):
            raise bare(self.text, self.tokens, self.place)
        self.open()
        if self.at(")"):
            raise FormulaError(f"{name.text} has nothing in its parentheses", self.token.column, example(name.text))
        arguments = [self.sum()]
        while self.at(","):
            self.take()
            arguments.append(self.sum())
        self.close()
        mistake = wrong_count(name, len(arguments))
        if mistake:
            raise mistake
        if FUNCTIONS[name.text] == 1:
            return self.apply(name.text, arguments[0])
        node = arguments[0]
        for argument in arguments[1:]:
            node = self.apply(name.text, node, argument)
        return node

    def open(self) -> Token:
        self.groups.append(self.take())
        return self.groups[-1]

    def close(self) -> None:
        is_bar, opening = self.is_in_bars(), self.groups.pop()
        kind, sign = ("bar", "|") if is_bar else ("parenthesis", ")")
        if self.at(sign):
            self.take()
        elif self.token.kind == "end" or (is_bar and self.at(")")):
            problem = f"the {kind} opened in column {opening.column} is not closed: write '{sign}'"
            raise FormulaError(problem, self.token.column)
        else:
            raise unexpected(self.tokens, self.place)

    def is_in_bars(self) -> bool:
        return bool(self.groups) and self.groups[-1].text == "|"
