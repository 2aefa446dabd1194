"""Outcome maps: a grid of runs over two parameters of a ball, and their results, filled in from coarse to fine."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from physics.arrays import Floats, Ints
from physics.forcing.forcing import NO_FORCING, Forcing
from physics.landscape.base import Landscape
from physics.rules.base import ETA, Parameter, Rule, Scale
from physics.rules.memory import SCALE_END, alpha_from_scale
from physics.rules.suggestion import eta_range
from physics.run.ball import START, Ball
from physics.sweep.batch import UNKNOWN, Finished, empty_results
from physics.sweep.initial_states import InitialStates, state_at_rest

MAX_COARSE_SIZE = 32
"""Most columns and rows of the first level."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A parameter, or the start, from `lowest` to `highest`, evenly spaced on its own scale.

    Raises OutOfRange for a value that the parameter cannot have, and ValueError unless lowest < highest, and for 1 on
    the memory scale, where it lies at infinity.
    """

    parameter: Parameter
    lowest: float
    highest: float

    def __post_init__(self) -> None:
        """Check the range."""
        for value in (self.lowest, self.highest):
            if self.parameter.check(value) == 1.0 and self.parameter.scale is Scale.MEMORY:
                name = self.parameter.name
                raise ValueError(f"{name}: 1 has no place on the memory scale of an axis; it may end at 0.999999, say")
        if not self.lowest < self.highest:
            raise ValueError(f"{self.parameter.name}: the range {self.lowest!r} to {self.highest!r} must go upwards")

    def to_scale(self, values: Floats) -> Floats:
        """Convert values to the scale; infinite for α = 1."""
        with np.errstate(divide="ignore"):
            return _SCALES[self.parameter.scale].from_value(np.asarray(values, np.float64))

    def values_at(self, scaled: Floats) -> Floats:
        """Convert from the scale to values, clipped to the ends of the axis: the inverse of `to_scale`."""
        first, last = self.to_scale(np.array([self.lowest, self.highest]))
        values = _SCALES[self.parameter.scale].to_value(np.clip(scaled, first, last))
        return np.clip(values, self.lowest, self.highest)

    def values(self, count: int) -> Floats:
        """`count` (at least 2) values from end to end; the ends are exact."""
        first, last = self.to_scale(np.array([self.lowest, self.highest]))
        values = self.values_at(np.linspace(first, last, count))
        values[0], values[-1] = self.lowest, self.highest
        return values


class _Scale(NamedTuple):
    from_value: Callable[[Floats], Floats]
    to_value: Callable[[Floats], Floats]


_SCALES = {
    Scale.MEMORY: _Scale(lambda alpha: -np.log10(1.0 - alpha), lambda scaled: 1.0 - 10.0**-scaled),
    Scale.LOGARITHMIC: _Scale(np.log10, lambda scaled: 10.0**scaled),
    Scale.LINEAR: _Scale(np.copy, np.copy),
}


def map_parameters(rule: Rule) -> tuple[Parameter, ...]:
    """What an axis can show for a ball of this rule."""
    return (*rule.parameters, START)


def whole_axis(parameter: Parameter, landscape: Landscape, eta: float) -> Axis:
    """Return the usual range of an axis: the domain for the start, all that a slider can show for a parameter.

    For η that is a range around `eta`.
    """
    if parameter == START:
        lowest, highest = landscape.domain
    elif parameter == ETA:
        lowest, highest = eta_range(eta)
    else:
        lowest, highest = slider_range(parameter)
    return Axis(parameter, lowest, highest)


def slider_range(parameter: Parameter) -> tuple[float, float]:
    """The range of a parameter that a slider or an axis shows: all of it, but on the memory scale up to 0.999."""
    highest = alpha_from_scale(SCALE_END) if parameter.scale is Scale.MEMORY else parameter.high
    return parameter.low, highest


@dataclass(frozen=True)
class Grid:
    """A run for each point, starting at rest; what no axis shows is as the ball has it.

    Runs are indexed row by row from the lowest y, in a row from the lowest x. Raises ValueError if both axes show the
    same, or what the ball's rule does not have, or if there are fewer than 2 columns or rows.
    """

    x: Axis
    y: Axis
    columns: int
    rows: int
    ball: Ball

    def __post_init__(self) -> None:
        """Check the axes and the size."""
        if self.x.parameter == self.y.parameter:
            raise ValueError(f"both axes show {self.x.parameter.name}; a map needs two different ones")
        for axis in (self.x, self.y):
            if axis.parameter not in map_parameters(self.ball.rule):
                raise ValueError(f"{axis.parameter.name} is no parameter of {self.ball.rule.name}")
        if min(self.columns, self.rows) < 2:
            raise ValueError(f"a map of {self.columns} × {self.rows} has no area: at least 2 × 2 are needed")

    @property
    def size(self) -> int:
        """The number of runs."""
        return self.columns * self.rows

    @cached_property
    def x_values(self) -> Floats:
        """(columns,)."""
        return self.x.values(self.columns)

    @cached_property
    def y_values(self) -> Floats:
        """(rows,)."""
        return self.y.values(self.rows)

    def starts(self, indices: Ints | None = None) -> InitialStates:
        """The initial states of the runs with these indices, in that order, or of all."""
        indices = np.arange(self.size) if indices is None else indices
        row, column = np.divmod(indices, self.columns)
        changes = {self.x.parameter.name: self.x_values[column], self.y.parameter.name: self.y_values[row]}
        return state_at_rest(self.ball).initial_states(len(indices), changes)

    def strides(self) -> tuple[int, ...]:
        """The spacing of the points of each level, each half of the one before, down to 1."""
        stride = 1
        while max(self.columns, self.rows) > MAX_COARSE_SIZE * stride:
            stride *= 2
        return tuple(stride >> level for level in range(stride.bit_length()))

    def coarse(self) -> Ints:
        """The indices of the first level, without computing the others."""
        stride = self.strides()[0]
        row, column = np.arange(0, self.rows, stride)[:, np.newaxis], np.arange(0, self.columns, stride)
        return (row * self.columns + column).ravel()

    def levels(self) -> tuple[Ints, ...]:
        """The indices of all runs, level by level from coarse to fine, each exactly once. Read-only."""
        return _levels(self.columns, self.rows, self.strides())


@lru_cache(maxsize=4)
def _levels(columns: int, rows: int, strides: tuple[int, ...]) -> tuple[Ints, ...]:
    """Cached, since maps of one size are made again and again."""
    row, column = np.divmod(np.arange(columns * rows), columns)
    steps = np.bitwise_or(row, column) | strides[0]
    finest = steps & -steps  # the largest power of two that divides row, column and the coarsest stride
    levels = tuple(np.flatnonzero(finest == stride) for stride in strides)
    for level in levels:
        level.setflags(write=False)
    return levels


class OutcomeMap:
    """The results of a grid's runs, filled in as they are finished."""

    def __init__(self, grid: Grid, last: int, forcing: Forcing = NO_FORCING) -> None:
        """Begin with no results. `last` is the step at which runs that are not decided are given up."""
        self.grid = grid
        self.last = last
        self.forcing = forcing
        """Noise and schedule of all runs, from their starts on."""
        self.known = 0
        """The number of finished runs."""
        self.results = empty_results(grid.size)
        """(size,) by the index of the run."""

    @property
    def is_complete(self) -> bool:
        """Whether every run is finished."""
        return self.known == self.grid.size

    def take(self, finished: Finished) -> None:
        """Fill in the results of finished runs, each run once."""
        for column, new in zip(self.results, finished.results, strict=True):
            column[finished.run_index] = new
        self.known += len(finished.run_index)

    def shown(self, finest: int = 1) -> Ints:
        """(rows, columns) the index of the run whose result is shown at each point, −1 where there is none yet.

        With `finest` = k, which must be one of the grid's strides, only every k-th column and row.

        A finished run is shown at its own point, and at those to the right and above up to the next finished run of its
        level, at most three further on.
        """
        rows, columns = self.grid.rows, self.grid.columns
        indices = np.arange(0, rows, finest)[:, np.newaxis] * columns + np.arange(0, columns, finest)
        known = np.where(self.results.outcome[indices] != UNKNOWN, indices, -1)
        if self.is_complete:
            return known
        shown = np.full(known.shape, -1)
        coarsest = self.grid.strides()[0]
        for stride in (4 * coarsest, 2 * coarsest, *self.grid.strides()):
            if stride >= finest:
                times = stride // finest
                coarse = known[::times, ::times]
                finer = coarse.repeat(times, axis=0)[: known.shape[0]].repeat(times, axis=1)[:, : known.shape[1]]
                np.copyto(shown, finer, where=finer >= 0)
        return shown
