"""The documents as a test reads them: their tables, blocks and links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.paths import ROOT

README, MODEL, FILES, ARCHITECTURE = (
    ROOT / name for name in ("README.md", "docs/model.md", "docs/files.md", "docs/architecture.md")
)
PACKAGING, SUPPORT = ROOT / "docs" / "packaging.md", ROOT / "docs" / "support.md"
LESSONS = ROOT / "docs" / "lessons.md"
TEACHING = ROOT / "docs" / "teaching"
"""A page for the teacher of each lesson, and an index."""
DOCUMENTS = (README, MODEL, FILES, LESSONS, ARCHITECTURE, PACKAGING, SUPPORT, *sorted(TEACHING.glob("*.md")))

BLOCK = re.compile(r"^```(?P<language>\w+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
LEFT_OUT = "…"
"""This line alone stands for any number of lines of a command's output."""


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the file that it is the content of, if any, and its text."""

    language: str
    file: str
    text: str

    def commands(self) -> Iterator[tuple[str, str]]:
        """The commands of a console block, each with the output that follows it."""
        for part in re.split(r"^\$ ", self.text, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


def read(document: Path) -> str:
    """The text of a document."""
    return document.read_text(encoding="utf-8")


def blocks(text: str) -> list[Block]:
    """All fenced blocks that name a language, in their order."""
    return [Block(match["language"], match["file"] or "", match["text"]) for match in BLOCK.finditer(text)]


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next one; ValueError when there is no such heading."""
    match = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    if match is None:
        raise ValueError(f"there is no heading '{heading}'")
    return match[1]


def tables(text: str) -> list[list[list[str]]]:
    """Every table as its rows, each row as its cells, without the heading."""
    found = re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE)
    return [[_cells(line) for line in table.splitlines()[2:]] for table in found]


def first_words(text: str) -> list[str]:
    """What the first column of the first table has in backticks, in order."""
    return [word for row in tables(text)[0] for word in re.findall(r"`([^`]*)`", row[0])]


def links(text: str) -> list[str]:
    """The targets of all links and pictures."""
    return re.findall(r"\]\(([^)\s]+)\)", text)


def anchors(text: str) -> set[str]:
    """What links to headings end in: lower case, blanks as hyphens, no punctuation."""
    without_blocks = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(without_blocks)}


def named_paths(text: str) -> list[str]:
    """What stands in backticks and can only be a file or folder of this project."""
    words = re.findall(r"`([\w.][\w./*-]*)`", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))
    return [word for word in words if "*" not in word and _is_ours(word)]


def is_as_written(output: str, written: str) -> bool:
    """Whether an output is what a document says; a line with only … there stands for any lines."""
    parts = [re.escape(part) for part in re.split(rf"^{LEFT_OUT}\n", written, flags=re.MULTILINE)]
    return re.fullmatch("(?:.*\n)*".join(parts), output) is not None


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|\n").split("|")]


def _is_ours(word: str) -> bool:
    top = word.split("/")[0]
    return word.endswith((".py", ".md", ".toml")) or ("/" in word and (ROOT / top).is_dir())
