"""The lines of a plot as segments, of all balls or of one, made in portions from the recorded rows."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from app.plotting.span import Span
from app.plotting.transform import PlotTransform
from physics.arrays import Bools, Codes, Floats, Ints
from physics.outcome.outcome import has_gone
from physics.run.recording import Recording, Rows

Values = Callable[[Rows, int], Floats]
"""Reads an array of shape (steps, balls) off recorded rows, of which the first is that of a step."""

MIN_MOVE_PX = 0.75
"""Distance along the line from one drawn point to the next."""
MAX_PHASE_POINTS = 1_000_000
"""A plot against w that is redrawn with more points shows only the first and the newest of them."""
MAX_ROWS_READ = 1_000_000
"""Values (steps × balls) that are read at once."""


class Segments(NamedTuple):
    """New line segments of each ball."""

    lines: Floats
    """(balls, count, 4): x and y of the begin, x and y of the end, in pixels."""
    shown: Bools
    """(balls, count): False where there is no segment."""
    range: Span
    """Lowest and highest finite value among them; (inf, −inf) where there is none."""

    def of(self, ball: int) -> "Segments":
        """The segments of one ball."""
        return Segments(self.lines[ball : ball + 1], self.shown[ball : ball + 1], self.range)


class SegmentSource(ABC):
    """Makes the segments of all balls, or of one, from step 0 on, in portions."""

    def __init__(self, transform: PlotTransform, ball: int | None = None) -> None:
        """Begin at step 0. `ball`: that of the one ball, else all."""
        self.transform = transform
        self._balls = slice(None) if ball is None else slice(ball, ball + 1)

    @property
    @abstractmethod
    def next_step(self) -> int:
        """The first step that has not been read."""

    @abstractmethod
    def has_more(self, stop: int) -> bool:
        """Whether steps before `stop` still have segments to make."""

    @abstractmethod
    def take(self, recording: Recording, stop: int, most: int) -> Segments:
        """Make about `most` segments in all, or those left before step `stop`."""


class StepSegments(SegmentSource):
    """Segments of one value by step, over the steps that are shown."""

    def __init__(self, transform: PlotTransform, value: Values, ball: int | None = None) -> None:
        """A column has as many steps as a pixel is wide."""
        super().__init__(transform, ball)
        self._value = value
        self._steps_per_column = max(1, math.ceil(transform.per_x))
        shown = transform.x_span
        self._next = max(0, math.floor(shown.lo / self._steps_per_column) - 1)
        self._stop = math.ceil(max(shown.hi, 0.0)) + 2 * self._steps_per_column
        self._last: tuple[Floats, Floats] | None = None

    @property
    def next_step(self) -> int:
        return self._next * self._steps_per_column

    def has_more(self, stop: int) -> bool:
        return min(stop, self._stop) // self._steps_per_column > self._next

    def take(self, recording: Recording, stop: int, most: int) -> Segments:
        balls = max(1, recording.balls)
        columns = min(most, MAX_ROWS_READ // self._steps_per_column) // balls
        stop = min(stop, self._stop)
        begin, end = self._next, min(stop // self._steps_per_column, self._next + max(1, columns))
        self._next = end
        with np.errstate(all="ignore"):
            steps, y, counted = self._vertices(
                recording.rows(begin * self._steps_per_column, end * self._steps_per_column), begin, end
            )
            seen = np.isfinite(y)
            across = self.transform.clipped_x(steps)[:, np.newaxis]
            down = np.where(seen, self.transform.clipped_y(y), np.nan)
        if self._last is not None:
            across, down = np.concatenate((self._last[0], across)), np.concatenate((self._last[1], down))
        self._last = across[-1:], down[-1:]
        shown = np.isfinite(down)
        lines = _segments(across[:-1], down[:-1], across[1:], down[1:])
        return Segments(lines, (shown[:-1] & shown[1:]).T, counted)

    def _vertices(self, rows: Rows, begin: int, end: int) -> tuple[Floats, Floats, Span]:
        """Steps (count,) and values (count, balls), one per step or two per column; and the range of the values."""
        shared = self._steps_per_column
        y: Floats = self._value(rows, begin * shared)[:, self._balls]
        if not rows.stepped.all():
            y = np.where(rows.stepped[:, self._balls], y, np.nan)
        counted = _range(y, _counts_for_range(y, rows.outcome[:, self._balls]))
        steps: Floats = np.arange(begin, end, dtype=np.float64) * shared
        if shared == 1:
            return steps, y, counted
        columns = y.reshape(end - begin, shared, y.shape[1])
        low: Floats = np.fmin.reduce(columns, axis=1)
        high: Floats = np.fmax.reduce(columns, axis=1)
        falls = columns[:, -1] < columns[:, 0]
        pairs: Floats = np.stack((np.where(falls, high, low), np.where(falls, low, high)), axis=1)
        ends: Floats = np.stack((steps, steps + (shared - 1)), axis=1)
        return ends.ravel(), pairs.reshape(2 * len(steps), -1), counted


def phase_gap(step: int, balls: int, most: int = MAX_PHASE_POINTS) -> range:
    """The steps that are left out when a run is redrawn at `step`: those between the first and the newest.

    `most` is the number of points that are drawn.
    """
    half = most // max(1, balls) // 2
    return range(half, max(half, step - half))


class PhaseSegments(SegmentSource):
    """Segments of Δw against w, a line that bends back on itself: steps share no columns."""

    def __init__(self, transform: PlotTransform, gap: range, ball: int | None = None) -> None:
        """Steps in `gap` are left out."""
        super().__init__(transform, ball)
        self._next = 0
        self._gap = gap
        self._pens: _Pens | None = None

    @property
    def next_step(self) -> int:
        return self._next

    def has_more(self, stop: int) -> bool:
        return stop > self._next

    def take(self, recording: Recording, stop: int, most: int) -> Segments:
        if self._next in self._gap:
            self._next, self._pens = self._gap.stop, None
        begin = self._next
        self._next = min(stop, begin + max(1, most // max(1, recording.balls)))
        rows = recording.rows(begin, self._next)
        delta = rows.delta[:, self._balls]
        with np.errstate(all="ignore"):
            points = np.stack((self.transform.clipped_x(rows.w[:, self._balls]), self.transform.clipped_y(delta)))
            points[:, ~np.isfinite(points).all(axis=0)] = np.nan
            if self._pens is None:
                self._pens = _Pens(points[:, 0])
            begins, shown = self._pens.follow(points)
        counted = _range(delta, _counts_for_range(delta, rows.outcome[:, self._balls]))
        return Segments(_segments(begins[0], begins[1], points[0], points[1]), shown.T, counted)


class _Pens:
    """A pen for each ball, which draws a segment whenever the ball has moved far enough."""

    def __init__(self, points: Floats) -> None:
        """Begin at points (2, balls)."""
        self._at = self._newest = points
        self._way = np.zeros(points.shape[1])

    def follow(self, points: Floats) -> tuple[Floats, Bools]:
        """Begins of segments to `points`, both (2, count, balls), and whether there is a segment, (count, balls)."""
        drawn = np.isfinite(points[0]) & self._passed(points)
        places = np.concatenate((self._at[:, np.newaxis], points), axis=1)
        numbers = np.where(drawn, np.arange(1, points.shape[1] + 1)[:, np.newaxis], 0)
        np.maximum.accumulate(numbers, axis=0, out=numbers)
        balls = np.arange(points.shape[2])
        self._at = places[:, numbers[-1], balls]
        before = np.concatenate((np.zeros_like(numbers[:1]), numbers[:-1]))
        begins = places[:, before, balls]
        return begins, drawn & np.isfinite(begins[0])

    def _passed(self, points: Floats) -> Bools:
        """Where the length of the line has passed another multiple of the minimum move."""
        across, down = points - np.concatenate((self._newest[:, np.newaxis], points[:, :-1]), axis=1)
        moved = np.hypot(across, down) / MIN_MOVE_PX
        moved[np.isnan(moved)] = 0.0
        way = self._way + moved.cumsum(axis=0)
        passed = np.floor(way)
        before = np.concatenate((np.floor(self._way)[np.newaxis], passed[:-1]))
        self._way = way[-1] - passed[-1]
        self._newest = points[:, -1]
        more: Bools = passed > before
        return more


def _segments(x: Floats, y: Floats, to_x: Floats, to_y: Floats) -> Floats:
    """Lines (balls, count, 4) from arrays (count, balls) or (count, 1)."""
    count, balls = y.shape
    lines = np.empty((balls, count, 4))
    lines[:, :, 0], lines[:, :, 1], lines[:, :, 2], lines[:, :, 3] = x.T, y.T, to_x.T, to_y.T
    return lines


def _counts_for_range(values: Floats, outcome: Codes) -> Bools:
    """Which values the range must contain: not those of balls that have left or diverged, far away."""
    return np.isfinite(values) & ~has_gone(outcome)


def _range(values: Floats, finite: Bools) -> Span:
    some = values[finite]
    return Span(float(some.min()), float(some.max())) if some.size else Span(math.inf, -math.inf)


Levels = Callable[[int, int], Floats]
"""Gives values (stop − begin,) at steps begin … stop − 1; NaN where there is none."""
MAX_LEVEL_STEPS_READ = 100_000
"""Steps that are read at once."""


class LevelSegments(SegmentSource):
    """Horizontal lines joined by vertical ones: as many as there are changes, however long the run."""

    def __init__(self, transform: PlotTransform, levels: Levels) -> None:
        super().__init__(transform)
        self._levels = levels
        self._steps_per_column = max(1, math.ceil(transform.per_x))
        self._next = 0
        self._level = math.nan

    @property
    def next_step(self) -> int:
        return self._next

    def has_more(self, stop: int) -> bool:
        # Complete columns only: lines shorter than a pixel would look fainter.
        return stop // self._steps_per_column * self._steps_per_column > self._next

    def take(self, recording: Recording, stop: int, most: int) -> Segments:  # noqa: ARG002
        most_steps = max(
            self._steps_per_column, MAX_LEVEL_STEPS_READ // self._steps_per_column * self._steps_per_column
        )
        begin, end = self._next, min(stop // self._steps_per_column * self._steps_per_column, self._next + most_steps)
        levels = np.concatenate(([self._level], self._levels(begin, end)))
        self._next, self._level = end, float(levels[-1])
        # Where the level changes; from NaN to NaN it does not.
        later, earlier = levels[1:], levels[:-1]
        change = np.flatnonzero((later != earlier) & ~(np.isnan(later) & np.isnan(earlier))) + 1
        first, last = np.concatenate(([0], change)), np.concatenate((change, [len(levels) - 1]))
        level = self._lines(first, levels[first], last, levels[first], begin - 1)
        vertical = self._lines(change, levels[change - 1], change, levels[change], begin - 1)
        lines = np.concatenate((level, vertical))[np.newaxis]
        shown: Bools = np.isfinite(lines.sum(axis=2))
        return Segments(lines, shown, Span(math.inf, -math.inf))

    def _lines(self, first: Ints, y: Floats, last: Ints, to_y: Floats, begin: int) -> Floats:
        """Lines (count, 4) in pixels, between steps counted from `begin`."""
        with np.errstate(invalid="ignore"):
            x, to_x = (self.transform.clipped_x((begin + steps).astype(np.float64)) for steps in (first, last))
            return np.stack((x, self.transform.clipped_y(y), to_x, self.transform.clipped_y(to_y)), axis=1)
