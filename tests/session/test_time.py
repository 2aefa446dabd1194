"""The session in time: any recorded step is shown as when the run came there, and what plays goes on from it."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from app.files.presets import load_preset
from app.files.scenario import Scenario
from app.files.view import View
from app.session import run_operations
from app.session.fast_forward import MAX_CHUNK_EDITS
from app.session.scene import BallStyle
from app.session.session import Session
from app.session.slow_motion import Moment
from app.session.tasks import Task
from physics.landscape.base import Landscape
from physics.rules.base import ALPHA
from physics.rules.suggestion import Suggestion
from physics.run import state as run_state_module
from physics.run.edit import Edit
from physics.run.recording import ROW_LIMIT
from physics.run.status import Status, evaluate_state
from tests.support.balls import new_ball
from tests.support.scenes import BOWL, HILLS, Seconds, assert_replays, balls, five_balls, state_of


class Signals:
    """The signals and messages that a session has emitted, in order."""

    NAMES = ("landscape_changed", "balls_changed", "selection_changed", "step_changed", "seeked", "recording_reset")

    def __init__(self, session: Session) -> None:
        self.emitted: list[str] = []
        self.message: list[str] = []
        session.message.connect(self.message.append)
        for name in self.NAMES:
            getattr(session, name).connect(lambda name=name: self.emitted.append(name))


@pytest.fixture
def signals(session: Session) -> Signals:
    return Signals(session)


def edited(session: Session) -> None:
    """Play 60 steps, with other values from step 20 and another landscape from step 40."""
    session.step_on(20)
    session.set_parameter(3, "alpha", 0.5)
    session.step_on(20)
    session.set_landscape(BOWL)
    session.step_on(20)


# Seek.


def test_seeking_signals_the_jump_and_what_differs_there(session: Session, signals: Signals) -> None:
    edited(session)
    signals.emitted.clear()
    session.seek(50)
    assert signals.emitted == ["seeked", "step_changed"]
    assert session.landscape is BOWL
    signals.emitted.clear()
    session.seek(30)
    assert signals.emitted == ["landscape_changed", "balls_changed", "seeked", "step_changed"]
    assert session.landscape is HILLS
    assert session.ball(3).parameters["alpha"] == 0.5
    signals.emitted.clear()
    session.seek(10)
    assert signals.emitted == ["balls_changed", "seeked", "step_changed"]
    assert session.ball(3).parameters["alpha"] == 0.95
    assert session.run.last == 60
    assert session.history.stack.count() == 2


@pytest.mark.parametrize(("wanted", "shown"), [(-5, 0), (0, 0), (7, 7), (60, 60), (61, 60), (10**9, 60)])
def test_seeking_shows_the_nearest_recorded_step(session: Session, wanted: int, shown: int) -> None:
    session.step_on(60)
    session.seek(wanted)
    assert (session.step, session.run.last) == (shown, 60)


def test_seeking_the_present_step_emits_no_signal(session: Session, signals: Signals) -> None:
    session.step_on(5)
    signals.emitted.clear()
    session.seek(5)
    assert signals.emitted == []


def test_the_playback_goes_on_from_the_step_sought(session: Session, seconds: Seconds) -> None:
    session.step_on(50)
    session.playback.set_speed(16.0)
    session.play()
    seconds.now += 0.06
    session.seek(20)
    assert session.playback.is_playing
    for _ in range(3):
        seconds.now += 0.0625
        session.playback.frame()
    assert session.step == 23
    assert session.run.last == 50


def test_seeking_releases_a_held_ball(session: Session) -> None:
    session.step_on(10)
    session.drag(1, 0.0)
    session.seek(4)
    session.step_on(3)
    assert [edit.step for edit in session.run.edits] == [10]


def test_steps_back_and_on_go_through_the_recording(session: Session) -> None:
    edited(session)
    last = state_of(session)
    session.play()
    session.step_back()
    assert not session.playback.is_playing
    session.step_back(10)
    assert session.step == 49
    session.step_back(100)
    assert session.step == 0
    session.step_on(60)
    assert state_of(session) == last


# To a step, to the end, and back to the start.


def wait_for_the_end(session: Session, qtbot: QtBot) -> None:
    """Wait until the fork has been merged and its thread has ended."""
    qtbot.waitUntil(lambda: not session.fast_forward.is_busy and not Task.running)


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


def rippled(*alphas: float) -> Scenario:
    """Balls that never come to rest."""
    ball = [new_ball(alpha, 0.02, 1.0) for alpha in alphas]
    return Scenario("Bowl", BOWL, tuple(ball))


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


def test_restart_without_an_edit_only_goes_back_and_with_one_begins_a_new_run(session: Session) -> None:
    session.step_on(30)
    session.restart()
    assert (session.step, session.run.last) == (0, 30)
    assert session.history.stack.count() == 0
    session.seek(20)
    session.set_parameter(0, "alpha", 0.99)
    session.restart()
    assert (session.step, session.run.last) == (0, 0)
    assert session.run.balls[0].parameters["alpha"] == 0.99
    assert session.history.stack.undoText() == "start again"
    session.undo()
    session.undo()
    assert (session.step, session.run.last) == (20, 30)


def test_play_at_the_end_of_a_run_that_is_over_plays_it_again_from_the_start(
    session: Session, seconds: Seconds
) -> None:
    session.step_on(20_000)
    assert session.run.is_over
    last = session.run.last
    session.play()
    assert (session.step, session.run.last, session.playback.is_playing) == (0, last, True)
    seconds.now += 1.0
    session.playback.frame()
    assert 0 < session.step < last
    session.seek(last)
    session.playback.frame()
    seconds.now += 1.0
    session.playback.frame()
    assert not session.playback.is_playing


def test_play_in_the_past_goes_through_the_recording_and_beyond(session: Session, seconds: Seconds) -> None:
    edited(session)
    whole = state_of(session)
    session.seek(38)
    session.playback.set_speed(100.0)
    session.play()
    for _ in range(4):
        seconds.now += 0.055
        session.playback.frame()
    assert session.step == 60
    assert state_of(session) == whole
    seconds.now += 0.05
    session.playback.frame()
    assert session.step == session.run.last == 65
    assert_replays(session)


# Slow motion across steps.


def test_slow_motion_goes_back_through_the_moments_of_earlier_steps(session: Session) -> None:
    edited(session)
    session.seek(41)
    session.slow_motion.toggle()
    seen = []
    for _ in range(9):
        session.go_back()
        seen.append((session.step, session.slow_motion.moment))
    back = [Moment.MOVE, Moment.SUM, Moment.GRADIENT, Moment.MOMENTUM]
    assert seen == [(step, moment) for step in (40, 39, 38) for moment in back][:9]
    for _ in range(9):
        session.go_on()
    assert (session.step, session.slow_motion.moment) == (41, Moment.MOMENTUM)
    assert session.run.last == 60


def test_slow_motion_goes_back_no_further_than_the_start(session: Session) -> None:
    session.step_on(1)
    session.slow_motion.toggle()
    for _ in range(8):
        session.go_back()
    assert (session.step, session.slow_motion.moment) == (0, Moment.MOMENTUM)


# Opening another scenario.


SCENARIO = Scenario(
    "A lesson",
    HILLS,
    balls(0.9, 0.95),
    50,
    (Edit(20, 1, parameters={"alpha": 0.5}), Edit(30, landscape=BOWL), Edit(70, 0, parameters={"eta": 0.1})),
    view=View(step=25, recorded=40, selected=0, styles=((3, 4), (5, 6))),
)


def test_a_scenario_is_opened_at_the_step_where_it_was_saved(session: Session, signals: Signals) -> None:
    session.step_on(9)
    session.set_parameter(0, "alpha", 0.1)
    session.play()
    session.open(SCENARIO, replays=True)
    assert not session.playback.is_playing
    assert (session.step, session.run.last) == (25, 40)
    assert session.styles == (BallStyle(3, 4), BallStyle(5, 6))
    assert (session.selected, session.title, session.landscape) == (0, "A lesson", HILLS)
    assert session.ball(1).parameters["alpha"] == 0.5
    assert not session.history.stack.canUndo()
    assert {"recording_reset", "landscape_changed", "balls_changed", "selection_changed"} <= set(signals.emitted)
    session.step_on(50)
    assert session.ball(0).parameters["eta"] == 0.1
    assert_replays(session)


def test_a_scenario_can_be_opened_at_its_first_step(session: Session) -> None:
    session.open(SCENARIO, replays=False)
    assert (session.step, session.run.last) == (0, 0)
    assert session.run.edits == SCENARIO.edits
    session.step_on(75)
    assert (session.ball(1).parameters["alpha"], session.ball(0).parameters["eta"]) == (0.5, 0.1)


def test_without_a_view_all_steps_of_a_scenario_are_replayed(session: Session) -> None:
    session.open(Scenario("Plain", HILLS, balls(0.9), 33), replays=True)
    assert (session.step, session.run.last, session.selected) == (33, 33, 0)


def test_a_long_run_is_replayed_in_the_background(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_operations, "MAX_SYNC_ROWS", 3000)
    session.open(SCENARIO, replays=True)
    assert (session.step, session.fast_forward.is_busy) == (0, True)
    wait_for_the_end(session, qtbot)
    assert (session.step, session.run.last) == (25, 40)
    assert_replays(session)


def test_sixteen_million_steps_without_a_ball_are_replayed_in_the_background_and_can_be_stopped(
    session: Session, qtbot: QtBot
) -> None:
    session.open(Scenario("Nobody", HILLS, (), ROW_LIMIT), replays=True)
    assert (session.step, session.fast_forward.is_busy) == (0, True)
    qtbot.waitUntil(lambda: session.fast_forward.share > 0.0)
    session.to_the_end()
    wait_for_the_end(session, qtbot)
    assert 0 < session.run.last < ROW_LIMIT


def test_many_edits_are_replayed_in_the_background_and_seeking_evaluates_few_of_them(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits = tuple(Edit(step, 0, parameters={"alpha": 0.9 + step % 2 / 20}) for step in range(3000))
    evaluated_here: list[int] = []

    def counted(landscape: Landscape, *values: Any, step: int, **more: Any) -> Status:
        if threading.current_thread() is threading.main_thread():
            evaluated_here.append(step)
        return evaluate_state(landscape, *values, step=step, **more)

    monkeypatch.setattr(run_state_module, "evaluate_state", counted)
    session.open(Scenario("Restless", HILLS, balls(0.9), 3000, edits, full=True, view=View(step=1500)), replays=True)
    assert (session.step, session.fast_forward.is_busy) == (0, True)
    qtbot.waitUntil(lambda: not session.fast_forward.is_busy and not Task.running, timeout=60_000)
    assert (session.step, session.run.last) == (1500, 3000)
    assert len(evaluated_here) < 3 * MAX_CHUNK_EDITS
    session.seek(700)
    assert len(evaluated_here) < 5 * MAX_CHUNK_EDITS
    assert_replays(session)


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


@given(now=st.integers(0, 60), data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_seeking_shows_the_state_of_the_step_from_any_other(qtbot: QtBot, now: int, data: st.DataObject) -> None:
    session = Session(five_balls())
    edited(session)
    session.seek(now)
    reached = state_of(session)
    for step in data.draw(st.lists(st.integers(0, 60), max_size=5)):
        session.seek(step)
    session.seek(now)
    assert state_of(session) == reached


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


def test_another_scenario_ends_slow_motion(session: Session) -> None:
    session.slow_motion.toggle()
    session.open(Scenario("Hills", HILLS, balls(0.5)), replays=False)
    assert not session.slow_motion.is_on


def test_a_run_that_is_played_again_keeps_its_edits(session: Session) -> None:
    session.step_on(20)
    session.set_parameter(0, "alpha", 0.5)
    session.step_on(20_000)
    edits = session.run.edits
    session.play()
    session.pause()
    assert (session.step, session.run.edits) == (0, edits)
    assert session.history.stack.count() == 1


def test_after_an_edit_at_its_end_play_begins_a_new_run(session: Session) -> None:
    session.step_on(20_000)
    session.set_parameter(0, "alpha", 0.97)
    assert session.run.is_over
    session.play()
    session.pause()
    assert session.run.balls[0].parameters["alpha"] == 0.97
    assert session.run.edits == ()
    session.undo()
    assert session.run.edits != ()


def test_a_scene_that_is_saved_during_its_replay_keeps_its_step(qtbot: QtBot) -> None:
    scene = replace(
        Scenario("For ever", HILLS, tuple(ball.changed({"eta": 1e-7}) for ball in balls(1.0, 0.9))),
        steps=150_000,
        view=View(step=60_000),
    )
    session = Session(scene)
    session.open(scene, replays=True)
    assert session.fast_forward.is_busy
    view = session.to_save(30.0, frozenset()).view
    assert view is not None
    assert (view.step, view.recorded, session.to_save(30.0, frozenset()).steps) == (60_000, None, 150_000)
    qtbot.waitUntil(lambda: not session.fast_forward.is_busy, timeout=60_000)
    assert (session.step, session.run.last) == (60_000, 150_000)


def test_a_pending_suggestion_survives_undo(session: Session, seconds: Seconds) -> None:
    session.step_on(3)
    session.play()
    session.choose(BOWL, "Bowl", Suggestion(1.5, 0.123))
    session.pause()
    session.set_parameter(0, "alpha", 0.5)
    session.undo()
    session.restart()
    assert session.run.balls[0].parameters["eta"] == 0.123
    session.undo()
    session.undo()
    session.restart()
    assert session.run.balls[0].parameters["eta"] == 0.02


def test_characters_that_no_file_can_hold_are_replaced_in_titles_and_names(session: Session) -> None:
    session.set_title("a\ud800")
    session.rename(0, "b\udfff")
    assert (session.title, session.run.balls[0].name) == ("a?", "b?")
