"""The energy line of the selected ball: its height E, how far it reaches, and the rim above it."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.plotting.kept_curves import polygon
from app.plotting.labels import Box
from app.plotting.projection import CurveLine, Projection
from app.theme import Theme, faded
from physics.landscape.features import Features
from physics.run.energy_bound import Certainty, EnergyBound

TICK = 16.0
"""Pixels at scale 1 to each side of the ball, where nothing is proven of how far it gets."""
INWARD = 12.0
"""Pixels at scale 1 from the wall to the bracket between E and rim."""
LEAST_GAP = 4.0
"""Pixels between E and rim, below which there is no bracket."""


class RimLine(NamedTuple):
    """The height of a valley's lower rim, drawn from that rim inwards, and the bracket down to E."""

    y: float
    begin: float
    end: float
    bracket: float | None
    """Pixels from the left; None where E and rim are too near to each other."""


class EnergyShape(NamedTuple):
    """What is drawn of a prospect."""

    known: Certainty
    y: float
    """Pixels from the top of the height E; it may be above the view."""
    left: float
    right: float
    """Pixels between which the line runs, within the view."""
    rim: RimLine | None

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The lines, for words that keep clear of them."""
        line = Box(self.left, self.y - 1.0, self.right, self.y + 1.0)
        if self.rim is None:
            return (line,)
        begin, end = sorted((self.rim.begin, self.rim.end))
        bracket = self.rim.end if self.rim.bracket is None else self.rim.bracket
        upright = Box(bracket - 1.0, self.rim.y, bracket + 1.0, self.y)
        return line, Box(begin, self.rim.y - 1.0, end, self.rim.y + 1.0), upright

    @property
    def is_tick(self) -> bool:
        """Whether it says only how high E is."""
        return self.known in (Certainty.MEASURED, Certainty.NOTHING)


def energy_shape(
    energy_bound: EnergyBound, features: Features, projection: Projection, ball_x: float, scale: float
) -> EnergyShape | None:
    """The lines for a ball that is seen at `ball_x`, in pixels; None where they are out of sight."""
    far = 3.0 * projection.height
    with np.errstate(over="ignore"):
        # As near as Qt can draw it.
        y = min(max(float(projection.y(energy_bound.energy)), -far), projection.height + far)
    if energy_bound.reach is None:
        left, right = ball_x - TICK * scale, ball_x + TICK * scale
    else:
        left, right = projection.x(energy_bound.reach.left), projection.x(energy_bound.reach.right)
    rim = None
    if energy_bound.known in (Certainty.TRAPPED, Certainty.MEASURED):
        rim = _rim_line(features, energy_bound.valley, projection, (y, left, right), scale)
    left, right = max(left, 0.0), min(right, float(projection.width))
    if right <= left or y > projection.height:
        return None
    return EnergyShape(energy_bound.known, y, left, right, rim)


def _rim_line(
    features: Features, valley: int, projection: Projection, line: tuple[float, float, float], scale: float
) -> RimLine:
    """From the lower of the two rims to a little beyond the bracket, which stands near the wall on that side."""
    heights, edges = features.edge_heights[valley : valley + 2], features.edges[valley : valley + 2]
    is_left = bool(heights[0] <= heights[1])
    y, left, right = line
    rim_y = float(projection.y_near(heights[0 if is_left else 1]))
    inward = min(INWARD * scale, 0.5 * (right - left))
    bracket = left + inward if is_left else right - inward
    beyond = 0.5 * INWARD * scale * (1.0 if is_left else -1.0)
    begin = float(projection.x(edges[0 if is_left else 1]))
    return RimLine(rim_y, begin, bracket + beyond, bracket if y - rim_y >= LEAST_GAP else None)


def places_for_words(
    shape: EnergyShape, size: tuple[float, float], ball_x: float, line: CurveLine, projection: Projection, scale: float
) -> Iterator[Box]:
    """Boxes for the words at the lines, the best first, all within the view's width."""
    width, height = size
    gap = 4.0 * scale
    most = projection.width - width - gap
    for left, top in _corners(shape, size, ball_x, line, gap):
        x, y = float(round(min(max(left, gap), most))), float(round(top))
        yield Box(x, y, x + width, y + height)


def _corners(
    shape: EnergyShape, size: tuple[float, float], ball_x: float, line: CurveLine, gap: float
) -> Iterator[tuple[float, float]]:
    """Upper left corners: at the line, further up, under the curve; at the top when the line is above the view."""
    width, height = size
    along, beside = list(_along(shape, width, gap)), list(_beside(shape, width, ball_x, gap))
    lefts = [*along, *beside]
    if shape.y < height + gap:
        yield from ((left, gap + row * height) for row in (0.0, 1.5, 3.0) for left in (ball_x - 0.5 * width, *lefts))
    if shape.rim is not None:
        yield from _at_bracket(shape, shape.rim, size, gap)
    for some in (along, beside):
        yield from ((left, top) for top in (shape.y - gap - height, shape.y + gap) for left in some)
    if shape.rim is not None:
        yield lefts[0], shape.rim.y - gap - height
    yield from ((left, shape.y - rows * height) for rows in (2.5, 4.0, 5.5) for left in lefts)
    for left in lefts:
        lowest = line.lowest_and_highest(left, left + width)[1]
        if lowest > 0.0:  # not beside the curve
            yield left, lowest + 4.0 * gap


def _along(shape: EnergyShape, width: float, gap: float) -> Iterator[float]:
    """At the ends of the line where it is long enough, and in its middle."""
    if shape.right - shape.left > width + 6.0 * gap:
        yield from (shape.left + 3.0 * gap, shape.right - 3.0 * gap - width)
    yield 0.5 * (shape.left + shape.right - width)


def _beside(shape: EnergyShape, width: float, ball_x: float, gap: float) -> Iterator[float]:
    """Beside the ball, and beside the line."""
    yield from (ball_x - 6.0 * gap - width, ball_x + 6.0 * gap, shape.left - width, shape.right)


def _at_bracket(
    shape: EnergyShape, rim: RimLine, size: tuple[float, float], gap: float
) -> Iterator[tuple[float, float]]:
    """Beside the bracket, half way between E and rim, or above the rim."""
    width, height = size
    x = rim.end if rim.bracket is None else rim.bracket
    beside = [x + 1.5 * gap, x - 1.5 * gap - width]
    if rim.begin > x:
        beside.reverse()
    if shape.y - rim.y > height + gap:
        yield from ((left, 0.5 * (shape.y + rim.y - height)) for left in beside)
    yield from ((left, rim.y - gap - height) for left in beside)


WIDTH, RIM_WIDTH = 1.6, 1.0
DASHES = [5.0, 4.0]
"""In widths of the line."""
POOL = 0.16
"""Opacity of the area that a ball is proven never to leave."""
RIM = 0.9
BRACKET = 3.0
"""Half the width of the bracket's feet."""
POINTS = 400
"""With more points along the curve, only every so many of them bound the pool."""


def paint_energy(painter: QPainter, shape: EnergyShape, line: CurveLine, colour: QColor, theme: Theme) -> None:
    """Paint the line, what it encloses where it is closed, and the rim."""
    if shape.known is Certainty.TRAPPED:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(colour, POOL))
        painter.drawPolygon(_pool(shape, line))
    if shape.rim is not None:
        _paint_rim(painter, shape.rim, shape.y, QPen(faded(colour, RIM), RIM_WIDTH * theme.scale))
    pen = QPen(colour, WIDTH * theme.scale, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
    pen.setDashPattern(DASHES)
    painter.setPen(pen)
    painter.drawLine(QLineF(shape.left, shape.y, shape.right, shape.y))


def _pool(shape: EnergyShape, line: CurveLine) -> QPolygonF:
    """Between the line and the curve below it."""
    begin, end = np.searchsorted(line.x, (shape.left, shape.right))
    every = slice(begin, end, max(1, (end - begin) // POINTS))
    x = np.concatenate(([shape.left], line.x[every], [shape.right]))
    return polygon(x, np.concatenate(([shape.y], np.maximum(line.y[every], shape.y), [shape.y])))


def _paint_rim(painter: QPainter, rim: RimLine, y: float, pen: QPen) -> None:
    """The rim's height from the rim inwards, and the bracket from there down to E."""
    painter.setPen(pen)
    lines = [QLineF(rim.begin, rim.y, rim.end, rim.y)]
    if rim.bracket is not None:
        x = rim.bracket
        lines.append(QLineF(x, rim.y, x, y))
        lines.append(QLineF(x - BRACKET, y, x + BRACKET, y))
    painter.drawLines(lines)


def paint_dot(painter: QPainter, at: QPointF, radius: float, colour: QColor) -> None:
    """Paint a filled dot."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(at, radius, radius)
