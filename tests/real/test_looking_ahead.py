"""Strips and the outcome map in a real window, with the X server's own mouse."""

from typing import Any

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from app.panels.ball_card import BallHead
from app.prediction.map_computation import MapPicture
from app.views.outcome_map.dots import dots_of
from app.window import Window
from physics.outcome.outcome import ROLLING, TRAPPED

pytestmark = [pytest.mark.real_window, pytest.mark.linux]


def on_map(window: Window, alpha: float, start: float) -> QPointF:
    view = window.outcome_map.view
    sides = view.pixel_axes()
    assert sides is not None
    return view.in_widget(QPointF(round(sides[0].pixel(alpha)), round(sides[1].pixel(start))))


def test_the_map_is_hovered_clicked_and_dragged_on(window: Window, hands: Any, qtbot: QtBot) -> None:
    session, view = window.session, window.outcome_map.view
    hands.move(view, on_map(window, 0.944, 4.2))
    ghost = window.ghost_run.run
    assert ghost is not None
    assert ghost.status.outcome[0] == TRAPPED
    assert window.landscape_view.threshold_text is not None
    assert window.landscape_view.threshold_text.text == f"{ghost.balls[0].name}: {window.ghost_run.sentence}"

    hands.click(view, on_map(window, 0.99, -1.0))
    assert session.ball(3).parameters["alpha"] == pytest.approx(0.99, abs=2e-3)
    assert session.ball(3).start == pytest.approx(-1.0, abs=0.1)

    qtbot.waitUntil(lambda: not window.outcome_map.model.computation.is_busy)  # its axes may take another width
    sides = view.pixel_axes()
    assert sides is not None
    dots = dots_of(window.outcome_map.model, *sides)
    dot = view.in_widget(QPointF(dots.x[dots.ball == 1][0], dots.y[dots.ball == 1][0]))
    hands.drag(view, [dot, dot + QPointF(20.0, 10.0), on_map(window, 0.5, 2.0)])
    assert session.selected == 1
    assert session.ball(1).parameters["alpha"] == pytest.approx(0.5, abs=0.02)
    assert session.ball(1).start == pytest.approx(2.0, abs=0.1)
    hands.move(window.landscape_view, QPointF(200.0, 200.0))
    qtbot.waitUntil(lambda: window.ghost_run.run is None)


def test_a_strip_is_hovered_and_clicked_and_keeps_its_word(window: Window, hands: Any, qtbot: QtBot) -> None:
    session, slider = window.session, window.balls_panel.list.cards[3].slider
    session.step_on(10)
    place = QPointF(round(slider.x_of(0.9)), slider.height() // 2)
    hands.move(slider, place)
    threshold_text = slider.parent().findChild(BallHead).hint
    assert threshold_text.startswith("α 0.")
    assert "valley 4" in threshold_text
    steps = int(threshold_text.split(", ")[-1].removesuffix(" steps"))
    hands.click(slider, place)
    assert float(threshold_text.removeprefix("α ").partition(":")[0]) == session.ball(3).value("alpha")
    session.step_on(steps)
    outcomes = session.run.recording.rows(11).outcome[:, 3]
    assert outcomes[steps - 2] == ROLLING
    assert outcomes[steps - 1] == TRAPPED
    assert session.run.status.valley[3] == 3


def test_the_map_follows_the_landscape_while_a_point_is_dragged(window: Window, hands: Any, qtbot: QtBot) -> None:
    session, view = window.session, window.landscape_view
    hands.click(view, QPointF(view.width() / 2, 60))
    hands.key("3", "Control_L")
    window.outcome_map.model.set_size(64)
    pictures: list[MapPicture] = []
    window.outcome_map.model.computation.picture_changed.connect(pictures.append)
    w = session.landscape.features.hills[2].item()
    begin = view.to_pixels(w, session.landscape.height(session.landscape.features.hills)[2])
    hands.move(view.viewport(), begin)
    hands.press()
    seen = 0
    for move in range(1, 12):
        hands.move(view.viewport(), begin + QPointF(0.0, 6.0 * move))
        if pictures and pictures[-1].landscape is session.landscape:
            seen += 1
    hands.release()
    assert seen >= 10
    assert len({id(picture.landscape) for picture in pictures}) >= 5
    qtbot.waitUntil(lambda: pictures[-1].share == 1.0 and pictures[-1].landscape is session.landscape)
