"""Conditions on runs: each is met at the step at which it is so, and not before."""

import json
from typing import Any

import numpy as np
import pytest

from app.files.conditions import (
    All,
    AnyOf,
    Becomes,
    Condition,
    Crosses,
    Has,
    Made,
    Not,
    OnLandscape,
    Over,
    Reaches,
    SameForAll,
    Unchanged,
    ValleyCount,
)
from app.files.presets import load_preset
from app.files.scenario import Scenario, parse_scenario
from app.files.scenario_run import finished_run
from app.lessons.evaluation import Attempt, met_at, right_choices
from physics.outcome.outcome import OUTCOMES, Outcome
from physics.run.edit import Edit
from physics.run.run import Run

BOWL = load_preset("bowl").landscape


def scenario(**values: Any) -> Scenario:
    entry: dict[str, Any] = {
        "format": "momentum-lab/scenario",
        "version": 1,
        "landscape": {"kind": "preset", "name": "descending-hills"},
        "balls": [{"alpha": alpha, "eta": 0.02, "start": 4.8} for alpha in (0, 0.9, 0.96)],
        "steps": 1000,
    }
    return parse_scenario(json.dumps({**entry, **values}), "own.momentum")


@pytest.fixture(scope="module")
def attempt() -> Attempt:
    made = scenario()
    return Attempt(finished_run(made), made.steps)


def begun(steps: int) -> Attempt:
    made = scenario()
    run = Run(made.landscape, made.balls)
    run.advance(steps)
    return Attempt(run, made.steps)


def first(mask: np.ndarray[Any, Any]) -> int | None:
    """Written otherwise than in the program: step by step."""
    return next((step for step, is_so in enumerate(mask.tolist()) if is_so), None)


@pytest.mark.parametrize("ball", [0, 1, 2])
@pytest.mark.parametrize("valley", [1, 2, 3, 4, 5, 6])
def test_a_ball_reaches_a_valley_at_the_first_row_in_it(attempt: Attempt, ball: int, valley: int) -> None:
    step = first(attempt.rows.valley[:, ball] == valley)
    assert met_at(Reaches(ball, valley), attempt) == step
    if step:
        assert met_at(Reaches(ball, valley, step), attempt) == step
        assert met_at(Reaches(ball, valley, step - 1), attempt) is None


def test_trapped_is_also_what_has_settled(attempt: Attempt) -> None:
    codes = attempt.rows.outcome[:, 2]
    trapped = first((codes == OUTCOMES.index(Outcome.TRAPPED)) | (codes == OUTCOMES.index(Outcome.SETTLED)))
    assert met_at(Becomes(2, Outcome.TRAPPED, "global"), attempt) == trapped
    settled = met_at(Becomes(2, Outcome.SETTLED), attempt)
    assert settled is not None
    assert trapped is not None
    assert settled > trapped
    assert met_at(Becomes(2, Outcome.SETTLED, 3), attempt) is None
    assert met_at(Becomes(2, Outcome.LEFT), attempt) is None


def test_every_ball_is_the_last_and_any_the_first(attempt: Attempt) -> None:
    each = [met_at(Becomes(ball, Outcome.SETTLED), attempt) for ball in range(3)]
    assert None not in each
    assert met_at(Becomes("every", Outcome.SETTLED), attempt) == max(step for step in each if step is not None)
    assert met_at(Becomes("any", Outcome.SETTLED), attempt) == min(step for step in each if step is not None)
    assert met_at(Becomes("every", Outcome.SETTLED, "global"), attempt) is None
    assert met_at(Becomes("any", Outcome.SETTLED, 1), attempt) is None


def test_hills_are_counted(attempt: Attempt) -> None:
    crossed = attempt.rows.hills_crossed[:, 2]
    assert met_at(Crosses(2, 2), attempt) == first(crossed >= 2)
    assert met_at(Crosses(2, int(crossed[-1]) + 1), attempt) is None
    assert met_at(Crosses(0, 1), attempt) is None


def test_a_ball_that_is_not_there_does_nothing(attempt: Attempt) -> None:
    for condition in (Reaches(9, 1), Becomes("chosen", Outcome.SETTLED), Crosses(9, 1)):
        assert met_at(condition, attempt) is None


def test_a_ball_that_has_left_is_in_no_valley() -> None:
    slope = {"kind": "formula", "formula": "w", "domain": [-1, 1]}
    made = scenario(landscape=slope, balls=[{"alpha": 0.5, "eta": 0.02, "start": 0}])
    run = finished_run(made)
    assert OUTCOMES[int(run.status.outcome[0])] is Outcome.LEFT
    attempt = Attempt(run, made.steps)
    assert met_at(Becomes(0, Outcome.LEFT), attempt) == run.last
    assert met_at(Becomes(0, Outcome.LEFT, "global"), attempt) is None


def test_right_choices_are_those_that_meet_the_condition(attempt: Attempt) -> None:
    assert right_choices(Becomes("chosen", Outcome.SETTLED, "global"), attempt, 3, 0) == [2]
    assert right_choices(Becomes(0, Outcome.SETTLED, "chosen"), attempt, 6, 1) == [5]
    assert right_choices(Crosses("chosen", 1), attempt, 3, 0) == [1, 2]


def test_a_run_is_over_when_all_are_at_rest_or_its_steps_are_made() -> None:
    assert met_at(Over(), begun(10)) is None
    made = scenario()
    run = finished_run(made)
    assert run.last < made.steps
    assert met_at(Over(), Attempt(run, made.steps)) == run.last
    assert met_at(Over(), Attempt(begun(10).run, 10)) == 10
    edited = Run(made.landscape, made.balls, [Edit(run.last, 0, w=0.0)])
    edited.advance(run.last)
    assert met_at(Over(), Attempt(edited, made.steps)) is None


def test_steps_are_made_or_the_run_is_over(attempt: Attempt) -> None:
    assert met_at(Made(11), begun(10)) is None
    assert met_at(Made(7), begun(10)) == 7
    assert met_at(Made(100_000), attempt) == attempt.run.last


def test_all_any_and_not(attempt: Attempt) -> None:
    met: list[Condition] = [Made(7), Made(3)]
    failed = Becomes(0, Outcome.LEFT)
    assert met_at(All(tuple(met)), attempt) == 7
    assert met_at(All((*met, failed)), attempt) is None
    assert met_at(AnyOf((failed, *met)), attempt) == 3
    assert met_at(AnyOf((failed,)), attempt) is None
    assert met_at(Not(failed), attempt) == attempt.run.last
    assert met_at(Not(Made(3)), attempt) is None
    assert met_at(Not(failed), begun(10)) is None, "it may still be met"


def test_a_value_is_in_a_range_all_the_time() -> None:
    attempt = begun(10)
    assert met_at(Has(1, "alpha", 0.9, 0.9), attempt) == 0
    assert met_at(Has("any", "alpha", 0.95, 1.0), attempt) == 0
    assert met_at(Has("every", "alpha", 0.5, 1.0), attempt) is None
    assert met_at(Has(0, "rho", 0.0, 1.0), attempt) is None, "its rule has none"
    assert met_at(Has(0, "start", 4.8, 4.8), attempt) == 0
    attempt.run.edit(Edit(10, 1, {"alpha": 0.99}), Edit(10, 0, w=1.0))
    assert met_at(Has(1, "alpha", 0.9, 0.9), attempt) is None
    assert met_at(Has(0, "start", 4.8, 4.8), attempt) is None


def test_all_balls_have_the_same() -> None:
    attempt = begun(1)
    assert met_at(SameForAll("eta"), attempt) == 0
    assert met_at(SameForAll("alpha"), attempt) is None


def test_nothing_was_changed() -> None:
    attempt = begun(10)
    assert met_at(Unchanged(), attempt) == 0
    attempt.run.edit(Edit(10, 1, {"alpha": 0.99}))
    assert met_at(Unchanged(), attempt) is None


def test_valleys_of_the_landscape(attempt: Attempt) -> None:
    assert met_at(ValleyCount(6, 6), attempt) == 0
    assert met_at(ValleyCount(1, 5), attempt) is None


def test_the_same_on_another_landscape(attempt: Attempt) -> None:
    settles = Becomes(1, Outcome.SETTLED, 1)
    assert met_at(OnLandscape(BOWL, 600, settles, 1.0), attempt) == 0
    assert met_at(OnLandscape(BOWL, 3, settles, 1.0), attempt) is None
    assert met_at(OnLandscape(BOWL, 600, Has(0, "start", 0, BOWL.domain[1])), attempt) == 0
    assert met_at(OnLandscape(BOWL, 600, settles, 1.0), begun(10)) is None, "only at the end"
