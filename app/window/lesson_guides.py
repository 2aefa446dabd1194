"""What leads a person through the pages of a lesson, or through a challenge."""

from PySide6.QtCore import QObject, QTimer, Signal

from app.files.lesson import Challenge, Lesson, Measure, Page
from app.lessons.evaluation import Attempt, met_at
from app.panels.lesson_panel import Content
from app.session.session import Session
from app.text.translation import _
from app.window.lesson_content import ChallengeState, PageState, Phase, challenge_content, page_content
from app.window.lesson_setup import LessonSetup
from app.window.settings import Settings


class Progress:
    """What was done of one lesson or challenge: its pages, or the best result."""

    def __init__(self, settings: Settings, key: str) -> None:
        self._settings, self._key = settings, key

    @property
    def best(self) -> int | None:
        """None before anything was done."""
        return self._settings.progress.get(self._key)

    def keep(self, done: int, *, is_more_better: bool) -> None:
        """Keep what was done where it is better than before."""
        best = self.best
        if best is None or (done > best if is_more_better else done < best):
            self._settings.progress = {**self._settings.progress, self._key: done}


class LessonGuide(QObject):
    """Leads through the pages of a lesson, each of which has up to three phases: predict, try, notice."""

    changed = Signal()
    """Another content is to be shown."""
    finished = Signal()
    """The last page is done."""

    def __init__(self, lesson: Lesson, session: Session, setup: LessonSetup, progress: Progress) -> None:
        super().__init__(setup)
        self.lesson = lesson
        self._session, self._setup, self._progress = session, setup, progress
        self.page = 0
        """Index of the page that is shown."""
        self.phase = Phase.PREDICT
        self._going_back = QTimer(self, singleShot=True, interval=0)
        self._going_back.timeout.connect(self._ask_first)

    def begin(self) -> None:
        """Show the first page that is not done."""
        self._session.texts_due.connect(self._look)
        done = self._progress.best or 0
        self.show_page(done if done < len(self.lesson.pages) else 0)

    def end(self) -> None:
        """Follow the session no longer."""
        self._session.texts_due.disconnect(self._look)
        self._going_back.stop()
        self.deleteLater()

    def content(self) -> Content:
        """What the panel shows."""
        choice, reference = self._setup.tool.choice, self._setup.reference
        return page_content(PageState(self._session, self.lesson, self.page, self.phase, choice, reference))

    def press(self, name: str) -> None:
        """Do what a button of the panel is for."""
        if name == "back":
            self.show_page(max(self.page - 1, 0))
        else:
            self._go_on()

    def show_page(self, index: int) -> None:
        """Show a page from its beginning."""
        self.page = index
        question = self._page.question
        self.phase = Phase.TRY if question is None else Phase.PREDICT
        self._setup.show(self._page.setting)
        if question is not None:
            self._setup.tool.begin(question.choose)
        self._setup.set_tool(question is not None)
        self.changed.emit()

    @property
    def _page(self) -> Page:
        return self.lesson.pages[self.page]

    def _go_on(self) -> None:
        """Go on to the next phase or page."""
        if self.phase is Phase.PREDICT:
            self._setup.tool.close()
            self.phase = Phase.TRY
            self.changed.emit()
            self._setup.give_keys_to_landscape()
        elif self.phase is Phase.TRY:
            self._notice()
            self.changed.emit()
        elif self.page + 1 < len(self.lesson.pages):
            self.show_page(self.page + 1)
        else:
            self.finished.emit()

    def _notice(self) -> None:
        self.phase = Phase.NOTICE
        self._progress.keep(self.page + 1, is_more_better=True)

    def _look(self) -> None:
        """See what the run has come to."""
        session, steps = self._session, self._page.setting.scenario.steps
        if self.phase is Phase.PREDICT:
            if session.step > 0:
                session.pause()
                self._going_back.start()
            return
        is_tried = self.phase is Phase.TRY and session.run.last > 0
        if is_tried and met_at(self._page.done, Attempt(session.run, steps)) is not None:
            self._notice()
        if session.playback.is_playing and session.step >= steps:
            # The page's texts are about its last step, although balls may still move.
            session.pause()
            session.seek(steps)
        self.changed.emit()

    def _ask_first(self) -> None:
        """Go back to the start of a page whose question is not answered yet."""
        if self.phase is Phase.PREDICT and self._session.step > 0:
            choice = self._setup.tool.choice
            self.show_page(self.page)
            if choice is not None:
                self._setup.tool.choose(choice)
            self._session.message.emit(_("First say what will happen; then it may begin."))


class ChallengeGuide(QObject):
    """Leads through a challenge: counts tries, sees when the goal is met, and gives a hint."""

    changed = Signal()
    """Another content is to be shown."""
    finished = Signal()
    """The person wants the next challenge."""

    def __init__(
        self, lesson: Challenge, session: Session, setup: LessonSetup, progress: Progress, *, has_next: bool
    ) -> None:
        super().__init__(setup)
        self.lesson = lesson
        self._session, self._setup, self._progress, self._has_next = session, setup, progress, has_next
        self.tries = 0
        """Runs that were begun."""
        self.result: int | None = None
        """Tries or steps; None until the goal is met."""
        self._is_at_start, self._shows_hint = True, False
        self._watched = (
            (session.texts_due, self._look),
            (session.step_changed, self._count_tries),
            (session.recording_reset, self._count_tries),
        )

    def begin(self) -> None:
        """Show the task."""
        for signal, slot in self._watched:
            signal.connect(slot)
        self._begin_again()

    def end(self) -> None:
        """Follow the session no longer."""
        for signal, slot in self._watched:
            signal.disconnect(slot)
        self.deleteLater()

    def content(self) -> Content:
        """What the panel shows."""
        return challenge_content(
            ChallengeState(
                challenge=self.lesson,
                run=self._session.run,
                reference=self._setup.reference,
                tries=self.tries,
                result=self.result,
                best=self._progress.best,
                shows_hint=self._shows_hint,
                has_next=self._has_next,
            )
        )

    def press(self, name: str) -> None:
        """Do what a button of the panel is for."""
        if name == "again":
            self._begin_again()
        elif name == "hint":
            self._shows_hint = True
            self.changed.emit()
        else:
            self.finished.emit()

    def _begin_again(self) -> None:
        """Show the task from its beginning."""
        self.tries, self.result, self._shows_hint = 0, None, False
        self._setup.show(self.lesson.setting)
        self._is_at_start = True
        self._setup.set_tool(False)
        self.changed.emit()

    def _count_tries(self) -> None:
        """Count a run that was begun; one that is only looked at again is the same."""
        if self._session.run.last == 0:
            self._is_at_start = True
        elif self._is_at_start:
            self._is_at_start = False
            self.tries += 1

    def _look(self) -> None:
        """See what the run has come to."""
        self._count_tries()
        run = self._session.run
        if run.last == 0:
            return
        step = met_at(self.lesson.goal, Attempt(run, self.lesson.setting.scenario.steps))
        if step is not None:
            counted = step if self.lesson.measure is Measure.STEPS else self.result or self.tries
            self.result = max(counted, 1)
            self._progress.keep(self.result, is_more_better=False)
        self.changed.emit()
