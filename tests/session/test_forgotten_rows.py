"""What undo and redo do where the rows of a run were forgotten."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.files.default import default_scenario
from app.session.session import Session
from physics.arrays import map_arrays
from physics.run.recording import Rows


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    """A session that forgets the rows of all entries, and leaves the computing of more than 20 steps to a task."""
    monkeypatch.setattr("app.session.run_operations.MAX_SYNC_ROWS", 1100)
    session = Session(default_scenario())
    session.history.max_rows = 0
    return session


def until_replayed(session: Session, qtbot: QtBot) -> Rows:
    qtbot.waitUntil(lambda: not session.fast_forward.is_busy)
    return map_arrays(np.copy, session.run.recording.rows())


def assert_same(rows: Rows, others: Rows) -> None:
    map_arrays(np.testing.assert_array_equal, rows, others)


def test_undo_and_redo_of_a_replaced_run_compute_in_the_background_and_end_as_it_was(
    session: Session, qtbot: QtBot
) -> None:
    session.step_on(200)
    session.seek(150)
    before = map_arrays(np.copy, session.run.recording.rows())
    session.duplicate(0)
    after = until_replayed(session, qtbot)
    session.undo()
    assert session.fast_forward.is_busy
    assert session.scene.recorded == (200, 150)
    assert_same(until_replayed(session, qtbot), before)
    assert (session.step, len(session.run.balls)) == (150, 5)
    session.redo()
    assert_same(until_replayed(session, qtbot), after)
    assert (session.step, len(session.run.balls)) == (150, 6)


def test_an_edit_is_undone_while_the_steps_before_it_are_computed_again(session: Session, qtbot: QtBot) -> None:
    session.step_on(100)
    before = map_arrays(np.copy, session.run.recording.rows())
    session.seek(60)
    session.set_parameter(0, "alpha", 0.5)
    session.step_on(30)
    session.duplicate(0)
    until_replayed(session, qtbot)
    session.undo()
    session.undo()
    assert session.fast_forward.is_busy
    assert session.run.edits == ()
    assert_same(until_replayed(session, qtbot), before)
    assert session.step == 60


def test_a_run_that_has_not_begun_holds_one_row_of_each_ball(session: Session) -> None:
    assert session.run.recording.capacity == len(session.run.balls)


@pytest.fixture
def replaying(session: Session, qtbot: QtBot) -> Session:
    """A session whose run of 200 steps is being computed again; step 150 will be shown."""
    session.step_on(200)
    session.seek(150)
    session.duplicate(0)
    until_replayed(session, qtbot)
    session.undo()
    assert session.scene.replay == (200, 150)
    return session


def test_a_name_does_not_end_it(replaying: Session, qtbot: QtBot) -> None:
    replaying.rename(0, "mine")
    until_replayed(replaying, qtbot)
    assert (replaying.run.last, replaying.step) == (200, 150)


def test_balls_that_come_and_go_meanwhile_do_not_shorten_it(replaying: Session, qtbot: QtBot) -> None:
    replaying.duplicate(1)
    replaying.remove(0)
    until_replayed(replaying, qtbot)
    assert (replaying.run.last, replaying.step, len(replaying.run.balls)) == (200, 150, 5)


@pytest.mark.parametrize("step", [0, 120, 200])
def test_another_step_may_be_wanted_meanwhile(replaying: Session, qtbot: QtBot, step: int) -> None:
    replaying.go_to_step(step)
    until_replayed(replaying, qtbot)
    assert (replaying.run.last, replaying.step) == (200, step)


def test_an_edit_meanwhile_is_undone_with_all_that_was_recorded(replaying: Session, qtbot: QtBot) -> None:
    replaying.set_parameter(2, "alpha", 0.3)
    replaying.undo()
    until_replayed(replaying, qtbot)
    assert replaying.run.last == 200
