"""The folders of autosave, one for each running instance: how they are locked, written, and recovered after a crash.

A folder belongs to the instance that holds its lock. What an instance that did not end well has left is recovered by
the first one that can lock its folder.
"""

import errno
import os
import random
import secrets
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile, QSysInfo

from app.files.atomic import sync_folder, with_path
from app.files.autosaved import SCENE, Autosaved, read_autosaved, write_autosaved

LOCK = "lock"
LOCK_ATTEMPTS = 12 if sys.platform == "win32" else 1
"""Windows can't remove the lock of a dead instance while another instance is reading it."""
MAX_LOCK_PAUSE_S = 0.03
FOLDER_ATTEMPTS = 3
"""An instance that is starting may remove a new folder before it is locked, since it is still empty."""
PROBE = "room"
PROBE_BYTES = 4096


@dataclass(frozen=True, eq=False)
class FolderLock:
    """A folder that belongs to this instance until it is released or removed, or the process ends."""

    folder: Path
    lock: QLockFile

    @property
    def is_there(self) -> bool:
        """Whether nobody else has removed the folder or its lock."""
        return (self.folder / LOCK).exists()

    def release(self) -> None:
        """Leave the folder to the next instance that locks it."""
        self.lock.unlock()

    def remove(self) -> None:
        """Remove the folder as far as possible."""
        with suppress(OSError):
            for path in self.folder.iterdir():
                if path.name != LOCK:
                    path.unlink()
        self.lock.unlock()
        with suppress(OSError):  # another instance is looking into it at this moment, and will find nothing
            self.folder.rmdir()


def lock_folder(folder: Path) -> FolderLock | None:
    """Lock a folder; None if another instance holds it, or if nothing can be written there."""
    lock = QLockFile(str(folder / LOCK))
    lock.setStaleLockTime(0)  # age makes no lock stale: windows stay open for weeks
    for attempt in range(LOCK_ATTEMPTS):
        if attempt:
            time.sleep(random.uniform(0.0, MAX_LOCK_PAUSE_S))  # out of step with other instances
        if lock.tryLock(0) or (_may_be_dead(folder, lock) and _remove_unheld(folder) and lock.tryLock(0)):
            return FolderLock(folder, lock)
    return None


def _may_be_dead(folder: Path, lock: QLockFile) -> bool:
    """Whether a lock is of this computer, or empty because its instance was killed before writing into it."""
    with suppress(OSError):
        if (folder / LOCK).stat().st_size == 0:
            return True
    _process, host, _program = lock.getLockInfo()
    return bool(host) and host == QSysInfo.machineHostName()


def _remove_unheld(folder: Path) -> bool:
    """Remove a lock whose process has ended, even if its process ID belongs to another instance by now.

    QLockFile can't tell the two apart, and in a sandbox every process may have the same ID. But it holds `flock` on the
    file (on Windows, the open file) as long as its process lives. It takes `flock` just after the file has appeared, so
    only folders with a scene, which is written later, are examined.
    """
    path = folder / LOCK
    if sys.platform == "win32":
        with suppress(OSError):  # fails as long as the file is open
            if (folder / SCENE).exists():
                path.unlink()
                return True
        return False
    import fcntl

    with suppress(OSError), path.open("rb+") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Since the file was opened, another instance may have replaced the lock or removed the scene.
        if os.path.samestat(os.fstat(file.fileno()), path.stat()) and (folder / SCENE).exists():
            path.unlink()
            return True
    return False


class InstanceFolder:
    """This instance's folder, which is made and locked when it is first written to, and again after its removal.

    May be used in any thread, one at a time.
    """

    def __init__(self, base: Path) -> None:
        """`base` holds the folders of all instances; it is made when needed."""
        self.base = base
        self._lock: FolderLock | None = None

    def write(self, saved: Autosaved) -> None:
        """Write a scene. Raises OSError; the scene written before is then still there."""
        if self._lock is None or not self._lock.is_there:
            self._lock = self._make()
        write_autosaved(self._lock.folder, saved)

    def adopt(self, other: FolderLock) -> None:
        """Use a recovered folder from now on; this instance's own is removed."""
        self.remove()
        self._lock = other

    def release(self) -> None:
        """Leave what was written to the next start."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def remove(self) -> None:
        """Remove the folder."""
        if self._lock is not None:
            self._lock.remove()
            self._lock = None

    def _make(self) -> FolderLock:
        for _ in range(FOLDER_ATTEMPTS):
            folder = self.base / secrets.token_hex(8)
            folder.mkdir(0o700, parents=True)
            locked = lock_folder(folder)
            if locked is not None:
                sync_folder(self.base)
                return locked
            _probe(folder)
        raise OSError(errno.ENOLCK, "it can't be locked", str(self.base))


def _probe(folder: Path) -> None:
    """Write a file, to raise the OSError that QLockFile does not report; the folder is removed then."""
    path = folder / PROBE
    try:
        with with_path(path):
            path.write_bytes(bytes(PROBE_BYTES))
    except OSError:
        with suppress(OSError):
            path.unlink(missing_ok=True)
            folder.rmdir()
        raise
    path.unlink()


@dataclass(frozen=True, eq=False)
class RecoveredScene:
    """A scene that can be restored, in a folder that this instance has locked, so that no other one offers it."""

    saved: Autosaved
    folder_lock: FolderLock

    def put_off(self) -> None:
        """Leave it to the next start."""
        self.folder_lock.release()

    def discard(self) -> None:
        """Remove it for good."""
        self.folder_lock.remove()


def recover_scenes(base: Path) -> list[RecoveredScene]:
    """Lock the folders of dead instances under `base`, and return their scenes, the newest first.

    Folders of living instances and of other computers are left alone. Only folders without a scene are removed.
    """
    found = list[RecoveredScene]()
    for folder in _folders(base):
        with suppress(OSError):
            found += _recover(folder)
    return sorted(found, key=lambda recovered: recovered.saved.time, reverse=True)


def _folders(base: Path) -> list[Path]:
    with suppress(OSError):
        return [path for path in base.iterdir() if path.is_dir()]
    return []


def _recover(folder: Path) -> list[RecoveredScene]:
    locked = lock_folder(folder)
    if locked is None:
        return []
    saved = read_autosaved(folder)
    if saved is not None:
        return [RecoveredScene(saved, locked)]
    if (folder / SCENE).exists():
        locked.release()  # unreadable, but not ours to throw away
    else:
        locked.remove()
    return []
