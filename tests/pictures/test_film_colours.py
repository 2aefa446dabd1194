"""The colours that all frames of a film share."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage

from app.pictures.film_colours import COLOURS, WEIGHTS, FilmColours, pixels_of

BACKGROUND, BALL = 0x12161D, 0xD55E00


def picture(seed: int, colours: int = 3000) -> np.ndarray:
    """Random colours in one half, background in the other, and few pixels of a ball."""
    random = np.random.default_rng(seed)
    pixels = np.full((60, 100), BACKGROUND, np.uint32)
    pixels[:, 50:] = random.integers(0, 1 << 24, colours, np.uint32)[random.integers(0, colours, (60, 50))]
    pixels[0, :3] = BALL
    return pixels


def shown(colours: FilmColours, pixels: np.ndarray) -> np.ndarray:
    """(height, width) of 0xRRGGBB, as Pillow reads the picture."""
    red, green, blue = np.moveaxis(np.asarray(colours.indexed(pixels).convert("RGB"), np.uint32), -1, 0)
    return (red << 16) | (green << 8) | blue


def test_large_surfaces_and_the_given_colours_stay_exactly_as_they_are() -> None:
    pixels = picture(1)
    colours = FilmColours([pixels], [BALL])
    assert len(colours.palette) <= COLOURS
    result = shown(colours, pixels)
    assert (result[:, :50] == pixels[:, :50]).all()


def test_few_colours_are_all_kept() -> None:
    pixels = picture(2, colours=40)
    assert (shown(FilmColours([pixels]), pixels) == pixels).all()


@given(st.integers(0, 2**24 - 1))
def test_each_colour_becomes_the_nearest_one(colour: int) -> None:
    made = one_palette()
    (found,) = shown(made, np.array([[colour]], np.uint32)).ravel()

    def apart(other: int) -> int:
        channels = [((colour >> shift) & 255) - ((other >> shift) & 255) for shift in (16, 8, 0)]
        return sum(int(weight) * channel * channel for weight, channel in zip(WEIGHTS, channels, strict=True))

    every = [int.from_bytes(bytes(entry), "big") for entry in made.palette]
    assert apart(int(found)) == min(map(apart, every))


def one_palette(kept: list[FilmColours] = []) -> FilmColours:  # noqa: B006  # made once
    if not kept:
        kept.append(FilmColours([picture(3)]))
    return kept[0]


def test_the_same_colour_is_the_same_in_every_frame_and_in_any_order() -> None:
    first, second = picture(4), picture(5)
    one, other = FilmColours([first, second]), FilmColours([first, second])
    assert one.palette.tobytes() == other.palette.tobytes()
    results = shown(one, first), shown(one, second)
    assert (shown(other, second) == results[1]).all()
    assert (shown(other, first) == results[0]).all()


@pytest.mark.parametrize("form", [QImage.Format.Format_RGB32, QImage.Format.Format_RGB888])
def test_pixels_of_an_image_of_any_width(form: QImage.Format) -> None:
    image = QImage(7, 5, form)
    image.fill(QColor(1, 2, 3))
    image.setPixelColor(6, 4, QColor(250, 251, 252))
    pixels = pixels_of(image)
    assert pixels.shape == (5, 7)
    assert pixels[4, 6] == 0xFAFBFC
    assert (pixels.ravel()[:-1] == 0x010203).all()
