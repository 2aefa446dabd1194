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
FULL = len(SHARES) - 1
"""The index of water that is as high as the rim."""
DRY = -1
"""The index where a condition holds for no water."""
Condition = Callable[[Ints, Ints], Bools]
"""Whether a condition holds for balls, given the indices of the balls and those of the water in `SHARES`."""


def highest(holds: Condition, above: Ints) -> Ints:
    """The greatest index of water beyond `above` (m,) for which a condition holds; `above` if it holds for none.

    A condition that holds for some water holds for all lower water.
    """
    found = above.copy()
    balls = np.flatnonzero(above < FULL)
    balls = balls[holds(balls, above[balls] + 1)]
    is_full = holds(balls, np.full(len(balls), FULL))
    found[balls[is_full]] = FULL
    balls = balls[~is_full]
    low, high = found[balls] + 1, np.full(len(balls), FULL)
    while len(balls) and (high - low).max() > 1:
        middle = (low + high) // 2
        is_true = holds(balls, middle)
        low, high = np.where(is_true, middle, low), np.where(is_true, high, np.maximum(middle, low + 1))
    found[balls] = low
    return found
