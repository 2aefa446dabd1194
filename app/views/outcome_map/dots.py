"""The balls as dots on the outcome map."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.plotting.drawing import polygon
from app.prediction.outcome_map import MapModel
from app.session.scene import BallStyle
from app.theme.application import Theme
from app.views.frame import shown_balls
from app.views.outcome_map.pixel_axis import PixelAxis
from physics.arrays import Bools, Floats, Ints

DOT_RADIUS_PX, SMALL_DOT_RADIUS_PX = 5.0, 2.5
MAX_LARGE_DOTS = 24
"""With more balls dots are small, except the selected one's."""
RIM_WIDTH_PX = 1.6
RIM_COLOUR, RING_COLOUR = "#10141A", "#FFFFFF"
FAINT_OPACITY = 0.4
GRAB_TOLERANCE_PX = 4.0
"""Around a dot, where the mouse is still on it."""


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
    """Whether the map does not hold for this ball, since its third value or its rule differs."""


class MapBalls(NamedTuple):
    """All balls, by their positions on a map."""

    across: Floats
    """(balls,) values on the x axis; NaN where a rule has no such parameter."""
    up: Floats
    applies: Bools
    """(balls,) whether the map holds for the ball."""
    styles: tuple[BallStyle, ...]
    selected: int


def balls_of(model: MapModel) -> MapBalls:
    """The balls of the session on its map."""
    session = model.session
    return MapBalls(*model.positions(), model.applies_to(), session.styles, session.selected)


def dots_of(model: MapModel, x: PixelAxis, y: PixelAxis) -> Dots:
    """All balls of the session within the axes that are drawn."""
    return dots_among(balls_of(model), x, y)


def dots_among(balls: MapBalls, x: PixelAxis, y: PixelAxis) -> Dots:
    """All balls within the axes that are drawn."""
    shown, selected = shown_balls(balls.styles), balls.selected
    x_px, y_px = x.pixels(balls.across), y.pixels(balls.up)
    is_inside = (x_px >= x.begin - 1.0) & (x_px <= x.end + 1.0) & (y_px >= y.end - 1.0) & (y_px <= y.begin + 1.0)
    ball = np.array(shown, np.intp)
    ball = ball[is_inside[ball]]
    ball = np.concatenate((ball[ball != selected], ball[ball == selected]))
    is_selected = ball == selected
    radius = np.where(is_selected | (len(shown) <= MAX_LARGE_DOTS), DOT_RADIUS_PX, SMALL_DOT_RADIUS_PX)
    colour = np.array([style.colour for style in balls.styles], np.intp)[ball]
    return Dots(ball, x_px[ball], y_px[ball], radius, colour, is_selected, ~balls.applies[ball])


def dot_at(dots: Dots, point: QPointF, theme: Theme) -> int | None:
    """The ball whose dot is under a point, the topmost where there are several."""
    distance = np.hypot(dots.x - point.x(), dots.y - point.y())
    under = np.flatnonzero(distance <= (dots.radius + GRAB_TOLERANCE_PX) * theme.scale)
    return dots.ball[under[-1]].item() if len(under) else None


def paint_dots(painter: QPainter, dots: Dots, theme: Theme) -> None:
    """Paint dots with a dark rim, which shows on every tint; the selected one has a light ring around it.

    The ring has dark edges, so that it shows on white, too.

    Dots of one size and colour are painted in one call: a thousand of them take the time of a few.
    """
    groups = zip(dots.radius.tolist(), dots.colour.tolist(), dots.is_faint.tolist(), strict=True)
    for radius, colour, is_faint in dict.fromkeys(groups):
        group = (dots.radius == radius) & (dots.colour == colour) & (dots.is_faint == is_faint) & ~dots.is_selected
        if group.any():
            painter.setOpacity(FAINT_OPACITY if is_faint else 1.0)
            _paint_group(painter, polygon(dots.x[group], dots.y[group]), radius, colour, theme)
    painter.setOpacity(1.0)
    selected = dots.is_selected
    if selected.any():
        colour = int(dots.colour[selected][0])
        _paint_group(painter, polygon(dots.x[selected], dots.y[selected]), DOT_RADIUS_PX, colour, theme)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        centre = QPointF(dots.x[selected][0], dots.y[selected][0])
        radius = (DOT_RADIUS_PX + 2.0) * theme.scale
        for ring, width in ((RIM_COLOUR, RIM_WIDTH_PX + 2.0), (RING_COLOUR, RIM_WIDTH_PX)):
            painter.setPen(QPen(QColor(ring), width * theme.scale))
            painter.drawEllipse(centre, radius, radius)


def _paint_group(painter: QPainter, centres: QPolygonF, radius: float, colour: int, theme: Theme) -> None:
    """Points of a round pen: dark ones, whose edges become the rims, then smaller coloured ones on them."""
    rim, fill = QColor(RIM_COLOUR), theme.palette.ball(colour)
    for pen_colour, width in ((rim, 2.0 * radius + RIM_WIDTH_PX), (fill, 2.0 * radius - RIM_WIDTH_PX)):
        painter.setPen(QPen(pen_colour, width * theme.scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPoints(centres)
