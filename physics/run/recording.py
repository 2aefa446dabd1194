"""Every step of every ball, kept in arrays that grow without copying per step."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from physics.arrays import AnyArray, Bools, Codes, Floats, Ints, insert_balls, map_columns, taken
from physics.outcome.trapping import energy

STEPS_AT_FIRST = 256
ROW_LIMIT = 16_000_000
"""Most rows (steps × balls) that are kept: about 1.2 GB."""


class Rows(NamedTuple):
    """Recorded arrays of shape (steps, balls)."""

    alpha: Floats
    eta: Floats
    w: Floats
    f: Floats
    slope: Floats
    momentum_term: Floats
    gradient_term: Floats
    delta: Floats
    is_nesterov: Bools
    """Whether the step was made by Nesterov's rule."""
    valley: Ints
    """Number of the valley, from 1 at the left; 0 once the ball has gone."""
    hills_crossed: Ints
    outcome: Codes
    stepped: Bools
    """False where the ball no longer moved because it had left or diverged: its last row is held there."""

    @property
    def energy(self) -> Floats:
        """E at each row; computed, because it follows bit for bit from what is kept."""
        return energy(self.f, self.delta, self.alpha, self.eta)


def _new_rows(steps: int, balls: int) -> Rows:
    shape = (steps, balls)
    return Rows(
        alpha=np.empty(shape),
        eta=np.empty(shape),
        w=np.empty(shape),
        f=np.empty(shape),
        slope=np.empty(shape),
        momentum_term=np.empty(shape),
        gradient_term=np.empty(shape),
        delta=np.empty(shape),
        is_nesterov=np.empty(shape, np.bool_),
        valley=np.empty(shape, np.int32),
        hills_crossed=np.empty(shape, np.int32),
        outcome=np.empty(shape, np.int8),
        stepped=np.empty(shape, np.bool_),
    )


class Recording:
    """Rows `first` to `last` of a run of some balls; row t is the state after step t, row 0 the start."""

    def __init__(self, balls: int, row_limit: int = ROW_LIMIT) -> None:
        """Make room for `balls` balls, and at most `row_limit` rows in all."""
        self.balls = balls
        self.first = 0
        self.last = -1
        self._row_limit = row_limit
        self._kept = _new_rows(STEPS_AT_FIRST, balls)
        self._shared_until = -1
        """The last step that somebody reads whom no cut may disturb."""

    @property
    def room(self) -> int:
        """How many more steps can be recorded before the limit of rows is reached."""
        return max(0, self._row_limit // max(1, self.balls) - (self.last + 1 - self.first))

    @property
    def capacity(self) -> int:
        """Rows (steps × balls) that there is memory for by now."""
        return len(self._kept.w) * self.balls

    def extend(self, steps: int) -> Rows:
        """Append `steps` rows that the caller fills at once, and return them.

        Raises MemoryError when there is no room for them: callers ask `room` first.
        """
        if steps > self.room:
            raise MemoryError(f"{steps} more steps of {self.balls} balls do not fit into {self._row_limit} rows")
        used = self.last + 1 - self.first
        if used + steps > len(self._kept.w):
            capacity = max(used + steps, 2 * len(self._kept.w))
            # One array after the other, so that no more than one of them is held twice.
            for name in Rows._fields:
                self._kept = self._kept._replace(**{name: _grown(getattr(self._kept, name), used, capacity)})
            self._shared_until = -1
        self.last += steps
        return self.rows(self.last - steps + 1, self.last + 1)

    def rows(self, start: int = 0, stop: int | None = None) -> Rows:
        """Views of steps `start` … `stop` − 1 (default: all that are kept), clipped to what is kept."""
        begin = max(0, start - self.first)
        end = (self.last + 1 if stop is None else min(stop, self.last + 1)) - self.first
        return map_columns(lambda column: column[begin : max(begin, end)], self._kept)

    def row(self, step: int) -> Rows:
        """Views of shape (balls,) of one step; IndexError when it is not kept."""
        if not self.first <= step <= self.last:
            raise IndexError(f"step {step} is not among {self.first} … {self.last}")
        return map_columns(lambda column: column[step - self.first], self._kept)

    def snapshot(self) -> Rows:
        """Views of all rows that stay as they are, whatever is dropped and recorded anew meanwhile."""
        self._shared_until = self.last
        return self.rows()

    def cut_after(self, step: int) -> None:
        """Drop every row after `step`."""
        if step < self._shared_until:
            self._kept, self._shared_until = map_columns(np.copy, self.rows(stop=step + 1)), -1
        self.last = min(self.last, max(step, self.first - 1))

    def taken_after(self, step: int) -> Rows:
        """Drop every row after `step`, and return copies of them."""
        rows = map_columns(np.copy, self.rows(step + 1))
        self.cut_after(step)
        return rows

    def append(self, rows: Rows) -> None:
        """Append copies of rows of shape (steps, balls). Raises MemoryError when there is no room for them."""
        new = self.extend(len(rows.w))
        for name in Rows._fields:
            getattr(new, name)[:] = getattr(rows, name)

    def forget_before(self, step: int) -> None:
        """Drop every row before `step`, to stream a run that would not fit into memory."""
        self._kept = map_columns(np.copy, self.rows(step))
        self.first = max(self.first, min(step, self.last + 1))

    def fork(self) -> "Recording":
        """Return a recording of the same rows that goes on by itself; it copies them when it is first extended."""
        recording = Recording(self.balls, self._row_limit)
        recording.first, recording.last = self.first, self.last
        recording._kept, recording._shared_until = self.snapshot(), self.last
        return recording

    def insert_balls(self, place: int, other: "Recording") -> "Recording":
        """Return a recording with the balls of `other`, over the same steps, before ball `place`."""
        return self._of(insert_balls(self.rows(), place, other.rows()))

    def select_balls(self, places: Sequence[int]) -> "Recording":
        """Return a recording of only the balls at `places`, in that order."""
        return self._of(taken(self.rows(), places))

    def _of(self, rows: Rows) -> "Recording":
        recording = Recording(rows.w.shape[1], self._row_limit)
        recording.first, recording.last, recording._kept = self.first, self.last, rows
        return recording


def _grown(column: AnyArray, used: int, capacity: int) -> AnyArray:
    grown = np.empty((capacity, column.shape[1]), column.dtype)
    grown[:used] = column[:used]
    return grown
