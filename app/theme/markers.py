"""Markers, which tell balls apart without colour, and the disc of a ball as it is painted everywhere."""

import math
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
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

from app.text.translation import N_
from app.theme.palette import Palette, faded, mix
from app.theme.pixmaps import transparent_pixmap


class Marker(StrEnum):
    """A shape, in the order in which new balls take them; its name is translated where it is shown.

    With 11 markers and 8 colours the first 88 balls all have different styles.
    """

    DOT = N_("dot")
    BAR = N_("bar")
    TRIANGLE = N_("triangle")
    CROSS = N_("cross")
    SQUARE = N_("square")
    RING = N_("ring")
    PLUS = N_("plus")
    WEDGE = N_("wedge")
    DIAMOND = N_("diamond")
    STAR = N_("star")
    MOON = N_("moon")

    @classmethod
    def of(cls, index: int) -> "Marker":
        """The marker with this index; indices beyond the last one wrap around."""
        markers = tuple(cls)
        return markers[index % len(markers)]


@cache
def marker_path(marker: Marker) -> QPainterPath:
    """The outline of a marker, centred on (0, 0) on a disc of radius 1; y grows downwards.

    The path is shared: translate or scale the painter, not the path.
    """
    return _MARKER_PATHS[marker]()


def _circle(radius: float, x: float = 0.0) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(x, 0.0), radius, radius)
    return path


def _polygon(points: Sequence[tuple[float, float]]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
    return path


def _regular_polygon(corners: int, radius: float, turn: float) -> QPainterPath:
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


def _subtracted(whole: QPainterPath, part: QPainterPath) -> QPainterPath:
    """One shape minus the other, computed at 1000 times the size: Qt works to the accuracy of a pixel."""
    large = QTransform.fromScale(1e3, 1e3)
    return QTransform.fromScale(1e-3, 1e-3).map(large.map(whole).subtracted(large.map(part)))


def _star() -> QPainterPath:
    tips = [(0.72 if k % 2 == 0 else 0.3, -math.pi / 2 + math.pi * k / 5) for k in range(10)]
    return _polygon([(r * math.cos(a), r * math.sin(a) + 0.04) for r, a in tips])


def _square() -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(-0.42, -0.42, 0.84, 0.84))
    return path


_MARKER_PATHS: dict[Marker, Callable[[], QPainterPath]] = {
    Marker.DOT: lambda: _circle(0.3),
    Marker.BAR: lambda: _strokes((-0.58, 0.0, 0.58, 0.0)),
    Marker.TRIANGLE: lambda: _regular_polygon(3, 0.6, -math.pi / 2).translated(0.0, 0.06),
    Marker.CROSS: lambda: _strokes((-0.44, -0.44, 0.44, 0.44), (-0.44, 0.44, 0.44, -0.44)),
    Marker.SQUARE: _square,
    Marker.RING: lambda: _subtracted(_circle(0.56), _circle(0.32)),
    Marker.PLUS: lambda: _strokes((-0.6, 0.0, 0.6, 0.0), (0.0, -0.6, 0.0, 0.6)),
    Marker.WEDGE: lambda: _regular_polygon(3, 0.6, math.pi / 2).translated(0.0, -0.06),
    Marker.DIAMOND: lambda: _polygon([(0.0, -0.62), (0.44, 0.0), (0.0, 0.62), (-0.44, 0.0)]),
    Marker.STAR: _star,
    Marker.MOON: lambda: _subtracted(_circle(0.6), _circle(0.54, 0.36)).translated(0.08, 0.0),
}


MIN_RADIUS_WITH_MARKER_PX = 5.0
"""On smaller discs a marker could not be recognised."""
RIM_PX, RIM_SHADE = 1.5, 0.6
"""Width of the dark rim, which only balls have, and its share of black."""
MARKER_SCALE = 0.9
MARKER_OPACITY = 0.85


def paint_ball(
    painter: QPainter, centre: QPointF, radius: float, palette: Palette, colour_index: int, marker: Marker
) -> None:
    """Paint a ball; pen, brush and transform of the painter are left as they were."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(centre)
    painter.scale(radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_disc_brush(palette.ball(colour_index).rgba()))
    painter.drawEllipse(QPointF(0.0, 0.0), 1.0, 1.0)
    painter.setPen(QPen(_rim_colour(palette.ball(colour_index).rgba()), RIM_PX / radius))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = 1.0 - 0.5 * RIM_PX / radius
    painter.drawEllipse(QPointF(0.0, 0.0), inset, inset)
    if radius >= MIN_RADIUS_WITH_MARKER_PX:
        painter.scale(MARKER_SCALE, MARKER_SCALE)
        painter.fillPath(marker_path(marker), faded(palette.on_ball(colour_index), MARKER_OPACITY))
    painter.restore()


def ball_pixmap(
    palette: Palette, colour_index: int, marker: Marker, diameter: float, pixel_ratio: float = 1.0
) -> QPixmap:
    """A ball with a diameter in device-independent pixels on a transparent ground."""
    side = max(1, round(diameter * pixel_ratio))
    pixmap = transparent_pixmap(QSize(side, side), pixel_ratio)
    with QPainter(pixmap) as painter:
        centre = QRectF(0.0, 0.0, side / pixel_ratio, side / pixel_ratio).center()
        paint_ball(painter, centre, side / pixel_ratio / 2.0, palette, colour_index, marker)
    return pixmap


def ball_icon(palette: Palette, colour_index: int, marker: Marker) -> QIcon:
    """A ball as an icon for buttons and menus."""
    icon = QIcon()
    for ratio in (1.0, 2.0, 3.0):
        pixmap = ball_pixmap(palette, colour_index, marker, 16.0, ratio)
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # without one of its own Qt tints a selected icon
            icon.addPixmap(pixmap, mode)
    return icon


@cache
def _disc_brush(rgba: int) -> QBrush:
    """Light from the upper left, on a disc of radius 1; flat enough for the marker to stay recognisable."""
    colour = QColor.fromRgba(rgba)
    gradient = QRadialGradient(QPointF(-0.35, -0.4), 1.45)
    gradient.setColorAt(0.0, mix(colour, QColor("#FFFFFF"), 0.42))
    gradient.setColorAt(0.35, colour)
    gradient.setColorAt(1.0, mix(colour, QColor("#000000"), 0.32))
    return QBrush(gradient)


@cache
def _rim_colour(rgba: int) -> QColor:
    return mix(QColor.fromRgba(rgba), QColor("#000000"), RIM_SHADE)
