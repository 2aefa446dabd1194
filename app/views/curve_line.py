"""The curve in pixels: a line for the eye, and heights and directions for the balls that sit on it."""

import math

import numpy as np

from app.views.projection import Projection
from physics.arrays import Floats
from physics.landscape import Landscape

COLUMNS_PER_PIXEL = 2
SMOOTHING = 4
"""Pixels to each side over which a ball feels which way is up: in a cleft narrower than a ball, straight up."""


class CurveLine:
    """The visible part of a landscape, sampled twice per pixel, with every hill and minimum exactly where it is."""

    def __init__(self, landscape: Landscape, projection: Projection) -> None:
        """Sample the landscape where it is shown; nothing is left when it is out of sight."""
        lo, hi = landscape.domain
        left, right = max(projection.x(lo), -1.0), min(projection.x(hi), projection.width + 1.0)
        self.left, self.right = left, right
        """Pixels between which the curve runs."""
        self.is_visible = right > left
        if not self.is_visible:
            left, right = (0.0, 1.0) if projection.x(lo) > projection.width else (-1.0, 0.0)
        # On whole and half pixels, the outermost ones just beyond the ends, where the height is the end's.
        first = math.floor(left * COLUMNS_PER_PIXEL)
        self._columns = np.arange(first, math.ceil(right * COLUMNS_PER_PIXEL) + 1) / COLUMNS_PER_PIXEL
        w = np.clip(projection.w(self._columns), lo, hi)
        self._y = projection.y_near(landscape.height(w))
        exact = _exact_points(landscape, float(w[0]), float(w[-1]))
        x = np.concatenate((np.clip(self._columns, left, right), projection.x(exact[0])))
        order = np.argsort(x, kind="stable")
        self.x: Floats = x[order]
        self.y: Floats = np.concatenate((self._y, projection.y_near(exact[1])))[order]
        """Pixels of the line, from left to right."""
        self._first, self._heights = float(self._columns[0]), self._y.tolist()
        self._normal_x, self._normal_y = self._normals()

    def heights_at(self, x: Floats) -> Floats:
        """Pixels from the top of the curve at pixels from the left (beyond its ends: as at the end)."""
        return np.interp(x, self._columns, self._y)

    def height_near(self, x: float) -> float:
        """Pixels from the top of the curve, to the next column, at pixels from the left; beyond its ends: inf."""
        column = int((x - self._first) * COLUMNS_PER_PIXEL)
        return self._heights[column] if 0 <= column < len(self._heights) else math.inf

    def normals_at(self, x: Floats) -> tuple[Floats, Floats]:
        """Pixels right and down of one pixel's way up from the curve, at its right angle."""
        column = ((x - self._first) * COLUMNS_PER_PIXEL + 0.5).astype(np.intp)
        np.clip(column, 0, len(self._columns) - 1, out=column)
        return self._normal_x.take(column), self._normal_y.take(column)

    def lowest_and_highest(self, left: float, right: float) -> tuple[float, float]:
        """Pixels from the top of the curve's highest and lowest points between two places; empty: (inf, −inf)."""
        begin, end = np.searchsorted(self._columns, (left, right))
        part = self._y[begin:end]
        return (float(part.min()), float(part.max())) if len(part) else (np.inf, -np.inf)

    def _normals(self) -> tuple[Floats, Floats]:
        last = len(self._columns) - 1
        reach = SMOOTHING * COLUMNS_PER_PIXEL
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
