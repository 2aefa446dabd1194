"""Scenarios as files and links: new, open, save; unsaved work is asked about before it is dropped."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QGridLayout, QWidget

from app.files.atomic import replacing, with_path
from app.files.autosaved import UNTITLED
from app.files.default import default_scenario
from app.files.failure import refusal_of, sentence_of, shown_path
from app.files.fingerprint import FileState, Fingerprint, fingerprint, fingerprint_of, state_since
from app.files.link import BadLink, LinkTooLong, link_text, parse_link
from app.files.scenario import ENDING, Scenario, is_scenario, read_scenario, scenario_text
from app.files.text import BadFile, refuse_device
from app.session.session import Session
from app.session.tasks import Task
from app.theme import theme
from app.window.exporting import file_name
from app.window.questions import ask, tell
from app.window.settings import Settings

KINDS = (f"Scenarios (*{ENDING})", "All files (*)")
WIDTH, HEIGHT = 840, 520
"""Pixels of the dialogs for files: all columns are seen."""
WHERE_SAVED = "Go to the step at which it was saved"
Then = Callable[[], object]


class Scenarios(QObject):
    """The scene's file, if it has one. Dialogs never block: what is to follow is called when they are answered."""

    changed = Signal()
    """Another file, or it is saved, or no longer as it was saved."""

    shown = Signal(object)
    """A scenario was opened: whoever shows plots may follow its view."""

    def __init__(
        self, session: Session, settings: Settings, window: QWidget, hidden: Callable[[], frozenset[str]]
    ) -> None:
        """Have no file. `hidden` gives the names of what is hidden of the plots and the map."""
        super().__init__(window)
        self._session, self._settings, self._window, self._hidden = session, settings, window, hidden
        self._reading: Task | None = None
        self._given_up: list[Task] = []
        self._fingerprint: Fingerprint | None = None
        self._dialog: QFileDialog | None = None
        self.path: Path | None = None
        """The file of the scene."""
        self._was_modified = False
        for signal in (session.history.stack.indexChanged, session.history.stack.cleanChanged):
            signal.connect(self._on_history_changed)

    @property
    def is_modified(self) -> bool:
        """Whether something was changed since the scene was opened or saved.

        A scene without a file in which only landscapes were chosen from the gallery has nothing that could be lost.
        """
        history = self._session.history
        return history.has_work if self.path is None else not history.stack.isClean()

    @property
    def fingerprint(self) -> Fingerprint | None:
        """The stamp of the scene's file when it was last read or written here."""
        return self._fingerprint

    @property
    def name(self) -> str:
        """What the scene is called in the title bar: its file's name, or its title where it has none."""
        return self._session.title or UNTITLED if self.path is None else self.path.name

    def to_save(self) -> Scenario:
        """What a file of the scene says now."""
        return self._session.to_save(self._session.playback.speed, self._hidden())

    # New and open

    def new(self) -> None:
        """Begin with the default scenario."""
        self.let_go(lambda: self.show(default_scenario(), None, replays=False))

    def ask_to_open(self) -> None:
        """Ask for a file, and whether to go to the step at which it was saved."""
        if self._dialog is not None:
            return
        dialog = self._file_dialog("Open a scenario")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        # The system's own dialog has no room for the choice.
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        replays = QCheckBox(WHERE_SAVED)
        replays.setToolTip("Without, it opens at its first step")
        replays.setChecked(self._settings.replays)
        replays.toggled.connect(lambda on: setattr(self._settings, "replays", on))
        layout = dialog.layout()
        if isinstance(layout, QGridLayout):
            layout.addWidget(replays, layout.rowCount(), 0, 1, layout.columnCount())
        dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        dialog.open()

    def open(self, path: Path, otherwise: Callable[[Path], object] | None = None) -> None:
        """Read a scenario file off the GUI thread, and show it once what is not saved has been asked about.

        Given `otherwise`, that is called with a file that is no scenario.
        """
        self._give_up_reading()
        work = partial(_read, path, is_surely_one=otherwise is None)
        job = self._reading = Task(lambda _progress, _is_cancelled: work(), may_hang=True)
        job.succeeded.connect(lambda read: self._on_read(job, path, read, otherwise))
        job.failed.connect(lambda error: self._on_refused(job, path, error))
        self._session.message.emit(f"Opening {path.name}…")
        job.start()

    def show(self, scenario: Scenario, path: Path | None, *, replays: bool, as_read: Fingerprint | None = None) -> None:
        """Show a scenario that was read from `path`, whose stamp was taken before."""
        self._give_up_reading()
        self._session.open(scenario, replays=replays)
        self._belong_to(path, as_read)
        if path is not None:
            self._remember(path)
        self.shown.emit(scenario)

    def _on_read(self, job: Task, path: Path, read: "_Read | None", otherwise: Callable[[Path], object] | None) -> None:
        if job is not self._reading:
            return
        self._reading = None
        if read is not None:
            self.let_go(lambda: self._show_read(path, read))
        elif otherwise is not None:
            otherwise(path)

    def _show_read(self, path: Path, read: "_Read") -> None:
        self.show(read.scenario, path, replays=self._settings.replays, as_read=read.fingerprint)
        self._session.message.emit(f"Opened {path.name}.")

    def _on_refused(self, job: Task, path: Path, error: Exception) -> None:
        if job is not self._reading:
            return
        self._reading = None
        if not isinstance(error, BadFile | OSError):
            raise error
        if isinstance(error.__cause__ or error, FileNotFoundError):
            self._settings.recent = tuple(other for other in self._settings.recent if other != str(path.absolute()))
        self._session.message.emit(f"{path.name} was not opened.")
        tell(self._window, "Open", refusal_of(error, path))

    # Save

    def save(self, then: Then = lambda: None) -> None:
        """Save to the scene's file, or ask for one; `then` follows when it is saved."""
        if self.path is None:
            self.save_as(then)
            return
        path = self.path
        if state_since(path, self._fingerprint) is FileState.CHANGED:
            ask(
                self._window,
                "Save",
                f"{path.name} was changed by another program since it was opened here. Replace it?",
                {"Save as…": lambda: self.save_as(then), "Replace": lambda: self.save_to(path, then), "Cancel": None},
            )
        else:
            self.save_to(path, then)

    def save_as(self, then: Then = lambda: None) -> None:
        """Ask for a file and save to it."""
        if self._dialog is not None:
            return
        dialog = self._file_dialog("Save the scenario")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ENDING.removeprefix("."))
        dialog.selectFile(str(self.path) if self.path is not None else f"{file_name(self._session.title)}{ENDING}")
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name), then))
        dialog.open()

    def save_to(self, path: Path, then: Then = lambda: None) -> None:
        """Save to a file; when that can't be, say why: the scene stays as it is, and not saved."""
        content = scenario_text(self.to_save()).encode()
        try:
            with replacing(path) as (stream,), with_path(path):
                stream.write(content)
        except OSError as error:
            tell(self._window, "Save", sentence_of(error, path, "saved"))
            return
        self._belong_to(path, fingerprint_of(content))
        self._remember(path)
        self._session.message.emit(f"Saved {shown_path(path)}.")
        then()

    def let_go(self, then: Then) -> None:
        """Call `then` once nothing is lost by it: what is not saved is asked about."""
        if not self.is_modified:
            then()
            return
        self._session.message.emit("")
        ask(
            self._window,
            "Unsaved changes",
            f"“{self.name}” has changes that are not saved.",
            {"Save": lambda: self.save(then), "Don't save": then, "Cancel": None},
        )

    # How it is done

    def stop(self) -> None:
        """Wait until nothing is read any more."""
        for job in self._given_up:
            job.wait()
        if self._reading is not None:
            self._reading.wait()
            self._reading = None

    def _give_up_reading(self) -> None:
        """What is being read is no longer wanted."""
        if self._reading is not None:
            self._given_up = [*(job for job in self._given_up if job.is_alive), self._reading]
            self._reading = None

    def _on_history_changed(self) -> None:
        if self.is_modified != self._was_modified:
            self._was_modified = self.is_modified
            self.changed.emit()

    def _belong_to(self, path: Path | None, as_known: Fingerprint | None) -> None:
        self.path, self._fingerprint = path, as_known
        self._session.history.set_clean()
        self._was_modified = False
        self.changed.emit()

    def _remember(self, path: Path) -> None:
        self._settings.scenario_folder = str(path.parent)
        self._settings.recent = (str(path.absolute()), *self._settings.recent)

    def _file_dialog(self, title: str) -> QFileDialog:
        self._session.pause()
        dialog = QFileDialog(self._window, title, self._settings.scenario_folder)
        dialog.setNameFilters(KINDS)
        dialog.resize(theme().scaled(WIDTH), theme().scaled(HEIGHT))
        dialog.finished.connect(self._on_dialog_closed)
        self._dialog = dialog
        return dialog

    def _on_dialog_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


class _Read(NamedTuple):
    """A scenario, and the stamp of its file before it was read."""

    scenario: Scenario
    fingerprint: Fingerprint | None


def _read(path: Path, *, is_surely_one: bool) -> _Read | None:
    """Read a scenario file; None where it is none, unless it `is_surely_one`. Raises BadFile."""
    refuse_device(path)
    if not is_surely_one and not is_scenario(path):
        return None
    then = fingerprint(path)
    return _Read(read_scenario(path), then)


class Links:
    """Copies the scene as a link, and opens the one that was copied elsewhere."""

    def __init__(self, session: Session, scenarios: Scenarios, settings: Settings, window: QWidget) -> None:
        self._session, self._scenarios, self._settings, self._window = session, scenarios, settings, window

    def copy(self) -> None:
        """Put the scenario on the clipboard as one line of text."""
        try:
            link = link_text(self._scenarios.to_save())
        except LinkTooLong as refusal:
            tell(self._window, "Copy as a link", f"{str(refusal)[0].upper()}{str(refusal)[1:]}.")
            return
        QApplication.clipboard().setText(link)
        self._session.message.emit(f"A link of {len(link):,} characters is on the clipboard: paste it into a chat.")

    def paste(self) -> None:
        """Open the scenario of the link on the clipboard, once what is not saved has been asked about."""
        try:
            scenario = parse_link(QApplication.clipboard().text())
        except BadLink as refusal:
            self._session.message.emit(f"Nothing was pasted: {refusal}.")
            return
        self._scenarios.let_go(lambda: self._show(scenario))

    def _show(self, scenario: Scenario) -> None:
        """It is saved nowhere: the clipboard forgets it."""
        self._scenarios.show(scenario, None, replays=self._settings.replays)
        self._session.history.set_unsaved()
        self._session.message.emit(f"Pasted “{scenario.title}”; it is not saved yet.")
