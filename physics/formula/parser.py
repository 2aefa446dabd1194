"""From tokens to the graph: the grammar of formulas, as people write them.

    sum      = product { ("+" | "-") product }
    product  = signed { ("*" | "/") signed | power }        a factor may follow without a sign: 2w, (w+1)(w-1)
    signed   = ("-" | "+") signed | power                    so -w^2 is -(w^2)
    power    = atom { superscript } [ "^" signed ]           so 2^3^2 is 2^(3^2), and 2^-1 is fine
    atom     = number | constant | variable | "(" sum ")" | function "(" sum { "," sum } ")"

Nothing else is read, and nothing is ever handed to Python's own compiler.
"""

from physics.formula.errors import FormulaError
from physics.formula.graph import Graph
from physics.formula.names import CONSTANTS, FUNCTIONS, STEPS, VARIABLES, suggested
from physics.formula.tokens import Token, split_tokens

MAX_DEPTH = 50
"""Parentheses, signs and exponents inside each other."""

MAX_NODES = 500
"""Different sub-expressions in one formula, so that its derivatives stay small enough to be made while typing."""


def parse(text: str) -> tuple[Graph, int]:
    """The graph of a formula and the node that is f. Raises FormulaError, with the column where there is one."""
    parser = _Parser(text)
    return parser.graph, parser.formula()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.graph = Graph()
        self.tokens, self.variable = split_tokens(text)
        self.place = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    @property
    def before(self) -> Token:
        return self.tokens[self.place - 1]

    def take(self) -> Token:
        self.place += 1
        return self.before

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
            raise self.unexpected()
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
            elif self.at("(") or self.token.kind == "name":
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
        if self.at("("):
            opening = self.take()
            node = self.sum()
            self.close(opening)
            return node
        raise self.missing()

    def number(self) -> int:
        number, following = self.take(), self.token
        if following.kind == "number":
            shown = self.text[number.column - 1 : following.end - 1]
            wanted = (
                f"{self.text[number.column - 1 : number.end - 1]}*{self.text[following.column - 1 : following.end - 1]}"
            )
            raise FormulaError(f"two numbers side by side in '{shown}'", following.column, wanted)
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
            raise FormulaError(
                f"'{name.text}' beside '{self.variable}': use one of the two names", name.column, self.variable
            )
        self.variable = name.text
        return 0

    def call(self, name: Token) -> int:
        if not self.at("("):
            raise self.bare(name)
        opening = self.take()
        if self.at(")"):
            raise FormulaError(f"{name.text} has nothing in its parentheses", self.token.column, _example(name.text))
        arguments = [self.sum()]
        while self.at(","):
            self.take()
            arguments.append(self.sum())
        self.close(opening)
        self.count(name, len(arguments))
        node = arguments[0]
        if FUNCTIONS[name.text] == 1:
            return self.apply(name.text, node)
        for argument in arguments[1:]:
            node = self.apply(name.text, node, argument)
        return node

    def count(self, name: Token, arguments: int) -> None:
        if FUNCTIONS[name.text] == 2 and arguments == 1:
            raise FormulaError(
                f"{name.text} takes two or more arguments, but has one", name.column, _example(name.text)
            )
        if FUNCTIONS[name.text] == 1 and arguments > 1:
            if name.text == "log":
                raise FormulaError("log is the natural logarithm and takes one argument", name.column, "log(w)/log(2)")
            raise FormulaError(f"{name.text} takes one argument, but has {arguments}", name.column, _example(name.text))

    def close(self, opening: Token) -> None:
        if self.at(")"):
            self.take()
        elif self.token.kind == "end":
            raise FormulaError(
                f"the parenthesis opened in column {opening.column} is not closed: write ')'", self.token.column
            )
        else:
            raise self.unexpected()

    def bare(self, name: Token) -> FormulaError:
        """A function without parentheses: say how it is written."""
        following = self.token
        if following.kind == "superscript" or self.at("^"):
            power = following.text if following.kind == "superscript" else self.tokens[self.place + 1].text
            shown = f"{name.text}(w)^{power}"
            return FormulaError(f"a power of {name.text} is written after its parentheses", following.column, shown)
        end = self.place
        while self.tokens[end].kind in ("number", "name") and self.tokens[end].text not in FUNCTIONS:
            end += 1
        inside = self.text[following.column - 1 : self.tokens[end - 1].end - 1] if end > self.place else "w"
        return FormulaError(f"{name.text} needs parentheses", name.column, f"{name.text}({inside})")

    def missing(self) -> FormulaError:
        """Something to compute with should stand at this token, and doesn't."""
        token = self.token
        after = f"after '{self.before.text}'" if self.place else "at the beginning"
        if token.kind == "end":
            return FormulaError(f"something is missing {after}: write a number, w or a parenthesis", token.column)
        return FormulaError(f"something is missing {after} and before '{token.text}'", token.column)

    def unexpected(self) -> FormulaError:
        """This token can't follow what was read so far."""
        token, before = self.token, self.before
        if token.text == ")":
            return FormulaError("this parenthesis was never opened: remove it, or write '(' before", token.column)
        if token.text == ",":
            following = self.tokens[self.place + 1]
            if (
                before.kind == following.kind == "number"
                and before.end == token.column
                and token.end == following.column
            ):
                return FormulaError("a decimal comma", token.column, f"{before.text}.{following.text}")
            return FormulaError("a comma only stands between the arguments of min and max", token.column)
        return FormulaError(f"'{token.text}' can't follow '{before.text}' directly", token.column, f"*{token.text}")


def _example(name: str) -> str:
    return f"{name}(w)" if FUNCTIONS[name] == 1 else f"{name}(w, 0)"


def unknown(name: Token, variable: str) -> FormulaError:
    """The error for a name that formulas don't have."""
    if name.text.lower() in STEPS:
        return FormulaError(
            f"'{name.text}' jumps, so a ball can't roll on it: use a smooth one such as tanh", name.column
        )
    suggestion = suggested(name.text)
    if suggestion is None:
        return FormulaError(
            f"unknown name '{name.text}': use w, pi, e and functions such as sin, exp, sqrt", name.column
        )
    return FormulaError(f"unknown name '{name.text}'", name.column, variable if suggestion == "w" else suggestion)
