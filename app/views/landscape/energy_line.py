"""The energy line of the selected ball: the height E, the interval it can reach, and the rim above it."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.plotting.curve_line import CurveLine
from app.plotting.drawing import polygon
from app.plotting.label_layout import Box
from app.plotting.transform import PlotTransform
from app.theme.application import Theme
from app.theme.palette import faded
from physics.landscape.features import Features
from physics.run.energy_bound import Certainty, EnergyBound

TICK_HALF_PX = 16.0
"""At scale 1 to each side of the ball, where no bound on how far it gets is proven."""
BRACKET_INSET_PX = 12.0
"""At scale 1 from the end of the line to the bracket between E and rim."""
MIN_BRACKET_PX = 4.0
"""Where E and rim are closer there is no bracket."""


class RimLine(NamedTuple):
    """The height of the lower rim of a valley, drawn from that rim inwards, with a bracket down to E."""

    y: float
    begin: float
    end: float
    bracket: float | None
    """Its x; None where E and rim are too close to each other."""


class EnergyShape(NamedTuple):
    """What is drawn of an `EnergyBound`, in pixels."""

    certainty: Certainty
    y: float
    """y of the energy E; it may be above the view."""
    left: float
    right: float
    """Ends of the line, within the view."""
    rim: RimLine | None
    is_tick: bool
    """Whether the line shows only how high E is, as E may grow."""

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The lines as boxes, for texts that keep clear of them."""
        line = Box(self.left, self.y - 1.0, self.right, self.y + 1.0)
        if self.rim is None:
            return (line,)
        begin, end = sorted((self.rim.begin, self.rim.end))
        bracket = self.rim.end if self.rim.bracket is None else self.rim.bracket
        vertical = Box(bracket - 1.0, self.rim.y, bracket + 1.0, self.y)
        return line, Box(begin, self.rim.y - 1.0, end, self.rim.y + 1.0), vertical


def energy_shape(
    energy_bound: EnergyBound, features: Features, transform: PlotTransform, ball_x: float, scale: float
) -> EnergyShape | None:
    """The lines for a ball at x = `ball_x`; None where they are outside the view."""
    far = 3.0 * transform.height
    with np.errstate(over="ignore"):
        # Within what Qt can draw.
        y = min(max(float(transform.y(energy_bound.energy)), -far), transform.height + far)
    if energy_bound.reach is None:
        left, right = ball_x - TICK_HALF_PX * scale, ball_x + TICK_HALF_PX * scale
    else:
        left, right = transform.x(energy_bound.reach.left), transform.x(energy_bound.reach.right)
    rim = None
    if energy_bound.known is Certainty.TRAPPED:
        rim = _rim_line(features, energy_bound.valley, transform, (y, left, right), scale)
    left, right = max(left, 0.0), min(right, float(transform.width))
    if right <= left or y > transform.height:
        return None
    return EnergyShape(energy_bound.known, y, left, right, rim, energy_bound.reach is None)


def _rim_line(
    features: Features, valley: int, transform: PlotTransform, line: tuple[float, float, float], scale: float
) -> RimLine:
    """From the lower of the two rims to a little beyond the bracket, which is near the end of the line on that side."""
    heights, edges = features.edge_heights[valley : valley + 2], features.edges[valley : valley + 2]
    is_left = bool(heights[0] <= heights[1])
    y, left, right = line
    rim_y = float(transform.clipped_y(heights[0 if is_left else 1]))
    inward = min(BRACKET_INSET_PX * scale, 0.5 * (right - left))
    bracket = left + inward if is_left else right - inward
    beyond = 0.5 * BRACKET_INSET_PX * scale * (1.0 if is_left else -1.0)
    begin = float(transform.x(edges[0 if is_left else 1]))
    return RimLine(rim_y, begin, bracket + beyond, bracket if y - rim_y >= MIN_BRACKET_PX else None)


def label_candidates(
    shape: EnergyShape,
    size: tuple[float, float],
    ball_x: float,
    line: CurveLine,
    transform: PlotTransform,
    scale: float,
) -> Iterator[Box]:
    """Boxes for the text at the lines, the best first, all within the width of the view."""
    width, height = size
    gap = 4.0 * scale
    most = transform.width - width - gap
    for left, top in _corners(shape, size, ball_x, line, gap):
        x, y = float(round(min(max(left, gap), most))), float(round(top))
        yield Box(x, y, x + width, y + height)


def _corners(
    shape: EnergyShape, size: tuple[float, float], ball_x: float, line: CurveLine, gap: float
) -> Iterator[tuple[float, float]]:
    """Upper left corners: at the line, further up, below the curve; at the top where the line is above the view."""
    width, height = size
    along, outside = list(_lefts_along(shape, width, gap)), list(_lefts_outside(shape, width, ball_x, gap))
    lefts = [*along, *outside]
    if shape.y < height + gap:
        yield from ((left, gap + row * height) for row in (0.0, 1.5, 3.0) for left in (ball_x - 0.5 * width, *lefts))
    if shape.rim is not None:
        yield from _corners_at_bracket(shape, shape.rim, size, gap)
    for some in (along, outside):
        yield from ((left, top) for top in (shape.y - gap - height, shape.y + gap) for left in some)
    if shape.rim is not None:
        yield lefts[0], shape.rim.y - gap - height
    yield from ((left, shape.y - rows * height) for rows in (2.5, 4.0, 5.5) for left in lefts)
    for left in lefts:
        lowest = line.lowest_and_highest(left, left + width)[1]
        if lowest > 0.0:  # the curve is there
            yield left, lowest + 4.0 * gap


def _lefts_along(shape: EnergyShape, width: float, gap: float) -> Iterator[float]:
    """Inside the ends of the line where it is long enough, and in its middle."""
    if shape.right - shape.left > width + 6.0 * gap:
        yield from (shape.left + 3.0 * gap, shape.right - 3.0 * gap - width)
    yield 0.5 * (shape.left + shape.right - width)


def _lefts_outside(shape: EnergyShape, width: float, ball_x: float, gap: float) -> Iterator[float]:
    """To both sides of the ball, and of the line."""
    yield from (ball_x - 6.0 * gap - width, ball_x + 6.0 * gap, shape.left - width, shape.right)


def _corners_at_bracket(
    shape: EnergyShape, rim: RimLine, size: tuple[float, float], gap: float
) -> Iterator[tuple[float, float]]:
    """Next to the bracket, half-way between E and rim, and above the rim."""
    width, height = size
    x = rim.end if rim.bracket is None else rim.bracket
    lefts = [x + 1.5 * gap, x - 1.5 * gap - width]
    if rim.begin > x:
        lefts.reverse()
    if shape.y - rim.y > height + gap:
        yield from ((left, 0.5 * (shape.y + rim.y - height)) for left in lefts)
    yield from ((left, rim.y - gap - height) for left in lefts)


LINE_WIDTH_PX, RIM_WIDTH_PX = 1.6, 1.0
DASH_PATTERN = [5.0, 4.0]
"""In widths of the line."""
AREA_OPACITY = 0.16
"""Opacity of the area that the ball provably never leaves."""
RIM_OPACITY = 0.9
BRACKET_HALF_PX = 3.0
"""Half the width of the foot of the bracket."""
MAX_AREA_POINTS = 400
"""With more points along the curve only every k-th bounds the area."""


def paint_energy(painter: QPainter, shape: EnergyShape, line: CurveLine, colour: QColor, theme: Theme) -> None:
    """Paint the line, the area below it where the ball is trapped, and the rim."""
    if shape.certainty is Certainty.TRAPPED and not shape.is_tick:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(colour, AREA_OPACITY))
        painter.drawPolygon(_enclosed_area(shape, line))
    if shape.rim is not None:
        _paint_rim(painter, shape.rim, shape.y, QPen(faded(colour, RIM_OPACITY), RIM_WIDTH_PX * theme.line_scale))
    pen = QPen(colour, LINE_WIDTH_PX * theme.line_scale, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
    pen.setDashPattern(DASH_PATTERN)
    painter.setPen(pen)
    painter.drawLine(QLineF(shape.left, shape.y, shape.right, shape.y))


def _enclosed_area(shape: EnergyShape, line: CurveLine) -> QPolygonF:
    """The area between the line and the curve below it."""
    begin, end = np.searchsorted(line.x, (shape.left, shape.right))
    every = slice(begin, end, max(1, (end - begin) // MAX_AREA_POINTS))
    x = np.concatenate(([shape.left], line.x[every], [shape.right]))
    return polygon(x, np.concatenate(([shape.y], np.maximum(line.y[every], shape.y), [shape.y])))


def _paint_rim(painter: QPainter, rim: RimLine, y: float, pen: QPen) -> None:
    """Paint the height of the rim and the bracket down to E."""
    painter.setPen(pen)
    lines = [QLineF(rim.begin, rim.y, rim.end, rim.y)]
    if rim.bracket is not None:
        x = rim.bracket
        lines.append(QLineF(x, rim.y, x, y))
        lines.append(QLineF(x - BRACKET_HALF_PX, y, x + BRACKET_HALF_PX, y))
    painter.drawLines(lines)


def paint_dot(painter: QPainter, at: QPointF, radius: float, colour: QColor) -> None:
    """Paint a filled dot."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(at, radius, radius)
