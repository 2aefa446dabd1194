"""A view of a part of the plane, to be fitted, zoomed and panned; and the axes of the outcome map in pixels."""

from abc import abstractmethod

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView

from app.plotting.projection import Margins, Projection
from app.theme.application import Theme

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
