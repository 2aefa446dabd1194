"""The curve of a landscape in pixels."""

import math

import numpy as np

from app.plotting.transform import PlotTransform
from physics.arrays import Floats
from physics.landscape.base import Landscape

COLUMNS_PER_PIXEL = 2
SMOOTHING_PX = 4
"""Distance to each side over which the normal is averaged: in a cleft narrower than a ball it points up."""


class CurveLine:
    """The visible part of the curve in pixels, sampled twice per pixel, with every hill and minimum exact."""

    def __init__(self, landscape: Landscape, transform: PlotTransform) -> None:
        lo, hi = landscape.domain
        left, right = max(transform.x(lo), -1.0), min(transform.x(hi), transform.width + 1.0)
        self.left, self.right = left, right
        """Pixels between which the curve is visible."""
        self.is_visible = right > left
        if not self.is_visible:
            left, right = (0.0, 1.0) if transform.x(lo) > transform.width else (-1.0, 0.0)
        # On whole and half pixels; the outermost ones are just outside the domain, with the height of its end.
        first = math.floor(left * COLUMNS_PER_PIXEL)
        self._columns = np.arange(first, math.ceil(right * COLUMNS_PER_PIXEL) + 1) / COLUMNS_PER_PIXEL
        w = np.clip(transform.x_at(self._columns), lo, hi)
        self._y = transform.clipped_y(landscape.height(w))
        exact = _exact_points(landscape, float(w[0]), float(w[-1]))
        x = np.concatenate((np.clip(self._columns, left, right), transform.x(exact[0])))
        order = np.argsort(x, kind="stable")
        self.x: Floats = x[order]
        self.y: Floats = np.concatenate((self._y, transform.clipped_y(exact[1])))[order]
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
