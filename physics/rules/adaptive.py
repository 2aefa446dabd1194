"""What rules share that divide the slope by how large slopes were: a root of squares, and when their balls rest."""

import numpy as np

from physics.arrays import Bools, Floats

TINY, HUGE = float(np.finfo(np.float64).tiny), float(np.finfo(np.float64).max)
Share = Floats | float


def root_of_squares(kept: Share, root: Floats, added: Share, slope: Floats, out: Floats) -> None:
    """Write √((kept · root)² + (added · slope)²) into `out` (n,), which may be `root`.

    Both are divided by the larger one before they are squared: so no square overflows, and none of a tiny slope is 0.
    Of what is beyond the largest number that number is kept. Only × ÷ + √ are used: the same bits everywhere.
    """
    ours, theirs = kept * root, np.abs(added * slope)
    largest = np.maximum(ours, theirs)
    np.clip(largest, TINY, HUGE, out=largest)
    for each in (ours, theirs):
        each /= largest
        each *= each
    ours += theirs
    np.sqrt(ours, out=ours)
    ours *= largest
    np.minimum(ours, HUGE, out=out)


def divisor(root: Floats, epsilon: Floats) -> Floats:
    """(n,) root + ε; never 0, also where both are."""
    total: Floats = root + epsilon
    return np.maximum(total, TINY, out=total)


def lasting(rest: Bools, w: Floats, delta: Floats, bound: Floats) -> Floats:
    """(k,) |Δ| where a ball is going to stay at rest, else infinity.

    It is where `rest` lasts, and where no step is longer than `bound` while w stays the same, and w does stay the same
    because such a step is lost in rounding.
    """
    is_still = (w + bound == w) & (w - bound == w)
    return np.where(rest | is_still, np.abs(delta), np.inf)
