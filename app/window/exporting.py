"""Export of trajectories and maps: asks where to, works in the background, says how it ended."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QProgressBar, QProgressDialog, QWidget

from app.controls.plain_text import plain_label
from app.files.failure import DEVICES, sentence_of
from app.files.outcome_map import compute_map, export_map
from app.files.scenario import Scenario
from app.files.trajectories import Cancelled, NotAnExport, export_run, sidecar_path
from app.pictures.map_png import map_png
from app.session.session import Session
from app.session.tasks import Task, Work
from app.theme import theme
from app.window.questions import Answer, ask, tell
from app.window.settings import Settings
from physics.landscape.base import Landscape
from physics.run.recording import Rows
from physics.sweep.grid import Grid, OutcomeMap

LONGEST_NAME = 80
"""Letters of the title in a file name."""


def file_name(title: str) -> str:
    """The beginning of a file name that every system takes, from the title of a scene."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in title.lower())
    words = "-".join(word for word in kept.split("-") if word)
    return f"{words}-scene" if words in DEVICES else words[:LONGEST_NAME] or "momentum-lab"


PATIENCE_MILLISECONDS = 400
"""An export that is done by then shows no progress."""
STEPS_OF_PROGRESS = 1000
PROGRESS_WIDTH = 360
MAP_KINDS = ("Outcome map as numbers (*.csv)", "Outcome map as a picture, a pixel for each run (*.png)")


class Exporter(QObject):
    """Writes the run so far as CSV, and beside it the scenario that reproduces it; or the outcome map."""

    def __init__(
        self, session: Session, settings: Settings, window: QWidget, scene_file: Callable[[], Path | None]
    ) -> None:
        """`scene_file` gives the file of the scene, if it has one: what is exported is to be found beside it."""
        super().__init__(window)
        self._scene_file = scene_file
        self._session = session
        self._settings = settings
        self._window = window
        self._work: Task | None = None
        self._dialog: QFileDialog | None = None

    @property
    def is_busy(self) -> bool:
        """Whether an export is under way."""
        return self._work is not None

    # The run

    def ask(self) -> None:
        """Pause, and ask for the file."""
        if self._is_free():
            self._session.pause()
            name = f"{self._name}-run.csv"
            self._ask("Export trajectories", ["Trajectories (*.csv)"], name, self.export)

    def export(self, path: Path) -> None:
        """Write the run as it is now to `path` and its sidecar; the run may go on meanwhile.

        Where the sidecar would replace a scenario that no export has written, the person is asked first.
        """
        if sidecar_path(path) == path:
            path = path.with_name(f"{path.name}.csv")
        self._write(path, self._session.scenario(), self._session.run.recording.snapshot(), force=False)

    def _write(self, path: Path, scenario: Scenario, rows: Rows, *, force: bool) -> None:
        def work(progress: Callable[[float], None], is_cancelled: Callable[[], bool]) -> str:
            export_run(path, scenario, rows, progress, is_cancelled, force=force)
            return f"Exported {path.name} and {sidecar_path(path).name}, which reproduces it, to {path.parent}."

        self._start(work, "Export trajectories", path, lambda: self._write(path, scenario, rows, force=True))

    # The map

    def ask_for_map(self, landscape: Landscape, grid: Grid, made: OutcomeMap | None) -> None:
        """Ask for the file of an outcome map on a landscape; `made` is the map, if it has been computed already."""
        if self._is_free():
            name = f"{self._name}-map.csv"
            self._ask(
                "Export the outcome map", MAP_KINDS, name, lambda path: self.export_map(path, landscape, grid, made)
            )

    def export_map(self, path: Path, landscape: Landscape, grid: Grid, made: OutcomeMap | None = None) -> None:
        """Write a map to `path`, as a picture where it ends in .png, else as CSV."""

        def work(progress: Callable[[float], None], is_cancelled: Callable[[], bool]) -> str:
            whole = made or compute_map(landscape, grid, progress, is_cancelled)
            export_map(path, landscape, whole, map_png, progress, is_cancelled)
            return f"Exported {path.name}, {grid.columns} × {grid.rows} runs, to {path.parent}."

        self._start(work, "Export the outcome map", path)

    # How it is done

    @property
    def _name(self) -> str:
        path = self._scene_file()
        return file_name(self._session.title) if path is None else path.stem

    def _is_free(self) -> bool:
        return self._work is None and self._dialog is None

    def _ask(self, title: str, kinds: Sequence[str], name: str, export: Callable[[Path], None]) -> None:
        path = self._scene_file()
        dialog = QFileDialog(self._window, title, self._settings.folder if path is None else str(path.parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(kinds)
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix("png" if ".png" in kind else "csv"))
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda file: export(Path(file)))
        dialog.finished.connect(self._on_dialog_closed)
        self._dialog = dialog
        dialog.open()

    def _start(self, work: Work, title: str, path: Path, replace: Answer = None) -> None:
        """Begin; `replace` does it all the same where a person's own scenario would be replaced."""
        self._settings.folder = str(path.parent)
        self._work = Task(work)
        self._progress = _progress_dialog(self._window, title, path)
        self._progress.canceled.connect(self._work.cancel)
        self._work.progressed.connect(lambda share: self._progress.setValue(round(share * STEPS_OF_PROGRESS)))
        self._work.succeeded.connect(lambda words: self._session.message.emit(words))
        self._work.failed.connect(lambda error: self._on_failure(error, replace))
        self._work.ended.connect(self._on_end)
        self._work.start()

    def stop(self) -> None:
        """Cancel an export that is under way and wait until nothing of it is left."""
        if self._work is not None:
            self._work.cancel()
            self._work.wait()

    def _on_failure(self, error: Exception, replace: Answer) -> None:
        if isinstance(error, Cancelled):
            self._session.message.emit("The export was cancelled; no file was written.")
            return
        if isinstance(error, NotAnExport):
            ask(
                self._window,
                "Export trajectories",
                f"Beside the CSV the export writes its scenario to {error.path.name}. "
                "There already is a file of this name, which no export has written. Replace it?",
                {"Choose another name…": self.ask, "Replace": replace, "Cancel": None},
            )
            return
        if not isinstance(error, OSError):
            raise error
        tell(self._window, "The export failed", sentence_of(error, error.filename, "written"))

    def _on_end(self) -> None:
        self._work = None
        self._progress.close()
        self._progress.deleteLater()

    def _on_dialog_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def _progress_dialog(window: QWidget, title: str, path: Path) -> QProgressDialog:
    dialog = QProgressDialog("", "Cancel", 0, STEPS_OF_PROGRESS, window)
    dialog.setLabel(plain_label(f"Writing {path.name} …"))
    dialog.setWindowTitle(title)
    dialog.setBar(QProgressBar(textVisible=False))  # the bar is too thin for figures
    dialog.setMinimumWidth(theme().scaled(PROGRESS_WIDTH))
    dialog.setMinimumDuration(PATIENCE_MILLISECONDS)
    dialog.setAutoClose(False)
    dialog.setAutoReset(False)
    return dialog
