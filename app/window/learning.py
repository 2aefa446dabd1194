"""Learn: leads through the lesson or the challenge that is shown, and brings the scene back afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer

from app.files.lesson import Challenge, Lesson, Lessons, Measure, Page, Setting
from app.files.scenario import Scenario
from app.files.view import PLOTS, View
from app.lessons.evaluation import Attempt, met_at, run_of
from app.lessons.library import Entry, library, own_key
from app.panels.lesson_panel import Content, LessonPanel, Text
from app.session.session import Session
from app.session.tasks import Task
from app.text.translation import _
from app.views.landscape.prediction_tool import PredictionTool
from app.window.clipboard import Clipboard
from app.window.lesson_content import ChallengeState, PageState, Phase, challenge_content, list_content, page_content
from app.window.scenarios import Scenarios
from app.window.settings import Settings
from physics.run.run import Run

MAP = "map"
SIDE_PANEL = frozenset({"balls", "step", "map"})
"""Without any of these the side panel is empty."""


@dataclass(frozen=True)
class Stage:
    """What of the window changes while a lesson is shown."""

    panel: LessonPanel
    tool: PredictionTool
    set_tool: Callable[[bool], None]
    """Give the landscape the tool for predictions, or the editor's again."""
    show_part: Callable[[str, bool], None]
    """Show or hide a part of the window, by a name of `app.files.lesson.HIDABLE`, or `side-panel`."""
    show_view: Callable[[View], None]
    """Take over the hidden plots and the speed of a view."""
    keep_view: Callable[[], Callable[[], None]]
    """Return what brings back the person's own plots and speed."""
    arrange: Callable[[], None]


class Learning(QObject):
    """Opens lessons and challenges, goes through them with the person, and keeps what was done."""

    def __init__(
        self, session: Session, scenarios: Scenarios, clipboard: Clipboard, settings: Settings, stage: Stage
    ) -> None:
        super().__init__(stage.panel)
        self._session, self._scenarios, self._clipboard = session, scenarios, clipboard
        self._settings, self._stage = settings, stage
        self._key = ""
        self.lesson: Lessons | None = None
        """The one that is shown."""
        self.page = 0
        """Index of the page of a lesson."""
        self.phase = Phase.PREDICT
        self.tries = 0
        """Runs of a challenge that were begun."""
        self.result: int | None = None
        """Of a challenge that is solved."""
        self._is_at_start, self._shows_hint = True, False
        self._reference: Run | None = None
        """The run of the page's scenario; None until it is computed."""
        self._computation: Task | None = None
        self._reading: Task | None = None
        self._bring_back_view: Callable[[], None] = lambda: None
        stage.panel.pressed.connect(self._on_pressed)
        stage.panel.chosen.connect(stage.tool.choose)
        stage.panel.closed.connect(self.close)
        stage.tool.chosen.connect(self._on_chosen)
        scenarios.lesson_opened.connect(self.open)
        scenarios.changed.connect(self._leave_if_replaced)
        self._watched = (
            (session.texts_due, self._look),
            (session.step_changed, self._count_tries),
            (session.recording_reset, self._count_tries),
        )
        """Signals of the session, and what listens to them while a lesson is shown."""

    # Opening and leaving.

    def toggle(self) -> None:
        """Show the list; or close it where it is shown."""
        if self.lesson is not None:
            self.leave()
            self.show_list()
        elif self._stage.panel.isVisible():
            self.close()
        else:
            self.show_list()

    def show_list(self) -> None:
        """Show the list of lessons and challenges, which are read in the background the first time."""
        self._show(Content(_("Learn"), texts=(Text(_("Reading…"), "muted"),)))
        task = self._reading = Task(lambda _progress, _is_cancelled: library())
        task.succeeded.connect(lambda _entries: self._fill_list(task))
        task.start()

    def _fill_list(self, task: Task) -> None:
        if task is not self._reading or self.lesson is not None or self._stage.panel.isHidden():
            return
        self._show(list_content(self._settings.progress))

    def open(self, lesson: Lessons, key: str | None = None) -> None:
        """Show a lesson at the first page that is not done, or a challenge; the scene comes back afterwards."""
        if self.lesson is None:
            self._scenarios.set_aside()
            self._bring_back_view = self._stage.keep_view()
            for signal, listener in self._watched:
                signal.connect(listener)
        self.lesson, self._key = lesson, key or own_key(lesson)
        self._clipboard.lesson = lesson
        if isinstance(lesson, Lesson):
            done = self._settings.progress.get(self._key, 0)
            self.show_page(done if done < len(lesson.pages) else 0)
        else:
            self.begin_challenge()

    def stop(self) -> None:
        """Wait for what is read or computed."""
        for task in (self._reading, self._computation):
            if task is not None:
                task.wait()

    def close(self) -> None:
        """Leave the lesson, and close the panel."""
        self.leave()
        self._stage.panel.hide()
        self._stage.arrange()

    def leave(self) -> None:
        """Bring the scene back that was there before the lesson."""
        if self.lesson is not None:
            self._end()
            self._scenarios.bring_back()

    def _leave_if_replaced(self) -> None:
        """Another scene was opened meanwhile: the lesson is over."""
        if self.lesson is not None and not self._scenarios.is_aside:
            self._end()
            self._stage.panel.hide()
            self._stage.arrange()

    def _end(self) -> None:
        for signal, listener in self._watched:
            signal.disconnect(listener)
        self.lesson = self._clipboard.lesson = self._reference = None
        self._stage.set_tool(False)
        for name in ("tools", "balls", "step", "side-panel"):
            self._stage.show_part(name, True)
        self._bring_back_view()

    @property
    def title(self) -> str:
        """Of the lesson that is shown; empty without one."""
        return "" if self.lesson is None else self.lesson.title

    # Pages and challenges.

    def show_page(self, index: int) -> None:
        """Show a page of the lesson, from its beginning."""
        self.page = index
        page = self._page
        self.phase = Phase.TRY if page.question is None else Phase.PREDICT
        self._set_up(page.setting)
        if page.question is not None:
            self._stage.tool.begin(page.question.choose)
        self._stage.set_tool(page.question is not None)
        self._refresh()

    def begin_challenge(self) -> None:
        """Show the task from its beginning."""
        self.tries, self.result, self._shows_hint = 0, None, False
        self._set_up(self._challenge.setting)
        self._stage.set_tool(False)
        self._refresh()

    def _set_up(self, setting: Setting) -> None:
        """Show a scenario with what is locked and hidden."""
        scenario, stage = setting.scenario, self._stage
        view = scenario.view or View()
        hidden = (view.hidden or frozenset()) | (frozenset(PLOTS) - {MAP} if "plots" in setting.hidden else frozenset())
        hidden |= {MAP} if MAP in setting.hidden else set()
        view = replace(view, hidden=hidden)
        self._session.open(replace(scenario, view=view), replays=False)
        self._session.lock(setting.locked)
        stage.panel.window().setFocus()  # the landscape takes keys: Space plays, arrows choose
        self._is_at_start = True
        self._compute_reference(scenario)
        stage.show_view(view)
        has_tools = "tools" not in setting.hidden and "landscape" not in setting.locked
        stage.show_part("tools", has_tools)
        for name in ("balls", "step"):
            stage.show_part(name, name not in setting.hidden)
        stage.show_part("side-panel", bool(SIDE_PANEL - setting.hidden - hidden))

    def _compute_reference(self, scenario: Scenario) -> None:
        """Compute the run of a scenario, for the numbers in the texts, in the background."""
        self._reference = None
        task = self._computation = Task(lambda _progress, _is_cancelled: run_of(scenario))
        task.succeeded.connect(lambda run: self._on_reference(task, run))
        task.start()

    def _on_reference(self, task: Task, run: Run) -> None:
        if task is self._computation and self.lesson is not None:
            self._reference = run
            self._refresh()

    @property
    def _page(self) -> Page:
        assert isinstance(self.lesson, Lesson)
        return self.lesson.pages[self.page]

    @property
    def _challenge(self) -> Challenge:
        assert isinstance(self.lesson, Challenge)
        return self.lesson

    # What happens.

    def _on_chosen(self) -> None:
        choice = self._stage.tool.choice
        self._refresh()
        if choice is not None:
            self._stage.panel.mark(choice)

    def _count_tries(self) -> None:
        """Count a run that was begun; one that is only looked at again is the same."""
        if self._session.run.last == 0:
            self._is_at_start = True
        elif self._is_at_start:
            self._is_at_start = False
            self.tries += 1

    def _look(self) -> None:
        """See what the run has come to."""
        if isinstance(self.lesson, Challenge):
            self._look_at_goal()
        elif isinstance(self.lesson, Lesson):
            self._look_at_page()

    def _look_at_page(self) -> None:
        if self.phase is Phase.PREDICT:
            if self._session.step > 0:
                self._session.pause()
                QTimer.singleShot(0, self, self._ask_first)
            return
        if (
            self.phase is Phase.TRY
            and self._session.run.last > 0
            and met_at(self._page.done, self._attempt) is not None
        ):
            self._notice()
        self._stop_at_the_last_step(self._page.setting.scenario.steps)
        self._refresh()

    def _stop_at_the_last_step(self, last: int) -> None:
        """Pause where the page's scenario ends, although balls may still move: its texts are about that step."""
        if self._session.playback.is_playing and self._session.step >= last:
            self._session.pause()
            self._session.seek(last)

    def _ask_first(self) -> None:
        """Go back to the start of a page whose question is not answered yet."""
        if isinstance(self.lesson, Lesson) and self.phase is Phase.PREDICT and self._session.step > 0:
            choice = self._stage.tool.choice
            self.show_page(self.page)
            if choice is not None:
                self._stage.tool.choose(choice)
            self._session.message.emit(_("First say what will happen; then it may begin."))

    def _notice(self) -> None:
        self.phase = Phase.NOTICE
        self._keep(self.page + 1, is_more_better=True)

    def _look_at_goal(self) -> None:
        challenge = self._challenge
        self._count_tries()
        if self._session.run.last == 0:
            return
        step = met_at(challenge.goal, self._attempt)
        if step is not None:
            counted = step if challenge.measure is Measure.STEPS else self.result or self.tries
            self.result = max(counted, 1)
            self._keep(self.result, is_more_better=False)
        self._refresh()

    def _keep(self, done: int, *, is_more_better: bool) -> None:
        """Keep what was done where it is better than before."""
        progress = self._settings.progress
        before = progress.get(self._key)
        if before is None or (done > before if is_more_better else done < before):
            self._settings.progress = {**progress, self._key: done}

    @property
    def _attempt(self) -> Attempt:
        setting = self._page.setting if isinstance(self.lesson, Lesson) else self._challenge.setting
        return Attempt(self._session.run, setting.scenario.steps)

    # What is pressed.

    def _on_pressed(self, name: str) -> None:
        actions: dict[str, Callable[[], None]] = {
            "list": self._back_to_list,
            "back": lambda: self.show_page(max(self.page - 1, 0)),
            "next": self._go_on,
            "again": self.begin_challenge,
            "hint": self._show_hint,
        }
        action = actions.get(name)
        if action is not None:
            action()
            return
        entry = next((entry for entry in library() if entry.key == name), None)
        if entry is not None:
            self.open(entry.lesson, entry.key)

    def _back_to_list(self) -> None:
        self.leave()
        self.show_list()

    def _show_hint(self) -> None:
        self._shows_hint = True
        self._refresh()

    def _go_on(self) -> None:
        """Go on to the next phase, page or challenge; at the end to the list."""
        if isinstance(self.lesson, Challenge):
            following = _following(self._key)
            if following is None:
                self._back_to_list()
            else:
                self.open(following.lesson, following.key)
        elif self.phase is Phase.PREDICT:
            self._stage.tool.close()
            self.phase = Phase.TRY
            self._refresh()
            self._stage.panel.window().setFocus()
        elif self.phase is Phase.TRY:
            self._notice()
            self._refresh()
        elif isinstance(self.lesson, Lesson) and self.page + 1 < len(self.lesson.pages):
            self.show_page(self.page + 1)
        else:
            self._back_to_list()

    # What is shown.

    def _show(self, content: Content) -> None:
        was_hidden = self._stage.panel.isHidden()
        self._stage.panel.show_content(content)
        if was_hidden:
            self._stage.panel.show()
            self._stage.arrange()

    def _refresh(self) -> None:
        if isinstance(self.lesson, Lesson):
            choice = self._stage.tool.choice
            page = PageState(self._session, self.lesson, self.page, self.phase, choice, self._reference)
            self._show(page_content(page))
        elif isinstance(self.lesson, Challenge):
            challenge = ChallengeState(
                challenge=self.lesson,
                run=self._session.run,
                reference=self._reference,
                tries=self.tries,
                result=self.result,
                best=self._settings.progress.get(self._key),
                shows_hint=self._shows_hint,
                has_next=_following(self._key) is not None,
            )
            self._show(challenge_content(challenge))


def _following(key: str) -> Entry | None:
    """The challenge after this one."""
    keys = [entry.key for entry in library()]
    after = library()[keys.index(key) + 1 :] if key in keys else ()
    return next((entry for entry in after if isinstance(entry.lesson, Challenge)), None)
