"""Time and memory in a real window, with the X server's own mouse and keys."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.files.scenario import read_scenario
from app.window import Window

pytestmark = [pytest.mark.real_window, pytest.mark.linux]


def on_line(window: Window, step: float) -> QPointF:
    line = window.transport.time_line
    return QPointF(round(line.x_of(step)), line.height() // 2)


def begin(window: Window, hands: Any) -> None:
    """Give the landscape the keyboard."""
    hands.click(window.landscape_view, QPointF(window.landscape_view.width() / 2, 30))


def wait_for_step(window: Window, qtbot: QtBot, step: int) -> None:
    """A busy machine may need a moment to hand a key on."""
    qtbot.waitUntil(lambda: window.session.step == step)


def test_the_knob_is_dragged_while_time_runs(window: Window, hands: Any, qtbot: QtBot) -> None:
    session, line = window.session, window.transport.time_line
    begin(window, hands)
    session.playback.set_speed(60)
    hands.key("space")
    qtbot.waitUntil(lambda: session.step >= 40)
    # Beside the knob, which moves on meanwhile: it comes here, and is then held at its middle.
    hands.move(line, on_line(window, 10))
    hands.press()
    qtbot.waitUntil(lambda: not session.playback.is_playing)
    last = session.run.last
    seen = []
    for step in range(last - 5, 4, -5):
        hands.move(line, on_line(window, step))
        target = round(line.number_at(on_line(window, step).x()))
        qtbot.waitUntil(lambda target=target: session.step == target)  # type: ignore[misc]
        seen.append(session.step)
    assert seen == sorted(seen, reverse=True)
    assert len(seen) > 5
    assert window.transport.play_button.accessibleName() == "Play"
    hands.release()
    qtbot.waitUntil(lambda: session.playback.is_playing)
    assert session.run.last == last
    qtbot.waitUntil(lambda: session.step > seen[-1] + 3)
    hands.key("space")
    assert session.history.stack.count() == 0


def test_arrow_keys_go_through_time(window: Window, hands: Any, qtbot: QtBot) -> None:
    session = window.session
    begin(window, hands)
    for step in (1, 2, 3):
        hands.key("Right")
        wait_for_step(window, qtbot, step)
    hands.key("Right", "Shift_L")
    wait_for_step(window, qtbot, 13)
    hands.key("Left")
    wait_for_step(window, qtbot, 12)
    hands.key("Left", "Shift_L")
    wait_for_step(window, qtbot, 2)
    hands.key("Home")
    wait_for_step(window, qtbot, 0)
    assert session.run.last == 13
    hands.key("End")
    wait_for_step(window, qtbot, 13)
    hands.key("End")
    qtbot.waitUntil(lambda: session.run.is_over and not session.fast_forward.is_busy)
    assert session.step == session.run.last > 100
    # Wherever Tab has led the keyboard in the bar of time, the keys mean the same.
    for widget in (window.transport.time_line, window.transport.back_button):
        widget.setFocus()
        step = session.step
        hands.key("Left")
        wait_for_step(window, qtbot, step - 1)
        hands.key("Home")
        wait_for_step(window, qtbot, 0)
        hands.key("End")
        wait_for_step(window, qtbot, session.run.last)


def test_a_step_is_typed(window: Window, hands: Any, qtbot: QtBot) -> None:
    session, field = window.session, window.transport.step_field
    hands.click(field)
    hands.key("a", "Control_L")
    for digit in "45":
        hands.key(digit)
    hands.key("Return")
    qtbot.waitUntil(lambda: session.step == 45)
    assert field.text() == "45"


def test_what_was_changed_in_the_past_is_taken_back_and_brought_again(window: Window, hands: Any, qtbot: QtBot) -> None:
    session = window.session
    begin(window, hands)
    session.step_on(60)
    rows = session.run.recording.rows().w.copy()
    hands.click(window.transport.time_line, on_line(window, 25))
    wait_for_step(window, qtbot, 25)
    slider = window.balls_panel.list.cards[3].slider
    places = [QPointF(round(slider.x_of(alpha)), slider.height() // 2) for alpha in (0.95, 0.9, 0.8, 0.7)]
    hands.drag(slider, places)
    alpha = session.ball(3).parameters["alpha"]
    assert alpha == pytest.approx(0.7, abs=0.02)
    assert session.run.last == 25
    assert window.isWindowModified()
    begin(window, hands)
    hands.key("z", "Control_L")
    qtbot.waitUntil(lambda: session.run.last == 60)
    assert (session.step, session.ball(3).parameters["alpha"]) == (25, 0.95)
    assert (session.run.recording.rows().w == rows).all()
    assert not window.isWindowModified()
    hands.key("z", "Control_L", "Shift_L")
    qtbot.waitUntil(lambda: (session.run.last, session.ball(3).parameters["alpha"]) == (25, alpha))
    hands.key("z", "Control_L")
    qtbot.waitUntil(lambda: session.run.last == 60)
    hands.key("y", "Control_L")
    qtbot.waitUntil(lambda: (session.run.last, session.ball(3).parameters["alpha"]) == (25, alpha))


def question(window: Window) -> QMessageBox | None:
    return next((box for box in window.findChildren(QMessageBox) if box.isVisible()), None)


def click_on(window: Window, text: str, hands: Any, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: question(window) is not None)
    box = question(window)
    assert box is not None
    qtbot.waitExposed(box)
    hands.click(next(button for button in box.findChildren(QPushButton) if button.text() == text))
    qtbot.waitUntil(lambda: question(window) is not box)


def test_closing_with_unsaved_changes_asks_and_saves(window: Window, hands: Any, qtbot: QtBot, tmp_path: Path) -> None:
    session = window.session
    begin(window, hands)
    hands.key("Left", "Control_L")
    qtbot.waitUntil(lambda: session.run.balls[3].start != 4.8)
    start = session.run.balls[3].start
    hands.key("q", "Control_L")
    click_on(window, "Cancel", hands, qtbot)
    assert window.isVisible()

    window.activateWindow()  # there is no window manager that gives the keyboard back
    qtbot.waitUntil(window.isActiveWindow)
    hands.key("q", "Control_L")
    click_on(window, "Save", hands, qtbot)
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in window.findChildren(QFileDialog)))
    (dialog,) = (dialog for dialog in window.findChildren(QFileDialog) if dialog.isVisible())
    qtbot.waitExposed(dialog)
    path = tmp_path / "kept.momentum"
    field = dialog.findChild(QLineEdit)
    assert field is not None
    hands.click(field)
    qtbot.waitUntil(field.hasFocus)
    field.setText(str(path))
    hands.key("Return")
    qtbot.waitUntil(lambda: not window.isVisible())
    assert read_scenario(path).balls[3].start == start
