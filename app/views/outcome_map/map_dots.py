"""The balls as dots on the outcome map."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.theme import Theme
from app.views.outcome_map.chart import Chart
from app.views.outcome_map.frame import Side

RADIUS, RADIUS_OF_MANY = 5.0, 2.5
MANY = 24
"""With more balls dots are small, the selected one's apart."""
REACH = 4.0
"""Pixels around a dot in which the mouse is still on it."""


class Dot(NamedTuple):
    """One ball on the map."""

    ball: int
    at: QPointF
    radius: float
    """Pixels at scale 1."""
    colour: int
    is_selected: bool


def dots_of(chart: Chart, x: Side, y: Side) -> list[Dot]:
    """All balls within the axes, the selected one last."""
    session = chart.session
    count = len(session.run.balls)
    order = [ball for ball in range(count) if ball != session.selected]
    dots = []
    for ball in [*order, session.selected] if count else []:
        value_x, value_y = chart.place_of(ball)
        at = QPointF(x.pixel(value_x), y.pixel(value_y))
        is_selected = ball == session.selected
        if x.begin - 1.0 <= at.x() <= x.end + 1.0 and y.end - 1.0 <= at.y() <= y.begin + 1.0:
            radius = RADIUS if count <= MANY or is_selected else RADIUS_OF_MANY
            dots.append(Dot(ball, at, radius, session.looks[ball].colour, is_selected))
    return dots


def dot_at(dots: list[Dot], point: QPointF, theme: Theme) -> int | None:
    """The ball whose dot is under a point, the one on top first."""
    for dot in reversed(dots):
        way = dot.at - point
        if (way.x() ** 2 + way.y() ** 2) ** 0.5 <= (dot.radius + REACH) * theme.scale:
            return dot.ball
    return None


def paint_dots(painter: QPainter, dots: list[Dot], theme: Theme) -> None:
    """Paint dots with a dark rim, which shows on every tint; the selected one has a light ring around it."""
    palette, scale = theme.palette, theme.scale
    for dot in dots:
        painter.setBrush(palette.ball(dot.colour))
        painter.setPen(QPen(QColor("#10141A"), 1.6 * scale))
        painter.drawEllipse(dot.at, dot.radius * scale, dot.radius * scale)
        if dot.is_selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor("#FFFFFF"), 1.6 * scale))
            painter.drawEllipse(dot.at, (dot.radius + 2.0) * scale, (dot.radius + 2.0) * scale)
