"""Contrast: published values, and colours that are mixed until they are readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from app.theme.palette import TEXT_CONTRAST, contrast, faded, luminance, mix, readable

colours = st.builds(QColor, st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))
WHITE, BLACK = QColor("#FFFFFF"), QColor("#000000")


def test_black_on_white_is_21_to_1() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21.0)


@pytest.mark.parametrize(("name", "ratio"), [("#767676", 4.54), ("#777777", 4.48), ("#FF0000", 4.0), ("#0000FF", 8.59)])
def test_known_contrasts_on_white(name: str, ratio: float) -> None:
    assert contrast(QColor(name), WHITE) == pytest.approx(ratio, abs=0.005)


@given(colours, colours)
def test_contrast_is_symmetric_and_at_least_one(one: QColor, other: QColor) -> None:
    assert contrast(one, other) == contrast(other, one) >= 1.0


@given(colours)
def test_luminance_lies_between_black_and_white(colour: QColor) -> None:
    assert 0.0 <= luminance(colour) <= luminance(WHITE) + 1e-12


@given(colours, colours)
def test_a_mix_begins_and_ends_with_its_colours(one: QColor, other: QColor) -> None:
    assert mix(one, other, 0.0).name() == one.name()
    assert mix(one, other, 1.0).name() == other.name()


def test_fading_leaves_the_colour_itself_alone() -> None:
    colour = QColor("#56B4E9")
    assert faded(colour, 0.5).alphaF() == pytest.approx(0.5, abs=1e-4)
    assert colour.alphaF() == 1.0
    assert faded(colour, 0.5).name() == colour.name()


@given(colours)
def test_readable_reaches_the_contrast_on_every_surface(colour: QColor) -> None:
    surfaces = (WHITE, QColor("#E1E8F0"))
    result = readable(colour, QColor("#17202C"), surfaces)
    assert min(contrast(result, surface) for surface in surfaces) >= TEXT_CONTRAST


def test_readable_leaves_a_colour_that_already_is() -> None:
    assert readable(QColor("#0B3D91"), BLACK, (WHITE,)).name() == "#0b3d91"


def test_readable_says_when_even_ink_is_not_enough() -> None:
    with pytest.raises(ValueError, match="#777777"):
        readable(QColor("#888888"), QColor("#777777"), (WHITE,), 7.0)
