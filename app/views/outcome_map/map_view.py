"""The outcome map itself: a picture of where balls end, the balls as dots on it, and the mouse on it."""

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
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

from app.controls.watch import Watch
from app.session.map_maker import MapPicture
from app.theme import Theme
from app.theme.contrast import faded
from app.views.outcome_map.axis_ticks import axis_ticks
from app.views.outcome_map.chart import Chart
from app.views.outcome_map.frame import Side, sides_of
from app.views.outcome_map.map_dots import dots_of, paint_dots
from app.views.outcome_map.map_hand import ZOOM, MapHand, is_move
from app.views.outcome_map.unknown import unknown_brush
from physics.rolling import UNKNOWN

LEFT, TOP, RIGHT, BOTTOM = 34, 2, 16, 18
"""Pixels around the picture: labels of y, of x, and room for a label's end."""
APART_X, APART_Y = 40.0, 22.0
"""Least pixels between two labels."""
TICK = 3.0
LABEL_ROOM = 8
"""Pixels beside a label of y."""
NOTCH = 120
PROGRESS = 2.0


class MapView(QWidget):
    """Paints the newest picture, whatever part of it the axes show; a finer one follows."""

    hovered = Signal(object)
    """The values under the mouse, by quantity; None when it has gone."""

    def __init__(self, chart: Chart, theme: Theme) -> None:
        """Show a chart."""
        super().__init__()
        self._chart, self._theme = chart, theme
        self._ground: tuple[object, QPixmap] | None = None
        self._dots: tuple[object, QPixmap] | None = None
        self._mouse: QPointF | None = None
        self.hand = MapHand(chart, theme, self.sides, lambda: self._rect)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Outcome map")
        Watch(self, keeps=is_move)
        chart.changed.connect(self._on_changed)
        chart.pictured.connect(self.update)
        theme.theme_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Low enough for five cards above it in a small window; it takes what room there is."""
        return QSize(self._theme.scaled(352), self._theme.scaled(128))

    def minimumSizeHint(self) -> QSize:
        """Enough to see stripes."""
        return QSize(self._theme.scaled(200), self._theme.scaled(120))

    # Where things are

    def sides(self) -> tuple[Side, Side] | None:
        """Where values lie, across and upwards, in the widget's pixels; None where there is no ball."""
        grid = self._chart.grid
        if grid is None:
            return None
        rect = self._rect
        return sides_of(grid, rect.left(), rect.top(), rect.right(), rect.bottom())

    @property
    def _rect(self) -> QRectF:
        """The picture, beside labels that may be long when only a little is shown."""
        scaled = self._theme.scaled
        top, bottom, grid = float(TOP), float(self.height() - scaled(BOTTOM)), self._chart.grid
        left = float(scaled(LEFT))
        if grid is not None:
            labels = axis_ticks(Side(grid.y, grid.rows, bottom, top), APART_Y * self._theme.scale)
            metrics = QFontMetricsF(self._theme.font("number_small"))
            left = max(left, *(metrics.horizontalAdvance(label) + scaled(LABEL_ROOM) for _, label in labels))
        return QRectF(QPointF(round(left), top), QPointF(self.width() - scaled(RIGHT), bottom))

    # What it looks like

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Picture and axes, dots, and what is under the mouse; what has not changed is kept."""
        with QPainter(self) as painter:
            sides = self.sides()
            if sides is None:
                painter.fillRect(self._rect, self._theme.palette.background)
                self._paint_words(painter, "There is no ball to make a map for.")
                return
            painter.drawPixmap(0, 0, self._kept_ground(*sides))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_cross(painter)
            painter.drawPixmap(0, 0, self._kept_dots(*sides))
            if self.hasFocus():
                painter.setPen(QPen(self._theme.palette.focus, 1.5))
                painter.drawRect(self._rect.adjusted(-1.0, -1.0, 1.0, 1.0))

    def _kept_ground(self, x: Side, y: Side) -> QPixmap:
        """Picture and axes, painted anew when one of them is another one."""
        theme, picture = self._theme, self._chart.picture
        key = (picture, x, y, theme.palette.name, theme.scale, self.size(), self.devicePixelRatioF())
        if self._ground is None or self._ground[0] != key:
            ground = self._empty()
            with QPainter(ground) as painter:
                painter.fillRect(self._rect, theme.palette.background)
                painter.fillRect(self._rect, unknown_brush(theme.palette))
                if picture is not None:
                    self._paint_picture(painter, picture, x, y)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._paint_axes(painter, x, y)
            self._ground = key, ground
        return self._ground[1]

    def _kept_dots(self, x: Side, y: Side) -> QPixmap:
        """The balls, painted anew when they, or the axes, are other ones."""
        key = (x, y, self._theme.scale, self.size(), self.devicePixelRatioF())
        if self._dots is None or self._dots[0] != key:
            dots = self._empty()
            with QPainter(dots) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setClipRect(self._rect.adjusted(-8.0, -2.0, 8.0, 8.0))
                paint_dots(painter, dots_of(self._chart, x, y), self._theme)
            self._dots = key, dots
        return self._dots[1]

    def _empty(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture

    def _paint_picture(self, painter: QPainter, picture: MapPicture, x: Side, y: Side) -> None:
        """What is known, as the axes show it, and how much that is."""
        if picture.landscape is self._chart.session.landscape:
            painter.drawImage(self._rect.topLeft(), _drawn_image(picture, x, y, self._theme))
        if picture.share < 1.0:
            share = QRectF(self._rect)
            share.setTop(share.bottom() - PROGRESS)
            share.setWidth(share.width() * picture.share)
            painter.fillRect(share, self._theme.palette.accent)

    def _on_changed(self) -> None:
        """Balls or axes are other ones, and so what is under the mouse."""
        self._dots = None
        self.update()
        if self._mouse is not None:
            self._point_at(self._mouse)

    def _paint_axes(self, painter: QPainter, x: Side, y: Side) -> None:
        palette, scale = self._theme.palette, self._theme.scale
        font = self._theme.font("number_small")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QPen(palette.muted, 1.0))
        rect = self._rect
        for value, label in axis_ticks(x, APART_X * scale, metrics.averageCharWidth()):
            at = x.pixel(value)
            painter.drawLine(QLineF(at, rect.bottom(), at, rect.bottom() + TICK * scale))
            left = at - metrics.horizontalAdvance(label) / 2.0
            left = min(max(left, 1.0), self.width() - 4.0 * scale - metrics.horizontalAdvance(label))
            painter.drawText(QPointF(left, self.height() - metrics.descent()), label)
        for value, label in axis_ticks(y, APART_Y * scale):
            at = y.pixel(value)
            painter.drawLine(QLineF(rect.left() - TICK * scale, at, rect.left(), at))
            right = rect.left() - (TICK + 2.0) * scale
            base = min(max(at + metrics.capHeight() / 2.0, metrics.capHeight() + 1.0), rect.bottom())
            painter.drawText(QPointF(right - metrics.horizontalAdvance(label), base), label)

    def _paint_cross(self, painter: QPainter) -> None:
        """Fine lines to where the mouse is."""
        if self._mouse is None or not self._rect.contains(self._mouse):
            return
        painter.setPen(QPen(faded(self._theme.palette.ink, 0.55), 1.0))
        x, y = self._mouse.x(), self._mouse.y()
        painter.drawLine(QLineF(x, self._rect.top(), x, self._rect.bottom()))
        painter.drawLine(QLineF(self._rect.left(), y, self._rect.right(), y))

    def _paint_words(self, painter: QPainter, words: str) -> None:
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.palette.muted)
        painter.drawText(self._rect, Qt.AlignmentFlag.AlignCenter, words)

    # What the person does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a dot, put a ball, or begin to move the picture."""
        self.hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, and tell what would become of a ball that sets out here."""
        here = event.position()
        self.hand.move(here)
        self._point_at(here if self._rect.contains(here) else None)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self.hand.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the whole map again."""
        self.hand.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse."""
        turned = event.angleDelta().y()
        if turned:
            self.hand.zoom(ZOOM ** (turned / NOTCH), event.position())
            event.accept()

    def leaveEvent(self, _event: QEvent) -> None:
        """Forget the mouse."""
        self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the selected ball, or zoom."""
        event.setAccepted(self.hand.key(event))

    def _point_at(self, point: QPointF | None) -> None:
        if point is not None or self._mouse is not None:
            self._mouse = point
            self.update()
            self.hovered.emit(None if point is None else self.hand.values_at(point))


def _drawn_image(picture: MapPicture, x: Side, y: Side, theme: Theme) -> QImage:
    column, row = x.cells(picture.grid.x, picture.grid.columns), y.cells(picture.grid.y, picture.grid.rows)[::-1]
    inside = (column >= 0) & (row >= 0)[:, np.newaxis]
    rows, columns = row[:, np.newaxis].clip(0) // picture.stride, column.clip(0) // picture.stride
    outcome = np.where(inside, picture.outcome[rows, columns], np.int8(UNKNOWN))
    pixels = theme.palette.outcomes.pixels(
        outcome, picture.valley[rows, columns], picture.steps[rows, columns], picture.last
    )
    height, width = pixels.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32).copy()
