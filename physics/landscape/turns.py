"""Where a row of heights turns: its hills and its minima, flat ones counted once."""

from dataclasses import dataclass

import numpy as np

from physics.arrays import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class Turns:
    """The turning points of a row of heights from left to right; hills and minima alternate.

    Each is a run of equal heights, from index `first` to index `last`, mostly one point.
    """

    first: Ints
    last: Ints
    is_hill: Bools

    def positions(self, w: Floats) -> Floats:
        """Where they are: at the point, or in the middle of the flat."""
        return w[self.first] + 0.5 * (w[self.last] - w[self.first])

    @property
    def minimum_count(self) -> int:
        """How many of them are minima."""
        return int(np.count_nonzero(~self.is_hill))


def find_turns(f: Floats) -> Turns:
    """The hills and minima of the heights f (n,), joined by monotone pieces.

    A minimum is a descent, possibly a flat, and an ascent; a hill is the reverse. A flat floor that reaches an end of
    the row after a descent is a minimum too, a flat top that reaches an end is no hill; a shelf is neither.
    """
    steps = np.sign(np.diff(f))
    moving = np.flatnonzero(steps)
    if len(moving) == 0:
        none = np.empty(0, dtype=np.int64)
        return Turns(none, none, np.empty(0, dtype=np.bool_))
    direction = steps[moving]
    change = np.flatnonzero(direction[1:] != direction[:-1])
    first, last, is_hill = moving[change] + 1, moving[change + 1], direction[change] > 0
    if moving[0] > 0 and direction[0] > 0:
        first, last, is_hill = np.r_[0, first], np.r_[moving[0], last], np.r_[False, is_hill]
    if moving[-1] < len(steps) - 1 and direction[-1] < 0:
        first, last, is_hill = np.r_[first, moving[-1] + 1], np.r_[last, len(steps)], np.r_[is_hill, False]
    return Turns(first, last, is_hill)
