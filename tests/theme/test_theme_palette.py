"""The two palettes: text is readable on every surface that it may be on."""

import itertools
from dataclasses import fields

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from app.theme.palette import (
    BALL_COLOUR_NAMES,
    BALL_COLOURS,
    DARK,
    LIGHT,
    SHAPE_CONTRAST,
    TEXT_CONTRAST,
    Palette,
    colour_name,
    contrast,
)

PALETTES = pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.name)
TEXT_ROLES = ("ink", "muted", "momentum_term", "gradient_term", "error", "success")
INDICES = range(len(BALL_COLOURS) + len(DARK.scale))


@PALETTES
@pytest.mark.parametrize("role", TEXT_ROLES)
def test_text_can_be_read_on_every_surface(palette: Palette, role: str) -> None:
    assert min(contrast(getattr(palette, role), surface) for surface in palette.surfaces) >= TEXT_CONTRAST


@PALETTES
def test_text_on_the_accent_can_be_read(palette: Palette) -> None:
    assert contrast(palette.on_accent, palette.accent) >= TEXT_CONTRAST


@PALETTES
def test_balls_have_readable_text(palette: Palette) -> None:
    texts = [palette.ball_text(index) for index in INDICES]
    assert min(contrast(text, surface) for text in texts for surface in palette.surfaces) >= TEXT_CONTRAST


@PALETTES
def test_lines_stand_out_from_what_they_are_drawn_on(palette: Palette) -> None:
    lines = [palette.ball_line(index) for index in INDICES] + [palette.curve, palette.focus]
    grounds = (palette.background, palette.panel, palette.ground)
    assert min(contrast(line, ground) for line in lines for ground in grounds) >= SHAPE_CONTRAST


@PALETTES
def test_markers_contrast_with_their_discs(palette: Palette) -> None:
    contrasts = [contrast(palette.on_ball(index), palette.ball(index)) for index in INDICES]
    assert min(contrasts[: len(BALL_COLOURS)]) >= TEXT_CONTRAST
    assert min(contrasts) > SHAPE_CONTRAST


@PALETTES
def test_surfaces_text_roles_and_tints_are_opaque(palette: Palette) -> None:
    opaque = [getattr(palette, role) for role in TEXT_ROLES] + [*palette.surfaces, *palette.valley_tints]
    assert all(colour.alpha() == 255 for colour in opaque)


def test_both_palettes_fill_the_same_roles_and_know_which_they_are() -> None:
    for palette in (DARK, LIGHT):
        assert all(getattr(palette, role.name) is not None for role in fields(palette))
    assert DARK.is_dark
    assert not LIGHT.is_dark


def test_ball_colours_have_names_and_begin_as_okabe_and_ito_do() -> None:
    assert len(BALL_COLOURS) == len(BALL_COLOUR_NAMES) == len(set(BALL_COLOUR_NAMES))
    assert [colour.name().upper() for colour in BALL_COLOURS[:7]] == [
        "#56B4E9", "#E69F00", "#F0E442", "#CC79A7", "#D55E00", "#009E73", "#0072B2",
    ]  # fmt: skip


def test_the_colours_of_a_scale_are_called_by_their_place() -> None:
    names = [colour_name(index) for index in INDICES]
    assert names[:2] == ["sky blue", "orange"]
    assert [names[8], names[24], names[40]] == ["0 % of the scale", "50 % of the scale", "100 % of the scale"]


def _tile(palette: Palette, valley: int) -> QImage:
    image = QImage(16, 16, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.fillRect(image.rect(), palette.valley_brush(valley))
    painter.end()
    return image


@PALETTES
def test_eighteen_valleys_have_eighteen_brushes(palette: Palette) -> None:
    tiles = [_tile(palette, valley) for valley in range(18)]
    assert all(one != other for one, other in itertools.combinations(tiles, 2))
    assert _tile(palette, 18) == tiles[0]


@PALETTES
def test_the_first_six_valleys_are_plain(palette: Palette) -> None:
    for valley, tint in enumerate(palette.valley_tints):
        image = _tile(palette, valley)
        assert {image.pixel(x, y) for x in range(16) for y in range(16)} == {QColor(tint).rgb()}
