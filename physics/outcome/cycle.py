"""Cycles: runs whose whole state repeats bit for bit, found with Brent's method.

A step follows from the state alone. So a ball that is in a state for the second time goes round for ever, until
something is edited. To find out, the state after c steps is saved for c = 1, 2, 4, 8, …, and every later one is
compared with the one saved last. If the cycle begins with step t and has the period p, the first return is found at
step c + p, where c is the first power of two that is at least t and p. That step follows from the run alone, it is less
than 2 max(t, p) + p, and it gives the least period exactly.

R. P. Brent (1980), *An improved Monte Carlo factorization algorithm*, BIT 20, 176–184.
"""

from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Columns, Floats, Ints, map_columns, where

RETURN_TOLERANCE = 1e-9
"""w has returned when it is this near to where it was, as a share of the domain's width."""


class WholeState(NamedTuple):
    """All that the next steps of balls follow from while nothing is edited: arrays (n,) or (steps, n).

    Two states are equal if they have the same bits: −0.0 differs from 0.0, and NaN is equal to itself.
    """

    w: Floats
    delta: Floats
    rule_state: Columns


def nothing_saved(state: WholeState) -> WholeState:
    """In place of the saved states (n,) before the first step: equal to no state of a ball."""
    return map_columns(lambda column: np.full(column.shape, np.nan), state)


class Compared(NamedTuple):
    """What became of balls in some rows: arrays (n,)."""

    first: Ints
    """The first row that repeats the state saved before it; the number of rows where none does."""
    saved: WholeState
    """The states saved by the last row."""


def compare_with_saved(rows: WholeState, saved: WholeState, age: Ints) -> Compared:
    """Look for states that repeat.

    `rows` are the states (steps, n) after the steps age + 1, age + 2, …, where `age` (n,) counts the steps since a ball
    began or was edited; `saved` (n,) are the states saved by then.
    """
    steps, balls = rows.w.shape
    first = np.full(balls, steps, np.intp)
    begin, is_view = 0, False
    for end in [*_rows_saved(age, steps), steps]:
        is_equal = rows.w[begin : end + 1] == saved.w
        if is_equal.any():
            _note_repeats(first, begin, is_equal, rows, saved)
        if end < steps:
            step = age + (end + 1)
            row = map_columns(lambda column: column[end], rows)  # noqa: B023  # used at once
            is_power = (step & (step - 1)) == 0
            is_view = bool(is_power.all())
            saved = row if is_view else where(is_power, row, saved)
        begin = end + 1
    return Compared(first, map_columns(np.copy, saved) if is_view else saved)


def _note_repeats(first: Ints, begin: int, is_equal: Bools, rows: WholeState, saved: WholeState) -> None:
    """Lower `first` to the rows that have all bits of the saved states.

    `is_equal` says of the rows from `begin` on where they have an equal w.
    """
    row, ball = np.divmod(np.flatnonzero(is_equal), is_equal.shape[1])  # faster than np.nonzero
    row += begin
    is_same = np.ones(len(row), np.bool_)
    names = rows.rule_state
    columns = rows.w, rows.delta, *(rows.rule_state[name] for name in names)
    kept = saved.w, saved.delta, *(saved.rule_state[name] for name in names)
    for ours, theirs in zip(columns, kept, strict=True):
        is_same &= ours[row, ball].view(np.int64) == theirs[ball].view(np.int64)
    np.minimum.at(first, ball[is_same], row[is_same])


def _rows_saved(age: Ints, steps: int) -> list[int]:
    """The rows, in order, that are saved for some ball: those after 1, 2, 4, 8, … steps. Mostly none."""
    if not age.size or (int(age.max()) + steps).bit_length() == int(age.min()).bit_length():
        return []
    grows = (age ^ (age + steps)) > age  # the number of bits
    ages = {int(age[0])} if (age == age[0]).all() else set(age[grows].tolist())
    return sorted(
        {
            (1 << exponent) - each - 1
            for each in ages
            for exponent in range(each.bit_length(), (each + steps).bit_length())
        }
    )


def saved_after(rows: WholeState, saved: WholeState, age: Ints) -> WholeState:
    """The states saved by the last row, as `compare_with_saved` gives them, without a look at the other rows."""
    steps, balls = rows.w.shape
    # The greatest power of two up to the last step has the exponent of that number as a double.
    power = np.left_shift(1, np.frexp((age + steps).astype(np.float64))[1] - 1)
    is_new = power > age
    if not is_new.any():
        return saved
    row, ball = np.maximum(power - age - 1, 0), np.arange(balls)
    return where(is_new, map_columns(lambda column: column[row, ball], rows), saved)


def bit_period(age: int) -> int:
    """The period of a cycle that was found after `age` steps, at least 2, in steps."""
    return age - (1 << (age - 1).bit_length() - 1)


class Cycle(NamedTuple):
    """What a cycle looks like."""

    period: int
    """The least number of steps after which w is again where it was, to `RETURN_TOLERANCE`."""
    bit_period: int
    """The least number of steps after which the whole state is the same to the last bit."""
    lowest: float
    """The least w on it."""
    highest: float


def describe_cycle(w: Floats, width: float) -> Cycle:
    """Describe a cycle by the positions (bit_period,) on it, one after the other; `width` is that of the domain."""
    tolerance, count, top = RETURN_TOLERANCE * width, len(w), int(w.argmax())
    # Few places are as far out as the farthest one: only these can be one period later. The last one is the whole turn.
    candidates = np.flatnonzero(np.abs(np.roll(w, -top - 1) - w[top]) <= tolerance) + 1
    returns = (each for each in candidates.tolist() if (np.abs(np.roll(w, -each) - w) <= tolerance).all())
    return Cycle(next(returns), count, float(w.min()), float(w.max()))
