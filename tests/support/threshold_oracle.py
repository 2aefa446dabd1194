"""Thresholds found, and the same ends from a sweep of single balls."""

import numpy as np

from physics.landscape.base import Landscape
from physics.outcome.outcome import OUTCOMES, Outcome
from physics.sweep.batch import InitialStates, Results
from physics.sweep.sweep import sweep_now
from physics.sweep.thresholds import BallState, FinalOutcome, Thresholds, find_thresholds

AT_REST = BallState(4.8, 0.0, 0.02, is_nesterov=False)
"""The ball of the default scenario, at its start."""


def found(landscape: Landscape, state: BallState, last: int = 20_000) -> Thresholds:
    thresholds = find_thresholds(landscape, state, last)
    assert thresholds is not None
    return thresholds


def swept(landscape: Landscape, state: BallState, alpha: np.ndarray, last: int = 20_000) -> Results:
    w, delta, eta, is_nesterov = (np.full(len(alpha), value) for value in state)
    return sweep_now(landscape, InitialStates(alpha, eta, is_nesterov, w, delta), last)


def outcomes_of(results: Results) -> list[FinalOutcome]:
    """The same words as the thresholds use, made in another way."""
    told = []
    for code, valley in zip(results.outcome.tolist(), results.valley.tolist(), strict=True):
        match OUTCOMES[code]:
            case Outcome.SETTLED | Outcome.TRAPPED:
                told.append(FinalOutcome(Outcome.SETTLED, valley))
            case Outcome.LEFT:
                told.append(FinalOutcome(Outcome.LEFT, valley))
            case outcome:
                told.append(FinalOutcome(outcome, 0))
    return told
