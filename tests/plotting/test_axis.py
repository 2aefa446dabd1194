"""The axes of a plot: numbers that are neither cut off nor on each other, beside the view box and within it."""

from collections.abc import Iterator
from itertools import combinations

import pyqtgraph
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPicture
from PySide6.QtWidgets import QApplication, QStyleOptionGraphicsItem
from pytestqt.qtbot import QtBot

from app.plotting.axis import NAME_GAP_PX, NumberAxis
from app.plotting.plot_view import PlotView
from app.plotting.span import Span
from app.plotting.ticks import linear_ticks
from app.theme.application import Theme, apply_theme

WIDTH, HEIGHT = 232, 216
BEYOND = 200
"""Pixels around an axis, for what does not belong there."""


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    yield apply_theme(qapp, "dark")
    apply_theme(qapp, "dark")


def plot(qtbot: QtBot, theme: Theme, x: Span, y: Span) -> PlotView:
    view = PlotView(theme, (linear_ticks(4), linear_ticks(4)))
    qtbot.addWidget(view)
    view.resize(WIDTH, HEIGHT)
    view.show()
    qtbot.waitExposed(view)
    view.view_box.set_whole(x, y)
    QApplication.processEvents()  # the layout follows the width of the numbers
    return view


def inked(view: PlotView, axis: NumberAxis) -> QRectF:
    """The pixels of the view that an axis paints, also outside its own place."""
    image = QImage(WIDTH + 2 * BEYOND, HEIGHT + 2 * BEYOND, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        painter.translate(QPointF(BEYOND, BEYOND) + axis.mapToScene(QPointF()))
        axis.paint(painter, QStyleOptionGraphicsItem(), None)
    places = [
        (x - BEYOND, y - BEYOND)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 0
    ]
    across, down = [x for x, _ in places], [y for _, y in places]
    return QRectF(min(across), min(down), max(across) - min(across) + 1.0, max(down) - min(down) + 1.0)


@pytest.mark.parametrize("steps", [200.0, 20_000.0, 100_000.0, 1_000_000.0])
def test_the_last_number_of_the_axis_below_is_not_cut_off(qtbot: QtBot, theme: Theme, steps: float) -> None:
    view = plot(qtbot, theme, Span(0.0, steps), Span(0.0, 1.0))
    ink = inked(view, view.bottom_axis)
    end = view.in_widget(QPointF(view.view_box.width(), 0.0)).x()
    assert end - 1.0 < ink.right() <= WIDTH
    assert ink.bottom() <= HEIGHT


@pytest.mark.parametrize("top", [1.0, -1.0, 1e-10, -7e-11, 3e8, -1.25e217])
def test_the_numbers_at_the_left_are_not_cut_off(qtbot: QtBot, theme: Theme, top: float) -> None:
    view = plot(qtbot, theme, Span(0.0, 100.0), Span(min(0.0, top), max(0.0, top)))
    ink = inked(view, view.left_axis)
    assert ink.left() >= 0.0
    assert ink.right() <= view.in_widget(QPointF()).x() + 1.0
    assert view.view_box.width() > 80.0


def test_an_axis_at_the_left_grows_with_its_numbers_and_shrinks_again(qtbot: QtBot, theme: Theme) -> None:
    view = plot(qtbot, theme, Span(0.0, 100.0), Span(0.0, 1.0))
    narrow = view.left_axis.minimumWidth()
    view.view_box.set_whole(Span(0.0, 100.0), Span(1_000_000.0, 1_000_000.01))
    assert view.left_axis.minimumWidth() > narrow
    view.view_box.set_whole(Span(0.0, 100.0), Span(0.0, 1.0))
    assert view.left_axis.minimumWidth() == narrow


def number_boxes(axis: NumberAxis) -> list[QRectF]:
    """The boxes of the numbers that the axis paints."""
    picture = QPicture()
    with QPainter(picture) as painter:
        found: list[QRectF] = [text[0] for text in axis.generateDrawSpecs(painter)[2]]
    return found


@pytest.mark.parametrize("lo", [0.0, -5.0, 123456.0, 0.001])
@pytest.mark.parametrize("length", [1e-6, 0.3, 17.0, 4e5])
def test_numbers_do_not_lie_on_each_other(qtbot: QtBot, theme: Theme, lo: float, length: float) -> None:
    view = plot(qtbot, theme, Span(lo, lo + length), Span(lo, lo + length))
    for axis in (view.left_axis, view.bottom_axis):
        boxes = number_boxes(axis)
        assert not [pair for pair in combinations(boxes, 2) if pair[0].intersects(pair[1])]
    assert number_boxes(view.left_axis)


def test_no_number_stands_right_of_the_name_below_which_would_be_read_as_its_value(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = plot(qtbot, theme, Span(0.0, 0.53), Span(0.0, 1.0))
    axis, shown = view.bottom_axis, list[QRectF]()
    axis.set_name("η")
    monkeypatch.setattr(pyqtgraph.AxisItem, "drawPicture", lambda *args: shown.extend(text[0] for text in args[4]))
    picture = QPicture()
    with QPainter(picture) as painter:
        axis.drawPicture(painter, *axis.generateDrawSpecs(painter))
    assert shown
    assert max(text.right() for text in shown) < axis.size().width() - NAME_GAP_PX
