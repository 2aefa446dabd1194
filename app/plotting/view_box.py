"""The view box of all plots: what it shows, zoomed and panned by mouse and keys, or fitted."""

import sys
from collections.abc import Callable
from math import inf
from typing import Any

import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtWidgets import QGraphicsSceneWheelEvent

from app.plotting.span import MAX_COORDINATE, Span, is_long_enough, min_length
from app.plotting.transform import PlotTransform

CLICK_TOLERANCE_PX = 3.0
"""How far the mouse may move in a click that moves something."""
ZOOM_PER_WHEEL_UNIT = 1.0015
"""One notch is 120 units."""
ZOOM_PER_PIXEL = 1.01
"""Of a drag with the right button."""
MIN_SHARE, MAX_SHARE = 1e-7, 4.0
"""Range of lengths that one can zoom to, in lengths of the whole axis."""
MIN_LENGTH_FACTOR = 2.0
"""Of the least length that floating point allows, so that rounding leaves more than that."""
PLANE = Span(-MAX_COORDINATE, MAX_COORDINATE)
"""What can be shown of any axis."""
BOTH = (True, True)

DragHandler = Callable[[Any], bool]
"""Takes pyqtgraph's MouseDragEvent; False leaves the drag to the view box."""


class PlotViewBox(pyqtgraph.ViewBox):
    """Shows a part of the plane; an axis that was not zoomed by hand is fitted: it follows the whole.

    The wheel zooms about the mouse, a drag with the left or middle button pans, one with the right button scales; over
    an axis all of these change that axis only.
    """

    changed_by_hand = Signal()
    """The person has zoomed, panned or fitted."""
    clicked = Signal(object)
    """pyqtgraph's MouseClickEvent, of any button; `double()` for the second click of a double click."""

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self.disableAutoRange()
        self.setFlag(self.GraphicsItemFlag.ItemHasNoContents)  # what is seen are its layers
        # Layers clip what they paint; a clip of all of them, asked for and set in each frame, is not needed.
        self.setFlag(self.GraphicsItemFlag.ItemClipsChildrenToShape, False)
        # pyqtgraph paints these without a pen and a brush, in each frame.
        for unseen in (self.childGroup, self.background, self.borderRect):
            unseen.hide()
        self._whole = Span(0.0, 1.0), Span(0.0, 1.0)
        self._is_fitted = [True, True]
        self.stays_within_whole = False
        """Whether nothing outside the whole is ever shown."""
        self.always_allowed_length = 0.0, 0.0
        """Lengths up to which one can always zoom out, however short the whole is."""
        self.min_length = 0.0, 0.0
        """Of the spans of x and y that one can zoom to."""
        self.lowest = -inf, -inf
        """Of x and y: what is below takes at most half of the box."""
        self.is_frozen = False
        """Whether the spans stay although the whole changes, such as while a curve is drawn."""
        self.drag_handler: DragHandler = lambda _event: False
        """Is offered each drag first."""
        self._has_handled_drag = False
        self._has_drag_failed = False
        self._transform: PlotTransform | None = None
        for signal in (self.sigRangeChanged, self.sigResized):
            signal.connect(self._forget_transform)
        self._bounds: QRectF | None = None
        self.geometryChanged.connect(self._forget_bounds)

    # What is shown.

    @property
    def spans(self) -> tuple[Span, Span]:
        """What is shown of x and y."""
        x, y = self.viewRange()
        return Span(*x), Span(*y)

    @property
    def plot_transform(self) -> PlotTransform:
        """From what is shown to the pixels of this box."""
        if self._transform is None:
            self._transform = PlotTransform(*self.spans, max(1.0, self.width()), max(1.0, self.height()))
        return self._transform

    @property
    def whole(self) -> tuple[Span, Span]:
        """The spans that `fit` shows."""
        return self._whole

    @property
    def is_fitted(self) -> tuple[bool, bool]:
        """Whether x and y show the whole."""
        return self._is_fitted[0], self._is_fitted[1]

    def set_whole(self, x: Span, y: Span) -> None:
        """Set the spans that `fit` shows; the axes that are fitted follow."""
        self._whole = x, y
        if not self.is_frozen:
            transform = self.plot_transform
            axes = zip((x, y), (transform.x_span, transform.y_span), self._is_fitted, strict=True)
            self._show([span if fitted and span != shown else None for span, shown, fitted in axes])

    def fit(self, axes: tuple[bool, bool] = BOTH) -> None:
        """Show the whole of both axes, or of those that are True in `axes`."""
        for axis in (0, 1):
            self._is_fitted[axis] = self._is_fitted[axis] or axes[axis]
        self._show([span if wanted else None for span, wanted in zip(self._whole, axes, strict=True)])
        self.changed_by_hand.emit()

    def show_part(self, x: Span | None, y: Span | None, *, is_fitted: bool) -> None:
        """Show spans that were chosen elsewhere, of those that are not None; `is_fitted`: they are the whole."""
        for axis, span in enumerate((x, y)):
            self._is_fitted[axis] = self._is_fitted[axis] if span is None else is_fitted
        self._show([x, y])

    def zoom(self, factor: float, about: QPointF | None = None, axes: tuple[bool, bool] = BOTH) -> None:
        """Show `factor` times as much around a point in pixels of this box, by default its middle.

        A factor that leads beyond a limit leads to that limit.
        """
        transform, point = self.plot_transform, self.rect().center() if about is None else about
        here = transform.x_at(point.x()), transform.y_at(point.y())
        self.set_by_hand(
            [
                self._zoomed(axis, factor, at) if wanted else None
                for axis, (at, wanted) in enumerate(zip(here, axes, strict=True))
            ]
        )

    def _zoomed(self, axis: int, factor: float, at: float) -> Span | None:
        """`factor` times as much of an axis around `at`, or as near to that as one can come; None if that is the same.

        What is longer or shorter than the limits, since the whole has changed, can be zoomed towards them only.
        """
        span, whole = self.spans[axis], self._whole[axis]
        distinct = MIN_LENGTH_FACTOR * min_length(span.lo, span.hi)
        least = max(MIN_SHARE * whole.length, self.min_length[axis], distinct)
        greatest = max(MAX_SHARE * whole.length, self.always_allowed_length[axis])
        wanted = max(min(span.length * factor, max(greatest, span.length)), min(least, span.length))
        if wanted == span.length:
            return None
        factor = wanted / span.length
        return Span(at + (span.lo - at) * factor, at + (span.hi - at) * factor)

    def pan(self, way: QPointF, axes: tuple[bool, bool] = BOTH) -> None:
        """Move what is shown by pixels to the right and down."""
        x, y = self.spans
        by = -way.x() * self.plot_transform.per_x, way.y() * self.plot_transform.per_y
        self.set_by_hand(
            [
                Span(span.lo + move, span.hi + move) if wanted else None
                for span, move, wanted in zip((x, y), by, axes, strict=True)
            ]
        )

    def set_by_hand(self, spans: list[Span | None]) -> None:
        """Show other spans, of those that are not None, if they can be told apart."""
        wanted = [None if span is None else self._allowed(span, axis) for axis, span in enumerate(spans)]
        if wanted != [None, None]:
            for axis in (0, 1):
                self._is_fitted[axis] = self._is_fitted[axis] and wanted[axis] is None
            self._show(wanted)
            self.changed_by_hand.emit()

    def _allowed(self, span: Span, axis: int) -> Span | None:
        """The span, or what of it may be shown; None if nothing of it may."""
        span = _moved_into(span, self._whole[axis] if self.stays_within_whole else PLANE)
        if span.lo + 0.5 * span.length < self.lowest[axis]:
            span = Span(self.lowest[axis] - 0.5 * span.length, self.lowest[axis] + 0.5 * span.length)
        return span if is_long_enough(*span) else None

    def _show(self, spans: list[Span | None]) -> None:
        ranges = {name: span for name, span in zip(("xRange", "yRange"), spans, strict=True) if span is not None}
        if ranges:
            self.setRange(padding=0.0, **ranges)

    def _forget_transform(self, *_: object) -> None:
        self._transform = None

    def boundingRect(self) -> QRectF:
        if self._bounds is None:
            self._bounds = super().boundingRect()
        return self._bounds  # kept, since Qt asks several times a frame

    def _forget_bounds(self) -> None:
        self._bounds = None

    # Mouse.

    def wheelEvent(self, event: QGraphicsSceneWheelEvent, axis: int | None = None) -> None:
        event.accept()
        if event.orientation() == Qt.Orientation.Horizontal:
            return  # a swipe to the side, or a wheel that is tilted
        self.zoom(ZOOM_PER_WHEEL_UNIT ** -event.delta(), self.mapFromScene(event.scenePos()), _axes(axis))

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        """An error is reported and ends the drag; pyqtgraph would only warn of it."""
        event.accept()
        if event.isStart():
            self._has_drag_failed = False
        if self._has_drag_failed:
            return
        try:
            self._drag(event, axis)
        except Exception:  # noqa: BLE001  # whatever it is
            self._has_drag_failed = True
            sys.excepthook(*sys.exc_info())

    def _drag(self, event: Any, axis: int | None) -> None:
        if event.isStart():
            self._has_handled_drag = axis is None and self.drag_handler(event)
        elif self._has_handled_drag:
            self.drag_handler(event)
        if self._has_handled_drag:
            return
        way = event.scenePos() - event.lastScenePos()
        if event.button() == Qt.MouseButton.RightButton:
            begin = self.mapFromScene(event.buttonDownScenePos(event.button()))
            across, up = _axes(axis)
            self.zoom(ZOOM_PER_PIXEL ** -way.x(), begin, (across, False))
            self.zoom(ZOOM_PER_PIXEL ** way.y(), begin, (False, up))
        else:
            self.pan(way, _axes(axis))

    def mouseClickEvent(self, event: Any) -> None:
        event.accept()
        self.clicked.emit(event)


def _moved_into(span: Span, whole: Span) -> Span:
    """The span, moved into the whole, or the whole if it is longer."""
    if span.length >= whole.length:
        return whole
    by = max(whole.lo - span.lo, 0.0) + min(whole.hi - span.hi, 0.0)
    return Span(span.lo + by, span.hi + by)


def _axes(axis: int | None) -> tuple[bool, bool]:
    return BOTH if axis is None else (axis == 0, axis == 1)
