"""The pages for teachers say what the lessons and challenges are."""

import re

import pytest

from app.files.lesson import Lesson, Page
from app.lessons.library import Entry, library
from app.text.balls import name_of
from app.text.numbers import exact
from tests.lessons.solutions import LESSONS, answers, attempt, challenges
from tests.support.documents import HEADING, TEACHING, links, read, tables

INDEX = TEACHING / "README.md"
SECTIONS = ["Say", "Try", "Notice", "Connect", "Avoid"]


def text_of(entry: Entry) -> str:
    return read(TEACHING / f"{entry.key.partition('/')[2]}.md")


def right_answer(key: str, index: int, page: Page) -> str:
    """What is right to predict, as the pages write it."""
    if page.question is None:
        return "own values"
    run = attempt(key, index).run
    (right,) = answers(page.question, run, page.setting.scenario.steps)
    if page.question.choose == "flag":
        return f"w = {exact(round(right, 1), 1)}"
    return name_of(run.balls[int(right)]) if page.question.choose == "ball" else f"valley {right:.0f}"


@pytest.mark.parametrize("entry", LESSONS, ids=lambda entry: entry.key)
def test_a_page_for_the_teacher_has_all_sections_and_the_right_answers(entry: Entry) -> None:
    text, lesson = text_of(entry), entry.lesson
    assert isinstance(lesson, Lesson)
    assert HEADING.findall(text) == [lesson.title, *SECTIONS]
    assert f"About {lesson.minutes} minutes." in " ".join(text.split())
    rows = tables(text)[0]
    assert sum(int(row[1]) for row in rows) == lesson.minutes
    right = [right_answer(entry.key, index, page) for index, page in enumerate(lesson.pages)]
    assert [(row[0], row[3]) for row in rows] == list(zip((page.title for page in lesson.pages), right, strict=True))
    assert "!" not in text


def test_the_index_lists_all_lessons() -> None:
    rows = tables(read(INDEX))[0]
    listed = [(re.sub(r"\[(.*)\]\(.*\)", r"\1", row[0]), int(row[1])) for row in rows]
    lessons = [entry.lesson for entry in library() if isinstance(entry.lesson, Lesson)]
    assert listed == [(lesson.title, lesson.minutes) for lesson in lessons]
    assert {f"{entry.key.partition('/')[2]}.md" for entry in LESSONS} <= set(links(read(INDEX)))


def test_the_index_lists_all_challenges() -> None:
    listed = [(row[0], row[2], int(row[3])) for row in tables(read(INDEX))[1]]
    assert listed == [(each.title, each.measure.value, each.par) for _key, each in challenges()]
