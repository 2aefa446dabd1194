"""The static layer: ground, valley tints, the curve, flags and the axis."""

import math
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QImage, QLinearGradient, QPainter, QPen, QPixmap, QPolygonF

from app.plotting.axes import axis_height, paint_axis
from app.plotting.drawing import draw_line, polygon
from app.plotting.label_layout import Box
from app.plotting.projection import CurveLine, Projection
from app.theme.application import Theme
from app.theme.palette import Palette, mix
from app.views.landscape.flags import Flags, paint_flags, place_flags
from app.views.landscape.layer import Layer
from physics.arrays import Ints
from physics.landscape.base import Landscape

GLOW_DEPTH_PX = 84.0
"""At scale 1, where the tint below the curve has faded out."""
GLOW_OPACITY = 0.32
"""Of the tint directly below the curve."""


def paint_valley_glow(
    painter: QPainter, landscape: Landscape, projection: Projection, line: CurveLine, theme: Theme
) -> None:
    """Paint the fading tints pixel by pixel: ten times faster than as translucent areas on each other."""
    left = max(0, int(line.left))
    columns = np.arange(left, min(projection.width, int(line.right) + 1))
    if not len(columns):
        return
    depth, height = theme.scaled(GLOW_DEPTH_PX), projection.height
    middle = columns.astype(np.float64) + 0.5
    tint = landscape.features.valley_index(projection.w(middle)) % len(theme.palette.valley_tints)
    # With rows above and below the view, so that no curve needs a special case.
    pixels = np.zeros((height + 2 * depth, len(columns)), np.uint32)
    top = np.clip(line.heights_at(middle).astype(np.intp), -depth, height) + depth
    pixels[top[:, np.newaxis] + np.arange(depth), np.arange(len(columns))[:, np.newaxis]] = _fading(
        theme.palette, depth
    )[tint]
    seen = pixels[depth : depth + height]
    image = QImage(seen.data, len(columns), height, 4 * len(columns), QImage.Format.Format_ARGB32_Premultiplied)
    painter.drawImage(QPointF(left, 0.0), image)


def _fading(palette: Palette, depth: int) -> Ints:
    """Premultiplied colours (tints, depth), from the curve down."""
    opacity = GLOW_OPACITY * (1.0 - np.arange(depth) / depth) ** 1.6
    rgb = np.array([(tint.red(), tint.green(), tint.blue()) for tint in palette.valley_tints], np.float64)
    parts = np.rint(rgb[:, np.newaxis, :] * opacity[:, np.newaxis]).astype(np.int64)
    alpha = np.rint(255.0 * opacity).astype(np.int64)
    return alpha << 24 | parts[..., 0] << 16 | parts[..., 1] << 8 | parts[..., 2]


BAND_PX = 6.0
"""Height of the full tint under the curve, at scale 1."""
MIN_VALLEY_PX = 3.0
"""Narrower valleys can't be told apart, and their tints would flicker."""


def paint_valley_tints(
    painter: QPainter, landscape: Landscape, projection: Projection, line: CurveLine, theme: Theme
) -> None:
    """Paint a band along the curve of each visible valley; the sky later covers its upper half."""
    edges = projection.x(landscape.features.edges)
    is_seen = (edges[1:] >= line.left) & (edges[:-1] <= line.right) & (np.diff(edges) >= MIN_VALLEY_PX)
    for index in np.flatnonzero(is_seen).tolist():
        begin, end = np.searchsorted(line.x, (edges[index] - 1e-6, edges[index + 1] + 1e-6))
        pen = QPen(theme.palette.valley_brush(index), 2.0 * BAND_PX * theme.scale)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
        painter.setPen(pen)
        draw_line(painter, line.x[begin:end], line.y[begin:end])


LINE_WIDTH_PX = 2.2
STRIP_PX, MAX_TURNS_UNCUT = 16, 40
"""Width of a strip of sky; curves with more turns than this are cut into strips."""
ABOVE_VIEW_PX = -4.0
"""A y above the view."""


class GroundLayer(Layer):
    """Painted into a pixmap of the view's size, and again only when something of it changes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pixmap: QPixmap | None = None
        self._landscape: Landscape | None = None
        self.line: CurveLine
        self.placed_flags: Flags
        self._fixed: tuple[Box, ...] = ()
        self.further_obstacles: Callable[[], tuple[Box, ...]] = tuple
        """Gives the boxes of further texts that names keep clear of."""
        self._projection: Projection

    @property
    def obstacles(self) -> tuple[Box, ...]:
        """What the balls' names keep clear of: flags, their texts, the axis, and `further_obstacles`."""
        return (*self._fixed, *self.further_obstacles())

    @property
    def projection(self) -> Projection:
        """The projection that it is drawn with."""
        return self._projection

    def show_landscape(self, landscape: Landscape, projection: Projection) -> None:
        """Show a landscape with a projection."""
        self.set_size(projection.width, projection.height)
        self._landscape, self._projection = landscape, projection
        self.line = CurveLine(landscape, projection)
        self.renew()

    def renew(self) -> None:
        """Paint everything again: landscape, projection, colours or text sizes have changed."""
        if self._landscape is not None:
            self.placed_flags = place_flags(self._landscape, self._projection, self.line, self._theme)
            width, height = self._projection.width, self._projection.height
            self._fixed = (*self.placed_flags.obstacles, Box(0.0, height - axis_height(self._theme), width, height))
        self._pixmap = None
        self.update()

    def paint_layer(self, painter: QPainter) -> None:
        ratio = painter.device().devicePixelRatioF()
        if self._pixmap is None or self._pixmap.devicePixelRatioF() != ratio:
            self._pixmap = self._painted(ratio)
        painter.drawPixmap(0, 0, self._pixmap)

    def _painted(self, ratio: float) -> QPixmap:
        size = QSize(self._projection.width, self._projection.height)
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(self._theme.palette.background)
        with QPainter(pixmap) as painter:
            self._paint_all(painter)
        return pixmap

    def _paint_all(self, painter: QPainter) -> None:
        if self._landscape is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.line.is_visible:
            self._paint_ground(painter, self._landscape)
        paint_axis(painter, self._projection, self._theme, self._landscape.domain)
        paint_flags(painter, self.placed_flags, self._theme)

    def _paint_ground(self, painter: QPainter, landscape: Landscape) -> None:
        """Paint ground and tints, then the sky over them, then the curve: faster than to clip at the curve."""
        line, projection, theme = self.line, self._projection, self._theme
        painter.save()
        left, right = round(max(0.0, line.left)), round(min(projection.width, line.right))
        painter.setClipRect(left, 0, right - left, projection.height)
        painter.fillRect(left, 0, right - left, projection.height, self._ground_shading())
        paint_valley_glow(painter, landscape, projection, line, theme)
        paint_valley_tints(painter, landscape, projection, line, theme)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.palette.background)
        for sky in _strips(line):
            painter.drawPolygon(sky)
        painter.restore()
        pen = QPen(theme.palette.curve, LINE_WIDTH_PX * theme.scale)
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        draw_line(painter, line.x, line.y)

    def _ground_shading(self) -> QLinearGradient:
        """The ground, a little deeper towards the bottom."""
        palette = self._theme.palette
        shading = QLinearGradient(QPointF(0.0, 0.0), QPointF(0.0, self._projection.height))
        shading.setColorAt(0.0, mix(palette.ground, palette.ink, 0.03))
        shading.setColorAt(0.6, palette.ground)
        shading.setColorAt(1.0, mix(palette.ground, palette.background, 0.45))
        return shading


def _strips(line: CurveLine) -> Iterator[QPolygonF]:
    """The sky above the curve; cut at whole pixels where the curve has so many turns that one polygon would be slow."""
    turns = np.count_nonzero(np.diff(np.sign(np.diff(line.y))))
    width = STRIP_PX if turns > MAX_TURNS_UNCUT else len(line.x)
    cuts = np.arange(math.floor(line.left) + width, line.right, width)
    # A little beyond the ends, since the ground is cut off at whole pixels.
    x_all = np.concatenate(([line.x[0] - 1.0], line.x, [line.x[-1] + 1.0]))
    y_all = np.concatenate((line.y[:1], line.y, line.y[-1:]))
    points = np.concatenate(([0], np.searchsorted(x_all, cuts), [len(x_all) - 1]))
    for first, last in pairwise(points.tolist()):
        x, y = x_all[first : last + 1], y_all[first : last + 1]
        yield polygon(np.concatenate((x, (x[-1], x[0]))), np.concatenate((y, (ABOVE_VIEW_PX, ABOVE_VIEW_PX))))
