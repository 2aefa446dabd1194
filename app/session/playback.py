"""Playback: one timer, and the clock that says how many steps are due."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

SLOWEST, FASTEST = 1.0, 2000.0
"""Speeds, in steps per second."""
LONGEST_FRAME = 0.1
"""Seconds. When a frame took longer, the clock is set back: the run goes slower rather than the window freezing."""


class Clock:
    """Turns seconds into steps at a given speed; wall time is passed in."""

    def __init__(self, speed: float) -> None:
        """Start at rest, at `speed` steps per second."""
        self._last: float | None = None
        self._owed = 0.0
        self.speed = speed

    @property
    def speed(self) -> float:
        """Steps per second."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        if not SLOWEST <= speed <= FASTEST:
            raise ValueError(f"speed: {speed!r} is not between {SLOWEST:g} and {FASTEST:g} steps per second")
        self._speed = speed

    @property
    def phase(self) -> float:
        """How much of the next step has gone by, 0 to 1; 1 when the clock rests."""
        return 1.0 if self._last is None else min(1.0, self._owed)

    def start(self, now: float) -> None:
        """Begin to count at `now` seconds."""
        self._last = now
        self._owed = 0.0

    def stop(self) -> None:
        """Rest."""
        self._last = None
        self._owed = 0.0

    def due(self, now: float) -> int:
        """How many steps have become due since the last call, at `now` seconds; 0 when the clock rests."""
        if self._last is None:
            return 0
        self._owed += self._speed * min(max(0.0, now - self._last), LONGEST_FRAME)
        self._last = now
        steps = int(self._owed)
        self._owed -= steps
        return steps


FRAME_MILLISECONDS = 16
SPEED_AT_FIRST = 30.0


class Playback(QObject):
    """Whether time runs, how fast, and how far the balls are between two steps."""

    playing_changed = Signal()
    """Time was set going or stopped."""
    moving_changed = Signal()
    """Other steps are shown again and again from now on, or no longer."""
    speed_changed = Signal()
    """Another number of steps per second."""
    frame_due = Signal()
    """No step is due, but the balls are further on their way between the last two."""
    due = Signal(int)
    """So many steps are due now."""

    def __init__(self, parent: QObject, now: Callable[[], float] = time.perf_counter) -> None:
        """Rest. `now` gives seconds: the only reading of wall time; tests pass their own."""
        super().__init__(parent)
        self._now = now
        self._clock = Clock(SPEED_AT_FIRST)
        self._is_scrubbed = False
        self._timer = QTimer(self, interval=FRAME_MILLISECONDS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.frame)

    @property
    def is_playing(self) -> bool:
        """Whether time runs."""
        return self._timer.isActive()

    @property
    def is_moving(self) -> bool:
        """Whether time runs, or a hand goes through it: whatever need not be seen in each frame is shown less often."""
        return self.is_playing or self._is_scrubbed

    @property
    def speed(self) -> float:
        """Steps per second."""
        return self._clock.speed

    @property
    def phase(self) -> float:
        """How far the balls have glided from the step before to the newest, 0 to 1."""
        return self._clock.phase

    def set_speed(self, speed: float) -> None:
        """Set the steps per second. Raises ValueError outside 1 … 2000."""
        if speed != self.speed:
            self._clock.speed = speed
            self.speed_changed.emit()

    def start(self) -> None:
        """Set time going, or begin to count anew when it runs."""
        was_playing = self.is_playing
        self._clock.start(self._now())
        self._timer.start()
        if not was_playing:
            self.playing_changed.emit()
            self.moving_changed.emit()

    def begin_anew(self) -> None:
        """Count anew from here if time runs: another step is shown than the one counted to."""
        if self.is_playing:
            self._clock.start(self._now())

    def stop(self) -> None:
        """Stop time; the balls are then where the newest step put them."""
        if self.is_playing:
            self._timer.stop()
            self._clock.stop()
            self.playing_changed.emit()
            self.moving_changed.emit()
            self.frame_due.emit()

    def set_scrubbed(self, is_scrubbed: bool) -> None:
        """Note that a hand goes through time, or has let it go."""
        if is_scrubbed != self._is_scrubbed:
            self._is_scrubbed = is_scrubbed
            self.moving_changed.emit()

    def frame(self) -> None:
        """Tell which steps are due now, once; where none is, that the balls glided on."""
        steps = self._clock.due(self._now())
        if steps:
            self.due.emit(steps)
        else:
            self.frame_due.emit()
