"""Saves the scene a few seconds after each change, in a folder that belongs to this instance."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal

from app.files.autosaved import About, Autosaved
from app.files.failure import reason_of, shown_path
from app.session.recovery import InstanceFolder, RecoveredScene
from app.session.tasks import Task
from app.text.translation import _

DEBOUNCE_S = 3.0
"""It saves when nothing has changed for this long …"""
MAX_DELAY_S = 8.0
"""… but at most this long after the first change; with the writing it is less than ten."""


def autosave_folder() -> Path:
    """Return the folder that holds the folders of all instances, in the platform's place for a program's data."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(place) / "autosave"


class Autosave(QObject):
    """Keeps a copy of the scene on the disk until it is discarded because the work is saved."""

    saved = Signal()
    """The scene is on the disk as it was when saving began."""
    failed = Signal(str)
    """Saving failed, as one sentence; not repeated until it has succeeded. It is tried again after the next change."""

    def __init__(
        self,
        folder: Path,
        scene: Callable[[], Callable[[], str]],
        picture: Callable[[], bytes],
        about: Callable[[], About],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """`folder` holds the folders of all instances (`autosave_folder()`).

        `scene` returns a function that returns the text of the scenario file, `picture` a PNG or nothing. They are
        called in the thread of this object; the text is made and the files are written in another.
        """
        super().__init__()
        self._folder = InstanceFolder(folder)
        self._scene, self._picture, self._about, self._seconds = scene, picture, about, seconds
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.save_now)
        self._changed_at: float | None = None
        """When the first change was made that is not being saved yet."""
        self._job: Task | None = None
        self._is_failing = False
        """Whether the failure has been reported."""
        self._is_unwritten = False
        """Whether the last attempt to save has failed."""
        self._is_stopped = False

    @property
    def is_pending(self) -> bool:
        """Whether there are changes that have not been written yet."""
        return self._changed_at is not None or self._job is not None

    def note_change(self) -> None:
        """Save soon; cheap enough to be called in every frame."""
        if self._is_stopped:
            return
        now = self._seconds()
        if self._changed_at is None:
            self._changed_at = now
        wait_s = min(DEBOUNCE_S, self._changed_at + MAX_DELAY_S - now)
        self._timer.start(max(0, round(1000.0 * wait_s)))

    def save_now(self) -> None:
        """Save in the background, after what is being written now."""
        self._timer.stop()
        if self._job is not None:
            if self._changed_at is None:
                self._changed_at = self._seconds()
            return
        self._changed_at = None
        snapshot = self._snapshot()
        self._job = job = Task(lambda _progress, _is_cancelled: self._folder.write(snapshot()))
        job.succeeded.connect(self._on_success)
        job.failed.connect(self._on_failure)
        job.ended.connect(self._on_end)
        job.start()

    def adopt(self, recovered: RecoveredScene) -> None:
        """Go on with a recovered scene that is being restored: it is kept until something newer is saved."""
        self._cancel_pending_and_wait()
        self._folder.adopt(recovered.folder_lock)

    def discard(self) -> None:
        """Remove the copy: the work is saved or not wanted. The next change is saved again."""
        self._cancel_pending_and_wait()
        self._folder.remove()

    def stop(self) -> None:
        """Save what is pending, and leave the copy, if there is one, to the next start. Later changes are ignored."""
        is_unsaved = self._changed_at is not None or self._is_unwritten
        self._cancel_pending_and_wait()
        if is_unsaved and not self._is_stopped:
            with suppress(OSError):  # no window is left to report it; what was saved before is still there
                self._folder.write(self._snapshot()())
        self._is_stopped = True
        self._folder.release()

    def _snapshot(self) -> Callable[[], Autosaved]:
        """The scene as it is now; only its text is made when it is called."""
        text, picture, about = self._scene(), self._picture() or None, self._about()
        saved_at = datetime.now().astimezone()
        return lambda: Autosaved(text(), picture, about, saved_at)

    def _cancel_pending_and_wait(self) -> None:
        """Forget all changes, and wait until nothing is being written."""
        self._timer.stop()
        self._changed_at = None
        self._is_unwritten = False
        if self._job is not None:
            self._job.wait()
            self._job = None  # its signals are ignored from now on

    @property
    def _is_outdated(self) -> bool:
        """Whether the signal being handled comes from a job that no longer counts."""
        return self.sender() is not self._job

    def _on_success(self) -> None:
        if not self._is_outdated:
            self._is_failing = self._is_unwritten = False
            self.saved.emit()

    def _on_failure(self, error: Exception) -> None:
        if self._is_outdated:
            return
        if not isinstance(error, OSError):
            raise error
        self._is_unwritten = True
        if not self._is_failing:
            self._is_failing = True
            cause = reason_of(error, self._folder.base, "saved").cause
            self.failed.emit(
                _(
                    "Autosave can't write to {folder}: {cause}. Your work is still in the window; save it to a file."
                ).format(folder=shown_path(self._folder.base), cause=cause)
            )

    def _on_end(self) -> None:
        if not self._is_outdated:
            self._job = None
            if self._changed_at is not None and not self._timer.isActive():
                self.save_now()
