"""Small words in the landscape on a patch of its colour, so that they can be read over trails and lines."""

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from app.theme import RADIUS_SMALL, Theme, faded
from app.views.boxes import Box
from app.views.curve_line import CurveLine

PATCH = 0.72
"""Opacity of the patch."""
INSET = 3.0
"""Pixels from the patch's sides to the words."""
MOST_KEPT = 32
"""Words that are kept as pictures."""


def words_size(text: str, theme: Theme) -> tuple[float, float]:
    """Pixels across and down of the patch for some words."""
    return _size(text, theme.font("small"))


@lru_cache(MOST_KEPT)
def _size(text: str, font: QFont) -> tuple[float, float]:
    metrics = QFontMetricsF(font)
    return math.ceil(metrics.horizontalAdvance(text)) + 2.0 * INSET, float(math.ceil(metrics.height()))


class WordPictures:
    """Paints words; those painted lately are kept as pictures."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._kept: dict[tuple[object, ...], QPixmap] = {}

    def paint(self, painter: QPainter, text: str, box: Box, colour: QColor, line: CurveLine) -> None:
        """Paint words into the box of their size; below the curve their patch has the ground's colour."""
        is_underground = line.lowest_and_highest(box.left, box.right)[1] <= box.top
        behind = self._theme.palette.ground if is_underground else self._theme.palette.background
        ratio = painter.device().devicePixelRatioF()
        key = text, colour.rgba(), behind.rgba(), self._theme.scale, ratio
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = self._written(text, colour, behind, ratio)
        painter.drawPixmap(QPointF(box.left, box.top), self._kept[key])

    def _written(self, text: str, colour: QColor, behind: QColor, ratio: float) -> QPixmap:
        font = self._theme.font("small")
        width, height = words_size(text, self._theme)
        picture = QPixmap(round(width * ratio), round(height * ratio))
        picture.fill(Qt.GlobalColor.transparent)
        picture.setDevicePixelRatio(ratio)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(faded(behind, PATCH))
            painter.drawRoundedRect(QRectF(0.0, 0.0, width, height), 0.5 * RADIUS_SMALL, 0.5 * RADIUS_SMALL)
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(QPointF(INSET, QFontMetricsF(font).ascent()), text)
        return picture
