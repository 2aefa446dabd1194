"""Axes: the axis of the landscape, ticks of the outcome map, and the plot area with its axes."""

import math
from collections.abc import Iterator

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from app.plotting.projection import Projection
from app.plotting.span import round_step, tick_text
from app.theme.application import Theme

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
