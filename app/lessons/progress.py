"""What a person has done of lessons and challenges, as text for the settings."""

import json

LONGEST = 1_000_000
"""Characters of a text that is read."""


def parse_progress(text: str) -> dict[str, int]:
    """What is done by the key of each lesson or challenge: pages done, or the best result; empty for any other text."""
    if len(text) > LONGEST:
        return {}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(value, dict):
        return {}
    return {
        key: done for key, done in value.items() if isinstance(done, int) and not isinstance(done, bool) and done > 0
    }


def progress_text(progress: dict[str, int]) -> str:
    """The text that `parse_progress` reads."""
    return json.dumps(progress, ensure_ascii=False, sort_keys=True)
