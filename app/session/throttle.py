"""Refreshing at most once an interval while time moves."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.session.playback import Playback


class Throttle(QObject):
    """Calls a refresh immediately while time rests, and at most once an interval while time moves.

    Its timer is active only while time moves.
    """

    def __init__(self, playback: Playback, refresh: Callable[[], None], interval_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._playback = playback
        self._refresh = refresh
        self._is_due = False
        self._timer = QTimer(self, singleShot=True, interval=interval_ms)
        self._timer.timeout.connect(self._on_interval_over)
        playback.moving_changed.connect(self._on_moving_changed)

    def touch(self) -> None:
        """Note a change: refresh now, or as soon as the interval is over."""
        if self._timer.isActive():
            self._is_due = True
        else:
            self.refresh_now()

    def refresh_now(self) -> None:
        """Refresh without waiting."""
        self._is_due = False
        if self._playback.is_moving:
            self._timer.start()
        self._refresh()

    def _on_interval_over(self) -> None:
        if self._is_due:
            self.refresh_now()

    def _on_moving_changed(self) -> None:
        if not self._playback.is_moving:
            self._timer.stop()
        self.refresh_now()
