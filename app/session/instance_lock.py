"""Which running instance a folder of autosave belongs to: the one that holds its lock."""

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile, QSysInfo

from app.files.autosaved import SCENE

LOCK = "lock"


@dataclass(frozen=True, eq=False)
class FolderLock:
    """A folder that is this instance's alone, until it is let go or removed, or the process ends in whatever way."""

    folder: Path
    lock: QLockFile

    @property
    def is_there(self) -> bool:
        """Whether the folder and its lock have not been removed by somebody else."""
        return (self.folder / LOCK).exists()

    def let_go(self) -> None:
        """Leave the folder as it is to whoever claims it next."""
        self.lock.unlock()

    def remove(self) -> None:
        """Remove the folder, as far as that is possible."""
        with suppress(OSError):
            for path in self.folder.iterdir():
                if path.name != LOCK:
                    path.unlink()
        self.lock.unlock()
        with suppress(OSError):  # another instance is looking into it at this moment, and will find nothing
            self.folder.rmdir()


def claim(folder: Path) -> FolderLock | None:
    """Claim a folder; None when another instance has it, or when nothing can be written there."""
    lock = QLockFile(str(folder / LOCK))
    lock.setStaleLockTime(0)  # a lock is not stale because of its age: windows stay open for weeks
    taken = lock.tryLock(0) or (_may_be_dead(folder, lock) and _remove_unheld(folder) and lock.tryLock(0))
    return FolderLock(folder, lock) if taken else None


def _may_be_dead(folder: Path, lock: QLockFile) -> bool:
    """Whether a lock is of this host, or empty: who makes one may be killed before anything is written into it."""
    with suppress(OSError):
        if (folder / LOCK).stat().st_size == 0:
            return True
    _process, host, _program = lock.getLockInfo()
    return bool(host) and host == QSysInfo.machineHostName()


def _remove_unheld(folder: Path) -> bool:
    """Remove a lock whose process has gone, although another process of the same name has its number by now.

    QLockFile can't tell the two apart, and in a sandbox every process may have the same number. But the system knows:
    as long as its process lives QLockFile keeps a lock of the system (`flock`) on the file. It takes it a moment after
    the file has appeared, so only a folder with a scene in it, which comes later, is judged.
    """
    path = folder / LOCK
    if sys.platform == "win32":
        with suppress(OSError):  # as long as its process lives the file can't be removed
            if (folder / SCENE).exists():
                path.unlink()
                return True
        return False
    import fcntl

    with suppress(OSError), path.open("rb+") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # While we waited for the file to open, the lock may have become another one, and the scene may be gone.
        if os.path.samestat(os.fstat(file.fileno()), path.stat()) and (folder / SCENE).exists():
            path.unlink()
            return True
    return False
