"""A language to test with: every text in brackets and a third longer, so that what is not translated can be seen."""

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO

from babel.messages.mofile import write_mo

from app.text import translation
from resources.translations.extract import texts

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
    """The text in brackets, which leave out the placeholders: what is filled in must be translated by itself."""
    parts = PLACEHOLDER.split(text)
    length = sum(len(part) for part in parts[::2])
    padding = (PADDING * length)[: -(-length // 3)].rstrip()
    last = max(range(0, len(parts), 2), key=lambda index: len(parts[index]))
    parts[last] += padding
    return "".join(part if index % 2 or not part.strip() else f"[{part}]" for index, part in enumerate(parts))


BRACKETS = re.compile(r"\[[^\[\]]*(\]|$)")
"""An elided text may lack the second one."""
WORD = re.compile(r"[^\W\d_]{2,}")


def words_without_brackets(text: str) -> list[str]:
    """The words, of two letters or more, that are in no brackets: they did not come from the catalogue."""
    return WORD.findall(BRACKETS.sub(" ", text))
