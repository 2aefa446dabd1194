"""What instances that did not end well have left behind."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.files.autosaved import SCENE, Autosaved, read_autosaved
from app.session.claims import Claim, claim

KEPT_DAYS = 60
"""So long is kept what a person has put off; what nobody was asked about yet is kept for ever."""
PUT_OFF = "put-off"
"""A file of this name says that a person has been asked."""


@dataclass(frozen=True, eq=False)
class LeftBehind:
    """A scene that can be restored. It is this instance's alone, so no other offers it."""

    saved: Autosaved
    claim: Claim

    def take(self) -> Claim:
        """Hand its folder over to whoever goes on with the scene."""
        with suppress(OSError):
            (self.claim.folder / PUT_OFF).unlink(missing_ok=True)
        return self.claim

    def put_off(self) -> None:
        """Leave it to the next start."""
        with suppress(OSError):
            (self.claim.folder / PUT_OFF).touch()
        self.claim.let_go()

    def discard(self) -> None:
        """Remove it for good."""
        self.claim.remove()


def left_behind(base: Path, now: datetime | None = None) -> list[LeftBehind]:
    """Claim and return what dead instances have left in their folders under `base`, the newest first.

    What living instances, and instances on other computers, have is left alone. Folders with nothing in them are
    removed, and what was put off and is old by `now` (default: the time it is).
    """
    oldest = (now or datetime.now(UTC)) - timedelta(days=KEPT_DAYS)
    found = list[LeftBehind]()
    for folder in _folders(base):
        with suppress(OSError):
            found += _left_in(folder, oldest)
    return sorted(found, key=lambda left: left.saved.time, reverse=True)


def _folders(base: Path) -> list[Path]:
    with suppress(OSError):
        return [path for path in base.iterdir() if path.is_dir()]
    return []


def _left_in(folder: Path, oldest: datetime) -> list[LeftBehind]:
    claimed = claim(folder)
    if claimed is None:
        return []
    saved = read_autosaved(folder)
    is_old = saved is not None and saved.time < oldest and (folder / PUT_OFF).exists()
    if saved is not None and not is_old:
        return [LeftBehind(saved, claimed)]
    if saved is None and (folder / SCENE).exists():
        claimed.let_go()  # nobody can read it now: no reason to throw it away
    else:
        claimed.remove()
    return []
