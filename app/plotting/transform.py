"""The map from the coordinates of a plot to the pixels of its view box."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from app.plotting.span import MAX_COORDINATE, Span, is_long_enough
from physics.arrays import Floats

Numbers = TypeVar("Numbers", float, Floats)
MAX_OUTSIDE = 3.0
"""Widths or heights that clipped pixels are outside the box at most: Qt can't draw lines that are much longer."""


@dataclass(frozen=True, slots=True)
class PlotTransform:
    """A linear map from (x, y) to pixels from the left and from the top of a box; y grows downwards in pixels."""

    x_span: Span
    """From the left end of the box to the right."""
    y_span: Span
    """From the bottom of the box to the top."""
    width: float
    height: float
    """Of the box, in pixels."""

    @property
    def rect(self) -> QRectF:
        """The box."""
        return QRectF(0.0, 0.0, self.width, self.height)

    @property
    def per_x(self) -> float:
        """The width of a pixel in x."""
        return self.x_span.length / self.width

    @property
    def per_y(self) -> float:
        """The height of a pixel in y."""
        return self.y_span.length / self.height

    def x(self, x: Numbers) -> Numbers:
        """Pixels from the left, elementwise."""
        return (x - self.x_span.lo) / self.per_x

    def y(self, y: Numbers) -> Numbers:
        """Pixels from the top, elementwise."""
        return (self.y_span.hi - y) / self.per_y

    def clipped_x(self, x: Floats) -> Floats:
        """Pixels from the left, at most `MAX_OUTSIDE` widths outside the box; NaN stays NaN."""
        with np.errstate(over="ignore"):
            return _clipped(self.x(x), self.width)

    def clipped_y(self, y: Floats) -> Floats:
        """Pixels from the top, at most `MAX_OUTSIDE` heights outside the box; NaN stays NaN."""
        with np.errstate(over="ignore"):
            return _clipped(self.y(y), self.height)

    def point(self, x: float, y: float) -> QPointF:
        """A point in pixels, clipped."""
        return QPointF(float(self.clipped_x(np.array(x))), float(self.clipped_y(np.array(y))))

    def x_at(self, pixel: Numbers) -> Numbers:
        """The x at pixels from the left, elementwise."""
        return self.x_span.lo + pixel * self.per_x

    def y_at(self, pixel: Numbers) -> Numbers:
        """The y at pixels from the top, elementwise."""
        return self.y_span.hi - pixel * self.per_y


@dataclass(frozen=True, slots=True)
class Margins:
    """Pixels between a fitted curve and the ends of the box."""

    left: float
    top: float
    right: float
    bottom: float


def fitted_spans(
    domain: tuple[float, float], heights: tuple[float, float], size: tuple[float, float], margins: Margins
) -> tuple[Span, Span]:
    """The spans that show a domain and a range of heights inside the margins, which are smaller in a small box.

    `size` is that of the box in pixels. A level curve is centred.
    """
    width, height = max(2.0, size[0]), max(2.0, size[1])
    lowest, highest = max(heights[0], -MAX_COORDINATE), min(heights[1], MAX_COORDINATE)
    if not is_long_enough(lowest, highest):
        room = max(1.0, abs(highest))
        lowest, highest = lowest - 0.5 * room, highest + 0.5 * room
    left, right = (min(margin, 0.15 * width) for margin in (margins.left, margins.right))
    top, bottom = (min(margin, 0.3 * height) for margin in (margins.top, margins.bottom))
    per_x = (domain[1] - domain[0]) / (width - left - right)
    per_y = (highest - lowest) / (height - top - bottom)
    x = Span(domain[0] - left * per_x, domain[1] + right * per_x)
    return x, Span(lowest - bottom * per_y, highest + top * per_y)


def _clipped(pixels: Floats, length: float) -> Floats:
    """Like np.clip, and faster on small arrays."""
    clipped: Floats = np.minimum(np.maximum(pixels, -MAX_OUTSIDE * length), (1.0 + MAX_OUTSIDE) * length)
    return clipped
