"""Edits at step 0 change what a run begins with."""

import pytest

from physics.landscape.formula import FormulaLandscape
from physics.rules.suggestion import suggest
from physics.run.edit import Edit
from physics.run.run import Run
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.runs import DIPS, HILLS, assert_same_run

BALLS = (new_ball(0.9, 0.02, 4.8), new_ball(0.5, 0.01, -5.5, name="mine"))


def test_values_a_rule_and_a_place_become_those_of_the_ball() -> None:
    run = Run(HILLS, BALLS, [Edit(7, 0, {"alpha": 0.1})])
    run.advance(20)
    run.go_to(0)
    run.edit_beginning(Edit(0, 0, {"alpha": 0.95}, NESTEROV), Edit(0, 1, w=1.5, delta=0.0))
    assert run.balls == (new_ball(0.95, 0.02, 4.8, NESTEROV), new_ball(0.5, 0.01, 1.5, MOMENTUM, "mine"))
    assert (run.edits, run.last) == ((), 0)
    run.advance(30)
    again = Run(HILLS, run.balls)
    again.advance(30)
    assert_same_run(run, again)


def test_a_ball_that_is_moving_at_step_0_goes_on_moving() -> None:
    run = Run(HILLS, BALLS, [Edit(0, 0, {"alpha": 0.8}, delta=-0.2)])
    run.edit_beginning(Edit(0, 1, {"eta": 0.03}))
    assert [ball.parameters["alpha"] for ball in run.balls] == [0.8, 0.5]
    assert run.edits == (Edit(0, 0, delta=-0.2),)
    assert run.state.delta.tolist() == [-0.2, 0.0]


def test_on_another_landscape_balls_outside_begin_where_it_suggests() -> None:
    narrow = FormulaLandscape("w^2", (-1.0, 1.0))
    run = Run(HILLS, [new_ball(0.9, 0.02, 6.0), new_ball(0.9, 0.02, 0.5)])
    run.edit_beginning(Edit(0, landscape=narrow))
    assert run.first_landscape is run.landscape is narrow
    assert [ball.start for ball in run.balls] == [suggest(narrow).start, 0.5] == [0.8, 0.5]


def test_a_tail_from_step_0_on_brings_back_what_the_run_began_with() -> None:
    run = Run(HILLS, BALLS)
    run.advance(25)
    before = Run(HILLS, BALLS)
    before.advance(25)
    run.go_to(0)
    tail = run.detach_tail()
    run.edit_beginning(Edit(0, 0, {"alpha": 0.1}), Edit(0, landscape=DIPS))
    run.advance(10)
    later = run.swap_tail(tail)
    run.go_to(25)
    assert_same_run(run, before)
    assert (run.balls, run.first_landscape) == (BALLS, HILLS)
    run.swap_tail(later)
    assert (run.balls[0].parameters["alpha"], run.first_landscape, run.last) == (0.1, DIPS, 10)


def test_at_a_later_step_it_is_refused() -> None:
    run = Run(HILLS, BALLS)
    run.advance(3)
    with pytest.raises(ValueError, match="is changed at step 0, not at step 3"):
        run.edit_beginning(Edit(0, 0, {"alpha": 0.1}))
