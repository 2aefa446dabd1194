"""Export of trajectories: asks where to, works in the background with progress and cancel, and says how it ended."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QProgressBar, QProgressDialog, QWidget

from app.files.export import Cancelled, export_run, sidecar_path
from app.session.background import Background
from app.session.session import Session
from app.theme import theme
from app.window.settings import Settings

PATIENCE_MILLISECONDS = 400
"""An export that is done by then shows no progress."""
STEPS_OF_PROGRESS = 1000
PROGRESS_WIDTH = 360
LONGEST_NAME = 80
"""Letters of the title in a file name."""


class Exporter(QObject):
    """Writes the run so far as CSV, and beside it the scenario that reproduces it."""

    def __init__(self, session: Session, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._settings = settings
        self._window = window
        self._work: Background | None = None
        self._dialog: QFileDialog | None = None

    @property
    def is_busy(self) -> bool:
        """Whether an export is under way."""
        return self._work is not None

    def ask(self) -> None:
        """Pause, and ask for the file."""
        if self._work is not None or self._dialog is not None:
            return
        self._session.pause()
        dialog = QFileDialog(self._window, "Export trajectories", self._settings.folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("Trajectories (*.csv)")
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(_file_name(self._session.title))
        dialog.fileSelected.connect(lambda name: self.export(Path(name)))
        dialog.finished.connect(self._on_dialog_closed)
        self._dialog = dialog
        dialog.open()

    def export(self, path: Path) -> None:
        """Write the run as it is now to `path` and its sidecar; the run may go on meanwhile."""
        if sidecar_path(path) == path:
            path = path.with_name(f"{path.name}.csv")
        self._settings.folder = str(path.parent)
        scenario, rows = self._session.scenario(), self._session.run.recording.rows()

        def work(progress: Callable[[float], None], is_cancelled: Callable[[], bool]) -> Path:
            export_run(path, scenario, rows, progress, is_cancelled)
            return path

        self._work = Background(work)
        self._progress = _progress_dialog(self._window, path)
        self._progress.canceled.connect(self._work.cancel)
        self._work.progressed.connect(lambda share: self._progress.setValue(round(share * STEPS_OF_PROGRESS)))
        self._work.succeeded.connect(self._on_success)
        self._work.failed.connect(self._on_failure)
        self._work.ended.connect(self._on_end)
        self._work.start()

    def stop(self) -> None:
        """Cancel an export that is under way and wait until nothing of it is left."""
        if self._work is not None:
            self._work.cancel()
            self._work.wait()

    def _on_success(self, path: Path) -> None:
        sidecar = sidecar_path(path).name
        self._session.said.emit(f"Exported {path.name} and {sidecar}, which reproduces it, to {path.parent}.")

    def _on_failure(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._session.said.emit("The export was cancelled; no file was written.")
            return
        if not isinstance(error, OSError):
            raise error
        box = QMessageBox(
            QMessageBox.Icon.Warning,
            "The export failed",
            f"{error.filename} can't be written: {error.strerror}. Nothing was changed; choose another folder or name.",
            QMessageBox.StandardButton.Close,
            self._window,
        )
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _on_end(self) -> None:
        self._work = None
        self._progress.close()
        self._progress.deleteLater()

    def _on_dialog_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def _progress_dialog(window: QWidget, path: Path) -> QProgressDialog:
    dialog = QProgressDialog(f"Writing {path.name} …", "Cancel", 0, STEPS_OF_PROGRESS, window)
    dialog.setWindowTitle("Export trajectories")
    dialog.setBar(QProgressBar(textVisible=False))  # the bar is too thin for figures
    dialog.setMinimumWidth(theme().scaled(PROGRESS_WIDTH))
    dialog.setMinimumDuration(PATIENCE_MILLISECONDS)
    dialog.setAutoClose(False)
    dialog.setAutoReset(False)
    return dialog


def _file_name(title: str) -> str:
    """A file name that every system takes, never that of the curve that was imported."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in title.lower())
    words = "-".join(word for word in kept.split("-") if word)
    return f"{words[:LONGEST_NAME] or 'momentum-lab'}-run.csv"
