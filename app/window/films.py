"""Saving films of the session's run."""

from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.pictures.film_options import FilmedScene
from app.session.session import Session
from app.text.figures import MAP
from app.theme.application import Theme
from app.views.frame import drawn_ball
from app.window.exporting import Exporter
from app.window.film_dialog import FilmChoice, FilmDialog
from app.window.pictures import Pictures


class Films(QObject):
    """Asks for films and has them made."""

    def __init__(self, session: Session, theme: Theme, exporter: Exporter, pictures: Pictures, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._theme, self._exporter = session, theme, exporter
        self._pictures, self._window = pictures, window
        self._choice: FilmChoice | None = None
        self._dialog: FilmDialog | None = None

    @property
    def choice(self) -> FilmChoice:
        """What was chosen last, but for the steps; at first the landscape in the colours of the window."""
        return self._choice or FilmChoice(theme=self._theme.palette.name)

    def scene(self) -> FilmedScene:
        """The run of the session, gone on to its end if it is not over yet."""
        session = self._session
        scenario = session.scene.scenario()
        scenario = replace(scenario, steps=max(scenario.steps, session.scene.planned_steps))
        return FilmedScene(
            scenario, session.styles, drawn_ball(session.selected, session.styles), session.hidden_layers
        )

    def ask(self) -> None:
        """Ask which film is to be saved."""
        available = [name for name in self._pictures.available() if name != MAP]
        dialog = FilmDialog(self.choice, available, self.scene(), self._pictures.part, self._window)
        dialog.save_wanted.connect(lambda choice: self._save(dialog, choice))
        dialog.finished.connect(self._forget_dialog)
        self._dialog = dialog
        dialog.open()

    def _save(self, dialog: FilmDialog, choice: FilmChoice) -> None:
        self._choice = replace(choice, steps=None, speed=None)
        scene, options = self.scene(), choice.options(self._pictures.part)
        dialog.accept()
        self._exporter.ask_for_film(choice.film_format, lambda path: self._exporter.export_film(path, scene, options))

    def _forget_dialog(self) -> None:
        self._dialog = None

    def stop(self) -> None:
        """End the preview."""
        if self._dialog is not None:
            self._dialog.stop()
