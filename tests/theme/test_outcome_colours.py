"""Colours of outcomes: each has its meaning, and no two are confused."""

import numpy as np
import pytest

from app.theme.outcome_colours import (
    DARK,
    HATCH_WIDTH_PX,
    LIGHT,
    MAX_DARKENING,
    STRIPE_DARKENING,
    STRIPE_PERIOD_PX,
    OutcomeColours,
)
from physics.outcome.outcome import BALANCED, DIVERGED, LEFT, REPEATS, ROLLING, SETTLED, TRAPPED
from physics.sweep.batch import UNKNOWN

THEMES = pytest.mark.parametrize("colours", [DARK, LIGHT], ids=["dark", "light"])


def picture(colours: OutcomeColours, outcome: int, valley: int = 0, steps: int = 0, last: int = 1000) -> np.ndarray:
    shape = STRIPE_PERIOD_PX, STRIPE_PERIOD_PX
    return colours.pixels(np.full(shape, outcome, np.int8), np.full(shape, valley), np.full(shape, steps), last)


def rgb(pixel: int) -> tuple[int, ...]:
    return tuple((int(pixel) >> shift) & 0xFF for shift in (16, 8, 0))


@THEMES
def test_a_valley_has_its_tint_trapped_or_settled(colours: OutcomeColours) -> None:
    for valley, tint in enumerate(colours.valleys):
        for outcome in (TRAPPED, SETTLED):
            pixels = picture(colours, outcome, valley)
            assert (pixels == 0xFF000000 + int(tint[1:], 16)).all()


@THEMES
def test_repeated_tints_are_striped_one_way_and_then_the_other(colours: OutcomeColours) -> None:
    plain, rising, falling, again = (picture(colours, TRAPPED, 2 + 6 * round_) for round_ in range(4))
    assert len(np.unique(plain)) == 1
    assert len(np.unique(rising)) == len(np.unique(falling)) == 2
    assert np.array_equal(rising, rising.T)
    assert not np.array_equal(rising, falling)
    mirrored = falling[:, ::-1]
    assert any(np.array_equal(np.roll(rising, shift, axis=1), mirrored) for shift in range(STRIPE_PERIOD_PX))
    assert np.array_equal(again, plain)
    darker = {rgb(pixel) for pixel in np.unique(rising)} - {rgb(plain[0, 0])}
    assert darker == {tuple(int(part * (1.0 - STRIPE_DARKENING)) for part in rgb(plain[0, 0]))}


@THEMES
def test_more_steps_are_darker(colours: OutcomeColours) -> None:
    brightness = [sum(rgb(picture(colours, TRAPPED, 1, steps)[0, 0])) for steps in (0, 1, 10, 100, 1000)]
    assert brightness == sorted(brightness, reverse=True)
    assert brightness[-1] == pytest.approx((1.0 - MAX_DARKENING) * brightness[0], abs=3)


@THEMES
def test_other_outcomes_have_no_colour_of_a_valley(colours: OutcomeColours) -> None:
    pictures = {outcome: picture(colours, outcome, 3, 500) for outcome in (LEFT, DIVERGED, BALANCED, REPEATS)}
    for image in pictures.values():
        assert not np.isin(image, [0xFF000000 + int(tint[1:], 16) for tint in colours.valleys]).any()
    assert len({tuple(np.unique(image)) for image in pictures.values()}) == 4
    assert len(np.unique(pictures[REPEATS])) == 2
    assert (picture(colours, UNKNOWN) == 0).all()


@THEMES
def test_tints_can_be_told_apart(colours: OutcomeColours) -> None:
    names = (*colours.valleys, colours.left, colours.diverged, colours.balanced, colours.repeats)
    parts = np.array([[int(name[i : i + 2], 16) for i in (1, 3, 5)] for name in names], float)
    distance = np.linalg.norm(parts[:, np.newaxis] - parts, axis=2)
    assert (distance[~np.eye(len(names), dtype=bool)] > 30.0).all()


@THEMES
@pytest.mark.parametrize("valley", [1, 7, 13])
def test_a_run_that_still_moves_has_the_tint_of_its_valley_hatched(colours: OutcomeColours, valley: int) -> None:
    decided, moving = picture(colours, TRAPPED, valley), picture(colours, ROLLING, valley, 1000)
    hatch = moving == 0xFF000000 + int(colours.left[1:], 16)
    assert (hatch.sum(axis=0) == HATCH_WIDTH_PX).all()
    assert (hatch.sum(axis=1) == HATCH_WIDTH_PX).all()
    assert np.array_equal(moving[~hatch], decided[~hatch])
    assert set(moving[~hatch]) == set(decided.flat), "of stripes something is seen between the lines"


def test_with_noise_a_run_that_goes_on_has_the_tint_of_the_valley_that_it_is_in() -> None:
    valley = np.array([[0, 1, 2, 0]])
    outcome = np.array([[ROLLING, ROLLING, LEFT, UNKNOWN]], np.int8)
    steps = np.full((1, 4), 1000, np.int32)
    noisy = DARK.pixels(outcome, valley, steps, 1000, is_noisy=True)
    at_once = DARK.pixels(np.array([[TRAPPED, TRAPPED]], np.int8), valley[:, :2], np.zeros((1, 2), np.int32), 1000)
    assert (noisy[:, :2] == at_once).all()
    assert (noisy[:, 2:] == DARK.pixels(outcome, valley, steps, 1000)[:, 2:]).all()
