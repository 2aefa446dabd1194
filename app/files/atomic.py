"""Atomic writing: all files of one save appear together or not at all, whatever interrupts it."""

import ctypes
import errno
import functools
import os
import platform
import re
import secrets
import shutil
import signal
import stat
import sys
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import BinaryIO, Self

INTERRUPTS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)
"""Ctrl-C; `kill`, `timeout`, a computer that is shut down; a terminal that was closed; Ctrl-Break on Windows."""
Handler = Callable[[int, FrameType | None], object]


class Interrupts:
    """A context in which interrupts wait from `hold` (and from its beginning) until `release`, or else until its end.

    One that would end the process is answered like Ctrl-C, by KeyboardInterrupt, so that nothing unfinished is left
    behind. One that is ignored (nohup) stays so. When an answer raises, the next ones wait: what follows is cleaning
    up. Python handles signals in its main thread alone; in another thread this does nothing.
    """

    def __init__(self) -> None:
        self._is_holding = True
        self._waiting: list[int] = []
        self._handlers: dict[int, Handler] = {}

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            if threading.current_thread() is threading.main_thread():
                for number in INTERRUPTS:
                    self._merge(number, stack)
            self._restoring = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._restoring.close()
        self._answer_waiting()

    def hold(self) -> None:
        """Let interrupts wait from now on."""
        self._is_holding = True

    def release(self) -> None:
        """Answer those that have waited, and from now on each as it comes."""
        self._is_holding = False
        self._answer_waiting()

    def _merge(self, number: int, stack: ExitStack) -> None:
        before = signal.getsignal(number)
        if before is None or before is signal.SIG_IGN:  # None: handled by something that is not Python
            return
        self._handlers[number] = before if callable(before) else signal.default_int_handler
        stack.callback(signal.signal, number, before)
        signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._is_holding:
            self._waiting.append(number)
        else:
            self._answer(number, frame)

    def _answer_waiting(self) -> None:
        while self._waiting:
            self._answer(self._waiting.pop(0), None)

    def _answer(self, number: int, frame: FrameType | None) -> None:
        try:
            self._handlers[number](number, frame)
        except BaseException:
            self._is_holding = True
            raise


NAME = re.compile(r"\.momentum-lab-(?P<place>[0-9a-f]{8})-(?P<process>\d{1,9})-[0-9a-f]{12}\.part")
SYNCHRONIZE, WAIT_TIMEOUT, ERROR_INVALID_PARAMETER = 0x0010_0000, 0x102, 87
"""Of Windows: the right to wait for a process, that it still runs, and that there is none of this number."""


def temporary_name(target: Path) -> Path:
    """A new name for a temporary file of this process, in the folder of `target`."""
    return target.with_name(f".momentum-lab-{_place()}-{os.getpid()}-{secrets.token_hex(6)}.part")


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files that processes which no longer run have left in a folder, as far as possible."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            name = NAME.fullmatch(entry.name)
            if name is not None and name["place"] == _place() and not is_running(int(name["process"])):
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
    except OSError:  # it runs, and is somebody else's
        return True
    return True


@functools.cache
def _place() -> str:
    """Eight digits that are the same for all processes that can see each other."""
    container = ""
    with suppress(OSError):
        container = os.readlink("/proc/self/ns/pid")  # noqa: PTH115  # Path would make a path of it
    return f"{zlib.crc32((platform.node() + container).encode()):08x}"


BINARY = getattr(os, "O_BINARY", 0)
"""Windows would change line ends otherwise."""
BUFFER_BYTES = 1 << 18
NOT_SYNCED = frozenset(
    getattr(errno, name)
    for name in ("EACCES", "EBADF", "EINVAL", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EPERM")
    if hasattr(errno, name)
)
"""What systems and drives say that can't sync a folder."""


class _Pending:
    """A new file beside the one that it is going to replace."""

    def __init__(self, path: Path) -> None:
        """Open it in the folder of what `path` names in the end, should it be a symbolic link."""
        self.path = path
        self._target = Path(os.path.realpath(path))
        self._rights = _rights_of_replaceable(self._target)
        self._temporary = temporary_name(self._target)
        self._old: Path | None = None
        self._is_in_place = False
        # The system takes the umask off these rights, as for any new file; what replaces a file stays private at first.
        rights = 0o666 if self._rights is None else 0o600
        number = os.open(self._temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, rights)
        self.stream: BinaryIO = os.fdopen(number, "wb", BUFFER_BYTES)

    @property
    def folder(self) -> Path:
        return self._target.parent

    def finish(self) -> None:
        """Put all of it on the disk, with the rights of the file that it replaces."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()
        if self._rights is not None:
            self._temporary.chmod(self._rights)

    def keep_old(self) -> None:
        """Give the file that it replaces, if there is one, a second name."""
        self._old = temporary_name(self._target)
        with suppress(OSError):
            os.link(self._target, self._old)
            return
        try:  # a drive without hard links, somebody else's file, or none at all
            _copy(self._target, self._old)
        except FileNotFoundError:
            self._old = None

    def put_in_place(self) -> None:
        """Give it its name, in one act of the file system."""
        self._temporary.replace(self._target)
        self._is_in_place = True

    def bring_back(self) -> None:
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
        except OSError:  # the drive is gone, or another program has opened the new file at once
            with suppress(OSError):
                old.replace(self._target.with_name(f"{self._target.name}.{secrets.token_hex(3)}.old"))

    def discard(self) -> None:
        """Remove its temporary files, as far as possible: what can't be is left to `remove_leftovers`."""
        with suppress(OSError):  # a full disk, once more; what could not be written is thrown away anyhow
            self.stream.close()
        for path in (self._temporary, self._old):
            if path is not None:
                with suppress(OSError):
                    path.unlink()


@contextmanager
def replacing(*paths: Path) -> Iterator[tuple[BinaryIO, ...]]:
    """Give a stream for each path; when the block ends well, all files appear under their names, else none does.

    Each is written to a temporary name in its folder and put on the disk. The old files are kept until all new ones are
    in place and their folders are on the disk, too; whatever goes wrong until then, they are brought back. Interrupts
    are held back for that moment. A file that exists keeps its rights, a symbolic link goes on pointing to its target.

    Raises OSError, whose filename is the path it concerns; what is written inside the block is best wrapped in
    `with_path(path)`, to the same end. An interrupt raises KeyboardInterrupt: see `Interrupts`.
    """
    with Interrupts() as interrupts, ExitStack() as stack:
        files: list[_Pending] = []
        for folder in {Path(os.path.realpath(path)).parent for path in paths}:
            remove_leftovers(folder)
        for path in paths:
            with with_path(path):
                files.append(_Pending(path))
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


def _put_in_place(files: Sequence[_Pending]) -> None:
    """Rename them all, and put that on the disk; when something goes wrong everything is as it was."""
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
            file.bring_back()
        raise


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk, where the system can: Windows can't, nor can some network drives."""
    try:
        number = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in NOT_SYNCED:
            raise
    finally:
        os.close(number)


def _rights_of_replaceable(target: Path) -> int | None:
    """The rights of a file; None where there is none.

    Raises what opening it for writing would raise; renaming alone would not mind.
    """
    try:
        mode = target.stat().st_mode
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ELOOP):
            raise
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is a device or a pipe, not a file")
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "it is write-protected")
    return stat.S_IMODE(mode)


def _copy(source: Path, copy: Path) -> None:
    """Copy a file with its rights; nobody else may read it before it has those."""
    with source.open("rb") as read:
        number = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
        with os.fdopen(number, "wb") as written:
            shutil.copyfileobj(read, written)
    shutil.copystat(source, copy)


@contextmanager
def with_path(path: Path) -> Iterator[None]:
    """Let an OSError name the path that was asked for instead of a temporary one."""
    try:
        yield
    except OSError as error:
        message = error.strerror or str(error)
        # The last is the number that Windows gave, which says more than the one that Python makes of it.
        raise type(error)(error.errno, message, str(path), getattr(error, "winerror", None)) from error
