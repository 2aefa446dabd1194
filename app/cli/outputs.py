"""Where results go: files that appear all at once, stdout, or a device; and never over what was read."""

import errno
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from app.cli.arguments import UsageError
from app.cli.output_names import STDOUT
from app.files.atomic import naming, replacing


class Output(NamedTuple):
    """An open stream, and the name that errors call it by."""

    stream: BinaryIO
    path: Path
    folder: Path | None = None
    """Where a large temporary file may be made; None for the system's own place."""

    def write(self, content: bytes) -> None:
        """Write all of it."""
        with naming(self.path):
            self.stream.write(content)


@contextmanager
def open_outputs(names: Mapping[str, str | None], inputs: Sequence[Path]) -> Iterator[dict[str, Output]]:
    """Open all that have a name, each under what asks for it; when the block ends well, all files appear, else none.

    Raises UsageError when one file would overwrite another or one of the `inputs`, and OSError.
    """
    asked = {what: name for what, name in names.items() if name is not None}
    files = {what: path for what, name in asked.items() if (path := replaced_file(name)) is not None}
    for place, (what, path) in enumerate(files.items()):
        with naming(path):  # the folder that we are in may be gone
            _check_distinct(what, path, inputs, dict(list(files.items())[:place]))
    with ExitStack() as stack:
        streams = dict(zip(files, stack.enter_context(replacing(*files.values())), strict=True))
        yield {what: _output(name, streams.get(what), stack) for what, name in asked.items()}


def replaced_file(name: str) -> Path | None:
    """The file of this name that is to be replaced; None for stdout, and for a device or pipe."""
    if name == STDOUT:
        return None
    path = Path(name)
    return path if path.is_file() or path.is_dir() or not path.exists() else None


def _output(name: str, stream: BinaryIO | None, stack: ExitStack) -> Output:
    """`stream` is that of a file to be replaced."""
    path = Path(name)
    if stream is not None:
        return Output(stream, path, Path(os.path.realpath(path)).parent)
    if name != STDOUT:
        return Output(stack.enter_context(_device(path)), path)
    if sys.stdout is None:
        raise OSError(errno.EBADF, "it is closed", "stdout")
    return Output(sys.stdout.buffer, Path("stdout"))


@contextmanager
def _device(path: Path) -> Iterator[BinaryIO]:
    """A device or pipe, which is not replaced but written to."""
    with naming(path):
        stream = path.open("wb")
    try:
        yield stream
        with naming(path):
            stream.flush()
    finally:
        with suppress(OSError):  # what could not be flushed can't be written on closing either
            stream.close()


def _check_distinct(what: str, path: Path, inputs: Sequence[Path], others: Mapping[str, Path]) -> None:
    """Refuse to write over what was read, or over one of the others."""
    if any(is_same_file(path, read) for read in inputs):
        raise UsageError(f"{what}: {path.name} is a file that was read; choose another name")
    for other_what, other in others.items():
        if is_same_file(path, other):
            raise UsageError(f"{what}: {path.name} is what {other_what} writes; choose another name")


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, or would."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))
