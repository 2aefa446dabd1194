"""The bar that runs time."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.controls.popover import Popover
from app.panels.speed import SPEEDS, SpeedPanel
from app.panels.transport import END_TEXT, TransportBar
from app.session.session import Session
from app.session.tasks import Task
from physics.rules.base import ALPHA
from tests.support.scenes import BOWL

LEFT = Qt.MouseButton.LeftButton


def open_panel(transport: TransportBar, qtbot: QtBot) -> tuple[Popover, SpeedPanel]:
    popover = transport.speed_button.open_panel()
    qtbot.addWidget(popover)
    return popover, popover.findChildren(SpeedPanel)[0]


def test_play_and_pause(transport: TransportBar, session: Session) -> None:
    QTest.mouseClick(transport.play_button, LEFT)
    assert session.playback.is_playing
    assert transport.play_button.accessibleName() == "Pause"
    assert transport.play_button.toolTip() == "Pause (Space)"
    QTest.mouseClick(transport.play_button, LEFT)
    assert not session.playback.is_playing
    assert transport.play_button.accessibleName() == "Play"


def test_one_step_on_and_back_to_the_start(transport: TransportBar, session: Session) -> None:
    assert not transport.restart_button.isEnabled()
    QTest.mouseClick(transport.step_button, LEFT)
    assert session.step == 1
    assert transport.step_field.text() == "1"
    session.step_on(1233)
    QTest.mouseClick(transport.restart_button, LEFT)
    assert session.step == 0
    assert transport.step_field.text() == "0"


def test_no_step_can_be_made_where_the_run_is_over(transport: TransportBar, session: Session) -> None:
    session.step_on(100_000)
    assert not transport.step_button.isEnabled()
    session.set_parameter(0, "alpha", 0.5)
    assert transport.step_button.isEnabled() == (not session.run.is_over)
    session.restart()
    assert transport.step_button.isEnabled()


def test_slow_motion_by_its_button(transport: TransportBar, session: Session) -> None:
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


def test_there_is_no_slow_motion_of_a_ball_that_makes_no_more_steps(transport: TransportBar, session: Session) -> None:
    session.step_on(60)
    assert transport.slow_motion_button.isEnabled()
    session.select(4)
    assert not transport.slow_motion_button.isEnabled()
    session.restart()
    assert transport.slow_motion_button.isEnabled()


def test_the_step_is_read_at_a_calm_pace_while_time_runs(transport: TransportBar, session: Session, hands: Any) -> None:
    session.play()
    hands.pass_time(1.0)
    assert transport.step_field.text() in {"0", "1"}
    session.pause()
    assert transport.step_field.text() == f"{session.step}"


def test_a_typed_step_that_is_given_up_is_not_shown(transport: TransportBar, session: Session, qtbot: QtBot) -> None:
    session.step_on(4)
    transport.step_field.setFocus()
    transport.step_field.selectAll()
    qtbot.keyClicks(transport.step_field, "5000000")
    qtbot.keyClick(transport.step_field, Qt.Key.Key_Return)
    assert session.fast_forward.is_busy
    session.set_title("Changed meanwhile")
    assert session.fast_forward.is_busy  # a title is no change of the run
    session.set_parameter(0, "alpha", 0.5)
    assert not session.fast_forward.is_busy
    assert transport.step_field.text() == "4"


def test_the_speed_typed_exactly(transport: TransportBar, session: Session, qtbot: QtBot) -> None:
    popover, panel = open_panel(transport, qtbot)
    panel.field.setFocus()
    QTest.keyClick(panel.field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(panel.field, "12.5")
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert session.playback.speed == 12.5
    assert transport.speed_button.text().startswith("12.5 steps/s")
    assert panel.slider.number == 12.5
    popover.close()


def test_a_speed_that_is_not_there_is_refused(transport: TransportBar, session: Session, qtbot: QtBot) -> None:
    popover, panel = open_panel(transport, qtbot)
    panel.field.setFocus()
    QTest.keyClick(panel.field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(panel.field, "5000")
    with qtbot.waitSignal(panel.field.refused) as refusal:
        QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert refusal.args == ["The speed is between 1 and 2000, not 5000."]
    assert session.playback.speed == 30.0
    popover.close()


def test_the_speed_by_slider_and_by_presets(
    transport: TransportBar, session: Session, qtbot: QtBot, hands: Any
) -> None:
    popover, panel = open_panel(transport, qtbot)
    list(hands.drag(panel.slider, [panel.slider.x_of(30), 400]))
    assert session.playback.speed == 2000.0
    for speed, button in zip(SPEEDS, panel.findChildren(QPushButton), strict=True):
        QTest.mouseClick(button, LEFT)
        assert session.playback.speed == speed
        assert panel.field.number == speed
    popover.close()


def test_one_step_back_by_its_button(transport: TransportBar, session: Session) -> None:
    assert not transport.back_button.isEnabled()
    session.step_on(3)
    QTest.mouseClick(transport.back_button, LEFT)
    assert (session.step, session.run.last) == (2, 3)
    for _ in range(3):
        QTest.mouseClick(transport.back_button, LEFT)
    assert session.step == 0
    assert not transport.back_button.isEnabled()
    QTest.mouseClick(transport.step_button, LEFT)
    assert session.step == 1


def test_in_slow_motion_the_same_buttons_go_from_moment_to_moment(transport: TransportBar, session: Session) -> None:
    session.step_on(3)
    QTest.mouseClick(transport.slow_motion_button, LEFT)
    assert transport.back_button.accessibleName() == "Back to the moment before"
    QTest.mouseClick(transport.back_button, LEFT)
    assert (session.step, session.slow_motion.moment) == (2, 4)
    QTest.mouseClick(transport.step_button, LEFT)
    assert (session.step, session.slow_motion.moment) == (3, 1)


def test_to_the_end_by_its_button_and_stopped_on_the_way(
    transport: TransportBar, session: Session, qtbot: QtBot
) -> None:
    session.step_on(10)
    session.seek(4)
    QTest.mouseClick(transport.end_button, LEFT)
    assert (session.step, session.fast_forward.is_busy) == (10, False)
    session.set_landscape(BOWL)
    session.set_parameter_for_all(ALPHA, 1.0)
    session.go_to_step(3_000_000)
    assert transport.end_button.isChecked()
    assert transport.end_button.accessibleName() == "Stop here"
    QTest.mouseClick(transport.end_button, LEFT)
    qtbot.waitUntil(lambda: not session.fast_forward.is_busy and not Task.running)
    assert not transport.end_button.isChecked()
    assert 10 <= session.step < 3_000_000
    assert transport.end_button.isEnabled()


def test_at_the_end_of_a_run_only_the_ways_back_are_open(transport: TransportBar, session: Session) -> None:
    session.step_on(100_000)
    assert session.run.is_over
    assert not transport.end_button.isEnabled()
    assert not transport.step_button.isEnabled()
    assert transport.back_button.isEnabled()
    assert transport.restart_button.isEnabled()
    session.step_back()
    assert transport.end_button.isEnabled()
    assert transport.step_button.isEnabled()


def test_every_control_has_a_name_and_is_reached_by_tab(transport: TransportBar) -> None:
    controls = {
        transport.play_button: "Play",
        transport.back_button: "One step back",
        transport.step_button: "One step on",
        transport.end_button: END_TEXT,
        transport.restart_button: "Start again with what is set now",
        transport.slow_motion_button: "Slow motion: the next step in four moments",
        transport.time_line: "Step that is shown",
        transport.step_field: "Step",
    }
    for control, name in controls.items():
        assert QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name) == name
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert control.toolTip() or control is transport.time_line  # that one tells the step under the mouse
