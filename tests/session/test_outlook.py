"""The sentence of thresholds: for the selected ball, as it is now."""

import re
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.prediction.thresholds import Outlook
from app.session.session import Session
from app.text.thresholds import threshold_sentence
from physics.sweep.thresholds import BallState, find_thresholds
from tests.session.scenes import Seconds


@pytest.fixture
def outlook(session: Session) -> Iterator[Outlook]:
    made = Outlook(session)
    yield made
    made.stop()


def truth(session: Session) -> str:
    run, place = session.run, session.selected
    w, delta = run.state.w[place].item(), run.state.delta[place].item()
    eta, ahead = run.in_force.eta[place].item(), run.in_force.looks_ahead[place].item()
    found = find_thresholds(session.landscape, BallState(w, delta, eta, ahead))
    assert found is not None
    return threshold_sentence(session.landscape, found)


def test_it_says_what_is_true_of_the_selected_ball(session: Session, outlook: Outlook, qtbot: QtBot) -> None:
    outlook.refresh()
    qtbot.waitUntil(lambda: outlook.sentence == truth(session))
    assert "stays in valley 5 up to α 0.881" in outlook.sentence
    session.set_eta_for_all(0.04)
    qtbot.waitUntil(lambda: outlook.sentence == truth(session))
    assert "with η 0.04" in outlook.sentence
    session.step_on(12)
    qtbot.waitUntil(lambda: outlook.sentence == truth(session))


def test_while_time_runs_it_is_renewed_now_and_then(
    session: Session, outlook: Outlook, seconds: Seconds, qtbot: QtBot
) -> None:
    outlook.refresh()
    qtbot.waitUntil(lambda: bool(outlook.sentence))
    at_first = outlook.sentence
    session.play()
    for _ in range(10):
        seconds.now += 0.05
        session.playback.frame()
    with qtbot.waitSignal(outlook.changed):
        pass
    assert outlook.sentence != at_first
    for _ in range(2):
        seconds.now += 0.05
        session.playback.frame()
    assert re.match(r"From step \d+, with η 0\.02: ", outlook.sentence)
    assert int(outlook.sentence.split()[2].rstrip(",")) < session.step
    session.pause()
    qtbot.waitUntil(lambda: outlook.sentence == truth(session))


def test_an_edit_overtakes_what_is_under_way(session: Session, outlook: Outlook, qtbot: QtBot) -> None:
    outlook.refresh()
    session.set_eta_for_all(0.03)
    outlook.refresh()
    qtbot.waitUntil(lambda: outlook.sentence == truth(session))


def test_without_a_ball_nothing_is_said(session: Session, outlook: Outlook, qtbot: QtBot) -> None:
    outlook.refresh()
    qtbot.waitUntil(lambda: bool(outlook.sentence))
    while session.run.balls:
        session.remove(0)
    qtbot.waitUntil(lambda: outlook.sentence == "")
    session.add()
    qtbot.waitUntil(lambda: outlook.sentence == truth(session))


def test_what_is_known_is_not_worked_out_again(session: Session, outlook: Outlook, qtbot: QtBot) -> None:
    outlook.refresh()
    qtbot.waitUntil(lambda: bool(outlook.sentence))
    outlook.refresh()
    assert not outlook.is_busy


def test_what_is_worked_out_for_a_state_that_is_gone_is_not_said(
    session: Session, outlook: Outlook, qtbot: QtBot
) -> None:
    outlook.refresh()
    qtbot.waitUntil(lambda: bool(outlook.sentence))
    said: list[str] = []
    outlook.changed.connect(lambda: said.append(outlook.sentence))
    session.step_on(3)
    outlook.refresh()
    assert outlook.is_busy
    session.restart()
    assert not outlook.is_busy
    qtbot.wait(200)
    assert set(said) <= {"", truth(session)}
    session.set_eta_for_all(0.03)
    outlook.refresh()
    while session.run.balls:
        session.remove(0)
    assert not outlook.is_busy
    assert outlook.sentence == ""
