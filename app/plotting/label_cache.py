"""Text painted into pixmaps that are kept: with a halo around its letters, or on a translucent patch."""

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintEngine, QPainter, QPainterPath, QPen, QPixmap

from app.plotting.curve_line import CurveLine
from app.plotting.drawing import pixel_ratio
from app.plotting.label_layout import Box
from app.theme.application import Theme
from app.theme.palette import RADIUS_SMALL, faded
from app.theme.pixmaps import PixmapCache, transparent_pixmap

HALO_PX = 3.0
"""Background around the letters, so that they can be read over lines."""
PATCH_OPACITY = 0.72
PATCH_INSET_PX = 3.0
"""From the sides of the patch to the text."""
MAX_CACHED = 32


def paint_text_with_halo(
    painter: QPainter, baseline: QPointF, text: str, font: QFont, colour: QColor, halo: QColor
) -> None:
    """Paint one line of text over its outline in the colour of the halo; in a file of text on a patch of that colour.

    Outlines would be as long in a file as all else, and Qt rounds them in one way or another.
    """
    if painter.paintEngine().type() in (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf):
        metrics = QFontMetricsF(font)
        box = QRectF(0.0, -metrics.ascent(), metrics.horizontalAdvance(text), metrics.height()).translated(baseline)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(halo, PATCH_OPACITY * halo.alphaF()))
        painter.drawRoundedRect(box.adjusted(-HALO_PX, 0.0, HALO_PX, 0.0), 0.5 * RADIUS_SMALL, 0.5 * RADIUS_SMALL)
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(baseline, text)
        return
    letters = QPainterPath()
    letters.addText(baseline, font, text)
    painter.strokePath(letters, QPen(halo, HALO_PX))
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(baseline, text)


def text_size(text: str, theme: Theme) -> tuple[float, float]:
    """Width and height, in pixels, of the patch for a text."""
    return _patch_size(text, theme.font("small"))


@lru_cache(MAX_CACHED)
def _patch_size(text: str, font: QFont) -> tuple[float, float]:
    metrics = QFontMetricsF(font)
    return math.ceil(metrics.horizontalAdvance(text)) + 2.0 * PATCH_INSET_PX, float(math.ceil(metrics.height()))


class PatchedTextPainter:
    """Paints texts on patches, each of them once."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._pixmaps = PixmapCache(MAX_CACHED)

    def paint(self, painter: QPainter, text: str, box: Box, colour: QColor, line: CurveLine) -> None:
        """Paint a text into a box of its `text_size`; the patch has the colour of the ground below the curve."""
        is_underground = line.lowest_and_highest(box.left, box.right)[1] <= box.top
        patch = self._theme.palette.ground if is_underground else self._theme.palette.background
        at, ratio = QPointF(box.left, box.top), pixel_ratio(painter)
        if ratio is None:
            self._paint_text(painter, text, colour, patch, at)
            return
        key = text, colour.rgba(), patch.rgba(), self._theme.scale, ratio
        painter.drawPixmap(at, self._pixmaps.get(key, lambda: self._painted(text, colour, patch, ratio)))

    def _painted(self, text: str, colour: QColor, patch: QColor, ratio: float) -> QPixmap:
        width, height = text_size(text, self._theme)
        pixmap = transparent_pixmap(QSize(round(width * ratio), round(height * ratio)), ratio)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_text(painter, text, colour, patch, QPointF())
        return pixmap

    def _paint_text(self, painter: QPainter, text: str, colour: QColor, patch: QColor, at: QPointF) -> None:
        """Paint a text on its patch, whose upper left corner is given."""
        font, (width, height) = self._theme.font("small"), text_size(text, self._theme)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(patch, PATCH_OPACITY))
        painter.drawRoundedRect(QRectF(at.x(), at.y(), width, height), 0.5 * RADIUS_SMALL, 0.5 * RADIUS_SMALL)
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(at + QPointF(PATCH_INSET_PX, QFontMetricsF(font).ascent()), text)
