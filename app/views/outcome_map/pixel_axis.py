"""The axes of the outcome map: values, positions on the axis' own scale, and pixels."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.plotting.span import Span
from physics.arrays import Floats, Ints
from physics.rules.base import Parameter, Scale
from physics.rules.memory import rounded
from physics.sweep.grid import Axis, Grid


def span_of(axis: Axis, count: int) -> Span:
    """What is shown of an axis with this many cells, on its scale: half a cell more at both ends."""
    first, last = axis.to_scale(np.array([axis.lowest, axis.highest])).tolist()
    half = 0.5 * (last - first) / (count - 1)
    return Span(first - half, last + half)


def axis_of(span: Span, count: int, whole: Axis) -> Axis | None:
    """The part of a whole axis whose cells fill a span of its scale: the inverse of `span_of`.

    None where the span is outside the axis, or too short for cells of different values.
    """
    half = 0.5 * span.length / count
    ends = whole.values_at(np.array([span.lo + half, span.hi - half])).tolist()
    # 0.66 for 0.6599999999999999, so that a ball that is put to the end of the axis has a number with few digits.
    rounded_ends = [_rounded(whole.parameter, end, ROUNDED_DIGITS) for end in ends]
    lowest, highest = (min(max(end, whole.lowest), whole.highest) for end in rounded_ends)
    scaled: Floats = whole.to_scale(np.array([lowest, highest]))
    if not scaled[1] - scaled[0] > MIN_SHARE * (1.0 + abs(scaled).max()):
        return None
    return Axis(whole.parameter, lowest, highest)


MIN_SHARE = 1e-9
"""Least length of a part of an axis, on its scale and beside the numbers there."""
MAX_DIGITS, ROUNDED_DIGITS = 15, 14
MAX_OVERSHOOT = 9.0
"""A value outside the axis is placed at most this far beyond its end, in lengths of the axis."""
MAX_ROUNDING_PX = 0.5
"""By which a value chosen with the mouse may be rounded."""


@dataclass(frozen=True)
class PixelAxis:
    """An axis of a map: pixels from `begin` to `end` (which may be less than `begin`), one cell for each value."""

    axis: Axis
    count: int
    begin: float
    end: float

    @cached_property
    def _ends(self) -> Span:
        """Scale values at `begin` and `end`."""
        return span_of(self.axis, self.count)

    def pixel(self, value: float) -> float:
        """The pixel of a value; see `pixels`."""
        pixel: float = self.pixels(np.array([value]))[0].item()
        return pixel

    def pixels(self, values: Floats) -> Floats:
        """The pixels of values; values outside the axis are a little outside, α = 1 at the end with the greatest α."""
        first, last = self._ends
        scaled = self.axis.to_scale(values)
        with np.errstate(over="ignore"):
            share = np.where(np.isinf(scaled), 1.0, (scaled - first) / (last - first))
        return self.begin + np.clip(share, -MAX_OVERSHOOT, 1.0 + MAX_OVERSHOOT) * (self.end - self.begin)

    def value(self, pixel: float) -> float:
        """The value at a pixel, clamped to the axis, with no more digits than the pixel determines."""
        exact: float = self.axis.values_at(np.array([self._to_scale(pixel)]))[0].item()
        for digits in range(2, MAX_DIGITS + 1):
            short: float = _rounded(self.axis.parameter, exact, digits)
            inside = self.axis.lowest <= short <= self.axis.highest
            if inside and abs(self.pixel(short) - self.pixel(exact)) < MAX_ROUNDING_PX:
                return short
        return exact

    def cells(self, picture: Axis, count: int) -> Ints:
        """For each pixel from `begin` to `end`, the index among `count` values of a picture's axis; −1 outside it."""
        pixels = max(1, round(abs(self.end - self.begin)))
        share = (np.arange(pixels) + 0.5) / pixels
        first, last = self._ends
        there = picture.to_scale(np.array([picture.lowest, picture.highest]))
        cell = (first + share * (last - first) - there[0]) / (there[1] - there[0]) * (count - 1)
        index: Ints = np.floor(cell + 0.5).astype(np.intp)
        index[(index < 0) | (index >= count)] = -1
        return index

    def _to_scale(self, pixel: float) -> float:
        first, last = self._ends
        return first + (pixel - self.begin) / (self.end - self.begin) * (last - first)


def pixel_axes_of(grid: Grid, left: float, top: float, right: float, bottom: float) -> tuple[PixelAxis, PixelAxis]:
    """The x and y axes of a grid in a rectangle of pixels, the lowest y at the bottom."""
    return PixelAxis(grid.x, grid.columns, left, right), PixelAxis(grid.y, grid.rows, bottom, top)


def _rounded(parameter: Parameter, value: float, digits: int) -> float:
    return rounded(value, digits) if parameter.scale is Scale.MEMORY else float(f"{value:.{digits}g}")
