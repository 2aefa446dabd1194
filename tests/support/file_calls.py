"""Python's calls to the file system below one folder: counted, and with a fault in place of one of them."""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

OF_PATHS = ("access", "chmod", "link", "lstat", "mkdir", "open", "replace", "rmdir", "scandir", "stat", "unlink")
Fault = Callable[[Path], object]
"""What happens instead of a call that concerns this path: it raises, or returns and the call follows."""


class FileCalls:
    """The calls so far, by name; from `first` up to and without `end` a fault comes before each."""

    def __init__(self, folder: Path, fault: Fault, first: int, end: int) -> None:
        self.made: list[str] = []
        self._folder, self._fault, self._first, self._end = str(folder), fault, first, end

    def note(self, name: str, path: Path) -> None:
        """A call is about to be made."""
        self.made.append(name)
        if self._first < len(self.made) <= self._end:
            self._fault(path)

    def concern(self, argument: object) -> bool:
        return isinstance(argument, str | os.PathLike) and os.fspath(argument).startswith(self._folder)


@contextmanager
def file_calls(
    folder: Path, fault: Fault = lambda _: None, first: int = 0, end: int | None = None
) -> Iterator[FileCalls]:
    """Count the calls that concern what is in `folder`; the one numbered `first` (from 0) meets the fault."""
    calls = FileCalls(folder, fault, first, first + 1 if end is None else end)
    with pytest.MonkeyPatch.context() as patch:
        for name in OF_PATHS:
            patch.setattr(os, name, _noted(calls, name, getattr(os, name), calls.concern))
        # What is killed here is a process, not the computer: nothing needs to wait for a disk.
        patch.setattr(os, "fsync", _noted(calls, "fsync", lambda _: None, lambda _: True))
        patch.setattr(os, "fdopen", lambda number, mode, buffer=-1: _opened(calls, number, mode, buffer))
        yield calls


def _noted(
    calls: FileCalls, name: str, call: Callable[..., Any], concerns: Callable[[object], bool]
) -> Callable[..., Any]:
    def noted(*arguments: Any, **options: Any) -> Any:
        if arguments and concerns(arguments[0]):
            calls.note(name, Path(str(arguments[0])))
        return call(*arguments, **options)

    return noted


def _opened(calls: FileCalls, number: int, mode: str, buffer: int) -> io.BufferedIOBase:
    if "w" not in mode:
        return io.BufferedReader(io.FileIO(number))
    return io.BufferedWriter(_Written(calls, number), buffer if buffer > 0 else io.DEFAULT_BUFFER_SIZE)


class _Written(io.FileIO):
    """A file whose writes are calls, too."""

    def __init__(self, calls: FileCalls, number: int) -> None:
        super().__init__(number, "wb")
        self._calls = calls

    def write(self, content: Any) -> int:
        self._calls.note("write", Path(str(self.name)))
        return super().write(content)
