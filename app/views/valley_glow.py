"""Each valley's tint, fading into the ground below the curve."""

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from app.theme import Palette, Theme
from app.views.curve_line import CurveLine
from app.views.projection import Projection
from physics.arrays import Ints
from physics.landscape import Landscape

DEPTH = 84.0
"""Pixels below the curve, at scale 1, where nothing is left of the tint."""
OPACITY = 0.32
"""Of the tint just below the curve."""


def paint_valley_glow(
    painter: QPainter, landscape: Landscape, projection: Projection, line: CurveLine, theme: Theme
) -> None:
    """Paint the glow pixel by pixel: many areas on each other would take ten times as long."""
    left = max(0, int(line.left))
    columns = np.arange(left, min(projection.width, int(line.right) + 1))
    if not len(columns):
        return
    depth, height = theme.scaled(DEPTH), projection.height
    middle = columns.astype(np.float64) + 0.5
    tint = landscape.features.valley_index(projection.w(middle)) % len(theme.palette.valley_tints)
    # Room above and below, so that no row has to be left out.
    pixels = np.zeros((height + 2 * depth, len(columns)), np.uint32)
    top = np.clip(line.heights_at(middle).astype(np.intp), -depth, height) + depth
    pixels[top[:, np.newaxis] + np.arange(depth), np.arange(len(columns))[:, np.newaxis]] = _fading(
        theme.palette, depth
    )[tint]
    seen = pixels[depth : depth + height]
    image = QImage(seen.data, len(columns), height, 4 * len(columns), QImage.Format.Format_ARGB32_Premultiplied)
    painter.drawImage(QPointF(left, 0.0), image)


def _fading(palette: Palette, depth: int) -> Ints:
    """(tints, depth) premultiplied colours, from the curve down."""
    opacity = OPACITY * (1.0 - np.arange(depth) / depth) ** 1.6
    rgb = np.array([(tint.red(), tint.green(), tint.blue()) for tint in palette.valley_tints], np.float64)
    parts = np.rint(rgb[:, np.newaxis, :] * opacity[:, np.newaxis]).astype(np.int64)
    alpha = np.rint(255.0 * opacity).astype(np.int64)
    return alpha << 24 | parts[..., 0] << 16 | parts[..., 1] << 8 | parts[..., 2]
