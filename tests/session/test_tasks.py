"""Tasks in the task, the lock that they share, the budget of a frame, and throttling."""

import gc
import logging
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from app.session.session import Session
from app.session.tasks import (
    MAX_SYNC_S,
    MIN_SYNC_WORK,
    IsCancelled,
    LatestOnly,
    Task,
    Throttle,
    Work,
    sweep_within_budget,
)
from physics.sweep.batch import UNKNOWN
from physics.sweep.initial_states import state_at_rest
from physics.sweep.sweep import GradualSweep
from tests.checks import ROOT
from tests.support.balls import new_ball
from tests.support.runs import WELL

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


def undecidable() -> GradualSweep:
    """A sweep of runs that are never decided."""
    n = 400
    starts = state_at_rest(new_ball(1.0, 0.01, 2.3)).initial_states(n, {"start": np.linspace(2.3, 3.0, n)})
    return GradualSweep(WELL, starts)


class TickingClock:
    """A clock that advances by a millisecond with each reading."""

    def __init__(self) -> None:
        self.readings = 0

    def __call__(self) -> float:
        self.readings += 1
        return 0.001 * self.readings


def test_a_sweep_stops_when_the_time_is_used_up() -> None:
    clock = TickingClock()
    sweep = undecidable()
    sweep_within_budget(sweep, now=clock)
    assert not sweep.is_complete
    assert clock.readings <= 2 + MAX_SYNC_S / 0.001


def test_a_slow_machine_still_does_the_minimum_of_work() -> None:
    sweep, same = undecidable(), undecidable()
    ticks = iter((0.0, 100.0))
    sweep_within_budget(sweep, now=lambda: next(ticks))
    same.go_on(MIN_SYNC_WORK)
    assert np.array_equal(sweep.results.outcome, same.results.outcome)


def test_a_sweep_stops_when_the_share_is_decided() -> None:
    n = 64
    starts = state_at_rest(new_ball(0.0, 0.02, 2.5)).initial_states(n, {"alpha": np.linspace(0.0, 0.9, n)})
    sweep = GradualSweep(WELL, starts)
    sweep_within_budget(sweep, share=0.5)
    assert (sweep.results.outcome != UNKNOWN).sum() >= n // 2


def test_while_time_rests_every_touch_refreshes_immediately(session: Session) -> None:
    calls: list[int] = []
    throttle = Throttle(session.playback, lambda: calls.append(1), 50, session)
    for _ in range(3):
        throttle.touch()
    assert len(calls) == 3


def test_while_time_runs_touches_share_a_refresh_and_the_last_is_not_lost(session: Session, qtbot: QtBot) -> None:
    calls: list[int] = []
    throttle = Throttle(session.playback, lambda: calls.append(1), 50, session)
    session.play()
    calls.clear()
    for _ in range(100):
        throttle.touch()
    assert not calls  # play itself has just refreshed it
    qtbot.waitUntil(lambda: len(calls) == 1)


def test_pausing_refreshes_immediately_and_leaves_no_timer(session: Session) -> None:
    calls: list[int] = []
    throttle = Throttle(session.playback, lambda: calls.append(1), 10_000, session)
    session.play()
    throttle.touch()
    calls.clear()
    session.pause()
    assert len(calls) == 1


def test_scrubbing_throttles_like_playing(session: Session, qtbot: QtBot) -> None:
    calls: list[int] = []
    throttle = Throttle(session.playback, lambda: calls.append(1), 50, session)
    session.playback.set_scrubbed(True)
    calls.clear()
    for _ in range(100):
        throttle.touch()
    assert not calls
    qtbot.waitUntil(lambda: len(calls) == 1)
    session.playback.set_scrubbed(False)
    assert len(calls) == 2
    throttle.touch()
    assert len(calls) == 3
