"""The columns of the table of the balls."""

import math

import pytest

from app.text.ball_table import ball_columns
from app.text.balls import name_of
from app.text.outcomes import SCREEN_WORDS, outcome_word, screen_word
from physics.outcome.outcome import Outcome
from physics.rules.registry import RULES, parameters, rule_named
from physics.run.ball import Ball
from physics.run.run import Run
from tests.support.balls import new_ball
from tests.support.scenes import HILLS

ADAM = Ball(rule_named("adam"), {"eta": 0.1, "alpha": 0.9, "beta2": 0.99, "epsilon": 1e-8}, 4.0)
BALLS = new_ball(0.97, 0.02, 4.8), new_ball(0.95, 0.02, 4.8), ADAM


@pytest.mark.parametrize("is_present", [False, True])
def test_each_column_has_a_value_and_a_text_for_each_ball(is_present: bool) -> None:
    """What a rule has no parameter for is None among the values of balls, and NaN in the arrays of a run."""
    run = Run(HILLS, BALLS)
    run.advance(700)
    given = {name: [ball.parameters.get(name) for ball in BALLS] for name in parameters()}
    present = {name: column.tolist() for name, column in run.parameters.items()}
    rules = [RULES[code] for code in run.rule.tolist()]
    columns = ball_columns(run, lambda ball: name_of(BALLS[ball]), rules, present if is_present else given)
    values = {column.heading: [column.value(ball) for ball in range(3)] for column in columns}
    texts = {column.heading: [column.text(ball) for ball in range(3)] for column in columns}
    status = run.status
    assert list(values) == [
        "ball",
        "rule",
        "α",
        "η",
        "ε",
        "β₂",
        "start",
        "outcome",
        "valley",
        "hills",
        "steps",
        "w",
        "f",
    ]
    assert values["ball"] == texts["ball"] == ["α 0.97", "α 0.95", "α 0.90"]
    assert values["rule"] == texts["rule"] == ["momentum", "momentum", "adam"]
    assert (values["ε"], texts["ε"]) == ([None, None, 1e-8], ["", "", "1e-8"])
    assert (values["start"], texts["start"]) == ([4.8, 4.8, 4.0], ["4.8", "4.8", "4"])
    assert values["outcome"][:2] == ["left", "settled"]
    assert (values["valley"][:2], texts["valley"][:2]) == ([None, 2], ["", "2 global"])
    assert values["steps"] == status.steps.tolist()
    assert values["w"] == status.w.tolist()
    assert texts["f"] == [f"{f:.6g}" for f in status.f]
    assert {column.heading for column in columns if column.is_number} == {*"αηεwf", "β₂", "start", "hills", "steps"}


def test_without_balls_there_are_no_columns_of_parameters() -> None:
    columns = ball_columns(Run(HILLS, []), str, [], {})
    assert [column.heading for column in columns] == [
        *("ball", "rule", "start", "outcome", "valley", "hills", "steps", "w", "f")
    ]  # fmt: skip


def test_what_is_no_number_has_no_text_and_infinity_has_one() -> None:
    run = Run(HILLS, BALLS[:1])
    eta = ball_columns(run, str, [BALLS[0].rule], {"alpha": [math.nan], "eta": [math.inf]})[2:4]
    assert [(column.value(0), column.text(0)) for column in eta] == [(None, ""), (math.inf, "inf")]


def test_the_window_has_its_own_words_for_outcomes() -> None:
    assert set(SCREEN_WORDS) == set(Outcome)
    assert (screen_word(Outcome.TRAPPED, 7), outcome_word(Outcome.TRAPPED)) == ("caught", "trapped")
    assert (screen_word(Outcome.TRAPPED, 0), screen_word(Outcome.SETTLED, 0)) == ("not started", "settled")
