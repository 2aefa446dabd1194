"""Export to files: the dialogs, the work in the background, its progress and result."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog, QProgressBar, QProgressDialog, QWidget

from app.controls.plain_text import plain_label
from app.files.atomic import replacing, with_path
from app.files.ball_table import write_ball_table
from app.files.failure import DEVICE_NAMES, sentence_of, shown_path
from app.files.outcome_map import compute_map, export_map, map_table
from app.files.scenario import Scenario
from app.files.summary import ball_entries
from app.files.trajectories import Cancelled, NotAnExport, export_run, sidecar_path
from app.pictures.film_options import FilmedScene, FilmOptions
from app.pictures.film_process import save_film
from app.pictures.formats import FilmFormat
from app.pictures.map_png import map_png
from app.prediction.outcome_map import MapModel
from app.session.session import Session
from app.session.tasks import Task, Work
from app.text.numbers import whole
from app.text.translation import _
from app.theme.application import theme
from app.window.questions import Answer, ask, show_warning
from app.window.settings import Settings
from physics.forcing.forcing import NO_FORCING, Forcing
from physics.landscape.base import Landscape
from physics.run.recording import Rows
from physics.sweep.grid import Grid, OutcomeMap

MAX_NAME_LENGTH = 80
"""Letters of the title in a file name."""
PROGRESS_DELAY_MS = 400
"""A shorter export shows no progress."""
PROGRESS_STEPS = 1000
PROGRESS_WIDTH = 360
MAX_COPIED_RUNS = 100_000
"""Of a map on the clipboard: more take a spreadsheet too long, and have their place in a file."""


def file_name(title: str) -> str:
    """A file name without suffix that every system accepts, from the title of a scenario."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in title.lower())
    words = "-".join(word for word in kept.split("-") if word)
    return f"{words}-scenario" if words in DEVICE_NAMES else words[:MAX_NAME_LENGTH] or "momentum-lab"


class Exporter(QObject):
    """Writes trajectories, outcome maps, tables, pictures and films; one at a time."""

    def __init__(
        self,
        session: Session,
        settings: Settings,
        map_model: MapModel,
        scene_file: Callable[[], Path | None],
        window: QWidget,
    ) -> None:
        """`scene_file` returns the file of the scene, if it has one: exports go into its folder."""
        super().__init__(window)
        self._session, self._settings, self._window = session, settings, window
        self._map_model, self._scene_file = map_model, scene_file
        self._task: Task | None = None
        self._dialog: QFileDialog | None = None

    @property
    def is_busy(self) -> bool:
        """Whether an export is running."""
        return self._task is not None

    # The run

    def ask(self) -> None:
        """Pause and ask for the file."""
        if self._is_free():
            self._session.pause()
            name = f"{self._name}-run.csv"
            self._ask(_("Export trajectories"), [_("Trajectories") + " (*.csv)"], name, self.export)

    def export(self, path: Path) -> None:
        """Write the run as it is now to `path`, and its scenario to the sidecar; the run may go on meanwhile.

        A sidecar that no export has written is only replaced after a question.
        """
        if sidecar_path(path) == path:
            path = path.with_name(f"{path.name}.csv")
        self._write(path, self._session.scene.scenario(), self._session.run.recording.snapshot(), force=False)

    def _write(self, path: Path, scenario: Scenario, rows: Rows, *, force: bool) -> None:
        def work(progress: Callable[[float], None], is_cancelled: Callable[[], bool]) -> str:
            export_run(path, scenario, rows, progress, is_cancelled, force=force)
            return _("Exported {file} and {scenario}, which reproduces it, to {folder}.").format(
                file=path.name, scenario=sidecar_path(path).name, folder=path.parent
            )

        self._write_file(work, _("Export trajectories"), path, lambda: self._write(path, scenario, rows, force=True))

    # The map

    def ask_for_map(self) -> None:
        """Ask for the file of the outcome map, with the range that is shown."""
        shown = self._shown_map()
        if shown is not None and self._is_free():
            landscape, grid, forcing, made = shown
            name = f"{self._name}-map.csv"
            filters = [
                _("Outcome map as numbers") + " (*.csv)",
                _("Outcome map as a picture, a pixel for each run") + " (*.png)",
            ]
            self._ask(
                _("Export the outcome map"),
                filters,
                name,
                lambda path: self.export_map(path, landscape, grid, made, forcing),
            )

    def export_map(
        self,
        path: Path,
        landscape: Landscape,
        grid: Grid,
        made: OutcomeMap | None = None,
        forcing: Forcing = NO_FORCING,
    ) -> None:
        """Write a map to `path`: a picture if it ends in .png, else CSV."""

        def work(progress: Callable[[float], None], is_cancelled: Callable[[], bool]) -> str:
            complete = made or compute_map(landscape, grid, progress, is_cancelled, forcing=forcing)
            export_map(path, landscape, complete, map_png, progress, is_cancelled)
            return _("Exported {file}, {columns} × {rows} runs, to {folder}.").format(
                file=path.name, columns=grid.columns, rows=grid.rows, folder=path.parent
            )

        self._write_file(work, _("Export the outcome map"), path)

    def copy_map(self) -> None:
        """Put the outcome map on the clipboard as tab-separated text, with the range that is shown."""
        shown = self._shown_map()
        if shown is None or not self._is_free():
            return
        landscape, grid, forcing, made = shown
        if grid.size > MAX_COPIED_RUNS:
            message = _("{count} runs are too many for the clipboard: take a coarser map, or export a CSV file.")
            self._session.message.emit(message.format(count=whole(grid.size)))
            return

        def work(progress: Callable[[float], None], is_cancelled: Callable[[], bool]) -> str:
            complete = made or compute_map(landscape, grid, progress, is_cancelled, forcing=forcing)
            return map_table(complete, landscape.features)

        def finish(table: str) -> None:
            QApplication.clipboard().setText(table)
            message = _("{columns} × {rows} runs are on the clipboard.")
            self._session.message.emit(message.format(columns=grid.columns, rows=grid.rows))

        self._start(work, _("Copy the outcome map"), _("Computing the map …"), finish)

    def _shown_map(self) -> tuple[Landscape, Grid, Forcing, OutcomeMap | None] | None:
        """What the outcome map is of, and the map if it is computed already; None, and a message, without a ball."""
        model, landscape = self._map_model, self._session.landscape
        grid, picture = model.grid, model.picture
        if grid is None:
            self._session.message.emit(_("There is no ball to make a map for."))
            return None
        of_what = landscape, grid, model.forcing
        is_current = picture is not None and (picture.landscape, picture.grid, picture.forcing) == of_what
        return *of_what, picture.made if picture is not None and is_current else None

    # The table of the balls

    def ask_for_table(self) -> None:
        """Pause and ask for the file."""
        if self._is_free():
            self._session.pause()
            filters = [_("Table, separated by commas") + " (*.csv)", _("Table, separated by tabs") + " (*.tsv)"]
            self._ask(_("Save the table of the balls"), filters, f"{self._name}-balls.csv", self.export_table)

    def export_table(self, path: Path) -> None:
        """Write what has become of each ball to `path`, separated by tabs if it ends in .tsv, else by commas."""
        entries = ball_entries(self._session.run, self._session.balls)

        def work(_progress: Callable[[float], None], _is_cancelled: Callable[[], bool]) -> str:
            write_ball_table(path, entries)
            return _("Saved {file}.").format(file=shown_path(path))

        self._write_file(work, _("Save the table of the balls"), path)

    # Pictures

    def ask_for_picture(self, file_filter: str, suffix: str, export: Callable[[Path], None]) -> None:
        """Ask for the file of a picture."""
        if self._is_free():
            self._ask(_("Save picture"), [file_filter], f"{self._name}{suffix}", export, suffix)

    def export_bytes(self, path: Path, make: Callable[[], bytes]) -> None:
        """Write what is made in the background to `path`."""

        def work(_progress: Callable[[float], None], _is_cancelled: Callable[[], bool]) -> str:
            with with_path(path):
                content = make()
            with replacing(path) as (stream,), with_path(path):
                stream.write(content)
            return _("Saved {file} to {folder}.").format(file=path.name, folder=path.parent)

        self._write_file(work, _("Save picture"), path)

    # Films

    def ask_for_film(self, film_format: FilmFormat, export: Callable[[Path], None]) -> None:
        """Ask for the file of a film."""
        if self._is_free():
            name = f"{self._name}{film_format.suffix}"
            self._ask(_("Save film"), [film_format.file_filter], name, export, film_format.suffix)

    def export_film(self, path: Path, scene: FilmedScene, options: FilmOptions) -> None:
        """Write a film to `path`, in a process of its own; the run may go on meanwhile."""

        def work(progress: Callable[[float], None], is_cancelled: Callable[[], bool]) -> str:
            save_film(scene, options, path, progress, is_cancelled)
            return _("Saved {file} to {folder}.").format(file=path.name, folder=path.parent)

        self._write_file(work, _("Save film"), path)

    # Dialogs and work

    @property
    def _name(self) -> str:
        path = self._scene_file()
        return file_name(self._session.title) if path is None else path.stem

    def _is_free(self) -> bool:
        return self._task is None and self._dialog is None

    def _ask(
        self, title: str, filters: Sequence[str], name: str, export: Callable[[Path], None], suffix: str = ".csv"
    ) -> None:
        path = self._scene_file()
        dialog = QFileDialog(self._window, title, self._settings.folder if path is None else str(path.parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(filters)
        dialog.setDefaultSuffix(suffix)
        dialog.filterSelected.connect(lambda chosen: _set_ending(dialog, chosen.rpartition("*.")[2].rstrip(")")))
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda file: export(Path(file)))
        dialog.finished.connect(self._on_dialog_closed)
        self._dialog = dialog
        dialog.open()

    def _write_file(self, work: Work, title: str, path: Path, replace: Answer = None) -> None:
        """Start the work, unless another export is running.

        `replace` is the answer when a scenario of the person's own would be replaced.
        """
        if self._task is not None:
            message = _("Another export is not finished yet; {file} was not saved.")
            self._session.message.emit(message.format(file=path.name))
            return
        self._settings.folder = str(path.parent)
        self._start(work, title, _("Writing {file} …").format(file=path.name), self._session.message.emit, replace)

    def _start(
        self, work: Work, title: str, label: str, finish: Callable[[str], object], replace: Answer = None
    ) -> None:
        self._task = Task(work)
        self._progress = progress_dialog(self._window, title, label)
        self._progress.canceled.connect(self._task.cancel)
        self._task.progressed.connect(lambda share: self._progress.setValue(round(share * PROGRESS_STEPS)))
        self._task.succeeded.connect(lambda result: finish(result))
        self._task.failed.connect(lambda error: self._on_failure(error, replace))
        self._task.ended.connect(self._on_end)
        self._task.start()

    def stop(self) -> None:
        """Cancel a running export and wait for its end."""
        if self._task is not None:
            self._task.cancel()
            self._task.wait()

    def _on_failure(self, error: Exception, replace: Answer) -> None:
        if isinstance(error, Cancelled):
            self._session.message.emit(_("The export was cancelled; no file was written."))
            return
        if isinstance(error, NotAnExport):
            ask(
                self._window,
                _("Export trajectories"),
                _(
                    "Beside the CSV the export writes its scenario to {file}. "
                    "There already is a file of this name, which no export has written. Replace it?"
                ).format(file=error.path.name),
                {_("Choose another name…"): self.ask, _("Replace"): replace, _("Cancel"): None},
            )
            return
        if not isinstance(error, OSError):
            raise error
        self.tell_failure(error, error.filename)

    def tell_failure(self, error: OSError, path: str | Path) -> None:
        """Say why a file could not be written."""
        show_warning(self._window, _("The export failed"), sentence_of(error, path, "written"))

    def _on_end(self) -> None:
        self._task = None
        self._progress.close()
        self._progress.deleteLater()

    def _on_dialog_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def _set_ending(dialog: QFileDialog, ending: str) -> None:
    """Give the file that is proposed or typed the ending of another kind of file."""
    dialog.setDefaultSuffix(ending)
    for name in dialog.selectedFiles():
        dialog.selectFile(Path(name).with_suffix(f".{ending}").name)


def progress_dialog(window: QWidget, title: str, label: str) -> QProgressDialog:
    """A dialog that shows itself after PROGRESS_DELAY_MS, also before any progress is told."""
    dialog = QProgressDialog("", _("Cancel"), 0, PROGRESS_STEPS, window)
    dialog.setLabel(plain_label(label))
    dialog.setWindowTitle(title)
    dialog.setBar(QProgressBar(textVisible=False))  # the bar is too thin for digits
    dialog.setMinimumWidth(theme().scaled(PROGRESS_WIDTH))
    dialog.setMinimumDuration(PROGRESS_DELAY_MS)
    dialog.setAutoClose(False)
    dialog.setAutoReset(False)
    dialog.setValue(0)  # begins the delay, which is 4 s without this
    return dialog
