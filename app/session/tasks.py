"""Work in threads of its own, beside the event loop."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from typing import Any, ClassVar

from PySide6.QtCore import QCoreApplication, QObject, Signal

log = logging.getLogger("momentum-lab")
PROGRESS_INTERVAL_S = 0.05
"""Least time between two `progressed` signals: each one crosses from one thread to the other."""
MAX_HANGING_WAIT_S = 0.5
"""How long `Task.wait` waits for work that may hang."""

Work = Callable[[Callable[[float], None], Callable[[], bool]], Any]
"""Takes `progress(share)` and `is_cancelled()` and returns the result; may raise."""


class Task(QObject):
    """Runs one piece of work in a thread of its own; its signals arrive in the thread that created it.

    It needs no owner: the class keeps it alive from `start` until its thread has ended. When the program ends, the work
    is cancelled and Python waits for the thread before Qt is torn down.
    """

    progressed = Signal(float)
    """The share that is done, 0 to 1."""
    succeeded = Signal(object)
    """The result; also after a cancellation that came too late."""
    failed = Signal(Exception)
    """The exception that the work raised."""
    ended = Signal()
    """Emitted right after success or failure."""
    _finished = Signal(object, object)
    """The result and None, or None and the exception; from the thread of the work."""

    running: ClassVar[set["Task"]] = set()

    def __init__(self, work: Work, *, may_hang: bool = False) -> None:
        """With `may_hang`, for reading from a drive that may not respond, the program ends without waiting."""
        super().__init__()
        self._work = work
        self._cancelled = threading.Event()
        self._progressed_at = 0.0
        self._thread = threading.Thread(target=self._run, name=f"task {work!r}", daemon=may_hang)
        self._finished.connect(self._on_finished)
        program = QCoreApplication.instance()
        if program is not None:
            program.aboutToQuit.connect(self.cancel)

    def start(self) -> None:
        """Start the thread; call it once."""
        self.running.add(self)
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to stop; returns immediately."""
        self._cancelled.set()

    @property
    def is_alive(self) -> bool:
        """Whether its thread is still running."""
        return self._thread.is_alive()

    def wait(self) -> None:
        """Block until the thread has ended, or briefly if the work may hang; its signals still arrive later."""
        if self._thread.ident is not None:
            self._thread.join(MAX_HANGING_WAIT_S if self._thread.daemon else None)

    def _progress(self, share: float) -> None:
        now = time.monotonic()
        if now - self._progressed_at >= PROGRESS_INTERVAL_S:
            self._progressed_at = now
            self.progressed.emit(share)

    def _run(self) -> None:
        # One signal, so that no other event comes between the result and the end.
        self._finished.emit(*self._try())

    def _try(self) -> tuple[object, Exception | None]:
        """Return the result and None, or None and the exception."""
        try:
            return self._work(self._progress, self._cancelled.is_set), None
        except Exception as error:  # noqa: BLE001  # handed over to the caller, whatever it is
            return None, error

    def _on_finished(self, result: object, failure: Exception | None) -> None:
        if failure is None:
            self.succeeded.emit(result)
        else:
            self.failed.emit(failure)
        self.ended.emit()
        # The thread holds a reference too: join it, so that it is not the one that deletes this object.
        self._thread.join()
        self.running.discard(self)
        # Connected receivers often refer back to this object: a cycle through Qt that Python's collector can't see.
        self.deleteLater()


IsCancelled = Callable[[], bool]
Compute = Callable[[IsCancelled], Any]
"""A pure function of immutable values, which leaves sweeps to `WORKERS`; its result is ignored after a cancellation."""


class LatestOnly(QObject):
    """Runs one computation at a time; a new one cancels the one before, whose result is dropped."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._ending: list[Task] = []
        """Tasks that were cancelled or have delivered their result, and whose threads may still be running."""
        self.is_stopped = False

    @property
    def is_busy(self) -> bool:
        """Whether a result is awaited."""
        return self._task is not None

    def begin(self, compute: Compute, done: Callable[[Any], object]) -> None:
        """Compute, and pass the result to `done` in this thread, unless another computation is begun before.

        An exception is raised in this thread, as if an event handler had raised it. When the system ends a process of
        `WORKERS`, for lack of memory perhaps, the computation is tried once more; after the second time it is given up,
        and `done` is not called. After `stop` nothing is begun.
        """
        self.cancel()
        if self.is_stopped:
            return

        def work(_progress: Callable[[float], None], is_cancelled: IsCancelled) -> object:
            try:
                return compute(is_cancelled)
            except BrokenProcessPool:
                return compute(is_cancelled)

        self._task = task = Task(work)
        task.succeeded.connect(lambda result: self._on_success(task, done, result))
        task.failed.connect(lambda error: self._on_failure(task, error))
        task.start()

    def cancel(self) -> None:
        """Cancel the computation; returns immediately."""
        if self._task is not None:
            self._task.cancel()
            self._let_end(self._task)

    def stop(self) -> None:
        """Cancel the computation, wait until all threads have ended, and begin no other one."""
        self.is_stopped = True
        self.cancel()
        for task in self._ending:
            task.wait()
        self._ending = []

    def _on_success(self, task: Task, done: Callable[[Any], object], result: object) -> None:
        if task is self._task:
            self._let_end(task)
            done(result)

    def _on_failure(self, task: Task, error: Exception) -> None:
        if task is self._task:
            self._let_end(task)
            if not isinstance(error, BrokenProcessPool):
                raise error
            log.warning("a computation in the background was given up: %s", error)

    def _let_end(self, task: Task) -> None:
        self._task = None
        self._ending = [*(other for other in self._ending if other.is_alive), task]
