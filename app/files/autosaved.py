"""What a running window saves of itself to be restored after a crash: three files in a folder of its own."""

import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QLockFile, QSysInfo

from app.files.atomic import replacing, with_path
from app.files.fingerprint import Fingerprint
from app.files.json_reader import Place, WrongJson, parse
from app.files.scenario import parse_scenario
from app.files.text import BadFile, fit_name, read_text

FORMAT = "momentum-lab/autosave"
VERSION = 1
SCENE, PICTURE, ABOUT = "scene.momentum", "picture.png", "about.json"
MOST_PICTURE_BYTES = 16 * 1024 * 1024
MOST_FILE_BYTES = 1 << 62
UNTITLED = "Untitled"


@dataclass(frozen=True)
class About:
    """What the scene is called, and where it belongs."""

    title: str
    file: Path | None = None
    """The file that it was opened from or last saved to."""
    fingerprint: Fingerprint | None = None
    """The stamp of that file then, to notice later that another program has changed it."""


@dataclass(frozen=True)
class Autosaved:
    """A scene as it was at some time."""

    scene: str
    """The text of a scenario file."""
    picture: bytes | None
    """PNG."""
    about: About
    time: datetime
    """With its zone."""


def write_autosaved(folder: Path, saved: Autosaved) -> None:
    """Write into a folder that exists; what was there before stays until all of it is on the disk. Raises OSError.

    The scene gets its name first: killed between the three it is there in full, with the picture of the one before.
    """
    scene, picture, about = (folder / name for name in (SCENE, PICTURE, ABOUT))
    with replacing(scene, picture, about) as (scene_stream, picture_stream, about_stream):
        with with_path(scene):
            scene_stream.write(saved.scene.encode())
        with with_path(picture):
            picture_stream.write(saved.picture or b"")
        with with_path(about):
            about_stream.write(_about_text(saved).encode())


def read_autosaved(folder: Path) -> Autosaved | None:
    """What a folder has, also when all but the scene's text is missing or broken; None when that can't be read."""
    try:
        scene = read_text(folder / SCENE)
        changed = (folder / SCENE).stat().st_mtime
    except (BadFile, OSError):
        return None
    if not scene.strip():
        return None
    try:
        about, time = _about(parse(read_text(folder / ABOUT)))
    except (BadFile, WrongJson):
        about, time = About(_title_in(scene)), datetime.fromtimestamp(changed, UTC)
    return Autosaved(scene, _picture(folder / PICTURE), about, time)


def _about_text(saved: Autosaved) -> str:
    fingerprint = saved.about.fingerprint
    entries = {
        "format": FORMAT,
        "version": VERSION,
        "title": saved.about.title,
        "file": _path_text(saved.about.file),
        "stamp": None if fingerprint is None else {"size": fingerprint.size, "sha256": fingerprint.digest.hex()},
        "time": saved.time.isoformat(),
    }
    return json.dumps(entries, indent=1) + "\n"


def _path_text(path: Path | None) -> str | None:
    """A path as text; none for one that is no text, which a name need not be."""
    absolute = None if path is None else str(path.absolute())
    return absolute if absolute is None or absolute.encode(errors="replace").decode() == absolute else None


def _about(file: Place) -> tuple[About, datetime]:
    entries = file.entries(("format", "version", "title", "file", "stamp", "time"))
    entries["format"].choice([FORMAT])
    entries["version"].whole(1, VERSION)
    belongs_to = None if entries["file"].value is None else Path(entries["file"].text())
    return About(fit_name(entries["title"].text()), belongs_to, _fingerprint(entries["stamp"])), _time(entries["time"])


def _fingerprint(place: Place) -> Fingerprint | None:
    if place.value is None:
        return None
    entries = place.entries(("size", "sha256"))
    try:
        digest = bytes.fromhex(entries["sha256"].text())
    except ValueError:
        raise entries["sha256"].wrong("is not hexadecimal") from None
    return Fingerprint(entries["size"].whole(0, MOST_FILE_BYTES), digest)


def _time(place: Place) -> datetime:
    try:
        time = datetime.fromisoformat(place.text())
    except ValueError:
        raise place.wrong("is not a time as ISO 8601 has it") from None
    if time.tzinfo is None:
        raise place.wrong("has no time zone")
    return time


def _title_in(scene: str) -> str:
    try:
        return parse_scenario(scene, SCENE).title
    except BadFile:
        return UNTITLED


def _picture(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_PICTURE_BYTES + 1)
    except OSError:
        return None
    return content if 0 < len(content) <= MOST_PICTURE_BYTES else None


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
