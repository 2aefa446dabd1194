"""Sweeps with noise and schedules: every run has the bits that it has in the window, from whatever step it sets out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from physics.arrays import concatenate, take_balls
from physics.forcing.forcing import NOISY_LAST_STEP, Forcing
from physics.forcing.schedule import Decay, Schedule
from physics.landscape.base import Landscape
from physics.outcome.outcome import LEFT, REPEATS, ROLLING
from physics.rules.base import Rule
from physics.rules.registry import RULES
from physics.run.run import Run
from physics.sweep.batch import advance, concatenate_finished, initial
from physics.sweep.initial_states import ball_state
from physics.sweep.sweep import GradualSweep, sweep, sweep_now
from physics.sweep.thresholds import find_thresholds
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.runs import DIPS, HILLS, LESSARD, TIP, WELL, in_order

LAST = 700
ALPHAS = (0.0, 0.8, 0.95, 0.99)


@pytest.mark.parametrize("landscape", [HILLS, DIPS, WELL, TIP, LESSARD])
@given(
    forcing=st.builds(
        Forcing,
        noise=st.sampled_from([0.0, 0.0, 0.5]),
        seed=st.integers(0, 2),
        schedule=st.builds(Schedule, st.sampled_from(Decay), st.sampled_from([7, 90]), st.sampled_from([0, 25])),
    ),
    begun=st.sampled_from([0, 10, 60]),
    rule=st.sampled_from([MOMENTUM, NESTEROV]),
    eta=st.sampled_from([0.02, 0.11]),
)
@settings(max_examples=12)
def test_a_run_of_a_sweep_ends_as_it_does_in_the_window(
    landscape: Landscape, forcing: Forcing, begun: int, rule: Rule, eta: float
) -> None:
    run = Run(landscape, [new_ball(alpha, eta, 3.3, rule=rule) for alpha in ALPHAS], forcing=forcing)
    run.advance(begun, waits=True)
    states = [ball_state(run, ball) for ball in range(len(ALPHAS))]
    is_over = run.status.outcome != ROLLING
    run.advance(LAST, waits=True)
    rows = run.recording.rows(begun)
    for ball, state in enumerate(states):
        if is_over[ball]:
            continue
        results = sweep_now(landscape, state.initial_states(1), LAST, state.forcing)
        decided = np.flatnonzero(rows.outcome[:, ball] != ROLLING)
        step = int(decided[0]) if len(decided) else LAST
        assert results.steps[0] == step
        assert results.outcome[0] == rows.outcome[step, ball]
        assert results.hills_crossed[0] == rows.hills_crossed[step, ball] - rows.hills_crossed[0, ball]
        if results.outcome[0] != LEFT:
            assert results.valley[0] + 1 == rows.valley[step, ball]


@pytest.mark.parametrize("forcing", [Forcing(0.5, 2), Forcing(schedule=Schedule(warm_up=2))])
def test_pieces_by_threads_give_what_one_batch_gives(forcing: Forcing) -> None:
    state = ball_state(Run(LESSARD, [new_ball(0.5, 1 / 9, 3.3)], forcing=forcing), 0)
    alphas = np.linspace(0.0, 0.99, 3000)
    states = state.initial_states(len(alphas), {"alpha": alphas})
    whole = sweep_now(LESSARD, states, 400, forcing)
    parts = list(sweep(LESSARD, states, 400, forcing=forcing, levels=[np.arange(0, 3000, 2), np.arange(1, 3000, 2)]))
    gathered = in_order(concatenate_finished(parts))
    for column, other in zip(whole, gathered, strict=True):
        assert (column == other).all()
    if not forcing.is_noisy:
        assert (whole.outcome == REPEATS).any()


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.state])
def test_runs_before_and_after_the_end_of_a_schedule_share_a_batch(rule: Rule) -> None:
    forcing = Forcing(schedule=Schedule(Decay.COSINE, 90))
    run = Run(WELL, [new_ball(0.5, 0.02, 3.3, rule=rule)], forcing=forcing)
    states = ball_state(run, 0).initial_states(2, {"alpha": np.array([0.9, 0.95])})
    _, younger = initial(WELL, np.arange(2), states, forcing)
    older = take_balls(younger, [1])
    while older.steps[0] <= forcing.certain_from:
        _, older = advance(WELL, older, LAST, 1, forcing=forcing)
    mixed = concatenate([take_balls(younger, [0]), older])
    finished, rest = advance(WELL, mixed, LAST, 10**7, share=1.0, forcing=forcing)
    last, _ = advance(WELL, rest, LAST, 10**7, share=1.0, forcing=forcing)
    for column, alone in zip(
        in_order(concatenate_finished([finished, last])), sweep_now(WELL, states, LAST, forcing), strict=True
    ):
        assert (column == alone).all()


def test_with_noise_a_sweep_says_where_a_ball_is_after_1000_steps() -> None:
    forcing = Forcing(0.4, 5)
    run = Run(HILLS, [new_ball(0.9, 0.02, 4.8)], forcing=forcing)
    gradual = GradualSweep(HILLS, ball_state(run, 0).initial_states(1), forcing=forcing)
    gradual.finish()
    run.advance(NOISY_LAST_STEP)
    assert gradual.results.steps[0] == NOISY_LAST_STEP
    assert gradual.results.outcome[0] == ROLLING
    assert gradual.results.valley[0] == run.status.valley[0]


def test_thresholds_set_out_from_the_step_that_the_ball_is_at() -> None:
    schedule = Schedule(Decay.STEP, 20)
    run = Run(HILLS, [new_ball(0.9, 0.02, 4.8)], forcing=Forcing(schedule=schedule))
    first = find_thresholds(HILLS, ball_state(run, 0).with_parameter("alpha", 0.0))
    run.advance(30)
    later = find_thresholds(HILLS, ball_state(run, 0).with_parameter("alpha", 0.0))
    assert first is not None
    assert later is not None
    assert later.state.forcing.begun == 30
    assert [region.outcomes for region in first.regions] != [region.outcomes for region in later.regions]
