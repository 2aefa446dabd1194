"""The outcome map on the screen: its picture with axes, the balls as dots on it, and a cross under the mouse."""

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.controls.event_filter import EventFilter
from app.plotting.axes import axis_ticks
from app.plotting.plane_view import PixelAxis, pixel_axes_of
from app.prediction.outcome_map import MapModel, MapPicture
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import Palette, faded
from app.theme.pixmaps import transparent_pixmap
from app.views.outcome_map.dots import dots_of, paint_dots
from app.views.outcome_map.map_controller import ZOOM_STEP, MapDragController, is_arrow_key
from physics.sweep.batch import UNKNOWN

MARGIN_LEFT_PX, MARGIN_TOP_PX, MARGIN_RIGHT_PX, MARGIN_BOTTOM_PX = 34, 2, 16, 18
"""Around the map: room for the labels of y, for the end of the last label of x, and for the labels of x."""
MIN_LABEL_SPACING_X_PX, MIN_LABEL_SPACING_Y_PX = 40.0, 22.0
TICK_LENGTH_PX = 3.0
LABEL_PADDING_PX = 8
"""On both sides of a label of y together."""
WHEEL_UNITS_PER_NOTCH = 120
PROGRESS_HEIGHT_PX = 2.0


class MapView(QWidget):
    """Shows the part of the newest picture that the axes ask for; a finer picture follows."""

    hovered = Signal(object)
    """The values under the mouse, by quantity; None when it has left."""

    def __init__(self, model: MapModel, theme: Theme) -> None:
        super().__init__()
        self._model, self._theme = model, theme
        self._ground: tuple[object, QPixmap] | None = None
        self._dots: tuple[object, QPixmap] | None = None
        self._mouse: QPointF | None = None
        self.drag_controller = MapDragController(model, theme, self.pixel_axes, lambda: self._rect, self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Outcome map"))
        EventFilter(self, accepts_key=is_arrow_key)
        model.changed.connect(self._on_changed)
        model.picture_changed.connect(self.update)
        theme.theme_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        # Low enough for five cards above it in a small window; it takes what room there is.
        return QSize(self._theme.scaled(352), self._theme.scaled(128))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.scaled(200), self._theme.scaled(120))

    # Geometry.

    def pixel_axes(self) -> tuple[PixelAxis, PixelAxis] | None:
        """The x and y axes in the widget's pixels; None without a ball."""
        grid = self._model.grid
        if grid is None:
            return None
        rect = self._rect
        return pixel_axes_of(grid, rect.left(), rect.top(), rect.right(), rect.bottom())

    @property
    def _rect(self) -> QRectF:
        """The map without its axes; labels of y are long when the range is small."""
        scaled = self._theme.scaled
        top, bottom, grid = float(MARGIN_TOP_PX), float(self.height() - scaled(MARGIN_BOTTOM_PX)), self._model.grid
        left = float(scaled(MARGIN_LEFT_PX))
        if grid is not None:
            spacing = MIN_LABEL_SPACING_Y_PX * self._theme.scale
            labels = axis_ticks(PixelAxis(grid.y, grid.rows, bottom, top), spacing)
            metrics = QFontMetricsF(self._theme.font("number_small"))
            padding = scaled(LABEL_PADDING_PX)
            left = max(left, *(metrics.horizontalAdvance(label) + padding for _value, label in labels))
        return QRectF(QPointF(round(left), top), QPointF(self.width() - scaled(MARGIN_RIGHT_PX), bottom))

    # Painting.

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            axes = self.pixel_axes()
            if axes is None:
                painter.fillRect(self._rect, self._theme.palette.background)
                self._paint_text(painter, _("There is no ball to make a map for."))
                return
            painter.drawPixmap(0, 0, self._map_pixmap(*axes))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_cross(painter)
            painter.drawPixmap(0, 0, self._dots_pixmap(*axes))
            if self.hasFocus():
                painter.setPen(QPen(self._theme.palette.focus, 1.5))
                painter.drawRect(self._rect.adjusted(-1.0, -1.0, 1.0, 1.0))

    def _map_pixmap(self, x: PixelAxis, y: PixelAxis) -> QPixmap:
        """Picture and axes, painted again when one of them has changed."""
        theme, picture = self._theme, self._model.picture
        key = (picture, x, y, theme.palette.name, theme.scale, self.size(), self.devicePixelRatioF())
        if self._ground is None or self._ground[0] != key:
            ground = self._empty_pixmap()
            with QPainter(ground) as painter:
                painter.fillRect(self._rect, theme.palette.background)
                painter.fillRect(self._rect, unknown_brush(theme.palette))
                if picture is not None:
                    self._paint_picture(painter, picture, x, y)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._paint_axes(painter, x, y)
            self._ground = key, ground
        return self._ground[1]

    def _dots_pixmap(self, x: PixelAxis, y: PixelAxis) -> QPixmap:
        """The balls, painted again when they or the axes have changed."""
        key = (x, y, self._theme.scale, self.size(), self.devicePixelRatioF())
        if self._dots is None or self._dots[0] != key:
            dots = self._empty_pixmap()
            with QPainter(dots) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setClipRect(self._rect.adjusted(-8.0, -2.0, 8.0, 8.0))
                paint_dots(painter, dots_of(self._model, x, y), self._theme)
            self._dots = key, dots
        return self._dots[1]

    def _empty_pixmap(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        return transparent_pixmap(self.size() * ratio, ratio)

    def _paint_picture(self, painter: QPainter, picture: MapPicture, x: PixelAxis, y: PixelAxis) -> None:
        """The known part of the picture, and a bar that says how much that is."""
        if picture.landscape is self._model.session.landscape:
            painter.drawImage(self._rect.topLeft(), _image_of(picture, x, y, self._theme))
        if picture.share < 1.0:
            share = QRectF(self._rect)
            share.setTop(share.bottom() - PROGRESS_HEIGHT_PX)
            share.setWidth(share.width() * picture.share)
            painter.fillRect(share, self._theme.palette.accent)

    def _on_changed(self) -> None:
        """Balls or axes have changed, and with them what is under the mouse."""
        self._dots = None
        self.update()
        if self._mouse is not None:
            self._hover(self._mouse)

    def _paint_axes(self, painter: QPainter, x: PixelAxis, y: PixelAxis) -> None:
        palette, scale = self._theme.palette, self._theme.scale
        font = self._theme.font("number_small")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QPen(palette.muted, 1.0))
        rect = self._rect
        for value, label in axis_ticks(x, MIN_LABEL_SPACING_X_PX * scale, metrics.averageCharWidth()):
            pixel = x.pixel(value)
            painter.drawLine(QLineF(pixel, rect.bottom(), pixel, rect.bottom() + TICK_LENGTH_PX * scale))
            left = pixel - metrics.horizontalAdvance(label) / 2.0
            left = min(max(left, 1.0), self.width() - 4.0 * scale - metrics.horizontalAdvance(label))
            painter.drawText(QPointF(left, self.height() - metrics.descent()), label)
        for value, label in axis_ticks(y, MIN_LABEL_SPACING_Y_PX * scale):
            pixel = y.pixel(value)
            painter.drawLine(QLineF(rect.left() - TICK_LENGTH_PX * scale, pixel, rect.left(), pixel))
            right = rect.left() - (TICK_LENGTH_PX + 2.0) * scale
            baseline = min(max(pixel + metrics.capHeight() / 2.0, metrics.capHeight() + 1.0), rect.bottom())
            painter.drawText(QPointF(right - metrics.horizontalAdvance(label), baseline), label)

    def _paint_cross(self, painter: QPainter) -> None:
        """Thin lines through the mouse."""
        if self._mouse is None or not self._rect.contains(self._mouse):
            return
        painter.setPen(QPen(faded(self._theme.palette.ink, 0.55), 1.0))
        x, y = self._mouse.x(), self._mouse.y()
        painter.drawLine(QLineF(x, self._rect.top(), x, self._rect.bottom()))
        painter.drawLine(QLineF(self._rect.left(), y, self._rect.right(), y))

    def _paint_text(self, painter: QPainter, text: str) -> None:
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.palette.muted)
        painter.drawText(self._rect, Qt.AlignmentFlag.AlignCenter, text)

    # Mouse and keys.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.drag_controller.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position()
        self.drag_controller.move(position)
        self._hover(position if self._rect.contains(position) else None)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.drag_controller.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.drag_controller.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if turned:
            self.drag_controller.zoom(ZOOM_STEP ** (turned / WHEEL_UNITS_PER_NOTCH), event.position())
            event.accept()

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.setAccepted(self.drag_controller.key(event))

    def _hover(self, point: QPointF | None) -> None:
        if point is not None or self._mouse is not None:
            self._mouse = point
            self.update()
            self.hovered.emit(None if point is None else self.drag_controller.values_at(point))


def unknown_brush(palette: Palette) -> QBrush:
    """Sparse dots, for the part of a map that is not known yet."""
    return QBrush(palette.muted, Qt.BrushStyle.Dense6Pattern)


def _image_of(picture: MapPicture, x: PixelAxis, y: PixelAxis, theme: Theme) -> QImage:
    column, row = x.cells(picture.grid.x, picture.grid.columns), y.cells(picture.grid.y, picture.grid.rows)[::-1]
    inside = (column >= 0) & (row >= 0)[:, np.newaxis]
    rows, columns = row[:, np.newaxis].clip(0) // picture.stride, column.clip(0) // picture.stride
    outcome = np.where(inside, picture.outcome[rows, columns], np.int8(UNKNOWN))
    pixels = theme.palette.outcomes.pixels(
        outcome, picture.valley[rows, columns], picture.steps[rows, columns], picture.last
    )
    height, width = pixels.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32).copy()
