"""Edits refuse what no ball can have; those of one step become one."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from physics.landscape.points import PointsLandscape
from physics.rules.base import OutOfRange
from physics.run.ball import Ball
from physics.run.edit import Edit
from physics.run.run import Run
from tests.support.balls import MOMENTUM, NESTEROV
from tests.support.rules import WithoutMomentum, registered
from tests.support.sign_rule import SignMomentum

LAND = PointsLandscape([0, 1, 2, 3], [1, 0, 1, 2])


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"step": -1, "ball": 0, "parameters": {"alpha": 0.5}}, "step: -1 is negative"),
        ({"step": 1}, "either one ball or the landscape"),
        ({"step": 1, "ball": 0, "landscape": LAND}, "either one ball or the landscape"),
        ({"step": 1, "ball": 0}, "changes its parameters, rule, w or delta"),
        ({"step": 1, "ball": 0, "parameters": {}}, "changes its parameters, rule, w or delta"),
        ({"step": 1, "landscape": LAND, "parameters": {"alpha": 0.1}}, "one of the landscape no ball"),
        ({"step": 1, "ball": 0, "parameters": {"alpha": 1.7}}, "alpha: 1.7 is not between 0.0 and 1.0"),
        ({"step": 1, "ball": 0, "parameters": {"eta": 0.0}}, "eta: 0.0 is not between 1e-300 and 1e[+]300"),
        ({"step": 1, "ball": 0, "w": float("nan")}, "w: nan is not a finite number"),
        ({"step": 1, "ball": 0, "delta": float("inf")}, "delta: inf is not a finite number"),
    ],
)
def test_senseless_edits_are_refused(values: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Edit(**values)  # type: ignore[arg-type]


def test_a_value_out_of_range_is_told_with_its_range() -> None:
    with pytest.raises(OutOfRange) as caught:
        Edit(1, 0, {"alpha": -0.25})
    assert (caught.value.name, caught.value.value, caught.value.low, caught.value.high) == ("alpha", -0.25, 0.0, 1.0)


SIGN, PLAIN = SignMomentum(), WithoutMomentum()


@pytest.fixture
def further_rules() -> Iterator[None]:
    with registered(SIGN), registered(PLAIN):
        yield


changes = st.one_of(
    st.builds(lambda rule: {"rule": rule}, st.sampled_from([SIGN, PLAIN, MOMENTUM, NESTEROV])),
    st.builds(
        lambda names, value: {"parameters": dict.fromkeys(names, value)},
        st.sets(st.sampled_from(["alpha", "eta", "beta"]), min_size=1),
        st.sampled_from([0.25, 0.5]),
    ),
)


@pytest.mark.usefixtures("further_rules")
@given(st.lists(changes, min_size=1, max_size=6))
@example([{"parameters": {"beta": 0.25}}, {"rule": MOMENTUM}, {"rule": SIGN}])
@example([{"rule": PLAIN}, {"rule": MOMENTUM}])
def test_edits_of_one_step_give_the_same_parameters_at_step_0_and_later_as_one_after_the_other(
    made: list[dict[str, Any]],
) -> None:
    ball = Ball(SIGN, {"alpha": 0.6, "eta": 0.125, "beta": 0.125}, 0.5)
    first, later = Run(LAND, [ball]), Run(LAND, [ball])
    later.advance(2)
    in_turn = Run(LAND, [ball], [Edit(2, 0, **change) for change in made])
    in_turn.advance(3)
    for change in made:
        first.edit_beginning(Edit(0, 0, **change))
        later.edit(Edit(2, 0, **change))
    assert len(later.edits) == 1
    assert first.ball_parameters(0) == later.ball_parameters(0) == in_turn.ball_parameters(0)
