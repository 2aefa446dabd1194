"""Why a file could not be saved or opened, in words: what is wrong, where, and what would be right."""

import os
from pathlib import Path
from typing import Literal, NamedTuple

from app.files.errors import BadFile
from app.files.failure_kinds import Access, Kind, kind_of

Doing = Literal["saved", "written", "opened"]
"""What was to be done: the person's work was to be saved, something made from it to be written, a file to be opened."""

CLOSINGS: dict[Doing, str] = {
    "saved": "; your work is still in the window",
    "written": "; nothing was changed",
    "opened": "",
}
LONGEST_PATH = 160
"""Letters of a path that are shown; of a longer one both ends are."""


class Reason(NamedTuple):
    """Why, each part without a capital and a full stop."""

    what: str
    """What is wrong."""
    right: str
    """What would be right."""


ELSEWHERE = "choose another folder"
ANOTHER_NAME = "choose another name"
ANOTHER_FILE = "choose another file"
_CROWDED = Reason("too many files are open", "close other programs, and try again")
_PROTECTED = Reason("the file is write-protected", f"allow writing to it, or {ANOTHER_NAME}")
_WRITING = {
    Kind.FULL: Reason("the disk is full", f"make room on it, or {ELSEWHERE}"),
    Kind.QUOTA: Reason("your share of the disk is used up", f"remove what you no longer need there, or {ELSEWHERE}"),
    Kind.TOO_LARGE: Reason("the file would be larger than files may be there", ELSEWHERE),
    Kind.FORBIDDEN: Reason("you may not write into this folder", ELSEWHERE),
    Kind.READ_ONLY: Reason("the disk can only be read", ELSEWHERE),
    Kind.MISSING: Reason("there is no such folder", f"connect its drive, or {ELSEWHERE}"),
    Kind.DRIVE: Reason("the drive does not answer", f"connect it again, or {ELSEWHERE}"),
    Kind.NETWORK: Reason("the network drive can't be reached", f"connect it again, or {ELSEWHERE}"),
    Kind.LONG_NAME: Reason("the name is too long", "choose a shorter one"),
    Kind.WRONG_NAME: Reason("the name has a character that is not allowed there", ANOTHER_NAME),
    Kind.DEVICE: Reason("Windows keeps this name for a device", ANOTHER_NAME),
    Kind.FOLDER: Reason("there is a folder of this name", ANOTHER_NAME),
    Kind.BUSY: Reason("another program is using the file", f"close it there, or {ANOTHER_NAME}"),
    Kind.CROWDED: _CROWDED,
}
_READING = {
    Kind.FORBIDDEN: Reason("you may not read it", f"ask its owner, or {ANOTHER_FILE}"),
    Kind.MISSING: Reason("it is not there", "it may have been moved or renamed, or its drive is not connected"),
    Kind.DRIVE: Reason("the drive does not answer", "connect it again"),
    Kind.NETWORK: Reason("the network drive can't be reached", "connect it again"),
    Kind.LONG_NAME: Reason("the name is too long", ANOTHER_FILE),
    Kind.WRONG_NAME: Reason("the name has a character that is not allowed there", ANOTHER_FILE),
    Kind.DEVICE: Reason("Windows keeps this name for a device", ANOTHER_FILE),
    Kind.FOLDER: Reason("it is a folder", "choose a file in it"),
    Kind.BUSY: Reason("another program is using it", "close it there"),
    Kind.CROWDED: _CROWDED,
}


def sentence_of(error: OSError, path: str | os.PathLike[str], doing: Doing) -> str:
    """Say it: `PATH can't be saved: the disk is full. Make room on it, or …; your work is still in the window`."""
    what, right = reason_of(error, path, doing)
    return f"{shown_path(path)} can't be {doing}: {what}. {right[0].upper()}{right[1:]}{CLOSINGS[doing]}."


def refusal_of(error: BadFile | OSError, path: str | os.PathLike[str]) -> str:
    """Say why a file was not opened: it could not be read (a sentence of the above), or is not what it should be."""
    cause = error.__cause__ if isinstance(error, BadFile) else error
    return sentence_of(cause, path, "opened") if isinstance(cause, OSError) else f"{error}."


def reason_of(error: OSError, path: str | os.PathLike[str], doing: Doing) -> Reason:
    """Why the file at `path` could not be saved, written or opened."""
    kind = kind_of(error, path, Access.READ if doing == "opened" else Access.REPLACE)
    if doing == "opened":
        return _READING.get(kind) or Reason(error.strerror or str(error), ANOTHER_FILE)
    if kind is Kind.FORBIDDEN and os.path.isfile(path):  # noqa: PTH113  # Path.is_file raises for what can't be asked
        return _PROTECTED
    return _WRITING.get(kind) or Reason(error.strerror or str(error), f"{ELSEWHERE} or name")


def shown_path(path: str | os.PathLike[str]) -> str:
    """A path as a message shows it: in one line and not too long, whatever it is made of."""
    text = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in str(Path(path)))
    half = LONGEST_PATH // 2
    return text if len(text) <= LONGEST_PATH else f"{text[:half]} … {text[-half:]}"
