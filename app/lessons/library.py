"""The lessons and challenges that come with the program."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from app.files.lesson import ENDING, Challenge, Lesson, Lessons, parse_lesson

FOLDER = "lessons"
FILE_NAME = re.compile(rf"(?P<kind>lesson|challenge)-\d+-(?P<name>.+){re.escape(ENDING)}")
"""`lesson-01-stuck.lesson`: the number gives the order of teaching."""


@dataclass(frozen=True)
class Entry:
    """A lesson or a challenge of the library."""

    key: str
    """What its progress is kept under, such as `lesson/stuck`."""
    lesson: Lessons


@cache
def library() -> tuple[Entry, ...]:
    """All of them: lessons, then challenges, each in the order of teaching."""
    found = [_entry(file) for file in sorted(_files(), key=lambda file: file.name)]
    return (
        *(entry for entry in found if isinstance(entry.lesson, Lesson)),
        *(entry for entry in found if isinstance(entry.lesson, Challenge)),
    )


def own_key(lesson: Lessons) -> str:
    """What the progress of a lesson from a person's own file is kept under."""
    return f"own/{lesson.title}"


def _files() -> list[Traversable]:
    folder = files("resources").joinpath(FOLDER)
    return [file for file in folder.iterdir() if FILE_NAME.fullmatch(file.name)]


def _entry(file: Traversable) -> Entry:
    match = FILE_NAME.fullmatch(file.name)
    key = f"{match['kind']}/{match['name']}" if match else file.name
    return Entry(key, parse_lesson(file.read_text(encoding="utf-8"), file.name))
