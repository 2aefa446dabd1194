"""Refreshing at most once an interval while time moves, and at most one thing a frame."""

from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QObject, Qt, QTimer

from app.session.playback import FRAME_MS, Playback


class RefreshQueue(QObject):
    """The throttles that wait for their refresh: one of them gets it in each frame, first the one that waits longest.

    So no frame takes much longer than the others. The timer is active only while one waits, never while time rests.
    """

    def __init__(self, playback: Playback) -> None:
        super().__init__(playback)
        self.playback = playback
        self._waiting: list[Throttle] = []
        self._timer = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._refresh_next)

    def add(self, throttle: "Throttle") -> None:
        """Let a throttle wait, unless it does already."""
        if throttle not in self._waiting:
            self._waiting.append(throttle)
        if not self._timer.isActive():
            self._timer.start()

    def discard(self, throttle: "Throttle") -> None:
        """End the waiting of a throttle, if it waits."""
        if throttle in self._waiting:
            self._waiting.remove(throttle)
        if not self._waiting:
            self._timer.stop()

    def _refresh_next(self) -> None:
        ready = next((throttle for throttle in self._waiting if throttle.is_interval_over), None)
        if ready is not None:
            ready.refresh_now()


class Throttle(QObject):
    """Calls a refresh immediately while time rests, and at most once an interval while time moves.

    While time moves it takes turns with the other throttles of the queue; with an interval of 0 it does no more.
    """

    def __init__(self, queue: RefreshQueue, refresh: Callable[[], None], interval_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._queue = queue
        self._refresh = refresh
        self._interval_ms = interval_ms
        self._interval = QDeadlineTimer(0)
        queue.playback.moving_changed.connect(self.refresh_now)

    def touch(self) -> None:
        """Note a change: refresh now, or while time moves when the interval is over and the turn has come."""
        if self._queue.playback.is_moving:
            self._queue.add(self)
        else:
            self.refresh_now()

    def refresh_now(self) -> None:
        """Refresh without waiting."""
        self._queue.discard(self)
        self._interval.setRemainingTime(self._interval_ms)
        self._refresh()

    @property
    def is_interval_over(self) -> bool:
        """Whether the last refresh is so long ago that the next one may come."""
        return self._interval.hasExpired()
