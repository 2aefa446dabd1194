"""What a running window saves to be restored after a crash: scene, picture and title, as three files in a folder."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.files.atomic import replacing, with_path
from app.files.fingerprint import Fingerprint
from app.files.json_reader import JsonNode, WrongJson, parse
from app.files.names import fit_name
from app.files.scenario import parse_scenario
from app.files.text import BadFile, read_text
from app.text.translation import _

FORMAT = "momentum-lab/autosave"
VERSION = 1
SCENE, PICTURE, ABOUT = "scene.momentum", "picture.png", "about.json"
MAX_PICTURE_BYTES = 16 * 1024 * 1024
MAX_FILE_BYTES = 1 << 62


@dataclass(frozen=True)
class About:
    """The scene's title and file."""

    title: str
    file: Path | None = None
    """Opened from or last saved to."""
    fingerprint: Fingerprint | None = None
    """Of that file at the time, to notice a change by another program."""


@dataclass(frozen=True)
class Autosaved:
    """A scene with the time it was saved at."""

    scene: str
    """The text of a scenario file."""
    picture: bytes | None
    """PNG."""
    about: About
    time: datetime
    """With a time zone."""


def write_autosaved(folder: Path, saved: Autosaved) -> None:
    """Write into an existing folder; the files before stay until the new ones are on disk. Raises OSError.

    The scene is renamed first: after a kill between the three renames it is complete, with the picture before it.
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
    """Read a folder; picture and title may be missing or broken. None when the scene can't be read."""
    try:
        scene = read_text(folder / SCENE)
        modified = (folder / SCENE).stat().st_mtime
    except (BadFile, OSError):
        return None
    if not scene.strip():
        return None
    try:
        about, time = _about(parse(read_text(folder / ABOUT)))
    except (BadFile, WrongJson):
        about, time = About(_title_in(scene)), datetime.fromtimestamp(modified, UTC)
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
    """The absolute path; None for one that is not valid Unicode, as file names may be."""
    absolute = None if path is None else str(path.absolute())
    return absolute if absolute is None or absolute.encode(errors="replace").decode() == absolute else None


def _about(file: JsonNode) -> tuple[About, datetime]:
    entries = file.entries(("format", "version", "title", "file", "stamp", "time"))
    entries["format"].choice([FORMAT])
    entries["version"].whole(1, VERSION)
    path = None if entries["file"].value is None else Path(entries["file"].text())
    return About(fit_name(entries["title"].text()), path, _fingerprint(entries["stamp"])), _time(entries["time"])


def _fingerprint(node: JsonNode) -> Fingerprint | None:
    if node.value is None:
        return None
    entries = node.entries(("size", "sha256"))
    try:
        digest = bytes.fromhex(entries["sha256"].text())
    except ValueError:
        raise entries["sha256"].wrong(_("is not hexadecimal")) from None
    return Fingerprint(entries["size"].whole(0, MAX_FILE_BYTES), digest)


def _time(node: JsonNode) -> datetime:
    try:
        time = datetime.fromisoformat(node.text())
    except ValueError:
        raise node.wrong(_("is not a time as ISO 8601 has it")) from None
    if time.tzinfo is None:
        raise node.wrong(_("has no time zone"))
    return time


def _title_in(scene: str) -> str:
    try:
        return parse_scenario(scene, SCENE).title
    except BadFile:
        return ""


def _picture(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_PICTURE_BYTES + 1)
    except OSError:
        return None
    return content if 0 < len(content) <= MAX_PICTURE_BYTES else None
