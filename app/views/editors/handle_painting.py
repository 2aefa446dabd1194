"""How handles look: the points, the limits of the one that is dragged, and where exactly it is."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from app.controls.numbers import number_text
from app.theme import RADIUS_SMALL, SPACE, Theme, faded
from app.views.landscape_view import LandscapeView
from physics.arrays import Floats

SIZE = 4.5
SIZE_HOVERED = 6.0
RING = 9.5
FIGURES = 6
"""Significant figures of the readout; the fields in the bar show all of them."""


def paint_handles(
    painter: QPainter, theme: Theme, x: Floats, y: Floats, hovered: int | None, selected: int | None
) -> None:
    """Paint every handle at its pixels (x, y): the hovered one is larger, the selected one has a ring."""
    palette, scale = theme.palette, theme.scale
    rim = QPen(palette.background, 1.6 * scale)
    for place, (across, down) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        middle = QPointF(across, down)
        stands_out = place in (hovered, selected)
        if stands_out:
            painter.setPen(QPen(palette.focus, 2.0 * scale) if place == selected else Qt.PenStyle.NoPen)
            painter.setBrush(faded(palette.focus, 0.22))
            painter.drawEllipse(middle, RING * scale, RING * scale)
        size = (SIZE_HOVERED if stands_out else SIZE) * scale
        painter.setPen(rim)
        painter.setBrush(palette.focus if stands_out else palette.ink)
        painter.drawEllipse(middle, size, size)


def paint_limits(painter: QPainter, view: LandscapeView, theme: Theme, limits: tuple[float, float]) -> None:
    """Paint how far the dragged handle can go: between its neighbours, and within the heights that are visible."""
    width, height = view.viewport().width(), view.viewport().height()
    left, right = (view.projection.x(limit) for limit in limits)
    painter.fillRect(QRectF(left, 0.0, right - left, height), faded(theme.palette.focus, 0.05))
    pen = QPen(faded(theme.palette.focus, 0.55), 1.0)
    pen.setDashPattern([4.0, 4.0])
    painter.setPen(pen)
    lines = [QLineF(x, 0.0, x, height) for x in (left, right)]
    lines += [QLineF(0.0, y, width, y) for y in (0.5, height - 0.5)]
    painter.drawLines(lines)


def paint_readout(
    painter: QPainter, theme: Theme, middle: QPointF, position: tuple[float, float], room: QPointF
) -> None:
    """Paint w and f of a handle beside it, inside the view (`room` is its lower right corner)."""
    palette = theme.palette
    text = "   ".join(f"{name} {_figures(value)}" for name, value in zip("wf", position, strict=True))
    font = theme.font("number_small")
    metrics = QFontMetricsF(font)
    away = (RING + 2.0 * SPACE) * theme.scale
    size_x = metrics.horizontalAdvance(text) + 4.0 * SPACE * theme.scale
    size_y = metrics.height() + 2.0 * SPACE * theme.scale
    x = min(max(middle.x() - size_x / 2.0, SPACE), room.x() - size_x - SPACE)
    above = middle.y() - away - size_y
    y = above if above >= SPACE else min(middle.y() + away, room.y() - size_y - SPACE)
    box = QRectF(x, y, size_x, size_y)
    painter.setPen(QPen(palette.line_strong, 1.0))
    painter.setBrush(faded(palette.panel, 0.94))
    painter.drawRoundedRect(box, RADIUS_SMALL, RADIUS_SMALL)
    painter.setFont(font)
    painter.setPen(palette.ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _figures(value: float) -> str:
    """A number with a true minus, short enough to read at a glance."""
    return number_text(float(f"{value:.{FIGURES}g}")).replace("-", "−")
