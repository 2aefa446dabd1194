"""The clipboard: the scene as a link, and what is pasted."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from app.files.curves import is_curve_text
from app.files.lesson import Lessons
from app.files.link import BadLink, LinkTooLong, is_link, lesson_link, link_text, parse_link
from app.files.scenario import Scenario
from app.session.session import Session
from app.text.numbers import whole
from app.text.titles import shown_title
from app.text.translation import _, ngettext
from app.window.questions import show_warning
from app.window.scenarios import Scenarios
from app.window.settings import Settings


class Clipboard:
    """Copies the scene to the clipboard as a link, and pastes a link or a curve from there."""

    def __init__(
        self,
        session: Session,
        scenarios: Scenarios,
        settings: Settings,
        window: QWidget,
        import_text: Callable[[str], None],
    ) -> None:
        """`import_text` imports a curve from its text."""
        self._session, self._scenarios, self._settings, self._window = session, scenarios, settings, window
        self._import_text = import_text
        self.lesson: Lessons | None = None
        """The lesson that is shown."""

    def copy_link(self) -> None:
        """Put the scenario, or the lesson that is shown, on the clipboard as one line of text."""
        try:
            link = link_text(self._scenarios.to_save()) if self.lesson is None else lesson_link(self.lesson)
        except LinkTooLong as refusal:
            show_warning(self._window, _("Copy as a link"), f"{str(refusal)[0].upper()}{str(refusal)[1:]}.")
            return
        QApplication.clipboard().setText(link)
        message = ngettext(
            "A link of {count} character is on the clipboard: paste it into a chat.",
            "A link of {count} characters is on the clipboard: paste it into a chat.",
            len(link),
        )
        self._session.message.emit(message.format(count=whole(len(link))))

    def paste(self) -> None:
        """Open the link on the clipboard, or import two columns of numbers from there as a curve."""
        text = QApplication.clipboard().text()
        if is_link(text):
            self._open_link(text)
        elif is_curve_text(text):
            self._import_text(text)
        else:
            reason = _("the clipboard holds neither a link to a scenario nor two columns of numbers, w and f")
            self._session.message.emit(_("Nothing was pasted: {reason}.").format(reason=reason))

    def _open_link(self, text: str) -> None:
        """Open the scenario or the lesson of a link, after a question about unsaved changes."""
        try:
            content = parse_link(text)
        except BadLink as refusal:
            self._session.message.emit(_("Nothing was pasted: {reason}.").format(reason=refusal))
            return
        if isinstance(content, Scenario):
            self._scenarios.confirm_discard(lambda: self._show(content))
        else:
            self._scenarios.lesson_opened.emit(content)

    def _show(self, scenario: Scenario) -> None:
        self._scenarios.show(scenario, None, replays=self._settings.replays)
        self._session.history.set_unsaved()  # the clipboard is no file
        self._session.message.emit(
            _("Pasted “{title}”; it is not saved yet.").format(title=shown_title(scenario.title))
        )
