"""The caption of slow motion: its text with the numbers of the step, its place, its painting."""

import math
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.plotting.label_layout import Box
from app.prediction.next_step import ShownStep, Terms
from app.session.slow_motion import Moment
from app.text.numbers import MINUS, on_one_scale, rounded, rounded_alpha, short
from app.text.translation import N_, _
from app.theme.application import Theme
from app.theme.palette import RADIUS, faded
from physics.rules.base import NOISY_SLOPE, Scale


class TextStyle(Enum):
    """The colours of the spans of a caption."""

    MOMENTUM = auto()
    GRADIENT = auto()
    INK = auto()
    MUTED = auto()


class TextSpan(NamedTuple):
    """Text of one colour."""

    text: str
    style: TextStyle


class Caption(NamedTuple):
    """Two lines: a title and a formula."""

    title: str
    spans: tuple[TextSpan, ...]

    @property
    def text(self) -> str:
        """The formula without its colours."""
        return "".join(span.text for span in self.spans)


def caption(moment: Moment, terms: Terms, last_delta: float, step: ShownStep) -> Caption:
    """The caption of a moment of the next step; `last_delta` is the Δw of the step before."""
    if moment is Moment.MOMENTUM:
        return _momentum(terms, last_delta)
    if moment is Moment.GRADIENT:
        return _gradient(terms, step.takes_slope_elsewhere)
    return _sum(terms) if moment is Moment.SUM else _move(terms, step.w_after)


def _momentum(terms: Terms, last_delta: float) -> Caption:
    _delta, momentum, _gradient = _numbers(terms)
    factor = _factor(terms, terms.formulas.momentum_factor)
    factors = " = " if factor is None else f" = {factor} · {_in_brackets(rounded(last_delta))} = "
    spans = (
        TextSpan(terms.formulas.momentum, TextStyle.MOMENTUM),
        TextSpan(factors, TextStyle.MUTED),
        TextSpan(momentum, TextStyle.MOMENTUM),
    )
    title = _("what is left of earlier steps") if factor is None else _("what is left of the last step")
    return Caption(title, spans)


def _gradient(terms: Terms, is_ahead: bool) -> Caption:
    _delta, _momentum, gradient = _numbers(terms)
    formulas = terms.formulas
    title = _("the slope where the momentum leads") if is_ahead else _("the slope here")
    if formulas.noisy_slope is not None:
        ahead = _("the slope where the momentum leads, with noise: {symbol}")
        title = ahead if is_ahead else _("the slope here, with noise: {symbol} = {slope}")
        title = title.format(symbol=NOISY_SLOPE, slope=formulas.noisy_slope)
    factor, factors = _factor(terms, formulas.gradient_factor), " = "
    if factor is not None and formulas.gradient_factor is not None:
        slope = terms.gradient_term / -terms.parameters[formulas.gradient_factor]
        factors = f" = {MINUS}{factor} · {_in_brackets(rounded(slope))} = "
    symbol = TextSpan(f"{MINUS}{formulas.gradient}", TextStyle.GRADIENT)
    return Caption(title, (symbol, TextSpan(factors, TextStyle.MUTED), TextSpan(gradient, TextStyle.GRADIENT)))


def _factor(terms: Terms, name: str | None) -> str | None:
    """The value of a parameter that a term is multiplied by; None if there is none."""
    if name is None:
        return None
    value = terms.parameters[name]
    return rounded_alpha(value) if terms.rule.parameter(name).scale is Scale.MEMORY else short(value)


def _sum(terms: Terms) -> Caption:
    delta, momentum, gradient = _numbers(terms)
    sign, size = _sign_and_size(gradient)
    two_terms = (
        TextSpan(momentum, TextStyle.MOMENTUM),
        TextSpan(f" {sign} ", TextStyle.MUTED),
        TextSpan(size, TextStyle.GRADIENT),
    )
    equals = TextSpan(" = ", TextStyle.MUTED)
    spans = (TextSpan("Δw", TextStyle.INK), equals, *two_terms, equals, TextSpan(delta, TextStyle.INK))
    return Caption(_("their sum is the step"), spans)


def _move(terms: Terms, w_after: float) -> Caption:
    (w, step, after), power = on_one_scale([terms.w, terms.delta, w_after])
    sign, size = _sign_and_size(step)
    change = TextSpan(f" = {w}{power} {sign} {size}{power} = ", TextStyle.MUTED)
    return Caption(_("the move"), (TextSpan("w", TextStyle.INK), change, TextSpan(after + power, TextStyle.INK)))


def _numbers(terms: Terms) -> tuple[str, str, str]:
    """Δw and its two terms, with as many decimals as it takes to add them up."""
    texts, power = on_one_scale([terms.delta, terms.momentum_term, terms.gradient_term])
    delta, momentum, gradient = (text + power for text in texts)
    return delta, momentum, gradient


def _sign_and_size(text: str) -> tuple[str, str]:
    return (MINUS, text.removeprefix(MINUS)) if text.startswith(MINUS) else ("+", text)


def _in_brackets(text: str) -> str:
    return f"({text})" if text.startswith(MINUS) else text


NUMBER_SIZE_PX = 22
"""Font size of the formula at scale 1: to be read from the last row of a lecture hall."""
PADDING_PX, LINE_GAP_PX, MARGIN_PX = 12.0, 4.0, 10.0
"""At scale 1: inside the panel, between its lines, and to the ends of the view."""
LOWER_TOP_PX = 48.0
"""At scale 1 from the top of the view, where another text is above."""
READOUT_PX = 14.0
"""At scale 1, for the values under the mouse, which stand on the axis."""
KEYS_TEXT = N_("→ next   ← back   Esc ends")
PANEL_OPACITY = 0.92


class PlacedCaption(NamedTuple):
    """A caption and its panel in pixels."""

    moment: Moment
    caption: Caption
    box: Box
    has_keys: bool = True
    """Whether it names the keys for going on."""


def caption_size(captions: Sequence[Caption], theme: Theme, *, has_keys: bool = True) -> tuple[float, float]:
    """Width and height, in pixels, of a panel that holds any of the captions."""
    formula, small = QFontMetricsF(_formula_font(theme)), QFontMetricsF(theme.font("body"))
    keys = QFontMetricsF(theme.font("small")).horizontalAdvance(_(KEYS_TEXT)) if has_keys else 0.0
    gap, scale = 2.0 * PADDING_PX * theme.scale, theme.scale
    upper = max(small.horizontalAdvance(_title(Moment.MOVE, caption)) for caption in captions) + gap + keys
    lower = max(formula.horizontalAdvance(caption.text) for caption in captions)
    height = 2.0 * PADDING_PX * scale + small.height() + LINE_GAP_PX * scale + formula.height()
    return math.ceil(max(upper, lower) + gap), math.ceil(height)


def caption_candidates(size: tuple[float, float], view: Box, floor: float, scale: float) -> Iterator[Box]:
    """Boxes of the panel, the best first: at the top, below another text there, above the readout on the axis.

    `floor`: the y of the axis.
    """
    width, height = size
    margin = MARGIN_PX * scale
    middle = float(round(0.5 * (view.left + view.right - width)))
    bottom = floor - margin - READOUT_PX * scale
    for top in (view.top + margin, view.top + LOWER_TOP_PX * scale, bottom - height):
        for left in (middle, view.left + margin, view.right - margin - width):
            yield Box(left, top, left + width, top + height)


def paint_caption(painter: QPainter, placed: PlacedCaption, theme: Theme) -> None:
    """Paint panel, title and formula."""
    palette, scale = theme.palette, theme.scale
    left, top, right, bottom = placed.box
    painter.setPen(QPen(palette.line_strong, 1.0))
    painter.setBrush(faded(palette.panel, PANEL_OPACITY))
    painter.drawRoundedRect(QRectF(left + 0.5, top + 0.5, right - left - 1.0, bottom - top - 1.0), RADIUS, RADIUS)
    x, small = left + PADDING_PX * scale, QFontMetricsF(theme.font("body"))
    baseline = top + PADDING_PX * scale + small.ascent()
    _paint_text(painter, x, baseline, _title(placed.moment, placed.caption), theme.font("body"), palette.ink)
    keys, font = theme.font("small"), _formula_font(theme)
    if placed.has_keys:
        keys_left = right - PADDING_PX * scale - QFontMetricsF(keys).horizontalAdvance(_(KEYS_TEXT))
        _paint_text(painter, keys_left, baseline, _(KEYS_TEXT), keys, palette.muted)
    baseline += small.descent() + LINE_GAP_PX * scale + QFontMetricsF(font).ascent()
    for text, style in placed.caption.spans:
        x = _paint_text(painter, x, baseline, text, font, _colour(style, theme))


def title_box(placed: PlacedCaption, theme: Theme) -> QRectF:
    """Where the title stands, without its number, in pixels."""
    metrics, padding = QFontMetricsF(theme.font("body")), PADDING_PX * theme.scale
    title = _title(placed.moment, placed.caption)
    begin = metrics.horizontalAdvance(title.removesuffix(placed.caption.title))
    left, top, width = placed.box.left + padding, placed.box.top + padding, metrics.horizontalAdvance(title)
    return QRectF(left + begin, top, width - begin, metrics.height())


def _title(moment: Moment, caption: Caption) -> str:
    return _("{number} of {count}: {title}").format(number=moment.value, count=len(Moment), title=caption.title)


def _formula_font(theme: Theme) -> QFont:
    font = QFont(theme.font("formula"))
    font.setPixelSize(round(NUMBER_SIZE_PX * theme.scale))
    return font


def _colour(style: TextStyle, theme: Theme) -> QColor:
    palette = theme.palette
    return {
        TextStyle.MOMENTUM: palette.momentum_term,
        TextStyle.GRADIENT: palette.gradient_term,
        TextStyle.INK: palette.ink,
        TextStyle.MUTED: palette.muted,
    }[style]


def _paint_text(painter: QPainter, x: float, baseline: float, text: str, font: QFont, colour: QColor) -> float:
    """Paint a text; return the x of its end."""
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(QPointF(x, baseline), text)
    return x + QFontMetricsF(font).horizontalAdvance(text)
