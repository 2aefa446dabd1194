"""What the theorems on trapped balls share: the highest water for which a condition holds.

`docs/model.md` states the theorems with a sketch of their proofs. Theorems are evaluated for m balls, each in a valley:
all arrays are (m,).
"""

from collections.abc import Callable

import numpy as np

from physics.arrays import Bools, Ints
from physics.landscape.wells import SHARES

NOT_CLAIMED = -np.inf
"""Level of a ball of which nothing is claimed."""
LAST_INDEX = len(SHARES) - 1
"""The index in `SHARES` of water that is as high as the rim."""
NONE_HOLDS = -1
"""The index where a condition holds for no water."""
Condition = Callable[[Ints, Ints], Bools]
"""Whether a condition holds for balls, given the indices of the balls and those of the water in `SHARES`."""


def greatest_index(holds: Condition, beyond: Ints) -> Ints:
    """(m,) the greatest index in `SHARES`, greater than `beyond` (m,), for which a condition holds; else `beyond`.

    Found by bisection: a condition that holds for some water holds for all lower water.
    """
    found = beyond.copy()
    balls = np.flatnonzero(beyond < LAST_INDEX)
    balls = balls[holds(balls, beyond[balls] + 1)]
    holds_for_last = holds(balls, np.full(len(balls), LAST_INDEX))
    found[balls[holds_for_last]] = LAST_INDEX
    balls = balls[~holds_for_last]
    low, high = found[balls] + 1, np.full(len(balls), LAST_INDEX)
    while len(balls) and (high - low).max() > 1:
        middle = (low + high) // 2
        is_true = holds(balls, middle)
        low, high = np.where(is_true, middle, low), np.where(is_true, high, np.maximum(middle, low + 1))
    found[balls] = low
    return found
