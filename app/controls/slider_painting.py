"""How a slider looks: its groove and its knob."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.theme import Palette, theme


@dataclass(frozen=True, slots=True)
class SliderLook:
    """Everything that changes how a slider is painted."""

    palette: Palette
    fill: QColor
    """Left of the knob."""
    enabled: bool
    active: bool
    """Under the mouse or being dragged."""
    ring: bool
    """The keyboard is here."""
    radius: float
    """Of the knob."""


def paint_groove(painter: QPainter, groove: QRectF, knob_x: float, stop_x: float | None, look: SliderLook) -> None:
    """The bar, filled up to the knob, and the stop beyond it."""
    painter.setPen(Qt.PenStyle.NoPen)
    radius = groove.height() / 2.0
    painter.setBrush(look.palette.groove)
    painter.drawRoundedRect(groove, radius, radius)
    if stop_x is not None:
        painter.drawEllipse(QPointF(stop_x, groove.center().y()), radius, radius)
    filled = QRectF(groove)
    filled.setRight(min(knob_x, groove.right()))
    if look.enabled and filled.width() > 0.0:
        painter.setBrush(look.fill)
        painter.drawRoundedRect(filled, radius, radius)


def paint_knob(painter: QPainter, centre: QPointF, look: SliderLook) -> None:
    """A round knob; it swells a little under the mouse and wears a ring when the keyboard is on it."""
    palette = look.palette
    radius = theme().scaled(look.radius) + (1.0 if look.active and look.enabled else 0.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.shadow)
    painter.drawEllipse(centre + QPointF(0.0, 1.0), radius + 0.5, radius + 0.5)
    painter.setBrush(palette.handle if look.enabled else palette.disabled)
    painter.setPen(QPen(palette.line_strong if not palette.is_dark else palette.panel, 1.0))
    painter.drawEllipse(centre, radius - 0.5, radius - 0.5)
    if look.ring:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(palette.focus, 2.0))
        painter.drawEllipse(centre, radius + 2.0, radius + 2.0)
