"""The transient of the session's run: the steps until the last edit, and until the last ball is caught or gone."""

from app.session.scene import Scene
from physics.outcome.outcome import ROLLING
from physics.run.recording import Recording, Rows
from physics.run.run import Run

MAX_STEPS_READ = 100_000
"""Read in one call; the rest follows with the next frames."""


def transient_end(run: Run) -> int | None:
    """The last step of an edit or at which a ball's outcome was open; None if one still is. Reads all steps."""
    first, last_open = run.recording.first, 0
    for begin in range(first, run.last + 1, MAX_STEPS_READ):
        rows = run.recording.rows(begin, min(begin + MAX_STEPS_READ, run.last + 1))
        last_open = max(last_open, _last_open(rows, begin))
    return _end(run, last_open) if last_open < run.last else None


def _last_open(rows: Rows, first: int) -> int:
    """The last step at which an outcome is open, of rows that begin at a step; 0 if there is none."""
    is_open = (rows.outcome == ROLLING).any(axis=1)
    return first + int(is_open.nonzero()[0][-1]) if is_open.any() else 0


def _end(run: Run, last_open: int) -> int:
    return max(last_open, next((edit.step for edit in reversed(run.edits) if edit.step < run.last), 0))


class Transient:
    """Finds the last step of an edit, or at which a ball's outcome was open; each recorded step is read once."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._clear()
        scene.recording_reset.connect(self._clear)  # undo replaces rows of the same recording

    def find_end(self) -> int | None:
        """The last step of an edit or at which a ball's outcome was open.

        None if one still is, or if not all steps are read yet.
        """
        run = self._scene.run
        self._catch_up(run.recording)
        if self._next <= run.last or self._last_open >= run.last:
            return None
        return _end(run, self._last_open)

    def _clear(self) -> None:
        self._recording: Recording | None = None
        self._next = 0
        self._last_open = 0

    def _catch_up(self, recording: Recording) -> None:
        if recording is not self._recording:
            self._clear()
            self._recording = recording
        stop = min(recording.last + 1, self._next + MAX_STEPS_READ)
        if stop <= self._next:
            return
        self._last_open = max(self._last_open, _last_open(recording.rows(self._next, stop), self._next))
        self._next = stop
