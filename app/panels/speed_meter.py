"""How many steps per second are really made."""

from collections import deque

WINDOW = 1.0
"""Seconds over which the speed is taken."""


class SpeedMeter:
    """Measures from readings of the step number; wall time is passed in."""

    def __init__(self) -> None:
        self._readings: deque[tuple[float, int]] = deque()

    def reset(self) -> None:
        """Forget all readings, as time was stopped."""
        self._readings.clear()

    def read(self, now: float, step: int) -> None:
        """Take a reading at `now` seconds; a step number that fell begins a new measurement."""
        if self._readings and step < self._readings[-1][1]:
            self.reset()
        self._readings.append((now, step))
        while len(self._readings) > 2 and self._readings[1][0] <= now - WINDOW:
            self._readings.popleft()

    @property
    def speed(self) -> float | None:
        """Steps per second over about the last second; None before half of one has been seen."""
        if len(self._readings) < 2:
            return None
        (first, step_then), (last, step_now) = self._readings[0], self._readings[-1]
        return (step_now - step_then) / (last - first) if last - first >= WINDOW / 2.0 else None
