"""The dialogs that commands open: help, title, a series of balls, the table of the balls, and a missing ball."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QInputDialog, QLineEdit, QWidget

from app.files.names import LONGEST_NAME, fit_name
from app.panels.ball_table import BallTable
from app.panels.series import ask_for_series
from app.session.session import Session
from app.text.titles import shown_title
from app.text.translation import _
from app.theme.application import Theme
from app.window.commands import Actions
from app.window.exporting import Exporter
from app.window.help import HelpDialog
from app.window.questions import ask

TITLE_FIELD_WIDTH = 400


class Dialogs(QObject):
    """Opens the dialogs of a window; none of them blocks."""

    def __init__(self, session: Session, theme: Theme, actions: Actions, exporter: Exporter, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._theme, self._actions, self._exporter = session, theme, actions, exporter
        self._window = window
        self.ball_table: BallTable | None = None
        """The table of the balls, once it has been opened."""

    @property
    def is_table_shown(self) -> bool:
        """Whether the table of the balls is open."""
        return self.ball_table is not None and self.ball_table.isVisible()

    def show_help(self) -> None:
        """Show keys and mouse actions, and the glossary."""
        dialog = HelpDialog(self._actions, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def ask_for_title(self) -> None:
        """Ask for the title of the scenario."""
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(_("Title of the scenario"))
        dialog.setLabelText(_("Title"))
        title = shown_title(self._session.title)
        dialog.setTextValue(title)
        field = dialog.findChild(QLineEdit)
        if field is not None:
            field.setMaxLength(LONGEST_NAME)
        dialog.setMinimumWidth(self._theme.scaled(TITLE_FIELD_WIDTH))
        dialog.textValueSelected.connect(lambda text: self._set_title(text) if text != title else None)
        dialog.open()

    def _set_title(self, text: str) -> None:
        self._session.set_title(fit_name(text) or self._session.title)

    def ask_for_series(self) -> None:
        """Ask for a series of balls to add."""
        ask_for_series(self._session, self._theme, self._window)

    def toggle_table(self) -> None:
        """Show the table of the balls beside the window, or close it."""
        if self.ball_table is None:
            self.ball_table = BallTable(self._session, self._theme, self._actions.press, self._window)
            self.ball_table.export_wanted.connect(self._exporter.ask_for_table)
        self.ball_table.toggle()

    def offer_ball(self) -> None:
        """Offer to add a ball and let it roll."""
        answers = {_("Add a ball"): self._add_and_play, _("Cancel"): None}
        ask(self._window, _("Play"), _("There is no ball that could roll. Add one?"), answers)

    def _add_and_play(self) -> None:
        self._session.add()
        self._session.play()
