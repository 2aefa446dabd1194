"""A file that is double-clicked while the program runs: macOS hands it to the running program by an event."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QFileOpenEvent

from app.window.main_window import Window


class FileOpening(QObject):
    """Lets a window open what the system asks the program to open, until the window is gone."""

    def __init__(self, app: QCoreApplication, window: Window) -> None:
        super().__init__(window)
        self._window = window
        app.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the file; all other events go on."""
        if event.type() != QEvent.Type.FileOpen or not isinstance(event, QFileOpenEvent) or not event.file():
            return False
        self._window.open_file(Path(event.file()))
        self._window.raise_()
        self._window.activateWindow()
        return True
