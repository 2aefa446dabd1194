"""Where the runs of a map lie on the screen: plain arithmetic, no drawing."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from physics.arrays import Floats, Ints
from physics.grid import Axis, Grid, Quantity
from physics.memory import rounded

MOST_DIGITS = 15
BEYOND = 9.0
"""How far beyond an end, in lengths of the side, a value is said to lie at most."""
HAND = 0.5
"""Pixels by which a value that a hand chose may be rounded."""


@dataclass(frozen=True)
class Side:
    """One side of a map: pixels from `begin` to `end` (which may run backwards), cut into a cell for each value."""

    axis: Axis
    count: int
    begin: float
    end: float

    @cached_property
    def _places(self) -> tuple[float, float]:
        """Places of the axis at `begin` and `end`: half a cell outside the first and the last value."""
        first, last = self.axis.places(np.array([self.axis.lowest, self.axis.highest])).tolist()
        half = 0.5 * (last - first) / (self.count - 1)
        return first - half, last + half

    def pixel(self, value: float) -> float:
        """Where a value lies; see `pixels`."""
        pixel: float = self.pixels(np.array([value]))[0].item()
        return pixel

    def pixels(self, values: Floats) -> Floats:
        """Where values lie; those beyond an end lie beyond it, though not far, α = 1 at the end where α is greatest."""
        first, last = self._places
        places = self.axis.places(values)
        with np.errstate(over="ignore"):
            share = np.where(np.isfinite(places), (places - first) / (last - first), 1.0)
        return self.begin + np.clip(share, -BEYOND, 1.0 + BEYOND) * (self.end - self.begin)

    def value(self, pixel: float) -> float:
        """The value at a pixel, held within the axis, with no more digits than a hand can mean."""
        exact: float = self.axis.values_at(np.array([self._place(pixel)]))[0].item()
        for digits in range(2, MOST_DIGITS + 1):
            short: float = _rounded(self.axis.quantity, exact, digits)
            inside = self.axis.lowest <= short <= self.axis.highest
            if inside and abs(self.pixel(short) - self.pixel(exact)) < HAND:
                return short
        return exact

    def zoomed(self, pixel: float, factor: float, whole: Axis) -> Axis:
        """The axis that shows `factor` times as much, what is at the pixel staying there, within the `whole` axis."""
        first, last = self.axis.places(np.array([self.axis.lowest, self.axis.highest])).tolist()
        here = self._place(pixel)
        return _between(whole, here + (first - here) * factor, here + (last - here) * factor)

    def moved(self, pixels: float, whole: Axis) -> Axis:
        """The axis that is shown when the picture is dragged by so many pixels, within the `whole` axis."""
        first, last = self.axis.places(np.array([self.axis.lowest, self.axis.highest])).tolist()
        lowest, highest = whole.places(np.array([whole.lowest, whole.highest])).tolist()
        by = self._place(self.begin) - self._place(self.begin + pixels)
        by = min(max(by, lowest - first), highest - last)
        return _between(whole, first + by, last + by)

    def cells(self, picture: Axis, count: int) -> Ints:
        """For each pixel from `begin` to `end`, which of `count` values of a picture's axis it shows; −1 if none."""
        pixels = max(1, round(abs(self.end - self.begin)))
        share = (np.arange(pixels) + 0.5) / pixels
        first, last = self._places
        there = picture.places(np.array([picture.lowest, picture.highest]))
        cell = (first + share * (last - first) - there[0]) / (there[1] - there[0]) * (count - 1)
        index: Ints = np.floor(cell + 0.5).astype(np.intp)
        index[(index < 0) | (index >= count)] = -1
        return index

    def _place(self, pixel: float) -> float:
        first, last = self._places
        return first + (pixel - self.begin) / (self.end - self.begin) * (last - first)


def sides_of(grid: Grid, left: float, top: float, right: float, bottom: float) -> tuple[Side, Side]:
    """Lay a grid into a rectangle of pixels, the lowest y at the bottom."""
    return Side(grid.x, grid.columns, left, right), Side(grid.y, grid.rows, bottom, top)


def _between(whole: Axis, first: float, last: float) -> Axis:
    """The part of an axis between two places; all of it where they lie outside of it, or are too close to tell."""
    lowest, highest = whole.values_at(np.array([first, last])).tolist()
    places: Floats = whole.places(np.array([lowest, highest]))
    if not places[1] - places[0] > 1e-9 * (1.0 + abs(places).max()):
        return whole
    return Axis(whole.quantity, lowest, highest)


def _rounded(quantity: Quantity, value: float, digits: int) -> float:
    return rounded(value, digits) if quantity is Quantity.ALPHA else float(f"{value:.{digits}g}")
