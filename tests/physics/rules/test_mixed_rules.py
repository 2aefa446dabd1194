"""Balls of several rules in one run or sweep: each moves, to the last bit, as if it were alone."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physics.arrays import concatenate
from physics.landscape.base import Landscape
from physics.outcome.outcome import TRAPPED
from physics.rules.base import Rule
from physics.rules.registry import RULES
from physics.run.ball import START, Ball, adapted
from physics.run.edit import Edit, of_balls
from physics.run.run import Run
from physics.sweep.initial_states import ball_state, concatenate_states, state_at_rest
from physics.sweep.sweep import sweep_now
from tests.support.balls import MOMENTUM, NESTEROV
from tests.support.rules import registered
from tests.support.runs import DIPS, HILLS, WELL, assert_same, assert_same_run
from tests.support.sign_rule import SignMomentum

alphas, etas = st.sampled_from([0.0, 0.5, 0.97, 1.0]), st.sampled_from([0.002, 0.05, 0.4])
betas = st.sampled_from([0.0, 0.6, 1.0])
values = {
    "alpha": alphas,
    "eta": etas,
    "epsilon": st.sampled_from([1e-20, 1e-8, 1.0]),
    **dict.fromkeys(("beta", "rho", "beta2"), betas),
}
"""Of all parameters."""
landscapes = st.sampled_from([HILLS, DIPS, WELL])


@pytest.fixture(autouse=True, scope="module")
def sign() -> Iterator[Rule]:
    with registered(SignMomentum()) as rule:
        yield rule


@st.composite
def mixed_balls(draw: st.DrawFn) -> list[Ball]:
    """Two to six balls of any rules."""
    return [
        Ball(rule, {each.name: draw(values[each.name]) for each in rule.parameters}, draw(st.floats(-6, 6)))
        for rule in draw(st.lists(st.sampled_from(RULES), min_size=2, max_size=6))
    ]


@st.composite
def changes(draw: st.DrawFn, balls: int) -> list[Edit]:
    """Edits of rules, parameters, places and speeds."""
    parameters = st.fixed_dictionaries({}, optional=values)
    edit = st.builds(
        Edit,
        st.integers(0, 80),
        st.integers(0, balls - 1),
        parameters,
        st.sampled_from(RULES),
        st.none() | st.floats(-6, 6),
        st.none() | st.sampled_from([0.0, -0.2]),
    )
    return draw(st.lists(edit, max_size=5))


def advanced(landscape: Landscape, balls: list[Ball], edits: list[Edit], steps: int = 120) -> Run:
    run = Run(landscape, balls, edits)
    run.advance(steps, waits=True)
    return run


@given(mixed_balls(), landscapes, st.data())
def test_in_a_run_each_ball_moves_as_if_it_were_alone(
    balls: list[Ball], landscape: Landscape, data: st.DataObject
) -> None:
    edits = data.draw(changes(len(balls)))
    together = advanced(landscape, balls, edits)
    for index, ball in enumerate(balls):
        alone = advanced(landscape, [ball], list(of_balls(tuple(edits), [index])))
        assert_same_run(together.select_balls([index]), alone)
        assert_same(together.select_balls([index]).next_step(), alone.next_step())


@given(mixed_balls(), landscapes, st.data(), st.integers(0, 119))
def test_at_an_earlier_step_a_run_is_as_when_it_first_came_there(
    balls: list[Ball], landscape: Landscape, data: st.DataObject, step: int
) -> None:
    edits = data.draw(changes(len(balls)))
    run, earlier = advanced(landscape, balls, edits), advanced(landscape, balls, edits, step)
    run.go_to(step)
    assert run.rule.tolist() == earlier.rule.tolist()
    for one, other in zip(
        (run.parameters, run.state, run.status), (earlier.parameters, earlier.state, earlier.status), strict=True
    ):
        assert_same(one, other)
    run.advance(120 - step, waits=True)
    assert_same(run.state, advanced(landscape, balls, edits).state)


@given(mixed_balls(), landscapes)
def test_in_a_sweep_each_run_ends_as_if_it_were_alone(balls: list[Ball], landscape: Landscape) -> None:
    starts = [state_at_rest(ball).initial_states(3, {"alpha": np.array([0.0, 0.9, 1.0])}) for ball in balls]
    together = sweep_now(landscape, concatenate_states(starts), 500)
    alone = [sweep_now(landscape, each, 500) for each in starts]
    assert_same(together, concatenate(alone))


@given(mixed_balls(), landscapes, st.integers(0, 60))
def test_a_run_goes_on_from_what_is_known_of_its_balls_at_a_step(
    balls: list[Ball], landscape: Landscape, step: int
) -> None:
    run = advanced(landscape, balls, [], step)
    states = [ball_state(run, index) for index in range(len(balls))]
    other = Run(
        landscape,
        [Ball(state.rule, state.parameters, state.w) for state in states],
        [Edit(0, index, delta=state.delta) for index, state in enumerate(states)],
        rule_states=[state.rule_state for state in states],
    )
    assert_same(other.next_step(), run.next_step())


def test_another_rule_keeps_the_motion_and_the_parameters_and_begins_with_its_own_state(sign: Rule) -> None:
    run = Run(HILLS, [Ball(sign, {"alpha": 0.9, "eta": 0.01, "beta": 0.25}, 4.8)])
    run.advance(10)
    before = ball_state(run, 0)
    assert before.rule_state["mean_slope"] != 0.0
    for rule in (MOMENTUM, NESTEROV, sign):
        run.edit(Edit(run.step, 0, rule=rule))
        now = ball_state(run, 0)
        assert (now.rule, now.w, now.delta, now.parameters["eta"]) == (rule, before.w, before.delta, 0.01)
        assert now.rule_state == dict.fromkeys(rule.state, 0.0)
        run.advance(1)
        before = ball_state(run, 0)
    assert now.parameters["beta"] == sign.parameter("beta").default == 0.75
    rows = run.recording.rows()
    assert np.isnan(rows.rule_state["mean_slope"][:, 0]).tolist() == [False] * 11 + [True, True, False]
    assert rows.rule_state["mean_slope"][13, 0] == 0.25 * rows.slope[12, 0]


def test_an_edit_leaves_the_state_of_a_rule_unless_it_puts_the_ball_elsewhere(sign: Rule) -> None:
    run = Run(HILLS, [Ball(sign, {"alpha": 0.9, "eta": 0.01, "beta": 0.25}, 4.8)])
    run.advance(10)
    before = ball_state(run, 0).rule_state
    run.edit(Edit(10, 0, {"alpha": 0.5, "beta": 0.5}, sign, delta=0.1))
    assert ball_state(run, 0).rule_state == before != {"mean_slope": 0.0}
    run.edit(Edit(10, 0, w=1.0))
    assert ball_state(run, 0).rule_state == {"mean_slope": 0.0}


def test_a_rule_without_an_energy_is_never_trapped_and_others_are_beside_it(sign: Rule) -> None:
    balls = [Ball(rule, adapted(rule, {"alpha": 0.0, "eta": 0.001}), 2.7) for rule in (sign, MOMENTUM, NESTEROV)]
    run = advanced(HILLS, balls, [], 5)
    assert (run.status.outcome == TRAPPED).tolist() == [False, True, True]
    assert np.isnan(run.status.energy).tolist() == [True, False, False]
    rows = run.recording.rows()
    assert np.isnan(rows.energy).tolist() == [[True, False, False]] * len(rows.w)
    assert not SignMomentum().keeps_energy({}, np.zeros(2)).any()
    assert np.isnan(SignMomentum().energy_before({}, np.zeros(2), np.zeros(2))).all()


def test_a_state_begins_at_rest_where_the_start_is_changed(sign: Rule) -> None:
    run = Run(HILLS, [Ball(sign, {"alpha": 0.9, "eta": 0.01, "beta": 0.25}, 4.8)])
    run.advance(10)
    moving, w = ball_state(run, 0), np.array([1.0, 2.0])
    states = moving.initial_states(2, {START.name: w, "alpha": np.array([0.1, 0.2])})
    assert (states.w.tolist(), states.delta.tolist()) == ([1.0, 2.0], [0.0, 0.0])
    assert states.rule_state["mean_slope"].tolist() == [0.0, 0.0]
    assert states.parameters["alpha"].tolist() == [0.1, 0.2]
    kept = moving.initial_states(2, {"alpha": np.array([0.1, 0.2]), "unknown": w})
    assert kept.rule_state["mean_slope"].tolist() == [moving.rule_state["mean_slope"]] * 2
    assert kept.delta.tolist() == [moving.delta] * 2
    assert set(kept.parameters) == {"alpha", "eta", "beta"}
