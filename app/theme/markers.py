"""The markers that tell balls apart without colour, and a ball as it is drawn everywhere."""

import math
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QIcon,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QPixmap,
    QPolygonF,
    QRadialGradient,
    QTransform,
)

from app.theme.palette import Palette, faded, mix


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


SMALLEST_MARKED = 5.0
"""Discs with a smaller radius, in pixels, carry no mark: it could not be read."""
MARK_SIZE = 0.9
MARK_OPACITY = 0.85


def paint_disc(
    painter: QPainter, centre: QPointF, radius: float, palette: Palette, colour_index: int, mark: Mark
) -> None:
    """Paint a ball's disc; the painter's pen, brush and transform are as before afterwards."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(centre)
    painter.scale(radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_shading(palette.ball(colour_index).rgba()))
    painter.drawEllipse(QPointF(0.0, 0.0), 1.0, 1.0)
    rim = QPen(_rim(palette.ball(colour_index).rgba()), 0.0)
    rim.setCosmetic(True)
    rim.setWidthF(1.0)
    painter.setPen(rim)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = 1.0 - 0.5 / radius
    painter.drawEllipse(QPointF(0.0, 0.0), inset, inset)
    if radius >= SMALLEST_MARKED:
        painter.scale(MARK_SIZE, MARK_SIZE)
        painter.fillPath(mark_path(mark), faded(palette.on_ball(colour_index), MARK_OPACITY))
    painter.restore()


def disc_pixmap(palette: Palette, colour_index: int, mark: Mark, diameter: float, pixel_ratio: float = 1.0) -> QPixmap:
    """A ball's disc as a picture of `diameter` device-independent pixels on a transparent ground."""
    side = max(1, round(diameter * pixel_ratio))
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    pixmap.setDevicePixelRatio(pixel_ratio)
    with QPainter(pixmap) as painter:
        centre = QRectF(0.0, 0.0, side / pixel_ratio, side / pixel_ratio).center()
        paint_disc(painter, centre, side / pixel_ratio / 2.0, palette, colour_index, mark)
    return pixmap


def disc_icon(palette: Palette, colour_index: int, mark: Mark) -> QIcon:
    """A ball's disc for menus, lists and tables."""
    icon = QIcon()
    for ratio in (1.0, 2.0, 3.0):
        icon.addPixmap(disc_pixmap(palette, colour_index, mark, 16.0, ratio))
    return icon


@cache
def _shading(rgba: int) -> QBrush:
    """Light from the upper left, on a disc of radius 1; flat enough for the mark to stay readable."""
    colour = QColor.fromRgba(rgba)
    gradient = QRadialGradient(QPointF(-0.35, -0.4), 1.45)
    gradient.setColorAt(0.0, mix(colour, QColor("#FFFFFF"), 0.42))
    gradient.setColorAt(0.35, colour)
    gradient.setColorAt(1.0, mix(colour, QColor("#000000"), 0.32))
    return QBrush(gradient)


@cache
def _rim(rgba: int) -> QColor:
    return mix(QColor.fromRgba(rgba), QColor("#000000"), 0.45)
