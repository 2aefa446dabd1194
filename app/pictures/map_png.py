"""An outcome map as a PNG, one pixel for each run. The one place where the command line meets Qt, and only its images.

Neither a display nor an application is needed for that.
"""

import errno

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from app.theme.outcome_colours import DARK, TILE, Pixels
from physics.sweep.grid import OutcomeMap

BAND_PIXELS = 1 << 20
"""Pixels that are coloured at once: their colours take ten times the memory on the way."""


def map_png(whole: OutcomeMap) -> bytes:
    """The PNG of a complete map in the dark theme's colours, the lowest y at the bottom."""
    pixels = map_pixels(whole)
    rows, columns = pixels.shape
    image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
    png = QByteArray()
    buffer = QBuffer(png)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, b"png").write(image):
        raise OSError(errno.EIO, f"Qt makes no PNG of {columns} × {rows} pixels")
    return bytes(png.data())


def map_pixels(whole: OutcomeMap) -> Pixels:
    """(rows, columns) colours of a complete map, from the highest y."""
    rows, columns = whole.grid.rows, whole.grid.columns
    outcome, valley, steps = (
        column.reshape(rows, columns)[::-1] for column in (whole.ends.outcome, whole.ends.valley, whole.ends.steps)
    )
    pixels = np.empty((rows, columns), np.uint32)
    # Whole tiles, so that stripes go on from band to band.
    band = TILE * max(1, BAND_PIXELS // (TILE * columns))
    for first in range(0, rows, band):
        here = slice(first, first + band)
        pixels[here] = DARK.pixels(outcome[here], valley[here], steps[here], whole.last)
    return pixels
