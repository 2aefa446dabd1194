"""What a running window saves of itself to be restored after a crash: three files in a folder of its own."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

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
