"""Names of balls, titles of scenes and landscapes: one line of text, whoever made it up."""

import re

from app.files.text import writable
from physics.ball import LONGEST_NAME

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Control characters, and everything that ends a line."""
BIDIRECTIONAL = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Unicode's Bidi_Control: unseen, they turn the text around them."""
RIGHT = f"names and titles are one line of at most {LONGEST_NAME} characters, none of them unseen"


def complaint_about(name: str) -> str | None:
    """What keeps a text from being a name; None for nothing."""
    if len(name) > LONGEST_NAME:
        return f"has {len(name):,} characters; {RIGHT}"
    unfit = CONTROL.search(name) or BIDIRECTIONAL.search(name)
    return f"has the character U+{ord(unfit[0]):04X}; {RIGHT}" if unfit else None


def fit_name(text: str) -> str:
    """The text as a name: without what a name can't have, and cut where it is too long."""
    name = BIDIRECTIONAL.sub("", CONTROL.sub(" ", writable(text))).strip()
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
