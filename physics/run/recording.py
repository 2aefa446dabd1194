"""The recording: every step of every ball, in arrays that grow by doubling."""

from collections.abc import Iterable, Sequence, Set
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from physics.arrays import (
    AnyArray,
    Bools,
    Codes,
    Columns,
    Floats,
    Ints,
    insert_balls,
    map_arrays,
    map_columns,
    take_balls,
)
from physics.outcome.cycle import WholeState
from physics.rules.base import Rule, State
from physics.rules.dispatch import energy, groups_of
from physics.rules.registry import parameters, state_names

INITIAL_STEPS = 1
"""A run that has not begun holds its first row only: the history of undo may keep hundreds of them."""
ROW_LIMIT = 16_000_000
"""Most rows (steps × balls) that are kept: about 1.2 GB."""


class Rows(NamedTuple):
    """Recorded arrays of shape (steps, balls).

    There are columns for the parameters and the state of those rules that some ball follows, now or in another row.
    """

    rule: Codes
    """The rule that made the step."""
    parameters: Columns
    """Those of the step, by name; NaN where the rule has no such parameter."""
    w: Floats
    f: Floats
    slope: Floats
    momentum_term: Floats
    gradient_term: Floats
    delta: Floats
    rule_state: Columns
    """After the step, by name; NaN where the rule has no such state."""
    valley: Ints
    """Number of the valley, from 1 at the left; 0 once the ball has gone."""
    hills_crossed: Ints
    outcome: Codes
    stepped: Bools
    """False where the ball no longer moved; its last row is repeated there."""

    @property
    def energy(self) -> Floats:
        """E at each row, computed from the recorded columns; NaN where the rule has none."""
        return energy(groups_of(self.rule), self.parameters, self.f, self.delta)

    @property
    def state(self) -> State:
        """The columns that the next step follows from, and the terms."""
        return State(self.w, self.slope, self.momentum_term, self.gradient_term, self.delta, self.rule_state)

    @property
    def whole_state(self) -> WholeState:
        """The columns that cycles are found in."""
        return WholeState(self.w, self.delta, self.rule_state)


def _new_rows(steps: int, balls: int) -> Rows:
    shape = (steps, balls)
    return Rows(
        rule=np.empty(shape, np.int8),
        parameters={},
        w=np.empty(shape),
        f=np.empty(shape),
        slope=np.empty(shape),
        momentum_term=np.empty(shape),
        gradient_term=np.empty(shape),
        delta=np.empty(shape),
        rule_state={},
        valley=np.empty(shape, np.int32),
        hills_crossed=np.empty(shape, np.int32),
        outcome=np.empty(shape, np.int8),
        stepped=np.empty(shape, np.bool_),
    )


def _with_columns(rows: Rows, parameter_names: Iterable[str], names_of_state: Iterable[str]) -> Rows:
    """Return the rows with columns of these names, too, in the order in which rules have them; NaN where new."""

    def extended(columns: Columns, names: Iterable[str], order: Iterable[str]) -> Columns:
        wanted = {*columns, *names}
        if len(wanted) == len(columns):
            return columns
        missing = {name: np.full(rows.w.shape, np.nan) for name in wanted if name not in columns}
        both = {**columns, **missing}
        return {name: both[name] for name in order if name in wanted}

    return rows._replace(
        parameters=extended(rows.parameters, parameter_names, parameters()),
        rule_state=extended(rows.rule_state, names_of_state, state_names()),
    )


class Recording:
    """Rows `first` to `last` of a run; row t is the state after step t, row 0 the start."""

    def __init__(self, balls: int, row_limit: int = ROW_LIMIT) -> None:
        """Begin empty, for `balls` balls and at most `row_limit` rows (steps × balls)."""
        self.balls = balls
        self.first = 0
        self.last = -1
        self.row_limit = row_limit
        self._kept = _new_rows(INITIAL_STEPS, balls)
        self._shared_until = -1
        """Rows up to this step may be shared with a reader: copy before truncating."""

    @property
    def room(self) -> int:
        """How many more steps fit into the limit of rows."""
        return max(0, self.row_limit // max(1, self.balls) - (self.last + 1 - self.first))

    @property
    def capacity(self) -> int:
        """Rows (steps × balls) for which memory is allocated."""
        return len(self._kept.w) * self.balls

    def extend(self, steps: int, rules: Iterable[Rule]) -> Rows:
        """Append `steps` uninitialised rows and return them, for the caller to fill; `rules` are those that make them.

        Raises MemoryError if they exceed the limit of rows: check `room` first.
        """
        if steps > self.room:
            raise MemoryError(f"{steps} more steps of {self.balls} balls do not fit into {self.row_limit} rows")
        used = self.last + 1 - self.first
        if used + steps > len(self._kept.w):
            capacity = max(used + steps, 2 * len(self._kept.w))
            # One field after another, so that at most one of them is in memory twice.
            for name in Rows._fields:
                grown = map_arrays(lambda column: _grown(column, used, capacity), getattr(self._kept, name))
                self._kept = self._kept._replace(**{name: grown})
            self._shared_until = -1
        self._add_columns(
            {each.name for rule in rules for each in rule.parameters}, {name for rule in rules for name in rule.state}
        )
        self.last += steps
        return self.rows(self.last - steps + 1, self.last + 1)

    def _add_columns(self, parameter_names: Set[str], names_of_state: Set[str]) -> None:
        """Have columns of these names; rows that are shared with a reader stay as they are."""
        if not (parameter_names <= self._kept.parameters.keys() and names_of_state <= self._kept.rule_state.keys()):
            self._kept = _with_columns(self._kept, parameter_names, names_of_state)

    def rows(self, start: int = 0, stop: int | None = None) -> Rows:
        """Views of steps `start` … `stop` − 1 (default: all), clipped to what is kept."""
        begin = max(0, start - self.first)
        end = (self.last + 1 if stop is None else min(stop, self.last + 1)) - self.first
        kept = slice(begin, max(begin, end))
        return map_columns(itemgetter(kept), self._kept)

    def row(self, step: int) -> Rows:
        """Views of shape (balls,) of one step; IndexError if it is not kept."""
        if not self.first <= step <= self.last:
            raise IndexError(f"step {step} is not among {self.first} … {self.last}")
        return map_columns(itemgetter(step - self.first), self._kept)

    def snapshot(self) -> Rows:
        """Views of all rows that stay unchanged, whatever is dropped and recorded afterwards."""
        self._shared_until = self.last
        return self.rows()

    def cut_after(self, step: int) -> None:
        """Drop every row after `step`."""
        if step < self._shared_until:
            self._kept, self._shared_until = map_columns(np.copy, self.rows(stop=step + 1)), -1
        self.last = min(self.last, max(step, self.first - 1))

    def detach_after(self, step: int) -> Rows:
        """Drop every row after `step`, and return copies of them."""
        rows = map_columns(np.copy, self.rows(step + 1))
        self.cut_after(step)
        return rows

    def append(self, rows: Rows) -> None:
        """Append copies of rows of shape (steps, balls). Raises MemoryError if they exceed the limit of rows."""
        self._add_columns(rows.parameters.keys(), rows.rule_state.keys())
        own = self.extend(len(rows.w), ())
        map_arrays(_copied, own, _with_columns(rows, own.parameters, own.rule_state))

    def forget_before(self, step: int) -> None:
        """Drop every row before `step`, to stream a run that does not fit into memory."""
        self._kept = map_columns(np.copy, self.rows(step))
        self.first = max(self.first, min(step, self.last + 1))

    def fork(self) -> "Recording":
        """Return an independent recording of the same rows; they are copied when it is first extended."""
        recording = self._of(self.snapshot())
        recording._shared_until = self.last
        return recording

    def insert_balls(self, index: int, other: "Recording") -> "Recording":
        """Return a recording with the balls of `other`, over the same steps, before ball `index`."""
        theirs, ours = other.rows(), self.rows()
        ours = _with_columns(ours, theirs.parameters, theirs.rule_state)
        return self._of(insert_balls(ours, index, _with_columns(theirs, ours.parameters, ours.rule_state)))

    def select_balls(self, balls: Sequence[int]) -> "Recording":
        """Return a recording of only these balls, in that order."""
        return self._of(take_balls(self.rows(), balls))

    def _of(self, rows: Rows) -> "Recording":
        recording = Recording(rows.w.shape[1], self.row_limit)
        recording.first, recording.last, recording._kept = self.first, self.last, rows
        return recording


def _copied(column: AnyArray, source: AnyArray) -> AnyArray:
    column[:] = source
    return column


def _grown(column: AnyArray, used: int, capacity: int) -> AnyArray:
    grown = np.empty((capacity, column.shape[1]), column.dtype)
    grown[:used] = column[:used]
    return grown
