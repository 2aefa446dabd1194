"""What is wrong with a file, in one sentence."""

import json
import os
from pathlib import Path


class BadFile(ValueError):
    """A file that was to be read is not what it should be.

    Its text is `NAME: SENTENCE`, the file's name without its folder.
    """

    def __init__(self, path: str | os.PathLike[str], sentence: str) -> None:
        """Say what is wrong, where in the file, and what would be right."""
        super().__init__(f"{printable(Path(path).name or str(Path(path)))}: {sentence}")
        self.path = Path(path)
        self.sentence = sentence

    def __reduce__(self) -> tuple[type["BadFile"], tuple[Path, str]]:
        """Pickle what it was made from, so that it may cross to another process."""
        return BadFile, (self.path, self.sentence)


def printable(text: str) -> str:
    """A text of somebody else's as a sentence can repeat it: what can't be seen, or breaks the line, is escaped."""
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    return character if character.isprintable() else json.dumps(character)[1:-1]
