"""Fast forward: a run is computed to its end, or to a given step, in the background and then taken over."""

import time
from bisect import bisect_right
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.session.scene import Scene
from app.session.tasks import Task
from physics.run.recording import ROW_LIMIT
from physics.run.run import Run

STEP_LIMIT = 100_000
"""Without a target a run stops at the next multiple of this, since some balls never come to an end."""
FIRST_CHUNK_STEPS, MIN_CHUNK_STEPS = 256, 16
MAX_CHUNK_S = 0.05
"""Time between two checks for cancellation; the number of steps in a chunk is adapted to it."""
MAX_CHUNK_EDITS = 64
"""Steps with edits take some hundred times as long as others."""


class FastForward(QObject):
    """At most one fork of the scene's run that goes on from its last step; the scene stays as it is meanwhile.

    Seeking does not disturb it; any change of the run cancels it.
    """

    changed = Signal()
    """It has begun, progressed or ended."""
    finished = Signal()
    """It has come to its end: `take_result` returns what is to be merged."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._scene = scene
        self._task: Task | None = None
        self._target = 0
        self._result: tuple[Run, int | None] | None = None
        self.share = 0.0
        """How much of the way to the target is done, 0 to 1."""
        scene.recording_reset.connect(self.cancel)

    @property
    def is_busy(self) -> bool:
        """Whether steps are being computed."""
        return self._task is not None

    @property
    def target(self) -> int:
        """The step at which the run stops at the latest."""
        return self._target

    def begin(self, target: int | None = None, shown_step: int | None = None) -> None:
        """Compute until every ball has come to its end, but no further than to `target`, or else to the step limit.

        `shown_step` is the step to show then, if it is not the last one.
        """
        run = self._scene.run
        self.cancel()
        self._target = max(STEP_LIMIT, run.last // STEP_LIMIT * STEP_LIMIT + STEP_LIMIT) if target is None else target
        self._scene.replay = None if shown_step is None else (self._target, shown_step)
        fork, first = run.fork(), run.last
        span = max(1, self._target - first)

        def work(progress: Callable[[float], None], is_cancelled: Callable[[], bool]) -> Run:
            steps = FIRST_CHUNK_STEPS
            while fork.step < self._target and not is_cancelled():
                begun_at = time.thread_time()
                until = min(fork.step + steps, self._target, _step_after_edits(fork))
                if not fork.advance(until - fork.step, waits=shown_step is not None):
                    break
                fork.mark()
                progress((fork.step - first) / span)
                took_s = time.thread_time() - begun_at
                if took_s > MAX_CHUNK_S:
                    steps = max(steps // 2, MIN_CHUNK_STEPS)
                elif took_s <= MAX_CHUNK_S / 2.0:
                    steps *= 2
            return fork

        task = self._task = Task(work)
        task.progressed.connect(lambda share: self._on_progress(task, share))
        task.succeeded.connect(lambda result: self._on_success(task, result))
        task.failed.connect(lambda error: self._on_failure(task, error))
        self.share = 0.0
        task.start()
        self.changed.emit()

    def stop(self) -> None:
        """Stop early; the steps made so far are kept."""
        if self._task is not None:
            self._task.cancel()

    def cancel(self) -> None:
        """Cancel, wait for the thread, and drop the steps made so far."""
        task, self._task = self._task, None
        self._scene.replay = None
        if task is not None:
            task.cancel()
            task.wait()
            self.changed.emit()

    def take_result(self) -> tuple[Run, int | None] | None:
        """The fork at its end, and the step to show if it is not the last one; once."""
        result, self._result = self._result, None
        return result

    def _on_progress(self, task: Task, share: float) -> None:
        if task is self._task:
            self.share = share
            self.changed.emit()

    def _on_success(self, task: Task, fork: Run) -> None:
        if task is self._task:
            replay = self._scene.replay
            self._task = self._scene.replay = None
            self.changed.emit()
            self._result = fork, None if replay is None else replay[1]
            self.finished.emit()

    def _on_failure(self, task: Task, error: Exception) -> None:
        if task is self._task:
            self._task = self._scene.replay = None
            self.changed.emit()
            raise error


def _step_after_edits(run: Run) -> int:
    """The step that a run reaches after the next MAX_CHUNK_EDITS edits; ROW_LIMIT if fewer are to come."""
    last = bisect_right(run.edits, run.step, key=lambda edit: edit.step) + MAX_CHUNK_EDITS
    return run.edits[last].step if last < len(run.edits) else ROW_LIMIT
