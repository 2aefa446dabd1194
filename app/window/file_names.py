"""Names for new files."""

from app.files.failure_kinds import DEVICES

LONGEST_NAME = 80
"""Letters of the title in a file name."""


def file_name(title: str) -> str:
    """The beginning of a file name that every system takes, from the title of a scene."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in title.lower())
    words = "-".join(word for word in kept.split("-") if word)
    return f"{words}-scene" if words in DEVICES else words[:LONGEST_NAME] or "momentum-lab"
