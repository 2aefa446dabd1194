"""A ball as it is drawn everywhere: a shaded disc with its mark."""

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPen, QPixmap, QRadialGradient

from app.theme.contrast import faded, mix
from app.theme.marks import Mark, mark_path
from app.theme.palette import Palette

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
