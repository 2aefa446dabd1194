"""A ball has a value for each parameter of its rule, in range, and never changes."""

from dataclasses import replace

import pytest

from physics.run.ball import Ball, adapted
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.rules import registered
from tests.support.sign_rule import SignMomentum

BALL = new_ball(0.5, 0.1, 0.0, name="a")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"alpha": -0.1}, "alpha: -0.1 is not between 0.0 and 1.0"),
        ({"alpha": float("nan")}, "alpha: nan is not between 0.0 and 1.0"),
        ({"eta": float("inf")}, "eta: inf is not between 1e-300 and 1e[+]300"),
        ({"eta": 1e-301}, "eta: 1e-301 is not between 1e-300 and 1e[+]300"),
        ({"eta": 1e301}, "eta: 1e[+]301 is not between 1e-300 and 1e[+]300"),
        ({"start": float("nan")}, "start: nan is not a finite number"),
    ],
)
def test_senseless_balls_are_refused(values: dict[str, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        BALL.changed(values)


@pytest.mark.parametrize("values", [{"alpha": 0.5}, {"alpha": 0.5, "eta": 0.1, "beta": 0.9}, {}])
def test_a_ball_has_exactly_the_parameters_of_its_rule(values: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="momentum has the parameters alpha, eta"):
        Ball(MOMENTUM, values, 0.0)


def test_the_order_of_the_parameters_makes_no_difference() -> None:
    other = replace(BALL, parameters={"eta": 0.1, "alpha": 0.5})
    assert list(other.parameters) == ["alpha", "eta"]
    assert (other, hash(other), repr(other)) == (BALL, hash(BALL), repr(BALL))
    assert hash(BALL.changed({"eta": 0.2})) != hash(BALL)


def test_a_ball_keeps_its_values_when_the_given_ones_change() -> None:
    values = {"alpha": 0.5, "eta": 0.1}
    ball = Ball(MOMENTUM, values, 0.0)
    values["alpha"] = 0.9
    assert (ball.value("alpha"), ball.value("start")) == (0.5, 0.0)


def test_another_rule_keeps_what_both_have_and_takes_defaults_for_the_rest() -> None:
    assert BALL.changed({"start": 2.0}, NESTEROV) == Ball(NESTEROV, BALL.parameters, 2.0, "a")
    with registered(SignMomentum()) as sign:
        there = BALL.changed({}, sign)
        assert there.parameters == {"alpha": 0.5, "eta": 0.1, "beta": sign.parameter("beta").default}
        assert there.changed({"beta": 0.25}).value("beta") == 0.25
        assert there.changed({"beta": 0.25}, MOMENTUM) == BALL
    assert BALL.changed({"beta": 0.25}) == BALL


def test_a_parameter_without_a_default_must_be_given() -> None:
    with pytest.raises(KeyError, match="eta"):
        adapted(MOMENTUM, {"alpha": 0.5})
    with pytest.raises(KeyError, match="beta"):
        BALL.value("beta")
