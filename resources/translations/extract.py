"""Writes momentum-lab.pot: every text of the program and of its presets, for translators. Needs Babel.

`python3 dev.py translations` runs this. A translation is `LANGUAGE/LC_MESSAGES/momentum-lab.po` beside it, compiled to
`momentum-lab.mo` by `pybabel compile`.
"""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from physics.rules.registry import RULES, parameters
from physics.run.ball import START

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = Path(__file__).with_name("momentum-lab.pot")
KEYWORDS = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "NP_": ((1, "c"), 2),
}
"""The functions of app/text/translation.py, and which of their arguments are texts (c: the context)."""
CHANGING_HEADERS = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By")
WIDTH = 120


def preset_texts(
    file: BinaryIO, _keywords: object, _comment_tags: object, **_options: object
) -> Iterator[tuple[int, str, str | tuple[str, str], list[str]]]:
    """The texts of one preset, as Babel wants them: line, function, its arguments, comments."""
    preset = json.load(file)
    yield 1, "pgettext", ("title of a landscape", preset["title"]), []
    yield 1, "_", preset["look_for"], []
    if preset.get("source"):
        yield 1, "_", preset["source"], []


SOURCES = (("app", "**.py", "python"), ("physics", "**.py", "python"), ("resources/presets", "**.json", preset_texts))
"""Folders, the files in them, and how Babel finds texts in those."""


def rule_texts() -> Iterator[tuple[str, str, None]]:
    """The phrases of the rules and their parameters: file, text, no context."""
    for parameter in (*parameters().values(), START):
        yield "physics/rules/base.py", parameter.title, None
        yield "physics/rules/base.py", parameter.help, None
    yield "physics/run/ball.py", START.symbol, None
    for rule in RULES:
        file = f"{type(rule).__module__.replace('.', '/')}.py"
        own = rule.title, rule.help, rule.convention, rule.convention_in_short
        for text in (*own, *(parameter.help for parameter in rule.parameters)):
            yield file, text, None


def texts(locale: str | None = None) -> Catalog:
    """A catalogue of all texts, without any translation."""
    catalogue = Catalog(locale, project="Momentum Lab", header_comment="# The texts of Momentum Lab.", fuzzy=False)
    found = [
        (f"{folder}/{file}", message, context)
        for folder, pattern, method in SOURCES
        for file, _line, message, _comments, context in extract_from_dir(
            ROOT / folder, [(pattern, method)], keywords=KEYWORDS
        )
    ]
    for file, message, context in sorted([*found, *rule_texts()], key=str):
        catalogue.add(message, locations=[(file, 0)], context=context)
    for entry in catalogue:
        entry.flags.discard("python-format")  # all patterns have braces; a per cent sign is one
    return catalogue


def template() -> str:
    """The text of the template, the same at every time and on every machine."""
    content = BytesIO()
    write_po(content, texts(), width=WIDTH, include_lineno=False, sort_by_file=True)
    lines = content.getvalue().decode().splitlines()
    kept = [line for line in lines if not line.startswith(tuple(f'"{name}:' for name in CHANGING_HEADERS))]
    return "\n".join(kept) + "\n"


if __name__ == "__main__":
    TEMPLATE.write_text(template(), encoding="utf-8", newline="\n")
    print(f"wrote {TEMPLATE.relative_to(ROOT)}")
