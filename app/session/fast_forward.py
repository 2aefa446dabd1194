"""Running to the end at full speed: the steps are made in the background, and taken over when they are done."""

import time
from bisect import bisect_right
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.session.scene import Scene
from app.session.tasks import Task
from physics.run.recording import ROW_LIMIT
from physics.run.run import Run

STEP_LIMIT = 100_000
"""A run to the end stops at this step, for some balls never come to an end; asked again it goes as far once more."""
STEPS_AT_FIRST, FEWEST_STEPS = 256, 16
SOON = 0.05
"""Seconds of work between two looks at whether the run is still wanted; the number of steps is adapted to that."""
EDITS_AT_ONCE = 64
"""Steps with edits take some hundred times as long as others."""


class FastForward(QObject):
    """At most one run to the end, which goes on from the last recorded step; the scene stays as it is meanwhile.

    Looking at other steps does not disturb it; whoever changes something gives it up.
    """

    changed = Signal()
    """It has begun, come further, or ended."""

    def __init__(self, scene: Scene, merge: Callable[[Run, int | None], None]) -> None:
        """Rest. `merge` is called with the run that has gone on, and the step that is then to be shown, if any."""
        super().__init__(scene)
        self._scene, self._merge = scene, merge
        self._job: Task | None = None
        self._target = 0
        self._show: int | None = None
        self.share = 0.0
        """How much of the way to the step limit is done, 0 to 1."""
        scene.recording_reset.connect(self.give_up)

    @property
    def is_busy(self) -> bool:
        """Whether steps are being made."""
        return self._job is not None

    @property
    def target(self) -> int:
        """The step at which the run stops at the latest."""
        return self._target

    @property
    def replay(self) -> tuple[int, int] | None:
        """While a scenario is replayed: how far it was recorded when it was saved, and the step that was shown."""
        return None if self._show is None else (self._target, self._show)

    def begin(self, target: int | None = None, show: int | None = None) -> None:
        """Run until every ball has come to its end, at most to the step `target`; the limit, where none is given.

        `show` is the step that is to be shown then, if not the last one.
        """
        run = self._scene.run
        self.give_up()
        self._target = max(STEP_LIMIT, run.last // STEP_LIMIT * STEP_LIMIT + STEP_LIMIT) if target is None else target
        self._show = show
        further, begun = run.fork(), run.last
        span = max(1, self._target - begun)

        def work(progress: Callable[[float], None], is_cancelled: Callable[[], bool]) -> Run:
            steps = STEPS_AT_FIRST
            while further.step < self._target and not is_cancelled():
                began = time.thread_time()
                until = min(further.step + steps, self._target, _step_after_edits(further))
                if not further.advance(until - further.step, waits=show is not None):
                    break
                further.mark()
                progress((further.step - begun) / span)
                took = time.thread_time() - began
                steps = max(steps // 2, FEWEST_STEPS) if took > SOON else steps if took > SOON / 2.0 else 2 * steps
            return further

        job = self._job = Task(work)
        job.progressed.connect(lambda share: self._on_progress(job, share))
        job.succeeded.connect(lambda result: self._on_success(job, result, show))
        job.failed.connect(lambda error: self._on_failure(job, error))
        self.share = 0.0
        job.start()
        self.changed.emit()

    def stop(self) -> None:
        """Come no further; what has been made stays."""
        if self._job is not None:
            self._job.cancel()

    def give_up(self) -> None:
        """Forget what is being made; its thread ends soon."""
        job, self._job = self._job, None
        self._show = None
        if job is not None:
            job.cancel()
            job.wait()
            self.changed.emit()

    def _on_progress(self, job: Task, share: float) -> None:
        if job is self._job:
            self.share = share
            self.changed.emit()

    def _on_success(self, job: Task, further: Run, show: int | None) -> None:
        if job is self._job:
            self._job = self._show = None
            self.changed.emit()
            self._merge(further, show)

    def _on_failure(self, job: Task, error: Exception) -> None:
        if job is self._job:
            self._job = None
            self.changed.emit()
            raise error


def _step_after_edits(run: Run) -> int:
    """The step to which a run comes after as many edits as are made at once; far away where fewer are to come."""
    last = bisect_right(run.edits, run.step, key=lambda edit: edit.step) + EDITS_AT_ONCE
    return run.edits[last].step if last < len(run.edits) else ROW_LIMIT
