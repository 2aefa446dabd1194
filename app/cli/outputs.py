"""Where results go: files that appear all at once, stdout, or a device; and never over what was read."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from app.cli.arguments import UsageError
from app.cli.request import Request
from app.files.atomic import naming, replacing
from app.files.export import sidecar_path

STDOUT = "-"
SEPARATORS = tuple(filter(None, (os.sep, os.altsep)))
"""What separates folders in a path."""


class Output(NamedTuple):
    """An open stream, and the name that errors call it by."""

    stream: BinaryIO
    path: Path
    folder: Path | None = None
    """Where a large temporary file may be made; None for the system's own place."""


@dataclass(frozen=True)
class Outputs:
    """What is open for the results."""

    csv: Output | None
    sidecar: Output | None
    """Where the scenario goes that gives the CSV again; None where it is not wanted, or there already."""
    summary: Output | None


@contextmanager
def open_outputs(request: Request) -> Iterator[Outputs]:
    """Open all that the request asks for; when the block ends well, all files appear, else none.

    Raises UsageError when one file would overwrite another, and OSError.
    """
    if request.csv == request.summary == STDOUT:
        raise UsageError("--csv - and --summary - can't share stdout; give one of them a FILE")
    _check_name("--csv", request.csv)
    _check_name("--summary", request.summary)
    csv, summary = _file(request.csv), _file(request.summary)
    with naming(csv or summary or Path(STDOUT)):  # the folder that we are in may be gone
        sidecar = _sidecar(request, csv)
        _check_distinct(request, {"--csv": csv, "--csv's scenario": sidecar, "--summary": summary})
    files = [path for path in (csv, sidecar, summary) if path is not None]
    with ExitStack() as stack:
        streams = dict(zip(files, stack.enter_context(replacing(*files)), strict=True))
        yield Outputs(
            csv=_output(request.csv, streams, stack),
            sidecar=Output(streams[sidecar], sidecar) if sidecar is not None else None,
            summary=_output(request.summary, streams, stack),
        )


def _file(name: str | None) -> Path | None:
    """The file of this name that is to be replaced; None for stdout, and for a device or pipe."""
    if name is None or name == STDOUT:
        return None
    path = Path(name)
    return path if path.is_file() or path.is_dir() or not path.exists() else None


def _check_name(option: str, name: str | None) -> None:
    """Refuse what can only be a folder: nothing, `.`, `/`, `results/`."""
    if name is not None and (not Path(name).name or name.endswith(SEPARATORS)):
        raise UsageError(f'{option}: "{name}" does not name a file; give the name of one, or - for stdout')


def _output(name: str | None, streams: dict[Path, BinaryIO], stack: ExitStack) -> Output | None:
    if name is None:
        return None
    if name == STDOUT:
        if sys.stdout is None:
            raise OSError(errno.EBADF, "it is closed", "stdout")
        return Output(sys.stdout.buffer, Path("stdout"))
    path = Path(name)
    if path in streams:
        return Output(streams[path], path, Path(os.path.realpath(path)).parent)
    return Output(stack.enter_context(_device(path)), path)


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


def _sidecar(request: Request, csv: Path | None) -> Path | None:
    """Where the scenario beside the CSV is to be written."""
    if csv is None:
        return None
    sidecar = sidecar_path(csv)
    if is_same_file(csv, sidecar):
        raise UsageError(f"--csv: {csv.name} has the ending of the scenario that is written beside it; choose another")
    if request.source is None or not is_same_file(sidecar, request.source):
        return sidecar
    if request.is_unchanged:
        return None
    raise UsageError(f"--csv: {csv.name} would replace {sidecar.name} by a changed scenario; choose another name")


def _check_distinct(request: Request, written: dict[str, Path | None]) -> None:
    """Refuse to write over what was read, or two things under one name."""
    paths = [(name, path) for name, path in written.items() if path is not None]
    for i, (name, path) in enumerate(paths):
        if any(is_same_file(path, read) for read in request.inputs):
            raise UsageError(f"{name}: {path.name} is a file that was read; choose another name")
        for other_name, other in paths[:i]:
            if is_same_file(path, other):
                raise UsageError(f"{name}: {path.name} is what {other_name} writes; choose another name")


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, or would."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))
