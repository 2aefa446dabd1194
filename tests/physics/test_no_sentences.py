"""Physics raises and returns values; what people read is made in app/text."""

import ast
import re

import pytest

from tests.support.paths import ROOT

WITHOUT_SENTENCES = ("physics/landscape",)
"""Folders of which this is true already."""
WORDS = re.compile(r"[^\W\d_]{2,}[,;:.']* +[^\W\d_]{2,}")
"""Two words separated by blanks."""


def sentences(code: str) -> list[str]:
    """The texts of at least two words in a module, apart from docstrings; what is filled in counts as a word."""
    tree = ast.parse(code)
    documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    texts = [
        text_of(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in documents | parts
    ]
    return [text for text in texts if WORDS.search(text)]


def text_of(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(text_of(part) if isinstance(part, ast.Constant) else "value" for part in parts)
    return ""


@pytest.mark.parametrize("folder", WITHOUT_SENTENCES)
def test_physics_makes_no_sentence(folder: str) -> None:
    paths = sorted(ROOT.joinpath(folder).rglob("*.py"))
    assert paths != []
    found = [f"{path.relative_to(ROOT)}: {text}" for path in paths for text in sentences(path.read_text("utf-8"))]
    assert found == [], "raise an error with a kind and its numbers, and make the sentence in app/text"


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
    "code", ["'''A docstring of words.'''", "x = '1/(1 + exp(-w))'", "x = f'{a}(w, 0)'", "x = '2 pi'"]
)
def test_a_docstring_or_a_formula_is_no_sentence(code: str) -> None:
    assert sentences(code) == []
