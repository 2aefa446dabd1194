"""The transient of the session's run: the steps until the last edit, and until the last ball is caught or gone."""

from app.session.scene import Scene
from physics.outcome.outcome import ROLLING
from physics.run.recording import Recording

MAX_STEPS_READ = 100_000
"""Read in one call; the rest follows with the next frames."""


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
        return max(self._last_open, next((edit.step for edit in reversed(run.edits) if edit.step < run.last), 0))

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
        is_open = (recording.rows(self._next, stop).outcome == ROLLING).any(axis=1)
        if is_open.any():
            self._last_open = self._next + int(is_open.nonzero()[0][-1])
        self._next = stop
