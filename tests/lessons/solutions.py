"""How the lessons and challenges of the library are done: what a person changes on each page before playing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from app.controls.scales import LogScale
from app.files.lesson import Challenge, Lesson, Page, Question
from app.files.scenario import Scenario
from app.files.scenario_run import finished_run
from app.lessons.evaluation import Attempt, right_choices
from app.lessons.library import library
from app.lessons.numbers import value_of
from physics.landscape.base import Landscape
from physics.landscape.points import PointsLandscape
from physics.rules.registry import rule_named
from physics.rules.suggestion import eta_centre
from physics.run.ball import Ball
from physics.run.edit import Edit
from physics.run.run import Run

HILL = (-3.4, -2.1, -0.8, 0.4, 1.2, 1.9, 2.6, 3.4), (6.5, 0, 2.2, 3.8, 2.9, 2.5, 4, 9.5)
"""A drawn landscape, w and f: its hill stops α 0.9, but not α 0.95."""


@dataclass(frozen=True)
class Solution:
    """What is changed at step 0 for every ball, and what on the way."""

    values: tuple[tuple[str, float], ...] = ()
    """Parameters, or the start, of every ball."""
    rule: str | None = None
    landscape: Landscape | None = None
    edits: tuple[Edit, ...] = ()

    def of(self, scenario: Scenario) -> Scenario:
        """The scenario with these changes."""
        balls = tuple(self._changed(ball) for ball in scenario.balls)
        return replace(
            scenario, balls=balls, landscape=self.landscape or scenario.landscape, edits=scenario.edits + self.edits
        )

    def attempt(self, scenario: Scenario) -> Attempt:
        """The run of the scenario with these changes, to its end."""
        return Attempt(finished_run(self.of(scenario)), scenario.steps)

    def _changed(self, ball: Ball) -> Ball:
        return ball.changed(dict(self.values), None if self.rule is None else rule_named(self.rule))


AS_IT_OPENS = Solution()


def change(**values: float) -> Solution:
    """Other values of parameters, or of the start."""
    return Solution(tuple(values.items()))


PAGES = {
    ("lesson/stuck", 2): change(eta=0.75),
    ("lesson/stuck", 4): change(start=-3.0),
    ("lesson/memory", 3): change(alpha=0.85),
    ("lesson/over-the-hill", 3): change(alpha=0.95),
    ("lesson/too-much", 3): change(alpha=0.75),
    ("lesson/long-steps", 2): change(eta=3.1),
    ("lesson/nesterov", 3): change(alpha=0.97),
    ("lesson/needle", 2): change(start=-2.9),
    ("lesson/relatives", 3): change(eta=0.04),
    ("lesson/finer", 1): change(alpha=0.983),
    ("lesson/finer", 4): change(eta=1.1),
}
"""The pages that ask for more than to play: by lesson and index."""

CHALLENGES = {
    "challenge/one-alpha": change(alpha=0.955),
    "challenge/look-ahead": Solution(rule="nesterov"),
    "challenge/running-start": change(start=3.2),
    "challenge/every-ball": change(alpha=0.964),
    "challenge/quick-bowl": change(alpha=0.647),
    "challenge/long-steps": change(alpha=0.216),
    "challenge/past-the-needle": change(eta=0.67),
    "challenge/draw-a-hill": Solution(landscape=PointsLandscape(*HILL)),
    "challenge/two-landscapes": change(eta=0.12),
    "challenge/memory-for-adagrad": change(alpha=0.892),
    "challenge/thin-stripe": change(alpha=0.983),
    "challenge/accelerate-and-brake": Solution((("alpha", 0.97),), edits=(Edit(35, 0, parameters={"alpha": 0.5}),)),
}


def pages() -> Iterator[tuple[str, int, Page]]:
    """All pages of all lessons, with the key of the lesson and the index of the page."""
    for entry in library():
        if isinstance(entry.lesson, Lesson):
            for index, page in enumerate(entry.lesson.pages):
                yield entry.key, index, page


def challenges() -> Sequence[tuple[str, Challenge]]:
    """All challenges with their keys."""
    return [(entry.key, entry.lesson) for entry in library() if isinstance(entry.lesson, Challenge)]


def is_within_slider(scenario: Scenario, eta: float) -> bool:
    """Whether the slider of η goes as far as this."""
    ball = scenario.balls[0]
    scale = LogScale.around(eta_centre(scenario.landscape, ball.parameters["eta"], ball.rule))
    return scale.low <= scale.to_position(eta) <= scale.high


LESSONS = [entry for entry in library() if isinstance(entry.lesson, Lesson)]


@cache
def attempt(key: str, index: int, solution: Solution = AS_IT_OPENS) -> Attempt:
    """What becomes of a page's scenario with some changes."""
    (page,) = (page for other, place, page in pages() if (other, place) == (key, index))
    return solution.attempt(page.setting.scenario)


def answers(question: Question, run: Run, steps: int) -> list[float]:
    """The right balls or valleys, or the one place of a flag."""
    if question.right is None:
        assert question.number is not None
        value = value_of(question.number, run)
        return [] if value is None else [value]
    is_ball = question.choose == "ball"
    count = len(run.balls) if is_ball else run.landscape.features.valley_count
    return list(map(float, right_choices(question.right, Attempt(run, steps), count, 0 if is_ball else 1)))
