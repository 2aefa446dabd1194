"""The map from the coordinates of a plot to the pixels of its view box."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from app.plotting.span import Span, is_long_enough
from physics.arrays import Floats

Numbers = TypeVar("Numbers", float, Floats)
MAX_OUTSIDE = 3.0
"""Clipped pixels are at most so many widths or heights outside the box: Qt can't draw lines that are much longer."""


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
    def is_fine(self) -> bool:
        """Whether floating point still distinguishes the pixels at this magnification."""
        return is_long_enough(*self.x_span) and is_long_enough(*self.y_span)

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


def _clipped(pixels: Floats, length: float) -> Floats:
    """Like np.clip, and faster on small arrays."""
    clipped: Floats = np.minimum(np.maximum(pixels, -MAX_OUTSIDE * length), (1.0 + MAX_OUTSIDE) * length)
    return clipped
