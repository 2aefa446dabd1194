"""Reading the text of a file that somebody else made."""

import os
import stat
from pathlib import Path

from app.files.errors import BadFile

MOST_BYTES = 64 * 1024 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_text(path: str | os.PathLike[str]) -> str:
    """The whole text of a UTF-8 file, with or without a byte order mark; every line end becomes a line feed.

    Raises BadFile when it can't be read, is over 64 MiB or is not UTF-8.
    """
    try:
        with Path(path).open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadFile(path, f"can't be read: {error.strerror or error}") from error
    if len(content) > MOST_BYTES:
        raise BadFile(path, f"is over {MOST_BYTES >> 20} MiB, which is more than can be read")
    return decoded(content, path)


def refuse_device(path: str | os.PathLike[str]) -> None:
    """Raise BadFile for a device or pipe, which may never come to an end; what is not there is left to the reader."""
    try:
        mode = Path(path).stat().st_mode
    except OSError:
        return
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise BadFile(path, "is a device or a pipe, not a file")


def decoded(content: bytes, path: str | os.PathLike[str]) -> str:
    """The text that the content of the file at `path` stands for, as `read_text` gives it; BadFile if not UTF-8."""
    content = content.removeprefix(BYTE_ORDER_MARK)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadFile(path, f"line {line} is not UTF-8 text; save the file as UTF-8") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def writable(text: str) -> str:
    """The text with a question mark for whatever UTF-8 can't hold, such as half of a surrogate pair."""
    return text.encode("utf-8", "replace").decode()
