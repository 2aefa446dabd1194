"""Physics raises and returns values; what people read is made in app/text."""

import ast
import re
from collections import Counter
from collections.abc import Callable

import pytest

from physics.rules.registry import RULES, parameters
from physics.run.ball import START
from tests.support.paths import ROOT

LONGEST_FOR_PROGRAMMERS = 100
"""Characters of the text of such an error. A person sees none: app checks before, or makes a sentence of its values."""
PHRASES = {each.title for each in (*RULES, *parameters().values(), START)}
PHRASES |= {each.help for rule in RULES for each in (rule, *rule.parameters)} | {START.help}
PHRASES |= {text for rule in RULES for text in (rule.convention, rule.convention_in_short)}
"""What app/text translates where it is shown."""
WORDS = re.compile(r"[^\W\d_]{2,}[,;:.']* +[^\W\d_]{2,}")
"""Two words separated by blanks."""


def sentences(code: str) -> list[str]:
    """The texts of at least two words in a module, apart from docstrings; what is filled in counts as a word."""
    tree = ast.parse(code)
    documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    documents |= {id(each) for node in ast.walk(tree) if is_representation(node) for each in ast.walk(node)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    texts = [
        text_of(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in documents | parts
    ]
    return [text for text in texts if WORDS.search(text)]


def is_representation(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == "__repr__"


def for_programmers(code: str) -> list[str]:
    """The sentences of errors that Python has, and of errors with values where they end in a traceback."""
    nodes = [node for node in ast.walk(ast.parse(code)) if _is_for_programmers(node)]
    return [text for node in nodes for text in sentences(ast.unparse(node))]


def _is_for_programmers(node: ast.AST) -> bool:
    match node:
        case ast.Raise(exc=ast.Call(func=ast.Name(id="ValueError" | "IndexError" | "MemoryError"))):
            return True
        case ast.FunctionDef(name="__str__"):
            return True
    return False


def text_of(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(text_of(part) if isinstance(part, ast.Constant) else "value" for part in parts)
    return ""


def found_in(folder: str, find: Callable[[str], list[str]]) -> list[str]:
    """The texts in the files of a folder, apart from phrases."""
    paths = sorted(ROOT.joinpath(folder).rglob("*.py"))
    assert paths != []
    return [text for path in paths for text in find(path.read_text("utf-8")) if text not in PHRASES]


def test_physics_makes_no_sentence_that_a_person_reads() -> None:
    others = Counter(found_in("physics", sentences)) - Counter(found_in("physics", for_programmers))
    assert not others, "return values, or raise an error with a kind and its numbers; make the sentence in app/text"


def test_what_a_landscape_complains_of_a_person_reads() -> None:
    assert found_in("physics/landscape", sentences) == []


def test_errors_for_programmers_are_short() -> None:
    assert [text for text in found_in("physics", for_programmers) if len(text) > LONGEST_FOR_PROGRAMMERS] == []


@pytest.mark.parametrize(
    "code",
    [
        "raise ValueError('this is wrong')",
        "raise ValueError(f'{a} and {b}')",
        "x = f'{number} points'",
        "def f():\n    '''A docstring.'''\n    return 'two words'",
        "x = 'first, second'",
    ],
)
def test_a_sentence_is_found(code: str) -> None:
    assert len(sentences(code)) == 1


@pytest.mark.parametrize(
    "code",
    [
        "'''A docstring of words.'''",
        "def __repr__(self):\n    return f'<rule {self.name}>'",
        "x = '1/(1 + exp(-w))'",
        "x = f'{a}(w, 0)'",
        "x = '2 pi'",
    ],
)
def test_a_docstring_or_a_formula_is_no_sentence(code: str) -> None:
    assert sentences(code) == []


def test_errors_with_values_are_not_for_programmers() -> None:
    code = "raise ValueError('this is wrong')\nraise CurveError('so is this')\nx = 'and this too'"
    assert for_programmers(code) == ["this is wrong"]
