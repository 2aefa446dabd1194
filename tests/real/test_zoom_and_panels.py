"""With the X server's own mouse and keys: a zoom ends with its landscape, and no panel can be lost."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from app.window import Window

pytestmark = [pytest.mark.real_window, pytest.mark.linux]


def test_a_new_scenario_is_shown_whole_on_the_landscape_and_on_the_map(
    window: Window, hands: Any, qtbot: QtBot
) -> None:
    view, model = window.landscape_view, window.outcome_map.model
    whole = view.plot_transform
    hands.wheel(view.viewport(), view.viewport().rect().center(), 6)
    hands.wheel(window.outcome_map.view, window.outcome_map.view.rect().center(), 4)
    assert view.plot_transform != whole
    assert model.is_zoomed
    hands.key("n", "Control_L")
    qtbot.waitUntil(lambda: view.plot_transform == whole)
    assert not model.is_zoomed


@pytest.mark.parametrize("name", ["columns", "rows"])
def test_a_panel_cannot_be_dragged_shut(window: Window, hands: Any, name: str, qtbot: QtBot) -> None:
    splitter = getattr(window.arrangement, name)
    handle, before = splitter.handle(1), splitter.second_size
    at = handle.mapTo(window, handle.rect().center())
    far = QPoint(window.width() - 2, at.y()) if name == "columns" else QPoint(at.x(), window.height() - 2)
    hands.move(window, at)
    hands.press()
    for share in (0.5, 1.0):
        hands.move(window, at + (far - at) * share)
    hands.release()
    qtbot.waitUntil(lambda: 100 <= splitter.second_size < before)
    panel = splitter.widget(1)
    assert splitter.second_size == (panel.height() if name == "rows" else panel.width())
