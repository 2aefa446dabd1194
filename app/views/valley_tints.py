"""Each valley's own tint along its floor."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen

from app.theme import Theme
from app.views.curve_line import CurveLine
from app.views.paths import draw_line
from app.views.projection import Projection
from physics.landscape import Landscape

BAND = 6.0
"""Pixels of full tint under the line, at scale 1."""
NARROWEST = 3.0
"""Pixels: valleys narrower than that can't be told apart, and their tints would only flicker."""


def paint_valley_tints(
    painter: QPainter, landscape: Landscape, projection: Projection, line: CurveLine, theme: Theme
) -> None:
    """Paint a band along each visible valley, half of it above the curve, where the sky is painted over it."""
    edges = projection.x(landscape.features.edges)
    is_seen = (edges[1:] >= line.left) & (edges[:-1] <= line.right) & (np.diff(edges) >= NARROWEST)
    for index in np.flatnonzero(is_seen).tolist():
        begin, end = np.searchsorted(line.x, (edges[index] - 1e-6, edges[index + 1] + 1e-6))
        pen = QPen(theme.palette.valley_brush(index), 2.0 * BAND * theme.scale)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
        painter.setPen(pen)
        draw_line(painter, line.x[begin:end], line.y[begin:end])
