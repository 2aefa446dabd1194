"""Saves the scene a few seconds after each change, in a folder that belongs to this instance."""

import errno
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal

from app.files.atomic import sync_folder, with_path
from app.files.autosaved import About, Autosaved, write_autosaved
from app.files.failure import reason_of, shown_path
from app.session.instance_lock import FolderLock, claim
from app.session.recovery import RecoveredScene
from app.session.tasks import Task

ATTEMPTS = 3
"""Another instance that starts may take away a new folder before it is locked, for it has nothing in it yet."""
ROOM = "room"
BLOCK = 4096


def autosave_folder() -> Path:
    """Where the folders of all instances are: the platform's place for a program's own data."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(place) / "autosave"


class InstanceFolder:
    """A folder that is made and locked when it is first needed, and again when somebody has removed it.

    May be used in any thread, one at a time.
    """

    def __init__(self, base: Path) -> None:
        """`base` has the folders of all instances, and need not be there."""
        self.base = base
        self._claim: FolderLock | None = None

    def write(self, saved: Autosaved) -> None:
        """Write a scene. Raises OSError; what was written before stays."""
        if self._claim is None or not self._claim.is_there:
            self._claim = self._made()
        write_autosaved(self._claim.folder, saved)

    def adopt(self, other: FolderLock) -> None:
        """Go on in a folder that somebody else has left, instead of this one."""
        self.remove()
        self._claim = other

    def let_go(self) -> None:
        """Leave what was written for the next start."""
        if self._claim is not None:
            self._claim.let_go()
            self._claim = None

    def remove(self) -> None:
        """Leave nothing."""
        if self._claim is not None:
            self._claim.remove()
            self._claim = None

    def _made(self) -> FolderLock:
        for _ in range(ATTEMPTS):
            folder = self.base / secrets.token_hex(8)
            folder.mkdir(0o700, parents=True)
            claimed = claim(folder)
            if claimed is not None:
                sync_folder(self.base)
                return claimed
            _check_room(folder)
        raise OSError(errno.ENOLCK, "it can't be locked", str(self.base))


def _check_room(folder: Path) -> None:
    """Raise the OSError for which a folder could not be locked: QLockFile doesn't tell. The folder is removed then."""
    path = folder / ROOM
    try:
        with with_path(path):
            path.write_bytes(bytes(BLOCK))
    except OSError:
        with suppress(OSError):
            path.unlink(missing_ok=True)
            folder.rmdir()
        raise
    path.unlink()


REST_SECONDS = 3.0
"""Nothing must change for so long before it saves: it does not disturb what is being done."""
LONGEST_SECONDS = 8.0
"""Not longer after the first change; with the writing it is less than ten."""


class Autosave(QObject):
    """Keeps a copy of the scene in a folder of this instance, until it is discarded because the work is safe."""

    saved = Signal()
    """All that had changed when it began is on the disk."""
    failed = Signal(str)
    """It could not save, in one sentence; not said again before it could. It tries again at the next change."""

    def __init__(
        self,
        folder: Path,
        scene: Callable[[], Callable[[], str]],
        picture: Callable[[], bytes],
        about: Callable[[], About],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Rest until something changes. `folder` has the folders of all instances (`autosave_folder()`).

        `scene` gives what gives the text of the scenario file, `picture` a PNG, empty where there is none. They are
        asked in the thread of this object; the text is made and the files are written in another.
        """
        super().__init__()
        self._own = InstanceFolder(folder)
        self._scene, self._picture, self._about, self._seconds = scene, picture, about, seconds
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.save_now)
        self._unsaved_since: float | None = None
        self._job: Task | None = None
        self._is_failing = False
        self._is_owing = False
        self._is_stopped = False

    @property
    def is_pending(self) -> bool:
        """Whether something has changed that has not been written yet."""
        return self._unsaved_since is not None or self._job is not None

    def note_change(self) -> None:
        """Something has changed: save it soon. Costs nothing worth mentioning, and may be called in every frame."""
        if self._is_stopped:
            return
        now = self._seconds()
        if self._unsaved_since is None:
            self._unsaved_since = now
        wait = min(REST_SECONDS, self._unsaved_since + LONGEST_SECONDS - now)
        self._timer.start(max(0, round(1000.0 * wait)))

    def save_now(self) -> None:
        """Save what is there now; returns before it is on the disk. What is being written is finished first."""
        self._timer.stop()
        if self._job is not None:
            if self._unsaved_since is None:
                self._unsaved_since = self._seconds()
            return
        self._unsaved_since = None
        snapshot = self._snapshot()
        self._job = job = Task(lambda _progress, _is_cancelled: self._own.write(snapshot()))
        job.succeeded.connect(self._on_success)
        job.failed.connect(self._on_failure)
        job.ended.connect(self._on_end)
        job.start()

    def adopt(self, left: RecoveredScene) -> None:
        """Go on with what another instance has left, and is now restored: it is kept until something newer is saved."""
        self._rest()
        self._own.adopt(left.claim)

    def discard(self) -> None:
        """The work is saved, or is not wanted: leave nothing to restore. The next change is saved again."""
        self._rest()
        self._own.remove()

    def stop(self) -> None:
        """End, and leave what there is to the next start; after `discard` that is nothing. No change is heard then."""
        is_unsaved = self._unsaved_since is not None or self._is_owing
        self._rest()
        if is_unsaved and not self._is_stopped:
            with suppress(OSError):  # the window that could say so is closing; what was saved before is still there
                self._own.write(self._snapshot()())
        self._is_stopped = True
        self._own.let_go()

    def _snapshot(self) -> Callable[[], Autosaved]:
        """What there is now, all but its text, which is made when it is asked for."""
        text, picture, about = self._scene(), self._picture() or None, self._about()
        time = datetime.now().astimezone()
        return lambda: Autosaved(text(), picture, about, time)

    def _rest(self) -> None:
        """Want nothing more, and wait until nothing is being written."""
        self._timer.stop()
        self._unsaved_since = None
        self._is_owing = False
        if self._job is not None:
            self._job.wait()
            self._job = None  # what it has still to tell is not heard

    @property
    def _is_outdated(self) -> bool:
        """Whether the signal that is being dealt with comes from work that is no longer waited for."""
        return self.sender() is not self._job

    def _on_success(self) -> None:
        if not self._is_outdated:
            self._is_failing = self._is_owing = False
            self.saved.emit()

    def _on_failure(self, error: Exception) -> None:
        if self._is_outdated:
            return
        if not isinstance(error, OSError):
            raise error
        self._is_owing = True
        if not self._is_failing:
            self._is_failing = True
            what = reason_of(error, self._own.base, "saved").what
            self.failed.emit(
                f"Autosave can't write to {shown_path(self._own.base)}: {what}. "
                "Your work is still in the window; save it to a file."
            )

    def _on_end(self) -> None:
        if not self._is_outdated:
            self._job = None
            if self._unsaved_since is not None and not self._timer.isActive():
                self.save_now()
