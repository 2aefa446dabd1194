"""The energy line of the selected ball, on the screen."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.theme import Theme, faded
from app.views.curve_line import CurveLine
from app.views.paths import polygon
from app.views.selected.energy_shape import EnergyShape, RimLine
from physics.prospect import Known

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
    if shape.known is Known.TRAPPED:
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
