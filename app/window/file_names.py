"""Names for new files."""

LONGEST_NAME = 80
"""Letters of the title in a file name."""
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in "123456789¹²³")}
"""No file can be called so on Windows, whatever its ending: these are its devices."""


def file_name(title: str) -> str:
    """The beginning of a file name that every system takes, from the title of a scene."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in title.lower())
    words = "-".join(word for word in kept.split("-") if word)
    return f"{words}-scene" if words in DEVICES else words[:LONGEST_NAME] or "momentum-lab"
