"""A slider for exact numbers on any scale; its groove may show what every value would lead to."""

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QEnterEvent,
    QFocusEvent,
    QGuiApplication,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSlider, QWidget

from app.controls.event_filter import EventFilter
from app.controls.scales import Scale
from app.text.numbers import number_text
from app.theme import Palette, theme
from app.theme.outcome_colours import Pixels
from physics.arrays import Floats

STEPS: dict[int, float] = {
    Qt.Key.Key_Right: 1.0,
    Qt.Key.Key_Up: 1.0,
    Qt.Key.Key_Left: -1.0,
    Qt.Key.Key_Down: -1.0,
    Qt.Key.Key_PageUp: 10.0,
    Qt.Key.Key_PageDown: -10.0,
}
"""How many of the scale's steps a key goes."""
FINE = 0.1
"""With Shift."""


def moved(scale: Scale, number: float, steps: float, modifiers: Qt.KeyboardModifier) -> float:
    """The number so many of the scale's steps further, with Shift a tenth of that."""
    is_fine = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    return scale.stepped(number, steps * scale.step * (FINE if is_fine else 1.0))


def target_of(event: QKeyEvent, scale: Scale, number: float) -> float | None:
    """Where a key leads from a number, or None for a key that means nothing to a slider."""
    match event.key():
        case Qt.Key.Key_Home:
            return scale.value(scale.low)
        case Qt.Key.Key_End:
            return scale.value(scale.high) if scale.stop is None else scale.stop
        case key if key in STEPS:
            return moved(scale, number, STEPS[key], event.modifiers())
    return None


THICKNESS = 8
"""Pixels, a little more than a plain groove has."""


class Strip(Protocol):
    """What a slider's values lead to."""

    def colours(self, values: Floats, height: int) -> Pixels:
        """(height, n) a column of pixels for each of these values."""

    def point_at(self, values: Floats, place: int | None) -> None:
        """The mouse is at that place of `values` now; None: it has gone."""


def paint_strip(painter: QPainter, groove: QRectF, stop_x: float | None, pixels: Pixels, palette: Palette) -> None:
    """Paint the groove, a column of `pixels` for each of its pixels; the last column colours the stop, if any."""
    height, columns = pixels.shape
    image = QImage(pixels.data, columns, height, 4 * columns, QImage.Format.Format_ARGB32)
    brush = QBrush(image)
    radius = groove.height() / 2.0
    painter.setPen(QPen(palette.line_strong, 0.75))
    painter.setBrush(palette.groove)
    painter.drawRoundedRect(groove, radius, radius)
    brush.setTransform(QTransform.fromTranslate(groove.left(), groove.top()))
    painter.setBrush(brush)
    painter.drawRoundedRect(groove, radius, radius)
    if stop_x is not None:
        painter.setBrush(image.pixelColor(columns - 1, 0))
        painter.drawEllipse(QPointF(stop_x, groove.center().y()), radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


@dataclass(frozen=True, slots=True)
class SliderLook:
    """Everything that changes how a slider is painted."""

    palette: Palette
    fill: QColor
    """Left of the knob."""
    enabled: bool
    active: bool
    """Under the mouse or being dragged."""
    ring: bool
    """The keyboard is here."""
    radius: float
    """Of the knob."""


def paint_groove(painter: QPainter, groove: QRectF, knob_x: float, stop_x: float | None, look: SliderLook) -> None:
    """The bar, filled up to the knob, and the stop beyond it."""
    painter.setPen(Qt.PenStyle.NoPen)
    radius = groove.height() / 2.0
    painter.setBrush(look.palette.groove)
    painter.drawRoundedRect(groove, radius, radius)
    if stop_x is not None:
        painter.drawEllipse(QPointF(stop_x, groove.center().y()), radius, radius)
    filled = QRectF(groove)
    filled.setRight(min(knob_x, groove.right()))
    if look.enabled and filled.width() > 0.0:
        painter.setBrush(look.fill)
        painter.drawRoundedRect(filled, radius, radius)


def paint_knob(painter: QPainter, centre: QPointF, look: SliderLook) -> None:
    """A round knob; it swells a little under the mouse and wears a ring when the keyboard is on it."""
    palette = look.palette
    radius = theme().scaled(look.radius) + (1.0 if look.active and look.enabled else 0.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.shadow)
    painter.drawEllipse(centre + QPointF(0.0, 1.0), radius + 0.5, radius + 0.5)
    painter.setBrush(palette.handle if look.enabled else palette.disabled)
    painter.setPen(QPen(palette.line_strong if not palette.is_dark else palette.panel, 1.0))
    painter.drawEllipse(centre, radius - 0.5, radius - 0.5)
    if look.ring:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(palette.focus, 2.0))
        painter.drawEllipse(centre, radius + 2.0, radius + 2.0)


POSITIONS = 1000
"""What screen readers are told: places on the slider as whole numbers from 0."""
KNOB_RADIUS = 7.0
SIDE_ROOM = 10.0
"""From the widget's edge to the end of the groove: half a knob with its ring."""
STOP_ROOM = 26.0
"""From the end of the groove to the stop."""
WHEEL_NOTCH = 120


class ScaleSlider(QSlider):
    """One number on a scale, by mouse, wheel and keys; its exact value is kept, however it was set.

    A QSlider for what screen readers need; it paints and moves by itself. The wheel turns it only while it has the
    keyboard, so that a panel of sliders can be scrolled.
    """

    number_changed = Signal(float)
    """The person moved it; not sent by `set_number`."""
    pressed = Signal()
    """A gesture begins: a drag, a key, a turn of the wheel."""
    released = Signal()
    """The gesture is over."""

    def __init__(self, accessible_name: str, scale: Scale, number: float, parent: QWidget | None = None) -> None:
        """`accessible_name` is what screen readers call it; `number` is its first value."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName(accessible_name)
        self.setRange(0, POSITIONS)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a hand that drags leaves the keyboard, and time, where they are
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        EventFilter(self, keeps=self._keeps)
        self._scale = scale
        self._number = number
        self._colour: QColor | None = None
        self._ring = False
        self._grab: float | None = None
        self._turned = 0
        self._strip: Strip | None = None
        self._mouse: float | None = None
        self._values: tuple[object, Floats] | None = None
        self.set_number(number)
        self.valueChanged.connect(self._on_position_set)

    @property
    def number(self) -> float:
        """The exact value."""
        return self._number

    def set_number(self, number: float) -> None:
        """Show a value, exactly as it is, without a signal. Raises ValueError when the scale has no place for it."""
        place = self._scale.place(number)
        self._number = number
        share = 1.0 if math.isinf(place) else (place - self._scale.low) / (self._scale.high - self._scale.low)
        with QSignalBlocker(self):
            self.setValue(round(POSITIONS * min(max(share, 0.0), 1.0)))
        self.setAccessibleDescription(number_text(number))
        self.update()

    def set_scale(self, scale: Scale) -> None:
        """Show the same value on another scale."""
        self._scale = scale
        self.set_number(self._number)

    def set_colour(self, colour: QColor | None) -> None:
        """Colour the part left of the knob; None is the theme's accent."""
        self._colour = colour
        self.update()

    def set_strip(self, strip: Strip | None) -> None:
        """Colour the groove by what each value leads to, and tell it where the mouse is; None: plain."""
        self._strip = strip
        self.setMouseTracking(strip is not None)
        self.update()

    # Places on the screen

    def groove(self) -> QRectF:
        """Where the scale is drawn, from its left to its right end; the stop lies further right."""
        thickness = theme().scaled(6 if self._strip is None else THICKNESS)
        room = theme().scaled(STOP_ROOM) if self._scale.stop is not None else 0.0
        width = max(1.0, self.width() - 2.0 * SIDE_ROOM - room)
        return QRectF(SIDE_ROOM, (self.height() - thickness) / 2.0, width, thickness)

    def x_of(self, number: float) -> float:
        """Where a value lies across the widget; one beyond the scale's right end lies halfway to the stop."""
        groove, scale = self.groove(), self._scale
        place = scale.place(number)
        if scale.stop is not None and place > scale.high:
            return groove.right() + theme().scaled(STOP_ROOM) * (1.0 if math.isinf(place) else 0.5)
        share = (min(max(place, scale.low), scale.high) - scale.low) / (scale.high - scale.low)
        return groove.left() + share * groove.width()

    def number_at(self, x: float) -> float:
        """The value at a place across the widget, rounded to what a hand can mean."""
        groove, scale = self.groove(), self._scale
        if scale.stop is not None and x > groove.right() + theme().scaled(STOP_ROOM) / 2.0:
            return scale.stop
        share = min(max((x - groove.left()) / groove.width(), 0.0), 1.0)
        return scale.value(scale.low + share * (scale.high - scale.low))

    def values(self) -> Floats:
        """(n,) the value at each pixel of the groove, as a click there would set it, and last that of the stop."""
        groove, scale = self.groove(), self._scale
        key = (groove.left(), groove.width(), scale)
        if self._values is None or self._values[0] != key:
            values = [self.number_at(groove.left() + column) for column in range(round(groove.width()) + 1)]
            self._values = key, np.array(values if scale.stop is None else [*values, scale.stop])
        return self._values[1]

    def column_at(self, x: float) -> int:
        """The place in `values` of what is at a place across the widget."""
        groove, values = self.groove(), self.values()
        if self._scale.stop is not None and x > groove.right() + theme().scaled(STOP_ROOM) / 2.0:
            return len(values) - 1
        return min(max(round(x - groove.left()), 0), round(groove.width()))

    def sizeHint(self) -> QSize:
        """Wide enough to aim well."""
        return QSize(theme().scaled(220), theme().scaled(22))

    def minimumSizeHint(self) -> QSize:
        """Narrow panels may squeeze it."""
        return QSize(theme().scaled(80), self.sizeHint().height())

    # What the person does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the knob, or bring it here."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        knob = self.x_of(self._number)
        x = event.position().x()
        on_knob = abs(x - knob) <= KNOB_RADIUS
        self._grab = x - knob if on_knob else 0.0
        self.pressed.emit()
        if not on_knob:
            self._move_to(self.number_at(x))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the knob; where there is a strip, tell what the value under the mouse leads to."""
        self._mouse = event.position().x()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._let_go()
        if self._grab is not None:
            self._move_to(self.number_at(self._mouse - self._grab))
        self.tell_again()

    def tell_again(self) -> None:
        """Tell what the value under the mouse leads to; nothing while the knob is dragged, for then it is seen."""
        if self._strip is not None and self._mouse is not None:
            column = self.column_at(self._mouse) if self._grab is None else None
            self._strip.point_at(self.values(), column)

    def enterEvent(self, event: QEnterEvent) -> None:
        """See that the button was let go where it could not be heard, such as over a dialog that had opened."""
        super().enterEvent(event)
        if not QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._let_go()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell nothing any more."""
        super().leaveEvent(event)
        self._forget_mouse()

    def _forget_mouse(self) -> None:
        if self._strip is not None and self._mouse is not None:
            self._strip.point_at(self.values(), None)
        self._mouse = None

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget the mouse: a slider that is not seen has none on it, nor is it dragged on."""
        super().hideEvent(event)
        self._let_go()
        self._mouse = None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton and self._grab is not None:
            if self._grab != 0.0:
                self._forget_mouse()  # what is under it is nearly, but not quite, the value that was set
            self._let_go()
            self.tell_again()

    def _let_go(self) -> None:
        if self._grab is not None:
            self._grab = None
            self.released.emit()
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step by notches while the slider has the keyboard; else leave the wheel to the panel."""
        if not self.hasFocus():
            event.ignore()
            return
        event.accept()
        self._turned += event.angleDelta().y() or event.angleDelta().x()
        notches = int(self._turned / WHEEL_NOTCH)
        self._turned -= notches * WHEEL_NOTCH
        if notches:
            self._gesture(moved(self._scale, self._number, notches, event.modifiers()))

    def _keeps(self, event: QKeyEvent) -> bool:
        """Whether a key moves the knob, so that it is not the window's: → for one step on, say."""
        commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        return not event.modifiers() & commands and target_of(event, self._scale, self._number) is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step (Shift: finer), pages leap, Home and End go to the ends."""
        target = target_of(event, self._scale, self._number)
        if target is None:
            super().keyPressEvent(event)
            return
        event.accept()
        self._gesture(target)

    def _gesture(self, number: float) -> None:
        """One whole gesture: a key or the wheel."""
        self.pressed.emit()
        self._move_to(number)
        self.released.emit()

    def _move_to(self, number: float) -> None:
        if number != self._number:
            self.set_number(number)
            self.number_changed.emit(number)

    def _on_position_set(self, position: int) -> None:
        """A screen reader moved it."""
        scale = self._scale
        self._gesture(scale.value(scale.low + (scale.high - scale.low) * position / POSITIONS))

    # How it looks

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the keyboard came here by a key, not by a click or with the whole window."""
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self._ring = event.reason() != Qt.FocusReason.MouseFocusReason
        self.update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        """Hide the ring."""
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Groove and knob."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            look = self._look()
            groove = self.groove()
            self.paint_groove(painter, groove, look)
            paint_knob(painter, QPointF(self.x_of(self._number), groove.center().y()), look)

    def paint_groove(self, painter: QPainter, groove: QRectF, look: SliderLook) -> None:
        """Paint the bar behind the knob; a subclass may paint another one."""
        stop = groove.right() + theme().scaled(STOP_ROOM) if self._scale.stop is not None else None
        if self._strip is not None and self.isEnabled():
            pixels = self._strip.colours(self.values(), math.ceil(groove.height()))
            paint_strip(painter, groove, stop, pixels, look.palette)
            return
        paint_groove(painter, groove, self.x_of(self._number), stop, look)

    def _look(self) -> SliderLook:
        palette = theme().palette
        return SliderLook(
            palette=palette,
            fill=self._colour or palette.accent,
            enabled=self.isEnabled(),
            active=self.underMouse() or self._grab is not None,
            ring=self._ring and self.hasFocus(),
            radius=KNOB_RADIUS,
        )
