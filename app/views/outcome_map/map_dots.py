"""The balls as dots on the outcome map."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.theme import Theme
from app.views.outcome_map.chart import Chart
from app.views.outcome_map.frame import Side
from app.views.paths import polygon
from physics.arrays import Bools, Floats, Ints

RADIUS, RADIUS_OF_MANY = 5.0, 2.5
MANY = 24
"""With more balls dots are small, the selected one's apart."""
RIM = 1.6
DARK, RING = "#10141A", "#FFFFFF"
FAINT = 0.4
REACH = 4.0
"""Pixels around a dot in which the mouse is still on it."""


class Dots(NamedTuple):
    """Balls on the map: arrays (n,), the selected one last."""

    ball: Ints
    x: Floats
    y: Floats
    """Pixels."""
    radius: Floats
    """Pixels at scale 1."""
    colour: Ints
    is_selected: Bools
    is_faint: Bools
    """Whether the map under it is not true of this ball: its third value, or its rule, is another one."""


def dots_of(chart: Chart, x: Side, y: Side) -> Dots:
    """All balls within the axes."""
    session = chart.session
    count, selected = len(session.run.balls), session.selected
    across, up = chart.places()
    at_x, at_y = x.pixels(across), y.pixels(up)
    is_seen = (at_x >= x.begin - 1.0) & (at_x <= x.end + 1.0) & (at_y >= y.end - 1.0) & (at_y <= y.begin + 1.0)
    ball = np.flatnonzero(is_seen)
    ball = np.concatenate((ball[ball != selected], ball[ball == selected]))
    is_selected = ball == selected
    radius = np.where(is_selected | (count <= MANY), RADIUS, RADIUS_OF_MANY)
    colour = np.array([look.colour for look in session.looks], np.intp)[ball]
    return Dots(ball, at_x[ball], at_y[ball], radius, colour, is_selected, ~chart.counts_for()[ball])


def dot_at(dots: Dots, point: QPointF, theme: Theme) -> int | None:
    """The ball whose dot is under a point, the one on top first."""
    distance = np.hypot(dots.x - point.x(), dots.y - point.y())
    under = np.flatnonzero(distance <= (dots.radius + REACH) * theme.scale)
    return dots.ball[under[-1]].item() if len(under) else None


def paint_dots(painter: QPainter, dots: Dots, theme: Theme) -> None:
    """Paint dots with a dark rim, which shows on every tint; the selected one has a light ring around it.

    Dots of one size and colour are painted at once: a thousand of them in the time of a few.
    """
    looks = zip(dots.radius.tolist(), dots.colour.tolist(), dots.is_faint.tolist(), strict=True)
    for radius, colour, is_faint in dict.fromkeys(looks):
        alike = (dots.radius == radius) & (dots.colour == colour) & (dots.is_faint == is_faint) & ~dots.is_selected
        if alike.any():
            painter.setOpacity(FAINT if is_faint else 1.0)
            _paint_alike(painter, polygon(dots.x[alike], dots.y[alike]), radius, colour, theme)
    painter.setOpacity(1.0)
    chosen = dots.is_selected
    if chosen.any():
        _paint_alike(painter, polygon(dots.x[chosen], dots.y[chosen]), RADIUS, int(dots.colour[chosen][0]), theme)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(RING), RIM * theme.scale))
        at = QPointF(dots.x[chosen][0], dots.y[chosen][0])
        painter.drawEllipse(at, (RADIUS + 2.0) * theme.scale, (RADIUS + 2.0) * theme.scale)


def _paint_alike(painter: QPainter, places: QPolygonF, radius: float, colour: int, theme: Theme) -> None:
    """Points of a round pen: first the dark ones, that stand out as rims, then the coloured ones on them."""
    for fill, width in ((QColor(DARK), 2.0 * radius + RIM), (theme.palette.ball(colour), 2.0 * radius - RIM)):
        painter.setPen(QPen(fill, width * theme.scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPoints(places)
