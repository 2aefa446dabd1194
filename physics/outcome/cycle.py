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

from physics.arrays import AnyArray, Columns, Floats, Ints, map_arrays, map_columns, where

RETURN = 1e-9
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


def first_repeats(rows: WholeState, saved: WholeState, age: Ints) -> Ints:
    """(n,) the first row of each ball that repeats the state saved before it; the number of rows where none does.

    `rows` are the states (steps, n) after the steps age + 1, age + 2, …, where `age` (n,) counts the steps since a ball
    began or was edited; `saved` (n,) are the states saved by then.
    """
    steps, balls = rows.w.shape
    first = np.full(balls, steps, np.intp)
    begin = 0
    for end in [*_rows_saved(age, steps), steps]:
        compared = slice(begin, end + 1)
        is_equal = rows.w[compared] == saved.w
        if is_equal.any():
            row, ball = np.nonzero(is_equal)
            row += begin
            is_same = np.ones(len(row), np.bool_)
            for column, kept in _pairs(rows, saved):
                is_same &= column[row, ball].view(np.int64) == kept[ball].view(np.int64)
            np.minimum.at(first, ball[is_same], row[is_same])
        if end < steps:
            step = age + (end + 1)
            saved = where((step & (step - 1)) == 0, map_columns(lambda column: column[end], rows), saved)  # noqa: B023  # used at once
        begin = end + 1
    return first


def _pairs(rows: WholeState, saved: WholeState) -> list[tuple[Floats, Floats]]:
    names = rows.rule_state
    return [
        (rows.w, saved.w),
        (rows.delta, saved.delta),
        *((rows.rule_state[name], saved.rule_state[name]) for name in names),
    ]


def _rows_saved(age: Ints, steps: int) -> list[int]:
    """The rows, in order, that are saved for some ball: those after 1, 2, 4, 8, … steps."""
    powers = _powers(age, steps)
    if not len(powers):
        return []
    rows = powers[:, np.newaxis] - np.unique(age) - 1
    return np.unique(rows[(rows >= 0) & (rows < steps)]).tolist()


def _powers(age: Ints, steps: int) -> Ints:
    """The powers of two that some balls come to in these steps; mostly none."""
    if not len(age):
        return age
    return 1 << np.arange(int(age.min()).bit_length(), (int(age.max()) + steps).bit_length())


def saved_after(rows: WholeState, saved: WholeState, age: Ints) -> WholeState:
    """The states (n,) saved after these rows; arguments as for `first_repeats`."""
    steps, balls = rows.w.shape
    if not len(_powers(age, steps)):
        return saved
    # The greatest power of two up to the last step has the exponent of that number as a double.
    power = np.left_shift(1, np.frexp((age + steps).astype(np.float64))[1] - 1)
    is_new = power > age
    row, ball = np.maximum(power - age - 1, 0), np.arange(balls)

    def take(column: AnyArray, kept: AnyArray) -> AnyArray:
        return np.where(is_new, column[row, ball], kept)

    taken: WholeState = map_arrays(take, rows, saved)
    return taken


def bit_period(age: int) -> int:
    """The period of a cycle that was found after `age` steps, at least 2, in steps."""
    return age - (1 << (age - 1).bit_length() - 1)


class Cycle(NamedTuple):
    """What a cycle looks like."""

    period: int
    """The least number of steps after which w is again where it was, to `RETURN`."""
    bit_period: int
    """The least number of steps after which the whole state is the same to the last bit."""
    lowest: float
    """The least w on it."""
    highest: float


def describe_cycle(w: Floats, width: float) -> Cycle:
    """Describe a cycle by the positions (bit_period,) on it, one after the other; `width` is that of the domain."""
    tolerance, count, top = RETURN * width, len(w), int(w.argmax())
    # Few places are as far out as the farthest one: only these can be one period later.
    candidates = np.flatnonzero(np.abs(np.roll(w, -top - 1) - w[top]) <= tolerance) + 1
    returns = (each for each in candidates.tolist() if (np.abs(np.roll(w, -each) - w) <= tolerance).all())
    return Cycle(next(returns, count), count, float(w.min()), float(w.max()))
