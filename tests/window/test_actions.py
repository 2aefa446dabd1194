"""Keys: with Shift another command where there is one, else the same one as without."""

from functools import partial

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from app.text.commands import Command
from app.window import Window
from app.window.commands import Actions
from physics.rules.base import ALPHA
from tests.support.scenes import BOWL
from tests.window.conftest import CTRL, NO_KEY, SHIFT, Person

ALT, KEYPAD = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.KeypadModifier


@pytest.fixture
def ran(qtbot: QtBot) -> list[str]:
    return []


@pytest.fixture
def actions(ran: list[str]) -> Actions:
    commands = (
        Command("one", "Run", "one", "Right", is_plain=True),
        Command("ten", "Run", "ten", "Shift+Right", is_plain=True),
        Command("in", "Run", "in", "+ =", is_plain=True),
        Command("all", "Run", "all", "Ctrl+A"),
    )
    return Actions(QObject(), commands, {command.name: partial(ran.append, command.name) for command in commands})


@pytest.mark.parametrize(
    ("key", "modifiers", "runs"),
    [
        (Qt.Key.Key_Right, NO_KEY, ["one"]),
        (Qt.Key.Key_Right, SHIFT, ["ten"]),
        (Qt.Key.Key_Right, KEYPAD, ["one"]),
        (Qt.Key.Key_Plus, SHIFT, ["in"]),
        (Qt.Key.Key_Plus, KEYPAD, ["in"]),
        (Qt.Key.Key_Equal, NO_KEY, ["in"]),
        (Qt.Key.Key_Right, CTRL, []),
        (Qt.Key.Key_Right, ALT, []),
        (Qt.Key.Key_Right, CTRL | SHIFT, []),
        (Qt.Key.Key_A, NO_KEY, []),
        (Qt.Key.Key_Left, SHIFT, []),
    ],
)
def test_a_plain_key(
    actions: Actions, ran: list[str], key: Qt.Key, modifiers: Qt.KeyboardModifier, runs: list[str]
) -> None:
    assert actions.press(QKeyEvent(QEvent.Type.KeyPress, key, modifiers)) == bool(runs)
    assert ran == runs


def test_ten_steps_on_and_back_with_shift(window: Window, person: Person) -> None:
    session, key = window.session, Qt.Key
    person.press(key.Key_Right, SHIFT)
    person.press(key.Key_Right)
    assert session.step == 11
    person.press(key.Key_Left, SHIFT)
    person.press(key.Key_Left)
    assert (session.step, session.run.last) == (0, 11)
    person.press(key.Key_Left, SHIFT)
    assert session.step == 0
    person.press(key.Key_End, SHIFT)
    assert session.step == 11


def test_zoom_keys_are_for_the_plot_under_the_mouse(window: Window, person: Person, qtbot: QtBot) -> None:
    plot, landscape = window.plots.plot("position"), window.landscape_view
    window.session.step_on(60)
    QTest.mouseClick(landscape.viewport(), Qt.MouseButton.LeftButton, pos=landscape.rect().center())
    for view, other in ((plot, landscape), (landscape, plot)):
        for place in (view.rect().center() + QPoint(9, 9), view.rect().center()):
            QTest.mouseMove(window.windowHandle(), view.mapTo(window, place))
        qtbot.waitUntil(view.underMouse)
        before = view.view_box.spans, other.view_box.spans
        person.press(Qt.Key.Key_Plus)
        assert view.view_box.spans[1].length < before[0][1].length
        assert other.view_box.spans == before[1]
        person.press(Qt.Key.Key_A)
        assert view.view_box.is_fitted == (True, True)


def test_with_shift_slow_motion_is_left_behind_by_whole_steps(window: Window, person: Person) -> None:
    person.press(Qt.Key.Key_M)
    person.press(Qt.Key.Key_Right)
    person.press(Qt.Key.Key_Right, SHIFT)
    assert window.session.step == 10
    assert window.session.slow_motion.moment == 1


def test_escape_stops_a_run_to_the_end_before_it_ends_slow_motion(window: Window, person: Person, qtbot: QtBot) -> None:
    session = window.session
    session.set_landscape(BOWL)
    session.set_parameter_for_all(ALPHA, 1.0)
    person.press(Qt.Key.Key_M)
    session.fast_forward.begin(3_000_000)
    person.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not session.fast_forward.is_busy)
    assert session.run.last < 3_000_000
    assert session.slow_motion.is_on
    person.press(Qt.Key.Key_Escape)
    assert not session.slow_motion.is_on


def test_the_menu_says_what_can_be_undone(window: Window, person: Person) -> None:
    undo, redo = (window.actions_by_name[name] for name in ("undo", "redo"))
    assert (undo.text(), undo.isEnabled(), redo.text(), redo.isEnabled()) == ("Undo", False, "Redo", False)
    person.press(Qt.Key.Key_B, CTRL)
    assert (undo.text(), undo.isEnabled()) == ("Undo add a ball", True)
    undo.trigger()
    assert (undo.text(), redo.text(), redo.isEnabled()) == ("Undo", "Redo add a ball", True)
    redo.trigger()
    assert undo.text() == "Undo add a ball"


def open_menu() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_the_table_of_the_balls_opens_and_closes_and_leaves_the_windows_keys(
    window: Window, person: Person, qtbot: QtBot
) -> None:
    action = window.actions_by_name["table"]
    person.press(Qt.Key.Key_T, CTRL | SHIFT)
    table = window.dialogs.ball_table
    assert table is not None
    qtbot.waitUntil(lambda: table.isActiveWindow() and table.view.hasFocus())
    window.menus.view_menu.aboutToShow.emit()
    assert action.isChecked()
    QTest.keyClick(table.view, Qt.Key.Key_Space)
    assert window.session.playback.is_playing
    QTest.keyClick(table.view, Qt.Key.Key_Space)
    assert not window.session.playback.is_playing
    QTest.keyClick(table.view, Qt.Key.Key_B, CTRL)
    assert table.model.rowCount() == len(window.session.run.balls) == 6
    QTest.keyClick(table.view, Qt.Key.Key_T, CTRL | SHIFT)
    assert not table.isVisible()
    window.menus.view_menu.aboutToShow.emit()
    assert not action.isChecked()


def test_play_without_a_ball_offers_one_and_lets_it_roll(window: Window, person: Person) -> None:
    for _ in window.session.balls:
        person.press(Qt.Key.Key_Delete)
    person.press(Qt.Key.Key_Space)
    assert person.answer("Cancel") == "There is no ball that could roll. Add one?"
    assert window.session.run.balls == ()
    QTest.mouseClick(window.transport.play_button, Qt.MouseButton.LeftButton)
    person.answer("Add a ball")
    assert len(window.session.run.balls) == 1
    assert window.session.playback.is_playing


def test_return_opens_and_closes_the_card_of_the_selected_ball(window: Window, person: Person) -> None:
    person.press(Qt.Key.Key_Down, CTRL)
    assert window.balls_panel.list.opened is None
    person.press(Qt.Key.Key_Return)
    assert window.balls_panel.list.opened == 4
    person.press(Qt.Key.Key_Return)
    assert window.balls_panel.list.opened is None


def test_return_in_a_field_does_not_close_the_card(window: Window, person: Person) -> None:
    person.press(Qt.Key.Key_Return)
    fields = window.balls_panel.list.findChildren(QLineEdit)
    assert len(fields) > 2
    for field in fields:
        field.setFocus()
        person.press(Qt.Key.Key_Return)
        assert window.balls_panel.list.opened == 3


@pytest.mark.parametrize(
    ("key", "modifiers", "title"),
    [
        (Qt.Key.Key_F10, NO_KEY, "File"),
        (Qt.Key.Key_F, ALT, "File"),
        (Qt.Key.Key_E, ALT, "Edit"),
        (Qt.Key.Key_V, ALT, "View"),
    ],
)
def test_keys_open_the_menus(
    window: Window, person: Person, key: Qt.Key, modifiers: Qt.KeyboardModifier, title: str
) -> None:
    person.press(key, modifiers)
    assert open_menu().title() == title
    open_menu().close()


@pytest.mark.parametrize(("key", "titles"), [(Qt.Key.Key_Right, "Edit View File"), (Qt.Key.Key_Left, "View Edit File")])
def test_left_and_right_go_from_menu_to_menu(window: Window, person: Person, key: Qt.Key, titles: str) -> None:
    person.press(Qt.Key.Key_F10)
    for title in titles.split():
        QTest.keyClick(open_menu(), key)
        assert open_menu().title() == title
    open_menu().close()


def test_right_opens_a_submenu(window: Window, person: Person) -> None:
    person.press(Qt.Key.Key_F10)
    for _ in range(3):
        QTest.keyClick(open_menu(), Qt.Key.Key_Down)
    QTest.keyClick(open_menu(), Qt.Key.Key_Right)
    assert open_menu() is window.recent_menu
    open_menu().close()
    window.menus.file_menu.close()
