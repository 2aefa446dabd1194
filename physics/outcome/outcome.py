"""The outcome of a ball, evaluated at every step from its state alone; `physics.run.status` knows which last."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Codes, Columns, Floats, Ints
from physics.landscape.base import Landscape
from physics.rules.dispatch import Groups, energy

REST_STEP = 1e-9
"""At rest: |Δ| is at most this share of the domain's width …"""
REST_SLOPE = 1e-6
"""… and |f′| at most this share of max|f′|."""
FLOOR_HEIGHT = 1e-6
"""In the minimum: f is above it by at most this share of max f − min f."""


class Outcome(StrEnum):
    """The six outcomes, by their names in files and on the screen."""

    ROLLING = "rolling"
    TRAPPED = "trapped"
    SETTLED = "settled"
    BALANCED = "balanced"
    LEFT = "left"
    DIVERGED = "diverged"


OUTCOMES: tuple[Outcome, ...] = tuple(Outcome)
"""The index of an outcome in this tuple is its code in recorded arrays."""
ROLLING, TRAPPED, SETTLED, BALANCED, LEFT, DIVERGED = range(len(OUTCOMES))


LevelIn = Callable[[Ints], Floats]
"""Gives the energy below which each ball is trapped, for the indices of the valleys that the balls are in."""


class OutcomeInput(NamedTuple):
    """What outcomes follow from: arrays of one shape, such as (balls,) or (steps, balls).

    The masks of the groups and the parameters may have any shape that broadcasts to it.
    """

    groups: Groups
    """The rules of the balls."""
    parameters: Columns
    level_in: LevelIn
    w: Floats
    f: Floats
    slope: Floats
    delta: Floats


class Evaluation(NamedTuple):
    """Arrays of the shape that was evaluated."""

    outcome: Codes
    valley: Ints
    """Index from 0."""
    energy: Floats


def is_final(outcome: Codes) -> Bools:
    """Whether an outcome lasts as long as nothing is edited: settled, balanced, left, diverged."""
    return outcome >= SETTLED


def has_gone(outcome: Codes) -> Bools:
    """Whether the ball is outside the domain or no longer a number, which ends its run."""
    return outcome >= LEFT


def is_at_rest(landscape: Landscape, slope: Floats, delta: Floats) -> Bools:
    """Whether a ball neither moves nor is pushed; at rest no α moves it."""
    small_step = np.abs(delta) <= REST_STEP * landscape.width
    return small_step & (np.abs(slope) <= REST_SLOPE * landscape.features.max_slope)


def evaluate(landscape: Landscape, states: OutcomeInput) -> Evaluation:
    """Return the outcome, valley and energy of each state."""
    features = landscape.features
    groups, parameters, level_in, w, f, slope, delta = states
    e = energy(groups, parameters, f, delta)
    valley = features.valley_index(w)
    outcome = np.full(w.shape, ROLLING, dtype=np.int8)
    with np.errstate(invalid="ignore"):
        outcome[e < level_in(valley)] = TRAPPED
    resting = is_at_rest(landscape, slope, delta)
    with np.errstate(invalid="ignore"):
        in_minimum = f - features.minimum_heights[valley] <= FLOOR_HEIGHT * features.height_range
    outcome[resting & in_minimum] = SETTLED
    outcome[resting & ~in_minimum] = BALANCED
    lo, hi = landscape.domain
    outcome[(w < lo) | (w > hi)] = LEFT
    outcome[~(np.isfinite(w) & np.isfinite(delta))] = DIVERGED
    outcome[~np.isfinite(slope) & (outcome != LEFT)] = DIVERGED
    return Evaluation(outcome, valley, e)
