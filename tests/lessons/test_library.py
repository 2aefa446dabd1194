"""What comes with the program, and what is kept of what was done."""

import json

import pytest

from app.files.lesson import Challenge, Lesson
from app.lessons.library import library, own_key
from app.lessons.progress import LONGEST, parse_progress, progress_text
from tests.support.lessons import lesson


def test_lessons_come_before_challenges_each_with_a_key_of_its_own() -> None:
    entries = library()
    kinds = [isinstance(entry.lesson, Challenge) for entry in entries]
    assert kinds == sorted(kinds)
    assert isinstance(entries[0].lesson, Lesson)
    assert len({entry.key for entry in entries}) == len(entries)
    assert len({entry.lesson.title for entry in entries}) == len(entries)
    assert entries[0].key == "lesson/stuck"


def test_a_lesson_of_ones_own_has_a_key_too() -> None:
    assert own_key(lesson()) == "own/Two balls"


def test_progress_is_read_as_it_was_written() -> None:
    progress = {"lesson/stuck": 2, "own/Ä": 7}
    assert parse_progress(progress_text(progress)) == progress


@pytest.mark.parametrize("text", ["", "no", "[1]", "[" * 100_000, "{" + " " * LONGEST + "}"])
def test_any_other_text_is_no_progress(text: str) -> None:
    assert parse_progress(text) == {}


def test_what_is_no_number_of_something_done_is_left_out() -> None:
    assert parse_progress(json.dumps({"a": 1, "b": 0, "c": "x", "d": True, "e": 1.5})) == {"a": 1}
