"""What kind of thing went wrong with a file: the many numbers of the systems, sorted by what they mean to a person."""

import errno
import importlib
import os
from enum import Enum, auto
from pathlib import Path
from typing import Any


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
