"""How often the run may be read while time runs or is scrubbed."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.session.playback import Playback


class Pace(QObject):
    """Calls a refresh at once while time rests, and with pauses between while it moves.

    Its timer is only ever active while time moves.
    """

    def __init__(self, playback: Playback, refresh: Callable[[], None], milliseconds: int, parent: QObject) -> None:
        """Two calls of `refresh` lie at least so many milliseconds apart while time moves."""
        super().__init__(parent)
        self._playback = playback
        self._refresh = refresh
        self._is_due = False
        self._pause = QTimer(self, singleShot=True, interval=milliseconds)
        self._pause.timeout.connect(self._on_pause_over)
        playback.moving_changed.connect(self._on_moving_changed)

    def touch(self) -> None:
        """Something is new: refresh now, or as soon as the pause is over."""
        if self._pause.isActive():
            self._is_due = True
        else:
            self.refresh_now()

    def refresh_now(self) -> None:
        """Refresh without waiting."""
        self._is_due = False
        if self._playback.is_moving:
            self._pause.start()
        self._refresh()

    def _on_pause_over(self) -> None:
        if self._is_due:
            self.refresh_now()

    def _on_moving_changed(self) -> None:
        if not self._playback.is_moving:
            self._pause.stop()
        self.refresh_now()
