"""Learn: the list of lessons and challenges, and the one that is shown, after which the scene before comes back."""

from PySide6.QtCore import QObject

from app.files.lesson import Challenge, Lesson, Lessons
from app.lessons.library import Entry, library, own_key
from app.panels.lesson_panel import Content, Text
from app.session.session import Session
from app.session.tasks import LatestOnly
from app.text.translation import _
from app.window.clipboard import Clipboard
from app.window.lesson_content import list_content
from app.window.lesson_guides import ChallengeGuide, LessonGuide, Progress
from app.window.lesson_setup import LessonSetup
from app.window.scenarios import Scenarios
from app.window.settings import Settings


class Learning(QObject):
    """Opens and leaves lessons and challenges; a guide leads through the one that is shown."""

    def __init__(
        self, session: Session, scenarios: Scenarios, clipboard: Clipboard, settings: Settings, setup: LessonSetup
    ) -> None:
        super().__init__(setup.panel)
        self._session, self._scenarios, self._clipboard = session, scenarios, clipboard
        self._settings, self._setup, self._panel = settings, setup, setup.panel
        self.guide: LessonGuide | ChallengeGuide | None = None
        self._key = ""
        """Of the lesson that is shown."""
        self._reading = LatestOnly(self)
        self._panel.pressed.connect(self._on_pressed)
        self._panel.chosen.connect(setup.tool.choose)
        self._panel.closed.connect(self.close)
        setup.tool.chosen.connect(self._on_chosen)
        setup.reference_ready.connect(self._refresh)
        scenarios.lesson_opened.connect(self.open)
        scenarios.changed.connect(self._leave_if_replaced)

    @property
    def lesson(self) -> Lessons | None:
        """The lesson or the challenge that is shown."""
        return None if self.guide is None else self.guide.lesson

    @property
    def title(self) -> str:
        """Of the lesson that is shown; empty without one."""
        return "" if self.lesson is None else self.lesson.title

    def toggle(self) -> None:
        """Show the list; or close it where it is shown."""
        if self.guide is None and self._panel.isVisible():
            self.close()
        else:
            self._show_list()

    def open(self, lesson: Lessons, key: str | None = None) -> None:
        """Show a lesson at the first page that is not done, or a challenge; the scene comes back afterwards."""
        if self.guide is None:
            self._scenarios.set_aside()
            self._setup.keep_view()
        else:
            self.guide.end()
        self._key = key or own_key(lesson)
        self._clipboard.lesson = lesson
        progress = Progress(self._settings, self._key)
        if isinstance(lesson, Lesson):
            self.guide = LessonGuide(lesson, self._session, self._setup, progress)
            self.guide.finished.connect(self._show_list)
        else:
            has_next = self._following is not None
            self.guide = ChallengeGuide(lesson, self._session, self._setup, progress, has_next=has_next)
            self.guide.finished.connect(self._open_following)
        self.guide.changed.connect(self._refresh)
        self.guide.begin()

    def close(self) -> None:
        """Leave the lesson, and close the panel."""
        self.leave()
        self._setup.show_panel(False)

    def leave(self) -> None:
        """Bring the scene back that was there before the lesson."""
        if self.guide is not None:
            self._end(self.guide)
            self._scenarios.bring_back()

    def stop(self) -> None:
        """Wait for what is read or computed."""
        self._reading.stop()
        self._setup.stop()

    def _leave_if_replaced(self) -> None:
        """Another scene was opened meanwhile: the lesson is over."""
        if self.guide is not None and not self._scenarios.is_aside:
            self._end(self.guide)
            self._setup.show_panel(False)

    def _end(self, guide: LessonGuide | ChallengeGuide) -> None:
        guide.end()
        self.guide = self._clipboard.lesson = None
        self._setup.put_back()

    def _show_list(self) -> None:
        """Leave the lesson, and show the list, which is read in the background the first time."""
        self.leave()
        self._show(Content(_("Learn"), texts=(Text(_("Reading…"), "muted"),)))
        self._reading.begin(lambda _is_cancelled: library(), self._fill_list)

    def _fill_list(self, _entries: tuple[Entry, ...]) -> None:
        if self.guide is None and not self._panel.isHidden():
            self._show(list_content(self._settings.progress))

    @property
    def _following(self) -> Entry | None:
        """The challenge after the one that is shown."""
        keys = [entry.key for entry in library()]
        after = library()[keys.index(self._key) + 1 :] if self._key in keys else ()
        return next((entry for entry in after if isinstance(entry.lesson, Challenge)), None)

    def _open_following(self) -> None:
        following = self._following
        if following is None:
            self._show_list()
        else:
            self.open(following.lesson, following.key)

    def _on_pressed(self, name: str) -> None:
        if name == "list":
            self._show_list()
        elif self.guide is not None:
            self.guide.press(name)
        else:
            entry = next(entry for entry in library() if entry.key == name)
            self.open(entry.lesson, entry.key)

    def _on_chosen(self) -> None:
        choice = self._setup.tool.choice
        self._refresh()
        if choice is not None:
            self._panel.mark(choice)

    def _refresh(self) -> None:
        if self.guide is not None:
            self._show(self.guide.content())

    def _show(self, content: Content) -> None:
        self._panel.show_content(content)
        self._setup.show_panel(True)
