"""The values of the curve under the mouse."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from app.text.numbers import reading_text
from app.theme.application import Theme
from app.views.landscape.ground import GroundLayer
from physics.landscape.base import Landscape

MARGIN_PX, DOT_RADIUS_PX = 10.0, 3.0


def readout_text(landscape: Landscape, w: float) -> str:
    """w, f and the slope there."""
    at = np.array([w])
    f, slope = landscape.height(at)[0].item(), landscape.slope(at)[0].item()
    return f"w {reading_text(w)} · f {reading_text(f)} · f′ {reading_text(slope)}"


def paint_readout(painter: QPainter, landscape: Landscape, w: float, ground: GroundLayer, theme: Theme) -> None:
    """Paint a dot on the curve at w, and its values at the lower right of the view; nothing outside the domain."""
    lo, hi = landscape.domain
    if not lo <= w <= hi:
        return
    transform, palette = ground.transform, theme.palette
    y = float(transform.clipped_y(landscape.height(np.array([w])))[0])
    painter.setPen(QPen(palette.background, 1.0))
    painter.setBrush(palette.ink)
    painter.drawEllipse(QPointF(transform.x(w), y), DOT_RADIUS_PX * theme.scale, DOT_RADIUS_PX * theme.scale)
    text, font = readout_text(landscape, w), theme.font("number_small")
    height = QFontMetricsF(font).height()
    margin = MARGIN_PX * theme.scale
    box = QRectF(0.0, ground.floor - height, transform.width - margin, height)
    painter.setFont(font)
    painter.setPen(palette.muted)
    painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
