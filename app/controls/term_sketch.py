"""Draws the pictures of the glossary: curves, balls, arrows and words, in coordinates from 0 to 1."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from app.theme.application import theme
from app.theme.palette import Palette, faded
from physics.arrays import Floats

BALL_PX, HEAD_PX = 7.0, 7.0
"""Radius of a ball and length of the head of an arrow, at scale 1."""
POINTS = 121
FAINT = 0.4
"""Opacity of where a ball was or will be."""

Function = Callable[[Floats], Floats]
"""Heights at positions, both from 0 to 1."""


class Sketch:
    """Draws in coordinates from 0 to 1, to the right and up."""

    def __init__(self, painter: QPainter, box: QRectF, scale: float, palette: Palette) -> None:
        self.painter, self.palette, self._box, self._scale = painter, palette, box, scale
        self.curve: Function = hills

    def at(self, x: float, y: float) -> QPointF:
        """A point in pixels."""
        return QPointF(self._box.left() + x * self._box.width(), self._box.bottom() - y * self._box.height())

    def on(self, x: float) -> tuple[float, float]:
        """The point of the ground at x."""
        return x, float(self.curve(np.array(x)))

    def pen(self, colour: QColor, width: float = 1.5, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> None:
        """Take a pen."""
        self.painter.setPen(QPen(colour, width * self._scale, style, Qt.PenCapStyle.RoundCap))

    def polyline(self, x: Floats, y: Floats) -> None:
        """Draw a line through points with the pen."""
        self.painter.drawPolyline(QPolygonF([self.at(*place) for place in zip(x.tolist(), y.tolist(), strict=True)]))

    def ground(self, curve: Function, colours: Sequence[QColor] = (), edges: Sequence[float] = (0.0, 1.0)) -> None:
        """Draw a curve; between edges in these colours, or all in that of the landscape."""
        self.curve = curve
        for index, (lo, hi) in enumerate(pairwise(edges)):
            x = np.linspace(lo, hi, POINTS)
            self.pen(colours[index] if colours else self.palette.curve, 3.0 if colours else 2.0)
            self.polyline(x, self.curve(x))

    def ball(self, x: float, y: float | None = None, *, is_faint: bool = False, above: float = 0.0) -> None:
        """Draw a ball that stands on the ground at x, or at y."""
        centre = self.at(*(self.on(x) if y is None else (x, y))) - QPointF(0.0, (BALL_PX + 1.0 + above) * self._scale)
        colour = self.palette.ball(0)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(faded(colour, FAINT) if is_faint else colour)
        self.painter.drawEllipse(centre, BALL_PX * self._scale, BALL_PX * self._scale)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)

    def line(
        self, one: tuple[float, float], other: tuple[float, float], colour: QColor, *, is_dashed: bool = False
    ) -> None:
        """Draw a line."""
        self.pen(colour, 1.5, Qt.PenStyle.DashLine if is_dashed else Qt.PenStyle.SolidLine)
        self.painter.drawLine(self.at(*one), self.at(*other))

    def arrow(self, tail: tuple[float, float], tip: tuple[float, float], colour: QColor) -> None:
        """Draw an arrow."""
        start, end = self.at(*tail), self.at(*tip)
        self.pen(colour, 2.0)
        self.painter.drawLine(start, end)
        back = start - end
        length = max(1.0, (back.x() ** 2 + back.y() ** 2) ** 0.5)
        along = back / length * HEAD_PX * self._scale
        across = QPointF(-along.y(), along.x()) * 0.5
        head = QPainterPath(end)
        for corner in (end + along + across, end + along - across):
            head.lineTo(corner)
        self.painter.fillPath(head, colour)

    def trail(self, x: Sequence[float], above: float = 0.1) -> None:
        """Draw the way of a ball over the ground."""
        self.pen(self.palette.ball_line(0), 1.5, Qt.PenStyle.DotLine)
        places = np.linspace(x[0], x[1], POINTS)
        self.polyline(places, self.curve(places) + above)

    def text(self, x: float, y: float, text: str) -> None:
        """Write a short text with its middle at a point."""
        self.painter.setFont(theme().font("small"))
        self.painter.setPen(self.palette.muted)
        place = self.at(x, y)
        room = QRectF(place.x() - 100.0, place.y() - 20.0, 200.0, 40.0)
        self.painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    def flag(self, x: float) -> None:
        """Put up a flag."""
        foot = self.at(*self.on(x))
        top = foot - QPointF(0.0, 34.0 * self._scale)
        self.pen(self.palette.curve, 1.5)
        self.painter.drawLine(foot, top)
        cloth = QPainterPath(top)
        cloth.lineTo(top + QPointF(15.0, 5.0) * self._scale)
        cloth.lineTo(top + QPointF(0.0, 10.0) * self._scale)
        self.painter.fillPath(cloth, self.palette.success)


def hills(x: Floats) -> Floats:
    """Two valleys, the left one deeper."""
    heights: Floats = 0.32 + 0.24 * np.cos(4.0 * np.pi * (x + 0.02)) + 0.28 * x
    return heights


def bowl(x: Floats) -> Floats:
    """One valley."""
    heights: Floats = 0.06 + 3.2 * (x - 0.5) ** 2
    return heights


def hill(x: Floats) -> Floats:
    """One hilltop."""
    heights: Floats = 0.15 + 0.5 * np.exp(-(((x - 0.5) / 0.16) ** 2))
    return heights


def slope(x: Floats) -> Floats:
    """A descent to the right."""
    heights: Floats = 0.62 - 0.55 * x
    return heights
