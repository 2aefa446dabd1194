"""Cycles of runs: what they look like, that they last, and what ends them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from physics.outcome.cycle import Cycle
from physics.outcome.outcome import REPEATS, ROLLING, SETTLED, TRAPPED
from physics.rules.base import Rule
from physics.run.cycle import find_cycle
from physics.run.edit import Edit
from physics.run.run import Run
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.runs import HILLS, LESSARD, TIP, WELL

PLACES = [792 / 1225, -2208 / 1225, 2592 / 1225]


def lessard_run(*edits: Edit, full: bool = False) -> Run:
    return Run(LESSARD, [new_ball(4 / 9, 1 / 9, 3.3)], edits, full=full)


def cycle_of(run: Run) -> Cycle:
    cycle = find_cycle(run, 0)
    assert cycle is not None
    return cycle


def test_the_best_momentum_for_every_bowl_between_1_and_25_never_arrives() -> None:
    run = lessard_run()
    run.advance(5000)
    assert run.step == run.status.steps[0] == 146
    assert run.status.outcome[0] == REPEATS
    assert run.is_over
    cycle = cycle_of(run)
    assert (cycle.period, cycle.bit_period) == (3, 18)
    assert [cycle.lowest, cycle.highest] == pytest.approx([min(PLACES), max(PLACES)], abs=1e-12)
    assert np.sort(run.recording.rows(144).w[:, 0]) == pytest.approx(np.sort(PLACES), abs=1e-12)


def test_a_cycle_looks_the_same_when_its_rows_are_forgotten_and_when_the_run_goes_on() -> None:
    run, full = lessard_run(), lessard_run(full=True)
    run.advance(5000)
    full.advance(5000)
    assert full.step == 5000
    assert full.status.outcome[0] == REPEATS
    assert full.status.steps[0] == 146
    cycle = cycle_of(run)
    for each in (run, full):
        each.recording.forget_before(each.step)
        assert cycle_of(each) == cycle


def test_a_ball_that_is_on_no_cycle_has_none() -> None:
    run = lessard_run()
    run.advance(100)
    assert run.status.outcome[0] == ROLLING
    assert find_cycle(run, 0) is None


def test_steps_too_short_to_change_w_repeat_after_one() -> None:
    run = Run(TIP, [new_ball(0.0, 1e-30, 3.0)])
    run.advance(9)
    assert run.status.outcome[0] == REPEATS
    assert run.step == 2
    assert cycle_of(run) == (1, 1, 3.0, 3.0)


def test_a_trapped_ball_that_repeats_is_no_longer_on_its_way_to_rest() -> None:
    run = Run(WELL, [new_ball(0.9, 1e-30, 1.5)])
    run.advance(5000)
    outcome = run.recording.rows().outcome[:, 0].tolist()
    assert outcome == [TRAPPED] * run.step + [REPEATS]


def test_an_edit_ends_a_cycle_and_its_steps_count_from_there() -> None:
    run = lessard_run()
    run.advance(5000)
    run.edit(Edit(run.step, 0, {"alpha": 4 / 9}))
    assert run.status.outcome[0] == ROLLING
    assert run.since[0] == 146
    run.advance(5000)
    # It is on the cycle already: 32 is the first power of two that is not less than the period.
    assert run.status.steps[0] == 146 + 32 + 18
    assert cycle_of(run).bit_period == 18
    run.edit(Edit(run.step, 0, {"eta": 0.01}))
    run.advance(5000)
    assert run.status.outcome[0] == SETTLED


def test_another_landscape_ends_a_cycle_and_an_edit_of_another_ball_does_not() -> None:
    balls = [new_ball(4 / 9, 1 / 9, 3.3), new_ball(0.0, 0.001, 1.0)]
    run = Run(LESSARD, balls)
    run.advance(200)
    run.edit(Edit(200, 1, {"eta": 0.01}))
    assert run.status.outcome[0] == REPEATS
    assert cycle_of(run).bit_period == 18
    assert run.since.tolist() == [0, 200]
    run.edit(Edit(200, landscape=HILLS))
    assert run.status.outcome[0] != REPEATS
    assert run.since.tolist() == [200, 200]


@pytest.mark.parametrize("rule", [MOMENTUM, NESTEROV])
@settings(max_examples=15)
@given(data=st.data())
def test_no_cycle_is_broken_in_20_000_further_steps_and_none_has_a_shorter_period(
    rule: Rule, data: st.DataObject
) -> None:
    landscape = data.draw(st.sampled_from([LESSARD, TIP, WELL]))
    alpha, eta = data.draw(st.sampled_from([0.0, 0.25, 4 / 9])), data.draw(st.sampled_from([1 / 9, 0.25, 0.3, 0.375]))
    starts = data.draw(st.lists(st.floats(*landscape.domain), min_size=40, max_size=40))
    run = Run(landscape, [new_ball(alpha, eta, start, rule=rule) for start in starts], full=True)
    run.advance(3000, waits=True)
    on_cycles = np.flatnonzero(run.status.outcome == REPEATS).tolist()
    run = run.select_balls(on_cycles)
    found = run.status.steps.copy()
    periods = [find_cycle(run, ball) for ball in range(len(on_cycles))]
    run.advance(20_000)
    rows = run.recording.rows()
    for ball, cycle in enumerate(periods):
        assert cycle is not None
        w, delta = (column[found[ball] - cycle.bit_period :, ball] for column in (rows.w, rows.delta))
        period = cycle.bit_period
        assert np.array_equal(w[period:].view(np.int64), w[:-period].view(np.int64))
        assert np.array_equal(delta[period:].view(np.int64), delta[:-period].view(np.int64))
        turn = list(
            zip(w[: period + 1].view(np.int64).tolist(), delta[: period + 1].view(np.int64).tolist(), strict=True)
        )
        assert turn.index(turn[0], 1) == period
    assert (run.status.outcome == REPEATS).all()
