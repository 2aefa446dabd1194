"""Balls that are hidden: computed all the same, undone, saved, and never a ball that nobody hid."""

import pytest

from app.files.scenario import parse_scenario, scenario_text
from app.session.scene import BallStyle
from app.session.session import Session
from physics.rules.suggestion import Suggestion
from tests.support.balls import new_ball
from tests.support.scenes import BOWL, assert_replays, five_balls, state_of

ALL = frozenset(range(5))


def test_one_is_hidden_one_is_shown_alone_and_all_again(session: Session) -> None:
    assert session.hidden_balls == frozenset()
    session.show_ball(2, False)
    assert session.hidden_balls == {2}
    session.show_ball(2, False)
    session.show_only(1)
    assert session.hidden_balls == ALL - {1}
    session.show_ball(4, True)
    assert session.hidden_balls == {0, 2, 3}
    session.show_all()
    session.show_all()
    assert session.hidden_balls == frozenset()
    assert session.history.stack.count() == 4, "what changes nothing is no change"


def test_a_hidden_ball_is_computed_all_the_same(session: Session) -> None:
    other = Session(five_balls(), lambda: 0.0)
    session.show_only(0)
    for each in (session, other):
        each.step_on(200)
    assert state_of(session)[2:] == state_of(other)[2:]
    assert_replays(session)


def test_undo_and_redo(session: Session) -> None:
    session.show_ball(1, False)
    session.show_only(3)
    session.undo()
    assert session.hidden_balls == {1}
    session.undo()
    assert session.hidden_balls == frozenset()
    session.redo()
    session.redo()
    assert session.hidden_balls == ALL - {3}


def test_it_goes_with_its_ball(session: Session) -> None:
    session.show_ball(3, False)
    session.remove(1)
    assert session.hidden_balls == {2}
    session.duplicate(2)
    assert session.hidden_balls == {2}, "a copy is seen"
    session.set_style(2, BallStyle(7, 9))
    assert session.styles[2] == BallStyle(7, 9, is_hidden=True)
    session.step_on(9)
    session.set_parameter(0, "alpha", 0.5)
    session.restart()
    assert session.hidden_balls == {2}


def test_balls_that_come_with_a_landscape_are_seen(session: Session) -> None:
    session.show_only(0)
    session.choose(BOWL, "Bowl", Suggestion(1.0, 0.1))
    assert session.hidden_balls == ALL - {0}
    session.choose(BOWL, "Bowl", Suggestion(1.0, 0.1), [new_ball(0.5, 0.1, 1.0), new_ball(0.6, 0.1, 1.0)])
    assert session.hidden_balls == frozenset()
    session.undo()
    assert session.hidden_balls == ALL - {0}


@pytest.mark.parametrize("hidden", [frozenset(), {0}, {1, 4}, ALL])
def test_a_scenario_keeps_them(session: Session, hidden: frozenset[int]) -> None:
    for ball in sorted(hidden):
        session.show_ball(ball, False)
    text = scenario_text(session.to_save(30.0, frozenset()))
    assert ("hidden_balls" in text) == bool(hidden)
    other = Session(five_balls(), lambda: 0.0)
    other.show_only(2)
    other.open(parse_scenario(text, "a.momentum"), replays=True)
    assert other.hidden_balls == hidden
