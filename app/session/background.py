"""Long work off the GUI thread: a pure function of frozen values, with progress, cancel, success and failure."""

import threading
import time
from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import QCoreApplication, QObject, Signal

PROGRESS_SECONDS = 0.05
"""Progress is told at most this often: each telling crosses from one thread to the other."""
PATIENCE = 0.5
"""Seconds in which a file is usually read."""

Work = Callable[[Callable[[float], None], Callable[[], bool]], Any]
"""Takes `progress(share)` and `is_cancelled()`, returns the result; raises what went wrong."""


class Background(QObject):
    """One piece of work in a thread of its own; its signals arrive in the thread that made it.

    It needs no owner: from `start` until its thread is gone it is kept alive here. When the program ends the work is
    asked to stop, and Python waits for its thread before Qt is taken away from under it.
    """

    progressed = Signal(float)
    """The share that is done, 0 to 1."""
    succeeded = Signal(object)
    """The work returned this; also when it was asked to stop too late."""
    failed = Signal(Exception)
    """The work raised this; what it raises when it is asked to stop is its own choice."""
    ended = Signal()
    """The work has ended, in whatever way; comes last."""

    _under_way: ClassVar[set["Background"]] = set()

    def __init__(self, work: Work, *, may_hang: bool = False) -> None:
        """What `may_hang` reads from a drive that need not answer: the program ends without waiting for it."""
        super().__init__()
        self._work = work
        self._cancelled = threading.Event()
        self._told = 0.0
        self._thread = threading.Thread(target=self._run, name=f"background {work!r}", daemon=may_hang)
        self.ended.connect(self._on_end)
        program = QCoreApplication.instance()
        if program is not None:
            program.aboutToQuit.connect(self.cancel)

    def start(self) -> None:
        """Begin; to be called once."""
        self._under_way.add(self)
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to stop soon."""
        self._cancelled.set()

    @property
    def is_alive(self) -> bool:
        """Whether its thread has not ended yet."""
        return self._thread.is_alive()

    def wait(self) -> None:
        """Block until the thread has ended (the signals still come later); not for long where it may hang."""
        if self._thread.ident is not None:
            self._thread.join(PATIENCE if self._thread.daemon else None)

    def _progress(self, share: float) -> None:
        now = time.monotonic()
        if now - self._told >= PROGRESS_SECONDS:
            self._told = now
            self.progressed.emit(share)

    def _run(self) -> None:
        try:
            result = self._work(self._progress, self._cancelled.is_set)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is handed over to whoever asked for the work
            self.failed.emit(error)
        else:
            self.succeeded.emit(result)
        self.ended.emit()

    def _on_end(self) -> None:
        # The thread holds this object too, and is about to let go: it must not be the one that deletes it.
        self._thread.join()
        self._under_way.discard(self)
        # Whoever listens is held by its signals, and mostly holds it in turn: a ring that Python can't see through Qt.
        self.deleteLater()
