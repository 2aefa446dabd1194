"""Tells the history when a gesture begins: one Ctrl+Z undoes one gesture."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from app.session.history import History

WHEEL_PAUSE_MS = 600
"""After a pause of this length the next turn of the wheel is a new gesture."""
GESTURE_STARTS = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.Drop,
    }
)
REPEATABLE = frozenset({QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride, QEvent.Type.Wheel})
"""Events that either begin a gesture or continue one."""


class Gestures(QObject):
    """Watches every button, key and wheel event of the program.

    A key that repeats is one gesture, and so is the wheel while it keeps turning.
    """

    def __init__(self, history: History, parent: QObject) -> None:
        super().__init__(parent)
        self._history = history
        self._last_wheel_ms = 0
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def stop(self) -> None:
        """Stop watching."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in GESTURE_STARTS or (kind in REPEATABLE and self._is_start(event)):
            self._history.begin_gesture()
        return False

    def _is_start(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            return not event.isAutoRepeat()
        if not isinstance(event, QWheelEvent):
            return False
        before, self._last_wheel_ms = self._last_wheel_ms, event.timestamp()
        return not 0 <= self._last_wheel_ms - before <= WHEEL_PAUSE_MS
