"""Scenarios as files and links: new, open, save, and the question about unsaved changes."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QTreeView, QWidget

from app.files.atomic import replacing, with_path
from app.files.default import default_scenario
from app.files.failure import refusal_of, sentence_of, shown_path
from app.files.fingerprint import FileState, Fingerprint, fingerprint_of, state_since
from app.files.lesson import ENDING as LESSON_ENDING
from app.files.scenario import ENDING, Scenario, scenario_text
from app.files.text import BadFile
from app.session.session import Session
from app.text.titles import scene_title
from app.text.translation import _
from app.theme.application import theme
from app.window.exporting import file_name
from app.window.file_reader import FileContent, FileReader, read_file
from app.window.questions import ask, show_warning
from app.window.settings import Settings

DIALOG_WIDTH, DIALOG_HEIGHT = 840, 520
"""File dialogs show all their columns at this size, at scale 1."""
MAX_SCREEN_SHARE = 0.9
"""Of the screen's width and height."""

Then = Callable[[], object]


class Scenarios(QObject):
    """Opens and saves the scene's file. Dialogs don't block: what follows is passed as `then`."""

    changed = Signal()
    """The file, or whether there are unsaved changes, has changed."""

    shown = Signal(object)
    """A scenario was opened; the window may take over its view settings."""

    lesson_opened = Signal(object)
    """A lesson or a challenge was read from a file or a link."""

    def __init__(
        self, session: Session, settings: Settings, window: QWidget, hidden: Callable[[], frozenset[str]]
    ) -> None:
        """Begin without a file. `hidden` returns the names of hidden plots (and of the map)."""
        super().__init__(window)
        self._session, self._settings, self._window, self._hidden = session, settings, window, hidden
        self._reader = FileReader()
        self._fingerprint: Fingerprint | None = None
        self._dialog: QFileDialog | None = None
        self.path: Path | None = None
        """The file of the scene."""
        self._was_modified = False
        self._aside: _Aside | None = None
        """The scene, as it is saved, while it is set aside for a lesson."""
        session.history.changed.connect(self._on_history_changed)

    @property
    def is_modified(self) -> bool:
        """Whether there are unsaved changes.

        Without a file, choosing landscapes from the gallery alone is no change that could be lost.
        """
        if self._aside is not None:
            return self._aside.is_modified
        history = self._session.history
        return history.has_work if self.path is None else not history.stack.isClean()

    @property
    def fingerprint(self) -> Fingerprint | None:
        """Fingerprint of the file when it was last read or written here."""
        return self._fingerprint

    @property
    def name(self) -> str:
        """Name for the title bar: the file's, or the scene's title without a file."""
        return scene_title(self.title) if self.path is None else self.path.name

    @property
    def title(self) -> str:
        """The title of the scene, also while that is set aside."""
        return self._session.title if self._aside is None else self._aside.scenario.title

    def to_save(self) -> Scenario:
        """The scenario to save, with the view; one that is set aside as it was."""
        if self._aside is not None:
            return self._aside.scenario
        return self._session.to_save(self._session.playback.speed, self._hidden())

    # A scene that is set aside

    @property
    def is_aside(self) -> bool:
        """Whether the scene is set aside while a lesson is shown."""
        return self._aside is not None

    def set_aside(self) -> None:
        """Keep the scene until `bring_back`: what is shown meanwhile is not saved, and no change of it."""
        if self._aside is None:
            self._aside = _Aside(self.to_save(), self.is_modified)
            self._session.set_aside()
            self.changed.emit()

    def bring_back(self) -> None:
        """Show the scene again, at its step and with its history."""
        if self._aside is not None:
            self._aside = None
            self._session.bring_back()
            self._was_modified = self.is_modified
            self.changed.emit()

    # New and open

    def new(self) -> None:
        """Show the default scenario."""
        self.confirm_discard(lambda: self.show(default_scenario(), None, replays=False))

    def ask_to_open(self) -> None:
        """Ask for a file, and whether to go to the step at which it was saved."""
        if self._dialog is not None:
            return
        dialog = self._file_dialog(_("Open a scenario or a lesson"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        # A native dialog can't hold the check box.
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        replays = QCheckBox(_("Go to the step at which it was saved"))
        replays.setToolTip(_("Without, it opens at its first step"))
        replays.setChecked(self._settings.replays)
        replays.toggled.connect(lambda on: setattr(self._settings, "replays", on))
        layout = dialog.layout()
        if isinstance(layout, QGridLayout):
            layout.addWidget(replays, layout.rowCount(), 0, 1, layout.columnCount())
        dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        dialog.open()

    def open(self, path: Path, otherwise: Callable[[Path], object] | None = None) -> None:
        """Read a scenario file in the background, then ask about unsaved changes and show it, or a lesson.

        A file that is neither is passed to `otherwise`, if given.
        """
        self._session.message.emit(_("Opening {file}…").format(file=path.name))
        self._reader.begin(
            partial(read_file, path, must_be_scenario=otherwise is None),
            lambda read: self._on_read(path, read, otherwise),
            lambda error: self._on_refused(path, error),
        )

    def show(
        self, scenario: Scenario, path: Path | None, *, replays: bool, fingerprint_before: Fingerprint | None = None
    ) -> None:
        """Show a scenario that was read from `path`; `fingerprint_before` is the fingerprint of what was read."""
        self._reader.abandon()
        if self._aside is not None:
            self._aside = None
            self._session.forget_aside()
        self._session.open(scenario, replays=replays)
        self._set_file(path, fingerprint_before)
        if path is not None:
            self._add_recent(path)
        self.shown.emit(scenario)

    def _on_read(self, path: Path, read: FileContent | None, otherwise: Callable[[Path], object] | None) -> None:
        if read is None:
            if otherwise is not None:
                otherwise(path)
        elif isinstance(read.content, Scenario):
            self.confirm_discard(partial(self._show_read, path, read.content, read.fingerprint))
        else:
            self._add_recent(path)
            self._session.message.emit(_("Opened {file}.").format(file=path.name))
            self.lesson_opened.emit(read.content)

    def _show_read(self, path: Path, scenario: Scenario, fingerprint_before: Fingerprint | None) -> None:
        self.show(scenario, path, replays=self._settings.replays, fingerprint_before=fingerprint_before)
        self._session.message.emit(_("Opened {file}.").format(file=path.name))

    def _on_refused(self, path: Path, error: Exception) -> None:
        if not isinstance(error, BadFile | OSError):
            raise error
        if isinstance(error.__cause__ or error, FileNotFoundError):
            self._settings.recent = tuple(other for other in self._settings.recent if other != str(path.absolute()))
        self._session.message.emit(_("{file} was not opened.").format(file=path.name))
        show_warning(self._window, _("Open"), refusal_of(error, path))

    # Save

    def save(self, then: Then = lambda: None) -> None:
        """Save to the scene's file, or ask for one; call `then` once it is saved."""
        if self.path is None:
            self.save_as(then)
            return
        path = self.path
        if state_since(path, self._fingerprint) is FileState.CHANGED:
            ask(
                self._window,
                _("Save"),
                _("{file} was changed by another program since it was opened here. Replace it?").format(file=path.name),
                {
                    _("Save as…"): lambda: self.save_as(then),
                    _("Replace"): lambda: self.save_to(path, then),
                    _("Cancel"): None,
                },
            )
        else:
            self.save_to(path, then)

    def save_as(self, then: Then = lambda: None) -> None:
        """Ask for a file and save to it; call `then` once it is saved."""
        if self._dialog is not None:
            return
        dialog = self._file_dialog(_("Save the scenario"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ENDING.removeprefix("."))
        dialog.selectFile(str(self.path) if self.path is not None else f"{file_name(self.title)}{ENDING}")
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name), then))
        dialog.open()

    def save_to(self, path: Path, then: Then = lambda: None) -> None:
        """Save to a file and call `then`; if that fails, say why, and the scene stays unsaved."""
        content = scenario_text(self.to_save()).encode()
        try:
            with replacing(path) as (stream,), with_path(path):
                stream.write(content)
        except OSError as error:
            show_warning(self._window, _("Save"), sentence_of(error, path, "saved"))
            return
        self._set_file(path, fingerprint_of(content))
        self._add_recent(path)
        self._session.message.emit(_("Saved {file}.").format(file=shown_path(path)))
        then()

    def confirm_discard(self, then: Then) -> None:
        """Call `then`, after a question if there are unsaved changes."""
        if not self.is_modified:
            then()
            return
        self._session.message.emit("")
        ask(
            self._window,
            _("Unsaved changes"),
            _("“{name}” has changes that are not saved.").format(name=self.name),
            {_("Save"): lambda: self.save(then), _("Don't save"): then, _("Cancel"): None},
        )

    def stop(self) -> None:
        """Wait for reads that are still running."""
        self._reader.stop()

    def _on_history_changed(self) -> None:
        if self.is_modified != self._was_modified:
            self._was_modified = self.is_modified
            self.changed.emit()

    def _set_file(self, path: Path | None, fingerprint_before: Fingerprint | None) -> None:
        self.path, self._fingerprint = path, fingerprint_before
        if self._aside is not None:
            self._aside = self._aside._replace(is_modified=False)
        self._session.history.set_clean()
        self._was_modified = False
        self.changed.emit()

    def _add_recent(self, path: Path) -> None:
        self._settings.scenario_folder = str(path.parent)
        self._settings.recent = (str(path.absolute()), *self._settings.recent)

    def _file_dialog(self, title: str) -> QFileDialog:
        self._session.pause()
        dialog = QFileDialog(self._window, title, self._settings.scenario_folder)
        endings = f" (*{ENDING} *{LESSON_ENDING})"
        dialog.setNameFilters([_("Scenarios and lessons") + endings, _("All files") + " (*)"])
        for files in dialog.findChildren(QTreeView):
            files.header().setStretchLastSection(True)
        size = QSize(theme().scaled(DIALOG_WIDTH), theme().scaled(DIALOG_HEIGHT))
        dialog.resize(size.boundedTo(self._window.screen().availableSize() * MAX_SCREEN_SHARE))
        dialog.finished.connect(self._on_dialog_closed)
        self._dialog = dialog
        return dialog

    def _on_dialog_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


class _Aside(NamedTuple):
    """A scene that is set aside, as it is saved, and whether it has unsaved changes."""

    scenario: Scenario
    is_modified: bool
