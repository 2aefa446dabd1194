"""Mouse and keys on the outcome map."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent

from app.controls.gesture import Gesture
from app.plotting.plane_view import PixelAxis
from app.prediction.outcome_map import MapModel
from app.theme.application import Theme
from app.views.outcome_map.dots import dot_at, dots_of

ZOOM_STEP = 0.8
"""Share of the shown range that is left after one notch of the wheel, or one key."""
CLICK_TOLERANCE_PX = 3.0
"""How far the mouse may move in a click."""
GRAB_MARGIN_PX = 8.0
"""Around the map, where a dot at its edge can still be grabbed."""
SHIFT_STEP_PX = 10.0
"""How far an arrow key moves the ball with Shift, instead of 1 pixel."""
ARROW_KEYS: dict[int, tuple[int, float]] = {
    Qt.Key.Key_Left: (0, -1.0),
    Qt.Key.Key_Right: (0, 1.0),
    Qt.Key.Key_Up: (1, -1.0),
    Qt.Key.Key_Down: (1, 1.0),
}
"""The axis (0 for x, 1 for y) along which an arrow key moves the ball, and the direction in its pixels."""

PixelAxes = tuple[PixelAxis, PixelAxis]


class MapDragController(QObject):
    """Turns mouse and keys into commands to the map: select, put and drag balls, zoom and pan."""

    def __init__(
        self,
        model: MapModel,
        theme: Theme,
        pixel_axes: Callable[[], PixelAxes | None],
        rect: Callable[[], QRectF],
        parent: QObject,
    ) -> None:
        """`pixel_axes` and `rect` give the axes (None without a ball) and the map's rectangle as they are now."""
        super().__init__(parent)
        self._model, self._theme, self._pixel_axes, self._rect = model, theme, pixel_axes, rect
        self._gesture = Gesture(self)
        model.session.history.merge_during(self._gesture)
        self._pressed_at: QPointF | None = None
        self._is_dragging = False
        self._pan_from: QPointF | None = None
        self._delayed_put: Callable[[], None] | None = None
        self._click_timer = QTimer(self, singleShot=True)
        self._click_timer.timeout.connect(self._put_delayed)
        for signal in (model.kind_changed, model.session.selection_changed):
            signal.connect(self.forget_click)

    def values_at(self, point: QPointF) -> dict[str, float] | None:
        """The values at a point, clamped to the axes; None without a ball."""
        axes = self._pixel_axes()
        if axes is None:
            return None
        x, y = axes
        return {each.axis.parameter.name: each.value(at) for each, at in ((x, point.x()), (y, point.y()))}

    def press(self, event: QMouseEvent) -> None:
        """Select the ball of a dot, or put the selected ball here; the middle button begins to pan."""
        axes, position, margin = self._pixel_axes(), event.position(), GRAB_MARGIN_PX
        if axes is None or not self._rect().adjusted(-margin, -margin, margin, margin).contains(position):
            return
        if event.button() == Qt.MouseButton.MiddleButton:
            self._pan_from = position
        elif event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at, self._is_dragging = position, False
            self._gesture.begin()
            ball = dot_at(dots_of(self._model, *axes), position, self._theme)
            if ball is not None:
                self._model.session.select(ball)
            else:
                self._begin_click(position)

    def _begin_click(self, position: QPointF) -> None:
        """Put the ball at once; where a double click means something, only when no second click has come."""
        values = self.values_at(position)
        if values is None:
            return
        if self._model.is_zoomed:
            self._delayed_put = lambda: self._model.put(values)
            self._click_timer.start(QGuiApplication.styleHints().mouseDoubleClickInterval())
        else:
            self._model.put(values)

    def _put_delayed(self) -> None:
        if self._delayed_put is not None:
            self._delayed_put()
            self._delayed_put = None

    def forget_click(self) -> None:
        """Do not put the ball at the last click, if it has not been put yet."""
        self._click_timer.stop()
        self._delayed_put = None

    def move(self, position: QPointF) -> None:
        """Pan, or drag the selected ball."""
        if self._pan_from is not None:
            self._pan(position - self._pan_from)
            self._pan_from = position
        elif self._pressed_at is not None:
            way = position - self._pressed_at
            self._is_dragging = self._is_dragging or abs(way.x()) + abs(way.y()) > CLICK_TOLERANCE_PX
            values = self.values_at(position)
            if self._is_dragging and values is not None:
                self.forget_click()
                self._model.put(values)

    def release(self) -> None:
        """End a drag or a pan."""
        self._gesture.end()
        self._pressed_at = self._pan_from = None
        self._is_dragging = False

    def double_click(self, event: QMouseEvent) -> None:
        """Show the whole map again; where it is shown, this is one more press."""
        if self._model.is_zoomed and event.button() == Qt.MouseButton.LeftButton:
            self.forget_click()
            self._model.show_whole()
        else:
            self.press(event)

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Show `factor` times as much around a point, by default the middle."""
        axes = self._pixel_axes()
        if axes is None:
            return
        point = self._rect().center() if about is None else about
        (x, y), (whole_x, whole_y) = axes, self._model.whole()
        self._model.show_part(x.zoomed(point.x(), factor, whole_x), y.zoomed(point.y(), factor, whole_y))

    def key(self, event: QKeyEvent) -> bool:
        """Arrows move the selected ball by 1 pixel, with Shift by 10; plus, minus and 0 zoom. False for other keys."""
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(ZOOM_STEP)
            case Qt.Key.Key_Minus:
                self.zoom(1.0 / ZOOM_STEP)
            case Qt.Key.Key_0:
                self._model.show_whole()
            case key if key in ARROW_KEYS:
                index, direction = ARROW_KEYS[key]
                step = SHIFT_STEP_PX if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
                self._nudge(index, direction * step)
            case _:
                return False
        return True

    def _nudge(self, index: int, pixels: float) -> None:
        """Move the selected ball along one axis; a ball outside the shown range stays where it is."""
        axes, selected = self._pixel_axes(), self._model.session.selected
        if axes is None:
            return
        pixel_axis, value = axes[index], self._model.position_of(selected)[index]
        if pixel_axis.axis.lowest <= value <= pixel_axis.axis.highest:
            self._gesture.go_on()
            self._model.put({pixel_axis.axis.parameter.name: pixel_axis.value(pixel_axis.pixel(value) + pixels)})

    def _pan(self, way: QPointF) -> None:
        axes = self._pixel_axes()
        if axes is not None:
            (x, y), (whole_x, whole_y) = axes, self._model.whole()
            self._model.show_part(x.moved(way.x(), whole_x), y.moved(way.y(), whole_y))


def is_arrow_key(event: QKeyEvent) -> bool:
    """Whether a key moves the ball on the map; with Ctrl it is the window's."""
    return event.key() in ARROW_KEYS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
