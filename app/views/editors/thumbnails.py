"""Small pictures of landscapes: the curve on its ground, with its valleys' tints."""

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPainterPath, QPen, QPixmap

from app.theme import Palette, mix
from app.views.paths import polygon
from app.views.projection import Margins, Projection
from physics.arrays import Floats
from physics.landscape import Landscape

MARGINS = Margins(left=0.0, top=10.0, right=0.0, bottom=14.0)
LINE_WIDTH = 1.6
BAND = 4.0
"""Pixels of tint under the line."""
SAMPLES_PER_PIXEL = 4
NARROWEST = 1.0
"""Pixels: of a valley narrower than that no tint can be seen."""


def thumbnail(landscape: Landscape, palette: Palette, size: QSize, pixel_ratio: float) -> QPixmap:
    """Paint all of a landscape into a picture of `size` device-independent pixels."""
    picture = QPixmap(size * pixel_ratio)
    picture.setDevicePixelRatio(pixel_ratio)
    picture.fill(palette.background)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_curve(painter, landscape, palette, size)
    return picture


def paint_curve(painter: QPainter, landscape: Landscape, palette: Palette, size: QSize) -> None:
    """Paint ground, tints and line, from the left end of the box to the right."""
    features = landscape.features
    heights = features.lowest, features.highest
    projection = Projection.fitted(landscape.domain, heights, (size.width(), size.height()), MARGINS)
    x, y = _line(landscape, projection)
    ground = QPainterPath(QPointF(x[0], size.height() + 1.0))
    for across, down in zip(x.tolist(), y.tolist(), strict=True):
        ground.lineTo(across, down)
    ground.lineTo(x[-1], size.height() + 1.0)
    ground.closeSubpath()
    painter.fillPath(ground, _shading(palette, size))
    painter.save()
    painter.setClipPath(ground)
    _paint_bands(painter, projection.x(features.edges), x, y, palette)
    painter.restore()
    pen = QPen(palette.curve, LINE_WIDTH)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(polygon(x, y))


def _line(landscape: Landscape, projection: Projection) -> tuple[Floats, Floats]:
    """The curve in pixels, with every hill and minimum exactly where it is, and no more than can be seen of it."""
    lo, hi = landscape.domain
    features = landscape.features
    minima = features.minima[~np.isnan(features.minima)]
    w = np.linspace(lo, hi, SAMPLES_PER_PIXEL * projection.width + 1)
    if len(features.edges) <= projection.width:
        w = np.union1d(w, np.concatenate((features.hills, minima)))
    return projection.x(w), projection.y_near(landscape.height(w))


def _paint_bands(painter: QPainter, edges: Floats, x: Floats, y: Floats, palette: Palette) -> None:
    """Paint each valley's tint along its floor, half of it hidden by the clip; too narrow ones are left out."""
    for index in np.flatnonzero(np.diff(edges) >= NARROWEST).tolist():
        begin, end = np.searchsorted(x, (edges[index] - 1e-6, edges[index + 1] + 1e-6))
        pen = QPen(palette.valley_brush(index), 2.0 * BAND)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(polygon(x[begin:end], y[begin:end]))


def _shading(palette: Palette, size: QSize) -> QLinearGradient:
    shading = QLinearGradient(0.0, 0.0, 0.0, size.height())
    shading.setColorAt(0.0, palette.ground)
    shading.setColorAt(1.0, mix(palette.ground, palette.background, 0.45))
    return shading
