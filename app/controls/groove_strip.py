"""A slider's groove that shows what every value would lead to: one colour for each pixel, and words for it."""

from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QImage, QPainter, QPen, QTransform

from app.outcome_colours import Pixels
from app.theme import Palette
from physics.arrays import Floats

THICKNESS = 8
"""Pixels, a little more than a plain groove has."""


class Strip(Protocol):
    """What a slider's values lead to."""

    def colours(self, values: Floats, height: int) -> Pixels:
        """(height, n) a column of pixels for each of these values."""

    def point_at(self, values: Floats, place: int | None) -> None:
        """The mouse is at that place of `values` now; None: it has gone."""


def paint_strip(painter: QPainter, groove: QRectF, stop_x: float | None, pixels: Pixels, palette: Palette) -> None:
    """Paint the groove, a column of `pixels` for each of its pixels; the last column colours the stop, if any."""
    height, columns = pixels.shape
    image = QImage(pixels.data, columns, height, 4 * columns, QImage.Format.Format_ARGB32)
    brush = QBrush(image)
    radius = groove.height() / 2.0
    painter.setPen(QPen(palette.line_strong, 0.75))
    painter.setBrush(palette.groove)
    painter.drawRoundedRect(groove, radius, radius)
    brush.setTransform(QTransform.fromTranslate(groove.left(), groove.top()))
    painter.setBrush(brush)
    painter.drawRoundedRect(groove, radius, radius)
    if stop_x is not None:
        painter.setBrush(image.pixelColor(columns - 1, 0))
        painter.drawEllipse(QPointF(stop_x, groove.center().y()), radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
