"""The run of a scenario, and what its last step means for edits."""

from dataclasses import replace

from app.files.scenario import Scenario
from app.files.scenario_run import finished_run, run_at_start
from physics.landscape.formula import FormulaLandscape
from physics.run.ball import Ball
from physics.run.edit import Edit
from tests.support.balls import MOMENTUM
from tests.support.runs import assert_same

BOWL = FormulaLandscape("w^2", (-5.0, 5.0))
AT_REST = Scenario("At rest", BOWL, (Ball(MOMENTUM, {"alpha": 0.0, "eta": 0.1}, 0.0),), steps=30)
"""The ball begins in the minimum."""


def edited(step: int) -> Scenario:
    return replace(AT_REST, edits=(Edit(step, 0, w=2.0),))


def test_a_finished_run_is_as_without_edits_after_the_last_step() -> None:
    run, alone = finished_run(edited(31)), finished_run(AT_REST)
    assert run.is_over
    assert run.last == alone.last < 30
    assert_same(run.recording.rows(), alone.recording.rows())


def test_an_edit_of_the_last_step_counts_and_lets_balls_at_rest_wait_for_it() -> None:
    run = finished_run(edited(30))
    assert (run.last, run.edits) == (30, edited(30).edits)


def test_a_run_that_may_go_on_reaches_the_edits_after_the_last_step() -> None:
    run = run_at_start(edited(31), may_go_on=True)
    run.advance(40)
    assert run.last > 31
    assert run.recording.rows(32).w[0, 0] == 2.0 - 0.1 * 4.0
