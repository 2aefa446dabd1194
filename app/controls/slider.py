"""A slider for an exact number on any scale; its groove may show what every value would lead to."""

import math
from functools import lru_cache
from typing import Protocol

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSlider, QWidget

from app.controls.event_filter import EventFilter
from app.controls.focus_ring import FocusRing
from app.controls.gesture import Gesture
from app.controls.scales import SliderScale
from app.controls.slider_painting import KNOB_RADIUS, SliderStyle, paint_groove, paint_knob, paint_strip
from app.text.numbers import number_text
from app.theme.application import theme
from app.theme.outcome_colours import Pixels
from physics.arrays import Floats

KEY_STEPS: dict[int, float] = {
    Qt.Key.Key_Right: 1.0,
    Qt.Key.Key_Up: 1.0,
    Qt.Key.Key_Left: -1.0,
    Qt.Key.Key_Down: -1.0,
    Qt.Key.Key_PageUp: 10.0,
    Qt.Key.Key_PageDown: -10.0,
}
"""Steps of the scale that a key goes."""
FINE_FACTOR = 0.1
"""With Shift."""
ACCESSIBLE_STEPS = 1000
"""Screen readers get whole numbers from 0 to this."""
GROOVE_HEIGHT, STRIP_HEIGHT = 6, 8
SIDE_ROOM = 10.0
"""From the widget's edge to the end of the groove, at scale 1: half a knob with its ring."""
STOP_ROOM = 26.0
"""From the end of the groove to the stop."""
WHEEL_NOTCH = 120
"""Qt's unit of wheel angles: eighths of a degree for one notch."""


class Strip(Protocol):
    """Shows what the values of a slider lead to."""

    def colours(self, values: Floats, height: int) -> Pixels:
        """(height, n) a column of pixels for each of n values."""

    def set_hovered(self, values: Floats, index: int | None) -> None:
        """The mouse is over `values[index]`; None: it has left."""


def side_room() -> int:
    """Pixels from the edge of a slider to its groove."""
    return theme().scaled(SIDE_ROOM)


def stepped(scale: SliderScale, number: float, steps: float, modifiers: Qt.KeyboardModifier) -> float:
    """The number some steps of the scale further, with Shift a tenth of that."""
    is_fine = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    return scale.stepped(number, steps * scale.step * (FINE_FACTOR if is_fine else 1.0))


def target_of(event: QKeyEvent, scale: SliderScale, number: float) -> float | None:
    """The number that a key leads to from another, or None for a key that no slider uses."""
    match event.key():
        case Qt.Key.Key_Home:
            return scale.value(scale.low)
        case Qt.Key.Key_End:
            return scale.value(scale.high) if scale.stop is None else scale.stop
        case key if key in KEY_STEPS:
            return stepped(scale, number, KEY_STEPS[key], event.modifiers())
    return None


def value_at(scale: SliderScale, share: float) -> float:
    """The value at a share of the scale, rounded to three digits; a share outside 0 … 1 counts as the nearer end."""
    return scale.value(scale.low + min(max(share, 0.0), 1.0) * (scale.high - scale.low))


@lru_cache(maxsize=32)
def values_along(scale: SliderScale, left: float, width: float) -> Floats:
    """(n,) the value at each pixel of a groove that begins at an x, then the stop; shared, so only to be read."""
    values = [value_at(scale, (left + column - left) / width) for column in range(round(width) + 1)]
    return np.array(values if scale.stop is None else [*values, scale.stop])


class ScaleSlider(QSlider):
    """One exact number on a scale, set by mouse, wheel and keys.

    A QSlider only for screen readers: painting and moving are its own. The wheel moves it only while it has the
    keyboard focus, so that a panel of sliders can be scrolled.
    """

    number_changed = Signal(float)
    """The person moved it; not sent by `set_number`."""

    def __init__(self, accessible_name: str, scale: SliderScale, number: float, parent: QWidget | None = None) -> None:
        """`number` is the first value."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName(accessible_name)
        self.setRange(0, ACCESSIBLE_STEPS)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a drag takes no focus: Space still plays
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        EventFilter(self, accepts_key=self._moves_by)
        self.gesture = Gesture(self)
        """A drag, or keys and turns of the wheel."""
        self._scale = scale
        self._number = number
        self._ring = FocusRing()
        self._grab: float | None = None
        """While the knob is dragged: x of the mouse from its centre."""
        self._wheel_angle = 0
        self._strip: Strip | None = None
        self._opacity = 1.0
        self._mouse_x: float | None = None
        self.set_number(number)
        self.valueChanged.connect(self._on_accessible_step)

    @property
    def number(self) -> float:
        """The value, exactly."""
        return self._number

    def set_opacity(self, opacity: float) -> None:
        """Paint it fainter than usual, from 0 to 1; it works all the same."""
        if opacity != self._opacity:
            self._opacity = opacity
            self.update()

    def set_number(self, number: float) -> None:
        """Set the value without a signal. Raises ValueError for one that is not on the scale."""
        position, scale = self._scale.to_position(number), self._scale
        self._number = number
        share = 1.0 if math.isinf(position) else (position - scale.low) / (scale.high - scale.low)
        with QSignalBlocker(self):
            self.setValue(round(ACCESSIBLE_STEPS * min(max(share, 0.0), 1.0)))
        self.setAccessibleDescription(number_text(number))
        self.update()

    def set_scale(self, scale: SliderScale) -> None:
        """Change the scale and keep the value."""
        self._scale = scale
        self.set_number(self._number)

    def set_strip(self, strip: Strip | None) -> None:
        """Colour the groove by what each value leads to, and tell the strip where the mouse is; None: plain."""
        self._strip = strip
        self.setMouseTracking(strip is not None)
        self.update()

    def update_groove(self) -> None:
        """Paint the groove and the stop again soon, as when the strip has other colours."""
        groove = self.groove()
        self.update(QRectF(0.0, groove.top() - 1.0, self.width(), groove.height() + 2.0).toAlignedRect())

    # Geometry

    def groove(self) -> QRectF:
        """The rectangle of the scale without the stop, which lies further right."""
        height = theme().scaled(GROOVE_HEIGHT if self._strip is None else STRIP_HEIGHT)
        stop_room = theme().scaled(STOP_ROOM) if self._scale.stop is not None else 0.0
        width = max(1.0, self.width() - 2.0 * side_room() - stop_room)
        return QRectF(side_room(), (self.height() - height) / 2.0, width, height)

    def x_of(self, number: float) -> float:
        """The x of a value; one beyond the right end of the scale lies halfway to the stop."""
        groove, scale = self.groove(), self._scale
        position = scale.to_position(number)
        if scale.stop is not None and position > scale.high:
            return groove.right() + theme().scaled(STOP_ROOM) * (1.0 if math.isinf(position) else 0.5)
        share = (min(max(position, scale.low), scale.high) - scale.low) / (scale.high - scale.low)
        return groove.left() + share * groove.width()

    def number_at(self, x: float) -> float:
        """The value at an x, rounded to three digits."""
        groove, scale = self.groove(), self._scale
        if scale.stop is not None and x > groove.right() + theme().scaled(STOP_ROOM) / 2.0:
            return scale.stop
        return value_at(scale, (x - groove.left()) / groove.width())

    def values(self) -> Floats:
        """(n,) the value that a click would set at each pixel of the groove, then that of the stop."""
        groove = self.groove()
        return values_along(self._scale, groove.left(), groove.width())

    def index_at(self, x: float) -> int:
        """The index in `values` of the value at an x."""
        groove, values = self.groove(), self.values()
        if self._scale.stop is not None and x > groove.right() + theme().scaled(STOP_ROOM) / 2.0:
            return len(values) - 1
        return min(max(round(x - groove.left()), 0), round(groove.width()))

    def sizeHint(self) -> QSize:
        return QSize(theme().scaled(220), theme().scaled(22))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().scaled(80), self.sizeHint().height())

    # Mouse, wheel and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        knob_x = self.x_of(self._number)
        x = event.position().x()
        is_on_knob = abs(x - knob_x) <= theme().scaled(KNOB_RADIUS)
        self._grab = x - knob_x if is_on_knob else 0.0
        self.gesture.begin()
        if not is_on_knob:
            self._move_to(self.number_at(x))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse_x = event.position().x()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._drop()
        if self._grab is not None:
            self._move_to(self.number_at(self._mouse_x - self._grab))
        self.update_hover()

    def update_hover(self) -> None:
        """Tell the strip what is under the mouse; nothing while the knob is dragged."""
        if self._strip is not None and self._mouse_x is not None:
            index = self.index_at(self._mouse_x) if self._grab is None else None
            self._strip.set_hovered(self.values(), index)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        # The button may have been released over something that opened meanwhile, such as a dialog.
        if not QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._drop()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._forget_mouse()

    def _forget_mouse(self) -> None:
        if self._strip is not None and self._mouse_x is not None:
            self._strip.set_hovered(self.values(), None)
        self._mouse_x = None

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._drop()
        self.gesture.end()
        self._forget_mouse()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._grab is not None:
            if self._grab != 0.0:
                self._forget_mouse()  # the value under it is not quite the one that was set
            self._drop()
            self.update_hover()

    def _drop(self) -> None:
        if self._grab is not None:
            self._grab = None
            self.gesture.end()
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()
            return
        event.accept()
        self._wheel_angle += event.angleDelta().y() or event.angleDelta().x()
        notches = int(self._wheel_angle / WHEEL_NOTCH)
        self._wheel_angle -= notches * WHEEL_NOTCH
        if notches:
            self._move_step(stepped(self._scale, self._number, notches, event.modifiers()))

    def _moves_by(self, event: QKeyEvent) -> bool:
        """Whether a key moves the knob, even if it is a shortcut of the window, such as →."""
        modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        return not event.modifiers() & modifiers and target_of(event, self._scale, self._number) is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        target = target_of(event, self._scale, self._number)
        if target is None:
            super().keyPressEvent(event)
            return
        event.accept()
        self._move_step(target)

    def _move_step(self, number: float) -> None:
        self.gesture.go_on()
        self._move_to(number)

    def _move_to(self, number: float) -> None:
        if number != self._number:
            self.set_number(number)
            self.number_changed.emit(number)

    def _on_accessible_step(self, position: int) -> None:
        scale = self._scale
        self._move_step(scale.value(scale.low + (scale.high - scale.low) * position / ACCESSIBLE_STEPS))

    # Painting

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring.follow(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ring.follow(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setOpacity(self._opacity)
            style = self._style()
            groove = self.groove()
            self.paint_groove(painter, groove, style)
            paint_knob(painter, QPointF(self.x_of(self._number), groove.center().y()), style)

    def paint_groove(self, painter: QPainter, groove: QRectF, style: SliderStyle) -> None:
        """Paint the bar behind the knob; subclasses may override it."""
        stop = groove.right() + theme().scaled(STOP_ROOM) if self._scale.stop is not None else None
        if self._strip is not None and self.isEnabled():
            pixels = self._strip.colours(self.values(), math.ceil(groove.height()))
            paint_strip(painter, groove, stop, pixels, style.palette)
            return
        paint_groove(painter, groove, self.x_of(self._number), stop, style)

    def _style(self) -> SliderStyle:
        return SliderStyle(
            palette=theme().palette,
            is_enabled=self.isEnabled(),
            is_active=self.underMouse() or self._grab is not None,
            has_ring=self._ring.is_shown and self.hasFocus(),
        )
