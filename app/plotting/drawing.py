"""Fast drawing of lines and polygons from arrays."""

import math
from typing import cast

import numpy as np
import pyqtgraph.functions
from PySide6.QtCore import QByteArray, QDataStream, QLineF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPainterPath, QPen, QPolygonF
from shiboken6 import Shiboken

from physics.arrays import Bools, Floats

RATIO_TOLERANCE = 1e-4
"""Qt rounds the ratio of a widget to multiples of 2⁻¹⁶."""


def pixel_ratio(painter: QPainter) -> float | None:
    """The ratio of a kept image that can be copied pixel by pixel: pixels of the device per unit of the painter.

    None where no image can: for a painter that records, prints, turns or stretches.
    """
    if painter.paintEngine().type() != QPaintEngine.Type.Raster:
        return None
    to_device = painter.deviceTransform()
    is_uniform = to_device.m12() == to_device.m21() == 0.0 and to_device.m11() == to_device.m22() > 0.0
    return to_device.m11() if is_uniform else None


def has_pixel_ratio(painter: QPainter, ratio: float) -> bool:
    """Whether an image with this ratio can be copied pixel by pixel."""
    found = pixel_ratio(painter)
    return found is not None and math.isclose(found, ratio, rel_tol=RATIO_TOLERANCE)


def line_pen(colour: QColor, width: float) -> QPen:
    """A pen without caps, so that nothing is painted twice where segments meet."""
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)


def draw_lines(painter: QPainter, lines: Floats) -> None:
    """Draw lines (count, 4) straight from the array: a QLineF is four doubles."""
    lines = np.ascontiguousarray(lines)
    # The wrapper does not own the memory; `lines` outlives it.
    first = cast("QLineF", Shiboken.wrapInstance(lines.ctypes.data, QLineF))
    painter.drawLines(first, len(lines))


POINTS_PER_CALL = 24
"""Points of a long line per call of Qt."""
_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])


def polygon(x: Floats, y: Floats) -> QPolygonF:
    """The points (x, y) as a QPolygonF."""
    points = QPolygonF()
    points.resize(len(x))
    memory = pyqtgraph.functions.ndarray_from_qpolygonf(points)
    memory[:, 0] = x
    memory[:, 1] = y
    return points


def draw_line(painter: QPainter, x: Floats, y: Floats) -> None:
    """Draw a long line in pieces, which is many times faster where it goes up and down.

    Each piece begins one point early, so that there are no gaps at the joints.
    """
    for first in range(0, len(x) - 1, POINTS_PER_CALL):
        part = slice(max(0, first - 1), first + POINTS_PER_CALL + 1)
        painter.drawPolyline(polygon(x[part], y[part]))


def broken_lines(x: Floats, y: Floats, joined: Bools) -> list[QPainterPath]:
    """Paths from x and y (paths, lines, points), with gaps where `joined` (paths, lines, points − 1) is False."""
    paths, lines, points = x.shape
    # The serial form of a QPainterPath: count, then kind (0 move, 1 line), x and y of each element; big-endian.
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
