"""Rest is judged by a ball's way and its valley, whatever else there is on the domain."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.outcome.outcome import BALANCED, OUTCOMES, ROLLING, SETTLED, TRAPPED, Outcome
from physics.outcome.rest import REST_SLOPE, REST_STEP, Moving, is_at_rest, rest_scale
from physics.rules.base import Rule
from physics.rules.dispatch import ALL
from physics.rules.registry import RULES
from physics.run.ball import Ball
from physics.run.edit import Edit
from physics.run.run import Run
from physics.sweep.initial_states import ball_state
from physics.sweep.sweep import sweep_now
from tests.support.balls import MOMENTUM, new_ball
from tests.support.rules import HEAVY_BALLS
from tests.support.runs import HILLS, LESSARD, WELL

VAST = FormulaLandscape("w^2/2", (-1e9, 1e9))


def rolled(landscape: Landscape, *balls: Ball, last: int = 20_000) -> Run:
    run = Run(landscape, balls)
    run.advance(last)
    return run


@given(
    alpha=st.floats(0.0, 0.99), eta=st.floats(1e-2, 1.0), start=st.floats(1.0, 1e9), rule=st.sampled_from(HEAVY_BALLS)
)
def test_in_a_vast_bowl_a_ball_settles_when_it_has_come_near(
    alpha: float, eta: float, start: float, rule: Rule
) -> None:
    run = rolled(VAST, new_ball(alpha, eta, start, rule=rule))
    assert OUTCOMES[run.status.outcome[0]] is Outcome.SETTLED
    assert run.status.steps[0] > 0
    assert abs(run.status.w[0]) <= 1e-3 * start
    assert abs(run.recording.rows().slope[0, 0]) > 1e3 * abs(run.status.slope[0])


@given(
    power=st.integers(-60, 60),
    of_heights=st.integers(-60, 60),
    alpha=st.floats(0.0, 1.0),
    eta=st.floats(1e-3, 0.3),
    place=st.floats(0.0, 1.0),
    rule=st.sampled_from(HEAVY_BALLS),
)
@settings(max_examples=60)
def test_another_unit_of_w_or_of_height_changes_no_step(
    power: int, of_heights: int, alpha: float, eta: float, place: float, rule: Rule
) -> None:
    """By powers of two, which are exact."""
    w, f = np.array([-6.0, -4.0, -2.0, 0.0, 1.0, 3.0, 6.0]), np.array([3.0, 0.0, 1.0, -1.0, 1.5, 0.5, 2.0])
    unit, height = 2.0**power, 2.0**of_heights
    start = -6.0 + 12.0 * place
    run = rolled(PointsLandscape(w, f), new_ball(alpha, eta, start, rule=rule), last=3000)
    scaled = rolled(
        PointsLandscape(w * unit, f * height),
        new_ball(alpha, eta * unit**2 / height, start * unit, rule=rule),
        last=3000,
    )
    assert np.array_equal(scaled.recording.rows().outcome, run.recording.rows().outcome)
    assert np.array_equal(scaled.recording.rows().w, run.recording.rows().w * unit)


@pytest.mark.parametrize("exponent", [-9, -3, 3, 9])
def test_powers_of_ten_change_no_step_either(exponent: int) -> None:
    def steps(scale: float) -> list[int]:
        bowl = FormulaLandscape(f"(w/{scale!r})^2/2", (-5.0 * scale, 5.0 * scale))
        run = rolled(bowl, *(new_ball(alpha, 0.02 * scale**2, 4.0 * scale) for alpha in (0.0, 0.5, 0.9)))
        found: list[int] = run.status.steps.tolist()
        return found

    assert steps(10.0**exponent) == steps(1.0)


@pytest.mark.parametrize("reach", [1e2, 1e4, 1e6])
def test_ground_far_away_does_not_matter(reach: float) -> None:
    near = rolled(FormulaLandscape("w^2/2", (-2, 2)), new_ball(0.9, 0.02, 1.0))
    far = rolled(FormulaLandscape("w^2/2", (-2.0 * reach, 2.0 * reach)), new_ball(0.9, 0.02, 1.0))
    assert far.status.steps[0] == near.status.steps[0]
    assert far.status.w[0] == near.status.w[0]


def test_a_hilltop_that_is_low_beside_the_whole_landscape_is_no_minimum() -> None:
    ripples = FormulaLandscape("w^2/2 + 50 cos(w)", (-1e5, 1e5))
    top, floor = ripples.features.hills, ripples.features.minima
    middle = int(np.abs(top).argmin())
    run = Run(ripples, [new_ball(0.9, 0.01, top[middle].item()), new_ball(0.9, 0.01, floor[middle].item())])
    assert run.status.outcome.tolist() == [BALANCED, SETTLED]


@given(
    landscape=st.sampled_from([HILLS, WELL, LESSARD, VAST]),
    place=st.floats(0.0, 1.0),
    origin=st.floats(0.0, 1.0),
    step=st.floats(-20.0, 0.0),
    steepness=st.floats(-20.0, 0.0),
)
def test_rest_is_what_the_documents_say(
    landscape: Landscape, place: float, origin: float, step: float, steepness: float
) -> None:
    features = landscape.features
    w, begun = (np.array([landscape.domain[0] + share * landscape.width]) for share in (place, origin))
    delta, slope = np.array([landscape.width * 10.0**step]), np.array([features.max_slope * 10.0**steepness])
    valley = features.valley_index(w)
    index = valley[0]
    way = min(abs(w[0] - begun[0]), features.edges[index + 1] - features.edges[index])
    scale = max(way, 1e-7 * landscape.width)
    steepest = min(features.max_slope, features.curvature[index] * scale)
    assert rest_scale(landscape, valley, w, begun)[0] == scale
    groups, parameters, states = [(MOMENTUM, ALL)], {}, Moving(w, slope, delta, {})
    found = is_at_rest(landscape, groups, parameters, states, valley=valley, origin=begun)
    assert found[0] == (delta[0] <= REST_STEP * scale and slope[0] <= REST_SLOPE * steepest)


def test_no_balls_are_at_rest() -> None:
    none = np.empty((4, 0))
    valley = HILLS.features.valley_index(none)
    states = Moving(none, none, none, {})
    assert not is_at_rest(HILLS, [(MOMENTUM, ALL)], {}, states, valley=valley, origin=np.empty(0)).size


def test_an_edit_that_places_no_ball_leaves_its_way() -> None:
    """Other ground far away, another α: what has settled stays settled, at the same place."""
    run = rolled(VAST, new_ball(0.9, 0.1, 1e8))
    assert run.status.outcome[0] == SETTLED
    step = run.step
    run.edit(Edit(step, landscape=FormulaLandscape("w^2/2", (-2e9, 2e9))), Edit(step, 0, {"alpha": 0.5}))
    assert run.status.outcome[0] == SETTLED
    run.edit(Edit(step, 0, w=run.state.w[0].item()))
    assert run.status.outcome[0] == TRAPPED


@given(steps=st.integers(1, 400), alpha=st.floats(0.99, 1.0), rule=st.sampled_from(RULES))
@settings(max_examples=20)
def test_a_sweep_from_the_middle_of_a_run_ends_as_the_run_does(steps: int, alpha: float, rule: Rule) -> None:
    """On a curve whose kink is never decided by a theorem, so that rest is what ends a run."""
    kinked = FormulaLandscape("w^2 + max(w, 0)", (-1e6, 1e6))
    run = Run(kinked, [new_ball(alpha, 1e-2, 3.0, rule=rule)])
    run.advance(steps)
    results = sweep_now(kinked, ball_state(run, 0).initial_states(1), 500)
    run.advance(500)
    rows = run.recording.rows(steps)
    decided = np.flatnonzero(rows.outcome[:, 0] != ROLLING)
    first = int(decided[0]) if len(decided) else len(rows.w) - 1
    assert (results.steps[0], results.outcome[0]) == (first, rows.outcome[first, 0])
