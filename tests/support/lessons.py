"""A lesson and a challenge as JSON values, for tests to change."""

import copy
import json
from typing import Any

from app.files.lesson import Challenge, Lesson, Lessons, parse_lesson

SCENARIO: dict[str, Any] = {
    "landscape": {"kind": "preset", "name": "descending-hills"},
    "balls": [{"alpha": 0, "eta": 0.02, "start": 4.8}, {"alpha": 0.96, "eta": 0.02, "start": 4.8}],
    "steps": 1000,
    "view": {"speed": 60, "hidden": ["height"]},
}
LESSON: dict[str, Any] = {
    "format": "momentum-lab/lesson",
    "version": 1,
    "title": "Two balls",
    "summary": "One has momentum.",
    "minutes": 5,
    "pages": [
        {
            "title": "Which?",
            "scenario": SCENARIO,
            "locked": ["alpha", "landscape"],
            "hidden": ["tools", "balls", "step", "plots", "map"],
            "predict": {
                "text": "They begin at {start ball 0}. *Which* reaches the flag?",
                "choose": "ball",
                "right": {"kind": "becomes", "ball": "chosen", "outcome": "trapped", "valley": "global"},
            },
            "try": {"text": "Press **Play**."},
            "notice": {"text": ["It took {steps ball 1} steps.", "Yours took {your steps ball 1}."]},
        },
        {
            "title": "Where?",
            "predict": {"text": "Where does it end?", "choose": "flag", "number": "end ball 0", "tolerance": 0.5},
            "try": {"text": "Let it roll.", "done": {"kind": "made", "steps": 20}},
            "notice": {"text": "At {end ball 0, 2 decimals}."},
        },
        {
            "title": "Change it",
            "try": {
                "text": "Give a ball more.",
                "done": {"kind": "has", "ball": "any", "name": "alpha", "from": 0.5, "to": 1},
            },
            "notice": {"text": "Now it has {your alpha ball 0}."},
        },
    ],
}
CHALLENGE: dict[str, Any] = {
    "format": "momentum-lab/lesson",
    "version": 1,
    "title": "To the flag",
    "scenario": {**SCENARIO, "balls": SCENARIO["balls"][:1]},
    "locked": ["eta", "start", "rule", "parameters", "landscape", "balls", "noise"],
    "task": "Find an α with which it is caught at the flag.",
    "goal": {
        "kind": "all",
        "of": [
            {"kind": "becomes", "ball": 0, "outcome": "trapped", "valley": "global"},
            {"kind": "unchanged"},
        ],
    },
    "measure": "tries",
    "par": 2,
    "hint": "More.",
    "hint_after": 1,
    "solved": "After {your caught ball 0} steps.",
}


def changed(entry: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """The same with another value at a path such as `pages.0.try.text`; without the key where it is None."""
    entry = copy.deepcopy(entry)
    *way, last = [int(key) if key.isdecimal() else key for key in path.split(".")]
    at: Any = entry
    for key in way:
        at = at[key]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return entry


def read(entry: object) -> Lessons:
    """Read a JSON value as a lesson."""
    return parse_lesson(json.dumps(entry), "own.lesson")


def lesson(entry: object = LESSON) -> Lesson:
    """Read a lesson."""
    found = read(entry)
    assert isinstance(found, Lesson)
    return found


def challenge(entry: object = CHALLENGE) -> Challenge:
    """Read a challenge."""
    found = read(entry)
    assert isinstance(found, Challenge)
    return found
