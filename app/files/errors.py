"""What is wrong with a file, in one sentence."""

import os
from pathlib import Path


class BadFile(ValueError):
    """A file that was to be read is not what it should be.

    Its text is `NAME: SENTENCE`, the file's name without its folder.
    """

    def __init__(self, path: str | os.PathLike[str], sentence: str) -> None:
        """Say what is wrong, where in the file, and what would be right."""
        super().__init__(f"{Path(path).name or Path(path)}: {sentence}")
        self.path = Path(path)
        self.sentence = sentence

    def __reduce__(self) -> tuple[type["BadFile"], tuple[Path, str]]:
        """Pickle what it was made from, so that it may cross to another process."""
        return BadFile, (self.path, self.sentence)
