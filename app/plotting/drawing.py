"""Fast drawing of lines and polygons from arrays."""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import cast

import pyqtgraph.functions
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen, QPolygonF
from shiboken6 import Shiboken, VoidPtr

from physics.arrays import Floats

RATIO_TOLERANCE = 1e-4
"""Qt rounds the ratio of a widget to multiples of 2⁻¹⁶."""


def pixel_ratio(painter: QPainter) -> float | None:
    """The ratio of a kept image that can be copied pixel by pixel: pixels of the device per unit of the painter.

    None where no image can: for a painter that records, prints, turns or stretches.
    """
    if painter.paintEngine().type() != QPaintEngine.Type.Raster:
        return None
    to_device = painter.deviceTransform()
    ratio = to_device.m11()
    return ratio if to_device.m12() == to_device.m21() == 0.0 and ratio == to_device.m22() > 0.0 else None


def is_same_ratio(found: float | None, ratio: float) -> bool:
    """Whether an image with this ratio can be copied pixel by pixel, where `pixel_ratio` has found another or none."""
    return found is not None and math.isclose(found, ratio, rel_tol=RATIO_TOLERANCE)


@contextmanager
def restored(painter: QPainter) -> Iterator[None]:
    """Save the painter, and restore it afterwards; its clip, too, which Qt's engine for SVG would keep."""
    is_svg = painter.paintEngine().type() == QPaintEngine.Type.SVG
    clip = painter.clipPath() if is_svg and painter.hasClipping() else None
    painter.save()
    try:
        yield
    finally:
        painter.restore()
        if clip is not None:
            painter.setClipPath(clip)
        elif is_svg:
            painter.setClipping(False)


def line_pen(colour: QColor, width: float) -> QPen:
    """A pen without caps, so that nothing is painted twice where segments meet."""
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)


_address_of = cast("Callable[[Floats], int]", VoidPtr)
"""Of the memory of an array: several times faster than `array.ctypes.data`."""
_line_at = cast("Callable[[int, type[QLineF]], QLineF]", Shiboken.wrapInstance)
"""A line at an address; it does not own the memory."""


BYTES_PER_LINE = 32
"""A QLineF is four doubles."""


def draw_lines(painter: QPainter, lines: Floats, pens: Sequence[QPen], ends: Sequence[int]) -> None:
    """Draw lines (count, 4) straight from an array that is contiguous: with each pen from where the last one ended."""
    first, begin = int(_address_of(lines)), 0  # `lines` outlives the wrappers
    for pen, end in zip(pens, ends, strict=True):
        if end > begin:
            painter.setPen(pen)
            painter.drawLines(_line_at(first + BYTES_PER_LINE * begin, QLineF), end - begin)
            begin = end


POINTS_PER_CALL = 24
"""Points of a long line per call of Qt."""


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
