"""Every lesson and challenge of the library is walked through to its end in the window, by acts a person can do."""

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.files.lesson import Challenge, Lesson, Page
from app.lessons.library import Entry, library
from app.text.numbers import number_text
from app.window import Window
from app.window.lesson_content import Phase
from physics.rules.registry import parameters, rule_named
from physics.run.ball import START
from tests.lessons.solutions import AS_IT_OPENS, CHALLENGES, PAGES, Solution, answers, attempt
from tests.window.conftest import LEFT


class Learner:
    """Goes through lessons and challenges at the window."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self._window, self._qtbot = window, qtbot
        self.session, self.learning, self.panel = window.session, window.learning, window.lesson_panel

    def click(self, name: str) -> None:
        """Click a button of the panel."""
        self.wait_until(lambda: name in self.panel.buttons)
        button = self.panel.buttons[name]
        assert button.isEnabled()
        QTest.mouseClick(button, LEFT)

    def open(self, entry: Entry) -> None:
        if not self.panel.isVisible():
            self.learning.toggle()
        self.click(entry.key)
        assert self.learning.lesson is entry.lesson

    def predict(self, page: Page, choice: float) -> None:
        """Choose in the panel, and say that this is the prediction."""
        assert page.question is not None
        if page.question.choose == "flag":
            field = self.panel.field
            assert field is not None
            field.setFocus()
            field.selectAll()
            QTest.keyClicks(field, number_text(round(choice, 3)))
            QTest.keyClick(field, "\r")
        else:
            QTest.mouseClick(self.panel.radios[choice], LEFT)
        self.click("next")

    def change(self, solution: Solution) -> None:
        """Change what is to be changed at the step that is shown."""
        for name, value in solution.values:
            if name == START.name:
                self.session.set_start_for_all(value)
            else:
                self.session.set_parameter_for_all(parameters()[name], value)
        if solution.rule is not None:
            self.session.set_rule_for_all(rule_named(solution.rule))
        if solution.landscape is not None:
            self.session.set_landscape(solution.landscape)

    def play(self, steps: int, solution: Solution = AS_IT_OPENS) -> None:
        """Let the run go on to a step, or its end, with the changes of a solution on the way."""
        for edit in solution.edits:
            self._go_to(edit.step)
            for name, value in edit.parameters.items():
                self.session.set_parameter(edit.ball or 0, name, value)
        self._go_to(steps)

    def _go_to(self, step: int) -> None:
        self.session.go_to_step(step)
        self.wait_until(lambda: not self.session.fast_forward.is_busy)

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait for what comes by itself."""
        self._qtbot.waitUntil(condition)

    @property
    def tones(self) -> list[str]:
        """How what the panel says is said; `good` is a prediction that came true."""
        content = self.panel.content
        assert content is not None
        return [text.tone for text in content.texts]


@pytest.fixture
def learner(window: Window, qtbot: QtBot) -> Learner:
    return Learner(window, qtbot)


def entries(kind: type[Lesson] | type[Challenge]) -> list[Entry]:
    return [entry for entry in library() if isinstance(entry.lesson, kind)]


def walk_through(learner: Learner, entry: Entry) -> None:
    lesson = entry.lesson
    assert isinstance(lesson, Lesson)
    learner.open(entry)
    for index, page in enumerate(lesson.pages):
        steps = page.setting.scenario.steps
        if page.question is not None:
            (right,) = answers(page.question, attempt(entry.key, index).run, steps)
            learner.predict(page, right)
        assert learner.learning.guide.phase is Phase.TRY
        solution = PAGES.get((entry.key, index), AS_IT_OPENS)
        learner.change(solution)
        learner.play(steps, solution)
        learner.wait_until(lambda: learner.learning.guide.phase is Phase.NOTICE)
        if page.question is not None:
            assert learner.tones[1] == "good", page.title
        learner.click("next")
    assert learner.learning.lesson is None, "Finish leads to the list"


def solve(learner: Learner, entry: Entry) -> None:
    challenge = entry.lesson
    assert isinstance(challenge, Challenge)
    steps, solution = challenge.setting.scenario.steps, CHALLENGES[entry.key]
    learner.open(entry)
    learner.change(solution)
    learner.play(steps, solution)
    learner.wait_until(lambda: learner.learning.guide.result is not None)
    learner.click("list")


def test_all_lessons_are_walked_through_and_the_scene_comes_back(learner: Learner) -> None:
    before = learner.session.run
    for entry in entries(Lesson):
        walk_through(learner, entry)
        assert learner.session.run is before


def test_all_challenges_are_solved_and_the_scene_comes_back(learner: Learner) -> None:
    before = learner.session.run
    for entry in entries(Challenge):
        solve(learner, entry)
        assert learner.session.run is before
