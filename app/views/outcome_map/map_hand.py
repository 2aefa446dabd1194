"""Mouse and keys on the outcome map: put a ball, drag a dot, zoom, move the picture."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent

from app.theme import Theme
from app.views.outcome_map.chart import Chart
from app.views.outcome_map.frame import Side
from app.views.outcome_map.map_dots import dot_at, dots_of
from physics.grid import Quantity

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

Sides = tuple[Side, Side]


class MapHand(QObject):
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
