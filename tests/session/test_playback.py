"""The clock of the playback: how it turns seconds into steps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.view import MAX_SPEED, MIN_SPEED
from app.session.playback import MAX_FRAME_S, Clock


@given(speed=st.floats(MIN_SPEED, MAX_SPEED), frames=st.lists(st.floats(0, MAX_FRAME_S), max_size=60))
def test_no_step_is_lost_or_made_twice(speed: float, frames: list[float]) -> None:
    clock, now, made = Clock(speed), 0.0, 0
    clock.start(now)
    for frame in frames:
        now += frame
        made += clock.due(now)
        assert 0 <= clock.phase < 1
    # `now` rounds each frame to the resolution of a float.
    assert made + clock.phase == pytest.approx(speed * now, abs=1e-6)


def test_a_long_frame_counts_as_one_of_the_greatest_length() -> None:
    clock = Clock(100.0)
    clock.start(0.0)
    assert clock.due(60.0) == round(100 * MAX_FRAME_S)
    assert clock.due(60.0) == 0


def test_a_clock_that_is_set_back_makes_no_step() -> None:
    clock = Clock(100.0)
    clock.start(5.0)
    assert clock.due(4.0) == 0


def test_a_stopped_clock_has_no_steps_due() -> None:
    clock = Clock(10.0)
    assert (clock.due(1.0), clock.phase) == (0, 1.0)
    clock.start(0.0)
    clock.due(0.05)
    assert clock.phase == pytest.approx(0.5)
    clock.stop()
    assert (clock.due(9.0), clock.phase) == (0, 1.0)


@pytest.mark.parametrize("speed", [0.0, 0.5, 2000.5, float("nan")])
def test_a_speed_out_of_range_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="is not between 1 and 2000 steps per second"):
        Clock(speed)
