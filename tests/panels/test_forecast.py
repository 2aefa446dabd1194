"""Strips: sliders that show where the ball would end."""

import re
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.controls.slider import ScaleSlider
from app.panels.ball_head import BallHead
from app.panels.balls import BallsPanel
from app.prediction import slider_outcomes as forecast_module
from app.prediction.slider_outcomes import SliderOutcomes
from app.session.session import Session
from app.theme import DARK
from physics.landscape.points import PointsLandscape
from physics.outcome.outcome import LEFT, ROLLING
from physics.rules.base import Rule
from physics.sweep.batch import UNKNOWN, InitialStates
from physics.sweep.grid import Quantity
from physics.sweep.sweep import LAST_STEP, sweep_now
from tests.panels.conftest import Hands

ALPHAS = (0.0, 0.5, 0.9, 0.93, 0.95, 0.97, 0.999, 1.0)
ETAS = (0.001, 0.02, 0.3)


def truth(session: Session, place: int, quantity: Quantity, values: tuple[float, ...]) -> list[tuple[int, int, int]]:
    """Outcome, valley and steps of fresh runs from the state that the ball is in."""
    run, count = session.run, len(values)
    columns = {name: np.full(count, column[place].item()) for name, column in run.parameters._asdict().items()}
    columns[quantity.value] = np.array(values)
    state = run.state
    w, delta = (np.full(count, column[place].item()) for column in (state.w, state.delta))
    ends = sweep_now(
        session.landscape, InitialStates(columns["alpha"], columns["eta"], columns["looks_ahead"], w, delta)
    )
    return list(zip(ends.outcome.tolist(), ends.valley.tolist(), ends.steps.tolist(), strict=True))


def told(
    slider_outcomes: SliderOutcomes, place: int, quantity: Quantity, values: tuple[float, ...]
) -> list[tuple[int, int, int]]:
    ends = slider_outcomes.ends(place, quantity, values)
    return list(zip(ends.outcome.tolist(), ends.valley.tolist(), ends.steps.tolist(), strict=True))


def wait_for(
    qtbot: QtBot, slider_outcomes: SliderOutcomes, place: int, quantity: Quantity, values: tuple[float, ...]
) -> None:
    qtbot.waitUntil(lambda: UNKNOWN not in slider_outcomes.ends(place, quantity, values).outcome)


@pytest.fixture
def slider_outcomes(session: Session, qtbot: QtBot) -> Iterator[SliderOutcomes]:
    made = SliderOutcomes(session)
    yield made
    made.stop()


def test_a_strip_tells_the_truth_and_follows_every_edit(
    session: Session, slider_outcomes: SliderOutcomes, qtbot: QtBot
) -> None:
    edits: list[Callable[[], object]] = [
        lambda: None,
        lambda: session.step_on(25),
        lambda: session.set_eta(3, 0.04),
        lambda: session.set_rule(3, Rule.NESTEROV),
        lambda: session.hold(3, 1.0),
        lambda: session.set_landscape(PointsLandscape([-6, -3, 0, 3, 6], [3, 0, 2, 1, 4])),
        session.restart,
    ]
    for edit in edits:
        edit()
        # What takes longer than can be done at once follows soon.
        for place, quantity, values in ((3, Quantity.ALPHA, ALPHAS), (0, Quantity.ETA, ETAS)):
            wait_for(qtbot, slider_outcomes, place, quantity, values)
        assert told(slider_outcomes, 3, Quantity.ALPHA, ALPHAS) == truth(session, 3, Quantity.ALPHA, ALPHAS)
        assert told(slider_outcomes, 0, Quantity.ETA, ETAS) == truth(session, 0, Quantity.ETA, ETAS)


def test_the_default_scenarios_strip_is_known_at_once(session: Session, slider_outcomes: SliderOutcomes) -> None:
    alphas = tuple((1.0 - 10.0 ** -np.linspace(0.0, 3.0, 256)).tolist())
    for edit in (lambda: None, lambda: session.set_eta_for_all(0.03), lambda: session.hold(3, 4.0)):
        edit()
        assert UNKNOWN not in slider_outcomes.ends(3, Quantity.ALPHA, alphas).outcome


def test_balls_in_the_same_state_are_computed_once(
    session: Session, slider_outcomes: SliderOutcomes, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    sweep = forecast_module.GradualSweep

    def noting(landscape: object, starts: InitialStates) -> object:
        sizes.append(len(starts.w))
        return sweep(landscape, starts)  # type: ignore[arg-type]  # as it was given

    monkeypatch.setattr(forecast_module, "GradualSweep", noting)
    for place in range(5):
        slider_outcomes.ends(place, Quantity.ALPHA, ALPHAS)
    session.set_eta_for_all(0.03)
    for place in range(5):
        slider_outcomes.ends(place, Quantity.ALPHA, ALPHAS)
    assert sizes == [8] * 5 + [8]
    session.step_on()
    slider_outcomes.ends(0, Quantity.ALPHA, ALPHAS)
    assert sizes[6:] == [8]  # the first step is the same for every α
    session.step_on()
    slider_outcomes.ends(0, Quantity.ALPHA, ALPHAS)
    assert sizes[7:] == [8]  # only one was asked for since


def test_what_is_not_decided_at_once_follows_from_the_background(
    session: Session, slider_outcomes: SliderOutcomes, qtbot: QtBot
) -> None:
    session.set_landscape(PointsLandscape([-4, -2, 0, 2, 4], [9, 0, 1, 0, 9]))
    session.put(0, {Quantity.START: 3.0})
    session.set_eta(0, 0.001)
    alphas = (0.5, 0.9999, 1.0)
    first = slider_outcomes.ends(0, Quantity.ALPHA, alphas).outcome.tolist()
    assert first[0] != UNKNOWN
    assert first[2] == UNKNOWN
    with qtbot.waitSignal(slider_outcomes.changed):
        pass
    assert told(slider_outcomes, 0, Quantity.ALPHA, alphas) == truth(session, 0, Quantity.ALPHA, alphas)
    outcome, _, steps = told(slider_outcomes, 0, Quantity.ALPHA, alphas)[2]
    assert (outcome, steps) == (ROLLING, LAST_STEP)


def test_while_time_runs_strips_are_refreshed_in_the_background(
    session: Session, slider_outcomes: SliderOutcomes, hands: Hands, qtbot: QtBot
) -> None:
    slider_outcomes.ends(3, Quantity.ALPHA, ALPHAS)
    session.play()
    at_step_0 = told(slider_outcomes, 3, Quantity.ALPHA, ALPHAS)
    hands.pass_time(0.3)
    assert session.step > 5
    qtbot.waitUntil(lambda: told(slider_outcomes, 3, Quantity.ALPHA, ALPHAS) != at_step_0)
    assert told(slider_outcomes, 3, Quantity.ALPHA, ALPHAS) == truth(session, 3, Quantity.ALPHA, ALPHAS)
    session.pause()
    assert told(slider_outcomes, 3, Quantity.ALPHA, ALPHAS) == truth(session, 3, Quantity.ALPHA, ALPHAS)


def test_a_job_that_an_edit_overtakes_is_not_heard_of(
    session: Session, slider_outcomes: SliderOutcomes, qtbot: QtBot
) -> None:
    session.set_landscape(PointsLandscape([-4, -2, 0, 2, 4], [9, 0, 1, 0, 9]))
    session.put(0, {Quantity.START: 3.0})
    slider_outcomes.ends(0, Quantity.ALPHA, (1.0,))
    session.put(0, {Quantity.START: 2.0})
    assert told(slider_outcomes, 0, Quantity.ALPHA, (0.5,)) == truth(session, 0, Quantity.ALPHA, (0.5,))
    qtbot.wait(50)
    assert told(slider_outcomes, 0, Quantity.ALPHA, (0.5,)) == truth(session, 0, Quantity.ALPHA, (0.5,))


def test_a_ball_that_is_removed_is_forgotten(session: Session, slider_outcomes: SliderOutcomes) -> None:
    for place in range(5):
        slider_outcomes.ends(place, Quantity.ALPHA, ALPHAS)
    session.remove(4)
    session.remove(3)
    assert told(slider_outcomes, 2, Quantity.ALPHA, ALPHAS) == truth(session, 2, Quantity.ALPHA, ALPHAS)


# On the sliders


def hint(panel: BallsPanel, place: int) -> str:
    """What the card of a ball says instead of the ball's own words."""
    (card,) = [card for card in panel.list.cards if card.ball == place]
    return card.findChildren(BallHead)[0].hint


def told_at(hands: Hands, panel: BallsPanel, place: int, slider: ScaleSlider, x: float) -> str:
    hands.mouse(slider, QEvent.Type.MouseMove, QPointF(x, 8.0))
    return hint(panel, place)


def colour(slider: QWidget, x: float) -> int:
    return slider.grab().toImage().pixel(round(x), slider.height() // 2) & 0xFFFFFF


def test_the_groove_is_coloured_by_where_the_ball_would_end(session: Session, panel: BallsPanel) -> None:
    slider = panel.list.cards[3].slider
    values = slider.values()
    ends = panel.slider_outcomes.ends(3, Quantity.ALPHA, tuple(values.tolist()))
    left = round(slider.groove().left())
    knob = slider.x_of(slider.alpha)
    for column in (5, 100, 130, 145, 165, 200, 250, len(values) - 6):
        if abs(left + column - knob) < 12 or ends.valley[column] != ends.valley[column - 1]:
            continue
        tint = DARK.outcomes.left if ends.outcome[column] == LEFT else DARK.outcomes.valleys[ends.valley[column]]
        assert colour(slider, left + column) == int(tint[1:], 16), column
    assert colour(slider, slider.x_of(1.0)) == int(DARK.outcomes.left[1:], 16)


def test_hovering_tells_it_in_words(session: Session, panel: BallsPanel, hands: Hands) -> None:
    slider = panel.list.cards[0].slider
    x = slider.x_of(0.9)
    hands.mouse(slider, QEvent.Type.MouseMove, QPointF(x, 8.0))
    words = re.fullmatch(r"α (0\.\d+): valley 4, over 1 hill, (\d+) steps", hint(panel, 0))
    assert words
    # What is told is what happens.
    alpha, steps = float(words[1]), int(words[2])
    session.set_alpha(0, alpha)
    session.step_on(steps)
    assert session.run.recording.row(steps).outcome[0] != ROLLING
    assert session.run.recording.row(steps - 1).outcome[0] == ROLLING
    assert session.run.status.valley[0] == 3


def test_hovering_lets_a_ghost_roll_from_where_the_ball_is(session: Session, panel: BallsPanel, hands: Hands) -> None:
    session.step_on(20)
    slider = panel.list.cards[3].slider
    hands.mouse(slider, QEvent.Type.MouseMove, QPointF(slider.x_of(0.9), 8.0))
    ghost = session.preview.run
    assert ghost is not None
    assert ghost.recording.row(0).w[0] == session.run.state.w[3]
    assert ghost.parameters.alpha[0] == pytest.approx(0.9, abs=5e-3)
    assert ghost.recording.row(1).momentum_term[0] == ghost.parameters.alpha[0] * session.run.state.delta[3]
    slider.leaveEvent(QEvent(QEvent.Type.Leave))
    assert session.preview.run is None
    assert hint(panel, 3) == ""
    # What has left has no future.
    session.step_on(40)
    hands.mouse(panel.list.cards[4].slider, QEvent.Type.MouseMove, QPointF(100.0, 8.0))
    assert session.preview.run is None


def test_under_a_resting_mouse_ghost_and_words_follow_what_changes(
    session: Session, panel: BallsPanel, hands: Hands
) -> None:
    slider = panel.list.cards[3].slider
    before = told_at(hands, panel, 3, slider, slider.x_of(0.9))
    session.step_on(20)
    QApplication.processEvents()
    ghost = session.preview.run
    assert ghost is not None
    assert ghost.recording.row(0).w[0] == session.run.state.w[3]
    assert hint(panel, 3) != before
    session.set_landscape(PointsLandscape([-6, -3, 0, 3, 6], [3, 0, 2, 1, 4]))
    QApplication.processEvents()
    ghost = session.preview.run
    assert ghost is not None
    assert ghost.landscape is session.landscape
    assert hint(panel, 3) == told_at(hands, panel, 3, slider, slider.x_of(0.9))


def test_with_the_mouse_on_a_strip_an_edit_is_still_one_sweep(
    session: Session, panel: BallsPanel, hands: Hands, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    for place in range(5):
        session.put(place, {Quantity.START: 4.0 - place})
    panel.grab()
    slider = panel.list.cards[1].slider
    told_at(hands, panel, 1, slider, slider.x_of(0.9))
    sweeps: list[int] = []
    go_on = forecast_module.go_on_at_once
    monkeypatch.setattr(forecast_module, "go_on_at_once", lambda sweep: (sweeps.append(1), go_on(sweep)))
    for _ in range(2):
        session.set_eta_for_all(0.03)
        session.set_eta_for_all(0.025)
        QApplication.processEvents()
        panel.grab()
        assert len(sweeps) == 1
        sweeps.clear()


def test_after_a_click_the_resting_mouse_still_tells(session: Session, panel: BallsPanel, hands: Hands) -> None:
    slider = panel.list.cards[1].slider
    x = slider.x_of(0.5)
    told_at(hands, panel, 1, slider, x)
    list(hands.drag(slider, [x]))
    assert hint(panel, 1).startswith("α 0.5")
    assert session.preview.run is not None


def test_a_ball_is_removed_under_the_mouse(session: Session, panel: BallsPanel, hands: Hands) -> None:
    slider = panel.list.cards[4].slider
    told_at(hands, panel, 4, slider, slider.x_of(0.9))
    session.remove(4)
    session.step_on(3)
    while session.run.balls:
        session.remove(0)
    session.add()
    assert UNKNOWN not in panel.slider_outcomes.ends(0, Quantity.ALPHA, ALPHAS[:3]).outcome


def test_while_a_knob_is_dragged_there_is_no_ghost(session: Session, panel: BallsPanel, hands: Hands) -> None:
    slider = panel.list.cards[3].slider
    hands.mouse(slider, QEvent.Type.MouseMove, QPointF(slider.x_of(0.9), 8.0))
    assert session.preview.run is not None
    for _ in hands.drag(slider, [slider.x_of(0.95), slider.x_of(0.8), slider.x_of(0.7)]):
        assert session.preview.run is None
        assert hint(panel, 3) == ""


def test_a_click_sets_just_the_value_that_hovering_told(session: Session, panel: BallsPanel, hands: Hands) -> None:
    slider = panel.list.cards[1].slider
    for x in (60.0, 133.0, 200.0):
        words = told_at(hands, panel, 1, slider, x)
        list(hands.drag(slider, [x]))
        assert words.startswith(f"α {slider.alpha:g}:") or f"{slider.alpha}" in words


def test_an_opened_card_has_a_strip_for_eta_too(session: Session, panel: BallsPanel, hands: Hands) -> None:
    panel.list.toggle(3)
    (card,) = [card for card in panel.list.cards if card.ball == 3]
    (slider,) = [child for child in card.findChildren(ScaleSlider) if child is not card.slider]
    words = told_at(hands, panel, 3, slider, slider.x_of(0.02))
    assert words.startswith("η 0.02")
    assert "valley 2 (global), over 3 hills" in words
    assert colour(slider, slider.x_of(0.02) - 14.0) != 0


def test_a_plain_slider_tells_nothing(session: Session, panel: BallsPanel, hands: Hands) -> None:
    hands.mouse(panel.eta.slider, QEvent.Type.MouseMove, QPointF(100.0, 8.0))
    panel.eta.slider.leaveEvent(QEvent(QEvent.Type.Leave))
    assert session.preview.run is None
    assert hint(panel, 0) == ""


def test_while_time_is_scrubbed_strips_are_looked_for_in_the_background_and_at_its_end_they_are_true(
    session: Session, slider_outcomes: SliderOutcomes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.step_on(60)
    told(slider_outcomes, 3, Quantity.ALPHA, ALPHAS)
    at_once: list[int] = []
    go_on = forecast_module.go_on_at_once
    monkeypatch.setattr(forecast_module, "go_on_at_once", lambda sweep: at_once.append(session.step) or go_on(sweep))
    session.playback.set_scrubbed(True)
    for step in range(59, 5, -1):
        session.seek(step)
        slider_outcomes.ends(3, Quantity.ALPHA, ALPHAS)
    assert at_once == []
    with qtbot.waitSignal(slider_outcomes.changed):
        session.playback.set_scrubbed(False)
    wait_for(qtbot, slider_outcomes, 3, Quantity.ALPHA, ALPHAS)
    assert told(slider_outcomes, 3, Quantity.ALPHA, ALPHAS) == truth(session, 3, Quantity.ALPHA, ALPHAS)


def test_an_edit_while_time_is_scrubbed_is_followed_at_once(
    session: Session, slider_outcomes: SliderOutcomes, qtbot: QtBot
) -> None:
    session.step_on(60)
    session.playback.set_scrubbed(True)
    session.seek(20)
    session.set_eta(3, 0.04)
    wait_for(qtbot, slider_outcomes, 3, Quantity.ALPHA, ALPHAS)
    assert told(slider_outcomes, 3, Quantity.ALPHA, ALPHAS) == truth(session, 3, Quantity.ALPHA, ALPHAS)
    session.playback.set_scrubbed(False)
