"""Texts in aligned columns."""

from collections.abc import Sequence
from typing import NamedTuple

WIDEST = 40
"""A longer text is cut."""
GAP = "  "


class Column(NamedTuple):
    """A heading and the texts below it."""

    heading: str
    texts: Sequence[str]
    is_number: bool = False
    """Numbers stand at the right."""


def table(columns: Sequence[Column]) -> str:
    """The columns side by side, under their headings; every line ends with a line feed."""
    return "".join(line.rstrip() + "\n" for line in map(GAP.join, zip(*map(_aligned, columns), strict=True)))


def _aligned(column: Column) -> list[str]:
    texts = [cut(text) for text in (column.heading, *column.texts)]
    width = max(map(len, texts))
    return [text.rjust(width) if column.is_number else text.ljust(width) for text in texts]


def cut(text: str, widest: int = WIDEST) -> str:
    """A text that fits, without characters that would move the cursor."""
    text = "".join(character if character.isprintable() else " " for character in text)
    return text if len(text) <= widest else text[: widest - 1] + "…"
