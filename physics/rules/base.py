"""The update rules, and the one function that moves a ball.

    Δ_t = α_t · Δ_{t−1} − η_t · f′(w_{t−1})        momentum term + gradient term
    w_t = w_{t−1} + Δ_t

Momentum is the heavy-ball method of Polyak (1964), with η inside the velocity as in Sutskever et al. (2013). Nesterov's
rule differs only in where the slope is taken: at f′(w_{t−1} + α_t Δ_{t−1}).
"""

import math
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Floats
from physics.landscape.base import Landscape

SMALLEST_ETA, LARGEST_ETA = 1e-300, 1e300
"""Range of the learning rate. It leaves room for the ends of sliders, which lie beyond the value by a factor."""


class Rule(StrEnum):
    """An update rule, by its name in files."""

    MOMENTUM = "momentum"
    NESTEROV = "nesterov"


class State(NamedTuple):
    """The state of n balls after a step, and the terms of that step: five arrays of shape (n,)."""

    w: Floats
    slope: Floats
    """f′(w)."""
    momentum_term: Floats
    """α · Δ of the step before."""
    gradient_term: Floats
    """−η · slope."""
    delta: Floats
    """Δ = momentum term + gradient term."""


def step(
    landscape: Landscape, before: State, alpha: Floats, minus_eta: Floats, is_nesterov: Bools | None, after: State
) -> None:
    """Move every ball by one step, from `before` into the arrays of `after`.

    `w`, `slope` and `delta` of `after` must not share memory with those of `before`; its two terms are not read.

    `alpha`, `minus_eta` (−η) and `is_nesterov` have shape (n,). `is_nesterov` is None where no ball follows Nesterov's
    rule: see `mask_or_none`. The order of operations is fixed, so a recorded run can be recomputed bit for bit.
    """
    np.multiply(alpha, before.delta, out=after.momentum_term)
    slope = before.slope
    if is_nesterov is not None:
        slope = np.where(is_nesterov, landscape.slope(before.w + after.momentum_term), slope)
    np.multiply(minus_eta, slope, out=after.gradient_term)
    np.add(after.momentum_term, after.gradient_term, out=after.delta)
    np.add(before.w, after.delta, out=after.w)
    landscape.slope(after.w, out=after.slope)


def mask_or_none(is_nesterov: Bools) -> Bools | None:
    """Return the mask as `step` takes it: None if no entry is set, which saves one evaluation of the slope."""
    return is_nesterov if is_nesterov.any() else None


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
