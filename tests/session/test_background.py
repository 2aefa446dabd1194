"""Work off the GUI thread: what it tells, and that nothing of it stays."""

import gc
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from app.session.tasks import Task, Work
from tests.support.paths import ROOT

Progress = Callable[[float], None]
IsCancelled = Callable[[], bool]

ENDING = """
import atexit, sys, threading, time
atexit.register(time.sleep, 0.3)  # runs after Qt has gone: work that is still under way would then be heard
from PySide6.QtCore import QCoreApplication, QTimer
from app.session.background import Background

def work(progress, is_cancelled):
    began.set()
    time.sleep(0.2)
    progress(0.5)
    print(is_cancelled())

program, began = QCoreApplication([]), threading.Event()
background = Background(work)
background.start()
began.wait()
QTimer.singleShot(0, program.quit)
program.exec()
"""


def signals_of(work: Work, qtbot: QtBot) -> list[object]:
    """What a piece of work tells, in this order, and each time in this thread."""
    background, heard = Task(work), list[object]()

    def hear(what: object) -> None:
        assert threading.current_thread() is threading.main_thread()
        heard.append(what)

    background.progressed.connect(hear)
    background.succeeded.connect(hear)
    background.failed.connect(lambda error: hear(str(error)))
    background.ended.connect(lambda: hear("ended"))
    with qtbot.waitSignal(background.ended):
        background.start()
    return heard


def test_a_result_comes_after_progress_and_before_the_end(qtbot: QtBot) -> None:
    def work(progress: Progress, _is_cancelled: IsCancelled) -> str:
        progress(0.25)
        progress(0.5)  # too soon after the first to be told
        return "done"

    assert signals_of(work, qtbot) == [0.25, "done", "ended"]


def test_what_goes_wrong_is_handed_over(qtbot: QtBot) -> None:
    def work(_progress: Progress, _is_cancelled: IsCancelled) -> None:
        raise ValueError("η: -1")

    assert signals_of(work, qtbot) == ["η: -1", "ended"]


def test_it_stops_when_it_is_asked_to(qtbot: QtBot) -> None:
    began = threading.Event()

    def work(_progress: Progress, is_cancelled: IsCancelled) -> str:
        began.set()
        while not is_cancelled():
            pass
        return "stopped"

    background = Task(work)
    with qtbot.waitSignal(background.succeeded) as success, qtbot.waitSignal(background.ended):
        background.start()
        assert began.wait(5.0)
        background.cancel()
        background.wait()
    assert success.args == ["stopped"]


def test_waiting_for_work_that_was_never_begun_is_no_waiting(qapp: QCoreApplication) -> None:
    calls = list[bool]()
    background = Task(lambda _progress, is_cancelled: calls.append(is_cancelled()))
    background.wait()
    assert calls == []


@pytest.mark.usefixtures("qapp")
def test_it_lives_on_without_an_owner_and_not_longer_than_its_work(qtbot: QtBot) -> None:
    may_end, heard = threading.Event(), list[object]()
    background = Task(lambda _progress, _is_cancelled: may_end.wait(5.0))
    background.succeeded.connect(heard.append)
    background.start()
    watch = weakref.ref(background)
    del background
    gc.collect()
    assert watch() is not None
    may_end.set()
    qtbot.waitUntil(lambda: gc.collect() >= 0 and watch() is None)
    assert heard == [True]


def test_a_program_that_ends_asks_its_work_to_stop_and_waits_for_it() -> None:
    done = subprocess.run([sys.executable, "-c", ENDING], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")
