"""What a terminal shows: a progress line, and aligned tables."""

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple, Self, TextIO

from app.text.numbers import percent
from app.text.translation import _, ngettext

FIRST_UPDATE_S = 0.5
"""Shorter work needs no progress line."""
UPDATE_INTERVAL_S = 0.2
MAX_CELL_CHARACTERS = 40
"""Longer texts in a table are cut."""
COLUMN_GAP = "  "


ProgressText = Callable[[int, int, float], str]
"""Takes how many are done, the total, and the seconds so far."""


def steps_line(step: int, total: int, seconds: float) -> str:
    """Such as ` 42 %  1,312,000 steps/s  0:12 left`."""
    return _("{percent}  {speed} steps/s  {time} left").format(**_speed_and_rest(step, total, seconds))


def rows_line(row: int, total: int, seconds: float) -> str:
    """Such as ` 42 %  1,312,000 rows/s  0:12 left`."""
    return _("{percent}  {speed} rows/s  {time} left").format(**_speed_and_rest(row, total, seconds))


def decided_line(decided: int, total: int, seconds: float) -> str:
    """Such as ` 42 %  27,525 runs decided  0:12`: no time left, since each of the others may take all its steps."""
    pattern = ngettext("{percent}  {count} run decided  {time}", "{percent}  {count} runs decided  {time}", decided)
    return pattern.format(percent=_percent(decided, total), count=f"{decided:,}", time=_clock(seconds))


def frames_line(frame: int, total: int, seconds: float) -> str:
    """Such as ` 42 %  80 frames/s  0:12 left`."""
    return _("{percent}  {speed} frames/s  {time} left").format(**_speed_and_rest(frame, total, seconds))


def _speed_and_rest(done: int, total: int, seconds: float) -> dict[str, str]:
    left = seconds * (total - done) / max(1, done)
    return {"percent": _percent(done, total), "speed": f"{round(done / seconds):,}", "time": _clock(left)}


def _percent(done: int, total: int) -> str:
    return percent(100 * done // max(1, total) / 100).rjust(5)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


class Progress:
    """Shows a progress line on a terminal; a context manager, which wipes the line at the end."""

    def __init__(
        self,
        total: int,
        terminal: TextIO | None,
        now: Callable[[], float] = time.monotonic,
        line: ProgressText = steps_line,
    ) -> None:
        """Start the clock; `now` returns seconds. `terminal` is None in a program without a console."""
        self._total = total
        self._line = line
        self._terminal = terminal if terminal is not None and terminal.isatty() else None
        self._now = now
        self._begun = now()
        self._next_update = self._begun + FIRST_UPDATE_S
        self._shown_length = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._terminal is not None and self._shown_length:
            self._show(self._terminal, "")
            self._terminal.write("\r")
            self._terminal.flush()

    def __call__(self, done: int) -> None:
        """Report how many are done."""
        now = self._now()
        if self._terminal is not None and now >= self._next_update:
            self._next_update = now + UPDATE_INTERVAL_S
            self._show(self._terminal, self._line(done, self._total, now - self._begun))

    def _show(self, terminal: TextIO, line: str) -> None:
        terminal.write("\r" + line.ljust(self._shown_length))
        terminal.flush()
        self._shown_length = len(line)


class Column(NamedTuple):
    """A heading and the texts below it."""

    heading: str
    texts: Sequence[str]
    is_number: bool = False
    """Numbers are aligned to the right."""


def table(columns: Sequence[Column]) -> str:
    """The columns side by side under their headings; every line ends with a line feed."""
    return "".join(line.rstrip() + "\n" for line in map(COLUMN_GAP.join, zip(*map(_aligned, columns), strict=True)))


def _aligned(column: Column) -> list[str]:
    texts = [cut(text) for text in (column.heading, *column.texts)]
    width = max(map(len, texts))
    return [text.rjust(width) if column.is_number else text.ljust(width) for text in texts]


def cut(text: str, most: int = MAX_CELL_CHARACTERS) -> str:
    """The text cut to `most` characters, with blanks for characters that would move the cursor."""
    text = "".join(character if character.isprintable() else " " for character in text)
    return text if len(text) <= most else text[: most - 1] + "…"
