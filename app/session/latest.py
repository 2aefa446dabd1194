"""One piece of work in the background at a time, of which only the latest counts."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from app.session.background import Background
from app.session.turns import IsCancelled, Turns

Compute = Callable[[IsCancelled], Any]
"""A pure function of values that nobody changes; asked to stop, it may return anything, which nobody hears of."""


class Latest(QObject):
    """Computes what was begun last; what was begun before is given up and no longer heard of."""

    def __init__(self, turns: Turns, parent: QObject) -> None:
        """Rest. The work takes turns with that of others."""
        super().__init__(parent)
        self._turns = turns
        self._job: Background | None = None
        self._ending: list[Background] = []
        """What was given up or has come to its result: its thread may need a moment to end."""

    @property
    def is_busy(self) -> bool:
        """Whether something is being computed."""
        return self._job is not None

    def begin(self, compute: Compute, done: Callable[[Any], object]) -> None:
        """Compute, and hand the result to `done` in this thread, unless something else is begun before.

        What goes wrong is raised here, too, as if it had happened in an event's handler.
        """
        self.cancel()
        self._job = job = Background(lambda _progress, is_cancelled: self._turns.work(compute, is_cancelled))
        job.succeeded.connect(lambda result: self._on_success(job, done, result))
        job.failed.connect(lambda error: self._on_failure(job, error))
        job.start()

    def cancel(self) -> None:
        """Give up what is under way; it ends soon."""
        if self._job is not None:
            self._job.cancel()
            self._let_end(self._job)

    def stop(self) -> None:
        """Give up what is under way, and wait until nothing of it, nor of what was begun before, is left."""
        self.cancel()
        for job in self._ending:
            job.wait()
        self._ending = []

    def _on_success(self, job: Background, done: Callable[[Any], object], result: object) -> None:
        if job is self._job:
            self._let_end(job)
            done(result)

    def _on_failure(self, job: Background, error: Exception) -> None:
        if job is self._job:
            self._let_end(job)
            raise error

    def _let_end(self, job: Background) -> None:
        self._job = None
        self._ending = [*(other for other in self._ending if other.is_alive), job]
