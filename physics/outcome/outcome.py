"""The outcome of a ball, evaluated at every step from its state alone.

`physics.run.status` knows which outcomes last; that a ball repeats is found in `physics.outcome.cycle`.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Codes, Columns, Floats, Ints
from physics.landscape.base import Landscape
from physics.landscape.features import Features
from physics.outcome.rest import Moving, is_at_rest
from physics.rules.dispatch import Groups, energy

FLOOR_HEIGHT = 1e-6
"""In the minimum: f is above it by at most this share of the valley's depth …"""
FLOOR_ROUNDING = 16.0 * np.finfo(np.float64).eps
"""… and by this share of max|f| for rounding."""


class Outcome(StrEnum):
    """The seven outcomes, by their names in files; `app/text/outcomes.py` has the words of the screen."""

    ROLLING = "rolling"
    TRAPPED = "trapped"
    SETTLED = "settled"
    BALANCED = "balanced"
    REPEATS = "repeats"
    LEFT = "left"
    DIVERGED = "diverged"


OUTCOMES: tuple[Outcome, ...] = tuple(Outcome)
"""The index of an outcome in this tuple is its code in recorded arrays."""
ROLLING, TRAPPED, SETTLED, BALANCED, REPEATS, LEFT, DIVERGED = range(len(OUTCOMES))


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
    rule_state: Columns
    origin: Floats
    """The w at which each ball was last placed by hand, else its start; of a shape that broadcasts, too."""
    is_noisy: bool = False
    """Whether there is noise: then a ball may still go anywhere until it has gone."""
    may_be_trapped: Bools | None = None
    """Where it may be said, of a shape that broadcasts; None: everywhere."""


class Evaluation(NamedTuple):
    """Arrays of the shape that was evaluated."""

    outcome: Codes
    valley: Ints
    """Index from 0."""
    energy: Floats


def is_final(outcome: Codes) -> Bools:
    """Whether an outcome lasts as long as nothing is edited: settled, balanced, repeats, left, diverged."""
    return outcome >= SETTLED


def has_gone(outcome: Codes) -> Bools:
    """Whether the ball is outside the domain or no longer a number, which ends its run."""
    return outcome >= LEFT


def ends_in_no_valley(outcome: Codes) -> Bools:
    """Whether a final outcome belongs to no valley: a ball that repeats may do so in several, others have gone."""
    return outcome >= REPEATS


def evaluate(landscape: Landscape, states: OutcomeInput) -> Evaluation:
    """Return the outcome, valley and energy of each state. That a ball repeats does not follow from one state alone."""
    features = landscape.features
    groups, parameters, w, slope, delta = states.groups, states.parameters, states.w, states.slope, states.delta
    e = energy(groups, parameters, states.f, delta)
    valley = features.valley_index(w)
    outcome = np.full(w.shape, ROLLING, dtype=np.int8)
    if not states.is_noisy:
        with np.errstate(invalid="ignore"):
            is_trapped = e < states.level_in(valley)
        outcome[is_trapped if states.may_be_trapped is None else is_trapped & states.may_be_trapped] = TRAPPED
        moving = Moving(w, slope, delta, states.rule_state)
        resting = np.nonzero(is_at_rest(landscape, groups, parameters, moving, valley=valley, origin=states.origin))
        if len(resting[0]):
            is_low = _is_in_minimum(features, valley[resting], states.f[resting])
            outcome[resting] = np.where(is_low, SETTLED, BALANCED)
    lo, hi = landscape.domain
    outcome[(w < lo) | (w > hi)] = LEFT
    outcome[~(np.isfinite(w) & np.isfinite(delta))] = DIVERGED
    outcome[~np.isfinite(slope) & (outcome != LEFT)] = DIVERGED
    return Evaluation(outcome, valley, e)


def _is_in_minimum(features: Features, valley: Ints, f: Floats) -> Bools:
    """Whether balls at these heights are at the bottom of their valleys; false in a valley without a minimum."""
    floor, tallest = features.minimum_heights[valley], max(abs(features.lowest), abs(features.highest))
    with np.errstate(invalid="ignore", over="ignore"):
        is_low: Bools = f - floor <= FLOOR_HEIGHT * (features.rims[valley] - floor) + FLOOR_ROUNDING * tallest
    return is_low
