"""Why a file could not be saved or opened: the kind of error, and one sentence that says what would be right."""

import errno
import importlib
import os
from enum import Enum, auto
from pathlib import Path
from typing import Any, Literal, NamedTuple

from app.files.text import BadFile


class Kind(Enum):
    """What went wrong."""

    FULL = auto()
    QUOTA = auto()
    """The person's share of the disk is used up."""
    TOO_LARGE = auto()
    """No file may be that large there."""
    FORBIDDEN = auto()
    READ_ONLY = auto()
    """A disk that nobody may write to."""
    MISSING = auto()
    """No such file or folder; for Windows, a file where a folder was to be made exists."""
    DRIVE = auto()
    """A disk or stick that does not answer."""
    NETWORK = auto()
    LONG_NAME = auto()
    WRONG_NAME = auto()
    """A character that this disk does not have."""
    DEVICE = auto()
    """A name that Windows has given to a device."""
    FOLDER = auto()
    """A folder where a file was expected."""
    BUSY = auto()
    """Another program has it."""
    CROWDED = auto()
    """Too many files are open."""
    OTHER = auto()


_NAMES: dict[Kind, tuple[str, ...]] = {
    Kind.FULL: ("ENOSPC",),
    Kind.QUOTA: ("EDQUOT",),
    Kind.TOO_LARGE: ("EFBIG",),
    Kind.FORBIDDEN: ("EACCES", "EPERM"),
    Kind.READ_ONLY: ("EROFS",),
    Kind.MISSING: ("ENOENT", "ENOTDIR", "EEXIST"),
    Kind.DRIVE: ("EIO", "ENXIO", "ENODEV", "ENOMEDIUM"),
    Kind.NETWORK: (
        *("ESTALE", "EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH", "ENETRESET", "ETIMEDOUT", "ENOTCONN"),
        *("ECONNABORTED", "ECONNREFUSED", "ECONNRESET", "EREMOTEIO", "ENOLINK", "ENONET", "ECOMM", "ESHUTDOWN"),
    ),
    Kind.LONG_NAME: ("ENAMETOOLONG",),
    Kind.WRONG_NAME: ("EILSEQ",),
    Kind.FOLDER: ("EISDIR",),
    Kind.BUSY: ("EBUSY", "ETXTBSY"),
    Kind.CROWDED: ("EMFILE", "ENFILE"),
}
_NUMBERS = {getattr(errno, name): kind for kind, names in _NAMES.items() for name in names if hasattr(errno, name)}
"""Not every system has all of these names."""
_OF_WINDOWS = {
    number: kind
    for kind, numbers in {
        Kind.FULL: (39, 112),
        Kind.QUOTA: (1295,),
        Kind.READ_ONLY: (19,),
        Kind.DRIVE: (15, 21),
        Kind.NETWORK: (51, 53, 54, 55, 59, 64, 65, 67, 121, 1222, 1231, 1232),
        Kind.LONG_NAME: (206,),
        Kind.WRONG_NAME: (123,),
        Kind.BUSY: (32, 33),
    }.items()
    for number in numbers
}
"""Windows' own numbers; Python makes of them what says less: `EACCES` of a busy file, `EINVAL` of a lost drive."""


_windows: Any = importlib.import_module("_winapi") if os.name == "nt" else None
_SHARED, _EXISTING, _DENIED = 7, 3, 5
"""To open what is there and let others do anything with it meanwhile; the number that says no without a reason."""

LONGEST_NAME = 255
"""Of a file, in UTF-16: no system has longer ones."""
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in "123456789¹²³")}
"""No file can be called so on Windows, whatever its ending."""


class Access(Enum):
    """What was to be done with a file, by Windows' numbers."""

    READ = 0x80000000
    REPLACE = 0x00010000


def kind_of(error: OSError, path: str | os.PathLike[str] = "", access: Access = Access.READ) -> Kind:
    """The kind of thing that the system complains about, when the file at `path` could not be read or replaced."""
    if _windows is not None and Path(path).name.partition(".")[0].strip().lower() in DEVICES:
        return Kind.DEVICE
    of_windows = _OF_WINDOWS.get(_number_of(error, os.fspath(path), access))
    kind = of_windows or _NUMBERS.get(error.errno or 0, Kind.OTHER)
    if kind in (Kind.MISSING, Kind.WRONG_NAME) and _length(Path(path).name) > LONGEST_NAME:
        return Kind.LONG_NAME  # so Windows puts it
    return kind


def _number_of(error: OSError, path: str, access: Access) -> int:
    """Windows' own number; it is asked again where Python loses it (`open` does), or where it only says no."""
    number = getattr(error, "winerror", None) or 0
    if _windows is None or not path or number not in (0, _DENIED):
        return number
    try:
        _windows.CloseHandle(_windows.CreateFile(path, access.value, _SHARED, 0, _EXISTING, 0, 0))
    except OSError as again:
        return _number_of(again, "", access)
    return number


def _length(name: str) -> int:
    return len(name.encode("utf-16-le", "surrogatepass")) // 2


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
