"""The marks on the balls: shapes that tell balls apart without colour."""

import math
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPainterPathStroker, QPolygonF, QTransform


class Mark(StrEnum):
    """A shape, in the order in which new balls take them.

    There are eleven, and eight colours: 88 balls go by before a pair of colour and mark comes again.
    """

    DOT = "dot"
    BAR = "bar"
    TRIANGLE = "triangle"
    CROSS = "cross"
    SQUARE = "square"
    RING = "ring"
    PLUS = "plus"
    WEDGE = "wedge"
    DIAMOND = "diamond"
    STAR = "star"
    MOON = "moon"

    @classmethod
    def of(cls, index: int) -> "Mark":
        """The mark of the ball with this number, counted from 0."""
        marks = tuple(cls)
        return marks[index % len(marks)]


@cache
def mark_path(mark: Mark) -> QPainterPath:
    """The filled outline of a mark, centred on (0, 0) on a disc of radius 1; y grows downwards.

    The path is shared: translate or scale the painter, never the path.
    """
    return _MARKS[mark]()


def _circle(radius: float, x: float = 0.0) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(x, 0.0), radius, radius)
    return path


def _polygon(points: Sequence[tuple[float, float]]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
    return path


def _regular(corners: int, radius: float, turn: float) -> QPainterPath:
    angles = [turn + 2.0 * math.pi * k / corners for k in range(corners)]
    return _polygon([(radius * math.cos(a), radius * math.sin(a)) for a in angles])


def _strokes(*lines: tuple[float, float, float, float]) -> QPainterPath:
    path = QPainterPath()
    for x1, y1, x2, y2 in lines:
        path.moveTo(x1, y1)
        path.lineTo(x2, y2)
    stroker = QPainterPathStroker()
    stroker.setWidth(0.3)
    stroker.setCapStyle(Qt.PenCapStyle.FlatCap)
    return stroker.createStroke(path).simplified()


def _difference(whole: QPainterPath, part: QPainterPath) -> QPainterPath:
    """One shape without the other; Qt cuts paths to the accuracy of pixels, so they are cut a thousandfold enlarged."""
    large = QTransform.fromScale(1e3, 1e3)
    return QTransform.fromScale(1e-3, 1e-3).map(large.map(whole).subtracted(large.map(part)))


def _star() -> QPainterPath:
    tips = [(0.72 if k % 2 == 0 else 0.3, -math.pi / 2 + math.pi * k / 5) for k in range(10)]
    return _polygon([(r * math.cos(a), r * math.sin(a) + 0.04) for r, a in tips])


def _square() -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(-0.42, -0.42, 0.84, 0.84))
    return path


_MARKS: dict[Mark, Callable[[], QPainterPath]] = {
    Mark.DOT: lambda: _circle(0.3),
    Mark.BAR: lambda: _strokes((-0.58, 0.0, 0.58, 0.0)),
    Mark.TRIANGLE: lambda: _regular(3, 0.6, -math.pi / 2).translated(0.0, 0.06),
    Mark.CROSS: lambda: _strokes((-0.44, -0.44, 0.44, 0.44), (-0.44, 0.44, 0.44, -0.44)),
    Mark.SQUARE: _square,
    Mark.RING: lambda: _difference(_circle(0.56), _circle(0.32)),
    Mark.PLUS: lambda: _strokes((-0.6, 0.0, 0.6, 0.0), (0.0, -0.6, 0.0, 0.6)),
    Mark.WEDGE: lambda: _regular(3, 0.6, math.pi / 2).translated(0.0, -0.06),
    Mark.DIAMOND: lambda: _polygon([(0.0, -0.62), (0.44, 0.0), (0.0, 0.62), (-0.44, 0.0)]),
    Mark.STAR: _star,
    Mark.MOON: lambda: _difference(_circle(0.6), _circle(0.54, 0.36)).translated(0.08, 0.0),
}
