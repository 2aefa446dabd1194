"""The static layer: ground, valley tints, the curve, grid lines, flags and the numbers of valleys."""

import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QLinearGradient, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from app.plotting.axis import CORNER_PX, TOP_PX, NumberAxis
from app.plotting.curve_line import CurveLine
from app.plotting.drawing import draw_line, pixel_ratio, polygon, restored
from app.plotting.label_layout import Box
from app.plotting.layer import Layer
from app.plotting.transform import PlotTransform
from app.plotting.view_box import PlotViewBox
from app.theme.application import Theme
from app.theme.palette import Palette, faded, mix
from app.views.landscape.flags import Flags, paint_flags, place_flags
from app.views.landscape.valley_numbers import ValleyNumbers, paint_valley_numbers, place_valley_numbers
from physics.arrays import Ints
from physics.landscape.base import Landscape

GLOW_DEPTH_PX = 84.0
"""At scale 1, where the tint below the curve has faded out."""
GLOW_OPACITY = 0.32
"""Of the tint directly below the curve."""
GLOW_AREAS, GLOW_STEP_PX = 14, 3.0
"""Areas of which the tint consists where it is not painted pixel by pixel, and the distance of their points."""


def paint_valley_glow(
    painter: QPainter, landscape: Landscape, transform: PlotTransform, line: CurveLine, theme: Theme
) -> None:
    """Paint the fading tints: pixel by pixel, ten times faster than as areas, or as areas on what has no pixels."""
    if pixel_ratio(painter) is None:
        _paint_glow_areas(painter, landscape, transform, line, theme)
        return
    left = max(0, int(line.left))
    columns = np.arange(left, min(round(transform.width), int(line.right) + 1))
    if not len(columns):
        return
    depth, height = theme.scaled(GLOW_DEPTH_PX), round(transform.height)
    middle = columns.astype(np.float64) + 0.5
    tint = landscape.features.valley_index(transform.x_at(middle)) % len(theme.palette.valley_tints)
    # With rows above and below the view, so that no curve needs a special case.
    pixels = np.zeros((height + 2 * depth, len(columns)), np.uint32)
    top = np.clip(line.heights_at(middle).astype(np.intp), -depth, height) + depth
    pixels[top[:, np.newaxis] + np.arange(depth), np.arange(len(columns))[:, np.newaxis]] = _fading(
        theme.palette, depth
    )[tint]
    seen = pixels[depth : depth + height]
    image = QImage(seen.data, len(columns), height, 4 * len(columns), QImage.Format.Format_ARGB32_Premultiplied)
    painter.drawImage(QPointF(left, 0.0), image)


def _paint_glow_areas(
    painter: QPainter, landscape: Landscape, transform: PlotTransform, line: CurveLine, theme: Theme
) -> None:
    """Paint the fading tints of each visible valley as areas below the curve, each on the one before."""
    edges, tints = transform.x(landscape.features.edges), theme.palette.valley_tints
    depths = np.linspace(theme.scaled(GLOW_DEPTH_PX), 0.0, GLOW_AREAS, endpoint=False)
    wanted = GLOW_OPACITY * (1.0 - (depths - 0.5 * depths[-1]) / depths[0]) ** 1.6
    before = np.concatenate(([0.0], wanted[:-1]))
    painter.setPen(Qt.PenStyle.NoPen)
    for index in np.flatnonzero((edges[1:] > line.left) & (edges[:-1] < line.right)).tolist():
        lo, hi = max(edges[index], line.left), min(edges[index + 1], line.right)
        x = np.linspace(lo, hi, max(2, math.ceil((hi - lo) / GLOW_STEP_PX)))
        y = line.heights_at(x)
        for depth, share in zip(depths.tolist(), ((wanted - before) / (1.0 - before)).tolist(), strict=True):
            painter.setBrush(faded(tints[index % len(tints)], share))
            painter.drawPolygon(polygon(np.concatenate((x, x[::-1])), np.concatenate((y, (y + depth)[::-1]))))


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
    painter: QPainter, landscape: Landscape, transform: PlotTransform, line: CurveLine, theme: Theme
) -> None:
    """Paint a band along the curve of each visible valley; the sky later covers its upper half."""
    edges = transform.x(landscape.features.edges)
    is_seen = (edges[1:] >= line.left) & (edges[:-1] <= line.right) & (np.diff(edges) >= MIN_VALLEY_PX)
    for index in np.flatnonzero(is_seen).tolist():
        begin, end = np.searchsorted(line.x, (edges[index] - 1e-6, edges[index + 1] + 1e-6))
        pen = QPen(theme.palette.valley_brush(index), 2.0 * BAND_PX * theme.line_scale)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
        painter.setPen(pen)
        draw_line(painter, line.x[begin:end], line.y[begin:end])


LINE_WIDTH_PX = 2.2
STRIP_PX, MAX_TURNS_UNCUT = 16, 40
"""Width of a strip of sky; curves with more turns than this are cut into strips."""
ABOVE_VIEW_PX = -4.0
"""A y above the view."""
GRID_OPACITY = 0.35


class Axes(NamedTuple):
    """The axes of the view."""

    bottom: NumberAxis
    left: NumberAxis


def _nothing() -> None:
    """Do nothing."""


class GroundLayer(Layer):
    """Painted into a pixmap of the view's size, and again only when something of it changes."""

    def __init__(self, view_box: PlotViewBox, theme: Theme, axes: Axes) -> None:
        super().__init__(view_box)
        self._theme, self._axes = theme, axes
        self._pixmap: QPixmap | None = None
        self._landscape: Landscape | None = None
        self.line: CurveLine
        self.placed_flags: Flags
        self.valley_numbers: ValleyNumbers
        self._fixed: tuple[Box, ...] = ()
        self.further_obstacles: Callable[[], tuple[Box, ...]] = tuple
        """Gives the boxes of further texts that names keep clear of."""
        self.has_background = True
        """Whether the sky is painted; without it what is above the curve stays as it is."""
        self.on_placed: Callable[[], None] = _nothing
        """Called when flags and numbers have other places."""

    @property
    def obstacles(self) -> tuple[Box, ...]:
        """What the balls' names keep clear of: flags and their texts, valley numbers, axes, `further_obstacles`."""
        return (*self._fixed, *self.further_obstacles())

    @property
    def transform(self) -> PlotTransform:
        """The transform that it is drawn with."""
        return self.plot_transform

    @property
    def floor(self) -> float:
        """Pixels from the top of the view to the numbers at its bottom."""
        floor: float = self.transform.height - self._axes.bottom.height()
        return floor

    def show_landscape(self, landscape: Landscape) -> None:
        """Draw another landscape; before the first one nothing is drawn."""
        self._landscape = landscape
        self.show_range()

    def show_range(self, *_: object) -> None:
        if self._landscape is not None:
            self.line = CurveLine(self._landscape, self.transform)
            self.renew()

    def renew(self, *_: object) -> None:
        """Paint everything again: landscape, transform, colours or text sizes have changed."""
        if self._landscape is not None:
            shown = self._landscape, self.transform, self.line, self.floor, self._theme
            self.placed_flags = place_flags(*shown)
            self.valley_numbers = place_valley_numbers(*shown, self.placed_flags)
            texts = *self.placed_flags.obstacles, *self.valley_numbers.obstacles
            width, height = self.transform.width, self.transform.height
            self._fixed = (*texts, Box(0.0, self.floor, width, height), *self._numbers_left())
            self.on_placed()
        self._pixmap = None
        super().renew()

    def _numbers_left(self) -> list[Box]:
        """The boxes of the numbers at the left of the view."""
        half = 0.5 * QFontMetricsF(self._theme.font("number_small")).height()
        transform, width = self.transform, float(self._axes.left.minimumWidth())
        heights = [transform.y(tick.position) for tick in self._axes.left.ticks(transform.y_span, transform.height)]
        return [Box(0.0, y - half, width, y + half) for y in heights]

    def paint_layer(self, painter: QPainter) -> None:
        ratio = pixel_ratio(painter)
        if ratio is None:
            if self.has_background:
                painter.fillRect(self.boundingRect(), self._theme.palette.background)
            self._paint_all(painter)
            return
        if self._pixmap is None or self._pixmap.devicePixelRatioF() != ratio:
            self._pixmap = self._painted(ratio)
        painter.drawPixmap(0, 0, self._pixmap)

    def _painted(self, ratio: float) -> QPixmap:
        size = QSize(round(self.transform.width), round(self.transform.height))
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(self._theme.palette.background if self.has_background else Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            self._paint_all(painter)
        return pixmap

    def _paint_all(self, painter: QPainter) -> None:
        if self._landscape is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.line.is_visible:
            self._paint_ground(painter, self._landscape)
        self._paint_grid(painter)
        self._paint_curve(painter)
        paint_flags(painter, self.placed_flags, self._theme)
        paint_valley_numbers(painter, self.valley_numbers, self._theme)

    def _paint_grid(self, painter: QPainter) -> None:
        """Paint faint lines at the numbers of both axes; none across the sentence at the top."""
        transform, scale = self.transform, self._theme.scale
        top, bottom = TOP_PX * scale, transform.height - CORNER_PX * scale
        painter.setPen(QPen(faded(self._theme.palette.line, GRID_OPACITY), 1.0))
        for axis, span, length in (
            (self._axes.bottom, transform.x_span, transform.width),
            (self._axes.left, transform.y_span, transform.height),
        ):
            for tick in axis.ticks(span, length):
                if axis is self._axes.bottom:
                    x = round(transform.x(tick.position)) + 0.5
                    painter.drawLine(QLineF(x, 0.0, x, transform.height))
                elif top < transform.y(tick.position) < bottom:
                    y = round(transform.y(tick.position)) + 0.5
                    painter.drawLine(QLineF(0.0, y, transform.width, y))

    def _paint_ground(self, painter: QPainter, landscape: Landscape) -> None:
        """Paint ground and tints, then the sky over them: faster than to clip at the curve."""
        line, transform, theme = self.line, self.transform, self._theme
        with restored(painter):
            left, right = round(max(0.0, line.left)), round(min(transform.width, line.right))
            ground = QRectF(left, 0.0, right - left, transform.height)
            painter.setClipRect(ground)
            if not self.has_background:
                painter.setClipPath(_below(line, transform.height), Qt.ClipOperation.IntersectClip)
            painter.fillRect(ground, self._ground_shading())
            paint_valley_glow(painter, landscape, transform, line, theme)
            paint_valley_tints(painter, landscape, transform, line, theme)
            if self.has_background:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.palette.background)
                for sky in _strips(line):
                    painter.drawPolygon(sky)

    def _paint_curve(self, painter: QPainter) -> None:
        if self.line.is_visible:
            pen = QPen(self._theme.palette.curve, LINE_WIDTH_PX * self._theme.line_scale)
            pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            draw_line(painter, self.line.x, self.line.y)

    def _ground_shading(self) -> QLinearGradient:
        """The ground, a little deeper towards the bottom."""
        palette = self._theme.palette
        shading = QLinearGradient(QPointF(0.0, 0.0), QPointF(0.0, self.transform.height))
        shading.setColorAt(0.0, mix(palette.ground, palette.ink, 0.03))
        shading.setColorAt(0.6, palette.ground)
        shading.setColorAt(1.0, mix(palette.ground, palette.background, 0.45))
        return shading


def _below(line: CurveLine, bottom: float) -> QPainterPath:
    """The area between the curve and the bottom of the view."""
    path = QPainterPath()
    x = np.concatenate((line.x, (line.x[-1], line.x[0])))
    path.addPolygon(polygon(x, np.concatenate((line.y, (bottom, bottom)))))
    return path


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
