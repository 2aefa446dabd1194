"""Icons: every name has a picture of its own, in the given colour, within its box."""

import itertools
from typing import cast

import pytest
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication

from app.theme.icons import (
    FILLED_OUTLINES,
    ICON_NAMES,
    STROKED_OUTLINES,
    IconName,
    app_icon,
    icon,
    icon_pixmap,
    parse_outline,
)
from app.theme.palette import DARK, LIGHT

RED = QColor("#FF0000")


def picture(name: IconName, side: int) -> QImage:
    return icon_pixmap(name, RED, side).toImage()


def inked(image: QImage) -> int:
    return sum(image.pixelColor(x, y).alpha() > 64 for x in range(image.width()) for y in range(image.height()))


@pytest.mark.parametrize("name", ICON_NAMES)
@pytest.mark.parametrize("side", [16, 24, 32])
def test_an_icon_draws_something_but_not_everything(dark: QApplication, name: IconName, side: int) -> None:
    assert 0.02 * side**2 < inked(picture(name, side)) < 0.6 * side**2


@pytest.mark.parametrize("name", ICON_NAMES)
def test_an_icon_is_drawn_in_its_colour_and_keeps_off_the_edge(dark: QApplication, name: IconName) -> None:
    image = picture(name, 48)
    seen = [image.pixelColor(x, y) for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() > 200]
    assert {(colour.red() > 250, colour.green() < 5, colour.blue() < 5) for colour in seen} == {(True, True, True)}
    edge = [
        image.pixelColor(k, side).alpha() + image.pixelColor(side, k).alpha() for k in range(48) for side in (0, 47)
    ]
    assert max(edge) == 0


def test_no_two_icons_are_the_same(dark: QApplication) -> None:
    pictures = [picture(name, 24) for name in ICON_NAMES]
    assert all(one != other for one, other in itertools.combinations(pictures, 2))


def test_every_outline_belongs_to_a_name() -> None:
    assert set(STROKED_OUTLINES) | set(FILLED_OUTLINES) == set(ICON_NAMES)


def test_a_name_without_an_icon_is_refused(dark: QApplication) -> None:
    with pytest.raises(ValueError, match="'rocket'"):
        icon_pixmap(cast(IconName, "rocket"), RED, 16)


def test_an_outline_with_an_unknown_letter_is_refused() -> None:
    with pytest.raises(ValueError, match="'X'"):
        parse_outline("M1 1 X2 2")


def test_an_arc_joins_the_line_that_it_starts_from() -> None:
    joined = parse_outline("M12 4 A12 12 8 90 -180 Z")
    apart = parse_outline("M0 0 L1 1 A12 12 8 90 -180")
    moves = [sum(path.elementAt(k).isMoveTo() for k in range(path.elementCount())) for path in (joined, apart)]
    assert moves == [1, 2]


def test_an_icon_for_menus_fades_when_it_can_not_be_used(dark: QApplication) -> None:
    for palette in (DARK, LIGHT):
        made = icon("import", palette)
        normal, disabled = (made.pixmap(24, 24, mode).toImage() for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled))
        assert normal != disabled
        assert inked(normal) == inked(disabled)


def test_the_programs_own_icon_comes_in_all_sizes(dark: QApplication) -> None:
    assert {size.width() for size in app_icon().availableSizes()} >= {16, 32, 48, 256}
