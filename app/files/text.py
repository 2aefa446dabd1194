"""Text from files and people: reading and decoding, names and titles."""

import os
import re
import stat
from pathlib import Path

from app.files.bad_file import BadFile as BadFile
from app.files.bad_file import printable as printable
from physics.run.ball import LONGEST_NAME

MOST_BYTES = 64 * 1024 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Control characters and line separators."""
BIDIRECTIONAL = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Unicode's Bidi_Control: invisible characters that reverse the text around them."""
NAME_RULE = f"names and titles are one line of at most {LONGEST_NAME} characters, none of them unseen"


def read_text(path: str | os.PathLike[str]) -> str:
    """The text of a UTF-8 file, with or without a byte order mark; every line end becomes a line feed.

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


def decoded(content: bytes, path: str | os.PathLike[str]) -> str:
    """Decode the content of the file at `path` as `read_text` does. Raises BadFile when it is not UTF-8."""
    content = content.removeprefix(BYTE_ORDER_MARK)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadFile(path, f"line {line} is not UTF-8 text; save the file as UTF-8") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refuse_device(path: str | os.PathLike[str]) -> None:
    """Raise BadFile for a device or pipe, which may have no end; a missing file is left to the reader."""
    try:
        mode = Path(path).stat().st_mode
    except OSError:
        return
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise BadFile(path, "is a device or a pipe, not a file")


def writable(text: str) -> str:
    """The text with a question mark for everything that UTF-8 can't hold, such as half of a surrogate pair."""
    return text.encode("utf-8", "replace").decode()


def complaint_about(name: str) -> str | None:
    """Why a text can't be a name or a title; None if it can."""
    if len(name) > LONGEST_NAME:
        return f"has {len(name):,} characters; {NAME_RULE}"
    wrong = CONTROL.search(name) or BIDIRECTIONAL.search(name)
    return f"has the character U+{ord(wrong[0]):04X}; {NAME_RULE}" if wrong else None


def fit_name(text: str) -> str:
    """Make a name of a text: control characters become blanks, direction marks go, the rest is cut to length."""
    name = BIDIRECTIONAL.sub("", CONTROL.sub(" ", writable(text))).strip()
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
