"""Runs with noise and schedules: the same bits however they are made, and what may be said of their balls."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from physics.arrays import Floats
from physics.forcing.forcing import NO_FORCING, Forces, Forcing
from physics.forcing.noise import normals
from physics.forcing.schedule import Decay, Schedule
from physics.landscape.formula import FormulaLandscape
from physics.outcome.outcome import DIVERGED, LEFT, REPEATS, ROLLING, SETTLED, TRAPPED
from physics.rules.base import Rule
from physics.rules.dispatch import ALL, steppers
from physics.run.cycle import find_cycle
from physics.run.edit import Edit
from physics.run.energy_bound import find_energy_bound
from physics.run.run import Run
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.random_runs import Scene, forcings, noisy_scenes, scenes
from tests.support.runs import HILLS, LESSARD, assert_same, assert_same_run

BOWL = FormulaLandscape("w^2/2", (-1000, 1000))


@given(scene=noisy_scenes, forcing=forcings, steps=st.integers(1, 200), back=st.integers(0, 200))
@settings(max_examples=30)
def test_going_back_in_time_and_on_again(scene: Scene, forcing: Forcing, steps: int, back: int) -> None:
    straight, travelled = (Run(*scene, forcing=forcing) for _ in range(2))
    straight.advance(steps)
    travelled.advance(steps)
    travelled.go_to(min(back, travelled.last))
    at = travelled.step
    fresh = Run(*scene, forcing=forcing)
    fresh.advance(at)
    assert_same(fresh.state, travelled.state)
    assert_same(fresh.status, travelled.status)
    travelled.swap_tail(travelled.detach_tail())
    travelled.advance(straight.step - at)
    assert_same_run(straight, travelled)


@given(scene=scenes(), forcing=forcings, begun=st.integers(0, 60))
@settings(max_examples=30)
def test_a_run_that_begins_at_a_step_has_the_rows_of_one_that_has_come_there(
    scene: Scene, forcing: Forcing, begun: int
) -> None:
    landscape, balls, _ = scene
    balls = [ball for ball in balls if not ball.rule.state]  # one that begins there remembers nothing yet
    run = Run(landscape, balls, forcing=forcing)
    run.advance(begun, waits=True)
    moving = [Edit(0, ball, delta=delta) for ball, delta in enumerate(run.state.delta.tolist())]
    is_moving = np.isfinite(run.state.w).all() and np.isfinite(run.state.delta).all()
    if not is_moving or run.parked().any():
        return
    balls = [replace(ball, start=w) for ball, w in zip(balls, run.state.w.tolist(), strict=True)]
    later = Run(landscape, balls, moving, forcing=forcing.from_step(begun))
    later.advance(30, waits=True)
    run.advance(30, waits=True)
    assert_same(later.recording.rows(1).state, run.recording.rows(begun + 1).state)


@pytest.mark.parametrize("rule", [MOMENTUM, NESTEROV])
def test_the_noise_is_added_to_the_slope_that_the_rule_asks_for(rule: Rule) -> None:
    run = Run(HILLS, [new_ball(0.9, 0.02, 4.8, rule=rule)], forcing=Forcing(0.5, 7))
    run.advance(50)
    rows, noise = run.recording.rows(), 0.5 * normals(7, 0, 50)
    asked = rows.w[:-1, 0] + (rows.momentum_term[1:, 0] if rule is NESTEROV else 0.0)
    assert (rows.gradient_term[1:, 0] == -0.02 * (HILLS.slope(asked) + noise)).all()
    assert (rows.slope[:, 0] == HILLS.slope(rows.w[:, 0])).all()


def test_eta_in_force_is_what_is_recorded_and_a_change_multiplies_it() -> None:
    schedule = Schedule(Decay.COSINE, 40, 5)
    run = Run(HILLS, [new_ball(0.9, 0.02, 4.8)], [Edit(20, 0, {"eta": 0.04})], forcing=Forcing(schedule=schedule))
    run.advance(60)
    eta = run.recording.rows(1).parameters["eta"][:, 0]
    shares = schedule.shares(0, len(eta))
    assert (eta == np.where(np.arange(len(eta)) < 20, 0.02, 0.04) * shares).all()
    assert run.ball_parameters(0).values["eta"] == 0.04
    run.go_to(10)
    assert run.next_parameters(0).values["eta"] == eta[10]
    assert run.next_step().delta[0] == run.recording.row(11).delta[0]


# What may be said of balls


def test_with_noise_a_ball_has_gone_or_is_rolling() -> None:
    balls = [new_ball(alpha, 0.02, 4.8) for alpha in (0.0, 0.9, 0.97)] + [new_ball(0.9, 9.0, 4.8)]
    run = Run(HILLS, balls, forcing=Forcing(0.2))
    run.advance(3000)
    outcome = run.recording.rows().outcome
    assert set(np.unique(outcome)) <= {ROLLING, LEFT, DIVERGED}
    assert (run.status.outcome == [ROLLING, ROLLING, LEFT, LEFT]).all()
    assert find_energy_bound(run, 0) is None


def test_without_noise_again_all_is_said_as_ever() -> None:
    run = Run(HILLS, [new_ball(0.9, 0.02, 4.8)], [Edit(300, noise=0.0)], forcing=Forcing(0.2))
    run.advance(299)
    assert run.status.outcome[0] == ROLLING
    run.advance(1)
    assert run.status.outcome[0] == TRAPPED
    run.advance(3000)
    assert run.status.outcome[0] == SETTLED
    run.edit(Edit(run.step, noise=0.4))
    assert run.status.outcome[0] == ROLLING
    assert run.advance(50) == 50


def test_while_eta_still_changes_no_ball_is_trapped() -> None:
    schedule = Schedule(Decay.COSINE, 300)
    usual, scheduled = (
        Run(HILLS, [new_ball(0.9, 0.02, 4.8)], forcing=Forcing(schedule=s)) for s in (Schedule(), schedule)
    )
    usual.advance(200)
    assert usual.status.outcome[0] == TRAPPED
    scheduled.advance(2000)
    outcome = scheduled.recording.rows().outcome[:, 0]
    assert (outcome[:300] == ROLLING).all()
    assert outcome[300] == TRAPPED
    scheduled.go_to(299)
    assert find_energy_bound(scheduled, 0) is None
    scheduled.go_to(300)
    assert find_energy_bound(scheduled, 0) is not None


def test_under_one_over_t_no_ball_is_ever_trapped() -> None:
    run = Run(HILLS, [new_ball(0.9, 0.02, 4.8)], forcing=Forcing(schedule=Schedule(Decay.INVERSE, 50)))
    run.advance(5000)
    assert TRAPPED not in run.recording.rows().outcome
    assert run.status.outcome[0] == SETTLED


def test_cycles_are_looked_for_once_eta_is_constant() -> None:
    warm_up = Schedule(warm_up=20)
    run = Run(LESSARD, [new_ball(4 / 9, 1 / 9, 3.3)], forcing=Forcing(schedule=warm_up))
    run.advance(20)
    run.edit(Edit(20, 0, w=3.3, delta=0.0))
    run.advance(2000)
    assert run.status.outcome[0] == REPEATS
    assert run.recording.rows().outcome[19:21, 0].tolist() == [ROLLING, TRAPPED]
    cycle = find_cycle(run, 0)
    assert cycle is not None
    assert cycle.period == 3
    later = Run(LESSARD, [new_ball(4 / 9, 1 / 9, 3.3)])
    later.advance(2000)
    assert run.status.steps[0] == later.status.steps[0] + 20
    run.go_to(100)
    run.go_to(run.last)
    assert find_cycle(run, 0) == cycle


def test_no_forcing_is_no_forcing() -> None:
    assert Forcing(seed=9).from_step(5) is NO_FORCING
    assert NO_FORCING.forces(0, 10) is None
    assert NO_FORCING.certain_from == 0


# Theory: on a bowl f = w²/2 a path is linear in the noise


def paths(alpha: float, eta: float, start: float, noise: Floats) -> Floats:
    """(steps + 1, n) where balls are that feel the noises (steps, n)."""
    run = Run(BOWL, [new_ball(alpha, eta, start)] * noise.shape[1])
    before, found = run.state, [run.state.w]
    for step in steppers(BOWL, [(MOMENTUM, ALL)], run.parameters, Forces(noise, None)):
        after = before._replace(**{name: np.empty_like(before.w) for name in ("w", "slope", "delta", "momentum_term")})
        after = after._replace(gradient_term=np.empty_like(before.w))
        step(before, after)
        found.append(after.w)
        before = after
    return np.array(found)


@pytest.mark.parametrize(("alpha", "eta"), [(0.0, 0.1), (0.9, 0.01), (0.5, 0.3)])
def test_the_mean_of_many_seeds_is_the_path_without_noise_and_the_variance_is_known(alpha: float, eta: float) -> None:
    seeds, steps, sigma = 4096, 300, 0.7
    noise = np.stack([sigma * normals(seed, 0, steps) for seed in range(seeds)], axis=1)
    w = paths(alpha, eta, 3.0, noise)
    calm = paths(alpha, eta, 3.0, np.zeros((steps, 1)))[:, 0]
    # What a push of 1 in one step has done to w some steps later.
    response = -paths(alpha, eta, 0.0, np.eye(steps, 1))[1:, 0]
    variance = np.concatenate([[0.0], np.cumsum((sigma * response) ** 2)])
    error = np.sqrt(variance / seeds)
    assert (np.abs(w.mean(axis=1) - calm) <= 4.5 * error + 1e-12).all()
    assert w.var(axis=1) == pytest.approx(variance, rel=4.5 * np.sqrt(2.0 / seeds), abs=1e-20)
    in_the_end = eta * sigma**2 * (1 + alpha) / ((1 - alpha) * (2 * (1 + alpha) - eta))
    assert variance[-1] == pytest.approx(in_the_end, rel=1e-3)


def test_a_run_takes_the_path_of_its_seed() -> None:
    run = Run(BOWL, [new_ball(0.9, 0.01, 3.0)], forcing=Forcing(0.7, 11))
    run.advance(300)
    assert (run.recording.rows().w[:, 0] == paths(0.9, 0.01, 3.0, 0.7 * normals(11, 0, 300)[:, np.newaxis])[:, 0]).all()
