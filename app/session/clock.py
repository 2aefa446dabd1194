"""How many steps are due: the only place where wall time becomes steps."""

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
