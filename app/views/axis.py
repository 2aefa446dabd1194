"""The axis of w along the bottom of the landscape."""

import math
from collections.abc import Iterator

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from app.theme import Theme
from app.views.plot_span import round_step, tick_text
from app.views.projection import Projection

APART = 84.0
"""Least pixels between two ticks at scale 1."""
TICK = 4.0
NEAR_ZERO = 1e-9


def ticks(lo: float, hi: float, step: float) -> Iterator[float]:
    """Multiples of the step from lo to hi, both included."""
    first, last = math.ceil(lo / step - NEAR_ZERO), math.floor(hi / step + NEAR_ZERO)
    return (number * step for number in range(first, last + 1))


def axis_height(theme: Theme) -> float:
    """Pixels at the bottom of the view that the axis takes."""
    return QFontMetricsF(theme.font("number_small")).height() + theme.scaled(10)


def paint_axis(painter: QPainter, projection: Projection, theme: Theme, domain: tuple[float, float]) -> None:
    """Paint short ticks and numbers where the landscape is, and the axis's name at the right."""
    lo, hi = max(projection.w_lo, domain[0]), min(projection.w_hi, domain[1])
    if not lo < hi:
        return
    font = theme.font("number_small")
    metrics = QFontMetricsF(font)
    tick = theme.scaled(TICK)
    baseline = projection.height - 2.0 * tick - metrics.descent()
    painter.setFont(font)
    painter.setPen(QPen(theme.palette.muted, 1.0))
    name_left = projection.width - metrics.horizontalAdvance("w") - theme.scaled(10)
    step = round_step(APART * theme.scale * projection.per_x)
    for w in ticks(lo, hi, step):
        x = projection.x(w)
        text = tick_text(w, step)
        # The number is centred by its digits: a minus sign hangs over at the left.
        digits = metrics.horizontalAdvance(text.lstrip("−"))
        right = min(x + digits / 2.0, projection.width - 2.0)
        left = right - metrics.horizontalAdvance(text)
        if left >= 2.0 and right < name_left - theme.scaled(6):
            painter.drawText(QPointF(left, baseline), text)
            painter.drawLine(QPointF(x, projection.height), QPointF(x, projection.height - tick))
    painter.drawText(QPointF(name_left, baseline), "w")
