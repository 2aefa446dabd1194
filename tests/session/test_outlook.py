"""The sentence of thresholds: for the selected ball, as it is now."""

import re
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.prediction.thresholds import ThresholdSummary
from app.session.session import Session
from app.text.thresholds import threshold_sentence
from physics.sweep.thresholds import BallState, find_thresholds
from tests.support.scenes import Seconds


@pytest.fixture
def threshold_summary(session: Session) -> Iterator[ThresholdSummary]:
    made = ThresholdSummary(session)
    yield made
    made.stop()


def truth(session: Session) -> str:
    run, place = session.run, session.selected
    w, delta = run.state.w[place].item(), run.state.delta[place].item()
    eta, nesterov = run.parameters.eta[place].item(), run.parameters.is_nesterov[place].item()
    found = find_thresholds(session.landscape, BallState(w, delta, eta, nesterov))
    assert found is not None
    return threshold_sentence(session.landscape, found)


def test_it_says_what_is_true_of_the_selected_ball(
    session: Session, threshold_summary: ThresholdSummary, qtbot: QtBot
) -> None:
    threshold_summary.refresh()
    qtbot.waitUntil(lambda: threshold_summary.sentence == truth(session))
    assert "stays in valley 5 up to α 0.881" in threshold_summary.sentence
    session.set_eta_for_all(0.04)
    qtbot.waitUntil(lambda: threshold_summary.sentence == truth(session))
    assert "with η 0.04" in threshold_summary.sentence
    session.step_on(12)
    qtbot.waitUntil(lambda: threshold_summary.sentence == truth(session))


def test_while_time_runs_it_is_renewed_now_and_then(
    session: Session, threshold_summary: ThresholdSummary, seconds: Seconds, qtbot: QtBot
) -> None:
    threshold_summary.refresh()
    qtbot.waitUntil(lambda: bool(threshold_summary.sentence))
    at_first = threshold_summary.sentence
    session.play()
    for _ in range(10):
        seconds.now += 0.05
        session.playback.frame()
    with qtbot.waitSignal(threshold_summary.changed):
        pass
    assert threshold_summary.sentence != at_first
    for _ in range(2):
        seconds.now += 0.05
        session.playback.frame()
    assert re.match(r"From step \d+, with η 0\.02: ", threshold_summary.sentence)
    assert int(threshold_summary.sentence.split()[2].rstrip(",")) < session.step
    session.pause()
    qtbot.waitUntil(lambda: threshold_summary.sentence == truth(session))


def test_an_edit_overtakes_what_is_under_way(
    session: Session, threshold_summary: ThresholdSummary, qtbot: QtBot
) -> None:
    threshold_summary.refresh()
    session.set_eta_for_all(0.03)
    threshold_summary.refresh()
    qtbot.waitUntil(lambda: threshold_summary.sentence == truth(session))


def test_without_a_ball_nothing_is_said(session: Session, threshold_summary: ThresholdSummary, qtbot: QtBot) -> None:
    threshold_summary.refresh()
    qtbot.waitUntil(lambda: bool(threshold_summary.sentence))
    while session.run.balls:
        session.remove(0)
    qtbot.waitUntil(lambda: threshold_summary.sentence == "")
    session.add()
    qtbot.waitUntil(lambda: threshold_summary.sentence == truth(session))


def test_what_is_known_is_not_worked_out_again(
    session: Session, threshold_summary: ThresholdSummary, qtbot: QtBot
) -> None:
    threshold_summary.refresh()
    qtbot.waitUntil(lambda: bool(threshold_summary.sentence))
    threshold_summary.refresh()
    assert not threshold_summary.is_busy


def test_what_is_worked_out_for_a_state_that_is_gone_is_not_said(
    session: Session, threshold_summary: ThresholdSummary, qtbot: QtBot
) -> None:
    threshold_summary.refresh()
    qtbot.waitUntil(lambda: bool(threshold_summary.sentence))
    message: list[str] = []
    threshold_summary.changed.connect(lambda: message.append(threshold_summary.sentence))
    session.step_on(3)
    threshold_summary.refresh()
    assert threshold_summary.is_busy
    session.restart()
    assert not threshold_summary.is_busy
    qtbot.wait(200)
    assert set(message) <= {"", truth(session)}
    session.set_eta_for_all(0.03)
    threshold_summary.refresh()
    while session.run.balls:
        session.remove(0)
    assert not threshold_summary.is_busy
    assert threshold_summary.sentence == ""
