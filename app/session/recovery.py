"""What instances that did not end well have left behind."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.files.autosaved import SCENE, Autosaved, read_autosaved
from app.session.instance_lock import FolderLock, claim


@dataclass(frozen=True, eq=False)
class RecoveredScene:
    """A scene that can be restored. It is this instance's alone, so no other offers it."""

    saved: Autosaved
    claim: FolderLock

    def put_off(self) -> None:
        """Leave it to the next start."""
        self.claim.let_go()

    def discard(self) -> None:
        """Remove it for good."""
        self.claim.remove()


def left_behind(base: Path) -> list[RecoveredScene]:
    """Claim and return what dead instances have left in their folders under `base`, the newest first.

    What living instances, and instances on other computers, have is left alone. Only folders without a scene in them
    are removed.
    """
    found = list[RecoveredScene]()
    for folder in _folders(base):
        with suppress(OSError):
            found += _left_in(folder)
    return sorted(found, key=lambda left: left.saved.time, reverse=True)


def _folders(base: Path) -> list[Path]:
    with suppress(OSError):
        return [path for path in base.iterdir() if path.is_dir()]
    return []


def _left_in(folder: Path) -> list[RecoveredScene]:
    claimed = claim(folder)
    if claimed is None:
        return []
    saved = read_autosaved(folder)
    if saved is not None:
        return [RecoveredScene(saved, claimed)]
    if (folder / SCENE).exists():
        claimed.let_go()  # nobody can read it now: no reason to throw it away
    else:
        claimed.remove()
    return []
