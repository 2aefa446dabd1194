"""Hatched brushes: a seventh valley has the first one's tint, with stripes."""

from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from app.theme.contrast import faded

TILE = 8
"""Side of the repeated square, in pixels."""


def hatched_brush(tint: QColor, round_: int) -> QBrush:
    """A brush in the tint: plain in round 0, striped one way in round 1, the other way in round 2, and so on."""
    return _brush(tint.rgba(), round_ % 3)


@cache
def _brush(rgba: int, pattern: int) -> QBrush:
    """One brush for each colour and pattern, made once."""
    tint = QColor.fromRgba(rgba)
    if pattern == 0:
        return QBrush(tint)
    tile = QImage(TILE, TILE, QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(tint)
    with QPainter(tile) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stripe = QColor("#000000") if tint.lightnessF() > 0.5 else QColor("#FFFFFF")
        painter.setPen(QPen(faded(stripe, 0.45), 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
        for offset in (-TILE, 0, TILE):
            if pattern == 1:
                painter.drawLine(offset, TILE, offset + TILE, 0)
            else:
                painter.drawLine(offset, 0, offset + TILE, TILE)
    return QBrush(tile)
