"""The projection from the (w, f) plane to the pixels of a view, and the curve in pixels."""

import math
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from app.plotting.span import MAX_COORDINATE, is_long_enough
from physics.arrays import Floats
from physics.landscape.base import Landscape

Numbers = TypeVar("Numbers", float, Floats)


@dataclass(frozen=True, slots=True)
class Margins:
    """Pixels between the fitted curve and the ends of the view."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Projection:
    """A linear map from curve coordinates (w, f) to pixels (x, y) of the view; y grows downwards."""

    w_lo: float
    w_hi: float
    f_lo: float
    f_hi: float
    width: int
    """Pixels; w_lo is at x = 0 and w_hi at x = width."""
    height: int
    """Pixels; f_hi is at y = 0 and f_lo at y = height."""

    @classmethod
    def fitted(
        cls, domain: tuple[float, float], heights: tuple[float, float], size: tuple[int, int], margins: Margins
    ) -> "Projection":
        """Show a domain and a range of heights inside the margins, which are smaller in a small view.

        A level curve is centred.
        """
        width, height = max(2, size[0]), max(2, size[1])
        lowest, highest = max(heights[0], -MAX_COORDINATE), min(heights[1], MAX_COORDINATE)
        if not is_long_enough(lowest, highest):
            room = max(1.0, abs(highest))
            lowest, highest = lowest - 0.5 * room, highest + 0.5 * room
        left, right = (min(margin, 0.15 * width) for margin in (margins.left, margins.right))
        top, bottom = (min(margin, 0.3 * height) for margin in (margins.top, margins.bottom))
        per_x = (domain[1] - domain[0]) / (width - left - right)
        per_y = (highest - lowest) / (height - top - bottom)
        return cls(
            domain[0] - left * per_x,
            domain[1] + right * per_x,
            lowest - bottom * per_y,
            highest + top * per_y,
            width,
            height,
        )

    @property
    def is_fine(self) -> bool:
        """Whether floating point still distinguishes the pixels at this magnification."""
        return is_long_enough(self.w_lo, self.w_hi) and is_long_enough(self.f_lo, self.f_hi)

    @property
    def per_x(self) -> float:
        """The width of one pixel in w."""
        return (self.w_hi - self.w_lo) / self.width

    @property
    def per_y(self) -> float:
        """The height of one pixel in f."""
        return (self.f_hi - self.f_lo) / self.height

    def x(self, w: Numbers) -> Numbers:
        """Pixels from the left, elementwise."""
        return (w - self.w_lo) / self.per_x

    def y(self, f: Numbers) -> Numbers:
        """Pixels from the top, elementwise."""
        return (self.f_hi - f) / self.per_y

    def clipped_x(self, w: Floats) -> Floats:
        """Pixels from the left, at most three view widths away."""
        with np.errstate(over="ignore"):
            x: Floats = np.clip(self.x(w), -3.0 * self.width, 4.0 * self.width)
        return x

    def clipped_y(self, f: Floats) -> Floats:
        """Pixels from the top, at most three view heights away, so that painting stays within what Qt can draw."""
        with np.errstate(over="ignore"):
            y: Floats = np.clip(self.y(f), -3.0 * self.height, 4.0 * self.height)
        return y

    def w(self, x: Numbers) -> Numbers:
        """The w at pixels from the left, elementwise."""
        return self.w_lo + x * self.per_x

    def f(self, y: Numbers) -> Numbers:
        """The height at pixels from the top, elementwise."""
        return self.f_hi - y * self.per_y

    def zoomed(self, x: float, y: float, factor: float) -> "Projection":
        """Show `factor` times as much of both axes; the point at (x, y) stays there."""
        w, f = self.w(x), self.f(y)
        return replace(
            self,
            w_lo=w + (self.w_lo - w) * factor,
            w_hi=w + (self.w_hi - w) * factor,
            f_lo=f + (self.f_lo - f) * factor,
            f_hi=f + (self.f_hi - f) * factor,
        )

    def moved(self, dx: float, dy: float) -> "Projection":
        """Pan by (dx, dy) pixels."""
        w, f = dx * self.per_x, dy * self.per_y
        return replace(self, w_lo=self.w_lo - w, w_hi=self.w_hi - w, f_lo=self.f_lo + f, f_hi=self.f_hi + f)

    def resized(self, width: int, height: int) -> "Projection":
        """Show the same part of the plane in a view of another size."""
        return replace(self, width=max(2, width), height=max(2, height))


COLUMNS_PER_PIXEL = 2
SMOOTHING_PX = 4
"""Distance to each side over which the normal is averaged: in a cleft narrower than a ball it points up."""


class CurveLine:
    """The visible part of the curve in pixels, sampled twice per pixel, with every hill and minimum exact."""

    def __init__(self, landscape: Landscape, projection: Projection) -> None:
        lo, hi = landscape.domain
        left, right = max(projection.x(lo), -1.0), min(projection.x(hi), projection.width + 1.0)
        self.left, self.right = left, right
        """Pixels between which the curve is visible."""
        self.is_visible = right > left
        if not self.is_visible:
            left, right = (0.0, 1.0) if projection.x(lo) > projection.width else (-1.0, 0.0)
        # On whole and half pixels; the outermost ones are just outside the domain, with the height of its end.
        first = math.floor(left * COLUMNS_PER_PIXEL)
        self._columns = np.arange(first, math.ceil(right * COLUMNS_PER_PIXEL) + 1) / COLUMNS_PER_PIXEL
        w = np.clip(projection.w(self._columns), lo, hi)
        self._y = projection.clipped_y(landscape.height(w))
        exact = _exact_points(landscape, float(w[0]), float(w[-1]))
        x = np.concatenate((np.clip(self._columns, left, right), projection.x(exact[0])))
        order = np.argsort(x, kind="stable")
        self.x: Floats = x[order]
        self.y: Floats = np.concatenate((self._y, projection.clipped_y(exact[1])))[order]
        """Points of the line, from left to right."""
        self._first, self._heights = float(self._columns[0]), self._y.tolist()
        self._normal_x, self._normal_y = self._normals()

    def heights_at(self, x: Floats) -> Floats:
        """y of the curve at x; outside its ends as at the end."""
        return np.interp(x, self._columns, self._y)

    def nearest_height(self, x: float) -> float:
        """y of the curve in the sample column at x, without interpolation; inf outside its ends."""
        column = int((x - self._first) * COLUMNS_PER_PIXEL)
        return self._heights[column] if 0 <= column < len(self._heights) else math.inf

    def normals_at(self, x: Floats) -> tuple[Floats, Floats]:
        """The unit normals of the curve at x, upwards: their components to the right and down."""
        column = ((x - self._first) * COLUMNS_PER_PIXEL + 0.5).astype(np.intp)
        np.clip(column, 0, len(self._columns) - 1, out=column)
        return self._normal_x.take(column), self._normal_y.take(column)

    def lowest_and_highest(self, left: float, right: float) -> tuple[float, float]:
        """y of the highest and of the lowest point of the curve between two x; (inf, −inf) where there is none."""
        begin, end = np.searchsorted(self._columns, (left, right))
        part = self._y[begin:end]
        return (float(part.min()), float(part.max())) if len(part) else (np.inf, -np.inf)

    def _normals(self) -> tuple[Floats, Floats]:
        last = len(self._columns) - 1
        reach = SMOOTHING_PX * COLUMNS_PER_PIXEL
        column = np.arange(last + 1)
        before, after = np.maximum(column - reach, 0), np.minimum(column + reach, last)
        right = self._columns[after] - self._columns[before]
        down = self._y[after] - self._y[before]
        length = np.hypot(right, down)
        return down / length, -right / length


def _exact_points(landscape: Landscape, lo: float, hi: float) -> tuple[Floats, Floats]:
    """Positions and heights of hills and minima between lo and hi."""
    features = landscape.features
    has_minimum = ~np.isnan(features.minima)
    w = np.concatenate((features.hills, features.minima[has_minimum]))
    f = np.concatenate((features.hill_heights, features.minimum_heights[has_minimum]))
    inside = (w > lo) & (w < hi)
    return w[inside], f[inside]
