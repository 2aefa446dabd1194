"""Names of balls and titles of scenes: the limits of what a file may hold, and how a text is made to fit them."""

import re

from app.files.text import writable
from app.text.translation import _, ngettext

LONGEST_NAME = 200
"""Characters of a name or a title in a file."""
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Control characters and line separators."""
BIDIRECTIONAL = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Unicode's Bidi_Control: invisible characters that reverse the text around them."""


def complaint_about(name: str) -> str | None:
    """Why a text can't be a name or a title; None if it can."""
    if len(name) > LONGEST_NAME:
        pattern = ngettext(
            "has {count} character; names and titles are one line of at most {most} characters, none of them unseen",
            "has {count} characters; names and titles are one line of at most {most} characters, none of them unseen",
            len(name),
        )
        return pattern.format(count=f"{len(name):,}", most=LONGEST_NAME)
    wrong = CONTROL.search(name) or BIDIRECTIONAL.search(name)
    if wrong is None:
        return None
    pattern = _(
        "has the character {code}; names and titles are one line of at most {most} characters, none of them unseen"
    )
    return pattern.format(code=f"U+{ord(wrong[0]):04X}", most=LONGEST_NAME)


def fit_name(text: str) -> str:
    """Make a name of a text: control characters become blanks, direction marks go, the rest is cut to length."""
    name = BIDIRECTIONAL.sub("", CONTROL.sub(" ", writable(text))).strip()
    return name if len(name) <= LONGEST_NAME else with_ending(name, "...")


def with_ending(name: str, ending: str) -> str:
    """Append to a name, cutting the name where the result would be too long for a file."""
    return name[: LONGEST_NAME - len(ending)] + ending
