import pytest

from app.plotting.axes import position_ticks


def test_ticks_are_multiples_of_the_step_with_both_ends() -> None:
    assert list(position_ticks(-6.0, 6.0, 2.0)) == [-6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 6.0]
    assert list(position_ticks(0.1, 0.55, 0.2)) == pytest.approx([0.2, 0.4])
