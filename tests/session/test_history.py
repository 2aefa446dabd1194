"""Undo and redo: back to the first state and forth to the last one, bit for bit, after any changes."""

import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from app.files.presets import load_preset
from app.files.scenario import Scenario
from app.session.history import LEVELS
from app.session.session import Session
from physics.rules.base import ETA
from physics.rules.suggestion import Suggestion
from tests.checks import ROOT
from tests.support.balls import MOMENTUM
from tests.support.scenes import (
    BOWL,
    CHANGES_BY_TEXT,
    HILLS,
    SMALL,
    Seconds,
    State,
    assert_replays,
    balls,
    five_balls,
    state_of,
)

DROPPED = """
import gc, weakref
from PySide6.QtCore import QCoreApplication
from app.files.default import default_scenario
from app.session.session import Session

app = QCoreApplication([])
gc.disable()
session = Session(default_scenario())
gc.collect(0)  # the stack is older now than its entries
for alpha in (0.1, 0.2, 0.3):
    session.set_parameter(0, "alpha", alpha)
{end}
watch = weakref.ref(session)
del session
gc.collect()
print(watch())
"""
TIMELESS = 5
"""Number of parts of a state that do not depend on how far time has gone on since."""
TIMELESS_CHANGES = "name", "look", "title", "hide", "show"
"""First words of changes that belong to no step: undo stays at the step that is shown."""
STEP = 6
"""Index of the step in a state."""


@pytest.mark.parametrize("step", [0, 7, 30])
@pytest.mark.parametrize("text", CHANGES_BY_TEXT)
def test_a_change_is_one_entry_with_a_text_and_can_be_undone_and_redone(session: Session, text: str, step: int) -> None:
    session.step_on(30)
    session.seek(step)
    before = state_of(session)
    CHANGES_BY_TEXT[text](session)
    after = state_of(session)
    assert after != before
    assert session.history.stack.count() == 1
    assert session.history.stack.undoText() == text
    session.undo()
    assert state_of(session) == before
    assert session.history.stack.redoText() == text
    session.redo()
    assert state_of(session) == after
    assert_replays(session)


def test_undo_restores_the_steps_that_a_change_in_the_past_dropped(session: Session) -> None:
    session.step_on(60)
    whole = state_of(session)
    session.seek(20)
    session.set_parameter(3, "alpha", 0.5)
    assert session.run.last == 20
    session.step_on(100)
    other_way = state_of(session)[-2]
    session.undo()
    assert (session.step, session.run.last) == (20, 60)
    session.seek(60)
    assert state_of(session) == whole
    session.redo()
    assert (session.step, session.run.last) == (20, 120)
    assert state_of(session)[-2] == other_way


@pytest.mark.parametrize("text", ["add a ball", "landscape"])
def test_undo_always_shows_the_step_of_the_change(session: Session, text: str) -> None:
    session.step_on(60)
    session.seek(20)
    before = state_of(session)
    CHANGES_BY_TEXT[text](session)
    for elsewhere in (60, 3):
        session.undo()
        assert state_of(session) == before
        session.seek(elsewhere)
        session.redo()
    session.undo()
    assert state_of(session) == before


def test_all_values_of_one_gesture_are_one_entry(session: Session) -> None:
    session.step_on(10)
    before = state_of(session)
    session.history.begin_gesture("slider")
    for alpha in (0.1, 0.2, 0.3):
        session.set_parameter(0, "alpha", alpha)
        session.playback.due.emit(1)  # time may go on while a slider is dragged
    after = state_of(session)
    assert session.history.stack.count() == 1
    session.history.end_gesture("slider")
    session.set_parameter(0, "alpha", 0.4)
    session.set_parameter(0, "eta", 0.4)
    assert session.history.stack.count() == 3
    session.undo()
    session.undo()
    session.seek(session.run.last)
    assert state_of(session) == after
    session.undo()
    assert state_of(session) == before


@pytest.mark.parametrize("step", [0, 12])
def test_a_ball_dragged_while_time_runs_is_one_entry(session: Session, seconds: Seconds, step: int) -> None:
    session.step_on(12)
    session.seek(step)
    before = state_of(session)
    session.play()
    for w in (2.0, 1.0, 0.0):
        session.drag(1, w)
        seconds.now += 0.1
        session.playback.frame()
    session.drop()
    session.pause()
    assert session.step > step
    assert session.history.stack.count() == 1
    session.undo()
    assert state_of(session) == before
    session.redo()
    assert_replays(session)


@pytest.mark.parametrize("go", [lambda session: session.step_on(3), lambda session: session.seek(4)])
def test_changes_at_two_steps_are_two_entries_also_in_one_gesture(
    session: Session, go: Callable[[Session], None]
) -> None:
    session.step_on(10)
    first = state_of(session)
    session.history.begin_gesture("wheel")
    session.set_parameter(0, "alpha", 0.1)
    go(session)
    before = state_of(session)
    session.set_parameter(0, "alpha", 0.2)
    session.set_parameter(0, "alpha", 0.3)
    assert session.history.stack.count() == 2
    session.undo()
    assert state_of(session) == before
    session.undo()
    assert state_of(session) == first


def test_a_gesture_that_ends_late_does_not_end_another(session: Session) -> None:
    session.history.begin_gesture("wheel")
    session.history.begin_gesture("slider")
    session.set_parameter(0, "alpha", 0.1)
    session.history.end_gesture("wheel")
    session.set_parameter(0, "alpha", 0.2)
    assert session.history.stack.count() == 1
    session.history.end_gesture("slider")
    session.set_parameter(0, "alpha", 0.3)
    assert session.history.stack.count() == 2


def test_what_was_saved_is_not_merged_with_what_follows(session: Session) -> None:
    session.history.begin_gesture("slider")
    session.set_parameter(0, "alpha", 0.1)
    session.history.set_clean()
    session.set_parameter(0, "alpha", 0.2)
    assert session.history.stack.count() == 2


def test_macros_of_one_key_are_one_entry_until_something_else_is_changed(session: Session) -> None:
    for landscape in (BOWL, SMALL, HILLS):
        with session.history.macro("formula", "formula"):
            session.set_landscape(landscape)
    assert session.history.stack.count() == 1
    session.set_parameter_for_all(ETA, 0.7)
    with session.history.macro("formula", "formula"):
        session.set_landscape(BOWL)
    assert [session.history.stack.text(i) for i in range(session.history.stack.count())] == [
        "formula",
        "η of all balls",
        "formula",
    ]


def test_a_reverted_gesture_leaves_no_trace(session: Session) -> None:
    session.step_on(40)
    session.seek(11)
    before = state_of(session)
    with session.history.macro("stroke", "stroke"):
        session.set_landscape(BOWL)
    assert not session.history.revert("another")
    assert session.revert("stroke")
    assert state_of(session) == before
    assert session.history.stack.count() == 0


def test_setting_a_present_value_is_no_change(session: Session) -> None:
    session.step_on(5)
    session.seek(2)
    session.set_parameter(0, "alpha", 0.0)
    session.set_parameter_for_all(ETA, 0.02)
    session.set_rule(1, MOMENTUM)
    session.set_start(1, 4.8)
    session.set_title(session.title)
    session.rename(0, "")
    session.set_style(0, session.styles[0])
    session.set_landscape(session.landscape)
    assert session.history.stack.count() == 0
    assert session.run.last == 5


def test_undo_pauses_and_releases_a_held_ball(session: Session) -> None:
    session.step_on(3)
    session.set_parameter(0, "alpha", 0.3)
    session.play()
    session.drag(1, 0.0)
    session.undo()
    assert not session.playback.is_playing
    session.step_on(5)
    assert [edit.parameters["alpha"] for edit in session.run.edits] == [0.3]


def test_a_change_after_undo_drops_the_entries_to_redo(session: Session) -> None:
    session.set_parameter(0, "alpha", 0.3)
    session.undo()
    session.set_parameter(0, "alpha", 0.4)
    assert not session.history.stack.canRedo()
    assert session.history.stack.count() == 1


def test_there_are_200_levels(session: Session) -> None:
    for number in range(LEVELS + 5):
        session.set_parameter(0, "alpha", 0.001 * (number + 1))
    for _ in range(LEVELS + 5):
        session.undo()
    assert session.run.parameters["alpha"][0] == 0.001 * 5
    assert not session.history.stack.canUndo()


def test_undo_keeps_rows_without_copying_them(qtbot: QtBot) -> None:
    session = Session(Scenario("Hills", HILLS, balls(0.9, 1.0)))
    session.step_on(1000)
    dropped = 2 * (session.run.last - 10)
    session.seek(10)
    session.set_parameter(0, "alpha", 0.1)
    assert session.history.rows == dropped > 500
    session.undo()
    assert session.history.rows == 0
    session.redo()
    assert session.history.rows == dropped


def small_session() -> Session:
    """A session whose history keeps few rows."""
    session = Session(Scenario("Hills", HILLS, balls(0.9, 0.97)))
    session.history.max_rows = 60
    return session


def test_forgotten_rows_are_computed_again_bit_for_bit(qtbot: QtBot) -> None:
    session = small_session()
    session.step_on(100)
    whole = state_of(session)
    session.remove(0)
    session.seek(50)
    session.set_parameter(0, "eta", 0.01)
    session.step_on(50)
    assert session.history.rows <= 60
    session.undo()
    assert session.step == 50
    session.undo()
    assert state_of(session) == whole


def test_a_change_after_forgotten_rows_is_redone_at_its_step(qtbot: QtBot) -> None:
    session = small_session()
    session.step_on(20)
    session.set_parameter(0, "eta", 0.01)
    session.step_on(70)
    session.set_parameter(1, "eta", 0.03)
    session.step_on(10)
    last = state_of(session)
    session.undo()
    session.undo()
    assert session.history.rows <= 60
    session.redo()
    session.redo()
    session.step_on(10)
    assert state_of(session) == last


@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_changes_undo_leads_to_the_first_state_and_redo_to_the_last(
    qtbot: QtBot, data: st.DataObject
) -> None:
    session = Session(five_balls())
    first, first_balls = state_of(session), len(session.run.balls)
    stops: list[State] = []
    for _ in range(data.draw(st.integers(1, 12))):
        session.step_on(data.draw(st.integers(0, 20)))
        session.seek(data.draw(st.integers(0, session.run.last)))
        usable = [text for text in CHANGES_BY_TEXT if len(session.run.balls) >= first_balls or "ball " not in text]
        before, count = state_of(session), session.history.stack.count()
        text = data.draw(st.sampled_from(usable))
        CHANGES_BY_TEXT[text](session)
        if session.history.stack.count() > count:
            stops.append(before[:TIMELESS] if text.split()[0] in TIMELESS_CHANGES else before)
        if data.draw(st.booleans()):
            session.history.begin_gesture("slider")
    last = state_of(session)
    assert_replays(session)
    for stop in reversed(stops):
        session.undo()
        assert state_of(session)[: len(stop)] == stop
    assert not session.history.stack.canUndo()
    assert state_of(session)[:TIMELESS] == first[:TIMELESS]
    while session.history.stack.canRedo():
        session.redo()
    session.seek(last[STEP])
    assert state_of(session) == last
    assert np.all(np.isfinite(session.run.parameters["alpha"]))


def test_choosing_presets_is_no_work(session: Session) -> None:
    history = session.history
    for name in ("bowl", "shelf"):
        preset = load_preset(name)
        session.choose(preset.landscape, preset.title, Suggestion(preset.start, preset.eta))
    assert not history.has_work
    session.set_parameter(0, "alpha", 0.5)
    assert history.has_work
    session.undo()
    assert not history.has_work
    history.set_unsaved()
    assert history.has_work


def test_an_imported_curve_is_work(session: Session) -> None:
    session.choose(BOWL, "Bowl", Suggestion(1.0, 0.1))
    assert session.history.has_work
    session.history.set_clean()
    assert not session.history.has_work
    session.undo()
    assert session.history.has_work


@pytest.mark.parametrize("end", ["pass", "session.history.stop()"], ids=["dropped", "stopped"])
def test_the_garbage_collector_frees_a_session_with_its_history_in_any_order(end: str) -> None:
    """A full collection frees the newest objects first: entries that are younger than their stack go before it."""
    command = [sys.executable, "-c", DROPPED.format(end=end)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "None\n", "")
