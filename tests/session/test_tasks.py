"""Tasks in threads of their own, and those of which only the latest counts."""

import gc
import logging
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from app.session.session import Session
from app.session.tasks import (
    IsCancelled,
    LatestOnly,
    Task,
    Work,
)
from tests.checks import ROOT

Progress = Callable[[float], None]

ENDING = """
import atexit, sys, threading, time
atexit.register(time.sleep, 0.3)  # runs after Qt is gone: work that is still running would then be noticed
from PySide6.QtCore import QCoreApplication, QTimer
from app.session.tasks import Task

def work(progress, is_cancelled):
    began.set()
    time.sleep(0.2)
    progress(0.5)
    print(is_cancelled())

program, began = QCoreApplication([]), threading.Event()
task = Task(work)
task.start()
began.wait()
QTimer.singleShot(0, program.quit)
program.exec()
"""


def signals_of(work: Work, qtbot: QtBot) -> list[object]:
    """The signals of a task in their order; each must arrive in this thread."""
    task, received = Task(work), list[object]()

    def note(what: object) -> None:
        assert threading.current_thread() is threading.main_thread()
        received.append(what)

    task.progressed.connect(note)
    task.succeeded.connect(note)
    task.failed.connect(lambda error: note(str(error)))
    task.ended.connect(lambda: note("ended"))
    with qtbot.waitSignal(task.ended):
        task.start()
    return received


def test_signals_arrive_in_the_order_progress_result_end(qtbot: QtBot) -> None:
    def work(progress: Progress, _is_cancelled: IsCancelled) -> str:
        progress(0.25)
        progress(0.5)  # too soon after the first to be emitted
        return "done"

    assert signals_of(work, qtbot) == [0.25, "done", "ended"]


def test_an_exception_is_passed_to_failed(qtbot: QtBot) -> None:
    def work(_progress: Progress, _is_cancelled: IsCancelled) -> None:
        raise ValueError("η: -1")

    assert signals_of(work, qtbot) == ["η: -1", "ended"]


def test_work_is_told_of_its_cancellation(qtbot: QtBot) -> None:
    began = threading.Event()

    def work(_progress: Progress, is_cancelled: IsCancelled) -> str:
        began.set()
        while not is_cancelled():
            pass
        return "stopped"

    task = Task(work)
    with qtbot.waitSignal(task.succeeded) as success, qtbot.waitSignal(task.ended):
        task.start()
        assert began.wait(5.0)
        task.cancel()
        task.wait()
    assert success.args == ["stopped"]


def test_waiting_for_a_task_that_was_never_started_returns_immediately(qapp: QCoreApplication) -> None:
    calls = list[bool]()
    task = Task(lambda _progress, is_cancelled: calls.append(is_cancelled()))
    task.wait()
    assert calls == []


@pytest.mark.usefixtures("qapp")
def test_a_task_without_an_owner_lives_exactly_until_its_work_has_ended(qtbot: QtBot) -> None:
    may_end, received = threading.Event(), list[object]()
    task = Task(lambda _progress, _is_cancelled: may_end.wait(5.0))
    task.succeeded.connect(received.append)
    task.start()
    watch = weakref.ref(task)
    del task
    gc.collect()
    assert watch() is not None
    may_end.set()
    qtbot.waitUntil(lambda: gc.collect() >= 0 and watch() is None)
    assert received == [True]


def test_a_program_that_ends_cancels_its_tasks_and_waits_for_them() -> None:
    done = subprocess.run([sys.executable, "-c", ENDING], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")


class Killed:
    """A computation whose process is killed the first `times` that it is tried."""

    def __init__(self, times: int) -> None:
        self.times, self.tries = times, 0

    def __call__(self, _is_cancelled: IsCancelled) -> str:
        self.tries += 1
        if self.tries <= self.times:
            raise BrokenProcessPool("killed")
        return "done"


def test_a_computation_whose_process_is_killed_is_tried_once_more(session: Session, qtbot: QtBot) -> None:
    job, results, killed = LatestOnly(session), list[str](), Killed(1)
    job.begin(killed, results.append)
    qtbot.waitUntil(lambda: not job.is_busy)
    assert (killed.tries, results) == (2, ["done"])


def test_a_computation_whose_process_is_killed_twice_is_given_up_without_an_error(
    session: Session, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    """An error in this thread would fail the test."""
    job, results, killed = LatestOnly(session), list[str](), Killed(2)
    with caplog.at_level(logging.WARNING, logger="momentum-lab"):
        job.begin(killed, results.append)
        qtbot.waitUntil(lambda: not job.is_busy)
    assert (killed.tries, results) == (2, [])
    assert caplog.messages == ["a computation in the background was given up: killed"]
    job.begin(killed, results.append)
    qtbot.waitUntil(lambda: not job.is_busy)
    assert results == ["done"]
