"""Work beside the window: background tasks, the lock that lets one compute at a time, throttling."""

import threading
import time
from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.session.playback import Playback
from physics.sweep.sweep import GradualSweep

PROGRESS_SECONDS = 0.05
"""Progress is told at most this often: each telling crosses from one thread to the other."""
MAX_WAIT_S = 0.5
"""Seconds in which a file is usually read."""

Work = Callable[[Callable[[float], None], Callable[[], bool]], Any]
"""Takes `progress(share)` and `is_cancelled()`, returns the result; raises what went wrong."""


class Task(QObject):
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

    _under_way: ClassVar[set["Task"]] = set()

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
            self._thread.join(MAX_WAIT_S if self._thread.daemon else None)

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


POLL_S = 0.02
"""Seconds between two looks, while waiting for a turn, at whether the work is still wanted."""
REST = 3.0
"""While time runs, a thread rests so many times as long as it has worked …"""
LONGEST_REST = 0.05
"""… but no more than so many seconds at a time."""
IN_BETWEEN = 0.0002
"""Seconds in which somebody else may take the turn."""

IsCancelled = Callable[[], bool]


class ComputeLock:
    """Lets one thread compute at a time, however many have something to compute.

    Threads of Python share one lock: each that computes makes the window wait a little, again and again. So there is
    never more than one, and while time runs it rests more than it works.
    """

    def __init__(self) -> None:
        """Let everybody compute without rests."""
        self.is_throttled = False
        """Whether there are rests; to be set whenever that changes."""
        self.turn = threading.Lock()
        """Held by the thread that computes."""

    def work(self, do: Callable[[IsCancelled], object], is_cancelled: IsCancelled) -> object:
        """Do some work when it is its turn; return what it returns, or None when it was cancelled before.

        The work gets another `is_cancelled`, which it should ask every few milliseconds: then others have their turn.
        """
        turn = _Turn(self, is_cancelled)
        if not turn.take():
            return None
        try:
            return do(turn.yield_lock)
        finally:
            turn.give_up()


class _Turn:
    """The turn of one thread."""

    def __init__(self, turns: ComputeLock, is_cancelled: IsCancelled) -> None:
        self._turns, self._is_cancelled = turns, is_cancelled
        self._is_ours = False
        self._since = 0.0

    def take(self) -> bool:
        """Wait for the turn; False when the work is no longer wanted."""
        while not self._turns.turn.acquire(timeout=POLL_S):
            if self._is_cancelled():
                return False
        self._is_ours = True
        self._since = time.perf_counter()
        return True

    def give_up(self) -> None:
        """Let others have the turn, if it is still ours."""
        if self._is_ours:
            self._is_ours = False
            self._turns.turn.release()

    def yield_lock(self) -> bool:
        """Rest a little and let others go first; whether the work is no longer wanted."""
        worked = time.perf_counter() - self._since
        self.give_up()
        time.sleep(min(REST * worked, LONGEST_REST) if self._turns.is_throttled else IN_BETWEEN)
        return self._is_cancelled() or not self.take()


Compute = Callable[[IsCancelled], Any]
"""A pure function of values that nobody changes; asked to stop, it may return anything, which nobody hears of."""


class LatestOnly(QObject):
    """Computes what was begun last; what was begun before is given up and no longer heard of."""

    def __init__(self, turns: ComputeLock, parent: QObject) -> None:
        """Rest. The work takes turns with that of others."""
        super().__init__(parent)
        self._turns = turns
        self._job: Task | None = None
        self._ending: list[Task] = []
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
        self._job = job = Task(lambda _progress, is_cancelled: self._turns.work(compute, is_cancelled))
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

    def _on_success(self, job: Task, done: Callable[[Any], object], result: object) -> None:
        if job is self._job:
            self._let_end(job)
            done(result)

    def _on_failure(self, job: Task, error: Exception) -> None:
        if job is self._job:
            self._let_end(job)
            raise error

    def _let_end(self, job: Task) -> None:
        self._job = None
        self._ending = [*(other for other in self._ending if other.is_alive), job]


SURELY = 130_000
"""Work that is always done: what a strip or a coarse map needs where most runs are decided soon."""
LITTLE = 16_384
SECONDS = 0.004
"""What is beyond that is done as long as it takes no longer than this, all in all."""


def go_on_at_once(sweep: GradualSweep, enough: float = 1.0, now: Callable[[], float] = time.perf_counter) -> None:
    """Sweep until that share is decided which is `enough`, or as far as it goes without being felt."""
    begun = now()
    sweep.go_on(SURELY, enough)
    while not sweep.has(enough) and now() - begun < SECONDS:
        sweep.go_on(LITTLE, enough)


class Throttle(QObject):
    """Calls a refresh at once while time rests, and with pauses between while it moves.

    Its timer is only ever active while time moves.
    """

    def __init__(self, playback: Playback, refresh: Callable[[], None], milliseconds: int, parent: QObject) -> None:
        """Two calls of `refresh` lie at least so many milliseconds apart while time moves."""
        super().__init__(parent)
        self._playback = playback
        self._refresh = refresh
        self._is_due = False
        self._pause = QTimer(self, singleShot=True, interval=milliseconds)
        self._pause.timeout.connect(self._on_pause_over)
        playback.moving_changed.connect(self._on_moving_changed)

    def touch(self) -> None:
        """Something is new: refresh now, or as soon as the pause is over."""
        if self._pause.isActive():
            self._is_due = True
        else:
            self.refresh_now()

    def refresh_now(self) -> None:
        """Refresh without waiting."""
        self._is_due = False
        if self._playback.is_moving:
            self._pause.start()
        self._refresh()

    def _on_pause_over(self) -> None:
        if self._is_due:
            self.refresh_now()

    def _on_moving_changed(self) -> None:
        if not self._playback.is_moving:
            self._pause.stop()
        self.refresh_now()
