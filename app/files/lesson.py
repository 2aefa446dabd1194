"""A lesson or a challenge: what a class is asked to predict, try and notice, as a value and in a file."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Literal

from app.files.conditions import MAX_ROWS, Condition, Context, Over, read_condition
from app.files.json_reader import JsonNode, check_version, has_format, in_file, parse
from app.files.lesson_text import LessonText, Number, read_lesson_text, read_number
from app.files.scenario import MAX_STEPS, Scenario, scenario_at
from app.files.text import BEGINNING_BYTES, beginning_of, read_text
from app.text.translation import _, ngettext

FORMAT = "momentum-lab/lesson"
VERSION = 1
ENDING = ".lesson"
MAX_PAGES = 30
MAX_MINUTES = 240
MAX_PAR = 200_000
MAX_TRIES = 100
HINT_AFTER = 3
"""Tries before the hint of a challenge is offered, where its file does not say."""

LOCKABLE = ("alpha", "eta", "start", "rule", "parameters", "landscape", "balls", "noise")
"""What a page can forbid to change: α, η, the start and place of balls, their rule, their other parameters, the
landscape, which balls there are, and noise and schedule."""
HIDABLE = ("tools", "balls", "step", "plots", "map")
"""What a page can hide: the tools of the landscape, the cards of the balls, the terms of a step, the plots, the map."""

ChoiceKind = Literal["ball", "valley", "flag"]
"""What a person chooses as the prediction."""


class Measure(Enum):
    """What counts in a challenge; fewer are better."""

    STEPS = "steps"
    """The steps of the run until the goal is met."""
    TRIES = "tries"


@dataclass(frozen=True)
class Question:
    """A prediction: the person chooses a ball or a valley, or places a flag."""

    choose: ChoiceKind
    right: Condition | None = None
    """Which balls or valleys are right: those for which this is met with them as the chosen one; None for a flag."""
    number: Number | None = None
    """The w that a flag is right at; None for balls and valleys."""
    tolerance: float = 0.0
    """How far from it a flag is still right."""


@dataclass(frozen=True)
class Setting:
    """A scenario, and what a person may not do or see while it is shown."""

    scenario: Scenario
    locked: frozenset[str] = frozenset()
    """A subset of LOCKABLE."""
    hidden: frozenset[str] = frozenset()
    """A subset of HIDABLE."""


@dataclass(frozen=True)
class Page:
    """One round of predict, try and notice."""

    title: str
    setting: Setting
    predict: LessonText | None
    """What the person is asked before the run; None for a page without a prediction."""
    question: Question | None
    trying: LessonText
    """What the person does."""
    done: Condition
    """When that is done."""
    notice: LessonText
    """What was seen, and why."""


@dataclass(frozen=True)
class Lesson:
    """Pages of predict, try and notice."""

    title: str
    summary: LessonText
    minutes: int
    pages: tuple[Page, ...]
    source: object = field(default=None, compare=False, repr=False)
    """The JSON value that it was read from."""


@dataclass(frozen=True)
class Challenge:
    """A task with a goal."""

    title: str
    setting: Setting
    task: LessonText
    goal: Condition
    measure: Measure
    par: int
    """A good result: so many steps or tries."""
    hint: LessonText | None
    hint_after: int
    """Tries before the hint is offered."""
    solved: LessonText
    """What is said when the goal is met."""
    source: object = field(default=None, compare=False, repr=False)
    """The JSON value that it was read from."""


Lessons = Lesson | Challenge


# Reading


def is_lesson(path: str | os.PathLike[str]) -> bool:
    """Whether a file has a lesson's ending or format; False where it can't be read."""
    if Path(path).suffix == ENDING:
        return True
    return is_lesson_text(beginning_of(path))


def is_lesson_text(text: str) -> bool:
    """Whether the text of a file has a lesson's format."""
    return FORMAT in text[:BEGINNING_BYTES]


def read_lesson(path: str | os.PathLike[str]) -> Lessons:
    """Read a file with a lesson or a challenge. Raises BadFile."""
    return parse_lesson(read_text(path), path)


def parse_lesson(text: str, path: str | os.PathLike[str]) -> Lessons:
    """Read a lesson or a challenge from the text of the file at `path`. Raises BadFile, which names the JSON path."""
    with in_file(path):
        return lesson_at(parse(text))


def lesson_at(file: JsonNode) -> Lessons:
    """Read a lesson or a challenge. Raises WrongJson."""
    if not has_format(file, FORMAT):
        raise file.wrong(_('this is not a lesson: its "format" is not "{format}"').format(format=FORMAT))
    check_version(file, VERSION)
    entries = file.any_entries()
    if "pages" not in entries and "goal" not in entries:
        raise file.wrong(_('"pages" of a lesson or the "goal" of a challenge is missing'))
    return _lesson(file) if "pages" in entries else _challenge(file)


def _lesson(file: JsonNode) -> Lesson:
    entries = file.entries(("format", "version", "title", "summary", "minutes", "pages"))
    title, minutes = entries["title"].name(), entries["minutes"].whole(1, MAX_MINUTES)
    pages: list[Page] = []
    for node in entries["pages"].items(MAX_PAGES):
        pages.append(_page(node, pages))
    if not pages:
        raise entries["pages"].wrong(_("is empty: a lesson has at least one page"))
    return Lesson(
        title, read_lesson_text(entries["summary"], pages[0].setting.scenario), minutes, tuple(pages), file.value
    )


def _page(node: JsonNode, before: Sequence[Page]) -> Page:
    entries = node.entries(("title", "try", "notice"), ("scenario", "locked", "hidden", "predict"))
    if "scenario" not in entries and not before:
        raise node.missing("scenario")
    setting = _setting(entries, None if not before else before[-1].setting.scenario)
    scenario = setting.scenario
    predict, question = _prediction(entries["predict"], scenario) if "predict" in entries else (None, None)
    trying = entries["try"].entries(("text",), ("done",))
    return Page(
        title=entries["title"].name(),
        setting=setting,
        predict=predict,
        question=question,
        trying=_text(trying["text"], scenario),
        done=read_condition(trying["done"], Context(scenario)) if "done" in trying else Over(),
        notice=read_lesson_text(entries["notice"].entries(("text",))["text"], scenario),
    )


def _prediction(node: JsonNode, scenario: Scenario) -> tuple[LessonText, Question]:
    """What stands under `predict`."""
    choose = node.entry("choose").choice(("ball", "valley", "flag"))
    if choose == "flag":
        entries = node.entries(("text", "choose", "number", "tolerance"))
        number, tolerance = read_number(entries["number"], scenario), entries["tolerance"].number()
        if tolerance <= 0:
            raise entries["tolerance"].wrong(_("a tolerance is more than 0"))
        return _text(entries["text"], scenario), Question("flag", None, number, tolerance)
    entries = node.entries(("text", "choose", "right"))
    chosen: Literal["ball", "valley"] = "ball" if choose == "ball" else "valley"
    right = read_condition(entries["right"], Context(scenario, chosen))
    return _text(entries["text"], scenario), Question(chosen, right)


def _challenge(file: JsonNode) -> Challenge:
    entries = file.entries(
        ("format", "version", "title", "scenario", "task", "goal", "par", "solved"),
        ("locked", "hidden", "measure", "hint", "hint_after"),
    )
    setting = _setting(entries, None)
    scenario = setting.scenario
    measures = [measure.value for measure in Measure]
    return Challenge(
        title=entries["title"].name(),
        setting=setting,
        task=_text(entries["task"], scenario),
        goal=read_condition(entries["goal"], Context(scenario)),
        measure=Measure(entries["measure"].choice(measures)) if "measure" in entries else Measure.STEPS,
        par=entries["par"].whole(1, MAX_PAR),
        hint=_text(entries["hint"], scenario) if "hint" in entries else None,
        hint_after=entries["hint_after"].whole(0, MAX_TRIES) if "hint_after" in entries else HINT_AFTER,
        solved=read_lesson_text(entries["solved"], scenario),
        source=file.value,
    )


def _text(node: JsonNode, scenario: Scenario) -> LessonText:
    """A text that is shown before the person's run, and can't speak of it."""
    text = read_lesson_text(node, scenario)
    if any(number.is_own for number in text.numbers):
        raise node.wrong(_('"your" means a run that is still to come: it belongs in "notice" or "solved"'))
    return text


def _setting(entries: dict[str, JsonNode], before: Scenario | None) -> Setting:
    """The setting of a page; without a scenario it has the one of the page before."""
    scenario = before if before is not None and "scenario" not in entries else _scenario(entries["scenario"])
    return Setting(scenario, _names(entries.get("locked"), LOCKABLE), _names(entries.get("hidden"), HIDABLE))


def _scenario(node: JsonNode) -> Scenario:
    # Its size first: reading many edits takes long.
    entries = node.any_entries()
    steps = entries["steps"].whole(0, MAX_STEPS) if "steps" in entries else 0
    balls = len(entries["balls"].items(MAX_ROWS)) if "balls" in entries else 0
    rows = steps * balls
    if rows > MAX_ROWS:
        pattern = ngettext(
            "{count} step of all balls together is too many, at most {most} are allowed",
            "{count} steps of all balls together are too many, at most {most} are allowed",
            rows,
        )
        raise entries["steps"].wrong(pattern.format(count=f"{rows:,}", most=f"{MAX_ROWS:,}"))
    scenario = scenario_at(node)
    # Its view is that of its first step.
    return scenario if scenario.view is None else replace(scenario, view=replace(scenario.view, step=0, recorded=0))


def _names(node: JsonNode | None, known: Sequence[str]) -> frozenset[str]:
    return frozenset() if node is None else node.distinct(len(known), lambda item: item.choice(known))
