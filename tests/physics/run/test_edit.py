"""Edits refuse what no ball can have."""

import pytest

from physics.landscape.points import PointsLandscape
from physics.rules.base import OutOfRange
from physics.run.edit import Edit

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
