"""Balls are hidden and shown with eye, keys and menus; cards, map and time line follow."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from app.files.view import LAST_RUN
from app.panels.ball_card import BallCard
from app.panels.balls import BallsMenu
from app.views.outcome_map.dots import dots_of
from app.window import Window
from tests.window.conftest import CTRL, LEFT, SHIFT, Person

OTHERS = {0, 1, 2, 4}


def card(window: Window, ball: int) -> BallCard:
    return window.balls_panel.list.cards[ball]


def contrast_of(image: QImage) -> int:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    values = np.array(grey.constBits()).reshape(grey.height(), -1)[:, : grey.width()]
    return int(values.max()) - int(np.median(values))


def test_the_eye_on_a_card_hides_the_ball_and_shows_it_again(window: Window) -> None:
    session, shown = window.session, card(window, 1)
    eye, head = shown.eye, shown._head.geometry()
    assert eye.accessibleName() == "Hide this ball"
    before, selected = contrast_of(shown.grab(head).toImage()), session.selected
    QTest.mouseClick(eye, LEFT)
    assert session.hidden_balls == {1}
    assert session.selected == selected
    assert eye.accessibleName() == "Show this ball"
    assert eye.toolTip() == "Show this ball (H)"
    assert shown.accessibleName().startswith("Ball α 0.80, hidden: ")
    assert contrast_of(shown.grab(head).toImage()) < 0.6 * before
    assert window.balls_panel._count.text() == "5, 1 hidden"
    QTest.mouseClick(eye, LEFT)
    assert session.hidden_balls == frozenset()
    assert contrast_of(shown.grab(head).toImage()) == before
    assert window.balls_panel._count.text() == "5"


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_the_eye_covers_neither_slider_nor_text(window: Window, scale: float) -> None:
    window.appearance.set_text_size(scale)
    shown = card(window, 0)
    for other in (shown.slider, shown._head, shown.chevron):
        assert not shown.eye.geometry().intersects(other.geometry())
    assert shown.rect().contains(shown.eye.geometry())


def test_keys(window: Window, person: Person) -> None:
    session = window.session
    assert session.selected == 3
    person.press(Qt.Key.Key_H)
    assert session.hidden_balls == {3}
    person.press(Qt.Key.Key_H)
    assert session.hidden_balls == frozenset()
    person.press(Qt.Key.Key_H, SHIFT)
    assert session.hidden_balls == OTHERS
    person.press(Qt.Key.Key_H, CTRL)
    assert session.hidden_balls == frozenset()
    person.press(Qt.Key.Key_Z, CTRL)
    assert session.hidden_balls == OTHERS
    for _ball in range(5):
        session.remove(0)
    person.press(Qt.Key.Key_H)
    person.press(Qt.Key.Key_H, SHIFT)
    assert session.hidden_balls == frozenset()


def test_the_last_run_has_keys(window: Window, person: Person) -> None:
    session = window.session
    session.step_on(30)
    session.seek(0)
    session.set_parameter(0, "alpha", 0.5)
    person.press(Qt.Key.Key_L)
    assert session.last_run is not None
    menu = window.landscape_view.foreground.layers_button.menu_of_layers
    assert menu.entries[LAST_RUN].isChecked()
    menu.aboutToShow.emit()
    assert menu.clearing.isEnabled()
    person.press(Qt.Key.Key_L, SHIFT)
    assert session.last_run is None
    assert not menu.clearing.isEnabled()
    person.press(Qt.Key.Key_L)
    assert not session.shows_layer(LAST_RUN)


def balls_menu(window: Window) -> BallsMenu:
    QTest.mouseClick(window.balls_panel.more_button, LEFT)
    return window.balls_panel.findChildren(BallsMenu)[-1]


def choose(window: Window, text: str) -> None:
    menu = balls_menu(window)
    action = next(action for action in menu.actions() if action.text() == text)
    assert action.isEnabled()
    action.trigger()
    menu.close()


def test_the_menu_of_the_panel(window: Window) -> None:
    session = window.session
    menu = balls_menu(window)
    assert not next(action for action in menu.actions() if action.text() == "Show all balls").isEnabled()
    menu.close()
    choose(window, "Show only this ball")
    assert session.hidden_balls == OTHERS
    choose(window, "Hide")
    assert session.hidden_balls == OTHERS | {3}
    choose(window, "Show")
    assert session.hidden_balls == OTHERS
    choose(window, "Show all balls")
    assert session.hidden_balls == frozenset()


def test_the_menu_of_the_landscape(window: Window) -> None:
    session, view = window.session, window.landscape_view
    session.step_on(38)

    def entry(ball: int, text: str) -> None:
        positions, menu = view.balls.positions, QMenu(window)
        view.fill_menu(menu, QPointF(positions.x[ball], positions.y[ball]))
        next(action for action in menu.actions() if action.text() == text).trigger()

    entry(4, "Hide")
    assert session.hidden_balls == {4}
    entry(2, "Show only this ball")
    assert (session.selected, session.hidden_balls) == (2, {0, 1, 3, 4})
    entry(2, "Show all balls")
    assert session.hidden_balls == frozenset()


def test_map_and_time_line_leave_hidden_balls_out(window: Window) -> None:
    session = window.session
    session.step_on(80)
    axes = window.outcome_map.view.pixel_axes()
    assert axes is not None
    line = window.transport.time_line
    marks = line.grab().toImage()
    assert set(dots_of(window.outcome_map.model, *axes).ball.tolist()) == set(range(5))
    session.show_only(3)
    assert dots_of(window.outcome_map.model, *axes).ball.tolist() == [3]
    assert line.grab().toImage() != marks
    session.show_all()
    assert line.grab().toImage() == marks
