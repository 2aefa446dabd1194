"""Playback: the timer of the frames, and the clock that turns seconds into steps."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.files.view import MAX_SPEED, MIN_SPEED

MAX_FRAME_S = 0.1
"""A longer frame counts as one of this length: the run slows down instead of freezing the window."""


class Clock:
    """Turns seconds into steps; wall time is passed in."""

    def __init__(self, speed: float) -> None:
        """`speed` is in steps per second; the clock is stopped."""
        self._counted_until: float | None = None
        self._pending_steps = 0.0
        self.speed = speed

    @property
    def speed(self) -> float:
        """Steps per second."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        if not MIN_SPEED <= speed <= MAX_SPEED:
            raise ValueError(f"speed: {speed!r} is not between {MIN_SPEED:g} and {MAX_SPEED:g} steps per second")
        self._speed = speed

    @property
    def phase(self) -> float:
        """The elapsed fraction of the next step, 0 to 1; 1 when the clock is stopped."""
        return 1.0 if self._counted_until is None else min(1.0, self._pending_steps)

    def start(self, now: float) -> None:
        """Start to count at `now` seconds."""
        self._counted_until = now
        self._pending_steps = 0.0

    def stop(self) -> None:
        """Stop counting."""
        self._counted_until = None
        self._pending_steps = 0.0

    def due(self, now: float) -> int:
        """Return the number of steps due since the last call, at `now` seconds; 0 when the clock is stopped."""
        if self._counted_until is None:
            return 0
        self._pending_steps += self._speed * min(max(0.0, now - self._counted_until), MAX_FRAME_S)
        self._counted_until = now
        steps = int(self._pending_steps)
        self._pending_steps -= steps
        return steps


FRAME_MS = 16
DEFAULT_SPEED = 30.0


class Playback(QObject):
    """Whether and how fast time runs, and how far the balls are between two steps."""

    playing_changed = Signal()
    """The playback has started or stopped."""
    moving_changed = Signal()
    """`is_moving` has changed."""
    speed_changed = Signal()
    """The speed has changed."""
    frame_due = Signal()
    """No step is due, but the phase has changed: draw the balls further along their last step."""
    due = Signal(int)
    """The number of steps to make now."""

    def __init__(self, parent: QObject, now: Callable[[], float] = time.perf_counter) -> None:
        """`now` gives seconds: the only reading of wall time; tests pass their own."""
        super().__init__(parent)
        self._now = now
        self._clock = Clock(DEFAULT_SPEED)
        self._is_scrubbed = False
        self._timer = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.frame)

    @property
    def is_playing(self) -> bool:
        """Whether the playback runs."""
        return self._timer.isActive()

    @property
    def is_moving(self) -> bool:
        """Whether the playback runs or the time line is being dragged: costly displays are then throttled."""
        return self.is_playing or self._is_scrubbed

    @property
    def speed(self) -> float:
        """Steps per second."""
        return self._clock.speed

    @property
    def phase(self) -> float:
        """How far the balls are on the way from the step before to this one, 0 to 1."""
        return self._clock.phase

    def set_speed(self, speed: float) -> None:
        """Set the steps per second. Raises ValueError outside 1 … 2000."""
        if speed != self.speed:
            self._clock.speed = speed
            self.speed_changed.emit()

    def start(self) -> None:
        """Start the playback; if it runs already, reset its clock."""
        was_playing = self.is_playing
        self._clock.start(self._now())
        self._timer.start()
        if not was_playing:
            self.playing_changed.emit()
            self.moving_changed.emit()

    def reset_clock(self) -> None:
        """Count from now on if the playback runs, since another step is shown."""
        if self.is_playing:
            self._clock.start(self._now())

    def stop(self) -> None:
        """Stop the playback; the balls are then shown at the end of their last step."""
        if self.is_playing:
            self._timer.stop()
            self._clock.stop()
            self.playing_changed.emit()
            self.moving_changed.emit()
            self.frame_due.emit()

    def set_scrubbed(self, is_scrubbed: bool) -> None:
        """Note whether the time line is being dragged."""
        if is_scrubbed != self._is_scrubbed:
            self._is_scrubbed = is_scrubbed
            self.moving_changed.emit()

    def frame(self) -> None:
        """Emit `due` with the steps that are due now, or else `frame_due`."""
        steps = self._clock.due(self._now())
        if steps:
            self.due.emit(steps)
        else:
            self.frame_due.emit()
