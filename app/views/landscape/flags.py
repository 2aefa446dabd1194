"""A flag at each global minimum, and its words below the curve; and words where an end of the domain is lower."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen

from app.plotting.axes import axis_height
from app.plotting.labels import Box
from app.plotting.projection import CurveLine, Projection
from app.theme import Theme
from physics.landscape.base import Landscape

MOST_FLAGS = 24
"""Of more global minima only the one in the middle has a flag."""
POLE = 50.0
CLOTH = (21.0, 15.0)
BELOW = 14.0
"""Pixels from the minimum down to the words, at scale 1."""
LOWER_END = "lower, but no minimum"
"""At an end of the domain that lies below the flag."""


@dataclass(frozen=True)
class Flags:
    """Where flags stand and where their words are, in pixels."""

    feet: tuple[QPointF, ...]
    words: tuple[QRectF, ...]
    """Under each flag, or only under one where there is no room for all."""
    text: str
    end_words: tuple[QRectF, ...]
    """Where an end of the domain is lower than the flags."""
    scale: float

    @property
    def obstacles(self) -> tuple[Box, ...]:
        """What the balls' names keep clear of: cloths and words, not the thin poles."""
        shapes = [
            QRectF(foot.x(), foot.y() - POLE * self.scale, CLOTH[0] * self.scale, CLOTH[1] * self.scale)
            for foot in self.feet
        ]
        boxes = (
            Box(rect.left(), rect.top(), rect.right(), rect.bottom())
            for rect in (*shapes, *self.words, *self.end_words)
        )
        return tuple(box.grown(2.0) for box in boxes)


def place_flags(landscape: Landscape, projection: Projection, line: CurveLine, theme: Theme) -> Flags:
    """Find a place for every flag that is in the view."""
    features = landscape.features
    which = np.flatnonzero(features.is_global)
    x = projection.x(features.minima[which])
    y = projection.y_near(features.minimum_heights[which])
    feet = [QPointF(a, b) for a, b in zip(x, y, strict=True) if 0 <= a <= projection.width and b > 0]
    text = "global minimum"
    words = [_words_below(foot, text, projection, line, theme) for foot in feet[:MOST_FLAGS]]
    if len(feet) > MOST_FLAGS or any(one.right() > other.left() for one, other in pairwise(words)):
        text = f"one of {len(which)} global minima"
        middle = min(feet, key=lambda foot: abs(foot.x() - projection.width / 2.0))
        feet = feet if len(feet) <= MOST_FLAGS else [middle]
        words = [_words_below(middle, text, projection, line, theme)]
    floor = projection.height - axis_height(theme)
    room = tuple(rect for rect in words if rect.left() >= 0.0 and rect.bottom() <= floor)
    end_words = _words_at_ends(landscape, projection, line, theme, room)
    return Flags(tuple(feet), room, text, end_words, theme.scale)


def _words_at_ends(
    landscape: Landscape, projection: Projection, line: CurveLine, theme: Theme, others: tuple[QRectF, ...]
) -> tuple[QRectF, ...]:
    """Below each end of the domain that is in view and lower than the flags, and below other words there."""
    ends = landscape.features.lower_ends
    floor = projection.height - axis_height(theme)
    found: list[QRectF] = []
    for x, y in zip(projection.x(ends), projection.y_near(landscape.height(ends)), strict=True):
        rect = _words_below(QPointF(x, y), LOWER_END, projection, line, theme)
        for other in others:
            if rect.intersects(other):
                rect.moveTop(other.bottom())
        if 0.0 <= x <= projection.width and y > 0.0 and rect.bottom() <= floor:
            found.append(rect)
    return tuple(found)


def _words_below(foot: QPointF, text: str, projection: Projection, line: CurveLine, theme: Theme) -> QRectF:
    """Centred below the minimum, deeper where the curve comes down beside it, moved in from the view's ends."""
    metrics = QFontMetricsF(theme.font("small"))
    width, height = metrics.horizontalAdvance(text), metrics.height()
    gap = theme.scaled(6)
    left = min(max(foot.x() - width / 2.0, gap), projection.width - width - gap)
    lowest_line = line.lowest_and_highest(left, left + width)[1]
    top = max(foot.y(), lowest_line) + theme.scaled(BELOW)
    return QRectF(left, top, width, height)


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
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, flags.text)
    for rect in flags.end_words:
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, LOWER_END)


def _cloth(x: float, y: float, scale: float) -> QPainterPath:
    """A pennant that waves a little."""
    width, height = CLOTH[0] * scale, CLOTH[1] * scale
    path = QPainterPath(QPointF(x, y))
    path.cubicTo(x + 0.35 * width, y - 0.1 * height, x + 0.55 * width, y + 0.5 * height, x + width, y + 0.45 * height)
    path.cubicTo(x + 0.6 * width, y + 0.75 * height, x + 0.4 * width, y + 0.75 * height, x, y + height)
    path.closeSubpath()
    return path
