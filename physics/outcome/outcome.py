"""What has become of a ball: one outcome at every step, judged from its state alone."""

from enum import StrEnum
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Codes, Floats, Ints
from physics.landscape.base import Landscape
from physics.outcome.trapping import is_trapped

REST_STEP = 1e-9
"""At rest: |Δ| is at most this share of the domain's width …"""
REST_SLOPE = 1e-6
"""… and |f′| at most this share of max|f′|."""
FLOOR_HEIGHT = 1e-6
"""In the minimum: f is above it by at most this share of max f − min f."""


class Outcome(StrEnum):
    """The six outcomes, in the words of the files and of the screen."""

    ROLLING = "rolling"
    TRAPPED = "trapped"
    SETTLED = "settled"
    BALANCED = "balanced"
    LEFT = "left"
    DIVERGED = "diverged"


OUTCOMES: tuple[Outcome, ...] = tuple(Outcome)
"""An outcome's place in this tuple is its code in recorded arrays."""
ROLLING, TRAPPED, SETTLED, BALANCED, LEFT, DIVERGED = range(len(OUTCOMES))


class Evaluation(NamedTuple):
    """Outcome codes and valley indices (from 0), both of the shape that was judged."""

    outcome: Codes
    valley: Ints


def is_final(outcome: Codes) -> Bools:
    """Whether an outcome stays as it is while nothing is changed: settled, balanced, left, diverged."""
    return outcome >= SETTLED


def has_gone(outcome: Codes) -> Bools:
    """Whether the ball's run is over, because it is outside the domain or no longer a number."""
    return outcome >= LEFT


def is_at_rest(landscape: Landscape, slope: Floats, delta: Floats) -> Bools:
    """Whether a ball neither moves nor is pushed: then no α changes that."""
    small_step = np.abs(delta) <= REST_STEP * landscape.width
    return small_step & (np.abs(slope) <= REST_SLOPE * landscape.features.max_slope)


def evaluate(
    landscape: Landscape,
    *,
    w: Floats,
    f: Floats,
    slope: Floats,
    delta: Floats,
    energy: Floats,
    alpha: Floats,
    eta: Floats,
    is_heavy_ball: Bools,
) -> Evaluation:
    """Judge states given as arrays of one shape, such as (n,) balls or (steps, n); alpha, eta, classical broadcast.

    `is_heavy_ball` marks the balls of the classical rule, the only one for which being trapped is known.
    """
    features = landscape.features
    valley = features.valley_index(w)
    outcome = np.full(w.shape, ROLLING, dtype=np.int8)
    outcome[is_heavy_ball & is_trapped(features, valley, energy, alpha, eta)] = TRAPPED
    resting = is_at_rest(landscape, slope, delta)
    with np.errstate(invalid="ignore"):
        in_minimum = f - features.minimum_heights[valley] <= FLOOR_HEIGHT * features.height_range
    outcome[resting & in_minimum] = SETTLED
    outcome[resting & ~in_minimum] = BALANCED
    lo, hi = landscape.domain
    outcome[(w < lo) | (w > hi)] = LEFT
    outcome[~(np.isfinite(w) & np.isfinite(delta))] = DIVERGED
    outcome[~np.isfinite(slope) & (outcome != LEFT)] = DIVERGED
    return Evaluation(outcome, valley)
