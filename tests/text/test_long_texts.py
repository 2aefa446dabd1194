"""With texts that are a third longer, and in brackets, nothing is cut off on a screen of 1280 × 800 pixels."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.controls.elided_label import ElidedLabel
from app.window.help import HelpDialog
from app.window.main_window import Window
from tests.support.cut_off import cut_off, open_windows, watch_edges

SIZE = (1280, 800)

pytestmark = pytest.mark.real_window


class Eye:
    """Looks at what is open, and notes what is cut off."""

    def __init__(self, window: Window, beyond: set[str]) -> None:
        self.window, self.beyond = window, beyond
        self.found: set[str] = set()

    def look(self) -> None:
        QTest.qWait(50)
        for each in open_windows():
            self.found.update(cut_off(each))
            each.grab()
            if QSize(*SIZE).expandedTo(each.size()) != QSize(*SIZE):
                self.found.add(f"{type(each).__name__} is {each.width()} × {each.height()}")
        self.found |= self.beyond

    def close(self) -> None:
        for each in open_windows():
            if each is not self.window:
                each.close()
        QApplication.processEvents()


@pytest.fixture
def eye(window: Window, monkeypatch: pytest.MonkeyPatch) -> Iterator[Eye]:
    eye = Eye(window, watch_edges(monkeypatch))
    monkeypatch.setattr(HelpDialog, "screen", lambda _dialog: SimpleNamespace(availableSize=lambda: QSize(*SIZE)))
    window.resize(*SIZE)
    yield eye
    eye.close()


def test_in_the_window(eye: Eye, qtbot: QtBot) -> None:
    session, window = eye.window.session, eye.window
    qtbot.waitUntil(lambda: window.size().toTuple() == SIZE)
    session.step_on(38)
    eye.look()
    for mode in ("draw", "points", "formula"):
        window.editor_bar.set_mode(mode)
        eye.look()
    window.balls_panel.list.open(1)
    eye.look()
    session.slow_motion.toggle()
    eye.look()
    for label in window.findChildren(ElidedLabel):  # the whole text is in the tooltip
        assert label.shown_text() == label.text or label.toolTip()
    assert eye.found == set()


def test_in_menus_and_popovers(eye: Eye) -> None:
    window = eye.window
    for menu in (window.menus.file_menu, window.menus.edit_menu, window.menus.view_menu, window.recent_menu):
        menu.popup(QPoint())
        eye.look()
        eye.close()
    for button in (window.outcome_map.axes_button, window.outcome_map.more_button, window.balls_panel.more_button):
        button.click()
        eye.look()
        eye.close()
    window.transport.speed_button.open_panel()
    eye.look()
    eye.close()
    window.editor_bar.set_mode("choose")
    assert window.editor_bar.gallery is not None
    for button in window.editor_bar.gallery.gallery.buttons:
        button.preset.landscape  # noqa: B018  # loads it
        button.pointed_at.emit()
        eye.look()
    assert eye.found == set()


def test_in_dialogs(eye: Eye) -> None:
    window, dialogs = eye.window, eye.window.dialogs
    for function in (dialogs.show_help, dialogs.ask_for_title, dialogs.ask_for_series, dialogs.offer_ball):
        function()
        eye.look()
        eye.close()
    for function in (window.scenarios.ask_to_open, window.scenarios.save_as):
        function()
        eye.look()
        eye.close()
    assert eye.found == set()
