"""Edits refuse what no ball can have."""

import pytest

from physics.landscape.points import PointsLandscape
from physics.run.ball import Ball, ball_name, with_distinct_names
from physics.run.edit import Edit
from tests.support.balls import MOMENTUM, NESTEROV, new_ball

LAND = PointsLandscape([0, 1, 2, 3], [1, 0, 1, 2])


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"step": -1, "ball": 0, "alpha": 0.5}, "step: -1 is negative"),
        ({"step": 1}, "either one ball or the landscape"),
        ({"step": 1, "ball": 0, "landscape": LAND}, "either one ball or the landscape"),
        ({"step": 1, "ball": 0}, "changes its alpha, eta, rule, w or delta"),
        ({"step": 1, "landscape": LAND, "alpha": 0.1}, "changes no ball"),
        ({"step": 1, "ball": 0, "alpha": 1.7}, "1.7 is not between 0 and 1"),
        ({"step": 1, "ball": 0, "eta": 0.0}, "0.0 is not a positive number"),
        ({"step": 1, "ball": 0, "w": float("nan")}, "w: nan is not a finite number"),
        ({"step": 1, "ball": 0, "delta": float("inf")}, "delta: inf is not a finite number"),
    ],
)
def test_senseless_edits_are_refused(values: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Edit(**values)  # type: ignore[arg-type]


def test_a_rule_may_be_given_by_its_word() -> None:
    assert new_ball(0.5, 0.1, 0.0, rule="nesterov", name="a").rule is NESTEROV  # type: ignore[arg-type]
    assert Edit(1, 0, rule="nesterov").rule is NESTEROV  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="adam"):
        new_ball(0.5, 0.1, 0.0, rule="adam", name="a")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"alpha": -0.1}, "alpha: -0.1 is not between 0 and 1"),
        ({"alpha": float("nan")}, "alpha: nan is not between 0 and 1"),
        ({"eta": float("inf")}, "eta: inf is not a positive number"),
        ({"eta": 1e-301}, "eta: 1e-301 is not between 1e-300 and 1e[+]300"),
        ({"eta": 1e301}, "eta: 1e[+]301 is not between 1e-300 and 1e[+]300"),
        ({"start": float("nan")}, "start: nan is not a finite number"),
    ],
)
def test_senseless_balls_are_refused(values: dict[str, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Ball(**{"name": "a", "rule": MOMENTUM, "alpha": 0.5, "eta": 0.1, "start": 0.0, **values})  # type: ignore[arg-type]


def test_balls_of_one_name_are_told_apart_and_the_others_keep_theirs() -> None:
    names = ["a", "a", "a (2)", "b", "a"]
    balls = [new_ball(0.5, 0.1, 0.0, name=name) for name in names]
    assert [ball.name for ball in with_distinct_names(balls)] == ["a", "a (3)", "a (2)", "b", "a (4)"]


@pytest.mark.parametrize(
    ("alpha", "name"),
    [(0.0, "α 0"), (1.0, "α 1"), (0.9, "α 0.90"), (0.5, "α 0.50"), (0.999, "α 0.999"), (0.705, "α 0.705")],
)
def test_a_ball_is_named_after_its_momentum(alpha: float, name: str) -> None:
    assert ball_name(alpha) == name
