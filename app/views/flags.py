"""A flag at each global minimum, and its words below the curve."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen

from app.theme import Theme
from app.views.axis import axis_height
from app.views.curve_line import CurveLine
from app.views.projection import Projection
from physics.landscape import Landscape

TEXT = "global minimum"
POLE = 50.0
CLOTH = (21.0, 15.0)
BELOW = 14.0
"""Pixels from the minimum down to the words, at scale 1."""


@dataclass(frozen=True)
class Flags:
    """Where flags stand and where their words are, in pixels."""

    feet: tuple[QPointF, ...]
    words: tuple[QRectF, ...]
    """As many as find room; at least the first where it is in the view."""
    scale: float

    @property
    def obstacles(self) -> tuple[QRectF, ...]:
        """What the balls' names keep clear of."""
        width, height = CLOTH[0] * self.scale, CLOTH[1] * self.scale
        cloths = (QRectF(foot.x() - 2.0, foot.y() - POLE * self.scale, width + 4.0, height) for foot in self.feet)
        return (*cloths, *self.words)


def place_flags(landscape: Landscape, projection: Projection, line: CurveLine, theme: Theme) -> Flags:
    """Find a place for every flag that is in the view."""
    features = landscape.features
    which = np.flatnonzero(features.is_global)
    x = projection.x(features.minima[which])
    y = projection.y_near(features.minimum_heights[which])
    feet = [QPointF(a, b) for a, b in zip(x, y, strict=True) if 0 <= a <= projection.width and b > 0]
    metrics = QFontMetricsF(theme.font("small"))
    size = metrics.horizontalAdvance(TEXT), metrics.height()
    words: list[QRectF] = []
    for foot in feet:
        rect = _words_below(foot, size, projection, line, theme)
        if rect is not None and not _touches(rect, words, theme.scaled(12)):
            words.append(rect)
    return Flags(tuple(feet), tuple(words), theme.scale)


def _words_below(
    foot: QPointF, size: tuple[float, float], projection: Projection, line: CurveLine, theme: Theme
) -> QRectF | None:
    """Centred below the minimum, deeper where the curve comes down beside it, moved in from the view's ends."""
    width, height = size
    gap = theme.scaled(6)
    left = min(max(foot.x() - width / 2.0, gap), projection.width - width - gap)
    lowest_line = line.lowest_and_highest(left, left + width)[1]
    top = max(foot.y(), lowest_line) + theme.scaled(BELOW)
    floor = projection.height - axis_height(theme)
    return QRectF(left, top, width, height) if left >= 0.0 and top + height <= floor else None


def _touches(rect: QRectF, others: Iterable[QRectF], gap: float) -> bool:
    wide = rect.adjusted(-gap, 0.0, gap, 0.0)
    return any(wide.intersects(other) for other in others)


def paint_flags(painter: QPainter, flags: Flags, theme: Theme) -> None:
    """Paint poles and cloths behind the balls, and the words."""
    palette, scale = theme.palette, theme.scale
    pole = QPen(palette.curve, 1.6 * scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    for foot in flags.feet:
        painter.setPen(pole)
        top = foot.y() - POLE * scale
        painter.drawLine(foot, QPointF(foot.x(), top))
        painter.fillPath(_cloth(foot.x() + 0.8 * scale, top, scale), palette.success)
    painter.setFont(theme.font("small"))
    painter.setPen(palette.muted)
    for rect in flags.words:
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, TEXT)


def _cloth(x: float, y: float, scale: float) -> QPainterPath:
    """A pennant that waves a little."""
    width, height = CLOTH[0] * scale, CLOTH[1] * scale
    path = QPainterPath(QPointF(x, y))
    path.cubicTo(x + 0.35 * width, y - 0.1 * height, x + 0.55 * width, y + 0.5 * height, x + width, y + 0.45 * height)
    path.cubicTo(x + 0.6 * width, y + 0.75 * height, x + 0.4 * width, y + 0.75 * height, x, y + height)
    path.closeSubpath()
    return path
