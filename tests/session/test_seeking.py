"""Any recorded step is shown as when the run came there, and what plays goes on from it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from app.session.session import Session
from tests.session.edited_runs import Signals, edited
from tests.support.scenes import BOWL, HILLS, Seconds, five_balls, state_of


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
