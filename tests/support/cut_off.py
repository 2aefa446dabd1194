"""Texts of widgets that have less room than they need."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPicture
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

TOLERANCE_PX = 2.0


def cut_off(window: QWidget) -> Iterator[str]:
    """The texts of labels and buttons that are smaller than their text, or beyond the window's edge.

    A text that is elided may be, if all of it is in the tooltip.
    """
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, QLabel | QAbstractButton) or widget.window() is not window or not widget.text():
            continue
        if not widget.isVisible() or widget.text() in widget.toolTip():
            continue
        at, outside = widget.mapTo(window, QPoint()), window.width() - widget.width()
        if not 0 <= at.x() <= outside or not _has_room(widget):
            yield f"{type(widget).__name__}: {widget.text()}, at {at.x()}, {widget.width()} × {widget.height()}"


def _has_room(widget: QLabel | QAbstractButton) -> bool:
    """Whether a widget is as large as its text, whatever is around that."""
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.heightForWidth(widget.width()) <= widget.height()
    size = widget.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, widget.text())
    return size.width() <= widget.width() and size.height() <= widget.height() + TOLERANCE_PX


def watch_edges(patch: pytest.MonkeyPatch) -> set[str]:
    """A set to which every painted text is added that does not fit on what it is painted on."""
    beyond: set[str] = set()
    draw: Callable[..., object] = QPainter.drawText

    def draw_and_measure(painter: QPainter, *arguments: object) -> object:
        box = painted_box(painter, *arguments)
        device = painter.device()
        if isinstance(device, QPicture):  # a recording has no edges; an axis is recorded within its own
            return draw(painter, *arguments)
        paper = QRectF(0.0, 0.0, device.width(), device.height()).adjusted(-TOLERANCE_PX, -50.0, TOLERANCE_PX, 50.0)
        if box is not None and box.width() and not paper.contains(painter.transform().mapRect(box)):
            beyond.update(each for each in arguments if isinstance(each, str))
        return draw(painter, *arguments)

    patch.setattr(QPainter, "drawText", draw_and_measure)
    return beyond


def painted_box(painter: QPainter, *arguments: object) -> QRectF | None:
    """Where `drawText` with these arguments puts its text."""
    metrics = QFontMetricsF(painter.font())
    match arguments:
        case (QPointF() as at, str(text)):
            return QRectF(at.x(), at.y() - metrics.ascent(), metrics.horizontalAdvance(text), metrics.height())
        case (QRectF() | QRect() as rect, flags, str(text)):
            return QRectF(painter.boundingRect(rect, int(getattr(flags, "value", flags)), text))
    return None


def open_windows() -> list[QWidget]:
    """The windows, menus and popups that are shown."""
    QApplication.processEvents()
    return [window for window in QApplication.topLevelWidgets() if window.isVisible()]
