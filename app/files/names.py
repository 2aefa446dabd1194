"""Names of balls and titles of scenes: the limits of what a file may hold, and how a text is made to fit them."""

import re

from app.files.text import writable

LONGEST_NAME = 200
"""Characters of a name or a title in a file."""
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Control characters and line separators."""
BIDIRECTIONAL = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Unicode's Bidi_Control: invisible characters that reverse the text around them."""
NAME_RULE = f"names and titles are one line of at most {LONGEST_NAME} characters, none of them unseen"


def complaint_about(name: str) -> str | None:
    """Why a text can't be a name or a title; None if it can."""
    if len(name) > LONGEST_NAME:
        return f"has {len(name):,} characters; {NAME_RULE}"
    wrong = CONTROL.search(name) or BIDIRECTIONAL.search(name)
    return f"has the character U+{ord(wrong[0]):04X}; {NAME_RULE}" if wrong else None


def fit_name(text: str) -> str:
    """Make a name of a text: control characters become blanks, direction marks go, the rest is cut to length."""
    name = BIDIRECTIONAL.sub("", CONTROL.sub(" ", writable(text))).strip()
    return name if len(name) <= LONGEST_NAME else with_ending(name, "...")


def with_ending(name: str, ending: str) -> str:
    """Append to a name, cutting the name where the result would be too long for a file."""
    return name[: LONGEST_NAME - len(ending)] + ending
