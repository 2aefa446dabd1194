"""The picture of one step of a ball: the rule, and below it the numbers of this step, in the colours of the arrows."""

import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.prediction.next_step import Terms
from app.session.slow_motion import Moment
from app.text.numbers import DIGITS, on_one_scale, rounded_alpha, short, whole
from app.text.translation import _
from app.theme.application import Theme
from app.theme.fonts import FontRole
from app.theme.palette import RADIUS, RADIUS_SMALL, faded
from physics.number_text import MINUS
from physics.rules.base import Scale

MARGIN, PADDING = 8, 12
TITLE_Y, FORMULA_Y, NUMBERS_Y, STATE_Y = 22, 46, 67, 92
"""Baselines, from the top of the card."""
HEIGHT = 104
"""Of the card; below it lies another margin."""
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


class StepPainting:
    """Paints a card for one step into a box, and says where its words are."""

    def __init__(self, theme: Theme, terms: Terms | None, moment: Moment | None, size: QSizeF) -> None:
        """`moment` is that of slow motion whose term is highlighted."""
        self._theme, self._terms, self._moment, self._size = theme, terms, moment, size

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
        if self._terms is not None:
            self._paint_rule(painter, left, right, self._terms)
            self._paint_state(painter, left, right, self._terms)

    def _card(self) -> QRectF:
        margin = self._theme.scaled(MARGIN)
        return QRectF(QPointF(), self._size).adjusted(margin + 0.5, 0.5, -margin - 0.5, -margin - 0.5)

    def _sides(self) -> tuple[float, float]:
        """The x of the left and the right end of the text."""
        card, padding = self._card(), self._theme.scaled(PADDING)
        return card.left() + padding, card.right() - padding

    def boxes(self) -> dict[Moment | str, QRectF]:
        """Where words that can be explained are written: by the moment of their term, or by symbol of the state."""
        terms = self._terms
        if terms is None:
            return {}
        gap, formulas = self._theme.scaled(TERM_GAP), terms.rule.formulas
        (delta, momentum, gradient), _power = on_one_scale([terms.delta, terms.momentum_term, terms.gradient_term])
        left, right = self._sides()
        body, end = self._term_ends(left, ("", "Δw"), _signed(delta))
        boxes: dict[Moment | str, QRectF] = {Moment.SUM: self._word_box(body, FORMULA_Y, "Δw", "formula")}
        x = end + gap + self._width("=", "formula") + gap
        body, end = self._term_ends(x, ("", formulas.momentum), _signed(momentum))
        boxes[Moment.MOMENTUM] = self._word_box(body, FORMULA_Y, formulas.momentum, "formula")
        sign, digits = _signed(gradient)
        body, _end = self._term_ends(end + gap, (f"{MINUS} ", formulas.gradient), (f"{sign or '+'} ", digits))
        boxes[Moment.GRADIENT] = self._word_box(body, FORMULA_Y, formulas.gradient, "formula")
        for symbol, _text, x, _text_x in self._placed_state(left, right, terms):
            boxes[symbol] = self._word_box(x, STATE_Y, symbol, "small")
        return boxes

    def _word_box(self, x: float, baseline: int, text: str, role: FontRole) -> QRectF:
        metrics = QFontMetricsF(self._theme.font(role))
        top = self._theme.scaled(baseline) - metrics.ascent()
        return QRectF(x, top, metrics.horizontalAdvance(text), metrics.height())

    def _paint_rule(self, painter: QPainter, left: float, right: float, terms: Terms) -> None:
        """Paint the rule, and below each term its number."""
        palette, gap = self._theme.palette, self._theme.scaled(TERM_GAP)
        (delta, momentum, gradient), power = on_one_scale([terms.delta, terms.momentum_term, terms.gradient_term])
        formulas = terms.rule.formulas
        x = self._paint_term(painter, left, Moment.SUM, ("", "Δw"), _signed(delta), palette.ink) + gap
        self._write(painter, x, FORMULA_Y, "=", "formula", palette.muted)
        end = self._write(painter, x, NUMBERS_Y, "=", "formula", palette.muted)
        upper = "", formulas.momentum
        x = self._paint_term(painter, end + gap, Moment.MOMENTUM, upper, _signed(momentum), palette.momentum_term) + gap
        sign, digits = _signed(gradient)
        lower = (f"{sign or '+'} ", digits)
        upper = f"{MINUS} ", formulas.gradient
        body, _end = self._term_ends(x, upper, lower)
        x = self._paint_term(painter, x, Moment.GRADIENT, upper, lower, palette.gradient_term)
        # Below a long formula there is room beside the number.
        x = max(body + self._width(digits, "formula"), min(x, right - self._width(power, "formula")))
        self._write(painter, x, NUMBERS_Y, power, "formula", palette.muted)

    def _paint_term(
        self,
        painter: QPainter,
        x: float,
        moment: Moment,
        symbol: tuple[str, str],
        number: tuple[str, str],
        colour: QColor,
    ) -> float:
        """Paint the term of a moment over its number, each with its sign before it; return the x of their end."""
        body, end = self._term_ends(x, symbol, number)
        explained = Moment.SUM if self._moment is Moment.MOVE else self._moment
        if explained is moment:
            self._paint_highlight(painter, x, end, colour)
        elif explained is not None:
            colour = faded(colour, DIMMED_OPACITY)
        for baseline, sign, text in ((FORMULA_Y, *symbol), (NUMBERS_Y, *number)):
            self._write(painter, body - self._width(sign, "formula"), baseline, sign, "formula", colour)
            self._write(painter, body, baseline, text, "formula", colour)
        return end

    def _term_ends(self, x: float, symbol: tuple[str, str], number: tuple[str, str]) -> tuple[float, float]:
        """The x after the signs of a term at x, and that of its end."""
        signs, texts = zip(symbol, number, strict=True)
        body = x + max(self._width(sign, "formula") for sign in (MINUS, *signs))
        return body, body + max(self._width(text, "formula") for text in (WIDEST_NUMBER, *texts))

    def _paint_highlight(self, painter: QPainter, left: float, right: float, colour: QColor) -> None:
        scaled = self._theme.scaled
        top, bottom = scaled(TITLE_Y + HIGHLIGHT_MARGIN), scaled(NUMBERS_Y + HIGHLIGHT_MARGIN)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(colour, HIGHLIGHT_OPACITY))
        margin = scaled(0.5 * HIGHLIGHT_MARGIN)
        painter.drawRoundedRect(
            QRectF(left - margin, top, right - left + 2.0 * margin, bottom - top), RADIUS_SMALL, RADIUS_SMALL
        )

    def _paint_state(self, painter: QPainter, left: float, right: float, terms: Terms) -> None:
        """Paint the parameters of the step and the state after it, evenly across the card."""
        palette = self._theme.palette
        for symbol, text, x, text_x in self._placed_state(left, right, terms):
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
    return numbers if terms.rule.formulas.energy is None else numbers | {"E": terms.energy}


def _signed(text: str) -> tuple[str, str]:
    """Split a number's text into its sign, if any, and its digits."""
    return (MINUS, text.removeprefix(MINUS)) if text.startswith(MINUS) else ("", text)
