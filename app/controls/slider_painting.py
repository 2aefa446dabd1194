"""How a slider is painted: groove, strip of outcomes, knob."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QTransform

from app.theme.application import theme
from app.theme.outcome_colours import Pixels
from app.theme.palette import Palette

KNOB_RADIUS = 7.0


@dataclass(frozen=True, slots=True)
class SliderStyle:
    """The state of a slider that shows in its colours."""

    palette: Palette
    is_enabled: bool
    is_active: bool
    """Under the mouse, or being dragged."""
    has_ring: bool
    """It has the keyboard focus, and got it by a key."""


def paint_groove(painter: QPainter, groove: QRectF, knob_x: float, stop_x: float | None, style: SliderStyle) -> None:
    """Paint the bar, filled up to the knob, and the stop to the right of it."""
    painter.setPen(Qt.PenStyle.NoPen)
    radius = groove.height() / 2.0
    painter.setBrush(style.palette.groove)
    painter.drawRoundedRect(groove, radius, radius)
    if stop_x is not None:
        painter.drawEllipse(QPointF(stop_x, groove.center().y()), radius, radius)
    filled = QRectF(groove)
    filled.setRight(min(knob_x, groove.right()))
    if style.is_enabled and filled.width() > 0.0:
        painter.setBrush(style.palette.accent)
        painter.drawRoundedRect(filled, radius, radius)


def paint_strip(painter: QPainter, groove: QRectF, stop_x: float | None, pixels: Pixels, palette: Palette) -> None:
    """Paint the groove with `pixels`, (height, n) of ARGB, one column a pixel.

    The stop has the colour that most of the last column has: what is hatched there is not one line of the hatching.
    """
    height, columns = pixels.shape
    image = QImage(pixels.data, columns, height, 4 * columns, QImage.Format.Format_ARGB32)
    brush = QBrush(image)
    brush.setTransform(QTransform.fromTranslate(groove.left(), groove.top()))
    radius = groove.height() / 2.0
    painter.setPen(QPen(palette.line_strong, 0.75))
    painter.setBrush(palette.groove)
    painter.drawRoundedRect(groove, radius, radius)
    painter.setBrush(brush)
    painter.drawRoundedRect(groove, radius, radius)
    if stop_x is not None:
        colours, counts = np.unique(pixels[:, -1], return_counts=True)
        painter.setBrush(QColor.fromRgba(int(colours[counts.argmax()])))
        painter.drawEllipse(QPointF(stop_x, groove.center().y()), radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_knob(painter: QPainter, centre: QPointF, style: SliderStyle) -> None:
    """Paint a round knob, a little larger while it is active, with a ring for the keyboard focus."""
    palette = style.palette
    radius = theme().scaled(KNOB_RADIUS) + (1.0 if style.is_active and style.is_enabled else 0.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.shadow)
    painter.drawEllipse(centre + QPointF(0.0, 1.0), radius + 0.5, radius + 0.5)
    painter.setBrush(palette.handle if style.is_enabled else palette.disabled)
    painter.setPen(QPen(palette.line_strong if not palette.is_dark else palette.panel, 1.0))
    painter.drawEllipse(centre, radius - 0.5, radius - 0.5)
    if style.has_ring:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(palette.focus, 2.0))
        painter.drawEllipse(centre, radius + 2.0, radius + 2.0)
