"""Each kind of window, opened for real: it is shown on the screen, and in the program's own font and colours."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QListView, QMenu, QPushButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from app.theme.application import theme
from app.window import Window
from physics.rules.base import ETA
from tests.window.conftest import Person

pytestmark = [pytest.mark.real_window, pytest.mark.windows]


def open_menu(window: Window) -> None:
    button = next(button for button in window.findChildren(QPushButton) if button.menu() is not None)
    button.menu().popup(button.mapToGlobal(QPoint(0, button.height())))


def ask_about_changes(window: Window) -> None:
    window.session.set_parameter_for_all(ETA, 0.5)
    window.scenarios.new()


KINDS: dict[str, Callable[[Window], object]] = {
    "menu": open_menu,
    "keys": lambda window: window.dialogs.show_help(),
    "file": lambda window: window.scenarios.ask_to_open(),
    "error": lambda window: window.scenarios.open(Path("gone.momentum")),
    "question": ask_about_changes,
    "fan": lambda window: window.dialogs.ask_for_series(),
    "title": lambda window: window.dialogs.ask_for_title(),
    "table": lambda window: window.dialogs.toggle_table(),
}


def others(window: Window) -> list[QWidget]:
    """The windows that a person sees beside the main one."""
    return [other for other in QApplication.topLevelWidgets() if other.isVisible() and other is not window]


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_shown_in_the_programs_font_and_colours(window: Window, kind: str, qtbot: QtBot) -> None:
    KINDS[kind](window)
    qtbot.waitUntil(lambda: bool(others(window)))
    (shown,) = others(window)
    qtbot.waitExposed(shown)
    assert shown.screen().geometry().intersects(shown.frameGeometry())
    parts = [shown, *(part for part in shown.findChildren(QWidget) if part.isVisible())]
    families = {part.font().family() for part in parts if isinstance(part, QLabel | QPushButton | QListView | QMenu)}
    assert families == {theme().family}
    assert shown.palette().color(QPalette.ColorRole.Window) == theme().palette.panel
    shown.close()
    qtbot.waitUntil(lambda: not others(window))


@pytest.mark.parametrize("kind", [QMenu, QLabel, QPushButton, QComboBox, QListView, QToolTip, QDialog])
def test_no_kind_of_part_has_a_font_of_the_system(window: Window, kind: type[QWidget]) -> None:
    assert QApplication.font(kind.__name__).family() == theme().family


def test_a_file_of_any_alphabet_is_opened_by_a_person(
    window: Window, person: Person, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "α und β.momentum"
    window.scenarios.save_to(path)
    window.scenarios.ask_to_open()
    person.choose(path)
    qtbot.waitUntil(lambda: person.message[-1:] == [f"Opened {path.name}."])
    assert window.windowTitle().startswith(path.name)
