"""The line at the bottom."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from app.panels.status import StatusLine
from app.session.session import Session
from app.text.outcomes import sentence
from app.theme.application import Theme


@pytest.fixture
def status(
    session: Session, dark: Theme, seconds: Callable[[], float], show: Callable[[QWidget, int, int], None]
) -> StatusLine:
    made = StatusLine(session, dark, seconds)
    show(made, 900, 28)
    return made


def test_it_tells_what_has_become_of_the_selected_ball(status: StatusLine, session: Session) -> None:
    session.step_on(38)
    assert status.sentence.text == f"α 0.95: {sentence(session.run, 3)}"
    session.select(0)
    assert status.sentence.text == f"α 0: {sentence(session.run, 0)}"


def test_what_is_said_stays_until_the_person_does_something(status: StatusLine, session: Session) -> None:
    session.message.emit("A scenario holds at most 1000 balls.")
    assert status.sentence.text == "A scenario holds at most 1000 balls."
    session.select(1)
    assert status.sentence.text.startswith("α 0.80: ")


def test_while_time_runs_what_is_said_stays_for_some_seconds(
    status: StatusLine, session: Session, hands: Any, qtbot: Any
) -> None:
    session.play()
    session.message.emit("“x” is not a number.")
    hands.pass_time(1.0)
    qtbot.waitUntil(lambda: status.speed.isVisible())
    assert status.sentence.text == "“x” is not a number."
    hands.pass_time(5.0)
    qtbot.waitUntil(lambda: status.sentence.text.startswith("α 0.95: "))


def test_the_end_of_the_run_is_said(status: StatusLine, session: Session) -> None:
    session.step_on(100_000)
    assert status.sentence.text == f"Every ball has come to an end. {session.scene.outcome_sentence(session.selected)}"


def test_the_speed_is_told_only_while_time_runs(status: StatusLine, session: Session, hands: Any, qtbot: Any) -> None:
    session.play()
    hands.pass_time(1.0)
    qtbot.waitUntil(lambda: status.speed.text == "30 steps/s")
    session.pause()
    assert not status.speed.isVisible()


def test_a_speed_that_is_not_reached_is_told_with_the_one_asked_for(
    status: StatusLine, session: Session, hands: Any, seconds: Any, qtbot: Any
) -> None:
    session.play()
    for _ in range(4):
        seconds.now += 1.0  # a frame that took so long counts for a tenth of a second
        session.playback.frame()
    qtbot.waitUntil(lambda: status.speed.text == "3 of 30 steps/s")


def test_without_a_ball(status: StatusLine, session: Session) -> None:
    for _ in range(5):
        session.remove(0)
    assert status.sentence.text == "There is no ball. Play offers to add one."


def test_what_was_said_can_be_taken_back(status: StatusLine, session: Session) -> None:
    session.message.emit("Reading curve.csv…")
    session.message.emit("")
    assert status.sentence.text.startswith("α 0.95: ")


def test_another_speed_is_measured_anew(status: StatusLine, session: Session, hands: Any, qtbot: Any) -> None:
    session.play()
    hands.pass_time(1.0)
    qtbot.waitUntil(lambda: status.speed.isVisible())
    session.playback.set_speed(60.0)
    assert not status.speed.isVisible()

    def is_measured() -> bool:
        hands.pass_time(0.2)
        return status.speed.text == "60 steps/s"

    qtbot.waitUntil(is_measured)
