"""The update rule, in the one place that everything which moves a ball goes through.

    Δ_t = α_t · Δ_{t−1} − η_t · f′(w_{t−1})        momentum term + gradient term
    w_t = w_{t−1} + Δ_t

The classical ("heavy-ball") momentum of Polyak (1964), with η inside the velocity as Sutskever et al. (2013) write it.
Nesterov's rule is the same with the slope taken where the momentum term alone would lead: f′(w_{t−1} + α_t Δ_{t−1}).
"""

import math
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Floats
from physics.landscape.base import Landscape

SMALLEST_ETA, LARGEST_ETA = 1e-300, 1e300
"""Learning rates. Beyond them numbers near by, such as the ends of a slider, are no numbers any more."""


class Rule(StrEnum):
    """Where the slope is taken."""

    MOMENTUM = "momentum"
    NESTEROV = "nesterov"


class Step(NamedTuple):
    """The state of n balls after a step, and what that step was made of: five arrays of shape (n,)."""

    w: Floats
    """Position after the step."""
    slope: Floats
    """f′(w)."""
    momentum_term: Floats
    """α · Δ of the step before."""
    gradient_term: Floats
    """−η · the slope."""
    delta: Floats
    """Δ = momentum term + gradient term, the step taken."""


def step(
    landscape: Landscape, before: Step, alpha: Floats, minus_eta: Floats, is_nesterov: Bools | None, after: Step
) -> None:
    """Move every ball by one step, from `before` into the arrays of `after`.

    `w`, `slope` and `delta` must be other arrays than those of `before`; its two terms are not read.

    `alpha`, `minus_eta` (that is −η) and `is_nesterov` have shape (n,); `is_nesterov` marks the balls that follow
    Nesterov's rule, None when there are none. The order of operations is fixed, so that anyone can recompute a
    recorded run bit for bit.
    """
    np.multiply(alpha, before.delta, out=after.momentum_term)
    slope = before.slope
    if is_nesterov is not None:
        slope = np.where(is_nesterov, landscape.slope(before.w + after.momentum_term), slope)
    np.multiply(minus_eta, slope, out=after.gradient_term)
    np.add(after.momentum_term, after.gradient_term, out=after.delta)
    np.add(before.w, after.delta, out=after.w)
    landscape.slope(after.w, out=after.slope)


def check_alpha(alpha: float) -> float:
    """Return alpha; ValueError unless 0 ≤ alpha ≤ 1."""
    if not 0.0 <= alpha <= 1.0:
        raise ValueError(f"alpha: {alpha!r} is not between 0 and 1")
    return alpha


def check_eta(eta: float) -> float:
    """Return eta; ValueError unless 1e-300 ≤ eta ≤ 1e300."""
    if not 0.0 < eta < math.inf:
        raise ValueError(f"eta: {eta!r} is not a positive number")
    if not SMALLEST_ETA <= eta <= LARGEST_ETA:
        raise ValueError(f"eta: {eta!r} is not between {SMALLEST_ETA!r} and {LARGEST_ETA!r}")
    return eta
