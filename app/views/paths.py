"""Arrays of pixels as Qt's lines, without a loop over their points."""

import numpy as np
import pyqtgraph.functions
from PySide6.QtCore import QByteArray, QDataStream
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF

from physics.arrays import Bools, Floats

PIECE = 24
"""Points of a long line that are drawn at once."""
_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])


def polygon(x: Floats, y: Floats) -> QPolygonF:
    """The points (x, y) in their order."""
    points = QPolygonF()
    points.resize(len(x))
    memory = pyqtgraph.functions.ndarray_from_qpolygonf(points)
    memory[:, 0] = x
    memory[:, 1] = y
    return points


def draw_line(painter: QPainter, x: Floats, y: Floats) -> None:
    """Draw a long line with the painter's pen, piece by piece: that is many times faster where it goes up and down.

    Each piece begins a point early, so that there are no gaps at the joints.
    """
    for first in range(0, len(x) - 1, PIECE):
        part = slice(max(0, first - 1), first + PIECE + 1)
        painter.drawPolyline(polygon(x[part], y[part]))


def broken_lines(x: Floats, y: Floats, joined: Bools) -> list[QPainterPath]:
    """One path for each entry of x and y (paths, lines, points), with gaps where joined (…, points − 1) is false."""
    paths, lines, points = x.shape
    # The serial form that QPainterPath reads: count, then kind (0 move, 1 line), x and y of each element; big-endian.
    memory = np.zeros(paths, [("count", ">i4"), ("elements", _ELEMENT, (lines, points)), ("end", ">i4", 2)])
    memory["count"] = lines * points
    elements = memory["elements"]
    elements["x"] = x
    elements["y"] = y
    elements["kind"][:, :, 1:] = joined
    stream = QDataStream(QByteArray(memory.tobytes()))
    made = [QPainterPath() for _ in range(paths)]
    for path in made:
        stream >> path
    return made
