"""With the X server's own keys and mouse: text size, presentation and menus, as a lecturer uses them."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.theme.application import theme
from app.window import Window

pytestmark = [pytest.mark.real_window, pytest.mark.linux]


def test_keys_change_the_text_size(window: Window, hands: Any, qtbot: QtBot) -> None:
    hands.key("equal", "Control_L")
    qtbot.waitUntil(lambda: theme().scale == 1.1)
    hands.key("plus", "Control_L", "Shift_L")
    qtbot.waitUntil(lambda: theme().scale == 1.25)
    for scale in (1.1, 1.0, 0.9):
        hands.key("minus", "Control_L")
        qtbot.waitUntil(lambda scale=scale: theme().scale == scale)
    hands.key("0", "Control_L")
    qtbot.waitUntil(lambda: theme().scale == 1.0)
    assert window.landscape_view.view_box.is_fitted == (True, True), "a plot zooms without Ctrl only"


def test_a_presentation_from_a_field_and_back(window: Window, hands: Any, qtbot: QtBot) -> None:
    hands.click(window.editor_bar.formula_bar.field)
    before = window.arrangement.columns.sizes(), window.arrangement.rows.sizes(), window.geometry()
    hands.key("F5")
    qtbot.waitUntil(lambda: bool(window.windowState() & Qt.WindowState.WindowFullScreen))
    window.resize(window.screen().size())  # which a window manager does
    QTest.qWait(100)
    assert theme().scale == 1.5
    step = window.session.step
    hands.key("Right")
    assert window.session.step == step + 1, "the keys are for the run"
    hands.key("p")
    trail = window.presentation.pointer_trail
    for x in range(300, 600, 20):
        hands.move(window, QPoint(x, 400))
        QTest.qWait(20)
    assert len(trail.points) > 5
    slider = window.selected_card.card.slider
    hands.click(slider, QPointF(slider.x_of(0.5), slider.height() / 2))
    assert window.session.run.parameters["alpha"][window.session.selected] == pytest.approx(0.5, abs=0.05)
    hands.key("Escape")
    qtbot.waitUntil(lambda: not window.windowState())
    window.setGeometry(before[2])
    QTest.qWait(100)
    assert theme().scale == 1.0
    assert (window.arrangement.columns.sizes(), window.arrangement.rows.sizes()) == before[:2]
    assert not trail.is_on


@pytest.mark.parametrize("keys", [("F10",), ("Alt_L",), ("f", "Alt_L"), ("v", "Alt_L")])
@pytest.mark.parametrize("is_presenting", [False, True])
def test_menus_open_by_keys(
    window: Window, hands: Any, qtbot: QtBot, keys: tuple[str, ...], is_presenting: bool
) -> None:
    if is_presenting:
        window.presentation.toggle()
        QTest.qWait(100)
    hands.key(*keys)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert menu is (window.menus.view_menu if "v" in keys else window.menus.file_menu)
    hands.key("Escape")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)


def test_alt_with_another_key_or_in_another_window_opens_no_menu(window: Window, hands: Any) -> None:
    hands.key("1", "Control_L", "Alt_L")
    hands.key("z", "Alt_L")
    QTest.qWait(100)
    assert QApplication.activePopupWidget() is None
    hands.move(window, QPoint(200, 300))
    assert window.focusWidget() is not None
    assert not window.windowState() & Qt.WindowState.WindowFullScreen
