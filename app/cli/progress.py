"""How far a long run is, in one line that is rewritten in place; nothing where nobody watches."""

import time
from collections.abc import Callable
from typing import TextIO

FIRST_AFTER = 0.5
"""Seconds before the first line: a short run needs none."""
EVERY = 0.2


class Progress:
    """Tells on a terminal how many steps are done, how many are made in a second, and how long it will still take."""

    def __init__(self, total: int, terminal: TextIO | None, now: Callable[[], float] = time.monotonic) -> None:
        """Begin to count. `now` gives seconds; there is no terminal in a program without a console."""
        self._total = total
        self._terminal = terminal if terminal is not None and terminal.isatty() else None
        self._now = now
        self._begun = now()
        self._next = self._begun + FIRST_AFTER
        self._shown = 0

    def __call__(self, step: int) -> None:
        """Say that `step` steps are done."""
        now = self._now()
        if self._terminal is not None and now >= self._next:
            self._next = now + EVERY
            self._show(self._terminal, progress_line(step, self._total, now - self._begun))

    def clear(self) -> None:
        """Wipe the line."""
        if self._terminal is not None and self._shown:
            self._show(self._terminal, "")
            self._terminal.write("\r")
            self._terminal.flush()

    def _show(self, terminal: TextIO, line: str) -> None:
        terminal.write("\r" + line.ljust(self._shown))
        terminal.flush()
        self._shown = len(line)


def progress_line(step: int, total: int, seconds: float) -> str:
    """Such as ` 42 %  1,312,000 steps/s  0:12 left`."""
    left = seconds * (total - step) / max(1, step)
    minutes, rest = divmod(round(left), 60)
    return f"{100 * step // max(1, total):3d} %  {round(step / seconds):,} steps/s  {minutes}:{rest:02d} left"
