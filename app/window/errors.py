"""Unexpected errors: they are logged and shown in one dialog, playback stops, the window goes on."""

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
from app.text.translation import _

log = logging.getLogger("momentum-lab")
MAX_LOG_BYTES = 1_000_000
"""A larger log file is rotated; one old file is kept."""
PAINT_FUNCTIONS = ("paintEvent", "paint", "is_painted")
"""Methods that Qt calls to paint a widget or a graphics item, and the guard of `app/plotting/layer.py`, with which the
traceback of an error in a plot begins."""


def log_file() -> Path:
    """The log file, in the platform's folder for a program's own data."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(folder) / "momentum-lab.log"


def begin_log(path: Path) -> bool:
    """Log to `path` from now on. False when that file can't be written: the log then goes to standard error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=MAX_LOG_BYTES, backupCount=1, encoding="utf-8")
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
    """Takes over Python's hooks for uncaught errors, in every thread."""

    stopped = Signal()
    """An error occurred; playback should pause."""
    _occurred = Signal(str, str)

    def __init__(self, window: QWidget, path: Path | None) -> None:
        """`window` is the parent of the dialog; `path` is the log file, if there is one."""
        super().__init__(window)
        self._window = window
        self._path = path
        self._dialog: QMessageBox | None = None
        self._paint_errors: set[tuple[type[BaseException], str, int]] = set()
        """Errors that occurred while painting: type, file, line."""
        # Queued: an error in another thread or during painting is shown once the event loop runs.
        self._occurred.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._hooks = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error

    def restore_hooks(self) -> None:
        """Give Python back its own hooks."""
        sys.excepthook, threading.excepthook = self._hooks

    def _on_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if self._is_repeated_paint_error(kind, trace):
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        log.error("unexpected error\n%s", text)
        self.stopped.emit()
        self._occurred.emit(str(error) or kind.__name__, text)

    def _is_repeated_paint_error(self, kind: type[BaseException], trace: TracebackType | None) -> bool:
        """Whether this error in painting occurred before: it would occur again with each repaint."""
        frames = traceback.extract_tb(trace)
        if not any(frame.name in PAINT_FUNCTIONS for frame in frames):
            return False
        error = kind, frames[-1].filename, frames[-1].lineno or 0
        is_known = error in self._paint_errors
        self._paint_errors.add(error)
        return is_known

    def _on_thread_error(self, args: threading.ExceptHookArgs) -> None:
        error = args.exc_value or args.exc_type()
        self._on_error(args.exc_type, error, args.exc_traceback)

    def _show(self, sentence: str, details: str) -> None:
        """Show the dialog, unless it is open already."""
        if self._dialog is not None:
            return
        paragraphs = [
            _("Something unexpected happened, and the run was paused: {sentence}").format(sentence=sentence),
            _("Nothing you made is lost; you can go on, or export the run first."),
        ]
        if self._path:
            paragraphs.append(_("The details are in {file}.").format(file=self._path))
        self._dialog = plain_box(
            QMessageBox.Icon.Warning,
            _("Something unexpected happened"),
            "\n\n".join(paragraphs),
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
