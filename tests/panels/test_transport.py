"""The bar that runs time."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.controls.popover import Popover
from app.panels.speed_control import PRESETS, SpeedPanel
from app.panels.transport import Transport
from app.session.session import Session
from app.theme import Theme

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def transport(session: Session, dark: Theme, show: Callable[[QWidget, int, int], None]) -> Transport:
    made = Transport(session, dark)
    show(made, 900, made.sizeHint().height())
    return made


def open_panel(transport: Transport, qtbot: QtBot) -> tuple[Popover, SpeedPanel]:
    popover = transport.speed_button.open_panel()
    qtbot.addWidget(popover)
    return popover, popover.findChildren(SpeedPanel)[0]


def test_play_and_pause(transport: Transport, session: Session) -> None:
    QTest.mouseClick(transport.play_button, LEFT)
    assert session.playback.is_playing
    assert transport.play_button.accessibleName() == "Pause"
    assert transport.play_button.toolTip() == "Pause (Space)"
    QTest.mouseClick(transport.play_button, LEFT)
    assert not session.playback.is_playing
    assert transport.play_button.accessibleName() == "Play"


def test_one_step_on_and_back_to_the_start(transport: Transport, session: Session) -> None:
    assert not transport.restart_button.isEnabled()
    QTest.mouseClick(transport.step_button, LEFT)
    assert session.step == 1
    assert transport.step_field.text() == "1"
    session.step_on(1233)
    QTest.mouseClick(transport.restart_button, LEFT)
    assert session.step == 0
    assert transport.step_field.text() == "0"


def test_no_step_can_be_made_where_the_run_is_over(transport: Transport, session: Session) -> None:
    session.step_on(100_000)
    assert not transport.step_button.isEnabled()
    session.set_alpha(0, 0.5)
    assert transport.step_button.isEnabled() == (not session.run.is_over)
    session.restart()
    assert transport.step_button.isEnabled()


def test_slow_motion_by_its_button(transport: Transport, session: Session) -> None:
    button, slow_motion = transport.slow_motion_button, session.slow_motion
    assert button.toolTip() == "Slow motion: the next step in four moments (M)"
    session.play()
    QTest.mouseClick(button, LEFT)
    assert slow_motion.is_on
    assert button.isChecked()
    assert not session.playback.is_playing
    for moment in (2, 3, 4, 1):
        assert transport.step_button.accessibleName() == "On to the next moment"
        QTest.mouseClick(transport.step_button, LEFT)
        assert slow_motion.moment == moment
    assert session.step == 1
    QTest.mouseClick(button, LEFT)
    assert not slow_motion.is_on
    assert not button.isChecked()
    assert transport.step_button.accessibleName() == "One step on"


def test_there_is_no_slow_motion_of_a_ball_that_makes_no_more_steps(transport: Transport, session: Session) -> None:
    session.step_on(60)
    assert transport.slow_motion_button.isEnabled()
    session.select(4)
    assert not transport.slow_motion_button.isEnabled()
    session.restart()
    assert transport.slow_motion_button.isEnabled()


def test_the_step_is_read_at_a_calm_pace_while_time_runs(transport: Transport, session: Session, hands: Any) -> None:
    session.play()
    hands.pass_time(1.0)
    assert transport.step_field.text() in {"0", "1"}
    session.pause()
    assert transport.step_field.text() == f"{session.step}"


def test_the_speed_typed_exactly(transport: Transport, session: Session, qtbot: QtBot) -> None:
    popover, panel = open_panel(transport, qtbot)
    panel.field.setFocus()
    QTest.keyClick(panel.field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(panel.field, "12.5")
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert session.playback.speed == 12.5
    assert transport.speed_button.text().startswith("speed 12.5 steps/s")
    assert panel.slider.number == 12.5
    popover.close()


def test_a_speed_that_is_not_there_is_refused(transport: Transport, session: Session, qtbot: QtBot) -> None:
    popover, panel = open_panel(transport, qtbot)
    panel.field.setFocus()
    QTest.keyClick(panel.field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(panel.field, "5000")
    with qtbot.waitSignal(panel.field.refused) as refusal:
        QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert refusal.args == ["The speed is between 1 and 2000, not 5000."]
    assert session.playback.speed == 30.0
    popover.close()


def test_the_speed_by_slider_and_by_presets(transport: Transport, session: Session, qtbot: QtBot, hands: Any) -> None:
    popover, panel = open_panel(transport, qtbot)
    list(hands.drag(panel.slider, [panel.slider.x_of(30), 400]))
    assert session.playback.speed == 2000.0
    for speed, button in zip(PRESETS, panel.findChildren(QPushButton), strict=True):
        QTest.mouseClick(button, LEFT)
        assert session.playback.speed == speed
        assert panel.field.number == speed
    popover.close()
