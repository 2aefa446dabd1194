"""A grid of runs over two of α, η and start: what an outcome map is computed from."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from physics.arrays import Floats, Ints
from physics.ball import Ball, check_alpha, check_eta
from physics.landscape import Landscape
from physics.memory import SCALE_END, alpha_from_scale
from physics.rolling import Starts
from physics.rules import Rule
from physics.suggestion import eta_range

COARSE = 32
"""The first level has at most so many columns and rows."""


class Quantity(StrEnum):
    """What an axis of a map can show."""

    ALPHA = "alpha"
    ETA = "eta"
    START = "start"

    @property
    def symbol(self) -> str:
        """As it is written on the screen: α, η, start."""
        return {"alpha": "α", "eta": "η", "start": "start"}[self.value]


@dataclass(frozen=True, slots=True)
class Axis:
    """One quantity from `lowest` to `highest`, evenly on its own scale.

    α is even in log₁₀ 1/(1 − α), η in log₁₀ η, the start in w. Raises ValueError unless 0 ≤ lowest < highest < 1 for
    α, 0 < lowest < highest for η, lowest < highest for a start, all of them finite.
    """

    quantity: Quantity
    lowest: float
    highest: float

    def __post_init__(self) -> None:
        """Refuse a range that the scale has no places for."""
        for value in (self.lowest, self.highest):
            _CHECKS[self.quantity](value)
        if not self.lowest < self.highest:
            raise ValueError(f"{self.quantity}: the range {self.lowest!r} to {self.highest!r} must go upwards")

    def places(self, values: Floats) -> Floats:
        """Where values lie on the scale: the numbers in which it is even. Infinite for α = 1."""
        with np.errstate(divide="ignore"):
            return _SCALES[self.quantity].place(np.asarray(values, np.float64))

    def values_at(self, places: Floats) -> Floats:
        """The values at places of the scale: the inverse of `places`, held between the ends of the axis."""
        first, last = self.places(np.array([self.lowest, self.highest]))
        values = _SCALES[self.quantity].value(np.clip(places, first, last))
        return np.clip(values, self.lowest, self.highest)

    def values(self, count: int) -> Floats:
        """`count` (at least 2) values from end to end, both of them exactly as they were given."""
        first, last = self.places(np.array([self.lowest, self.highest]))
        values = self.values_at(np.linspace(first, last, count))
        values[0], values[-1] = self.lowest, self.highest
        return values


class _Scale(NamedTuple):
    place: Callable[[Floats], Floats]
    value: Callable[[Floats], Floats]


_SCALES = {
    Quantity.ALPHA: _Scale(lambda alpha: -np.log10(1.0 - alpha), lambda place: 1.0 - 10.0**-place),
    Quantity.ETA: _Scale(np.log10, lambda place: 10.0**place),
    Quantity.START: _Scale(np.copy, np.copy),
}


def _check_alpha_on_axis(alpha: float) -> None:
    if check_alpha(alpha) == 1.0:
        raise ValueError("alpha: 1 has no place on the memory scale of an axis; it may end at 0.999999, say")


def _check_start(start: float) -> None:
    if not np.isfinite(start):
        raise ValueError(f"start: {start!r} is not a finite number")


_CHECKS: dict[Quantity, Callable[[float], object]] = {
    Quantity.ALPHA: _check_alpha_on_axis,
    Quantity.ETA: check_eta,
    Quantity.START: _check_start,
}


def whole_axis(quantity: Quantity, landscape: Landscape, eta: float) -> Axis:
    """Return the usual range of an axis: α from 0 to 0.999, η around `eta`, the start over the whole domain."""
    lowest, highest = {
        Quantity.ALPHA: (0.0, alpha_from_scale(SCALE_END)),
        Quantity.ETA: eta_range(eta),
        Quantity.START: landscape.domain,
    }[quantity]
    return Axis(quantity, lowest, highest)


@dataclass(frozen=True)
class Grid:
    """One run at rest for each point; what neither axis shows is the ball's.

    Points are numbered row by row from the lowest y, in a row from the lowest x. Raises ValueError when both axes show
    the same quantity, or when there are fewer than 2 columns or rows.
    """

    x: Axis
    y: Axis
    columns: int
    rows: int
    ball: Ball

    def __post_init__(self) -> None:
        """Refuse what is no map."""
        if self.x.quantity is self.y.quantity:
            raise ValueError(f"both axes show {self.x.quantity}; a map needs two different ones")
        if min(self.columns, self.rows) < 2:
            raise ValueError(f"a map of {self.columns} × {self.rows} has no area: at least 2 × 2 are needed")

    @property
    def size(self) -> int:
        """How many points there are."""
        return self.columns * self.rows

    @cached_property
    def x_values(self) -> Floats:
        """(columns,)."""
        return self.x.values(self.columns)

    @cached_property
    def y_values(self) -> Floats:
        """(rows,)."""
        return self.y.values(self.rows)

    def starts(self, numbers: Ints | None = None) -> Starts:
        """The states that runs set out from: those with these numbers, in that order, or all."""
        numbers = np.arange(self.size) if numbers is None else numbers
        row, column = np.divmod(numbers, self.columns)
        of_ball = {Quantity.ALPHA: self.ball.alpha, Quantity.ETA: self.ball.eta, Quantity.START: self.ball.start}
        columns = {quantity: np.full(len(numbers), value) for quantity, value in of_ball.items()}
        columns[self.x.quantity] = self.x_values[column]
        columns[self.y.quantity] = self.y_values[row]
        ahead = np.full(len(numbers), self.ball.rule is Rule.NESTEROV)
        alpha, eta, start = (columns[quantity] for quantity in Quantity)
        return Starts(alpha, eta, ahead, start, np.zeros(len(numbers)))

    def strides(self) -> tuple[int, ...]:
        """Distances of the points of each level, each half of the one before, down to 1."""
        stride = 1
        while max(self.columns, self.rows) > COARSE * stride:
            stride *= 2
        return tuple(stride >> level for level in range(stride.bit_length()))

    def coarse(self) -> Ints:
        """The numbers of the first level, quickly."""
        stride = self.strides()[0]
        row, column = np.arange(0, self.rows, stride)[:, np.newaxis], np.arange(0, self.columns, stride)
        return (row * self.columns + column).ravel()

    def levels(self) -> tuple[Ints, ...]:
        """The numbers of the points, a coarse grid first, then what lies between; each exactly once. Read-only."""
        return _levels(self.columns, self.rows, self.strides())


@lru_cache(maxsize=4)
def _levels(columns: int, rows: int, strides: tuple[int, ...]) -> tuple[Ints, ...]:
    """Kept, since maps of one size are made again and again."""
    row, column = np.divmod(np.arange(columns * rows), columns)
    steps = np.bitwise_or(row, column) | strides[0]
    finest = steps & -steps  # the largest power of two that divides row, column and the coarsest stride
    levels = tuple(np.flatnonzero(finest == stride) for stride in strides)
    for level in levels:
        level.setflags(write=False)
    return levels
