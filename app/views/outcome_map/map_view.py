"""The outcome map on the screen: an image between two axes, the balls as dots on it, and a cross under the mouse."""

from typing import Any

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QSizePolicy

from app.plotting.drawing import pixel_ratio
from app.plotting.layer import Layer, is_painted
from app.plotting.span import Span
from app.plotting.view_box import PlotViewBox
from app.prediction.outcome_map import MapModel
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import faded
from app.theme.pixmaps import transparent_pixmap
from app.views.outcome_map.dots import dots_of, paint_dots
from app.views.outcome_map.map_controller import MapDragController, is_arrow_key
from app.views.outcome_map.map_plot import MapPlot
from app.views.outcome_map.pixel_axis import PixelAxis, axis_of, pixel_axes_of, span_of
from physics.sweep.grid import Axis, Grid

PROGRESS_HEIGHT_PX = 2.0
DOT_OVERHANG_PX = 8.0
"""By which a dot at the edge is painted over the axes."""


class MapOverlay(Layer):
    """The balls, a cross under the mouse, and a bar that says how much of the map is known."""

    def __init__(self, view_box: PlotViewBox, theme: Theme, model: MapModel) -> None:
        super().__init__(view_box, DOT_OVERHANG_PX)
        self._theme, self._model = theme, model
        self._dots: tuple[object, QPixmap] | None = None
        self.mouse: QPointF | None = None

    def forget_dots(self) -> None:
        """Paint the balls again."""
        self._dots = None
        self.renew()

    def paint_layer(self, painter: QPainter) -> None:
        grid, rect = self._model.grid, self.plot_transform.rect
        if grid is None:
            painter.fillRect(rect, self._theme.palette.background)
            painter.setFont(self._theme.font("small"))
            painter.setPen(self._theme.palette.muted)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, _("There is no ball to make a map for."))
            return
        self._paint_progress(painter, rect)
        self._paint_cross(painter, rect)
        ratio = pixel_ratio(painter)
        if ratio is not None:
            dots = self._dots_pixmap(grid, ratio)
            painter.drawPixmap(QPointF(-DOT_OVERHANG_PX, -DOT_OVERHANG_PX), dots)
        else:
            self._paint_dots(painter, grid)

    def _dots_pixmap(self, grid: Grid, ratio: float) -> QPixmap:
        """The balls, painted again when they or the axes have changed."""
        transform = self.plot_transform
        key = grid, transform, self._theme.scale, ratio
        if self._dots is None or self._dots[0] != key:
            size = self.boundingRect().size()
            dots = transparent_pixmap(QSize(round(size.width() * ratio), round(size.height() * ratio)), ratio)
            with QPainter(dots) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.translate(DOT_OVERHANG_PX, DOT_OVERHANG_PX)
                self._paint_dots(painter, grid)
            self._dots = key, dots
        return self._dots[1]

    def _paint_dots(self, painter: QPainter, grid: Grid) -> None:
        transform = self.plot_transform
        axes = pixel_axes_of(grid, 0.0, 0.0, transform.width, transform.height)
        paint_dots(painter, dots_of(self._model, *axes), self._theme)

    def _paint_progress(self, painter: QPainter, rect: QRectF) -> None:
        picture = self._model.picture
        if picture is not None and picture.share < 1.0:
            top = rect.bottom() - PROGRESS_HEIGHT_PX
            bar = QRectF(0.0, top, rect.width() * picture.share, PROGRESS_HEIGHT_PX)
            painter.fillRect(bar, self._theme.palette.accent)

    def _paint_cross(self, painter: QPainter, rect: QRectF) -> None:
        """Thin lines through the mouse."""
        if self.mouse is not None:
            painter.setPen(QPen(faded(self._theme.palette.ink, 0.55), 1.0))
            painter.drawLine(QLineF(self.mouse.x(), 0.0, self.mouse.x(), rect.bottom()))
            painter.drawLine(QLineF(0.0, self.mouse.y(), rect.right(), self.mouse.y()))


class MapView(MapPlot):
    """Shows the part of the newest picture that the axes ask for; a finer picture follows.

    The left button puts and drags balls; what else zooms and pans a plot computes another part of the map.
    """

    hovered = Signal(object)
    """The values under the mouse, by quantity; None when it has left."""
    copy_wanted = Signal()
    """The person asks for the map on the clipboard, as a table."""

    def __init__(self, model: MapModel, theme: Theme) -> None:
        super().__init__(theme)
        self._model = model
        self._has_failed = False
        """Whether making the image has failed: it is tried again at the next change."""
        self.fit_button.setProperty("kind", "")  # with a background, since it lies on the map
        self.overlay = MapOverlay(self.view_box, theme, model)
        self.drag_controller = MapDragController(model, theme, self.pixel_axes, self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Outcome map"))
        self.view_box.changed_by_hand.connect(self._show_part)
        self.view_box.clicked.connect(self._on_clicked)
        model.changed.connect(self._on_changed)
        model.picture_changed.connect(self.overlay.renew)
        for signal in (model.picture_changed, self.view_box.sigRangeChanged, self.view_box.sigResized):
            signal.connect(self._retry)
        self._show_axes()

    def sizeHint(self) -> QSize:
        # Low enough for five cards above it in a small window; it takes what room there is.
        return QSize(self._theme.scaled(352), self._theme.scaled(128))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.scaled(200), self._theme.scaled(120))

    # What is shown.

    def pixel_axes(self) -> tuple[PixelAxis, PixelAxis] | None:
        """The x and y axes in pixels of the view box; None without a ball."""
        grid = self._model.grid
        return None if grid is None else self.axes_of(grid)

    def _show_axes(self) -> None:
        """Show the part of the map that the model computes."""
        grid = self._model.grid
        if grid is not None:
            self.show_axes(grid, self._model.whole(), is_fitted=not self._model.is_zoomed)
            self.show_fit_button()

    def _show_part(self) -> None:
        """Compute the part of the map that the person has zoomed or panned to, if its values can be told apart."""
        grid = self._model.grid
        if grid is None:
            return
        if all(self.view_box.is_fitted):
            self._model.show_whole()
            return
        (x_span, y_span), (whole_x, whole_y) = self.view_box.spans, self._model.whole()
        x, y = _part_of(grid.x, x_span, grid.columns, whole_x), _part_of(grid.y, y_span, grid.rows, whole_y)
        if x is None or y is None:
            self._show_axes()
        else:
            self._model.show_part(x, y)

    def _on_changed(self) -> None:
        """Balls or axes have changed, and with them what is under the mouse."""
        self._has_failed = False
        self._show_axes()
        self.overlay.forget_dots()
        if self.overlay.mouse is not None:
            self._hover(self.overlay.mouse)

    def restyle(self) -> None:
        super().restyle()
        self._has_failed = False
        self.overlay.forget_dots()

    def _retry(self, *_: object) -> None:
        self._has_failed = False

    def prepare(self) -> None:
        # The image stays away after an error, until a change.
        if not self._has_failed:
            self._has_failed = not is_painted(self._make_image)
            if self._has_failed:
                self.hide_picture()

    def _make_image(self) -> None:
        """Make the image if it is another one."""
        picture = self._model.picture
        is_known = picture is not None and picture.landscape is self._model.session.landscape
        self.show_picture(picture if is_known else None, self.pixel_axes())

    def fill_menu(self, menu: QMenu, at: QPointF) -> None:
        menu.addAction(_("Copy data")).triggered.connect(self.copy_wanted)
        super().fill_menu(menu, at)

    # Mouse and keys.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        if self.drag_controller.is_pressed and not is_left:
            event.accept()  # the drag goes on
        elif is_left and self.drag_controller.press(self.in_box(event.position())):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self.in_box(event.position())
        if self.drag_controller.is_pressed:
            self.drag_controller.move(at)
        else:
            super().mouseMoveEvent(event)
        self._hover(at if self.view_box.rect().contains(at) else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.drag_controller.release()
        super().mouseReleaseEvent(event)  # with the last button the scene forgets its drag, whichever had the press
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self.in_box(event.position())
        if event.button() == Qt.MouseButton.LeftButton and self.view_box.rect().contains(at):
            self.drag_controller.double_click()
        else:
            super().mouseDoubleClickEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def uses_key(self, event: QKeyEvent) -> bool:
        return super().uses_key(event) or is_arrow_key(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.drag_controller.key(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.open_menu(self.in_widget(self.view_box.mapFromScene(event.scenePos())))
        elif event.double():
            self.fit()

    def _hover(self, point: QPointF | None) -> None:
        if point is not None or self.overlay.mouse is not None:
            self.overlay.mouse = point
            self.overlay.renew()
            self.hovered.emit(None if point is None else self.drag_controller.values_at(point))


def _part_of(shown: Axis, span: Span, count: int, whole: Axis) -> Axis | None:
    """The axis of a span: the one that is shown, if the span is its own; None if the span is too short for one."""
    return shown if span == span_of(shown, count) else axis_of(span, count, whole)
