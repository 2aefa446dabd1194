"""The caption of slow motion: its words with this step's numbers, where it stands, how it is painted."""

import math
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.plotting.labels import Box
from app.prediction.next_step import Terms
from app.session.slow_motion import Moment
from app.text.numbers import on_one_scale, rounded, short
from app.theme import RADIUS, Theme, faded
from physics.number_text import MINUS, rounded_alpha


class TextStyle(Enum):
    """Which colour a piece of a caption has."""

    MOMENTUM = auto()
    GRADIENT = auto()
    INK = auto()
    MUTED = auto()


class Span(NamedTuple):
    """Some letters of one colour."""

    text: str
    tone: TextStyle


class Caption(NamedTuple):
    """Two lines."""

    title: str
    pieces: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The second line without its colours."""
        return "".join(piece.text for piece in self.pieces)


def caption(moment: Moment, terms: Terms, last_delta: float, w_after: float) -> Caption:
    """The caption of a moment of a step that is still to be made; `last_delta` is the Δw before it."""
    if moment is Moment.MOMENTUM:
        return _momentum(terms, last_delta)
    if moment is Moment.GRADIENT:
        return _gradient(terms)
    return _sum(terms) if moment is Moment.SUM else _move(terms, w_after)


def _momentum(terms: Terms, last_delta: float) -> Caption:
    _, momentum, _ = _numbers(terms)
    factors = f" = {rounded_alpha(terms.alpha)} · {_in_brackets(rounded(last_delta))} = "
    pieces = Span("α·Δw", TextStyle.MOMENTUM), Span(factors, TextStyle.MUTED), Span(momentum, TextStyle.MOMENTUM)
    return Caption("what is left of the last step", pieces)


def _gradient(terms: Terms) -> Caption:
    _, _, gradient = _numbers(terms)
    where, title = "w", "the slope here"
    if terms.is_nesterov:
        where, title = "w + α·Δw", "the slope where the momentum leads"
    slope = terms.gradient_term / -terms.eta
    factors = f" = {MINUS}{short(terms.eta)} · {_in_brackets(rounded(slope))} = "
    symbol = Span(f"{MINUS}η·f′({where})", TextStyle.GRADIENT)
    return Caption(title, (symbol, Span(factors, TextStyle.MUTED), Span(gradient, TextStyle.GRADIENT)))


def _sum(terms: Terms) -> Caption:
    delta, momentum, gradient = _numbers(terms)
    sign, size = _sign_and_size(gradient)
    terms_of_it = Span(momentum, TextStyle.MOMENTUM), Span(f" {sign} ", TextStyle.MUTED), Span(size, TextStyle.GRADIENT)
    equals = Span(" = ", TextStyle.MUTED)
    pieces = (Span("Δw", TextStyle.INK), equals, *terms_of_it, equals, Span(delta, TextStyle.INK))
    return Caption("their sum is the step", pieces)


def _move(terms: Terms, w_after: float) -> Caption:
    (w, step, after), power = on_one_scale([terms.w, terms.delta, w_after])
    sign, size = _sign_and_size(step)
    change = Span(f" = {w}{power} {sign} {size}{power} = ", TextStyle.MUTED)
    return Caption("the move", (Span("w", TextStyle.INK), change, Span(after + power, TextStyle.INK)))


def _numbers(terms: Terms) -> tuple[str, str, str]:
    """Δw and its two terms, to as many decimals as it takes to add them up."""
    texts, power = on_one_scale([terms.delta, terms.momentum_term, terms.gradient_term])
    delta, momentum, gradient = (text + power for text in texts)
    return delta, momentum, gradient


def _sign_and_size(text: str) -> tuple[str, str]:
    return (MINUS, text.removeprefix(MINUS)) if text.startswith(MINUS) else ("+", text)


def _in_brackets(text: str) -> str:
    return f"({text})" if text.startswith(MINUS) else text


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


def _colour(tone: TextStyle, theme: Theme) -> QColor:
    palette = theme.palette
    return {
        TextStyle.MOMENTUM: palette.momentum_term,
        TextStyle.GRADIENT: palette.gradient_term,
        TextStyle.INK: palette.ink,
        TextStyle.MUTED: palette.muted,
    }[tone]


def _write(painter: QPainter, x: float, baseline: float, text: str, font: QFont, colour: QColor) -> float:
    """Write a text; return where it ends."""
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(QPointF(x, baseline), text)
    return x + QFontMetricsF(font).horizontalAdvance(text)
