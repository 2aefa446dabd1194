"""Sliders that show where the ball would end: colours, hints and ghost."""

import re

import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.controls.slider import ScaleSlider
from app.panels.ball_card import BallHead
from app.panels.balls import BallsPanel
from app.prediction import slider_outcomes as slider_outcomes_module
from app.session.session import Session
from app.theme.palette import DARK
from physics.landscape.points import PointsLandscape
from physics.outcome.outcome import LEFT, ROLLING
from physics.rules.base import ETA
from physics.sweep.batch import UNKNOWN
from tests.panels.conftest import Hands

ALPHAS = (0.0, 0.5, 0.9)


def hint(panel: BallsPanel, ball: int) -> str:
    """The hint that the card of a ball shows in the place of its outcome."""
    (card,) = [card for card in panel.list.cards if card.ball == ball]
    return card.findChildren(BallHead)[0].hint


def hint_at(hands: Hands, panel: BallsPanel, ball: int, slider: ScaleSlider, x: float) -> str:
    hands.mouse(slider, QEvent.Type.MouseMove, QPointF(x, 8.0))
    return hint(panel, ball)


def colour(slider: QWidget, x: float) -> int:
    return slider.grab().toImage().pixel(round(x), slider.height() // 2) & 0xFFFFFF


def test_the_groove_is_coloured_by_where_the_ball_would_end(session: Session, panel: BallsPanel) -> None:
    slider = panel.list.cards[3].slider
    values = slider.values()
    results = panel.slider_outcomes.results(3, "alpha", tuple(values.tolist()))
    left = round(slider.groove().left())
    knob = slider.x_of(slider.number)
    for column in (5, 100, 130, 145, 165, 200, 250, len(values) - 6):
        if abs(left + column - knob) < 12 or results.valley[column] != results.valley[column - 1]:
            continue
        tint = DARK.outcomes.left if results.outcome[column] == LEFT else DARK.outcomes.valleys[results.valley[column]]
        assert colour(slider, left + column) == int(tint[1:], 16), column
    assert colour(slider, slider.x_of(1.0)) == int(DARK.outcomes.left[1:], 16)


def test_hovering_shows_the_outcome_as_a_hint(session: Session, panel: BallsPanel, hands: Hands) -> None:
    slider = panel.list.cards[0].slider
    x = slider.x_of(0.9)
    hands.mouse(slider, QEvent.Type.MouseMove, QPointF(x, 8.0))
    words = re.fullmatch(r"α (0\.\d+): valley 4, over 1 hill, (\d+) steps", hint(panel, 0))
    assert words
    # The hint comes true.
    alpha, steps = float(words[1]), int(words[2])
    session.set_parameter(0, "alpha", alpha)
    session.step_on(steps)
    assert session.run.recording.row(steps).outcome[0] != ROLLING
    assert session.run.recording.row(steps - 1).outcome[0] == ROLLING
    assert session.run.status.valley[0] == 3


def test_hovering_shows_a_ghost_that_begins_where_the_ball_is(
    session: Session, panel: BallsPanel, hands: Hands
) -> None:
    session.step_on(20)
    slider = panel.list.cards[3].slider
    hands.mouse(slider, QEvent.Type.MouseMove, QPointF(slider.x_of(0.9), 8.0))
    ghost = panel.slider_outcomes.ghost_run.run
    assert ghost is not None
    assert ghost.recording.row(0).w[0] == session.run.state.w[3]
    assert ghost.parameters["alpha"][0] == pytest.approx(0.9, abs=5e-3)
    assert ghost.recording.row(1).momentum_term[0] == ghost.parameters["alpha"][0] * session.run.state.delta[3]
    slider.leaveEvent(QEvent(QEvent.Type.Leave))
    assert panel.slider_outcomes.ghost_run.run is None
    assert hint(panel, 3) == ""
    # A ball that has left has no ghost.
    session.step_on(40)
    hands.mouse(panel.list.cards[4].slider, QEvent.Type.MouseMove, QPointF(100.0, 8.0))
    assert panel.slider_outcomes.ghost_run.run is None


def test_under_a_resting_mouse_ghost_and_hint_follow_every_change(
    session: Session, panel: BallsPanel, hands: Hands
) -> None:
    slider = panel.list.cards[3].slider
    before = hint_at(hands, panel, 3, slider, slider.x_of(0.9))
    session.step_on(20)
    QApplication.processEvents()
    ghost = panel.slider_outcomes.ghost_run.run
    assert ghost is not None
    assert ghost.recording.row(0).w[0] == session.run.state.w[3]
    assert hint(panel, 3) != before
    session.set_landscape(PointsLandscape([-6, -3, 0, 3, 6], [3, 0, 2, 1, 4]))
    QApplication.processEvents()
    ghost = panel.slider_outcomes.ghost_run.run
    assert ghost is not None
    assert ghost.landscape is session.landscape
    assert hint(panel, 3) == hint_at(hands, panel, 3, slider, slider.x_of(0.9))


def test_with_the_mouse_on_a_strip_an_edit_still_takes_one_sweep(
    session: Session, panel: BallsPanel, hands: Hands, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    for ball in range(5):
        session.put(ball, {"start": 4.0 - ball})
    panel.grab()
    slider = panel.list.cards[1].slider
    hint_at(hands, panel, 1, slider, slider.x_of(0.9))
    sweeps: list[int] = []
    original = slider_outcomes_module.sweep_within_budget
    monkeypatch.setattr(
        slider_outcomes_module, "sweep_within_budget", lambda sweep: sweeps.append(1) or original(sweep)
    )
    for _ in range(2):
        session.set_parameter_for_all(ETA, 0.03)
        session.set_parameter_for_all(ETA, 0.025)
        QApplication.processEvents()
        panel.grab()
        assert len(sweeps) == 1
        sweeps.clear()


def test_after_a_click_the_hint_is_still_shown(session: Session, panel: BallsPanel, hands: Hands) -> None:
    slider = panel.list.cards[1].slider
    x = slider.x_of(0.5)
    hint_at(hands, panel, 1, slider, x)
    list(hands.drag(slider, [x]))
    said = float(hint(panel, 1).removeprefix("α ").partition(":")[0])
    assert said == pytest.approx(session.ball(1).parameters["alpha"], abs=0.01), "that of the column of the strip"
    assert panel.slider_outcomes.ghost_run.run is not None


def test_a_ball_can_be_removed_under_the_mouse(session: Session, panel: BallsPanel, hands: Hands) -> None:
    slider = panel.list.cards[4].slider
    hint_at(hands, panel, 4, slider, slider.x_of(0.9))
    session.remove(4)
    session.step_on(3)
    while session.run.balls:
        session.remove(0)
    session.add()
    assert UNKNOWN not in panel.slider_outcomes.results(0, "alpha", ALPHAS).outcome


def test_while_a_knob_is_dragged_there_is_no_ghost(session: Session, panel: BallsPanel, hands: Hands) -> None:
    slider = panel.list.cards[3].slider
    hands.mouse(slider, QEvent.Type.MouseMove, QPointF(slider.x_of(0.9), 8.0))
    assert panel.slider_outcomes.ghost_run.run is not None
    for _ in hands.drag(slider, [slider.x_of(0.95), slider.x_of(0.8), slider.x_of(0.7)]):
        assert panel.slider_outcomes.ghost_run.run is None
        assert hint(panel, 3) == ""


def test_a_click_sets_exactly_the_value_of_the_hint(session: Session, panel: BallsPanel, hands: Hands) -> None:
    slider = panel.list.cards[1].slider
    for x in (60.0, 133.0, 200.0):
        words = hint_at(hands, panel, 1, slider, x)
        list(hands.drag(slider, [x]))
        assert words.startswith(f"α {slider.number:g}:") or f"{slider.number}" in words


def test_an_open_card_has_a_strip_for_eta_too(session: Session, panel: BallsPanel, hands: Hands) -> None:
    panel.list.toggle(3)
    (card,) = [card for card in panel.list.cards if card.ball == 3]
    (slider,) = [child for child in card.findChildren(ScaleSlider) if child is not card.slider]
    words = hint_at(hands, panel, 3, slider, slider.x_of(0.02))
    assert words.startswith("η 0.02")
    assert "valley 2 (global), over 3 hills" in words
    assert colour(slider, slider.x_of(0.02) - 14.0) != 0


def test_a_slider_without_a_strip_has_no_hint(session: Session, panel: BallsPanel, hands: Hands) -> None:
    hands.mouse(panel.eta.slider, QEvent.Type.MouseMove, QPointF(100.0, 8.0))
    panel.eta.slider.leaveEvent(QEvent(QEvent.Type.Leave))
    assert panel.slider_outcomes.ghost_run.run is None
    assert hint(panel, 0) == ""
