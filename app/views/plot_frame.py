"""Where a plot's values lie on the screen, and what stands around them: title, axes, labels."""

import math
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.theme import Palette, Theme
from app.views.plot_span import Span, ticks
from physics.arrays import Floats

TITLE_HEIGHT = 28.0
LABELS_BELOW = 20.0
LABELS_LEFT = 42.0
RIGHT = 12.0
BELOW = 4.0
INSET = 3.0
"""Room between the axes and the outermost values, so that no line is cut in half; all in device-independent pixels."""
LABEL_GAP = 26.0
"""Least room between two labels of the step axis; twice that between those above each other."""


class Frame(NamedTuple):
    """The rectangle, in pixels, in which a plot draws its lines, and the values at its edges."""

    left: float
    top: float
    width: float
    height: float
    x: Span
    y: Span

    @property
    def rect(self) -> QRectF:
        """The rectangle."""
        return QRectF(self.left, self.top, self.width, self.height)

    def across(self, x: Floats) -> Floats:
        """Pixels from the left, of x's shape, at most a width beside the frame; NaN stays NaN."""
        pixels = self.left + (x - self.x.lo) * (self.width / self.x.length)
        return _within(pixels, self.left - self.width, self.left + 2.0 * self.width)

    def down(self, y: Floats) -> Floats:
        """Pixels from the top, of y's shape, at most a height above or below the frame; NaN stays NaN."""
        pixels = self.top + (self.y.hi - y) * (self.height / self.y.length)
        return _within(pixels, self.top - self.height, self.top + 2.0 * self.height)

    def x_at(self, pixel: float) -> float:
        """The value at so many pixels from the left."""
        return self.x.lo + (pixel - self.left) * self.x.length / self.width

    def point(self, x: float, y: float) -> QPointF:
        """One point in pixels."""
        return QPointF(float(self.across(np.array(x))), float(self.down(np.array(y))))


def _within(pixels: Floats, least: float, most: float) -> Floats:
    """Faster than np.clip on the few numbers of one frame."""
    bounded: Floats = np.minimum(np.maximum(pixels, least), most)
    return bounded


def frame_within(width: float, height: float, scale: float, x: Span, y: Span) -> Frame:
    """The frame of a plot of this size, in device-independent pixels; `scale` enlarges the room for labels."""
    left, top = LABELS_LEFT * scale, TITLE_HEIGHT * scale + INSET
    right, below = RIGHT * scale + INSET, (LABELS_BELOW + BELOW) * scale + INSET
    return Frame(left + INSET, top, max(1.0, width - left - INSET - right), max(1.0, height - top - below), x, y)


def paint_around(painter: QPainter, frame: Frame, title: str, theme: Theme, *, counts_steps: bool) -> None:
    """Paint title, axes and labels."""
    palette, scale = theme.palette, theme.scale
    metrics = QFontMetricsF(theme.font("small"))
    painter.setFont(theme.font("small"))
    painter.setPen(palette.muted)
    painter.drawText(QRectF(12.0 * scale, 0.0, 4096.0, TITLE_HEIGHT * scale), Qt.AlignmentFlag.AlignVCenter, title)
    font = _label_font(theme)
    painter.setFont(font)
    _paint_axis_left(painter, frame, palette, QFontMetricsF(font), metrics.height())
    painter.setFont(font)
    edge = frame.left + frame.width + INSET + RIGHT * scale - 1.0
    _paint_axis_below(painter, frame, palette, QFontMetricsF(font), edge, counts_steps=counts_steps)


def paint_key(painter: QPainter, frame: Frame, title: str, text: str, theme: Theme) -> None:
    """Explain a thin line beside the title, at the right, where there is room."""
    scale, metrics = theme.scale, QFontMetricsF(theme.font("small"))
    right = frame.left + frame.width + INSET
    left = right - metrics.horizontalAdvance(text)
    sample = QLineF(left - 20.0 * scale, 0.5 * TITLE_HEIGHT * scale, left - 5.0 * scale, 0.5 * TITLE_HEIGHT * scale)
    if sample.x1() > 24.0 * scale + metrics.horizontalAdvance(title):
        painter.setPen(QPen(theme.palette.muted, 1.0 * scale))
        painter.drawLine(sample)
        painter.setFont(theme.font("small"))
        painter.drawText(QRectF(left, 0.0, 4096.0, TITLE_HEIGHT * scale), Qt.AlignmentFlag.AlignVCenter, text)


def _label_font(theme: Theme) -> QFont:
    font = QFont(theme.font("number_small"))
    font.setPixelSize(round(11 * theme.scale))
    return font


def _axis_pen(colour: QColor) -> QPen:
    return QPen(colour, 1.0)


def _paint_axis_left(painter: QPainter, frame: Frame, palette: Palette, metrics: QFontMetricsF, line: float) -> None:
    """The upright axis with its labels, and a line across at 0 where that lies inside."""
    x = round(frame.left - INSET) + 0.5
    bottom = round(frame.top + frame.height + INSET) + 0.5
    painter.setPen(_axis_pen(palette.line))
    painter.drawLine(QLineF(x, round(frame.top - INSET) + 0.5, x, bottom))
    most = max(1, min(4, int(frame.height / (2.4 * line))))
    labels = ticks(frame.y, most)
    widest = max((metrics.horizontalAdvance(text) for _, text in labels), default=0.0)
    if widest > x - 6.0:
        font = painter.font()
        font.setStretch(math.floor(100.0 * (x - 6.0) / widest))
        painter.setFont(font)
    for value, text in labels:
        y = frame.point(0.0, value).y()
        painter.setPen(_axis_pen(palette.line))
        painter.drawLine(QLineF(x - 3.0, round(y) + 0.5, x, round(y) + 0.5))
        if value == 0.0 and frame.y.lo < 0.0 < frame.y.hi:
            painter.drawLine(QLineF(x, round(y) + 0.5, frame.left + frame.width, round(y) + 0.5))
        painter.setPen(palette.muted)
        half = metrics.height() / 2.0
        box = QRectF(0.0, y - half, x - 6.0, 2.0 * half)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


def _paint_axis_below(
    painter: QPainter, frame: Frame, palette: Palette, metrics: QFontMetricsF, edge: float, *, counts_steps: bool
) -> None:
    """The level axis with as many labels as have room beside each other, none of them beyond the `edge`."""
    y = round(frame.top + frame.height + INSET) + 0.5
    painter.setPen(_axis_pen(palette.line))
    painter.drawLine(QLineF(frame.left - INSET, y, frame.left + frame.width + INSET, y))
    for value, text in _labels_below(frame, metrics, counts_steps=counts_steps):
        x = frame.point(value, 0.0).x()
        painter.setPen(_axis_pen(palette.line))
        painter.drawLine(QLineF(round(x) + 0.5, y, round(x) + 0.5, y + 3.0))
        painter.setPen(palette.muted)
        width = metrics.horizontalAdvance(text)
        middle = min(x, edge - width / 2.0)
        box = QRectF(middle - width, y + 5.0, 2.0 * width, metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, text)


def _labels_below(frame: Frame, metrics: QFontMetricsF, *, counts_steps: bool) -> tuple[tuple[float, str], ...]:
    """As many labels as have room beside each other, at most about four."""
    for most in (4, 3, 2):
        labels = ticks(frame.x, most, whole=counts_steps)
        widest = max((metrics.horizontalAdvance(text) for _, text in labels), default=0.0)
        if len(labels) * (widest + LABEL_GAP) <= frame.width + widest:
            return labels
    return ticks(frame.x, 1, whole=counts_steps)
