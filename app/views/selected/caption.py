"""The caption of slow motion in the landscape: how large it is, where it may stand, and how it is painted."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.session.slow_motion import Moment
from app.theme import RADIUS, Theme, faded
from app.views.boxes import Box
from app.views.selected.moment_words import Caption, Tone

LARGE = 22
"""Pixels of the numbers at scale 1: to be read from the last row."""
PADDING, BETWEEN, MARGIN = 12.0, 4.0, 10.0
"""Pixels at scale 1: inside the frame, between the lines, to the ends of the view."""
LOWER = 48.0
"""Pixels at scale 1 from the top of the view, where other words are at the very top."""
KEYS = "→ next   ← back   Esc ends"
OPACITY = 0.92


class PlacedCaption(NamedTuple):
    """A caption and its frame in pixels."""

    moment: Moment
    caption: Caption
    box: Box


def caption_size(captions: Sequence[Caption], theme: Theme) -> tuple[float, float]:
    """Pixels across and down of a frame in which each of the captions has room, so that it keeps its size."""
    large, small = QFontMetricsF(_large(theme)), QFontMetricsF(theme.font("body"))
    keys = QFontMetricsF(theme.font("small")).horizontalAdvance(KEYS)
    gap, scale = 2.0 * PADDING * theme.scale, theme.scale
    upper = max(small.horizontalAdvance(_title(Moment.MOVE, caption)) for caption in captions) + gap + keys
    lower = max(large.horizontalAdvance(caption.text) for caption in captions)
    height = 2.0 * PADDING * scale + small.height() + BETWEEN * scale + large.height()
    return math.ceil(max(upper, lower) + gap), math.ceil(height)


def caption_places(size: tuple[float, float], view: Box, floor: float, scale: float) -> Iterator[Box]:
    """Where the frame may stand: at the top or below words there, then above the axis, which begins at `floor`."""
    width, height = size
    margin = MARGIN * scale
    middle = float(round(0.5 * (view.left + view.right - width)))
    for top in (view.top + margin, view.top + LOWER * scale, floor - margin - height):
        for left in (middle, view.left + margin, view.right - margin - width):
            yield Box(left, top, left + width, top + height)


def paint_caption(painter: QPainter, placed: PlacedCaption, theme: Theme) -> None:
    """Paint frame, words and numbers."""
    palette, scale = theme.palette, theme.scale
    left, top, right, bottom = placed.box
    painter.setPen(QPen(palette.line_strong, 1.0))
    painter.setBrush(faded(palette.panel, OPACITY))
    painter.drawRoundedRect(QRectF(left + 0.5, top + 0.5, right - left - 1.0, bottom - top - 1.0), RADIUS, RADIUS)
    x, small = left + PADDING * scale, QFontMetricsF(theme.font("body"))
    baseline = top + PADDING * scale + small.ascent()
    _write(painter, x, baseline, _title(placed.moment, placed.caption), theme.font("body"), palette.ink)
    keys, font = theme.font("small"), _large(theme)
    keys_left = right - PADDING * scale - QFontMetricsF(keys).horizontalAdvance(KEYS)
    _write(painter, keys_left, baseline, KEYS, keys, palette.muted)
    baseline += small.descent() + BETWEEN * scale + QFontMetricsF(font).ascent()
    for text, tone in placed.caption.pieces:
        x = _write(painter, x, baseline, text, font, _colour(tone, theme))


def _title(moment: Moment, caption: Caption) -> str:
    return f"{moment.value} of {len(Moment)}: {caption.title}"


def _large(theme: Theme) -> QFont:
    font = QFont(theme.font("formula"))
    font.setPixelSize(round(LARGE * theme.scale))
    return font


def _colour(tone: Tone, theme: Theme) -> QColor:
    palette = theme.palette
    return {
        Tone.MOMENTUM: palette.momentum_term,
        Tone.GRADIENT: palette.gradient_term,
        Tone.INK: palette.ink,
        Tone.MUTED: palette.muted,
    }[tone]


def _write(painter: QPainter, x: float, baseline: float, text: str, font: QFont, colour: QColor) -> float:
    """Write a text; return where it ends."""
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(QPointF(x, baseline), text)
    return x + QFontMetricsF(font).horizontalAdvance(text)
