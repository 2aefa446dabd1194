"""What is worth a mark on the line of time: where a ball jumped a hill, and where it was trapped."""

from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Ints
from physics.outcome import TRAPPED
from physics.recording import Rows


class Happenings(NamedTuple):
    """Steps (n,) and the places (n,) of the balls, in the order of the steps."""

    step: Ints
    ball: Ints


def jumps(rows: Rows, first: int) -> Happenings:
    """Find where balls passed a hill, among rows of shape (steps, balls) of which the first is step `first`.

    What happened in the first of the rows itself is not known from them.
    """
    return _where(np.diff(rows.hills_crossed, axis=0) > 0, first)


def trappings(rows: Rows, first: int) -> Happenings:
    """Find where balls were trapped that had not been a step before; see `jumps`."""
    is_trapped = rows.outcome == TRAPPED
    return _where(is_trapped[1:] & ~is_trapped[:-1], first)


def _where(happened: Bools, first: int) -> Happenings:
    row, ball = np.nonzero(happened)
    return Happenings(row + first + 1, ball)
