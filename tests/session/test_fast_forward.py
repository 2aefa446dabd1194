"""To a step and to the end: computed in the background, until it is cancelled, full or fails."""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.files.default import default_scenario
from app.files.presets import load_preset
from app.files.scenario import Scenario
from app.session import run_operations
from app.session.session import Session
from app.session.tasks import Task
from physics.rules.base import ALPHA
from tests.session.edited_runs import Signals, edited, rippled, wait_for_the_end
from tests.support.scenes import HILLS, assert_replays, balls, five_balls, state_of


@pytest.mark.qt_no_exception_capture
def test_a_replay_that_fails_is_over_and_leaves_the_scene_as_it_is(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_out_of_memory(*_arguments: object, **_keywords: object) -> None:
        raise MemoryError

    errors: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_rest: errors.append(kind))
    monkeypatch.setattr("physics.run.run.Run.advance", run_out_of_memory)
    session = Session(default_scenario())
    session.fast_forward.begin(500, 300)
    while session.fast_forward.is_busy or Task.running:
        QTest.qWait(5)
    assert errors == [MemoryError]
    assert session.scene.replay is None
    assert (session.step, session.run.last, session.to_save(60.0, frozenset()).steps) == (0, 0, 2000)


def test_going_to_a_step_seeks_a_recorded_one_and_computes_another(
    session: Session, signals: Signals, qtbot: QtBot
) -> None:
    session.step_on(30)
    session.go_to_step(12)
    assert (session.step, session.run.last, session.fast_forward.is_busy) == (12, 30, False)
    session.play()
    session.go_to_step(45)
    assert not session.playback.is_playing
    wait_for_the_end(session, qtbot)
    assert (session.step, session.run.last) == (45, 45)
    assert signals.message[-1] == "Stopped at step 45: 5 balls are still moving."
    assert_replays(session)


def test_a_step_beyond_the_end_of_the_run_is_its_end(session: Session, signals: Signals, qtbot: QtBot) -> None:
    session.go_to_step(1_000_000)
    wait_for_the_end(session, qtbot)
    assert session.run.is_over
    assert session.step < 5000
    assert signals.message == [f"Every ball has come to an end. {session.scene.outcome_sentence(session.selected)}"]
    assert_replays(session)
    session.go_to_step(1_000_000)
    wait_for_the_end(session, qtbot)
    assert session.run.is_over


def test_the_end_of_a_run_says_that_balls_repeat(qtbot: QtBot) -> None:
    preset = load_preset("lessard-cycle")
    session, messages = Session(Scenario("", preset.landscape, preset.balls)), list[str]()
    session.message.connect(messages.append)
    session.select(0)
    session.go_to_step(1_000)
    wait_for_the_end(session, qtbot)
    assert session.run.is_over
    [message] = messages
    assert message.startswith("Every ball has come to an end, or repeats its steps for ever. ")
    assert message.endswith(session.scene.outcome_sentence(0))
    assert "Repeats every 3 steps" in message


def test_to_the_end_shows_the_last_step_first_and_then_computes_the_end(
    session: Session, signals: Signals, qtbot: QtBot
) -> None:
    edited(session)
    session.seek(15)
    session.play()
    session.to_the_end()
    assert (session.step, session.fast_forward.is_busy, session.playback.is_playing) == (60, False, False)
    session.to_the_end()
    assert session.fast_forward.is_busy
    assert session.fast_forward.target == 100_000
    wait_for_the_end(session, qtbot)
    assert session.run.is_over
    assert signals.message == [f"Every ball has come to an end. {session.scene.outcome_sentence(session.selected)}"]
    assert signals.emitted[-2:] == ["seeked", "step_changed"]
    assert_replays(session)
    emitted = list(signals.emitted)
    session.to_the_end()
    assert not session.fast_forward.is_busy
    assert signals.emitted == emitted


def test_a_run_that_never_ends_stops_at_the_limit_and_then_goes_as_far_again(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.session.fast_forward.STEP_LIMIT", 700)
    session = Session(rippled(1.0))
    message: list[str] = []
    session.message.connect(message.append)
    for stop in (700, 1400):
        session.to_the_end()
        wait_for_the_end(session, qtbot)
        assert session.step == session.run.last == stop
        assert message.pop() == f"Stopped at step {stop:,}: 1 ball is still moving."


def test_stopping_fast_forward_keeps_its_steps(qtbot: QtBot) -> None:
    session = Session(rippled(1.0, 1.0))
    session.step_on(10)
    shares: list[float] = []
    session.fast_forward.changed.connect(lambda: shares.append(session.fast_forward.share))
    session.go_to_step(5_000_000)
    qtbot.waitUntil(lambda: session.fast_forward.share > 0.0)
    session.to_the_end()
    wait_for_the_end(session, qtbot)
    assert 10 < session.step == session.run.last < 5_000_000
    assert shares == sorted(shares)
    assert 0.0 < shares[-1] < 1.0


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.set_parameter(0, "alpha", 0.3),
        lambda session: session.set_landscape(HILLS),
        lambda session: session.add(),
        lambda session: session.remove(0),
        lambda session: session.restart(),
        lambda session: session.undo(),
        lambda session: session.play(),
        lambda session: session.open(rippled(0.5), replays=False),
    ],
)
def test_fast_forward_is_cancelled_by_any_change(qtbot: QtBot, change: object) -> None:
    session = Session(rippled(1.0, 1.0))
    session.step_on(10)
    session.set_parameter(0, "eta", 0.01)
    session.go_to_step(5_000_000)
    qtbot.waitUntil(lambda: session.fast_forward.share > 0.0)
    assert callable(change)
    change(session)
    assert not session.fast_forward.is_busy
    session.pause()
    assert session.run.last <= 10


def test_seeking_does_not_cancel_fast_forward(qtbot: QtBot) -> None:
    session = Session(rippled(1.0, 1.0))
    session.step_on(10)
    session.set_parameter(0, "alpha", 0.9999)
    session.set_landscape(HILLS)
    session.step_on(10)
    session.go_to_step(60_000)
    session.seek(3)
    session.select(0)
    assert session.fast_forward.is_busy
    assert session.step == 3
    wait_for_the_end(session, qtbot)
    assert session.step == session.run.last > 20
    assert_replays(session)


def test_a_full_recording_is_reported(qtbot: QtBot) -> None:
    session = Session(rippled(1.0))
    session.run.recording.row_limit = 40
    message: list[str] = []
    session.message.connect(message.append)
    session.to_the_end()
    wait_for_the_end(session, qtbot)
    assert (session.step, session.run.is_full) == (39, True)
    assert message == ["The recording is full at step 39: start again, or remove balls."]
    session.to_the_end()
    assert not session.fast_forward.is_busy


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.set_start(3, 2.0),
        lambda session: (session.set_start_for_all(-1.0), session.set_start_for_all(3.0)),
        lambda session: session.add(),
        lambda session: (session.add_series(ALPHA, [0.1, 0.2]), session.set_start(6, 1.0)),
    ],
)
def test_a_new_ball_is_computed_along_a_long_run_in_the_background(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, change: Callable[[Session], object]
) -> None:
    sessions = [Session(five_balls()) for _ in range(2)]
    for session in sessions:
        edited(session)
        session.seek(30)
    now, later = sessions
    change(now)
    before = state_of(later)
    monkeypatch.setattr(run_operations, "MAX_SYNC_ROWS", 100)
    change(later)
    assert later.scene.replay == (60, 30)
    wait_for_the_end(later, qtbot)
    assert (later.step, later.run.last) == (30, 60)
    assert state_of(later) == state_of(now)
    while later.history.stack.canUndo() and later.history.stack.index() > 2:
        later.undo()
    assert state_of(later) == before


def test_stepping_cancels_fast_forward(qtbot: QtBot) -> None:
    session = Session(Scenario("For ever", HILLS, balls(1.0, 0.9)))
    session.step_on(20)
    session.set_parameter(0, "eta", 1e-7)
    session.to_the_end()
    assert session.fast_forward.is_busy
    session.step_on()
    assert not session.fast_forward.is_busy
    assert (session.step, session.run.last) == (21, 21)
    assert_replays(session)
