"""Why a file could not be saved or opened: the kind of an OSError, and one sentence with its cause and its cure."""

import errno
import importlib
import os
from enum import Enum, auto
from pathlib import Path
from typing import Any, Literal, NamedTuple

from app.files.text import BadFile
from app.text.translation import N_, _

LONGEST_NAME = 255
"""Of a file, in UTF-16 code units: no system allows longer ones."""
LONGEST_PATH = 160
"""Characters of a path that a message shows; a longer one is cut in the middle."""
DEVICE_NAMES = {"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in "123456789¹²³")}
"""Names that Windows reserves for devices, whatever the ending."""


class FailureKind(Enum):
    """What went wrong."""

    FULL = auto()
    QUOTA = auto()
    TOO_LARGE = auto()
    FORBIDDEN = auto()
    READ_ONLY = auto()
    MISSING = auto()
    DRIVE = auto()
    """A local disk or stick does not answer."""
    NETWORK = auto()
    LONG_NAME = auto()
    WRONG_NAME = auto()
    """A character that the file system does not allow."""
    DEVICE = auto()
    """A name that Windows reserves for a device."""
    FOLDER = auto()
    BUSY = auto()
    """Another program has the file open."""
    OTHER = auto()


_ERRNOS = {
    FailureKind.FULL: ("ENOSPC",),
    FailureKind.QUOTA: ("EDQUOT",),
    FailureKind.TOO_LARGE: ("EFBIG",),
    FailureKind.FORBIDDEN: ("EACCES", "EPERM"),
    FailureKind.READ_ONLY: ("EROFS",),
    FailureKind.MISSING: ("ENOENT", "ENOTDIR", "EEXIST"),
    FailureKind.DRIVE: ("EIO", "ENXIO", "ENODEV", "ENOMEDIUM"),
    FailureKind.NETWORK: (
        "ESTALE",
        "EHOSTDOWN",
        "EHOSTUNREACH",
        "ENETUNREACH",
        "ETIMEDOUT",
        "ENOTCONN",
        "ECONNABORTED",
    ),
    FailureKind.LONG_NAME: ("ENAMETOOLONG",),
    FailureKind.WRONG_NAME: ("EILSEQ",),
    FailureKind.FOLDER: ("EISDIR",),
    FailureKind.BUSY: ("EBUSY", "ETXTBSY"),
}
_KIND_OF_ERRNO = {
    getattr(errno, name): kind for kind, names in _ERRNOS.items() for name in names if hasattr(errno, name)
}
_WINERRORS = {
    FailureKind.FULL: (39, 112),
    FailureKind.QUOTA: (1295,),
    FailureKind.READ_ONLY: (19,),
    FailureKind.DRIVE: (15, 21),
    FailureKind.NETWORK: (51, 53, 55, 59, 64, 67, 121, 1231),
    FailureKind.LONG_NAME: (206,),
    FailureKind.WRONG_NAME: (123,),
    FailureKind.BUSY: (32, 33),
}
"""Windows' own numbers; the errno that Python derives says less: EACCES for a busy file, EINVAL for a lost drive."""
_KIND_OF_WINERROR = {number: kind for kind, numbers in _WINERRORS.items() for number in numbers}

_winapi: Any = importlib.import_module("_winapi") if os.name == "nt" else None
_SHARE_ALL, _OPEN_EXISTING, _ERROR_ACCESS_DENIED = 7, 3, 5


class Access(Enum):
    """What was to be done with a file, as an access mask of CreateFile."""

    READ = 0x80000000
    REPLACE = 0x00010000


def kind_of(error: OSError, path: str | os.PathLike[str] = "", access: Access = Access.READ) -> FailureKind:
    """The kind of an error from reading or replacing the file at `path`."""
    if _winapi is not None and Path(path).name.partition(".")[0].strip().lower() in DEVICE_NAMES:
        return FailureKind.DEVICE
    kind = _KIND_OF_WINERROR.get(_winerror_of(error, os.fspath(path), access))
    kind = kind or _KIND_OF_ERRNO.get(error.errno or 0, FailureKind.OTHER)
    if kind in (FailureKind.MISSING, FailureKind.WRONG_NAME) and _utf16_length(Path(path).name) > LONGEST_NAME:
        return FailureKind.LONG_NAME  # Windows reports it so
    return kind


def _winerror_of(error: OSError, path: str, access: Access) -> int:
    """Windows' number of an error; 0 elsewhere.

    Where Python lost it (`open` does) or it only denies access, the file is opened once more to get it.
    """
    number = getattr(error, "winerror", None) or 0
    if _winapi is None or not path or number not in (0, _ERROR_ACCESS_DENIED):
        return number
    try:
        _winapi.CloseHandle(_winapi.CreateFile(path, access.value, _SHARE_ALL, 0, _OPEN_EXISTING, 0, 0))
    except OSError as again:
        return _winerror_of(again, "", access)
    return number


def _utf16_length(name: str) -> int:
    return len(name.encode("utf-16-le", "surrogatepass")) // 2


Doing = Literal["saved", "written", "opened"]
"""The person's work was to be saved, an export or a picture to be written, a file to be opened."""
SENTENCES: dict[Doing, str] = {
    "saved": N_("{file} can't be saved: {cause}. {cure}; your work is still in the window."),
    "written": N_("{file} can't be written: {cause}. {cure}; nothing was changed."),
    "opened": N_("{file} can't be opened: {cause}. {cure}."),
}


class Reason(NamedTuple):
    """Why, and what helps."""

    cause: str
    """Without a capital and a full stop."""
    cure: str
    """Without a full stop."""


_WRITE_PROTECTED = Reason(N_("the file is write-protected"), N_("Allow writing to it, or choose another name"))
_WRITING = {
    FailureKind.FULL: Reason(N_("the disk is full"), N_("Make room on it, or choose another folder")),
    FailureKind.QUOTA: Reason(
        N_("your share of the disk is used up"),
        N_("Remove what you no longer need there, or choose another folder"),
    ),
    FailureKind.TOO_LARGE: Reason(N_("the file would be larger than files may be there"), N_("Choose another folder")),
    FailureKind.FORBIDDEN: Reason(N_("you may not write into this folder"), N_("Choose another folder")),
    FailureKind.READ_ONLY: Reason(N_("the disk can only be read"), N_("Choose another folder")),
    FailureKind.MISSING: Reason(N_("there is no such folder"), N_("Connect its drive, or choose another folder")),
    FailureKind.DRIVE: Reason(N_("the drive does not answer"), N_("Connect it again, or choose another folder")),
    FailureKind.NETWORK: Reason(
        N_("the network drive can't be reached"), N_("Connect it again, or choose another folder")
    ),
    FailureKind.LONG_NAME: Reason(N_("the name is too long"), N_("Choose a shorter one")),
    FailureKind.WRONG_NAME: Reason(N_("the name has a character that is not allowed there"), N_("Choose another name")),
    FailureKind.DEVICE: Reason(N_("Windows keeps this name for a device"), N_("Choose another name")),
    FailureKind.FOLDER: Reason(N_("there is a folder of this name"), N_("Choose another name")),
    FailureKind.BUSY: Reason(N_("another program is using the file"), N_("Close it there, or choose another name")),
}
_READING = {
    FailureKind.FORBIDDEN: Reason(N_("you may not read it"), N_("Ask its owner, or choose another file")),
    FailureKind.MISSING: Reason(
        N_("it is not there"), N_("It may have been moved or renamed, or its drive is not connected")
    ),
    FailureKind.DRIVE: Reason(N_("the drive does not answer"), N_("Connect it again")),
    FailureKind.NETWORK: Reason(N_("the network drive can't be reached"), N_("Connect it again")),
    FailureKind.LONG_NAME: Reason(N_("the name is too long"), N_("Choose another file")),
    FailureKind.WRONG_NAME: Reason(N_("the name has a character that is not allowed there"), N_("Choose another file")),
    FailureKind.DEVICE: Reason(N_("Windows keeps this name for a device"), N_("Choose another file")),
    FailureKind.FOLDER: Reason(N_("it is a folder"), N_("Choose a file in it")),
    FailureKind.BUSY: Reason(N_("another program is using it"), N_("Close it there")),
}


def sentence_of(error: OSError, path: str | os.PathLike[str], doing: Doing) -> str:
    """Such as `PATH can't be saved: the disk is full. Make room on it, or …; your work is still in the window`."""
    cause, cure = reason_of(error, path, doing)
    return _(SENTENCES[doing]).format(file=shown_path(path), cause=cause, cure=cure)


def refusal_of(error: BadFile | OSError, path: str | os.PathLike[str]) -> str:
    """Why a file was not opened: `sentence_of` where it could not be read, else what is wrong in it."""
    cause = error.__cause__ if isinstance(error, BadFile) else error
    return sentence_of(cause, path, "opened") if isinstance(cause, OSError) else f"{error}."


def reason_of(error: OSError, path: str | os.PathLike[str], doing: Doing) -> Reason:
    """Why the file at `path` could not be saved, written or opened; in the system's words for an unknown error."""
    kind = kind_of(error, path, Access.READ if doing == "opened" else Access.REPLACE)
    if doing == "opened":
        known, cure = _READING.get(kind), N_("Choose another file")
    elif kind is FailureKind.FORBIDDEN and os.path.isfile(path):  # noqa: PTH113  # Path.is_file raises where stat is denied
        known, cure = _WRITE_PROTECTED, ""
    else:
        known, cure = _WRITING.get(kind), N_("Choose another folder or name")
    cause, cure = known or Reason(error.strerror or str(error), cure)
    return Reason(_(cause), _(cure))


def shown_path(path: str | os.PathLike[str]) -> str:
    """A path for a message: one line, cut in the middle when it is long."""
    text = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in str(Path(path)))
    half = LONGEST_PATH // 2
    return text if len(text) <= LONGEST_PATH else f"{text[:half]} … {text[-half:]}"
