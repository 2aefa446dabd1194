"""Atomic writing: the files of one save appear together or not at all, whatever interrupts it.

`replacing` is the way in. Below it: the new file, its temporary name, and the removal of files that killed processes
have left behind.
"""

import ctypes
import errno
import os
import platform
import re
import secrets
import shutil
import stat
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from app.files.interrupts import Interrupts
from app.text.translation import _

O_BINARY = getattr(os, "O_BINARY", 0)
"""Keeps Windows from changing line ends."""
BUFFER_BYTES = 1 << 18
SYNC_UNSUPPORTED = frozenset(
    getattr(errno, name)
    for name in ("EACCES", "EBADF", "EINVAL", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EPERM")
    if hasattr(errno, name)
)
"""Errors of systems and drives that can't sync a folder."""
TEMPORARY_NAME = re.compile(r"\.momentum-lab-(?P<host>[0-9a-f]{8})-(?P<process>\d{1,9})-[0-9a-f]{12}\.part")
SYNCHRONIZE, WAIT_TIMEOUT, ERROR_INVALID_PARAMETER = 0x0010_0000, 0x102, 87
"""Windows: the right to wait for a process; it still runs; there is no process of this number."""


@contextmanager
def replacing(*paths: Path) -> Iterator[tuple[BinaryIO, ...]]:
    """Give a stream for each path; when the block ends without an error all files get their names, else none does.

    Each is written to a temporary name in its folder and synced. The old files are kept until all new ones are in
    place and their folders are synced; if anything fails before that, they are restored. Interrupts are held back
    during that moment. An existing file keeps its permissions, a symbolic link goes on pointing to its target.

    Raises OSError whose filename is the path it concerns; wrap writes inside the block in `with_path(path)` to the same
    end. An interrupt raises KeyboardInterrupt: see `Interrupts`.
    """
    with Interrupts() as interrupts, ExitStack() as stack:
        files: list[_NewFile] = []
        for folder in {Path(os.path.realpath(path)).parent for path in paths}:
            remove_leftovers(folder)
        for path in paths:
            with with_path(path):
                files.append(_NewFile(path))
            stack.callback(files[-1].discard)
        try:
            interrupts.release()
            yield tuple(file.stream for file in files)
            for file in files:
                with with_path(file.path):
                    file.finish()
        finally:
            interrupts.hold()
        _put_in_place(files)


@contextmanager
def with_path(path: Path) -> Iterator[None]:
    """Let an OSError name this path instead of a temporary one."""
    try:
        yield
    except OSError as error:
        message = error.strerror or str(error)
        # winerror comes last: Windows' own number says more than the errno that Python derives from it.
        raise type(error)(error.errno, message, str(path), getattr(error, "winerror", None)) from error


def sync_folder(folder: Path) -> None:
    """Sync the names in a folder to disk, where the system can: Windows can't, nor can some network drives."""
    try:
        number = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in SYNC_UNSUPPORTED:
            raise
    finally:
        os.close(number)


class _NewFile:
    """A file under a temporary name, next to the file that it is going to replace."""

    def __init__(self, path: Path) -> None:
        """Open it in the folder of the final target if `path` is a symbolic link."""
        self.path = path
        self._target = Path(os.path.realpath(path))
        self._permissions = _permissions_of_replaceable(self._target)
        self._temporary = temporary_name(self._target)
        self._old: Path | None = None
        self._is_in_place = False
        # A new file gets the umask's permissions; one that replaces another is private until it is finished.
        permissions = 0o666 if self._permissions is None else 0o600
        number = os.open(self._temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | O_BINARY, permissions)
        self.stream: BinaryIO = os.fdopen(number, "wb", BUFFER_BYTES)

    @property
    def folder(self) -> Path:
        return self._target.parent

    def finish(self) -> None:
        """Sync the content to disk and set the permissions of the file that it replaces."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()
        if self._permissions is not None:
            self._temporary.chmod(self._permissions)

    def keep_old(self) -> None:
        """Give the file that it replaces, if there is one, a second name."""
        self._old = temporary_name(self._target)
        with suppress(OSError):
            os.link(self._target, self._old)
            return
        try:  # no hard links on this drive, another owner's file, or no old file
            _copy(self._target, self._old)
        except FileNotFoundError:
            self._old = None

    def put_in_place(self) -> None:
        """Rename it to its target, atomically."""
        self._temporary.replace(self._target)
        self._is_in_place = True

    def restore_old(self) -> None:
        """Undo `put_in_place`, if it was done."""
        if not self._is_in_place:
            return
        if self._old is None:
            with suppress(OSError):
                self._target.unlink()
            return
        old, self._old = self._old, None
        try:
            old.replace(self._target)
        except OSError:  # the drive is gone, or another program already has the new file open
            with suppress(OSError):
                old.replace(self._target.with_name(f"{self._target.name}.{secrets.token_hex(3)}.old"))

    def discard(self) -> None:
        """Remove its temporary files as far as possible; `remove_leftovers` may remove the rest later."""
        with suppress(OSError):  # a full disk, again; the content is thrown away anyway
            self.stream.close()
        for path in (self._temporary, self._old):
            if path is not None:
                with suppress(OSError):
                    path.unlink()


def _put_in_place(files: Sequence[_NewFile]) -> None:
    """Rename all files and sync their folders; on any error restore what was there."""
    try:
        for file in files:
            with with_path(file.path):
                file.keep_old()
        for file in files:
            with with_path(file.path):
                file.put_in_place()
        for folder, path in {file.folder: file.path for file in files}.items():
            with with_path(path):
                sync_folder(folder)
    except BaseException:
        for file in reversed(files):
            file.restore_old()
        raise


def _permissions_of_replaceable(target: Path) -> int | None:
    """The permission bits of a file; None where there is none.

    Raises the error that opening it for writing would raise, since a rename would ignore write protection.
    """
    try:
        mode = target.stat().st_mode
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ELOOP):
            raise
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, _("it is a folder"))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, _("it is a device or a pipe, not a file"))
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, _("it is write-protected"))
    return stat.S_IMODE(mode)


def _copy(source: Path, copy: Path) -> None:
    """Copy a file with its permissions; the copy is private until it has them."""
    with source.open("rb") as reader:
        number = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL | O_BINARY, 0o600)
        with os.fdopen(number, "wb") as writer:
            shutil.copyfileobj(reader, writer)
    shutil.copystat(source, copy)


def temporary_name(target: Path) -> Path:
    """A new name for a temporary file of this process, in the folder of `target`."""
    return target.with_name(f".momentum-lab-{_host()}-{os.getpid()}-{secrets.token_hex(6)}.part")


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files in a folder that processes of this host left and that no longer run."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            name = TEMPORARY_NAME.fullmatch(entry.name)
            if name is not None and name["host"] == _host() and not is_running(int(name["process"])):
                with suppress(OSError):
                    Path(entry.path).unlink()


def is_running(process: int) -> bool:
    """Whether a process of this number runs on this computer; True where that can't be known."""
    if sys.platform == "win32":  # there os.kill would end it
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = ctypes.c_void_p(kernel.OpenProcess(SYNCHRONIZE, False, process))
        if not handle:
            return ctypes.get_last_error() != ERROR_INVALID_PARAMETER
        state: int = kernel.WaitForSingleObject(handle, 0)
        kernel.CloseHandle(handle)
        return state == WAIT_TIMEOUT
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it runs under another user
        return True
    return True


def _host() -> str:
    """Eight hex digits shared by the processes that see each other: host name and, on Linux, process namespace."""
    namespace = ""
    with suppress(OSError):
        namespace = os.readlink("/proc/self/ns/pid")  # noqa: PTH115  # Path would make a path of it
    return f"{zlib.crc32((platform.node() + namespace).encode()):08x}"
