"""The picture of one step of a ball: the rule, and below it the numbers of this step, in the colours of the arrows."""

import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.controls.plain_text import wrapped
from app.prediction.next_step import Terms
from app.session.slow_motion import Moment
from app.text.balls import convention_in_short
from app.text.numbers import DIGITS, MINUS, on_one_scale, rounded_alpha, short, whole
from app.text.translation import _
from app.theme.application import Theme
from app.theme.fonts import FontRole
from app.theme.palette import RADIUS, RADIUS_SMALL, faded
from physics.rules.base import NOISY_SLOPE, Scale

MARGIN, PADDING = 8, 12
TITLE_Y, FORMULA_Y, NUMBERS_Y, STATE_Y, NOTE_Y = 20, 42, 62, 83, 102
"""Baselines, from the top of the card."""
HEIGHT, NOTE_LINE_HEIGHT = 112, 16
"""Of the card with a note of one line, below which lies another margin; and of each further line of the note."""
MIN_WIDTH = 312
"""With numbers of usual length."""
TERM_GAP, VALUE_GAP = 12, 4
HIGHLIGHT_MARGIN = 8
"""From a baseline to the edge of the highlight."""
WIDEST_NUMBER = "0.00000"
MAX_WIDTHS = 128
"""Widths of texts that are kept: most are asked for several times for one step."""
HIGHLIGHT_OPACITY, DIMMED_OPACITY = 0.16, 0.45
"""Behind the term that slow motion explains, and of the other terms meanwhile."""


class _Term(NamedTuple):
    """Δw or one of its terms, as a formula and as a number below it; each with its sign."""

    symbol_sign: str
    symbol: str
    sign: str
    digits: str


class _Layout(NamedTuple):
    """The words of a step, and where they are written; each x in pixels."""

    terms: list[tuple[Moment, _Term, float]]
    """Δw and its two terms, each with its x."""
    power: str
    """The power of ten that the numbers of the terms share."""
    state: list[tuple[str, str, float, float]]
    """Symbol and text of each parameter of the step and value of the state after it, and the x of both."""
    note: list[str]
    """Its lines."""


class StepPainting:
    """Paints a card for one step into a box, and says where its words are."""

    def __init__(self, theme: Theme, terms: Terms | None, moment: Moment | None, size: QSizeF) -> None:
        """`moment` is that of slow motion whose term is highlighted."""
        self._theme, self._terms, self._moment, self._size = theme, terms, moment, size
        self._layout = None if terms is None else self._lay_out(terms)

    def _lay_out(self, terms: Terms) -> _Layout:
        left, right = self._sides()
        made, power = _terms_of(terms)
        state = list(self._placed_state(left, right, terms))
        note = wrapped(step_note(terms), QFontMetricsF(self._theme.font("small")), right - left)
        return _Layout(self._placed_terms(left, right, made), power, state, note)

    def paint(self, painter: QPainter) -> None:
        """Paint the card; the size is that of the card with its margin, from the origin of the painter."""
        scaled, palette = self._theme.scaled, self._theme.palette
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = self._card()
        painter.setPen(QPen(palette.line, 1.0))
        painter.setBrush(palette.background)
        painter.drawRoundedRect(card, RADIUS, RADIUS)
        left, right = self._sides()
        number = "" if self._terms is None else _("step {step}").format(step=whole(self._terms.step))
        x = right - self._width(number, "number_small")
        self._write(painter, x, TITLE_Y, number, "number_small", palette.muted)
        title = QFontMetricsF(self._theme.font("small")).elidedText(
            step_title(self._terms), Qt.TextElideMode.ElideRight, x - scaled(TERM_GAP) - left
        )
        self._write(painter, left, TITLE_Y, title, "small", palette.muted)
        if self._layout is not None:
            self._paint_rule(painter, right, self._layout)
            self._paint_state(painter, self._layout)
            for row, line in enumerate(self._note_with_room(self._layout.note)):
                self._write(painter, left, NOTE_Y + row * NOTE_LINE_HEIGHT, line, "small", palette.muted)

    def _card(self) -> QRectF:
        margin = self._theme.scaled(MARGIN)
        return QRectF(QPointF(), self._size).adjusted(margin + 0.5, 0.5, -margin - 0.5, -margin - 0.5)

    def _sides(self) -> tuple[float, float]:
        """The x of the left and the right end of the text."""
        card, padding = self._card(), self._theme.scaled(PADDING)
        return card.left() + padding, card.right() - padding

    @property
    def height(self) -> int:
        """Pixels that the card with its margin takes at this width, at scale 1."""
        rows = 1 if self._layout is None else len(self._layout.note)
        return HEIGHT + MARGIN + (rows - 1) * NOTE_LINE_HEIGHT

    def _note_with_room(self, lines: list[str]) -> list[str]:
        """The lines of the note that have room; the last one is elided where there are more."""
        scaled, (left, right) = self._theme.scaled, self._sides()
        spare = self._size.height() - scaled(HEIGHT + MARGIN)
        rows = 1 + max(0, round(spare / scaled(NOTE_LINE_HEIGHT)))
        metrics, rest = QFontMetricsF(self._theme.font("small")), " ".join(lines[rows - 1 :])
        return [*lines[: rows - 1], metrics.elidedText(rest, Qt.TextElideMode.ElideRight, right - left)]

    def boxes(self) -> dict[Moment | str, QRectF]:
        """Where words that can be explained are written: by the moment of their term, or by symbol of the state."""
        if self._layout is None:
            return {}
        boxes: dict[Moment | str, QRectF] = {}
        for moment, term, x in self._layout.terms:
            body, _end = self._term_ends(x, term)
            boxes[moment] = self._word_box(body, FORMULA_Y, term.symbol, "formula")
        for symbol, _text, x, _text_x in self._layout.state:
            boxes[symbol] = self._word_box(x, STATE_Y, symbol, "small")
        return boxes

    def _word_box(self, x: float, baseline: int, text: str, role: FontRole) -> QRectF:
        metrics = QFontMetricsF(self._theme.font(role))
        top = self._theme.scaled(baseline) - metrics.ascent()
        return QRectF(x, top, metrics.horizontalAdvance(text), metrics.height())

    def _paint_rule(self, painter: QPainter, right: float, layout: _Layout) -> None:
        """Paint the rule, and below each term its number."""
        palette, placed, power = self._theme.palette, layout.terms, layout.power
        colours = {Moment.SUM: palette.ink, Moment.MOMENTUM: palette.momentum_term}
        for moment, term, x in placed:
            self._paint_term(painter, x, moment, term, colours.get(moment, palette.gradient_term))
        (_sum, delta, at), (_momentum, _kept, momentum_at), (_gradient, last, last_at) = placed
        end = self._term_ends(at, delta)[1]
        x = 0.5 * (end + momentum_at - self._width("=", "formula"))
        for baseline in (FORMULA_Y, NUMBERS_Y):
            self._write(painter, x, baseline, "=", "formula", palette.muted)
        body, end = self._term_ends(last_at, last)
        # Below a long formula there is room beside the number.
        x = max(body + self._width(last.digits, "formula"), min(end, right - self._width(power, "formula")))
        self._write(painter, x, NUMBERS_Y, power, "formula", palette.muted)

    def _placed_terms(self, left: float, right: float, made: list[_Term]) -> list[tuple[Moment, _Term, float]]:
        """Δw and its two terms, each with its x; closer to each other where they would not fit on the card."""
        equals = self._width("=", "formula")
        widths = [self._term_ends(0.0, term)[1] for term in made]
        gap = min(self._theme.scaled(TERM_GAP), max(0.0, (right - left - sum(widths) - equals) / 3.0))
        at = left, left + widths[0] + 2.0 * gap + equals, left + widths[0] + widths[1] + 3.0 * gap + equals
        return list(zip((Moment.SUM, Moment.MOMENTUM, Moment.GRADIENT), made, at, strict=True))

    def _paint_term(self, painter: QPainter, x: float, moment: Moment, term: _Term, colour: QColor) -> None:
        """Paint the term of a moment over its number, each with its sign before it."""
        body, end = self._term_ends(x, term)
        explained = Moment.SUM if self._moment is Moment.MOVE else self._moment
        if explained is moment:
            self._paint_highlight(painter, x, end, colour)
        elif explained is not None:
            colour = faded(colour, DIMMED_OPACITY)
        rows = (FORMULA_Y, term.symbol_sign, term.symbol), (NUMBERS_Y, term.sign, term.digits)
        for baseline, sign, text in rows:
            self._write(painter, body - self._width(sign, "formula"), baseline, sign, "formula", colour)
            self._write(painter, body, baseline, text, "formula", colour)

    def _term_ends(self, x: float, term: _Term) -> tuple[float, float]:
        """The x after the signs of a term at x, and that of its end."""
        body = x + max(self._width(sign, "formula") for sign in (MINUS, term.symbol_sign, term.sign))
        return body, body + max(self._width(text, "formula") for text in (WIDEST_NUMBER, term.symbol, term.digits))

    def _paint_highlight(self, painter: QPainter, left: float, right: float, colour: QColor) -> None:
        scaled = self._theme.scaled
        top, bottom = scaled(TITLE_Y + HIGHLIGHT_MARGIN), scaled(NUMBERS_Y + HIGHLIGHT_MARGIN)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(colour, HIGHLIGHT_OPACITY))
        margin = scaled(0.5 * HIGHLIGHT_MARGIN)
        painter.drawRoundedRect(
            QRectF(left - margin, top, right - left + 2.0 * margin, bottom - top), RADIUS_SMALL, RADIUS_SMALL
        )

    def _paint_state(self, painter: QPainter, layout: _Layout) -> None:
        """Paint the parameters of the step and the state after it, evenly across the card."""
        palette = self._theme.palette
        for symbol, text, x, text_x in layout.state:
            self._write(painter, x, STATE_Y, symbol, "small", palette.muted)
            self._write(painter, text_x, STATE_Y, text, "number_small", palette.ink)

    def _placed_state(self, left: float, right: float, terms: Terms) -> Iterator[tuple[str, str, float, float]]:
        """Symbol and text of each value of the state, and the x of both."""
        texts, space = self._fit_state(terms, right - left)
        x = left
        for symbol, text in texts.items():
            text_x = x + self._width(symbol, "small") + self._theme.scaled(VALUE_GAP)
            yield symbol, text, x, text_x
            x = text_x + self._width(text, "number_small") + space

    def _fit_state(self, terms: Terms, width: float) -> tuple[dict[str, str], float]:
        """The values with as many digits as fit next to each other, and the space between them.

        If they don't fit at all, the parameters are left out.
        """
        gap = self._theme.scaled(VALUE_GAP)
        state_only = {symbol: _short(value, 2) for symbol, value in _numbers(terms).items()}
        texts, space = state_only, 0.0
        for texts in chain((_state(terms, digits) for digits in range(DIGITS, 0, -1)), (state_only,)):
            needed = sum(self._width(s, "small") + gap + self._width(t, "number_small") for s, t in texts.items())
            space = (width - needed) / (len(texts) - 1)
            if space >= 2 * gap:
                break
        return texts, space

    def _write(self, painter: QPainter, x: float, baseline: int, text: str, role: FontRole, colour: QColor) -> float:
        """Write a text on a baseline; return the x of its end."""
        if not text:
            return x
        painter.setFont(self._theme.font(role))
        painter.setPen(colour)
        painter.drawText(QPointF(x, self._theme.scaled(baseline)), text)
        return x + self._width(text, role)

    def _width(self, text: str, role: FontRole) -> float:
        return _text_width(text, self._theme.font(role))


@lru_cache(MAX_WIDTHS)
def _text_width(text: str, font: QFont) -> float:
    return QFontMetricsF(font).horizontalAdvance(text)


def step_title(terms: Terms | None) -> str:
    """The title of the card."""
    if terms is None:
        return _("One step: there is no ball")
    pattern = _("Next step of {name}") if terms.is_next else _("One step of {name}")
    return pattern.format(name=terms.name)


def _terms_of(terms: Terms) -> tuple[list[_Term], str]:
    """Δw, the momentum term and the gradient term, and the power of ten that they share."""
    (delta, momentum, gradient), power = on_one_scale([terms.delta, terms.momentum_term, terms.gradient_term])
    sign, digits = _signed(gradient)
    made = [
        _Term("", "Δw", *_signed(delta)),
        _Term("", terms.formulas.momentum, *_signed(momentum)),
        _Term(f"{MINUS} ", terms.formulas.gradient, f"{sign or '+'} ", digits),
    ]
    return made, power


def step_note(terms: Terms) -> str:
    """What g is, where there is noise; else how the rule is written, in one line."""
    slope = terms.formulas.noisy_slope
    if slope is None:
        return convention_in_short(terms.rule)
    return _("{symbol} = {slope}: the slope with noise").format(symbol=NOISY_SLOPE, slope=slope)


def _state(terms: Terms, digits: int) -> dict[str, str]:
    """Parameters of the step and state after it, by symbol."""
    texts = {
        each.symbol: rounded_alpha(value) if each.scale is Scale.MEMORY else short(value, digits)
        for each, value in zip(terms.rule.parameters, terms.parameters.values(), strict=True)
    }
    return texts | {symbol: _short(value, digits) for symbol, value in _numbers(terms).items()}


def _short(value: float, digits: int) -> str:
    return "–" if math.isnan(value) else short(value, digits)


def _numbers(terms: Terms) -> dict[str, float]:
    """The state after the step, by symbol."""
    numbers = {"w": terms.w, "f": terms.f}
    return numbers if terms.formulas.energy is None else numbers | {"E": terms.energy}


def _signed(text: str) -> tuple[str, str]:
    """Split a number's text into its sign, if any, and its digits."""
    return (MINUS, text.removeprefix(MINUS)) if text.startswith(MINUS) else ("", text)
