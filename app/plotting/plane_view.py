"""A view of a part of the plane, to be fitted, zoomed and panned; and the axes of the outcome map in pixels."""

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView

from app.plotting.projection import Margins, Projection
from app.theme.application import Theme
from physics.arrays import Floats, Ints
from physics.rules.base import Parameter, Scale
from physics.rules.memory import rounded
from physics.sweep.grid import Axis, Grid

MARGINS_PX = Margins(left=44.0, top=96.0, right=44.0, bottom=92.0)
"""Around the whole curve, at scale 1: room for balls and names above, for the flag's text and the axis below."""
ZOOM_PER_WHEEL_UNIT = 1.0015
"""One notch is 120 units."""
MIN_WIDTH_SHARE, MAX_WIDTH_SHARE = 1e-7, 4.0
"""Range of widths that can be shown, in widths of the domain."""


class PlaneView(QGraphicsView):
    """A scene of layers in the view's pixels, and the projection that they are drawn with."""

    projection: Projection
    """The current projection; replaced when it changes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._is_fitted = True
        self._is_frozen = False
        self._pan_from: QPointF | None = None
        self.setScene(QGraphicsScene(self))
        self.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        # The lowest layer covers every pixel: nothing needs to be cleared.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 160)

    @abstractmethod
    def whole(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The domain and the range of heights that `fit` shows."""

    @abstractmethod
    def show_projection(self) -> None:
        """Draw every layer again: the projection, or what it shows, has changed."""

    def to_curve(self, pos: QPointF) -> tuple[float, float]:
        """(w, f) at a point of the viewport, in pixels."""
        return self.projection.w(pos.x()), self.projection.f(pos.y())

    def to_pixels(self, w: float, f: float) -> QPointF:
        """The point of the viewport at (w, f), in pixels."""
        return QPointF(self.projection.x(w), self.projection.y(f))

    @property
    def visible_heights(self) -> tuple[float, float]:
        """The lowest and the highest f that are drawn."""
        return self.projection.f_lo, self.projection.f_hi

    @property
    def visible_positions(self) -> tuple[float, float]:
        """The least and the greatest w that are drawn."""
        return self.projection.w_lo, self.projection.w_hi

    def freeze_range(self, frozen: bool) -> None:
        """Keep the range while the curve is edited; afterwards a curve that was fitted is fitted again."""
        self._is_frozen = frozen
        if not frozen and self._is_fitted:
            self.fit()

    def fit(self) -> None:
        """Show the whole curve."""
        self._is_fitted = True
        self.projection = self.fitted()
        self.show_projection()

    def fitted(self) -> Projection:
        """The projection that shows the whole curve."""
        scale = self._theme.scale
        margins = Margins(
            MARGINS_PX.left * scale, MARGINS_PX.top * scale, MARGINS_PX.right * scale, MARGINS_PX.bottom * scale
        )
        return Projection.fitted(*self.whole(), self._size(), margins)

    def keep_in_view(self) -> None:
        """Draw a changed curve: fitted if it was before or is outside the view, else with the same projection."""
        (lo, hi), (lowest, highest) = self.whole()
        is_outside = lo >= self.projection.w_hi or hi <= self.projection.w_lo
        is_in_view = not is_outside and lowest < self.projection.f_hi and highest > self.projection.f_lo
        if not self._is_frozen and (self._is_fitted or not is_in_view):
            self.fit()
        else:
            self.show_projection()

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Show `factor` times as much around a point of the viewport, by default its middle."""
        point = QPointF(self.viewport().rect().center()) if about is None else about
        zoomed = self.projection.zoomed(point.x(), point.y(), factor)
        lo, hi = self.whole()[0]
        is_near = MIN_WIDTH_SHARE <= (zoomed.w_hi - zoomed.w_lo) / (hi - lo) <= MAX_WIDTH_SHARE
        if is_near and (factor > 1.0 or zoomed.is_fine):
            self._is_fitted = False
            self.projection = zoomed
            self.show_projection()

    # Panning.

    @property
    def is_panning(self) -> bool:
        """Whether the mouse is panning."""
        return self._pan_from is not None

    def begin_pan(self, position: QPointF) -> None:
        """Begin to pan."""
        self._pan_from = position
        self.viewport().setCursor(Qt.CursorShape.SizeAllCursor)

    def pan_to(self, position: QPointF) -> None:
        """Pan to a position of the mouse."""
        if self._pan_from is not None:
            by = position - self._pan_from
            self._pan_from = position
            self._is_fitted = False
            self.projection = self.projection.moved(by.x(), by.y())
            self.show_projection()

    def end_pan(self) -> None:
        """End panning."""
        self._pan_from = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        self.zoom(ZOOM_PER_WHEEL_UNIT ** -event.angleDelta().y(), event.position())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scene().setSceneRect(0.0, 0.0, *self._size())
        if self._is_fitted and not self._is_frozen:
            self.projection = self.fitted()
        else:
            self.projection = self.projection.resized(*self._size())
        self.show_projection()

    def _size(self) -> tuple[int, int]:
        return self.viewport().width(), self.viewport().height()


MAX_DIGITS = 15
MAX_OVERSHOOT = 9.0
"""A value outside the axis is placed at most this far beyond its end, in lengths of the axis."""
MAX_ROUNDING_PX = 0.5
"""By which a value chosen with the mouse may be rounded."""


@dataclass(frozen=True)
class PixelAxis:
    """An axis of a map: pixels from `begin` to `end` (which may be less than `begin`), one cell for each value."""

    axis: Axis
    count: int
    begin: float
    end: float

    @cached_property
    def _ends(self) -> tuple[float, float]:
        """Scale values at `begin` and `end`: half a cell outside the first and the last value."""
        first, last = self.axis.to_scale(np.array([self.axis.lowest, self.axis.highest])).tolist()
        half = 0.5 * (last - first) / (self.count - 1)
        return first - half, last + half

    def pixel(self, value: float) -> float:
        """The pixel of a value; see `pixels`."""
        pixel: float = self.pixels(np.array([value]))[0].item()
        return pixel

    def pixels(self, values: Floats) -> Floats:
        """The pixels of values; values outside the axis are a little outside, α = 1 at the end with the greatest α."""
        first, last = self._ends
        scaled = self.axis.to_scale(values)
        with np.errstate(over="ignore"):
            share = np.where(np.isinf(scaled), 1.0, (scaled - first) / (last - first))
        return self.begin + np.clip(share, -MAX_OVERSHOOT, 1.0 + MAX_OVERSHOOT) * (self.end - self.begin)

    def value(self, pixel: float) -> float:
        """The value at a pixel, clamped to the axis, with no more digits than the pixel determines."""
        exact: float = self.axis.values_at(np.array([self._to_scale(pixel)]))[0].item()
        for digits in range(2, MAX_DIGITS + 1):
            short: float = _rounded(self.axis.parameter, exact, digits)
            inside = self.axis.lowest <= short <= self.axis.highest
            if inside and abs(self.pixel(short) - self.pixel(exact)) < MAX_ROUNDING_PX:
                return short
        return exact

    def zoomed(self, pixel: float, factor: float, whole: Axis) -> Axis:
        """The axis that shows `factor` times as much around a pixel, within the `whole` axis."""
        first, last = self.axis.to_scale(np.array([self.axis.lowest, self.axis.highest])).tolist()
        here = self._to_scale(pixel)
        return _part_of(whole, here + (first - here) * factor, here + (last - here) * factor)

    def moved(self, pixels: float, whole: Axis) -> Axis:
        """The axis after panning by `pixels`, within the `whole` axis."""
        first, last = self.axis.to_scale(np.array([self.axis.lowest, self.axis.highest])).tolist()
        lowest, highest = whole.to_scale(np.array([whole.lowest, whole.highest])).tolist()
        by = self._to_scale(self.begin) - self._to_scale(self.begin + pixels)
        by = min(max(by, lowest - first), highest - last)
        return _part_of(whole, first + by, last + by)

    def cells(self, picture: Axis, count: int) -> Ints:
        """For each pixel from `begin` to `end`, the index among `count` values of a picture's axis; −1 outside it."""
        pixels = max(1, round(abs(self.end - self.begin)))
        share = (np.arange(pixels) + 0.5) / pixels
        first, last = self._ends
        there = picture.to_scale(np.array([picture.lowest, picture.highest]))
        cell = (first + share * (last - first) - there[0]) / (there[1] - there[0]) * (count - 1)
        index: Ints = np.floor(cell + 0.5).astype(np.intp)
        index[(index < 0) | (index >= count)] = -1
        return index

    def _to_scale(self, pixel: float) -> float:
        first, last = self._ends
        return first + (pixel - self.begin) / (self.end - self.begin) * (last - first)


def pixel_axes_of(grid: Grid, left: float, top: float, right: float, bottom: float) -> tuple[PixelAxis, PixelAxis]:
    """The x and y axes of a grid in a rectangle of pixels, the lowest y at the bottom."""
    return PixelAxis(grid.x, grid.columns, left, right), PixelAxis(grid.y, grid.rows, bottom, top)


def _part_of(whole: Axis, first: float, last: float) -> Axis:
    """The part of an axis between two scale values; all of it where they are outside it, or too close."""
    lowest, highest = whole.values_at(np.array([first, last])).tolist()
    scaled: Floats = whole.to_scale(np.array([lowest, highest]))
    if not scaled[1] - scaled[0] > 1e-9 * (1.0 + abs(scaled).max()):
        return whole
    return Axis(whole.parameter, lowest, highest)


def _rounded(parameter: Parameter, value: float, digits: int) -> float:
    return rounded(value, digits) if parameter.scale is Scale.MEMORY else float(f"{value:.{digits}g}")
