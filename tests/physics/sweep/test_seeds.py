"""Where a ball is over many seeds: each as in a run of its own."""

from dataclasses import replace

import pytest

from physics.forcing.forcing import Forcing
from physics.forcing.noise import MAX_SEED
from physics.forcing.schedule import Decay, Schedule
from physics.landscape.base import Landscape
from physics.outcome.outcome import DIVERGED, LEFT, ROLLING
from physics.rules.base import Rule
from physics.run.edit import Edit
from physics.run.run import Run
from physics.sweep.initial_states import ball_state
from physics.sweep.seeds import results_over_seeds, seeds_from
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.runs import HILLS, WELL


@pytest.mark.parametrize("rule", [MOMENTUM, NESTEROV])
@pytest.mark.parametrize(
    ("landscape", "eta", "schedule"),
    [(HILLS, 0.02, Schedule()), (HILLS, 0.05, Schedule(Decay.COSINE, 60, 5)), (WELL, 1e200, Schedule())],
)
def test_each_is_as_in_a_run_of_its_own(rule: Rule, landscape: Landscape, eta: float, schedule: Schedule) -> None:
    forcing = Forcing(3.0, 5, schedule)
    run = Run(landscape, [new_ball(0.9, eta, 2.0, rule=rule)], forcing=forcing)
    if eta < 1.0:
        run.advance(7)
    state, last = ball_state(run, 0), 1100
    results = results_over_seeds(landscape, state, seeds_from(5, 20), last)
    seen = set()
    for index, seed in enumerate(seeds_from(5, 20)):
        other = Run(landscape, [replace(run.balls[0], start=state.w)], forcing=replace(state.forcing, seed=seed))
        if state.delta:
            other.edit(Edit(0, 0, delta=state.delta))
        other.advance(last, waits=True)
        assert results.outcome[index] == other.status.outcome[0]
        seen.add(int(results.outcome[index]))
        if results.outcome[index] != DIVERGED:
            assert results.valley[index] == other.status.valley[0]
    assert seen <= {ROLLING, LEFT, DIVERGED}


def test_seeds_follow_each_other_and_begin_again_after_the_last() -> None:
    assert seeds_from(3, 3) == [3, 4, 5]
    assert seeds_from(MAX_SEED, 2) == [MAX_SEED, 0]
