"""Stored settings: the window's layout, theme, text size, speed, hidden plots, folders, recent files."""

import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray, QDir, QObject, QSettings, QStandardPaths, QTemporaryDir

from app.files.view import MAX_SPEED, MIN_SPEED
from app.lessons.progress import parse_progress, progress_text
from app.session.playback import DEFAULT_SPEED
from app.theme.application import ThemeChoice

NAME = "momentum-lab"
MAX_RECENT = 10
LOCK_WRITE_S = 0.05
"""A running instance needs a thousandth of this between creating a lock file and writing to it."""
MIN_TEXT_SIZE, MAX_TEXT_SIZE = 0.8, 2.0
"""Shares of the usual text size."""
CHOICES: tuple[ThemeChoice, ...] = ("system", "dark", "light")


class Settings(QObject):
    """Typed access to the stored settings; what is missing or unreadable has its default."""

    def __init__(self, stored: QSettings, folder: QTemporaryDir | None = None) -> None:
        """`folder` is a temporary one that lives as long as the settings."""
        super().__init__()
        self._stored = stored
        self._folder = folder
        stored.setParent(self)

    @property
    def geometry(self) -> QByteArray:
        """`QWidget.saveGeometry` of the window; empty at the first start."""
        return self._bytes("window/geometry")

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store("window/geometry", geometry)

    @property
    def is_first_start(self) -> bool:
        """Whether no window was opened with these settings before."""
        return self._stored.value("window/was-opened") is None and self.geometry.isEmpty()

    def note_start(self) -> None:
        """Note that a window was opened: the next start is not the first."""
        self._store("window/was-opened", "true")

    @property
    def panel_width(self) -> int:
        """Width of the panels at the right in pixels at the usual text size; 0 at the first start."""
        return self._pixels("window/panel-width")

    @panel_width.setter
    def panel_width(self, pixels: int) -> None:
        self._set_pixels("window/panel-width", pixels)

    @property
    def plots_height(self) -> int:
        """Height of the plots in pixels; 0 at the first start."""
        return self._pixels("window/plots-height")

    @plots_height.setter
    def plots_height(self, pixels: int) -> None:
        self._set_pixels("window/plots-height", pixels)

    @property
    def theme(self) -> ThemeChoice:
        """The theme that was chosen."""
        stored = self._stored.value("look/theme", "system")
        return next((choice for choice in CHOICES if choice == stored), "system")

    @theme.setter
    def theme(self, theme: ThemeChoice) -> None:
        self._store("look/theme", theme)

    @property
    def text_size(self) -> float:
        """Size of all text, as a share of the usual one."""
        return self._number("look/text-size", 1.0, MIN_TEXT_SIZE, MAX_TEXT_SIZE)

    @text_size.setter
    def text_size(self, size: float) -> None:
        self._store("look/text-size", repr(size))

    @property
    def speed(self) -> float:
        """Steps per second."""
        return self._number("run/speed", DEFAULT_SPEED, MIN_SPEED, MAX_SPEED)

    @speed.setter
    def speed(self, speed: float) -> None:
        self._store("run/speed", repr(speed))

    @property
    def hidden_plots(self) -> set[str]:
        """Names of the plots that are not shown."""
        names = self._stored.value("plots/hidden", "")
        return set(names.split("|")) - {""} if isinstance(names, str) else set()

    @hidden_plots.setter
    def hidden_plots(self, names: set[str]) -> None:
        self._store("plots/hidden", "|".join(sorted(names)))

    @property
    def folder(self) -> str:
        """The folder of the last export; the documents folder if there is none or it is gone."""
        return self._existing_folder("files/folder")

    @folder.setter
    def folder(self, folder: str) -> None:
        self._store("files/folder", folder)

    @property
    def import_folder(self) -> str:
        """The folder of the last import, likewise."""
        return self._existing_folder("files/import-folder")

    @import_folder.setter
    def import_folder(self, folder: str) -> None:
        self._store("files/import-folder", folder)

    @property
    def scenario_folder(self) -> str:
        """The folder of the last scenario, likewise."""
        return self._existing_folder("files/scenario-folder")

    @scenario_folder.setter
    def scenario_folder(self, folder: str) -> None:
        self._store("files/scenario-folder", folder)

    @property
    def recent(self) -> tuple[str, ...]:
        """Paths of the scenarios opened or saved last, newest first, also by other instances."""
        self._sync()
        stored = self._stored.value("files/recent", [])
        paths = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        return tuple(path for path in paths if isinstance(path, str) and path)[:MAX_RECENT]

    @recent.setter
    def recent(self, paths: Iterable[str]) -> None:
        self._store("files/recent", list(dict.fromkeys(paths))[:MAX_RECENT])
        self._sync()  # now: other instances add to this list

    @property
    def progress(self) -> dict[str, int]:
        """What was done of lessons and challenges, by their keys: pages, or the best result."""
        return parse_progress(str(self._stored.value("learn/progress", "")))

    @progress.setter
    def progress(self, progress: dict[str, int]) -> None:
        self._store("learn/progress", progress_text(progress))

    @property
    def replays(self) -> bool:
        """Whether a scenario opens at the step at which it was saved, not at its first."""
        return self._stored.value("files/replays", "true") != "false"

    @replays.setter
    def replays(self, replays: bool) -> None:
        self._store("files/replays", "true" if replays else "false")

    def _store(self, key: str, value: object) -> None:
        _remove_empty_lock(Path(f"{self._stored.fileName()}.lock"))
        self._stored.setValue(key, value)  # written soon, by an event

    def _sync(self) -> None:
        _remove_empty_lock(Path(f"{self._stored.fileName()}.lock"))
        self._stored.sync()

    def _existing_folder(self, key: str) -> str:
        folder = self._stored.value(key, "")
        return folder if isinstance(folder, str) and folder and Path(folder).is_dir() else documents()

    def _number(self, key: str, default: float, least: float, most: float) -> float:
        try:
            number = float(str(self._stored.value(key, default)))
        except ValueError:
            return default
        return number if least <= number <= most else default

    def _pixels(self, key: str) -> int:
        try:
            return max(int(str(self._stored.value(key, 0))), 0)
        except ValueError:
            return 0

    def _set_pixels(self, key: str, pixels: int) -> None:
        if pixels:  # something hidden has no size: keep the old one
            self._store(key, pixels)

    def _bytes(self, key: str) -> QByteArray:
        value = self._stored.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()


def documents() -> str:
    """The documents folder, else the home folder."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return folder if Path(folder).is_dir() else QDir.homePath()


def _remove_empty_lock(lock: Path) -> None:
    """Remove a lock file that an instance created and was killed before it wrote its process id to it.

    QSettings locks while it writes. With no process id in the lock file Qt waits for it half a minute, and blocks the
    window meanwhile.
    """
    with suppress(OSError):
        if lock.stat().st_size == 0:
            time.sleep(LOCK_WRITE_S)
            if lock.stat().st_size == 0:
                lock.unlink()


def stored_settings() -> Settings:
    """Return the user's settings, in the platform's place for them."""
    return Settings(QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, NAME, NAME))


def clean_settings() -> Settings:
    """Return empty settings that are thrown away, for tests and for `--temp-settings`."""
    folder = QTemporaryDir()
    return Settings(QSettings(folder.filePath("settings.ini"), QSettings.Format.IniFormat), folder)
