"""Shared by rules that divide the slope by how large slopes were: a root of squares, and when their balls rest."""

import numpy as np

from physics.arrays import Bools, Floats
from physics.rules.base import Resting

TINY, HUGE = float(np.finfo(np.float64).tiny), float(np.finfo(np.float64).max)
Share = Floats | float


def root_of_squares(kept: Share, root: Floats, added: Share, slope: Floats, out: Floats) -> None:
    """Write √((kept · root)² + (added · slope)²) into `out` (n,), which may be `root`.

    Both are divided by the larger one before they are squared: so no square overflows, and none of a tiny slope is 0.
    A root that would overflow is the largest number. Only × ÷ + √ are used: the same bits everywhere.
    """
    total, new = kept * root, np.abs(added * slope)
    largest = np.maximum(total, new)
    np.clip(largest, TINY, HUGE, out=largest)
    for each in (total, new):
        each /= largest
        each *= each
    total += new
    np.sqrt(total, out=total)
    total *= largest
    np.minimum(total, HUGE, out=out)


def divisor(root: Floats, epsilon: Floats) -> Floats:
    """(n,) root + ε; never 0, also where both are."""
    total: Floats = root + epsilon
    return np.maximum(total, TINY, out=total)


def delta_at_lasting_rest(is_stable: Bools, w: Floats, delta: Floats, bound: Floats) -> Floats:
    """(k,) |Δ| where a ball at rest stays there, else infinity.

    It stays where rest `is_stable`, and where a step of up to `bound` leaves w the same in floating point.
    """
    is_still = (w + bound == w) & (w - bound == w)
    return np.where(is_stable | is_still, np.abs(delta), np.inf)


def longest_step_with_momentum(resting: Resting, least: Floats) -> Floats:
    """(k,) `Rule.longest_step` of a rule with the term α Δ that divides slopes by at least `least` (k,) from now on.

    Rest is stable if momentum with the learning rate η / least is stable there.
    """
    alpha, eta, delta = resting.parameters["alpha"], resting.parameters["eta"], resting.delta
    with np.errstate(all="ignore"):
        is_stable = eta * resting.curvature <= 2.0 * (1.0 + alpha) * least
        pushes = eta * np.abs(resting.slope) / least / (1.0 - alpha)
        bound = np.abs(delta) + np.where(resting.slope == 0.0, 0.0, pushes)
        return delta_at_lasting_rest(is_stable, resting.w, delta, bound)
