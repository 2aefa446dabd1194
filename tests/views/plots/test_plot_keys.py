"""What keys do in a plot, and what a screen reader is told."""

import sys
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.plotting import plot_view
from app.session.session import Session
from app.views.plots.plot import Plot
from app.views.plots.reading import Reading
from physics.run.edit import Edit
from tests.views.plots.scenes import NAMES, Mouse, Shown, advance, painted, press, scene

LEFT, RIGHT, UP, DOWN = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down


@pytest.fixture
def session() -> Session:
    made = scene()
    advance(made, 50)
    return made


@pytest.fixture
def plot(shown: Shown, session: Session) -> Plot:
    made = shown(session).plot("height")
    painted(made)
    return made


def test_tab_goes_from_plot_to_plot_by_way_of_its_title(shown: Shown, session: Session, qtbot: QtBot) -> None:
    row = shown(session)
    row.activateWindow()
    row.plot("height").setFocus()
    qtbot.waitUntil(row.plot("height").hasFocus)
    for before, name in pairwise(NAMES):
        QTest.keyClick(row.plot(before), Qt.Key.Key_Tab)
        assert row.plot(before).title_spot.hasFocus()
        QTest.keyClick(row.plot(before).title_spot, Qt.Key.Key_Tab)
        assert row.plot(name).hasFocus()


def test_a_plot_with_the_focus_looks_different(plot: Plot, qtbot: QtBot) -> None:
    plot.activateWindow()
    plot.clearFocus()
    without = painted(plot)
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(plot.hasFocus)
    assert (painted(plot) != without).any()


def test_an_error_in_the_focus_ring_is_reported_once(plot: Plot, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: caught.append(kind))
    monkeypatch.setattr(plot_view, "paint_focus_ring", lambda *_args: 1 / 0)
    QApplication.sendEvent(plot, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    for _ in range(3):
        painted(plot)
    assert caught == [ZeroDivisionError]


@pytest.mark.parametrize("name", NAMES)
def test_arrows_move_the_reading(shown: Shown, session: Session, name: str) -> None:
    plot = shown(session).plot(name)
    session.select(2)
    session.seek(30)
    press(plot, RIGHT)
    assert plot.reading == Reading(2, 30), "it begins with what is shown"
    without = painted(plot)
    press(plot, RIGHT, RIGHT)
    assert plot.reading == Reading(2, 32)
    assert (painted(plot) != without).any()
    press(plot, LEFT, UP)
    assert plot.reading == Reading(1, 31)
    press(plot, DOWN, DOWN, DOWN, DOWN, Qt.Key.Key_PageDown)
    assert plot.reading == Reading(0, 41)
    press(plot, Qt.Key.Key_PageDown)
    assert plot.reading == Reading(0, 50), "no further than is recorded"
    press(plot, *[Qt.Key.Key_PageUp] * 6)
    assert plot.reading == Reading(0, 0)
    assert session.step == 30, "reading goes nowhere"


def test_keys_read_only_the_steps_that_a_ball_has_made(shown: Shown) -> None:
    """The first ball has left after its second step, and is put back at step 20."""
    session = scene((0.9, 1.0))
    plot = shown(session).plot("height")
    session.run.edit(Edit(0, 0, delta=1e6))
    advance(session, 20)
    session.run.edit(Edit(20, 0, w=4.8, delta=0.0))
    advance(session, 20)
    made = np.flatnonzero(session.run.recording.rows().stepped[:, 0]).tolist()
    ends, begins = next(pair for pair in pairwise(made) if pair[1] > pair[0] + 1)
    assert (made[0], begins, made[-1]) == (0, 21, 40)
    session.select(0)
    session.seek(10)
    press(plot, RIGHT)
    assert plot.reading == Reading(0, ends), "not step 10, which the ball has not made"
    press(plot, RIGHT)
    assert plot.reading == Reading(0, 21)
    press(plot, LEFT, DOWN)
    assert plot.reading == Reading(1, ends)
    press(plot, *[RIGHT] * 5, DOWN)
    assert plot.reading == Reading(0, ends)
    press(plot, *[Qt.Key.Key_PageDown] * 9)
    assert plot.reading == Reading(0, 40)


def test_keys_stop_at_the_last_step_of_a_ball_at_rest(shown: Shown) -> None:
    session = scene()
    advance(session, 400)
    ends = session.run.status.steps
    first = int(ends.argmin())
    assert ends[first] < session.run.last
    plot = shown(session).plot("height")
    session.select(first)
    for _ in range(2):
        press(plot, RIGHT)
        assert plot.reading == Reading(first, ends[first])


def test_the_accessible_description_has_what_is_read(plot: Plot, session: Session) -> None:
    assert plot.accessibleName() == "Plot: f(w) by step"
    at_rest = plot.accessibleDescription()
    assert "Arrow keys" in at_rest
    press(plot, RIGHT, LEFT)
    assert plot.accessibleDescription() == " · ".join(plot.reading_parts())
    assert "step 49" in plot.accessibleDescription()
    press(plot, Qt.Key.Key_Escape)
    assert plot.reading is None
    assert plot.accessibleDescription() == at_rest


def test_what_was_read_of_steps_that_an_edit_drops_is_described_no_more(plot: Plot, session: Session) -> None:
    at_rest = plot.accessibleDescription()
    press(plot, RIGHT)
    assert plot.accessibleDescription() != at_rest
    session.seek(10)
    session.set_parameter(0, "alpha", 0.5)
    assert plot.reading is None
    assert plot.accessibleDescription() == at_rest


def test_return_goes_to_the_step_that_is_read(plot: Plot, session: Session) -> None:
    press(plot, Qt.Key.Key_Return)
    assert session.step == 50
    press(plot, LEFT, LEFT, LEFT, Qt.Key.Key_Return)
    assert session.step == 48


def test_without_balls_there_is_nothing_to_read(shown: Shown) -> None:
    session = scene((0.9,))
    plot = shown(session).plot("height")
    session.remove(0)
    press(plot, RIGHT, DOWN)
    assert plot.reading is None


def test_a_ball_that_is_removed_is_not_read_on(plot: Plot, session: Session) -> None:
    session.select(4)
    press(plot, RIGHT)
    session.remove(4)
    painted(plot)
    press(plot, RIGHT)
    assert plot.reading == Reading(session.selected, 50)


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_0])
def test_a_key_fits(plot: Plot, key: Qt.Key) -> None:
    whole = plot.view_box.spans
    press(plot, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    zoomed = plot.view_box.spans
    assert zoomed[0].length == pytest.approx(0.64 * whole[0].length)
    press(plot, Qt.Key.Key_Minus)
    assert plot.view_box.spans[0].length == pytest.approx(0.8 * whole[0].length)
    press(plot, key)
    assert plot.view_box.spans == whole
    assert not plot.fit_button.isVisible()


def test_keys_with_ctrl_are_the_windows(plot: Plot) -> None:
    whole = plot.view_box.spans
    QTest.keyClick(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert plot.reading is None
    assert plot.view_box.spans == whole


def test_a_letter_of_another_alphabet_is_left_to_the_window(plot: Plot) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, ord("Ж"), Qt.KeyboardModifier.NoModifier, "ж")
    plot.keyPressEvent(event)
    assert not event.isAccepted()


def test_the_mouse_takes_the_reading_over(plot: Plot) -> None:
    press(plot, RIGHT)
    Mouse(plot).move(plot.in_widget(plot.view_box.rect().bottomRight()))
    assert plot.reading is None
