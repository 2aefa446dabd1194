"""Work that is done in pieces between the window's own events, so that it never stops the window for long."""

import time
from collections.abc import Generator
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

PIECE_S = 0.012
"""Pieces that are done one after another, until events are handled."""


class Pieces(QObject):
    """Runs a generator that yields between two pieces."""

    finished = Signal(object)
    """What the generator has returned."""
    failed = Signal(object)
    """An OSError that it has raised; any other goes on as if an event handler had raised it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work: Generator[None, None, Any] | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_busy(self) -> bool:
        """Whether something is left to do."""
        return self._work is not None

    def begin(self, work: Generator[None, None, Any]) -> None:
        """Do this work, instead of what is left of another."""
        self.cancel()
        self._work = work
        self._timer.start()

    def cancel(self) -> None:
        """Leave the rest undone."""
        self._timer.stop()
        work, self._work = self._work, None
        if work is not None:
            work.close()

    def _go_on(self) -> None:
        begun = time.monotonic()
        work = self._work
        if work is None:
            return
        try:
            while time.monotonic() - begun < PIECE_S:
                next(work)
        except StopIteration as end:
            self.cancel()
            self.finished.emit(end.value)
        except OSError as error:
            self.cancel()
            self.failed.emit(error)
        except Exception:
            self.cancel()
            raise
