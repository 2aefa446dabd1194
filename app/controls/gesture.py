"""Gestures: what one step of undo takes back."""

from PySide6.QtCore import QObject, QTimer, Signal

PAUSE_MS = 1000
"""A longer pause between keys or turns of the wheel ends a gesture. Keyboards wait up to 1 s before a key repeats."""


class Gesture(QObject):
    """A drag, or keys and turns of the wheel that follow each other without a pause."""

    began = Signal()
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_under_way = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.end)

    def begin(self) -> None:
        """Begin a gesture that lasts until `end`, and end the one before it."""
        self.end()
        self._is_under_way = True
        self.began.emit()

    def go_on(self) -> None:
        """Go on with the gesture, or begin one; it ends after a pause."""
        if not self._is_under_way:
            self.begin()
        self._pause.start()

    def end(self) -> None:
        """End the gesture, if there is one."""
        self._pause.stop()
        if self._is_under_way:
            self._is_under_way = False
            self.ended.emit()
