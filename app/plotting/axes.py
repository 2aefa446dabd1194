"""Axes: the axis of the landscape, ticks of the outcome map, and the plot area with its axes."""

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.plotting.plane_view import PixelAxis
from app.plotting.projection import Projection
from app.plotting.span import Span, round_step, tick_text, ticks
from app.theme.application import Theme
from app.theme.palette import Palette
from physics.arrays import Floats
from physics.number_text import number
from physics.rules.base import Scale
from physics.sweep.grid import Axis

MIN_TICK_SPACING_PX = 84.0
"""At scale 1."""
TICK_LENGTH_PX = 4.0
ROUNDING = 1e-9
"""Tolerance, in ticks, for ends of an axis that are multiples of the step."""


def position_ticks(lo: float, hi: float, step: float) -> Iterator[float]:
    """Multiples of the step from lo to hi, both included."""
    first, last = math.ceil(lo / step - ROUNDING), math.floor(hi / step + ROUNDING)
    return (number * step for number in range(first, last + 1))


def axis_height(theme: Theme) -> float:
    """Height of the axis at the bottom of the view, in pixels."""
    return QFontMetricsF(theme.font("number_small")).height() + theme.scaled(10)


def paint_axis(painter: QPainter, projection: Projection, theme: Theme, domain: tuple[float, float]) -> None:
    """Paint ticks and numbers within the domain, and the name of the axis at the right."""
    lo, hi = max(projection.w_lo, domain[0]), min(projection.w_hi, domain[1])
    if not lo < hi:
        return
    font = theme.font("number_small")
    metrics = QFontMetricsF(font)
    tick = theme.scaled(TICK_LENGTH_PX)
    baseline = projection.height - 2.0 * tick - metrics.descent()
    painter.setFont(font)
    painter.setPen(QPen(theme.palette.muted, 1.0))
    name_left = projection.width - metrics.horizontalAdvance("w") - theme.scaled(10)
    step = round_step(MIN_TICK_SPACING_PX * theme.scale * projection.per_x)
    for w in position_ticks(lo, hi, step):
        x = projection.x(w)
        text = tick_text(w, step)
        # The number is centred by its digits; a minus sign stands out to the left.
        digits = metrics.horizontalAdvance(text.lstrip("−"))
        right = min(x + digits / 2.0, projection.width - 2.0)
        left = right - metrics.horizontalAdvance(text)
        if left >= 2.0 and right < name_left - theme.scaled(6):
            painter.drawText(QPointF(left, baseline), text)
            painter.drawLine(QPointF(x, projection.height), QPointF(x, projection.height - tick))
    painter.drawText(QPointF(name_left, baseline), "w")


MIN_TICKS = 2
"""With fewer preferred ticks, evenly spaced ones are used: then only a small part of the scale is shown."""
MAX_NINES = 9
"""Nines of the last preferred tick for α."""


def axis_ticks(pixel_axis: PixelAxis, spacing: float, char_width: float = 0.0) -> list[tuple[float, str]]:
    """Ticks (value, label) at least `spacing` pixels apart, chosen from preferred values where these are enough.

    On a horizontal axis `char_width`, in pixels, keeps labels clear of each other.
    """
    ticks_found = _spaced(pixel_axis, spacing, char_width, _preferred_ticks(pixel_axis.axis))
    if len(ticks_found) < MIN_TICKS:
        ticks_found = _spaced(pixel_axis, spacing, char_width, _even_ticks(pixel_axis, spacing, char_width))
    return sorted(ticks_found)


def _spaced(
    pixel_axis: PixelAxis, spacing: float, char_width: float, candidates: Iterable[tuple[float, str]]
) -> list[tuple[float, str]]:
    ticks_found: list[tuple[float, str]] = []
    for value, label in candidates:
        minimum = max(spacing, (len(label) + 1) * char_width)
        inside = pixel_axis.axis.lowest <= value <= pixel_axis.axis.highest
        if inside and all(
            abs(pixel_axis.pixel(value) - pixel_axis.pixel(other)) >= minimum for other, _ in ticks_found
        ):
            ticks_found.append((value, label))
    return ticks_found


def _even_ticks(pixel_axis: PixelAxis, spacing: float, char_width: float) -> list[tuple[float, str]]:
    """Evenly spaced round values, as dense as their labels allow."""
    lowest, highest = pixel_axis.axis.lowest, pixel_axis.axis.highest
    length = abs(pixel_axis.end - pixel_axis.begin)
    labels: list[tuple[float, str]] = []
    for minimum in (spacing, 2.0 * spacing, 4.0 * spacing):
        step = round_step((highest - lowest) * min(1.0, minimum / length))
        numbers = range(math.ceil(lowest / step - ROUNDING), math.floor(highest / step + ROUNDING) + 1)
        labels = [(number * step, tick_text(number * step, step)) for number in numbers]
        if all((len(label) + 1) * char_width <= minimum for _, label in labels):
            break
    return labels


def _preferred_ticks(axis: Axis) -> Iterator[tuple[float, str]]:
    if axis.parameter.scale is Scale.MEMORY:
        return ((float(text), text) for text in _preferred_alphas())
    return _preferred_etas(axis) if axis.parameter.scale is Scale.LOGARITHMIC else iter(())


def _preferred_alphas() -> Iterator[str]:
    """First 0, 0.9, 0.99, …; then 0.5, 0.95, 0.995, …; then 0.8, 0.98, …."""
    yield "0"
    for digit in ("", "5", "8"):
        yield from (f"0.{'9' * nines}{digit}" for nines in range(MAX_NINES + 1) if nines or digit)


def _preferred_etas(axis: Axis) -> Iterator[tuple[float, str]]:
    """Powers of ten, then their doubles, then five times them."""
    first, last = math.floor(math.log10(axis.lowest)), math.ceil(math.log10(axis.highest))
    for factor in (1, 2, 5):
        for power in range(first, last + 1):
            value = float(f"{factor}e{power}")
            yield value, number(value)


TITLE_HEIGHT_PX = 28.0
LABEL_HEIGHT_PX = 20.0
MIN_LABEL_WIDTH_PX = 42.0
MARGIN_RIGHT_PX = 12.0
MARGIN_BELOW_PX = 4.0
LABEL_PADDING_PX = 8.0
"""On both sides of the labels at the left together."""
INSET_PX = 3.0
"""Between the axes and the outermost values, so that no line is cut in half."""
MIN_LABEL_GAP_PX = 26.0


class PlotArea(NamedTuple):
    """The rectangle, in pixels, in which a plot draws its lines, and the ranges of its axes."""

    left: float
    top: float
    width: float
    height: float
    x: Span
    y: Span

    @property
    def rect(self) -> QRectF:
        """The rectangle."""
        return QRectF(self.left, self.top, self.width, self.height)

    def across(self, x: Floats) -> Floats:
        """Pixels from the left, of x's shape, at most one width outside the area; NaN stays NaN."""
        pixels = self.left + (x - self.x.lo) * (self.width / self.x.length)
        return _clipped(pixels, self.left - self.width, self.left + 2.0 * self.width)

    def down(self, y: Floats) -> Floats:
        """Pixels from the top, of y's shape, at most one height outside the area; NaN stays NaN."""
        pixels = self.top + (self.y.hi - y) * (self.height / self.y.length)
        return _clipped(pixels, self.top - self.height, self.top + 2.0 * self.height)

    def x_at(self, pixel: float) -> float:
        """The x at pixels from the left."""
        return self.x.lo + (pixel - self.left) * self.x.length / self.width

    def point(self, x: float, y: float) -> QPointF:
        """A point in pixels."""
        return QPointF(float(self.across(np.array(x))), float(self.down(np.array(y))))


def _clipped(pixels: Floats, minimum: float, maximum: float) -> Floats:
    """Like np.clip, and faster on small arrays."""
    clipped: Floats = np.minimum(np.maximum(pixels, minimum), maximum)
    return clipped


def plot_area_within(
    width: float, height: float, scale: float, x: Span, y: Span, widest_label: float = 0.0
) -> PlotArea:
    """The area of a plot of this size, in device-independent pixels; `scale` enlarges the margins for labels.

    Labels at the left that are wider than usual (`widest_label`) get as much room as they need.
    """
    left, top = max(MIN_LABEL_WIDTH_PX * scale, widest_label + LABEL_PADDING_PX), TITLE_HEIGHT_PX * scale + INSET_PX
    right, below = MARGIN_RIGHT_PX * scale + INSET_PX, (LABEL_HEIGHT_PX + MARGIN_BELOW_PX) * scale + INSET_PX
    return PlotArea(
        left + INSET_PX, top, max(1.0, width - left - INSET_PX - right), max(1.0, height - top - below), x, y
    )


def with_label_room(area: PlotArea, width: float, height: float, theme: Theme) -> PlotArea:
    """The same area with room for its labels at the left."""
    metrics = QFontMetricsF(_label_font(theme))
    widest = max((metrics.horizontalAdvance(text) for _, text in _labels_left(area, theme)), default=0.0)
    return plot_area_within(width, height, theme.scale, area.x, area.y, widest)


def paint_axes(painter: QPainter, area: PlotArea, title: str, theme: Theme, *, counts_steps: bool) -> None:
    """Paint title, axes and labels."""
    palette, scale = theme.palette, theme.scale
    painter.setFont(theme.font("small"))
    painter.setPen(palette.muted)
    painter.drawText(QRectF(12.0 * scale, 0.0, 4096.0, TITLE_HEIGHT_PX * scale), Qt.AlignmentFlag.AlignVCenter, title)
    font = _label_font(theme)
    painter.setFont(font)
    _paint_axis_left(painter, area, QFontMetricsF(font), theme)
    edge = area.left + area.width + INSET_PX + MARGIN_RIGHT_PX * scale - 1.0
    _paint_axis_below(painter, area, palette, QFontMetricsF(font), edge, counts_steps=counts_steps)


def paint_line_key(painter: QPainter, area: PlotArea, title: str, text: str, theme: Theme) -> None:
    """Paint a legend for a thin line at the right of the title, where there is room."""
    scale, metrics = theme.scale, QFontMetricsF(theme.font("small"))
    right = area.left + area.width + INSET_PX
    left = right - metrics.horizontalAdvance(text)
    sample = QLineF(
        left - 20.0 * scale, 0.5 * TITLE_HEIGHT_PX * scale, left - 5.0 * scale, 0.5 * TITLE_HEIGHT_PX * scale
    )
    if sample.x1() > 24.0 * scale + metrics.horizontalAdvance(title):
        painter.setPen(QPen(theme.palette.muted, 1.0 * scale))
        painter.drawLine(sample)
        painter.setFont(theme.font("small"))
        painter.drawText(QRectF(left, 0.0, 4096.0, TITLE_HEIGHT_PX * scale), Qt.AlignmentFlag.AlignVCenter, text)


def _label_font(theme: Theme) -> QFont:
    font = QFont(theme.font("number_small"))
    font.setPixelSize(round(11 * theme.scale))
    return font


def _axis_pen(colour: QColor) -> QPen:
    return QPen(colour, 1.0)


def _labels_left(area: PlotArea, theme: Theme) -> tuple[tuple[float, str], ...]:
    """As many labels as have room, at most about four."""
    line = QFontMetricsF(theme.font("small")).height()
    return ticks(area.y, max(1, min(4, int(area.height / (2.4 * line)))))


def _paint_axis_left(painter: QPainter, area: PlotArea, metrics: QFontMetricsF, theme: Theme) -> None:
    """The vertical axis with its labels, and a horizontal line at 0 where that is inside."""
    palette = theme.palette
    x = round(area.left - INSET_PX) + 0.5
    bottom = round(area.top + area.height + INSET_PX) + 0.5
    painter.setPen(_axis_pen(palette.line))
    painter.drawLine(QLineF(x, round(area.top - INSET_PX) + 0.5, x, bottom))
    for value, text in _labels_left(area, theme):
        y = area.point(0.0, value).y()
        painter.setPen(_axis_pen(palette.line))
        painter.drawLine(QLineF(x - 3.0, round(y) + 0.5, x, round(y) + 0.5))
        if value == 0.0 and area.y.lo < 0.0 < area.y.hi:
            painter.drawLine(QLineF(x, round(y) + 0.5, area.left + area.width, round(y) + 0.5))
        painter.setPen(palette.muted)
        half = metrics.height() / 2.0
        box = QRectF(0.0, y - half, x - 6.0, 2.0 * half)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


def _paint_axis_below(
    painter: QPainter, area: PlotArea, palette: Palette, metrics: QFontMetricsF, edge: float, *, counts_steps: bool
) -> None:
    """The horizontal axis with its labels, none of them beyond the `edge`."""
    y = round(area.top + area.height + INSET_PX) + 0.5
    painter.setPen(_axis_pen(palette.line))
    painter.drawLine(QLineF(area.left - INSET_PX, y, area.left + area.width + INSET_PX, y))
    for value, text in _labels_below(area, metrics, counts_steps=counts_steps):
        x = area.point(value, 0.0).x()
        painter.setPen(_axis_pen(palette.line))
        painter.drawLine(QLineF(round(x) + 0.5, y, round(x) + 0.5, y + 3.0))
        painter.setPen(palette.muted)
        width = metrics.horizontalAdvance(text)
        middle = min(x, edge - width / 2.0)
        box = QRectF(middle - width, y + 5.0, 2.0 * width, metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, text)


def _labels_below(area: PlotArea, metrics: QFontMetricsF, *, counts_steps: bool) -> tuple[tuple[float, str], ...]:
    """As many labels as have room, at most about four."""
    for maximum in (4, 3, 2):
        labels = ticks(area.x, maximum, whole=counts_steps)
        widest = max((metrics.horizontalAdvance(text) for _, text in labels), default=0.0)
        if len(labels) * (widest + MIN_LABEL_GAP_PX) <= area.width + widest:
            return labels
    return ticks(area.x, 1, whole=counts_steps)
