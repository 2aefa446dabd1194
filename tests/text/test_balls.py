"""What balls, their values and changes are called."""

from typing import Any

import pytest

from app.text.balls import (
    changed_since,
    convention_in_short,
    convention_text,
    default_name,
    edit_text,
    meaning_text,
    name_in_run,
    name_of,
    parameter_title,
    rounded_value,
    rule_text,
    value_text,
)
from physics.landscape.points import PointsLandscape
from physics.outcome.outcome import OUTCOMES, Outcome
from physics.rules.base import ALPHA, ETA
from physics.rules.registry import RULES, rule_named
from physics.run.ball import Ball
from physics.run.deciding_parameters import last_parameters
from physics.run.edit import Edit
from physics.run.run import Run
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.rules import registered
from tests.support.runs import HILLS
from tests.support.sign_rule import BETA, SignMomentum

LEAVING = new_ball(0.97, 0.0213, 4.8)
"""It leaves within 100 steps."""


@pytest.mark.parametrize(
    ("alpha", "name"),
    [
        (0.0, "α 0"),
        (1.0, "α 1"),
        (0.9, "α 0.90"),
        (0.95, "α 0.95"),
        (0.999, "α 0.999"),
        (0.95123456, "α 0.95123456"),
        (0.9500000000000001, "α 0.9500…"),
        (4.0 / 9.0, "α 0.4444…"),
        (2.0 / 3.0, "α 0.6666…"),
        (0.99999871234567, "α 0.9999987…"),
        (1e-9, "α 1e−9"),
    ],
)
def test_a_ball_without_a_name_is_called_after_its_first_parameter_exactly_if_that_is_short(
    alpha: float, name: str
) -> None:
    assert default_name(MOMENTUM, {"alpha": alpha, "eta": 0.1}) == name
    assert name_of(new_ball(alpha, 0.1, 1.0)) == name_of(new_ball(alpha, 0.1, 1.0, NESTEROV)) == name


def test_a_name_that_a_person_gave_stays_whatever_changes() -> None:
    assert name_of(new_ball(0.9, 0.1, 1.0, name="α 0.5")) == "α 0.5"
    run = Run(HILLS, [new_ball(0.9, 0.02, 1.0, name="mine")], [Edit(0, 0, parameters={"alpha": 0.5})])
    run.advance(1)
    assert name_in_run(run, 0) == "mine"


def test_in_a_run_a_ball_without_a_name_is_called_after_the_values_that_its_steps_are_made_with() -> None:
    run = Run(HILLS, [new_ball(0.9, 0.02, 4.8), LEAVING])
    run.advance(100)
    before = last_parameters(run, 0)
    for ball in range(2):
        run.edit(Edit(100, ball, parameters={"alpha": 0.91}))
    assert [name_in_run(run, ball) for ball in range(2)] == ["α 0.91", "α 0.97"]  # the second will make no more step
    assert name_in_run(run, 0, before) == "α 0.90"


@pytest.mark.parametrize(
    ("changes", "texts"),
    [
        ({"parameters": {"alpha": 0.5}}, ("α 0.97",)),
        ({"parameters": {"eta": 0.1}}, ("η 0.0213",)),
        ({"parameters": {"alpha": 0.97}}, ()),
        ({"rule": NESTEROV}, ("rule Momentum",)),
        ({"rule": NESTEROV, "parameters": {"alpha": 0.0, "eta": 1.0}}, ("α 0.97", "η 0.0213", "rule Momentum")),
    ],
)
def test_what_a_ball_that_has_left_was_moved_with_is_told_where_it_was_changed_since(
    changes: dict[str, Any], texts: tuple[str, ...]
) -> None:
    run = Run(HILLS, [LEAVING, new_ball(0.9, 0.02, 4.8)])
    run.advance(100)
    for ball in range(2):
        run.edit(Edit(100, ball, **changes))
    assert [changed_since(run, ball) for ball in range(2)] == [texts, ()]


def test_a_parameter_that_went_with_its_rule_did_not_change() -> None:
    with registered(SignMomentum()) as sign:
        run = Run(HILLS, [Ball(sign, {"alpha": 0.5, "eta": 1.0, "beta": 0.5}, -6.0)])
        run.advance(50)
        assert OUTCOMES[run.status.outcome[0]] == Outcome.LEFT
        run.edit(Edit(run.step, 0, parameters={"beta": 0.25}))
        assert changed_since(run, 0) == ("β 0.5",)
        run.edit(Edit(run.step, 0, rule=MOMENTUM))
        assert changed_since(run, 0) == ("rule Sign",)


def test_values_are_rounded_on_their_own_scale() -> None:
    assert [rounded_value(ALPHA, value) for value in (0.95, 0.999987, 1.0)] == ["0.95", "0.999987", "1"]
    assert [value_text(ETA, value) for value in (0.02, 1e-7)] == ["η 0.02", "η 1·10⁻⁷"]
    assert value_text(BETA, 0.98765) == "β 0.988"
    assert rule_text(NESTEROV) == "rule Nesterov"


def test_a_slider_is_called_after_its_parameter() -> None:
    assert [parameter_title(each) for each in (ALPHA, ETA)] == ["Momentum coefficient α", "Learning rate η"]


@pytest.mark.parametrize(
    ("edit", "text"),
    [
        (Edit(3, landscape=PointsLandscape([0, 1, 2, 3], [1, 0, 2, 1], "Mine")), "landscape “Mine”"),
        (Edit(3, 0, parameters={"eta": 0.5, "alpha": 0.123456}), "α 0.1235, η 0.5"),
        (Edit(3, 0, parameters={"alpha": 0.5}, rule=NESTEROV), "α 0.5, rule Nesterov"),
        (Edit(3, 0, w=-1.25, delta=0.0), "put to w = −1.25"),
        (Edit(3, 0, w=2.0, delta=0.125), "put to w = 2, Δw 0.125"),
        (Edit(3, 0, delta=-0.5), "Δw −0.5"),
        (Edit(3, 0, delta=0.0), "stopped"),
    ],
)
def test_what_an_edit_changes_is_told_in_a_few_words(edit: Edit, text: str) -> None:
    assert edit_text(edit) == text


def test_an_edit_tells_the_parameters_of_any_rule() -> None:
    with registered(SignMomentum()) as sign:
        assert edit_text(Edit(3, 0, parameters={"beta": 0.5}, rule=sign)) == "β 0.5, rule Sign"


def test_how_a_rule_is_written_and_what_its_parameters_mean() -> None:
    adam = rule_named("adam")
    assert convention_text(MOMENTUM).startswith("η stands inside the step, as in Keras;")
    assert all(convention_text(rule).endswith(".") for rule in RULES)
    assert convention_text(SignMomentum()) == convention_in_short(SignMomentum()) == ""
    assert convention_in_short(adam) == "α is β₁: share of the old average; η outside, as torch"
    assert all(0 < len(convention_in_short(rule)) <= 54 for rule in RULES)
    assert meaning_text(MOMENTUM.parameters[0]) == (
        "α: how much of the last step is kept, from nothing (0) to all of it (1)."
    )
    assert meaning_text(adam.parameters[0]) == "α: β₁, the share of the old average of slopes that is kept."
