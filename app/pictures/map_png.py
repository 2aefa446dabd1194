"""An outcome map as a PNG, one pixel for each run; needs neither a display nor an application."""

import numpy as np
from PySide6.QtGui import QImage

from app.pictures.png import png_bytes
from app.theme.outcome_colours import DARK, STRIPE_PERIOD_PX, Pixels
from physics.sweep.grid import OutcomeMap

BAND_PIXELS = 1 << 20
"""Pixels coloured at once: colouring takes ten times the memory of the result."""


def map_png(whole: OutcomeMap) -> bytes:
    """The PNG of a complete map in the dark theme's colours, the lowest y at the bottom."""
    pixels = map_pixels(whole)
    rows, columns = pixels.shape
    return png_bytes(QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32))


def map_pixels(whole: OutcomeMap) -> Pixels:
    """(rows, columns) colours of a complete map, from the highest y."""
    rows, columns = whole.grid.rows, whole.grid.columns
    outcome, valley, steps = (
        column.reshape(rows, columns)[::-1]
        for column in (whole.results.outcome, whole.results.valley, whole.results.steps)
    )
    pixels, is_noisy = np.empty((rows, columns), np.uint32), whole.forcing.is_noisy
    # Whole tiles, so that stripes continue from band to band.
    band_rows = STRIPE_PERIOD_PX * max(1, BAND_PIXELS // (STRIPE_PERIOD_PX * columns))
    for first in range(0, rows, band_rows):
        band = slice(first, first + band_rows)
        pixels[band] = DARK.pixels(outcome[band], valley[band], steps[band], whole.last, is_noisy=is_noisy)
    return pixels
