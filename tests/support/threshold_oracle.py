"""Thresholds found, and the same ends from a sweep of single balls."""

import numpy as np

from physics.landscape.base import Landscape
from physics.outcome.outcome import OUTCOMES, Outcome
from physics.rules.base import ALPHA
from physics.sweep.batch import Results
from physics.sweep.initial_states import BallState, state_at_rest
from physics.sweep.sweep import sweep_now
from physics.sweep.thresholds import FinalOutcome, Thresholds, find_thresholds
from tests.support.balls import new_ball

AT_REST = state_at_rest(new_ball(0.9, 0.02, 4.8))
"""The ball of the default scenario, at its start."""


def found(landscape: Landscape, state: BallState, last: int = 20_000) -> Thresholds:
    thresholds = find_thresholds(landscape, state, last)
    assert thresholds is not None
    return thresholds


def swept(landscape: Landscape, state: BallState, alpha: np.ndarray, last: int = 20_000) -> Results:
    return sweep_now(landscape, state.initial_states(len(alpha), {ALPHA.name: alpha}), last)


def outcomes_of(results: Results, *, can_be_trapped: bool = True) -> list[FinalOutcome]:
    """The same words as the thresholds use, made in another way.

    A ball that can't be trapped ends where it is at the last step.
    """
    told = []
    for code, valley in zip(results.outcome.tolist(), results.valley.tolist(), strict=True):
        match OUTCOMES[code]:
            case Outcome.SETTLED | Outcome.TRAPPED:
                told.append(FinalOutcome(Outcome.SETTLED, valley))
            case Outcome.ROLLING if not can_be_trapped:
                told.append(FinalOutcome(Outcome.SETTLED, valley))
            case Outcome.LEFT:
                told.append(FinalOutcome(Outcome.LEFT, valley))
            case outcome:
                told.append(FinalOutcome(outcome, 0))
    return told
