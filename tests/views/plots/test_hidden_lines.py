"""Hidden balls have no line, no dot and no reading in the plots, and are not copied; the last run is drawn below."""

import csv
import io

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from app.files.view import LAST_RUN
from app.theme.application import theme
from app.views.plots.plot import Plot
from app.views.plots.reading import Reading
from tests.views.plots.scenes import NAMES, Shown, box_painted, move_mouse, painted, point_of, press, scene

HIDDEN = 1
NAMED = pytest.mark.parametrize("name", NAMES)


def has_colour(plot: Plot, colour: QColor) -> bool:
    blue_green_red = np.array([colour.blue(), colour.green(), colour.red()])
    return bool((np.abs(box_painted(plot) - blue_green_red).max(axis=2) <= 8).any())


@NAMED
@pytest.mark.parametrize("is_selected", [True, False])
def test_a_hidden_ball_has_no_line_and_no_dot(shown: Shown, name: str, is_selected: bool) -> None:
    session = scene()
    session.select(HIDDEN if is_selected else 3)
    plot = shown(session).plot(name)
    session.step_on(80)
    session.step_back(20)
    colours = [theme().palette.ball_line(style.colour) for style in session.styles]
    assert has_colour(plot, colours[HIDDEN])
    before = painted(plot)
    session.show_ball(HIDDEN, False)
    assert not has_colour(plot, colours[HIDDEN])
    assert has_colour(plot, colours[2])
    session.show_ball(HIDDEN, True)
    assert np.array_equal(painted(plot), before)


@NAMED
def test_without_a_ball_that_is_shown_the_plot_is_empty(shown: Shown, name: str) -> None:
    session = scene()
    plot = shown(session).plot(name)
    session.step_on(30)
    painted(plot)
    for ball in range(5):
        session.show_ball(ball, False)
    assert not any(has_colour(plot, theme().palette.ball_line(colour)) for colour in range(5))
    press(plot, Qt.Key.Key_Right)
    assert plot.reading is None
    messages: list[str] = []
    session.message.connect(messages.append)
    plot.copy_data()
    assert messages == ["Nothing was copied: no ball is shown."]


def test_neither_mouse_nor_keys_read_it_and_it_is_not_copied(shown: Shown) -> None:
    session = scene()
    session.select(HIDDEN)
    plot = shown(session).plot("position")
    session.step_on(40)
    at = point_of(plot, 4, 30)
    move_mouse(plot, at)
    assert plot.reading == Reading(4, 30)
    session.show_ball(4, False)
    painted(plot)
    move_mouse(plot, at)
    assert plot.reading is None or plot.reading.ball != 4
    press(plot, Qt.Key.Key_Escape)
    session.show_ball(HIDDEN, False)
    read = []
    for _ in range(4):
        press(plot, Qt.Key.Key_Down)
        assert plot.reading is not None
        read.append(plot.reading.ball)
    assert read == [0, 2, 3, 0]
    plot.copy_data()
    head = next(csv.reader(io.StringIO(QApplication.clipboard().text()), "excel-tab"))
    assert [cell.split(", ")[-1] for cell in head[1:]] == ["ball 0", "ball 2", "ball 3"]


@NAMED
def test_the_last_run_is_drawn_while_its_layer_is_shown(shown: Shown, name: str) -> None:
    session = scene()
    plot = shown(session).plot(name)
    session.step_on(90)
    session.seek(0)
    session.set_parameter(3, "alpha", 0.5)
    session.step_on(5)
    session.step_on(85)
    plain = painted(plot)
    session.show_layer(LAST_RUN, True)
    compared = painted(plot)
    assert (compared != plain).any(axis=2).sum() > 50
    session.show_ball(3, False)
    assert not has_colour(plot, theme().palette.ball_line(3))
    session.show_all()
    assert np.array_equal(painted(plot), compared)
    session.forget_last_run()
    assert np.array_equal(painted(plot), plain)
