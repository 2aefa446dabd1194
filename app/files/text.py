"""Text from files and people: decoding, escaping, and `BadFile`."""

import json
import os
import stat
from pathlib import Path

from app.text.translation import _

MAX_BYTES = 64 * 1024 * 1024
BEGINNING_BYTES = 4096
"""Files written by this program name their format within these first bytes."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


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


def read_text(path: str | os.PathLike[str]) -> str:
    """The text of a UTF-8 file, with or without a byte order mark; every line end becomes a line feed.

    Raises BadFile when it can't be read, is over 64 MiB or is not UTF-8.
    """
    try:
        with Path(path).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadFile(path, _("can't be read: {reason}").format(reason=error.strerror or error)) from error
    if len(content) > MAX_BYTES:
        raise BadFile(path, _("is over {size} MiB, which is more than can be read").format(size=MAX_BYTES >> 20))
    return decoded(content, path)


def beginning_of(path: str | os.PathLike[str]) -> str:
    """The first bytes of a file as text; empty where it can't be read."""
    try:
        with Path(path).open("rb") as file:
            return file.read(BEGINNING_BYTES).decode(errors="replace")
    except OSError:
        return ""


def decoded(content: bytes, path: str | os.PathLike[str]) -> str:
    """Decode the content of the file at `path` as `read_text` does. Raises BadFile when it is not UTF-8."""
    content = content.removeprefix(BYTE_ORDER_MARK)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadFile(path, _("line {line} is not UTF-8 text; save the file as UTF-8").format(line=line)) from error
    return with_line_feeds(text)


def with_line_feeds(text: str) -> str:
    """The text with a line feed for every line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refuse_device(path: str | os.PathLike[str]) -> None:
    """Raise BadFile for a device or pipe, which may have no end; a missing file is left to the reader."""
    try:
        mode = Path(path).stat().st_mode
    except OSError:
        return
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise BadFile(path, _("is a device or a pipe, not a file"))


def writable(text: str) -> str:
    """The text with a question mark for everything that UTF-8 can't hold, such as half of a surrogate pair."""
    return text.encode("utf-8", "replace").decode()
