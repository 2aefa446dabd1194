"""Slow motion: four moments of a step that is made only when the next one begins."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.files.scenario import Scenario
from app.session.session import Session
from app.session.slow_motion import Moment
from tests.session.edited_runs import edited
from tests.support.balls import NESTEROV
from tests.support.scenes import BOWL, HILLS, Seconds, assert_replays, balls


def moments_on(session: Session, count: int) -> list[Moment | None]:
    moments = []
    for _ in range(count):
        session.go_on()
        moments.append(session.slow_motion.moment)
    return moments


def test_it_is_off_at_first_and_going_on_makes_a_step(session: Session) -> None:
    assert not session.slow_motion.is_on
    session.go_on()
    assert session.step == 1


def test_it_pauses_and_shows_the_first_moment(session: Session, seconds: Seconds, qtbot: QtBot) -> None:
    session.play()
    with qtbot.waitSignal(session.slow_motion.changed):
        session.slow_motion.toggle()
    assert not session.playback.is_playing
    assert session.slow_motion.moment is Moment.MOMENTUM


def test_the_step_is_made_when_the_first_moment_of_the_next_one_is_shown(session: Session) -> None:
    session.step_on(20)
    session.slow_motion.toggle()
    coming = session.run.next_step()
    assert moments_on(session, 3) == [Moment.GRADIENT, Moment.SUM, Moment.MOVE]
    assert session.step == 20
    assert moments_on(session, 1) == [Moment.MOMENTUM]
    assert session.step == 21
    row = session.run.recording.row(21)
    for name in ("momentum_term", "gradient_term", "delta", "w"):
        np.testing.assert_array_equal(getattr(coming, name), getattr(row, name))
    assert_replays(session)


def test_back_goes_to_the_moment_before_and_no_further_than_the_first(session: Session) -> None:
    session.slow_motion.toggle()
    moments_on(session, 3)
    seen = []
    for _ in range(4):
        session.slow_motion.previous_moment()
        seen.append(session.slow_motion.moment)
    assert seen == [Moment.SUM, Moment.GRADIENT, Moment.MOMENTUM, Moment.MOMENTUM]
    assert session.step == 0


def test_while_it_is_off_it_goes_neither_on_nor_back(session: Session, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(session.slow_motion.changed):
        session.slow_motion.next_moment()
        session.slow_motion.previous_moment()
        session.slow_motion.end()
    assert session.step == 0


@pytest.mark.parametrize("leave", ["toggle", "end"])
def test_ending_it_makes_no_step(session: Session, leave: str) -> None:
    session.step_on(5)
    session.slow_motion.toggle()
    moments_on(session, 3)
    getattr(session.slow_motion, leave)()
    assert not session.slow_motion.is_on
    assert session.step == 5


def test_playing_ends_it(session: Session) -> None:
    session.slow_motion.toggle()
    session.toggle()
    assert session.playback.is_playing
    assert not session.slow_motion.is_on


def test_an_edit_applies_before_the_move(session: Session) -> None:
    session.step_on(5)
    session.slow_motion.toggle()
    moments_on(session, 1)
    session.set_parameter(3, "alpha", 0.5)
    assert session.slow_motion.moment is Moment.GRADIENT
    moments_on(session, 2)
    session.set_parameter(3, "eta", 0.1)
    assert session.slow_motion.moment is Moment.SUM
    session.set_rule(3, NESTEROV)
    session.set_landscape(BOWL)
    assert session.slow_motion.moment is Moment.SUM


def test_an_edit_at_step_0_or_of_a_step_with_later_ones_keeps_the_moment(session: Session) -> None:
    session.slow_motion.toggle()
    moments_on(session, 1)
    session.set_parameter(3, "alpha", 0.5)
    assert session.slow_motion.moment is Moment.GRADIENT
    session.set_start(3, 4.0)
    assert session.slow_motion.moment is Moment.GRADIENT
    session.undo()
    assert session.slow_motion.moment is Moment.GRADIENT
    moments_on(session, 2)
    session.set_parameter(3, "alpha", 0.6)
    assert (session.step, session.slow_motion.moment) == (0, Moment.SUM)
    session.step_on(6)
    session.step_back(3)
    moments_on(session, 1)
    session.set_parameter(3, "alpha", 0.7)
    assert (session.run.last, session.slow_motion.moment) == (3, Moment.GRADIENT)


def test_another_step_that_comes_with_another_run_shows_the_first_moment(session: Session) -> None:
    session.step_on(3)
    session.set_parameter(3, "alpha", 0.5)
    session.restart()
    session.slow_motion.toggle()
    moments_on(session, 2)
    session.undo()
    assert (session.step, session.slow_motion.moment) == (3, Moment.MOMENTUM)


def test_other_steps_and_a_restart_show_the_first_moment_again(session: Session) -> None:
    session.slow_motion.toggle()
    moments_on(session, 2)
    session.step_on(3)
    assert session.slow_motion.moment is Moment.MOMENTUM
    moments_on(session, 2)
    session.restart()
    assert session.slow_motion.moment is Moment.MOMENTUM


def test_selecting_another_ball_keeps_the_moment(session: Session) -> None:
    session.slow_motion.toggle()
    moments_on(session, 3)
    session.select(0)
    assert session.slow_motion.moment is Moment.MOVE


def test_a_ball_that_makes_no_more_steps_has_no_slow_motion(session: Session, qtbot: QtBot) -> None:
    session.step_on(2000)
    assert session.run.parked()[3]
    with qtbot.waitSignal(session.message, check_params_cb=lambda text: "select one" in text):
        session.slow_motion.toggle()
    assert not session.slow_motion.is_on


def test_it_ends_after_the_last_step_and_when_a_stopped_ball_is_selected(session: Session) -> None:
    session.step_on(52)
    session.select(4)
    assert not session.run.parked()[4]
    session.slow_motion.toggle()
    while session.slow_motion.is_on:
        moments_on(session, 4)
    assert session.run.parked()[4]
    session.select(3)
    session.slow_motion.toggle()
    assert session.slow_motion.is_on
    session.select(4)
    assert not session.slow_motion.is_on


def test_without_a_ball_and_with_a_full_recording_there_is_no_next_step(session: Session) -> None:
    session.slow_motion.toggle()
    session.run.recording.row_limit = 5
    assert not session.slow_motion.is_possible
    for _ in range(5):
        session.remove(0)
    assert not session.slow_motion.is_on
    assert session.landscape is HILLS


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


def test_another_scenario_ends_slow_motion(session: Session) -> None:
    session.slow_motion.toggle()
    session.open(Scenario("Hills", HILLS, balls(0.5)), replays=False)
    assert not session.slow_motion.is_on
