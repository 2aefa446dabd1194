"""Each valley's own tint along its floor."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from app.theme import Theme, faded
from app.views.curve_line import CurveLine
from app.views.paths import polygon
from app.views.projection import Projection
from physics.arrays import Floats
from physics.landscape import Landscape

BAND = 6.0
"""Pixels of full tint under the line, at scale 1."""
GLOW_DEPTH, GLOW_LAYERS, GLOW_OPACITY = 84.0, 16, 0.016
"""Below the band the tint fades into the ground: how deep at scale 1, in how many layers, and how much each adds."""
NARROWEST = 1.5
"""Pixels: valleys narrower than that can't be told apart, and their tints would only flicker."""


def paint_valley_tints(
    painter: QPainter, landscape: Landscape, projection: Projection, line: CurveLine, theme: Theme
) -> None:
    """Paint every visible valley's tint under the curve; the painter is clipped to the ground."""
    edges = projection.x(landscape.features.edges)
    for index in np.flatnonzero((edges[1:] >= line.left) & (edges[:-1] <= line.right)).tolist():
        if edges[index + 1] - edges[index] < NARROWEST:
            continue
        begin, end = np.searchsorted(line.x, (edges[index] - 1e-6, edges[index + 1] + 1e-6))
        if end - begin < 2:
            continue
        x, y = line.x[begin:end], line.y[begin:end]
        tint = theme.palette.valley(index)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(tint, GLOW_OPACITY))
        for layer in range(1, GLOW_LAYERS + 1):
            depth = GLOW_DEPTH * theme.scale * (layer / GLOW_LAYERS) ** 1.3
            painter.drawPolygon(_below(x, y, depth))
        band = QPainterPath()
        band.addPolygon(polygon(x, y))
        pen = QPen(theme.palette.valley_brush(index), 2.0 * BAND * theme.scale)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(band, pen)


def _below(x: Floats, y: Floats, depth: float) -> QPolygonF:
    return polygon(np.concatenate((x, x[::-1])), np.concatenate((y, y[::-1] + depth)))
