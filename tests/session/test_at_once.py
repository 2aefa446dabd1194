"""What is computed at once: enough for what is easy, and never for long."""

import numpy as np

from app.session.tasks import SECONDS, SURELY, go_on_at_once
from physics.sweep.batch import UNKNOWN, InitialStates
from physics.sweep.sweep import GradualSweep
from tests.support.runs import WELL


def hard() -> GradualSweep:
    """Runs that are never decided."""
    n = 400
    starts = InitialStates(np.ones(n), np.full(n, 0.01), np.zeros(n, np.bool_), np.linspace(2.3, 3.0, n), np.zeros(n))
    return GradualSweep(WELL, starts)


class Seconds:
    """A clock that goes on by a millisecond at each look."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self) -> float:
        self.looks += 1
        return 0.001 * self.looks


def test_what_is_hard_is_left_after_a_while() -> None:
    seconds = Seconds()
    sweep = hard()
    go_on_at_once(sweep, now=seconds)
    assert not sweep.is_complete
    assert seconds.looks <= 2 + SECONDS / 0.001


def test_a_slow_machine_does_the_least_of_it_all_the_same() -> None:
    sweep, same = hard(), hard()
    ticks = iter((0.0, 100.0))
    go_on_at_once(sweep, now=lambda: next(ticks))
    same.go_on(SURELY)
    assert np.array_equal(sweep.ends.outcome, same.ends.outcome)


def test_it_ends_when_enough_is_decided() -> None:
    n = 64
    starts = InitialStates(
        np.linspace(0.0, 0.9, n), np.full(n, 0.02), np.zeros(n, np.bool_), np.full(n, 2.5), np.zeros(n)
    )
    sweep = GradualSweep(WELL, starts)
    go_on_at_once(sweep, enough=0.5)
    assert (sweep.ends.outcome != UNKNOWN).sum() >= n // 2
