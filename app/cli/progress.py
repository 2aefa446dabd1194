"""How far long work is, in one line that is rewritten in place; nothing where nobody watches."""

import time
from collections.abc import Callable
from typing import Self, TextIO

FIRST_AFTER = 0.5
"""Seconds before the first line: short work needs none."""
EVERY = 0.2


Line = Callable[[int, int, float], str]
"""What is told of how many are done, of how many in all, after how many seconds."""


def progress_line(step: int, total: int, seconds: float, things: str = "steps") -> str:
    """Such as ` 42 %  1,312,000 steps/s  0:12 left`."""
    left = seconds * (total - step) / max(1, step)
    return f"{_percent(step, total)}  {round(step / seconds):,} {things}/s  {_clock(left)} left"


def decided_line(decided: int, total: int, seconds: float) -> str:
    """Such as ` 42 %  27,525 runs decided  0:12`: those that are not may be next, or roll to the last step."""
    return f"{_percent(decided, total)}  {decided:,} runs decided  {_clock(seconds)}"


def _percent(done: int, total: int) -> str:
    return f"{100 * done // max(1, total):3d} %"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


class Progress:
    """Tells on a terminal how far some work is; a context manager, which wipes the line in the end."""

    def __init__(
        self,
        total: int,
        terminal: TextIO | None,
        now: Callable[[], float] = time.monotonic,
        line: Line = progress_line,
    ) -> None:
        """Begin to count. `now` gives seconds; there is no terminal in a program without a console."""
        self._total = total
        self._line = line
        self._terminal = terminal if terminal is not None and terminal.isatty() else None
        self._now = now
        self._begun = now()
        self._next = self._begun + FIRST_AFTER
        self._shown = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._terminal is not None and self._shown:
            self._show(self._terminal, "")
            self._terminal.write("\r")
            self._terminal.flush()

    def __call__(self, done: int) -> None:
        """Say that so many are done."""
        now = self._now()
        if self._terminal is not None and now >= self._next:
            self._next = now + EVERY
            self._show(self._terminal, self._line(done, self._total, now - self._begun))

    def _show(self, terminal: TextIO, line: str) -> None:
        terminal.write("\r" + line.ljust(self._shown))
        terminal.flush()
        self._shown = len(line)
