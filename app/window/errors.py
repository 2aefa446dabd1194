"""The edge at which an unexpected error stops: it is logged, the clock rests, one dialog tells, the window lives on."""

import logging
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from app.controls.plain_text import plain_box

log = logging.getLogger("momentum-lab")
LOG_BYTES = 1_000_000
"""The log file starts anew beyond this size; the one before is kept."""
PAINTING = ("paintEvent", "paint")
"""What Qt calls to paint a widget, or a layer of a view."""


def log_file() -> Path:
    """Where errors are logged, in the platform's place for a program's own data."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(folder) / "momentum-lab.log"


def begin_log(path: Path) -> bool:
    """Log into `path` from now on; False where no file can be written there (the log then goes to standard error)."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8")
    except OSError:
        return False
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    for old in log.handlers[:]:
        log.removeHandler(old)
        old.close()
    log.addHandler(handler)
    log.propagate = False
    return True


class UnexpectedErrors(QObject):
    """Takes over Python's hooks for errors that nothing caught, in every thread."""

    stopped = Signal()
    """An error came up: whoever moves things on should rest."""
    _happened = Signal(str, str)

    def __init__(self, window: QWidget, path: Path | None) -> None:
        """Tell the person in `window`; `path` is the log file, if there is one."""
        super().__init__(window)
        self._window = window
        self._path = path
        self._dialog: QMessageBox | None = None
        self._painted: set[tuple[type[BaseException], str, int]] = set()
        """Which errors came up in painting, and where."""
        # Queued: an error in another thread, or in the middle of painting, is told when the window is free.
        self._happened.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._hooks = sys.excepthook, threading.excepthook
        sys.excepthook = self._in_main_thread
        threading.excepthook = self._in_other_thread

    def let_go(self) -> None:
        """Give Python its own hooks back."""
        sys.excepthook, threading.excepthook = self._hooks

    def _in_main_thread(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if self._is_painted_again(kind, trace):
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        log.error("unexpected error\n%s", text)
        self.stopped.emit()
        self._happened.emit(str(error) or kind.__name__, text)

    def _is_painted_again(self, kind: type[BaseException], trace: TracebackType | None) -> bool:
        """Whether this is an error in painting that came up before: the window is painted again and again."""
        frames = traceback.extract_tb(trace)
        if not any(frame.name in PAINTING for frame in frames):
            return False
        error = kind, frames[-1].filename, frames[-1].lineno or 0
        is_known = error in self._painted
        self._painted.add(error)
        return is_known

    def _in_other_thread(self, happened: threading.ExceptHookArgs) -> None:
        error = happened.exc_value or happened.exc_type()
        self._in_main_thread(happened.exc_type, error, happened.exc_traceback)

    def _tell(self, sentence: str, details: str) -> None:
        """Show the dialog, unless it is up already: an error that repeats must not bury the window."""
        if self._dialog is not None:
            return
        where = f"\n\nThe details are in {self._path}." if self._path else ""
        self._dialog = plain_box(
            QMessageBox.Icon.Warning,
            "Something unexpected happened",
            f"Something unexpected happened, and the run was paused: {sentence}\n\n"
            f"Nothing you made is lost; you can go on, or export the run first.{where}",
            QMessageBox.StandardButton.Close,
            self._window,
        )
        self._dialog.setDetailedText(details)
        self._dialog.setDefaultButton(QMessageBox.StandardButton.Close)  # else Enter shows the details
        self._dialog.finished.connect(self._on_closed)
        self._dialog.open()

    def _on_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
