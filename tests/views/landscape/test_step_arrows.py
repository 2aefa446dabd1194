"""Arrows of a step: laid head to tail they add up, and the last one ends where the step function leads."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plotting.curve_line import CurveLine
from app.plotting.label_layout import Box, FreeSpace
from app.plotting.span import Span
from app.plotting.transform import PlotTransform
from app.prediction.next_step import ShownStep, coming_step, newest_step
from app.views.landscape.positions import next_w
from app.views.landscape.step_arrows import (
    ArrowBlock,
    ArrowTerm,
    arrow_ends,
    arrow_labels,
    box_under_arrows,
    choose_arrows,
    is_in_view,
)
from physics.rules.base import Rule
from physics.rules.registry import RULES
from physics.run.edit import Edit
from physics.run.run import Run
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.rules import HEAVY_BALLS
from tests.views.landscape.scenes import HILLS

TRANSFORM = PlotTransform(Span(-6.5, 6.5), Span(-1.5, 6.0), 900, 500)
VIEW = Box(4.0, 4.0, 896.0, 496.0)
LINE = CurveLine(HILLS, TRANSFORM)
NO_BALLS = np.empty(0), np.empty(0), np.empty(0)
CURVE_CLEARANCE_PX = FreeSpace(VIEW, (), NO_BALLS, LINE)
SIZES = {ArrowTerm.MOMENTUM: (40.0, 15.0), ArrowTerm.GRADIENT: (60.0, 15.0), ArrowTerm.SUM: (100.0, 15.0)}
BALL = Box(440.0, 290.0, 460.0, 310.0)

rules = st.sampled_from(RULES)
runs = st.builds(
    lambda alpha, eta, start, steps, rule: run_of(alpha, eta, start, steps, rule),
    st.floats(0.0, 1.0),
    st.floats(0.001, 0.3),
    st.floats(-6.0, 6.0),
    st.integers(0, 60),
    rules,
)
terms = st.floats(-3.0, 3.0)


def run_of(alpha: float, eta: float, start: float, steps: int, rule: Rule = MOMENTUM) -> Run:
    run = Run(HILLS, [new_ball(alpha, eta, start, rule=rule, name="ball"), new_ball(0.5, 0.02, 1.0, name="other")])
    run.advance(steps)
    return run


def shown(w: float, momentum: float, gradient: float) -> ShownStep:
    delta = momentum + gradient
    return ShownStep(w, momentum, gradient, delta, w + delta, MOMENTUM)


@given(runs)
def test_the_next_step_is_bit_for_bit_the_one_that_is_then_recorded(run: Run) -> None:
    step, positions = coming_step(run, 0), next_w(run)
    if step is None:
        assert run.parked()[0]
        return
    previous = run.state.w[0]
    run.advance(1)
    row = run.recording.row(run.step)
    made = (row.momentum_term[0], row.gradient_term[0], row.delta[0], row.w[0])
    assert (step.w, *step[1:5]) == (previous, *made)
    np.testing.assert_array_equal(positions, run.state.w)
    assert newest_step(run, 0) == step
    where = step.w + step.momentum_term if RULES[row.rule[0]] is NESTEROV else step.w
    assert step.slope_at == where
    if np.isfinite(where) and RULES[row.rule[0]] in HEAVY_BALLS:
        felt = HILLS.slope(np.array([where]))[0]
        assert step.gradient_term == -run.parameters["eta"][0] * felt


def test_no_step_is_under_way_where_none_was_made_or_a_hand_put_the_ball() -> None:
    run = run_of(0.9, 0.02, 4.8, 0)
    assert newest_step(run, 0) is None
    run.advance(5)
    assert newest_step(run, 0) is not None
    run.edit(Edit(5, 0, w=1.0, delta=0.0))
    assert newest_step(run, 0) is None
    run.advance(1)
    step = newest_step(run, 0)
    assert step is not None
    assert step.w == pytest.approx(1.0)
    assert step.w + step.delta == pytest.approx(step.w_after)


def test_a_ball_that_has_left_makes_no_more_steps_and_a_full_recording_takes_none() -> None:
    run = run_of(0.97, 0.02, 4.8, 200)
    assert coming_step(run, 0) is None
    assert newest_step(run, 0) is None
    full = Run(HILLS, [new_ball(0.9, 0.02, 4.8, name="ball")])
    full.recording.row_limit = 5
    full.advance(9)
    assert coming_step(full, 0) is None


def test_what_is_no_number_is_not_drawn() -> None:
    assert shown(1.0, 0.1, 0.1).is_finite
    assert not shown(1.0, 0.1, np.inf).is_finite
    assert not shown(np.nan, 0.1, 0.1).is_finite


@given(st.floats(-6.0, 6.0), terms, terms)
def test_arrows_laid_head_to_tail_add_up(w: float, momentum: float, gradient: float) -> None:
    step = shown(w, momentum, gradient)
    ends = arrow_ends(step, TRANSFORM, 1.0)
    (tail, joint), (begin, head), (first, last) = (ends.of(term) for term in ArrowTerm)
    assert (tail, joint, head) == (first, begin, last)
    assert tail == pytest.approx(TRANSFORM.x(w), abs=1e-9)
    per_w = ends.factor / TRANSFORM.per_x
    lengths = (joint - tail, head - begin, last - first)
    assert lengths == pytest.approx((momentum * per_w, gradient * per_w, step.delta * per_w), abs=1e-9)
    if ends.factor == 1:
        assert head == pytest.approx(TRANSFORM.x(step.w_after), abs=1e-9)


@given(terms, terms)
def test_short_arrows_are_enlarged_as_little_as_it_takes_and_it_is_said(momentum: float, gradient: float) -> None:
    ends = arrow_ends(shown(0.0, momentum, gradient), TRANSFORM, 1.0)
    longest = max(abs(ends.joint - ends.tail), abs(ends.head - ends.joint), abs(ends.head - ends.tail))
    assert longest >= 36.0 - 1e-9 or ends.factor == 100
    if ends.factor > 1:
        assert longest < 36.0 * 2.6
    assert (f"drawn {ends.factor} ×" in arrow_labels(MOMENTUM.formulas, ends.factor)[ArrowTerm.SUM]) == (
        ends.factor > 1
    )


def test_the_words_are_those_of_the_rule() -> None:
    assert list(arrow_labels(MOMENTUM.formulas, 1).values()) == ["α·Δwₜ₋₁", "−η·f′(w)", "Δw"]
    assert arrow_labels(NESTEROV.formulas, 1)[ArrowTerm.GRADIENT] == "−η·f′(w + α·Δwₜ₋₁)"
    assert arrow_labels(NESTEROV.formulas.with_noise(), 1)[ArrowTerm.GRADIENT] == "−η·g"


@given(st.floats(-6.0, 6.0), terms, terms)
def test_arrows_and_words_stay_in_the_view_one_row_below_the_other(w: float, momentum: float, gradient: float) -> None:
    block = ArrowBlock(arrow_ends(shown(w, momentum, gradient), TRANSFORM, 1.0), SIZES, BALL, 1.0)
    _, arrows = choose_arrows(block, CURVE_CLEARANCE_PX, None)
    assert [arrow.term for arrow in arrows] == list(ArrowTerm)
    for arrow in arrows:
        assert VIEW.left <= min(arrow.begin, arrow.end) <= max(arrow.begin, arrow.end) <= VIEW.right
        assert VIEW.left <= arrow.text_box.left < arrow.text_box.right <= VIEW.right
        assert arrow.is_cut == (not VIEW.left + 6.0 <= block.ends.of(arrow.term)[1] <= VIEW.right - 6.0)
    tops = [arrow.text_box.top for arrow in arrows]
    assert tops[1] - tops[0] >= 15.0
    assert tops[2] - tops[1] >= 15.0


def test_a_term_that_is_nothing_is_a_dot() -> None:
    block = ArrowBlock(arrow_ends(shown(0.0, 0.0, 1.0), TRANSFORM, 1.0), SIZES, BALL, 1.0)
    _, arrows = choose_arrows(block, CURVE_CLEARANCE_PX, None)
    assert [arrow.is_dot for arrow in arrows] == [True, False, False]


def test_words_stand_ahead_of_the_step_above_the_ball_and_elsewhere_when_that_is_taken() -> None:
    block = ArrowBlock(arrow_ends(shown(0.0, -1.0, -0.5), TRANSFORM, 1.0), SIZES, BALL, 1.0)
    number, nesterov = choose_arrows(block, CURVE_CLEARANCE_PX, None)
    assert number == 0
    assert all(arrow.text_box.right <= arrow.end for arrow in nesterov)
    assert all(arrow.box.bottom <= BALL.top for arrow in nesterov)
    crowd = CURVE_CLEARANCE_PX.without([Box(0.0, 0.0, 445.0, 290.0)])
    _, elsewhere = choose_arrows(block, crowd, None)
    assert not any(arrow.text_box.touches(taken) for arrow in elsewhere for taken in crowd.taken)
    assert choose_arrows(block, crowd, number) == (number, nesterov), "as long as it is the same step"


def test_where_there_is_no_room_at_all_the_arrows_are_still_drawn() -> None:
    block = ArrowBlock(arrow_ends(shown(0.0, -1.0, -0.5), TRANSFORM, 1.0), SIZES, BALL, 1.0)
    number, _ = choose_arrows(block, CURVE_CLEARANCE_PX.without([VIEW]), None)
    assert number == 0


def test_when_only_the_arrows_have_no_room_the_words_decide() -> None:
    block = ArrowBlock(arrow_ends(shown(0.0, -1.0, -0.5), TRANSFORM, 1.0), SIZES, BALL, 1.0)
    at_the_tails = Box(block.ends.tail - 9.0, 0.0, block.ends.tail + 9.0, 500.0)
    _, arrows = choose_arrows(block, CURVE_CLEARANCE_PX.without([at_the_tails]), None)
    assert arrows[0].box.touches(at_the_tails)
    assert not any(arrow.text_box.touches(at_the_tails) for arrow in arrows)


def test_they_stand_above_a_ghost_that_is_higher_but_not_far_above() -> None:
    here, uphill, far = BALL, Box(400.0, 270.0, 420.0, 290.0), Box(400.0, 70.0, 420.0, 90.0)
    assert box_under_arrows(here, uphill, 1.0).top == 270.0
    assert box_under_arrows(here, far, 1.0).top == 290.0 - 48.0
    assert box_under_arrows(here, Box(400.0, 330.0, 420.0, 350.0), 1.0)[1:] == (290.0, 460.0, 350.0)


def test_arrows_between_what_is_out_of_sight_are_not_drawn() -> None:
    beyond = Box(-60.0, 100.0, -40.0, 120.0)
    assert is_in_view(BALL, beyond, TRANSFORM)
    assert is_in_view(beyond, BALL, TRANSFORM)
    assert not is_in_view(beyond, beyond, TRANSFORM)
    assert not is_in_view(BALL, Box(np.nan, 0.0, 1.0, 1.0), TRANSFORM)
