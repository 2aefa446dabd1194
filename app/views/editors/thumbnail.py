"""A small picture of a whole landscape: its curve, with the tint of each valley."""

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPainterPath, QPen, QPixmap

from app.plotting.drawing import polygon
from app.plotting.transform import Margins, PlotTransform, fitted_spans
from app.theme.palette import Palette, mix
from physics.arrays import Floats
from physics.landscape.base import Landscape

MARGINS_PX = Margins(left=0.0, top=10.0, right=0.0, bottom=14.0)
LINE_WIDTH_PX = 1.6
BAND_PX = 4.0
"""Of tint under the line."""
SAMPLES_PER_PIXEL = 4
MIN_VALLEY_PX = 1.0
"""A narrower valley has no tint."""


def thumbnail(landscape: Landscape, palette: Palette, size: QSize, pixel_ratio: float) -> QPixmap:
    """A picture of a whole landscape, of a size in device-independent pixels."""
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
    spans = fitted_spans(landscape.domain, heights, (size.width(), size.height()), MARGINS_PX)
    transform = PlotTransform(*spans, size.width(), size.height())
    x, y = _line(landscape, transform)
    ground = QPainterPath(QPointF(x[0], size.height() + 1.0))
    for across, down in zip(x.tolist(), y.tolist(), strict=True):
        ground.lineTo(across, down)
    ground.lineTo(x[-1], size.height() + 1.0)
    ground.closeSubpath()
    painter.fillPath(ground, _shading(palette, size))
    painter.save()
    painter.setClipPath(ground)
    _paint_bands(painter, transform.x(features.edges), x, y, palette)
    painter.restore()
    pen = QPen(palette.curve, LINE_WIDTH_PX)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(polygon(x, y))


def _line(landscape: Landscape, transform: PlotTransform) -> tuple[Floats, Floats]:
    """The curve in pixels, with every hill and minimum exact unless there are more valleys than pixels."""
    lo, hi = landscape.domain
    features = landscape.features
    minima = features.minima[~np.isnan(features.minima)]
    w = np.linspace(lo, hi, SAMPLES_PER_PIXEL * round(transform.width) + 1)
    if len(features.edges) <= transform.width:
        w = np.union1d(w, np.concatenate((features.hills, minima)))
    return transform.x(w), transform.clipped_y(landscape.height(w))


def _paint_bands(painter: QPainter, edges: Floats, x: Floats, y: Floats, palette: Palette) -> None:
    """Paint the tint of each valley along the curve; the clip path hides its upper half."""
    for index in np.flatnonzero(np.diff(edges) >= MIN_VALLEY_PX).tolist():
        begin, end = np.searchsorted(x, (edges[index] - 1e-6, edges[index + 1] + 1e-6))
        pen = QPen(palette.valley_brush(index), 2.0 * BAND_PX)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(polygon(x[begin:end], y[begin:end]))


def _shading(palette: Palette, size: QSize) -> QLinearGradient:
    shading = QLinearGradient(0.0, 0.0, 0.0, size.height())
    shading.setColorAt(0.0, palette.ground)
    shading.setColorAt(1.0, mix(palette.ground, palette.background, 0.45))
    return shading
