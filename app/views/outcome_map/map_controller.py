"""Mouse and keys on the outcome map."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent

from app.controls.gesture import Gesture
from app.plotting.view_box import CLICK_TOLERANCE_PX
from app.prediction.outcome_map import MapModel
from app.theme.application import Theme
from app.views.outcome_map.dots import dot_at, dots_of
from app.views.outcome_map.pixel_axis import PixelAxis

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
    """Turns mouse and keys into commands to the map: select, put and drag balls. Points are in pixels of the map."""

    def __init__(
        self,
        model: MapModel,
        theme: Theme,
        pixel_axes: Callable[[], PixelAxes | None],
        parent: QObject,
    ) -> None:
        """`pixel_axes` gives the axes as they are now, None without a ball."""
        super().__init__(parent)
        self._model, self._theme, self._pixel_axes = model, theme, pixel_axes
        self._gesture = Gesture(self)
        model.session.history.merge_during(self._gesture)
        self._pressed_at: QPointF | None = None
        self._is_dragging = False
        self._has_put = False
        """Whether the last press has put a ball, which undo would take back."""
        self._delayed_put: Callable[[], None] | None = None
        self._click_timer = QTimer(self, singleShot=True)
        self._click_timer.timeout.connect(self._put_delayed)
        for signal in (model.axes_changed, model.session.selection_changed):
            signal.connect(self.forget_click)

    def values_at(self, point: QPointF) -> dict[str, float] | None:
        """The values at a point, clamped to the axes; None without a ball."""
        axes = self._pixel_axes()
        if axes is None:
            return None
        x, y = axes
        return {each.axis.parameter.name: each.value(at) for each, at in ((x, point.x()), (y, point.y()))}

    def press(self, position: QPointF) -> bool:
        """Select the ball of a dot, or put the selected ball here; False where there is neither map nor dot."""
        axes, margin = self._pixel_axes(), GRAB_MARGIN_PX
        if axes is None or not _rect_of(axes).adjusted(-margin, -margin, margin, margin).contains(position):
            return False
        self._pressed_at, self._is_dragging, self._has_put = position, False, False
        self._gesture.begin()
        ball = dot_at(dots_of(self._model, *axes), position, self._theme)
        if ball is not None:
            self._model.session.select(ball)
        else:
            self._begin_click(position)
        return True

    def _begin_click(self, position: QPointF) -> None:
        """Put the ball at once; where a double click means something, only when no second click has come."""
        values = self.values_at(position)
        if values is None:
            return
        if self._model.is_zoomed:
            self._delayed_put = lambda: self._model.put(values)
            self._click_timer.start(QGuiApplication.styleHints().mouseDoubleClickInterval())
        else:
            stack = self._model.session.history.stack
            before = stack.index()
            self._model.put(values)
            self._has_put = stack.index() > before

    def _put_delayed(self) -> None:
        if self._delayed_put is not None:
            self._delayed_put()
            self._delayed_put = None

    def forget_click(self) -> None:
        """Do not put the ball at the last click, if it has not been put yet."""
        self._click_timer.stop()
        self._delayed_put = None

    @property
    def is_pressed(self) -> bool:
        """Whether the button is down since a press on the map."""
        return self._pressed_at is not None

    def move(self, position: QPointF) -> None:
        """Drag the selected ball."""
        if self._pressed_at is not None:
            way = position - self._pressed_at
            self._is_dragging = self._is_dragging or abs(way.x()) + abs(way.y()) > CLICK_TOLERANCE_PX
            values = self.values_at(position)
            if self._is_dragging and values is not None:
                self.forget_click()
                self._model.put(values)

    def release(self) -> None:
        """End a drag."""
        self._gesture.end()
        self._pressed_at = None
        self._is_dragging = False

    def double_click(self) -> None:
        """Show the whole map again; where it is shown, take back what the first click has put."""
        if self._model.is_zoomed:
            self.forget_click()
            self._model.show_whole()
        elif self._has_put:
            self._has_put = False
            self._model.session.undo()

    def key(self, event: QKeyEvent) -> bool:
        """Arrows move the selected ball by 1 pixel, with Shift by 10. False for other keys."""
        if event.key() not in ARROW_KEYS:
            return False
        index, direction = ARROW_KEYS[event.key()]
        step = SHIFT_STEP_PX if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
        self._nudge(index, direction * step)
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


def _rect_of(axes: PixelAxes) -> QRectF:
    x, y = axes
    return QRectF(QPointF(x.begin, y.end), QPointF(x.end, y.begin))


def is_arrow_key(event: QKeyEvent) -> bool:
    """Whether a key moves the ball on the map; with Ctrl it is the window's."""
    return event.key() in ARROW_KEYS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
