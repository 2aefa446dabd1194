"""`BadFile`, the error for a file that can't be used; without NumPy, so that --help and --version start fast."""

import json
import os
from pathlib import Path


class BadFile(ValueError):
    """A file that can't be used; the message is `NAME: SENTENCE`, with the file's name without its folder."""

    def __init__(self, path: str | os.PathLike[str], sentence: str) -> None:
        """Take a sentence that says what is wrong, where in the file, and what would be right."""
        super().__init__(f"{printable(Path(path).name or str(Path(path)))}: {sentence}")
        self.path = Path(path)
        self.sentence = sentence

    def __reduce__(self) -> tuple[type["BadFile"], tuple[Path, str]]:
        """Pickle the arguments, so that the error can cross to another process."""
        return BadFile, (self.path, self.sentence)


def printable(text: str) -> str:
    """The text for use in a message: characters that are invisible or break the line are escaped."""
    return text if text.isprintable() else "".join(map(_escaped, text))


def _escaped(character: str) -> str:
    return character if character.isprintable() else json.dumps(character)[1:-1]
