"""Reading a scenario or a lesson from a file, in the background: a drive may take its time, or never answer."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from app.files.fingerprint import Fingerprint, fingerprint
from app.files.lesson import Lessons, is_lesson, read_lesson
from app.files.scenario import Scenario, is_scenario, read_scenario
from app.files.text import refuse_device
from app.session.tasks import Task


class FileContent(NamedTuple):
    """A scenario or a lesson, and the fingerprint of a scenario's file from before it was read."""

    content: Scenario | Lessons
    fingerprint: Fingerprint | None


def read_file(path: Path, *, must_be_scenario: bool) -> FileContent | None:
    """Read a scenario or a lesson. A file that is neither is None, or BadFile if `must_be_scenario`."""
    refuse_device(path)
    if is_lesson(path):
        return FileContent(read_lesson(path), None)
    if not must_be_scenario and not is_scenario(path):
        return None
    before = fingerprint(path)
    return FileContent(read_scenario(path), before)


class FileReader:
    """Reads one file at a time; what was begun before is abandoned, and its result dropped."""

    def __init__(self) -> None:
        self._task: Task | None = None
        self._abandoned: list[Task] = []
        """Their threads may still be running."""

    @property
    def is_busy(self) -> bool:
        """Whether a result is awaited."""
        return self._task is not None

    def begin(
        self,
        read: Callable[[], FileContent | None],
        done: Callable[[FileContent | None], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Read, and pass the result or the exception on, unless that was abandoned meanwhile."""
        self.abandon()
        task = self._task = Task(lambda _progress, _is_cancelled: read(), may_hang=True)
        task.succeeded.connect(lambda content: self._end(task) and done(content))
        task.failed.connect(lambda error: self._end(task) and failed(error))
        task.start()

    def abandon(self) -> None:
        """Drop the result of what is being read."""
        if self._task is not None:
            self._abandoned = [*(task for task in self._abandoned if task.is_alive), self._task]
            self._task = None

    def stop(self) -> None:
        """Wait for reads that are still running, and drop their results."""
        self.abandon()
        for task in self._abandoned:
            task.wait()

    def _end(self, task: Task) -> bool:
        """Note that a task has ended; False if its result is to be dropped."""
        is_wanted = task is self._task
        if is_wanted:
            self._task = None
        return is_wanted
