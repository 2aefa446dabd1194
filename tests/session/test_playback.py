"""Playback: how its clock turns seconds into steps, and where it begins and ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.view import MAX_SPEED, MIN_SPEED
from app.session.playback import MAX_FRAME_S, Clock
from app.session.session import Session
from tests.session.edited_runs import edited
from tests.support.scenes import Seconds, assert_replays, state_of


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


def test_restart_without_an_edit_only_goes_back_and_with_one_begins_a_new_run(session: Session) -> None:
    session.step_on(30)
    session.restart()
    assert (session.step, session.run.last) == (0, 30)
    assert session.history.stack.count() == 0
    session.seek(20)
    session.set_parameter(0, "alpha", 0.99)
    session.restart()
    assert (session.step, session.run.last) == (0, 0)
    assert session.run.balls[0].parameters["alpha"] == 0.99
    assert session.history.stack.undoText() == "start again"
    session.undo()
    session.undo()
    assert (session.step, session.run.last) == (20, 30)


def test_play_at_the_end_of_a_run_that_is_over_plays_it_again_from_the_start(
    session: Session, seconds: Seconds
) -> None:
    session.step_on(20_000)
    assert session.run.is_over
    last = session.run.last
    session.play()
    assert (session.step, session.run.last, session.playback.is_playing) == (0, last, True)
    seconds.now += 1.0
    session.playback.frame()
    assert 0 < session.step < last
    session.seek(last)
    session.playback.frame()
    seconds.now += 1.0
    session.playback.frame()
    assert not session.playback.is_playing


def test_play_in_the_past_goes_through_the_recording_and_beyond(session: Session, seconds: Seconds) -> None:
    edited(session)
    whole = state_of(session)
    session.seek(38)
    session.playback.set_speed(100.0)
    session.play()
    for _ in range(4):
        seconds.now += 0.055
        session.playback.frame()
    assert session.step == 60
    assert state_of(session) == whole
    seconds.now += 0.05
    session.playback.frame()
    assert session.step == session.run.last == 65
    assert_replays(session)


def test_a_run_that_is_played_again_keeps_its_edits(session: Session) -> None:
    session.step_on(20)
    session.set_parameter(0, "alpha", 0.5)
    session.step_on(20_000)
    edits = session.run.edits
    session.play()
    session.pause()
    assert (session.step, session.run.edits) == (0, edits)
    assert session.history.stack.count() == 1


def test_after_an_edit_at_its_end_play_begins_a_new_run(session: Session) -> None:
    session.step_on(20_000)
    session.set_parameter(0, "alpha", 0.97)
    assert session.run.is_over
    session.play()
    session.pause()
    assert session.run.balls[0].parameters["alpha"] == 0.97
    assert session.run.edits == ()
    session.undo()
    assert session.run.edits != ()
