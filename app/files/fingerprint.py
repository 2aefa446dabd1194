"""Whether another program has changed a file since it was read or written."""

import hashlib
import os
import stat as kinds
from dataclasses import dataclass
from enum import Enum, auto
from io import BufferedReader
from pathlib import Path

from app.files.atomic import BINARY

AT_ONCE = getattr(os, "O_NONBLOCK", 0)
"""Opening a pipe would wait for somebody to write into it."""


class FileState(Enum):
    """What has become of a file."""

    UNCHANGED = auto()
    """It says what it said."""
    CHANGED = auto()
    """It says something else, or may no longer be read, or something that is not a file is in its place."""
    GONE = auto()
    """It is not there, or its drive does not answer."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a file said, as short as can be: two files with the same stamp have the same content."""

    size: int
    """Bytes."""
    digest: bytes
    """SHA-256 of them."""


def fingerprint_of(content: bytes) -> Fingerprint:
    """The stamp of a file that was just written with this content.

    To read it back for `fingerprint` would take what another program writes in that moment for ours.
    """
    return Fingerprint(len(content), hashlib.sha256(content).digest())


def fingerprint(path: str | os.PathLike[str]) -> Fingerprint | None:
    """The stamp of the file at `path`, to be taken before the file is read; None where no file can be read."""
    try:
        with _opened(path) as file:
            return Fingerprint(os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").digest())
    except OSError:
        return None


def state_since(path: str | os.PathLike[str], then: Fingerprint | None) -> FileState:
    """Say whether the file at `path` still is as it was `then`; None is: there was none. Never raises OSError."""
    try:
        with _opened(path) as file:
            # Asked of the open file: a network drive may answer for a name with what it knew some seconds ago.
            if then is None or os.fstat(file.fileno()).st_size != then.size:
                return FileState.CHANGED
            same = hashlib.file_digest(file, "sha256").digest() == then.digest
            return FileState.UNCHANGED if same else FileState.CHANGED
    except (PermissionError, IsADirectoryError):
        return FileState.CHANGED
    except OSError:
        return FileState.GONE


def _opened(path: str | os.PathLike[str]) -> BufferedReader:
    """Open a file for reading. Raises OSError, for what is there but is no file IsADirectoryError."""
    number = os.open(path, os.O_RDONLY | BINARY | AT_ONCE)
    if kinds.S_ISREG(os.fstat(number).st_mode):
        return os.fdopen(number, "rb")
    os.close(number)
    raise IsADirectoryError(Path(path))
