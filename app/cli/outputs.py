"""Where results go: files that are replaced all together, stdout, or a device."""

import errno
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from app.cli.parser import STDOUT, UsageError
from app.files.atomic import replacing, with_path
from app.text.lists import all_of
from app.text.translation import _


def output_names(options: Mapping[str, Any]) -> dict[str, str]:
    """The names given for the output options. Raises UsageError when two outputs go to stdout."""
    names = {f"--{name}": options[name] for name in ("csv", "png", "summary", "picture", "film") if name in options}
    sharing = [f"{option} {name}" for option, name in names.items() if name == STDOUT]
    if len(sharing) > 1:
        pattern = _("{options} can't share stdout; give one of them a FILE")
        raise UsageError(pattern.format(options=all_of(sharing)))
    return names


class Output(NamedTuple):
    """An open stream, and the path that errors name."""

    stream: BinaryIO
    path: Path
    folder: Path | None = None
    """For a large temporary file; None for the system's default."""

    def write(self, content: bytes) -> None:
        """Write all of it."""
        with with_path(self.path):
            self.stream.write(content)


@contextmanager
def open_outputs(names: Mapping[str, str | None], inputs: Sequence[Path]) -> Iterator[dict[str, Output]]:
    """Open the outputs that have a name, by option; when the block ends without an error all files appear, else none.

    Raises UsageError when a file would overwrite another one or one of the `inputs`, and OSError.
    """
    wanted = {option: name for option, name in names.items() if name is not None}
    files = {option: path for option, name in wanted.items() if (path := replaced_file(name)) is not None}
    for index, (option, path) in enumerate(files.items()):
        with with_path(path):  # the current folder may be gone
            _check_distinct(option, path, inputs, dict(list(files.items())[:index]))
    with ExitStack() as stack:
        streams = dict(zip(files, stack.enter_context(replacing(*files.values())), strict=True))
        yield {option: _output(name, streams.get(option), stack) for option, name in wanted.items()}


def replaced_file(name: str) -> Path | None:
    """The path of this name if it is to be replaced; None for stdout, a device or a pipe."""
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
        raise OSError(errno.EBADF, _("it is closed"), "stdout")
    return Output(sys.stdout.buffer, Path("stdout"))


@contextmanager
def _device(path: Path) -> Iterator[BinaryIO]:
    """A device or pipe, which is written to instead of replaced."""
    with with_path(path):
        stream = path.open("wb")
    try:
        yield stream
        with with_path(path):
            stream.flush()
    finally:
        with suppress(OSError):  # closing flushes again, and fails again
            stream.close()


def _check_distinct(option: str, path: Path, inputs: Sequence[Path], others: Mapping[str, Path]) -> None:
    """Refuse to overwrite an input or another output."""
    if any(is_same_file(path, read) for read in inputs):
        pattern = _("{option}: {file} is a file that was read; choose another name")
        raise UsageError(pattern.format(option=option, file=path.name))
    for other_option, other in others.items():
        if is_same_file(path, other):
            pattern = _("{option}: {file} is what {other} writes; choose another name")
            raise UsageError(pattern.format(option=option, file=path.name, other=other_option))


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead, or would lead, to the same file."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))
