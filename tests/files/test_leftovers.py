"""The next save removes the temporary files of killed processes, and nothing else."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.files import atomic
from app.files.atomic import is_running, remove_leftovers, replacing, temporary_name


@pytest.fixture
def dead() -> int:
    """The number of a process that runs no more."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def of(process: int, path: Path) -> Path:
    """A temporary file of another process."""
    return path.with_name(path.name.replace(f"-{os.getpid()}-", f"-{process}-"))


def test_a_save_removes_the_temporary_files_of_dead_processes_and_nothing_else(tmp_path: Path, dead: int) -> None:
    target = tmp_path / "mine.csv"
    gone = of(dead, temporary_name(target))
    kept = [
        temporary_name(target),
        of(os.getppid(), temporary_name(target)),
        of(dead, temporary_name(target)).with_suffix(".csv"),
        tmp_path / f".momentum-lab-{0:08x}-{dead}-0123456789ab.part",  # of another computer
        tmp_path / ".momentum-lab-mine.part",
    ]
    for path in (gone, *kept):
        path.write_text("half of")
    with replacing(target) as (stream,):
        stream.write(b"whole")
    assert set(tmp_path.iterdir()) == {target, *kept}


def test_what_cannot_be_looked_through_or_removed_stops_nothing(tmp_path: Path, dead: int) -> None:
    remove_leftovers(tmp_path / "nowhere")
    folder = of(dead, temporary_name(tmp_path / "x"))
    folder.mkdir()
    remove_leftovers(tmp_path)
    assert folder.exists()


def test_processes_are_told_apart(dead: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_running(os.getpid())
    assert not is_running(dead)


@pytest.mark.posix
def test_somebody_elses_process_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(process: int, number: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", refuse)
    assert is_running(1)


class Kernel:
    """What Windows answers."""

    def __init__(self, handle: int, state: int) -> None:
        self.closed: list[int] = []
        self._handle, self._state = handle, state

    def __call__(self, *_: object, **__: object) -> "Kernel":
        return self

    @property
    def OpenProcess(self) -> "Opening":  # noqa: N802  # Windows' name
        return Opening(self._handle)

    def WaitForSingleObject(self, handle: ctypes.c_void_p, _: int) -> int:  # noqa: N802
        return self._state

    def CloseHandle(self, handle: ctypes.c_void_p) -> None:  # noqa: N802
        self.closed.append(handle.value or 0)


class Opening:
    """A function of Windows, whose type can be set."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def __call__(self, *_: object) -> int:
        return self._handle


@pytest.mark.parametrize(
    ("handle", "state", "error", "runs"),
    [(7, atomic.WAIT_TIMEOUT, 0, True), (7, 0, 0, False), (0, 0, 87, False), (0, 0, 5, True)],
    ids=["running", "ended", "no such process", "somebody else's"],
)
@pytest.mark.posix
def test_windows_is_asked_in_its_own_way(
    monkeypatch: pytest.MonkeyPatch, handle: int, state: int, error: int, runs: bool
) -> None:
    kernel = Kernel(handle, state)
    with monkeypatch.context() as patch:
        patch.setattr(ctypes, "WinDLL", kernel, raising=False)
        patch.setattr(ctypes, "get_last_error", lambda: error, raising=False)
        patch.setattr(sys, "platform", "win32")
        assert is_running(123) is runs
    assert kernel.closed == ([handle] if handle else [])
