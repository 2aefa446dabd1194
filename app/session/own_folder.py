"""The folder of its own in which a running instance autosaves."""

import errno
import secrets
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from app.files.atomic import naming, sync_folder
from app.files.autosaved import Autosaved, write_autosaved
from app.session.claims import Claim, claim

ATTEMPTS = 3
"""Another instance that starts may take away a new folder before it is locked, for it has nothing in it yet."""
ROOM = "room"
BLOCK = 4096


def autosave_folder() -> Path:
    """Where the folders of all instances are: the platform's place for a program's own data."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(place) / "autosave"


class OwnFolder:
    """A folder that is made and locked when it is first needed, and again when somebody has removed it.

    May be used in any thread, one at a time.
    """

    def __init__(self, base: Path) -> None:
        """`base` has the folders of all instances, and need not be there."""
        self.base = base
        self._claim: Claim | None = None

    def write(self, saved: Autosaved) -> None:
        """Write a scene. Raises OSError; what was written before stays."""
        if self._claim is None or not self._claim.is_there:
            self._claim = self._made()
        write_autosaved(self._claim.folder, saved)

    def adopt(self, other: Claim) -> None:
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

    def _made(self) -> Claim:
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
        with naming(path):
            path.write_bytes(bytes(BLOCK))
    except OSError:
        with suppress(OSError):
            path.unlink(missing_ok=True)
            folder.rmdir()
        raise
    path.unlink()
