"""The widget of a plot: its header."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.plotting.plot_view import HEADER_HEIGHT_PX, PlotView
from app.plotting.ticks import linear_ticks
from app.theme.application import theme


def test_the_header_grows_with_the_text_size(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    heights: list[float] = []
    view = PlotView(theme(), (linear_ticks(4), linear_ticks(4)))
    qtbot.addWidget(view)
    view.set_header(lambda _painter, _width, height: heights.append(height))
    view.resize(400, 300)
    view.show()
    view.grab()
    assert heights[-1] == HEADER_HEIGHT_PX * theme().scale
    box = view.view_box.height()
    monkeypatch.setattr(theme(), "scale", 1.5)
    view.restyle()
    QApplication.processEvents()
    view.grab()
    assert heights[-1] == 1.5 * HEADER_HEIGHT_PX
    assert view.view_box.height() < box
