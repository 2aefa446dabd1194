"""Which frames a film has: every step in its order, at the right time, ending with the last step."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pictures.film import HOLD_S, MAX_FRAMES, Film, suggested_speed
from app.pictures.limits import MAX_FPS, MAX_SPEED, MIN_FPS, MIN_SPEED
from app.session.slow_motion import Moment

FILMS = st.builds(
    lambda first, steps, speed, fps, glides: Film(first, first + steps, speed, fps, glides=glides),
    st.integers(0, 1000),
    st.integers(1, 60),
    st.floats(1.0, MAX_SPEED),
    st.floats(MIN_FPS, MAX_FPS),
    st.booleans(),
)


@given(FILMS)
def test_time_never_goes_back_and_ends_at_the_last_step(film: Film) -> None:
    frames = film.frames()
    places = [frame.step - 1 + frame.phase for frame in frames]
    assert places == sorted(places)
    assert places[0] == film.first
    assert (frames[-1].step, frames[-1].phase) == (film.last, 1.0)
    assert len(frames) == film.frame_count
    assert all(0.0 < frame.phase <= 1.0 and frame.moment is None for frame in frames)
    assert film.glides or all(frame.phase == 1.0 for frame in frames)


@given(FILMS)
def test_it_takes_as_long_as_its_speed_says(film: Film) -> None:
    motion_s = (film.last - film.first) / film.speed
    frames = math.ceil(motion_s * film.fps - 1e-9)
    expected = frames / film.fps + 1.0 / film.fps + HOLD_S
    assert film.duration_s == pytest.approx(expected, abs=0.011)
    assert all(frame.ms >= 10 and frame.ms % 10 == 0 for frame in film.frames())


@given(FILMS)
def test_the_balls_are_where_the_clock_says(film: Film) -> None:
    at_ms = 0
    for frame in film.frames()[:-1]:
        place = film.first + film.speed * at_ms / 1000.0
        shown = frame.step - 1 + frame.phase
        slack = film.speed * 0.0051  # times are rounded to a hundredth of a second
        assert shown <= place + slack
        assert shown >= place - slack - (0.0 if film.glides else 1.0) - 1e-6
        at_ms += frame.ms


def test_without_gliding_each_step_is_seen() -> None:
    frames = Film(3, 8, speed=5.0, fps=25.0, glides=False).frames()
    assert [frame.step for frame in frames] == [step for step in range(3, 8) for _ in range(5)] + [8]


def test_slow_motion_shows_four_moments_of_each_step() -> None:
    film = Film(2, 4, speed=0.5, is_slow_motion=True)
    frames = film.frames()
    assert [(frame.step, frame.moment) for frame in frames] == [
        *((2, moment) for moment in Moment),
        *((3, moment) for moment in Moment),
        (4, None),
    ]
    assert {frame.ms for frame in frames[:-1]} == {500}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((5, 5, 10.0, 25.0), "a film from step 5 to step 5 has no step; the second must be greater"),
        ((5, 9, 0.01, 25.0), "0.01 is not between 0.05 and 100000 steps per second"),
        ((5, 9, 10.0, 60.0), "60 is not between 1 and 50 frames per second"),
        ((0, 2000, 1.0, 50.0), "the film would have 100001 frames, and may have 5000; choose fewer steps or a"),
    ],
)
def test_what_can_not_be_filmed(arguments: tuple[int, int, float, float], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Film(*arguments)


@given(st.integers(0, 100), st.integers(1, 700_000))
def test_a_suggested_speed_gives_a_film_of_about_ten_seconds(first: int, steps: int) -> None:
    film = Film(first, first + steps, suggested_speed(first, first + steps))
    assert MIN_SPEED <= film.speed <= MAX_SPEED
    if steps >= 10:
        assert 9.5 <= steps / film.speed <= 10.5


def test_the_longest_film() -> None:
    assert Film(0, MAX_FRAMES - 1, speed=25.0, fps=25.0).frame_count == MAX_FRAMES
