"""A sweep ends with the time that a person would notice, but not before the minimum of work."""

import numpy as np

from app.prediction.sweep_budget import MAX_SYNC_S, MIN_SYNC_WORK, sweep_within_budget
from physics.sweep.batch import UNKNOWN
from physics.sweep.initial_states import state_at_rest
from physics.sweep.sweep import GradualSweep
from tests.support.balls import new_ball
from tests.support.runs import WELL


def undecidable() -> GradualSweep:
    """A sweep of runs that are never decided."""
    n = 400
    starts = state_at_rest(new_ball(1.0, 0.01, 2.3)).initial_states(n, {"start": np.linspace(2.3, 3.0, n)})
    return GradualSweep(WELL, starts)


class TickingClock:
    """A clock that advances by a millisecond with each reading."""

    def __init__(self) -> None:
        self.readings = 0

    def __call__(self) -> float:
        self.readings += 1
        return 0.001 * self.readings


def test_a_sweep_stops_when_the_time_is_used_up() -> None:
    clock = TickingClock()
    sweep = undecidable()
    sweep_within_budget(sweep, now=clock)
    assert not sweep.is_complete
    assert clock.readings <= 2 + MAX_SYNC_S / 0.001


def test_a_slow_machine_still_does_the_minimum_of_work() -> None:
    sweep, same = undecidable(), undecidable()
    ticks = iter((0.0, 100.0))
    sweep_within_budget(sweep, now=lambda: next(ticks))
    same.go_on(MIN_SYNC_WORK)
    assert np.array_equal(sweep.results.outcome, same.results.outcome)


def test_a_sweep_stops_when_the_share_is_decided() -> None:
    n = 64
    starts = state_at_rest(new_ball(0.0, 0.02, 2.5)).initial_states(n, {"alpha": np.linspace(0.0, 0.9, n)})
    sweep = GradualSweep(WELL, starts)
    sweep_within_budget(sweep, share=0.5)
    assert (sweep.results.outcome != UNKNOWN).sum() >= n // 2
