"""Whether another program has changed a file since it was read or written."""

import hashlib
import os
import stat
from dataclasses import dataclass
from enum import Enum, auto
from io import BufferedReader
from pathlib import Path

from app.files.atomic import O_BINARY

O_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
"""Keeps `open` from waiting for a writer when the path is a pipe."""


class FileState(Enum):
    """What has become of a file."""

    UNCHANGED = auto()
    CHANGED = auto()
    """Its content differs, it can't be read, or it is no regular file any more."""
    GONE = auto()
    """It is missing, or its drive does not answer."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A file's content in short: files with equal fingerprints have the same content."""

    size: int
    """Bytes."""
    digest: bytes
    """SHA-256."""


def fingerprint_of(content: bytes) -> Fingerprint:
    """The fingerprint of a file that was just written with this content.

    Reading the file again could take what another program has just written for our own.
    """
    return Fingerprint(len(content), hashlib.sha256(content).digest())


def fingerprint(path: str | os.PathLike[str]) -> Fingerprint | None:
    """The fingerprint of a file, to be taken before its content is read; None where no file can be read."""
    try:
        with _open(path) as file:
            return Fingerprint(os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").digest())
    except OSError:
        return None


def state_since(path: str | os.PathLike[str], then: Fingerprint | None) -> FileState:
    """Compare the file at `path` with its fingerprint `then`, None if there was no file. Never raises OSError."""
    try:
        with _open(path) as file:
            # The size of the open file: for a name a network drive may answer from a cache some seconds old.
            if then is None or os.fstat(file.fileno()).st_size != then.size:
                return FileState.CHANGED
            is_same = hashlib.file_digest(file, "sha256").digest() == then.digest
            return FileState.UNCHANGED if is_same else FileState.CHANGED
    except (PermissionError, IsADirectoryError):
        return FileState.CHANGED
    except OSError:
        return FileState.GONE


def _open(path: str | os.PathLike[str]) -> BufferedReader:
    """Open a file for reading. Raises OSError, and IsADirectoryError for anything but a regular file."""
    number = os.open(path, os.O_RDONLY | O_BINARY | O_NONBLOCK)
    if stat.S_ISREG(os.fstat(number).st_mode):
        return os.fdopen(number, "rb")
    os.close(number)
    raise IsADirectoryError(Path(path))
