"""A language to test with: every text in brackets and a third longer, so that what is not translated can be seen."""

import gettext
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from app.text import translation
from resources.translations.extract import texts

INNER_BRACKETS = str.maketrans("[]", "⟨⟩")
"""Of the text itself: those around it are not nested."""
PLACEHOLDER = re.compile(r"(\{\w*\})")
PADDING = "éèêë "


@contextmanager
def pseudo_language() -> Iterator[None]:
    """Take all texts from the pseudo-language."""
    translation.use(gettext.GNUTranslations(BytesIO(_compiled())))
    try:
        yield
    finally:
        translation.use(gettext.NullTranslations())


@cache
def _compiled() -> bytes:
    catalogue = texts("en")
    for message in catalogue:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = tuple(map(pseudo_text, ids))
        message.string = strings if isinstance(message.id, tuple) else strings[0]
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def pseudo_text(text: str) -> str:
    """The text in brackets, which leave out the placeholders: what is filled in must be translated by itself.

    Brackets of the text itself become round ones.
    """
    parts = PLACEHOLDER.split(text.replace("[", "(").replace("]", ")"))
    length = sum(len(part) for part in parts[::2])
    padding = (PADDING * length)[: -(-length // 3)].rstrip()
    last = max(range(0, len(parts), 2), key=lambda index: len(parts[index]))
    parts[last] += padding
    return "".join(
        part if index % 2 or not part.strip() else f"[{part.translate(INNER_BRACKETS)}]"
        for index, part in enumerate(parts)
    )


BRACKETS = re.compile(r"\[[^\[\]]*(\]|\Z)|\[[^\[\]\n]*…$", re.MULTILINE)
"""An elided text, or line of one, may lack the second one."""
FILE = re.compile(r"/\S+|\S+\.[a-z]+")
CUT_OFF = re.compile(r"\w+…")
WORD = re.compile(r"[^\W\d_⁰¹²³⁴-⁹ₜ₁]{2,}")


def words_without_brackets(text: str) -> list[str]:
    """The words of two letters or more that are in no brackets; no names of files, no word that is cut off."""
    outside = BRACKETS.sub(" ", text)
    return WORD.findall(CUT_OFF.sub(" ", FILE.sub(" ", outside)))


def write_catalogue(folder: Path, language: str, texts: Mapping[str, str]) -> None:
    """Write a compiled catalogue where the program looks for one."""
    catalogue = Catalog(language)
    for text, translated in texts.items():
        catalogue.add(text, translated)
    path = folder / language / "LC_MESSAGES" / "momentum-lab.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalogue)
