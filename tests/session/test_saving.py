"""A scene that is saved and opened again is the same: its step, its recording and its edits to come."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from app.files.default import default_scenario
from app.files.scenario import Scenario, parse_scenario, scenario_text
from app.files.view import View
from app.session.session import Session
from physics.run.edit import Edit
from tests.support.scenes import BOWL, CHANGES_BY_TEXT, HILLS, assert_replays, balls, five_balls, shown

HIDDEN = frozenset({"phase", "map"})


def saved(session: Session) -> Scenario:
    """The scenario that a file of the scene holds."""
    return parse_scenario(scenario_text(session.to_save(12.5, HIDDEN)), "x.momentum")


def opened_again(session: Session) -> Session:
    other = Session(Scenario("Another", BOWL, balls(0.1)))
    other.open(saved(session), replays=True)
    return other


@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_changes_a_scene_is_opened_as_it_was_saved(qtbot: QtBot, data: st.DataObject) -> None:
    session = Session(five_balls())
    first_balls = len(session.run.balls)
    for _ in range(data.draw(st.integers(0, 6))):
        session.step_on(data.draw(st.integers(0, 25)))
        session.seek(data.draw(st.integers(0, session.run.last)))
        usable = [text for text in CHANGES_BY_TEXT if len(session.run.balls) >= first_balls or "ball " not in text]
        CHANGES_BY_TEXT[data.draw(st.sampled_from(usable))](session)
    session.step_on(data.draw(st.integers(0, 100)))
    session.seek(data.draw(st.integers(0, session.run.last)))
    again = opened_again(session)
    assert shown(again) == shown(session)
    assert_replays(again)
    session.seek(session.run.last)
    again.seek(again.run.last)
    session.step_on(30)
    again.step_on(30)
    assert shown(again) == shown(session)


def test_the_view_is_saved_as_it_is(session: Session) -> None:
    session.step_on(30)
    session.seek(12)
    session.select(1)
    view = saved(session).view
    styles = tuple((style.colour, style.marker) for style in session.styles)
    assert view == View(step=12, recorded=None, speed=12.5, hidden=HIDDEN, selected=1, styles=styles)
    session.seek(30)
    again = saved(session)
    assert again.view is not None
    assert (again.view.step, again.steps) == (None, 30)


def test_a_run_that_has_not_begun_keeps_its_steps_and_opens_at_its_start(session: Session) -> None:
    session.open(Scenario("Prepared", HILLS, balls(0.9), 777), replays=False)
    again = saved(session)
    assert again.steps == 777
    assert again.view is not None
    assert (again.view.step, again.view.recorded) == (None, 0)
    session.open(again, replays=True)
    assert (session.step, session.run.last) == (0, 0)


def test_edits_that_are_still_to_come_are_saved_too(session: Session) -> None:
    prepared = Scenario(
        "Prepared", HILLS, balls(0.9), 500, (Edit(100, 0, parameters={"alpha": 0.1}), Edit(400, landscape=BOWL))
    )
    session.open(prepared, replays=False)
    session.step_on(150)
    session.seek(40)
    again = saved(session)
    assert (len(again.edits), again.steps) == (2, 500)
    assert again.view is not None
    assert (again.view.step, again.view.recorded) == (40, 150)
    assert shown(opened_again(session)) == shown(session)


def test_without_balls_nothing_is_selected(session: Session) -> None:
    for _ in range(5):
        session.remove(0)
    again = saved(session)
    assert again.view is not None
    assert again.view.selected is None
    assert opened_again(session).selected == -1


@pytest.mark.parametrize(("count", "selected"), [(1, 0), (2, 0), (3, 0), (4, 3), (5, 3)])
def test_of_a_few_balls_the_first_is_selected_where_a_file_does_not_say(count: int, selected: int) -> None:
    scenario = default_scenario()
    assert Session(replace(scenario, balls=scenario.balls[:1] * count)).selected == selected


@pytest.mark.parametrize("at", [0, 60])
def test_the_recording_of_resting_balls_stays_when_the_moving_ones_are_removed(session: Session, at: int) -> None:
    """As long as one ball moves the rows of all are recorded; without it they must be computed again all the same."""
    session.step_on(5000)
    last = session.run.last
    steps = session.run.status.steps
    slowest = int(np.argmax(steps))
    assert steps[slowest] == last
    session.seek(last if at == 0 else at)
    session.remove(slowest)
    assert_replays(session)
    assert shown(opened_again(session)) == shown(session)
