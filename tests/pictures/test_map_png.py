"""The picture of a map: every pixel where it belongs, in one piece or many, and nothing lost on the way to the PNG."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from app.files.default import default_scenario
from app.pictures import map_png
from app.pictures.map_png import map_pixels
from app.theme.outcome_colours import DARK, STRIPE_PERIOD_PX
from physics.outcome.outcome import ROLLING
from physics.rules.base import ALPHA
from physics.run.ball import START
from physics.sweep.grid import Grid, OutcomeMap, whole_axis
from physics.sweep.sweep import sweep

SCENARIO = default_scenario()
LAST = 30
"""So few steps that some runs still roll: they are hatched."""


def empty_map(columns: int, rows: int) -> OutcomeMap:
    x, y = (whole_axis(quantity, SCENARIO.landscape, 0.02) for quantity in (ALPHA, START))
    return OutcomeMap(Grid(x, y, columns, rows, SCENARIO.balls[0]), LAST)


def whole_map(columns: int, rows: int) -> OutcomeMap:
    whole = empty_map(columns, rows)
    for decided in sweep(SCENARIO.landscape, whole.grid.starts(), LAST):
        whole.take(decided)
    return whole


def test_the_first_row_is_the_highest_y() -> None:
    whole = whole_map(40, 33)
    flipped = [column.reshape(33, 40)[::-1] for column in whole.results]
    assert np.array_equal(map_pixels(whole), DARK.pixels(flipped[0], flipped[1], flipped[3], LAST))
    assert not np.array_equal(map_pixels(whole), map_pixels(whole)[::-1])


@pytest.mark.parametrize("most", [1, 40 * STRIPE_PERIOD_PX, 100 * STRIPE_PERIOD_PX])
def test_in_bands_it_is_the_same_picture(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = whole_map(40, 33)
    at_once = map_pixels(whole)
    moving = np.unique(at_once[whole.results.outcome.reshape(33, 40)[::-1] == ROLLING])
    assert len(moving) > 1
    assert 0xFF000000 + int(DARK.left[1:], 16) in moving
    monkeypatch.setattr(map_png, "BAND_PIXELS", most)
    assert np.array_equal(map_pixels(whole), at_once)


@pytest.mark.parametrize("columns", [37, 64])
def test_the_png_has_these_pixels(columns: int) -> None:
    whole = whole_map(columns, 21)
    image = QImage.fromData(map_png.map_png(whole))
    read = [[image.pixel(column, row) for column in range(image.width())] for row in range(image.height())]
    assert np.array_equal(np.array(read, np.uint32), map_pixels(whole))


@pytest.mark.qt_log_ignore("libpng")
def test_what_is_too_long_for_a_png_is_an_error() -> None:
    with pytest.raises(OSError, match="Qt makes no PNG of 2 × 1000001 pixels"):
        map_png.map_png(empty_map(2, 1_000_001))
