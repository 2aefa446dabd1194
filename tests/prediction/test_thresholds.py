"""The sentence about thresholds for the present state of the selected ball."""

import re
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.prediction.thresholds import ThresholdSummary
from app.session.session import Session
from app.text.thresholds import threshold_sentence
from physics.rules.base import ETA
from physics.run.ball import Values
from physics.sweep.initial_states import BallState
from physics.sweep.thresholds import find_thresholds
from tests.support.scenes import Seconds


@pytest.fixture
def threshold_summary(session: Session) -> Iterator[ThresholdSummary]:
    made = ThresholdSummary(session)
    yield made
    made.stop()


def expected(session: Session) -> str:
    run, ball = session.run, session.selected
    w, delta, origin = (column[ball].item() for column in (run.state.w, run.state.delta, run.origin))
    values = Values({"alpha": 0.5, "eta": run.parameters["eta"][ball].item()})  # any α gives the same thresholds
    state = BallState(session.ball(ball).rule, values, w, delta, Values({}), origin)
    found = find_thresholds(session.landscape, state)
    assert found is not None
    return threshold_sentence(session.landscape, found)


def test_the_sentence_is_true_of_the_selected_ball(
    session: Session, threshold_summary: ThresholdSummary, qtbot: QtBot
) -> None:
    threshold_summary.refresh()
    qtbot.waitUntil(lambda: threshold_summary.sentence == expected(session))
    assert "stays in valley 5 up to α 0.881" in threshold_summary.sentence
    session.set_parameter_for_all(ETA, 0.04)
    qtbot.waitUntil(lambda: threshold_summary.sentence == expected(session))
    assert "with η 0.04" in threshold_summary.sentence
    session.step_on(12)
    qtbot.waitUntil(lambda: threshold_summary.sentence == expected(session))


def test_during_playback_the_sentence_is_renewed_at_intervals(
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
    qtbot.waitUntil(lambda: threshold_summary.sentence == expected(session))


def test_an_edit_cancels_the_computation(session: Session, threshold_summary: ThresholdSummary, qtbot: QtBot) -> None:
    threshold_summary.refresh()
    session.set_parameter_for_all(ETA, 0.03)
    threshold_summary.refresh()
    qtbot.waitUntil(lambda: threshold_summary.sentence == expected(session))


def test_without_balls_there_is_no_sentence(
    session: Session, threshold_summary: ThresholdSummary, qtbot: QtBot
) -> None:
    threshold_summary.refresh()
    qtbot.waitUntil(lambda: bool(threshold_summary.sentence))
    while session.run.balls:
        session.remove(0)
    qtbot.waitUntil(lambda: threshold_summary.sentence == "")
    session.add()
    qtbot.waitUntil(lambda: threshold_summary.sentence == expected(session))


def test_a_known_sentence_is_not_computed_again(
    session: Session, threshold_summary: ThresholdSummary, qtbot: QtBot
) -> None:
    threshold_summary.refresh()
    qtbot.waitUntil(lambda: bool(threshold_summary.sentence))
    threshold_summary.refresh()
    assert not threshold_summary.is_busy


def test_a_sentence_about_a_state_that_is_gone_is_not_shown(
    session: Session, threshold_summary: ThresholdSummary, qtbot: QtBot
) -> None:
    threshold_summary.refresh()
    qtbot.waitUntil(lambda: bool(threshold_summary.sentence))
    sentences: list[str] = []
    threshold_summary.changed.connect(lambda: sentences.append(threshold_summary.sentence))
    session.step_on(3)
    threshold_summary.refresh()
    assert threshold_summary.is_busy
    session.restart()
    assert not threshold_summary.is_busy
    qtbot.wait(200)
    assert set(sentences) <= {"", expected(session)}
    session.set_parameter_for_all(ETA, 0.03)
    threshold_summary.refresh()
    while session.run.balls:
        session.remove(0)
    assert not threshold_summary.is_busy
    assert threshold_summary.sentence == ""
