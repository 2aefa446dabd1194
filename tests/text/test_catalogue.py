import ast
from collections.abc import Iterator
from pathlib import Path

from resources.translations.extract import TEMPLATE, template, texts
from tests.support.paths import ROOT
from tests.support.pseudo_language import pseudo_text, words_without_brackets


def test_the_template_has_the_texts_of_the_code() -> None:
    assert TEMPLATE.read_text(encoding="utf-8") == template(), "run python3 dev.py translations"


def test_texts_of_code_commands_and_presets_are_in_it() -> None:
    catalogue = texts()
    assert "Open a scenario…" in catalogue  # marked in a constant
    assert catalogue.get("{count} valley").id == ("{count} valley", "{count} valleys")
    assert catalogue.get("Double well", "title of a landscape") is not None  # in a preset
    assert not any("python-format" in message.flags for message in catalogue)


def test_the_pseudo_language_brackets_all_but_placeholders_and_is_a_third_longer() -> None:
    assert pseudo_text("Play") == "[Playéè]"
    assert pseudo_text("&File").startswith("[&File")
    assert words_without_brackets(pseudo_text("Undo {change}").format(change="add a ball")) == ["add", "ball"]
    assert words_without_brackets(pseudo_text("{left} and {right}").format(left=1, right=2)) == []
    assert words_without_brackets("[Rolling in val") == []
    assert words_without_brackets(pseudo_text("domain [{lo}, {hi}] is none").format(lo=1, hi=2)) == []


TRANSLATING = {"_", "ngettext", "pgettext"}
MARKING = {"N_", "NP_"}


def calls_in(path: Path, names: set[str]) -> Iterator[tuple[ast.Call, bool]]:
    """The calls of these functions, and whether each is made while the file is imported."""
    waiting: list[tuple[ast.AST, bool]] = [(ast.parse(path.read_text(encoding="utf-8")), True)]
    while waiting:
        node, at_import = waiting.pop()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node, at_import
        is_body = isinstance(node, ast.FunctionDef | ast.Lambda)
        waiting += [(child, at_import and not is_body) for child in ast.iter_child_nodes(node)]


def test_no_text_is_translated_when_its_file_is_imported() -> None:
    found = {
        path.name for path in ROOT.joinpath("app").rglob("*.py") for _, early in calls_in(path, TRANSLATING) if early
    }
    assert not found, "the language is chosen later: mark the text with N_, translate it where it is shown"


def test_what_is_filled_in_is_no_part_of_the_key() -> None:
    found = {
        f"{path.name}: {ast.unparse(call)}"
        for path in ROOT.joinpath("app").rglob("*.py")
        for call, _ in calls_in(path, TRANSLATING | MARKING)
        for text in call.args
        if isinstance(text, ast.JoinedStr | ast.BinOp)
    }
    assert not found, "fill in with .format after the translation"


def test_no_text_is_hidden_in_an_f_string() -> None:
    found = {
        f"{path.name}: {ast.unparse(inner)}"
        for path in ROOT.joinpath("app").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id in TRANSLATING | MARKING
    }
    assert not found, "Babel does not find it there"
