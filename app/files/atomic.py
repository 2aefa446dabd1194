"""Writing files so that nobody ever finds half a file under its name."""

import errno
import os
import secrets
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

BINARY = getattr(os, "O_BINARY", 0)
"""Windows would change line ends otherwise."""
BUFFER_BYTES = 1 << 18


class _Pending:
    """A new file beside the one that it is going to replace."""

    def __init__(self, path: Path) -> None:
        """Open it in the folder of what `path` names in the end, should it be a symbolic link."""
        self.path = path
        self._target = Path(os.path.realpath(path))
        self._is_new = not self._target.exists()
        _check_replaceable(self._target)
        self._temporary = self._target.with_name(f".momentum-lab-{secrets.token_hex(6)}.part")
        # The system takes the umask off these rights, as for any new file; what replaces a file stays private at first.
        rights = 0o666 if self._is_new else 0o600
        number = os.open(self._temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, rights)
        self.stream: BinaryIO = os.fdopen(number, "wb", BUFFER_BYTES)

    def finish(self) -> None:
        """Put all of it on the disk, with the rights of the file that it replaces."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()
        if not self._is_new:
            self._temporary.chmod(stat.S_IMODE(self._target.stat().st_mode))

    def put_in_place(self) -> None:
        """Give it its name, in one act of the file system."""
        self._temporary.replace(self._target)

    def take_back(self) -> None:
        """Remove it again where nothing was before."""
        if self._is_new:
            self._target.unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove what is left of it under the temporary name."""
        with suppress(OSError):  # a full disk, once more; what could not be written is thrown away anyhow
            self.stream.close()
        self._temporary.unlink(missing_ok=True)


@contextmanager
def replacing(*paths: Path) -> Iterator[tuple[BinaryIO, ...]]:
    """Give a stream for each path; when the block ends well, all files appear under their names, else none does.

    Each is written to a temporary name in its folder, put on the disk, and renamed. A file that exists keeps its
    rights, a symbolic link goes on pointing to its target. Raises OSError, whose filename is the path it concerns;
    what is written inside the block is best wrapped in `naming(path)`, to the same end.
    """
    with ExitStack() as stack:
        files: list[_Pending] = []
        for path in paths:
            with naming(path):
                files.append(_Pending(path))
            stack.callback(files[-1].discard)
        yield tuple(file.stream for file in files)
        for file in files:
            with naming(file.path):
                file.finish()
        _put_in_place(files)


def _put_in_place(files: Sequence[_Pending]) -> None:
    """Rename them all; when one can't be, those that were new are removed again."""
    for i, file in enumerate(files):
        try:
            with naming(file.path):
                file.put_in_place()
        except OSError:
            for earlier in files[:i]:
                earlier.take_back()
            raise


def _check_replaceable(target: Path) -> None:
    """Raise what opening the target for writing would raise; renaming alone would not mind."""
    if not target.exists():
        return
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    if not target.is_file():
        raise OSError(errno.EINVAL, "it is a device or a pipe, not a file")
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "it is write-protected")


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let an OSError name the path that was asked for instead of a temporary one."""
    try:
        yield
    except OSError as error:
        said = error.strerror or str(error)
        # The last is the number that Windows gave, which says more than the one that Python makes of it.
        raise type(error)(error.errno, said, str(path), getattr(error, "winerror", None)) from error
