"""Scenarios as links: one line of text, on the clipboard."""

from PySide6.QtWidgets import QApplication, QWidget

from app.files.link import BadLink, LinkTooLong, link_text, parse_link
from app.files.scenario import Scenario
from app.session.session import Session
from app.window.questions import tell
from app.window.scenarios import Scenarios
from app.window.settings import Settings


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
        self._session.said.emit(f"A link of {len(link):,} characters is on the clipboard: paste it into a chat.")

    def paste(self) -> None:
        """Open the scenario of the link on the clipboard, once what is not saved has been asked about."""
        try:
            scenario = parse_link(QApplication.clipboard().text())
        except BadLink as refusal:
            self._session.said.emit(f"Nothing was pasted: {refusal}.")
            return
        self._scenarios.let_go(lambda: self._show(scenario))

    def _show(self, scenario: Scenario) -> None:
        """It is saved nowhere: the clipboard forgets it."""
        self._scenarios.show(scenario, None, replays=self._settings.replays)
        self._session.history.set_unsaved()
        self._session.said.emit(f"Pasted “{scenario.title}”; it is not saved yet.")
