"""Where the transient of the session's run ends, whatever is recorded, edited and undone."""

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.files.scenario import Scenario
from app.session import transient
from app.session.session import Session
from physics.outcome.outcome import ROLLING
from tests.support.balls import new_ball
from tests.support.scenes import BOWL, HILLS


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    made = Session(full(0.9, 0.97), lambda: 0.0)
    yield made
    made.pause()


def full(*alphas: float) -> Scenario:
    """Of a run that goes on for ever."""
    return Scenario("Hills", HILLS, tuple(new_ball(alpha, 0.02, 2.0) for alpha in alphas), full=True)


def last_open(session: Session) -> int:
    """The last step at which a ball is neither trapped nor gone."""
    return int(np.flatnonzero((session.run.recording.rows().outcome == ROLLING).any(axis=1))[-1])


def test_it_ends_where_the_outcome_of_the_last_ball_is_known(session: Session) -> None:
    session.step_on(2000)
    assert session.transient.find_end() == last_open(session) < 1000


def test_read_step_by_step_it_ends_at_the_same_step(session: Session) -> None:
    ends = []
    for _ in range(400):
        session.step_on(1)
        ends.append(session.transient.find_end())
    assert ends[0] is None, "the balls still roll"
    assert ends[-1] == last_open(session)


def test_of_any_run_it_ends_at_the_same_step(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = []
    for steps in (0, 1, 50, 400, 0):
        session.step_on(steps)
        ends.append(session.transient.find_end())
        assert transient.transient_end(session.run) == ends[-1]
    assert None in ends
    session.set_parameter(0, "alpha", 0.5)
    session.step_on(300)
    end = session.transient.find_end()
    monkeypatch.setattr(transient, "MAX_STEPS_READ", 90)
    assert transient.transient_end(session.run) == end is not None


def test_a_long_run_is_read_in_portions(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transient, "MAX_STEPS_READ", 300)
    session.step_on(1000)
    ends = [session.transient.find_end() for _ in range(5)]
    assert ends == [None, None, None, last_open(session), last_open(session)]


def test_after_an_edit_it_ends_later_and_after_undo_where_it_did(session: Session) -> None:
    """Undo puts back more steps of the same recording than were made after the edit."""
    session.step_on(5000)
    end = session.transient.find_end()
    recording = session.run.recording
    session.seek(10)
    session.set_parameter(0, "alpha", 1.0)
    session.step_on(2990)
    assert session.transient.find_end() is None
    session.undo()
    assert session.run.last == 5000
    assert session.run.recording is recording
    assert session.transient.find_end() == end


def test_it_follows_edits_while_nobody_reads(session: Session) -> None:
    session.step_on(5000)
    before = session.transient.find_end()
    session.seek(5)
    session.set_parameter(0, "alpha", 0.98)
    session.step_on(4995)
    assert session.run.last == 5000
    assert session.transient.find_end() == last_open(session) != before


def test_another_scenario_has_another_transient(session: Session) -> None:
    session.step_on(1000)
    before = session.transient.find_end()
    session.open(full(0.999), replays=False)
    session.step_on(5000)
    assert session.transient.find_end() == last_open(session) != before


def test_without_balls_it_ends_nowhere(session: Session) -> None:
    session.open(Scenario("Empty", HILLS, ()), replays=False)
    assert session.transient.find_end() is None


def test_it_ends_no_earlier_than_the_last_edit_that_has_steps_after_it(session: Session) -> None:
    session.step_on(3000)
    session.set_landscape(BOWL)
    before = session.transient.find_end()
    assert before == last_open(session) < 1000
    session.step_on(1)
    assert session.transient.find_end() == 3000
    session.undo()
    assert session.transient.find_end() == before
