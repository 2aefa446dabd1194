"""A lesson as a line of text."""

import random
from dataclasses import replace

import pytest

from app.files.link import BadLink, LinkTooLong, lesson_link, parse_link
from tests.support.lessons import LESSON, challenge, lesson


def shuffled(seed: int) -> str:
    """A text that hardly gets shorter when it is packed."""
    return "".join(random.Random(seed).choices("abcdefghijklmnopqrstuvwxyz 0123456789", k=3900))


def test_a_lesson_goes_there_and_back() -> None:
    for made in (lesson(), challenge()):
        link = lesson_link(made)
        assert len(link) < 2000
        assert parse_link(link) == made


def test_a_lesson_that_is_too_long_for_a_link_is_refused() -> None:
    pages = [{**LESSON["pages"][0], "notice": {"text": shuffled(seed)}} for seed in range(6)]
    with pytest.raises(LinkTooLong, match=r"^as a link this would have [0-9,]+ characters"):
        lesson_link(lesson({**LESSON, "pages": pages}))


def test_a_link_with_a_wrong_lesson_says_what_is_wrong() -> None:
    wrong = replace(lesson(), source={**LESSON, "minutes": 0})
    with pytest.raises(BadLink, match=r"^this link holds no right lesson: minutes: 0 is not between 1 and 240$"):
        parse_link(lesson_link(wrong))
