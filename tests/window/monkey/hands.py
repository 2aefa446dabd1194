"""Raw mouse and key events, sent to any widget."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from random import Random

import shiboken6
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QWidget

Kind = QEvent.Type
Button = Qt.MouseButton
Modifier = Qt.KeyboardModifier
NO_KEY, NONE = Modifier.NoModifier, Button.NoButton
ANSWER_INTERVAL_MS = 15
NOTCH_EIGHTHS_OF_DEGREE = 120


class Hands:
    """One mouse and one keyboard."""

    def __init__(self, trace: Callable[[str], object]) -> None:
        """`trace` is called with each event before it is sent."""
        self.trace = trace
        self._under: QWidget | None = None

    # The mouse

    def move(self, widget: QWidget, at: QPointF, held: Button = NONE, modifiers: Modifier = NO_KEY) -> None:
        """Move to a point in a widget."""
        self._enter(widget, at)
        self._mouse(widget, Kind.MouseMove, at, NONE, held, modifiers)

    def press(
        self, widget: QWidget, at: QPointF, button: Button = Button.LeftButton, modifiers: Modifier = NO_KEY
    ) -> None:
        """Press a button; the focus follows the click."""
        self._give_focus(widget, Qt.FocusPolicy.ClickFocus)
        self._mouse(widget, Kind.MouseButtonPress, at, button, button, modifiers)

    def release(
        self, widget: QWidget, at: QPointF, button: Button = Button.LeftButton, modifiers: Modifier = NO_KEY
    ) -> None:
        """Release the button."""
        self._mouse(widget, Kind.MouseButtonRelease, at, button, NONE, modifiers)

    def double_click(self, widget: QWidget, at: QPointF, modifiers: Modifier = NO_KEY) -> None:
        """Click twice."""
        self.press(widget, at, modifiers=modifiers)
        self.release(widget, at, modifiers=modifiers)
        self._mouse(widget, Kind.MouseButtonDblClick, at, Button.LeftButton, Button.LeftButton, modifiers)
        self.release(widget, at, modifiers=modifiers)

    def wheel(self, widget: QWidget, at: QPointF, notches: float, modifiers: Modifier = NO_KEY) -> None:
        """Turn the wheel; a widget that ignores it passes it to its parent."""
        self._give_focus(widget, Qt.FocusPolicy.WheelFocus)
        turn = QPoint(0, round(notches * NOTCH_EIGHTHS_OF_DEGREE))
        event = QWheelEvent(
            at, _global(widget, at), QPoint(), turn, NONE, modifiers, Qt.ScrollPhase.NoScrollPhase, False
        )
        QApplication.sendEvent(widget, event)

    def ask_for_menu(self, widget: QWidget, at: QPointF) -> None:
        """Press the right button and open the context menu."""
        self.press(widget, at, Button.RightButton)
        if shiboken6.isValid(widget):
            place = at.toPoint()
            event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place), NO_KEY)
            QApplication.sendEvent(widget, event)
            self.release(widget, at, Button.RightButton)

    def ask_for_tooltip(self, widget: QWidget, at: QPointF) -> None:
        """Ask for a tooltip, as a mouse at rest does."""
        place = at.toPoint()
        QApplication.sendEvent(widget, QHelpEvent(Kind.ToolTip, place, widget.mapToGlobal(place)))

    def _mouse(
        self, widget: QWidget, kind: Kind, at: QPointF, button: Button, held: Button, modifiers: Modifier
    ) -> None:
        if shiboken6.isValid(widget) and widget.isVisible():
            event = QMouseEvent(kind, at, _global(widget, at), button, held, modifiers)
            self.trace(f"    {kind.name} {at.toTuple()} {widget}")
            QApplication.sendEvent(widget, event)

    def _enter(self, widget: QWidget, at: QPointF) -> None:
        before, self._under = self._under, widget
        if before is widget:
            return
        if before is not None and shiboken6.isValid(before):
            QApplication.sendEvent(before, QEvent(Kind.Leave))
        if shiboken6.isValid(widget):
            QApplication.sendEvent(widget, QEnterEvent(at, at, _global(widget, at)))

    def _give_focus(self, widget: QWidget, policy: Qt.FocusPolicy) -> None:
        taker: QWidget | None = widget
        while taker is not None:
            if taker.isEnabled() and taker.focusPolicy() & policy == policy:
                taker.setFocus(Qt.FocusReason.MouseFocusReason)
                return
            taker = None if taker.isWindow() else taker.parentWidget()

    # The keyboard

    def key(self, widget: QWidget, key: Qt.Key, modifiers: Modifier = NO_KEY) -> None:
        """Press and release a key."""
        self.trace(f"    {key.name} {widget}")
        QTest.keyClick(widget, key, modifiers)

    def type(self, widget: QWidget, text: str) -> None:
        """Type a text, also letters that are on no keyboard."""
        for letter in text:
            key = Qt.Key(ord(letter.upper())) if letter.isascii() else Qt.Key.Key_unknown
            for kind in (Kind.KeyPress, Kind.KeyRelease):
                if shiboken6.isValid(widget):
                    QApplication.sendEvent(widget, QKeyEvent(kind, key, NO_KEY, letter))


def _global(widget: QWidget, at: QPointF) -> QPointF:
    return widget.mapToGlobal(at)


def within(widget: QWidget, rng: Random) -> QPointF:
    """A random point in a widget, sometimes at its edge."""
    width, height = widget.width(), widget.height()
    if rng.random() < 0.1:
        return QPointF(rng.choice([0.0, width - 1.0]), rng.choice([0.0, height - 1.0]))
    return QPointF(rng.uniform(0, width), rng.uniform(0, height))


def way(begin: QPointF, widget: QWidget, rng: Random) -> Sequence[QPointF]:
    """The points of a drag: short and long moves, sometimes out of the widget."""
    places, at = [], begin
    for _ in range(rng.randint(1, 6)):
        far = rng.choice([2.0, 15.0, 80.0, 400.0])
        at = QPointF(at.x() + rng.uniform(-far, far), at.y() + rng.uniform(-far, far))
        if rng.random() < 0.85:
            at = QPointF(min(max(at.x(), 0.0), widget.width()), min(max(at.y(), 0.0), widget.height()))
        places.append(at)
    return places


@contextmanager
def unblocked(rng: Random) -> Iterator[None]:
    """Answer at random what runs its own event loop: a button's menu, a warning."""
    timer = QTimer(interval=ANSWER_INTERVAL_MS)
    timer.timeout.connect(lambda: _answer(rng))
    timer.start()
    try:
        yield
    finally:
        timer.stop()


def _answer(rng: Random) -> None:
    popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
    if isinstance(popup, QMenu) and rng.random() < 0.3:
        actions = [action for action in popup.actions() if action.isEnabled() and not action.isSeparator()]
        if actions:
            popup.setActiveAction(rng.choice(actions))
            QTest.keyClick(popup, Qt.Key.Key_Return)
            return
    if popup is not None:
        popup.hide()
    if isinstance(modal, QMessageBox):
        rng.choice(modal.buttons()).click()
    elif modal is not None and rng.random() < 0.05:
        modal.close()
