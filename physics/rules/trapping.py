"""What the theorems on trapped balls share: the highest water for which a condition holds.

`docs/model.md` states the theorems with a sketch of their proofs.
"""

from collections.abc import Callable

import numpy as np

from physics.arrays import Bools, Floats, Ints
from physics.landscape.wells import SHARES

NOT_CLAIMED = -np.inf
"""Level of a ball of which nothing is claimed."""


def highest(holds: Callable[[Ints], Bools], count: int) -> Ints:
    """(count,) the greatest index of `SHARES` for which a condition holds, for each of `count` balls; −1 for none.

    `holds` gets an index (count,) for each ball. A condition that holds for some water holds for all lower water.
    """
    low, high = np.full(count, -1), np.full(count, len(SHARES))
    while (high - low > 1).any():
        middle = (low + high) // 2
        is_open = high - low > 1
        true = np.zeros(count, np.bool_)
        true[is_open] = holds(np.clip(middle, 0, len(SHARES) - 1))[is_open]
        low = np.where(is_open & true, middle, low)
        high = np.where(is_open & ~true, middle, high)
    return low


def level_at(index: Ints, level: Floats) -> Floats:
    """The level where there is an index, else `NOT_CLAIMED`; NaN counts as none."""
    return np.where((index >= 0) & (level > 0.0), level, NOT_CLAIMED)
