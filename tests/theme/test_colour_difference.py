"""Colours of valleys and colours of balls are two codes, and no one takes one for the other."""

import numpy as np
import pytest

from app.theme.palette import BALL_COLOURS, DARK, LIGHT, Palette
from tests.support.colour_difference import VISION, ciede2000, lab_of

PALETTES = pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.name)
VISIONS = pytest.mark.parametrize("vision", VISION)

LEAST = dict.fromkeys(VISION, 9.0) | {"usual": 16.0}
"""ΔE₀₀. The balls' own colours, those of Okabe and Ito, differ by at least 16.6, and 2.8 without medium cones."""
LEAST_OF_NEIGHBOURS = 20.0
"""ΔE₀₀ of two valleys side by side, with every kind of colour vision."""


def valleys(palette: Palette, vision: str) -> np.ndarray:
    return lab_of([tint.name() for tint in palette.valley_tints], vision)


@PALETTES
@VISIONS
def test_no_ball_has_the_colour_of_a_valley(palette: Palette, vision: str) -> None:
    indices = range(len(BALL_COLOURS))
    discs, lines = [palette.ball(i).name() for i in indices], [palette.ball_line(i).name() for i in indices]
    balls = lab_of(discs + lines, vision)
    difference = ciede2000(valleys(palette, vision)[:, np.newaxis], balls)
    assert difference.min() >= LEAST[vision]


@PALETTES
@VISIONS
def test_valleys_can_be_told_apart(palette: Palette, vision: str) -> None:
    tints = valleys(palette, vision)
    difference = ciede2000(tints[:, np.newaxis], tints)
    assert difference[~np.eye(len(tints), dtype=bool)].min() >= LEAST[vision]
    assert np.diagonal(difference, 1).min() >= LEAST_OF_NEIGHBOURS


LEAST_OF_SCALE = dict.fromkeys(VISION, 7.0) | {"usual": 15.0}
"""ΔE₀₀ between a scale of balls and the valleys. It crosses many colours, and is never one ball alone."""
LEAST_RANGE = 38.0
"""CIELAB's L from one end of a scale to the other: 0 is black, 100 white."""


@PALETTES
@VISIONS
def test_a_scale_has_no_colour_of_a_valley(palette: Palette, vision: str) -> None:
    scale = lab_of([colour.name() for colour in palette.scale], vision)
    assert ciede2000(valleys(palette, vision)[:, np.newaxis], scale).min() >= LEAST_OF_SCALE[vision]


@PALETTES
@VISIONS
def test_a_scale_becomes_lighter_in_steps_that_look_equal(palette: Palette, vision: str) -> None:
    scale = lab_of([colour.name() for colour in palette.scale], vision)
    lightness = np.diff(scale[:, 0])
    assert lightness.min() > 0.0
    assert lightness.sum() >= LEAST_RANGE
    if vision == "usual":
        steps = ciede2000(scale[:-1], scale[1:])
        assert steps.max() <= 3.0 * steps.min()


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, -0.001, 2.49), (50, 0.0009, -2.49), 4.8045),
        ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.5, 0), (61, -5, 29), 22.8977),
        ((50, 2.5, 0), (56, -27, -3), 31.9030),
        ((50, 2.5, 0), (58, 24, 15), 19.4535),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((63.0109, -31.0961, -5.8663), (62.8187, -29.7946, -4.0864), 1.2630),
    ],
)
def test_the_difference_is_that_of_published_pairs(one: tuple, other: tuple, difference: float) -> None:
    """Table 1 of Sharma, Wu and Dalal (2005)."""
    assert ciede2000(np.array(one, float), np.array(other, float)) == pytest.approx(difference, abs=5e-5)
