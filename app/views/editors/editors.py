"""Gives the tool of the chosen editor to the view, and imports curves."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.controls.plain_text import plain_box
from app.files.failure import refusal_of
from app.files.text import BadFile
from app.session.session import Session
from app.session.tasks import Task, Work
from app.text.curve_errors import landscape_sentence
from app.text.numbers import percent
from app.text.translation import _
from app.theme.application import theme
from app.views.editors.draw import DrawTool
from app.views.editors.editor_bar import EditorBar
from app.views.editors.import_dialog import (
    ImportDialog,
    ImportedCurve,
    SmoothedCurve,
    import_curve,
    import_text,
    turns_text,
)
from app.views.editors.points import PointsTool
from app.views.landscape.landscape_view import LandscapeView
from app.views.landscape.tool import Tool


class Editors(QObject):
    """The tools of the editors, and the import with its dialogs."""

    def __init__(self, session: Session, view: LandscapeView, bar: EditorBar) -> None:
        super().__init__(view)
        self._session, self._view, self._bar = session, view, bar
        self.draw_tool = DrawTool(session, view, theme())
        self.points_tool = PointsTool(session, view, theme())
        self.import_dialog: ImportDialog | None = None
        self.file_dialog: QFileDialog | None = None
        self.message: QMessageBox | None = None
        self._reading: Task | None = None
        self.folder = ""
        """Folder of the last imported file; empty before the first."""
        self._file = Path()
        self._name = ""
        """Of what is imported, in messages."""
        bar.points_bar.follow(self.points_tool.edit)
        bar.mode_changed.connect(self._on_mode)
        bar.import_wanted.connect(self.ask_for_file)
        bar.formula_bar.done.connect(lambda: view.setFocus(Qt.FocusReason.OtherFocusReason))
        view.installEventFilter(self)
        view.setFocus(Qt.FocusReason.OtherFocusReason)  # so that Space plays as soon as the window is open

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Tab goes from point to point first: Qt would move the focus at once.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self._view:
            is_tab = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            if is_tab and self._bar.mode == "points" and self.points_tool.key(event):
                return True
        return super().eventFilter(watched, event)

    def give_tool(self) -> None:
        """Give the view the tool of the chosen editor."""
        tools: dict[str, Tool] = {"draw": self.draw_tool, "points": self.points_tool}
        self.points_tool.edit.set_active(self._bar.mode == "points")
        self._view.set_tool(tools.get(self._bar.mode))

    def _on_mode(self, mode: str) -> None:
        self.give_tool()
        if mode == "formula":
            self._bar.formula_bar.take_keyboard()
        else:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    # Import.

    def ask_for_file(self) -> None:
        """Ask for a curve file and import it."""
        dialog = QFileDialog(self._view.window(), _("Import a curve"), self.folder or str(Path.home()))
        dialog.setNameFilters([_("Curves") + " (*.csv *.tsv *.txt *.dat)", _("All files") + " (*)"])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.import_file(Path(name)))
        self.file_dialog = dialog
        dialog.open()

    def import_file(self, path: Path) -> None:
        """Read a curve in the background, then ask how much to smooth it."""
        self.folder, self._file = str(path.parent), path
        self._read(path.name, partial(import_curve, path))

    def import_text(self, text: str) -> None:
        """Read a curve from the text of the clipboard, like one from a file."""
        self._file = Path()
        name = _("The clipboard")
        self._read(name, partial(import_text, text, name, _("Pasted curve")))

    def _read(self, name: str, work: Work) -> None:
        if self._reading is not None:
            self._reading.cancel()
        self._name = name
        self._session.message.emit(_("Reading {file}…").format(file=name))
        self._reading = Task(work, may_hang=True)
        self._reading.progressed.connect(self._show_progress)
        self._reading.succeeded.connect(self._ask_for_smoothing)
        self._reading.failed.connect(self._refuse)
        self._reading.start()

    @property
    def _is_outdated(self) -> bool:
        """Whether the current signal comes from an import that a newer one has replaced."""
        return self.sender() is not self._reading

    def _show_progress(self, share: float) -> None:
        if not self._is_outdated:
            sentence = _("Reading {file}… {percent}").format(file=self._name, percent=percent(round(share, 2)))
            self._session.message.emit(sentence)

    def _ask_for_smoothing(self, imported: ImportedCurve | None) -> None:
        if imported is None or self._is_outdated:
            return
        self._session.message.emit("")
        dialog = ImportDialog(imported, theme(), partial(self._choose, imported.curve.title), self._view.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.import_dialog = dialog
        dialog.open()

    def _choose(self, title: str, curve: SmoothedCurve) -> None:
        if curve.turns:
            self._session.message.emit(turns_text(curve.turns))
        self._session.choose(curve.landscape, title, curve.suggestion)

    def _refuse(self, error: Exception) -> None:
        """Show what is wrong with the file."""
        if self._is_outdated:
            return
        if isinstance(error, BadFile | OSError):
            sentence = refusal_of(error, self._file)
        else:
            sentence = _("{file}: {problem}.").format(file=self._name, problem=landscape_sentence(error))
        self._session.message.emit(sentence)
        box = plain_box(QMessageBox.Icon.Warning, _("Import"), sentence, parent=self._view.window())
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.message = box
        box.open()
