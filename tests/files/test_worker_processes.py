"""What a process that computes sets up; mostly in this process, as the others are not measured for coverage."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pytest

from app.files import worker_processes
from app.files.worker_processes import (
    BELOW_NORMAL_PRIORITY_CLASS,
    MAX_THREADS,
    NICENESS,
    ThreadsThenProcesses,
    WorkerProcesses,
    ctrl_c_held_back,
    set_up_process,
)


@pytest.fixture(autouse=True)
def interrupts() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_process_ends_when_the_program_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    codes, ended = list[int](), Event()

    def end(code: int) -> None:
        codes.append(code)
        ended.set()

    program = get_context("spawn").Process(target=time.sleep, args=(0.3,))
    program.start()
    monkeypatch.setattr(worker_processes, "parent_process", lambda: program)
    monkeypatch.setattr(worker_processes, "os", SimpleNamespace(_exit=end))
    set_up_process(in_background=False)
    assert program.is_alive()
    assert not codes
    assert ended.wait(30.0)
    assert codes == [1]
    assert not program.is_alive()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_the_program_itself_has_no_other_to_wait_for() -> None:
    set_up_process(in_background=False)
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


FIRST_PROCESS = """
import signal
from app.files.worker_processes import WorkerProcesses
with WorkerProcesses(1) as workers:
    print(signal.SIGINT in workers.submit(signal.pthread_sigmask, signal.SIG_BLOCK, ()).result())
"""
"""What a process blocks is what it was started with. The first of a program is started after its resource tracker."""


@pytest.mark.posix
def test_a_process_gets_no_interrupt_while_it_starts() -> None:
    made = subprocess.run([sys.executable, "-c", FIRST_PROCESS], capture_output=True, text=True, check=True)
    assert made.stdout == "True\n"
    with WorkerProcesses(1) as workers:
        for _ in range(2):
            assert signal.SIGINT in workers.submit(signal.pthread_sigmask, signal.SIG_BLOCK, ()).result()
            with pytest.raises(BrokenProcessPool):
                workers.submit(os._exit, 1).result()


@pytest.mark.posix
@pytest.mark.parametrize(("platform", "is_blocked"), [("linux", True), ("win32", False)])
def test_the_program_gets_interrupts_again_once_processes_are_started(
    monkeypatch: pytest.MonkeyPatch, platform: str, *, is_blocked: bool
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with ctrl_c_held_back():
        assert (signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())) is is_blocked
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before


@pytest.mark.posix
def test_in_the_background_the_program_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    with WorkerProcesses(1, in_background=True) as background, WorkerProcesses(1) as pool:
        assert background.submit(os.nice, 0).result() - pool.submit(os.nice, 0).result() == NICENESS
    asked: list[int] = []
    monkeypatch.setattr(os, "nice", asked.append)
    set_up_process(in_background=True)
    assert asked == [NICENESS]


def test_the_priority_is_lowered_as_windows_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int | None, int]] = []
    kernel = SimpleNamespace(
        GetCurrentProcess=lambda: -1,
        SetPriorityClass=lambda process, priority: asked.append((process.value, priority)),
    )
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    set_up_process(in_background=True)
    assert asked == [(ctypes.c_void_p(-1).value, BELOW_NORMAL_PRIORITY_CLASS)]


def test_processes_stay_until_one_of_them_is_killed_and_are_replaced_then() -> None:
    with WorkerProcesses(1) as workers:
        first = workers.submit(os.getpid).result()
        assert workers.submit(os.getpid).result() == first != os.getpid()
        with pytest.raises(BrokenProcessPool):
            workers.submit(os._exit, 1).result()
        assert workers.submit(os.getpid).result() != first


@pytest.mark.posix
def test_a_killed_process_is_told_also_when_work_was_cancelled_before(tmp_path: Path) -> None:
    """Python 3.11's pool tells none of the futures after one that was cancelled."""
    with WorkerProcesses(1) as workers:
        first = workers.submit(os.getpid).result()
        os.kill(first, signal.SIGSTOP)
        work = [workers.submit(Path.touch, tmp_path / str(index)) for index in range(12)]
        for future in work[::2]:
            future.cancel()
        os.kill(first, signal.SIGKILL)
        for future in work:
            assert future.cancelled() or isinstance(future.exception(20.0), BrokenProcessPool | None)
        assert workers.submit(os.getpid).result(20.0) != first


def test_without_work_no_process_is_started() -> None:
    before = active_children()
    with WorkerProcesses(2):
        assert active_children() == before


def test_what_no_thread_has_begun_goes_to_the_processes_once_they_have_started() -> None:
    may_end, deadline = Event(), time.monotonic() + 60.0
    with ThreadsThenProcesses(MAX_THREADS, 0.0) as executor:
        begun = [executor.submit(may_end.wait) for _ in range(MAX_THREADS)]
        waiting = [executor.submit(os.getpid), executor.submit(int, "no number")]
        cancelled = executor.submit(os.getpid)
        assert cancelled.cancel()
        while not executor.has_processes and time.monotonic() < deadline:
            time.sleep(0.01)
        may_end.set()
        assert all(future.result() for future in begun)
        assert waiting[0].result() != os.getpid()
        with pytest.raises(ValueError, match="no number"):
            waiting[1].result()
        assert executor.submit(os.getpid).result() != os.getpid()


def test_before_the_processes_start_threads_work_and_pass_on_errors() -> None:
    with ThreadsThenProcesses(2, 3600.0) as executor:
        assert executor.submit(os.getpid).result() == os.getpid()
        with pytest.raises(ValueError, match="no number"):
            executor.submit(int, "no number").result()
        assert not executor.has_processes
