"""A scenario that is opened is replayed to the step where it was saved, a long one in the background."""

import threading
from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.files.scenario import Scenario
from app.files.view import View
from app.session import run_operations
from app.session.fast_forward import MAX_CHUNK_EDITS
from app.session.scene import BallStyle
from app.session.session import Session
from app.session.tasks import Task
from physics.landscape.base import Landscape
from physics.run import state as run_state_module
from physics.run.edit import Edit
from physics.run.recording import ROW_LIMIT
from physics.run.status import Status, evaluate_state
from tests.session.edited_runs import Signals, wait_for_the_end
from tests.support.scenes import BOWL, HILLS, assert_replays, balls

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


@pytest.mark.no_cover
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
