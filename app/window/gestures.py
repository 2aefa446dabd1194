"""Where one gesture ends and the next begins: what is undone by one Ctrl+Z."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from app.session.history import History

WHEEL_REST = 600
"""Milliseconds without a turn of the wheel after which the next turn is another gesture."""
BEGINNINGS = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.Drop,
    }
)
ASKED = frozenset({QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride, QEvent.Type.Wheel})
"""These begin one unless they go on with one."""


class Gestures(QObject):
    """Tells a history of every button and key that is pressed in the program, and of the wheel.

    A key that is held down is one gesture, and so is the wheel while it is being turned.
    """

    def __init__(self, history: History, parent: QObject) -> None:
        super().__init__(parent)
        self._history = history
        self._wheel_turned = 0
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def stop(self) -> None:
        """Watch no longer."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See every event first, and keep none."""
        kind = event.type()
        if kind in BEGINNINGS or (kind in ASKED and self._is_beginning(event)):
            self._history.begin_gesture()
        return False

    def _is_beginning(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            return not event.isAutoRepeat()
        if not isinstance(event, QWheelEvent):
            return False
        before, self._wheel_turned = self._wheel_turned, event.timestamp()
        return not 0 <= self._wheel_turned - before <= WHEEL_REST
