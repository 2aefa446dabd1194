"""The widget of a plot: its header, and the bounds of what is in it."""

import pyqtgraph
import pytest
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.plotting.layer import Layer
from app.plotting.plot_view import HEADER_HEIGHT_PX, PlotView
from app.plotting.span import Span
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


class Plain(Layer):
    """Paints nothing."""

    def paint_layer(self, painter: QPainter) -> None:
        pass


def test_bounds_that_are_kept_follow_the_size_and_the_text_size(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    view = PlotView(theme(), (linear_ticks(4), linear_ticks(4)))
    qtbot.addWidget(view)
    layer = Plain(view.view_box, 2.0)
    view.show()

    def check() -> None:
        compare()
        QApplication.processEvents()
        view.grab()
        compare()

    def compare() -> None:
        assert layer.boundingRect() == view.view_box.rect().adjusted(-2.0, -2.0, 2.0, 2.0)
        assert view.view_box.boundingRect() == pyqtgraph.ViewBox.boundingRect(view.view_box)
        for axis in (view.bottom_axis, view.left_axis):
            assert axis.boundingRect() == pyqtgraph.AxisItem.boundingRect(axis)

    for size in ((400, 300), (500, 250)):
        view.resize(*size)
        check()
    monkeypatch.setattr(theme(), "scale", 1.5)
    view.restyle()
    check()
    view.view_box.set_whole(Span(0.0, 1.0), Span(-123456.0, 654321.0))
    check()
