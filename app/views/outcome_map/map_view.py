"""The outcome map on the screen: its picture, the balls as dots on it, and mouse and keys."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.controls.event_filter import EventFilter
from app.plotting.axes import axis_ticks
from app.plotting.kept_curves import polygon
from app.plotting.plot_view import PixelAxis, sides_of
from app.prediction.outcome_map import Chart, MapPicture
from app.theme import Palette, Theme
from app.theme.palette import faded
from physics.arrays import Bools, Floats, Ints
from physics.sweep.batch import UNKNOWN
from physics.sweep.grid import Quantity

RADIUS, RADIUS_OF_MANY = 5.0, 2.5
MANY = 24
"""With more balls dots are small, the selected one's apart."""
RIM = 1.6
DARK, RING = "#10141A", "#FFFFFF"
FAINT = 0.4
REACH = 4.0
"""Pixels around a dot in which the mouse is still on it."""


class Dots(NamedTuple):
    """Balls on the map: arrays (n,), the selected one last."""

    ball: Ints
    x: Floats
    y: Floats
    """Pixels."""
    radius: Floats
    """Pixels at scale 1."""
    colour: Ints
    is_selected: Bools
    is_faint: Bools
    """Whether the map under it is not true of this ball: its third value, or its rule, is another one."""


def dots_of(chart: Chart, x: PixelAxis, y: PixelAxis) -> Dots:
    """All balls within the axes."""
    session = chart.session
    count, selected = len(session.run.balls), session.selected
    across, up = chart.places()
    at_x, at_y = x.pixels(across), y.pixels(up)
    is_seen = (at_x >= x.begin - 1.0) & (at_x <= x.end + 1.0) & (at_y >= y.end - 1.0) & (at_y <= y.begin + 1.0)
    ball = np.flatnonzero(is_seen)
    ball = np.concatenate((ball[ball != selected], ball[ball == selected]))
    is_selected = ball == selected
    radius = np.where(is_selected | (count <= MANY), RADIUS, RADIUS_OF_MANY)
    colour = np.array([look.colour for look in session.looks], np.intp)[ball]
    return Dots(ball, at_x[ball], at_y[ball], radius, colour, is_selected, ~chart.counts_for()[ball])


def dot_at(dots: Dots, point: QPointF, theme: Theme) -> int | None:
    """The ball whose dot is under a point, the one on top first."""
    distance = np.hypot(dots.x - point.x(), dots.y - point.y())
    under = np.flatnonzero(distance <= (dots.radius + REACH) * theme.scale)
    return dots.ball[under[-1]].item() if len(under) else None


def paint_dots(painter: QPainter, dots: Dots, theme: Theme) -> None:
    """Paint dots with a dark rim, which shows on every tint; the selected one has a light ring around it.

    Dots of one size and colour are painted at once: a thousand of them in the time of a few.
    """
    looks = zip(dots.radius.tolist(), dots.colour.tolist(), dots.is_faint.tolist(), strict=True)
    for radius, colour, is_faint in dict.fromkeys(looks):
        alike = (dots.radius == radius) & (dots.colour == colour) & (dots.is_faint == is_faint) & ~dots.is_selected
        if alike.any():
            painter.setOpacity(FAINT if is_faint else 1.0)
            _paint_alike(painter, polygon(dots.x[alike], dots.y[alike]), radius, colour, theme)
    painter.setOpacity(1.0)
    chosen = dots.is_selected
    if chosen.any():
        _paint_alike(painter, polygon(dots.x[chosen], dots.y[chosen]), RADIUS, int(dots.colour[chosen][0]), theme)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(RING), RIM * theme.scale))
        at = QPointF(dots.x[chosen][0], dots.y[chosen][0])
        painter.drawEllipse(at, (RADIUS + 2.0) * theme.scale, (RADIUS + 2.0) * theme.scale)


def _paint_alike(painter: QPainter, places: QPolygonF, radius: float, colour: int, theme: Theme) -> None:
    """Points of a round pen: first the dark ones, that stand out as rims, then the coloured ones on them."""
    for fill, width in ((QColor(DARK), 2.0 * radius + RIM), (theme.palette.ball(colour), 2.0 * radius - RIM)):
        painter.setPen(QPen(fill, width * theme.scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPoints(places)


def unknown_brush(palette: Palette) -> QBrush:
    """Dots on whatever is behind them."""
    return QBrush(palette.muted, Qt.BrushStyle.Dense6Pattern)


ZOOM = 0.8
"""A notch of the wheel, or a key, shows so much of what was shown."""
STILL = 3.0
"""Pixels that the mouse may move in a click."""
MARGIN = 8.0
"""Pixels around the picture in which a dot can still be taken."""
FAR = 10.0
"""Pixels that an arrow key goes with Shift, instead of one."""
MOVES: dict[int, tuple[int, float]] = {
    Qt.Key.Key_Left: (0, -1.0),
    Qt.Key.Key_Right: (0, 1.0),
    Qt.Key.Key_Up: (1, -1.0),
    Qt.Key.Key_Down: (1, 1.0),
}
"""Which side an arrow key moves along, and in which direction of its pixels."""

Sides = tuple[PixelAxis, PixelAxis]


class MapDragController(QObject):
    """What a person does to a chart by way of its picture."""

    def __init__(
        self, chart: Chart, theme: Theme, sides: Callable[[], Sides | None], rect: Callable[[], QRectF]
    ) -> None:
        """`sides` and `rect` say where the picture lies now, in pixels; there are no sides without a ball."""
        super().__init__()
        self._chart, self._theme, self._sides, self._rect = chart, theme, sides, rect
        self._pressed: QPointF | None = None
        self._is_dragging = False
        self._pan: QPointF | None = None
        self._put_later: Callable[[], None] | None = None
        self._click = QTimer(self, singleShot=True)
        self._click.timeout.connect(self._put_now)
        for signal in (chart.kind_changed, chart.session.selection_changed):
            signal.connect(self.forget_click)

    def values_at(self, point: QPointF) -> dict[Quantity, float] | None:
        """The values at a point, held within the axes; None where there is no ball."""
        sides = self._sides()
        if sides is None:
            return None
        x, y = sides
        return {x.axis.quantity: x.value(point.x()), y.axis.quantity: y.value(point.y())}

    def press(self, event: QMouseEvent) -> None:
        """Take a dot, or bring the selected ball here; the middle button moves the picture."""
        sides, here = self._sides(), event.position()
        if sides is None or not self._rect().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN).contains(here):
            return
        if event.button() == Qt.MouseButton.MiddleButton:
            self._pan = here
        elif event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._is_dragging = here, False
            ball = dot_at(dots_of(self._chart, *sides), here, self._theme)
            if ball is not None:
                self._chart.session.select(ball)
            else:
                self._begin_click(here)

    def _begin_click(self, here: QPointF) -> None:
        """Put the ball at once, but where a second click would mean something else, only when none has come."""
        values = self.values_at(here)
        if values is None:
            return
        if self._chart.is_zoomed:
            self._put_later = lambda: self._chart.put(values)
            self._click.start(QGuiApplication.styleHints().mouseDoubleClickInterval())
        else:
            self._chart.put(values)

    def _put_now(self) -> None:
        if self._put_later is not None:
            self._put_later()
            self._put_later = None

    def forget_click(self) -> None:
        """Do not put the ball where the last click was, if it has not been put yet."""
        self._click.stop()
        self._put_later = None

    def move(self, here: QPointF) -> None:
        """Drag the dot, or the picture."""
        if self._pan is not None:
            self._move_picture(here - self._pan)
            self._pan = here
        elif self._pressed is not None:
            way = here - self._pressed
            self._is_dragging = self._is_dragging or abs(way.x()) + abs(way.y()) > STILL
            values = self.values_at(here)
            if self._is_dragging and values is not None:
                self.forget_click()
                self._chart.put(values)

    def release(self) -> None:
        """Let go."""
        self._pressed = self._pan = None
        self._is_dragging = False

    def double_click(self, event: QMouseEvent) -> None:
        """Show the whole map again."""
        if self._chart.is_zoomed and event.button() == Qt.MouseButton.LeftButton:
            self.forget_click()
            self._chart.show_whole()
        else:
            self.press(event)

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Show `factor` times as much around a point, by default the middle."""
        sides = self._sides()
        if sides is None:
            return
        point = self._rect().center() if about is None else about
        (x, y), (whole_x, whole_y) = sides, self._chart.whole()
        self._chart.show_part(x.zoomed(point.x(), factor, whole_x), y.zoomed(point.y(), factor, whole_y))

    def key(self, event: QKeyEvent) -> bool:
        """Arrows move the selected ball by a pixel, with Shift by ten; plus, minus and 0 zoom. Whether it was a key."""
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(ZOOM)
            case Qt.Key.Key_Minus:
                self.zoom(1.0 / ZOOM)
            case Qt.Key.Key_0:
                self._chart.show_whole()
            case key if key in MOVES:
                side, direction = MOVES[key]
                far = FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
                self._nudge(side, direction * far)
            case _:
                return False
        return True

    def _nudge(self, place: int, pixels: float) -> None:
        """Move the selected ball along one side; one that lies outside of what is shown stays where it is."""
        sides, selected = self._sides(), self._chart.session.selected
        if sides is None:
            return
        side, value = sides[place], self._chart.place_of(selected)[place]
        if side.axis.lowest <= value <= side.axis.highest:
            self._chart.put({side.axis.quantity: side.value(side.pixel(value) + pixels)})

    def _move_picture(self, way: QPointF) -> None:
        sides = self._sides()
        if sides is not None:
            (x, y), (whole_x, whole_y) = sides, self._chart.whole()
            self._chart.show_part(x.moved(way.x(), whole_x), y.moved(way.y(), whole_y))


def is_move(event: QKeyEvent) -> bool:
    """Whether a key moves the ball here, and is not for the window."""
    return event.key() in MOVES and not event.modifiers() & Qt.KeyboardModifier.ControlModifier


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
        self.hand = MapDragController(chart, theme, self.sides, lambda: self._rect)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Outcome map")
        EventFilter(self, keeps=is_move)
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

    def sides(self) -> tuple[PixelAxis, PixelAxis] | None:
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
            labels = axis_ticks(PixelAxis(grid.y, grid.rows, bottom, top), APART_Y * self._theme.scale)
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

    def _kept_ground(self, x: PixelAxis, y: PixelAxis) -> QPixmap:
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

    def _kept_dots(self, x: PixelAxis, y: PixelAxis) -> QPixmap:
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

    def _paint_picture(self, painter: QPainter, picture: MapPicture, x: PixelAxis, y: PixelAxis) -> None:
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

    def _paint_axes(self, painter: QPainter, x: PixelAxis, y: PixelAxis) -> None:
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


def _drawn_image(picture: MapPicture, x: PixelAxis, y: PixelAxis, theme: Theme) -> QImage:
    column, row = x.cells(picture.grid.x, picture.grid.columns), y.cells(picture.grid.y, picture.grid.rows)[::-1]
    inside = (column >= 0) & (row >= 0)[:, np.newaxis]
    rows, columns = row[:, np.newaxis].clip(0) // picture.stride, column.clip(0) // picture.stride
    outcome = np.where(inside, picture.outcome[rows, columns], np.int8(UNKNOWN))
    pixels = theme.palette.outcomes.pixels(
        outcome, picture.valley[rows, columns], picture.steps[rows, columns], picture.last
    )
    height, width = pixels.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32).copy()
