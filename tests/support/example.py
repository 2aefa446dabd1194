"""The scenario in docs/files.md, and copies with one value changed."""

import json
from typing import Any

EXAMPLE: dict[str, Any] = {
    "format": "momentum-lab/scenario",
    "version": 1,
    "title": "Descending hills",
    "landscape": {"kind": "formula", "formula": "0.06*(w+3.2)^2 + 0.55*cos(2.6*w)", "domain": [-6, 6]},
    "balls": [{"name": "α 0.90", "rule": "momentum", "alpha": 0.9, "eta": 0.02, "start": 4.8}],
    "steps": 2000,
    "edits": [
        {"step": 57, "ball": 0, "alpha": 0.95},
        {"step": 80, "landscape": {"kind": "points", "points": [[-6, 1], [-2, 0], [1, 2], [6, 0.5]]}},
        {"step": 90, "ball": 0, "w": 1.2, "delta": 0.0},
    ],
}


def changed(path: str, value: object) -> dict[str, Any]:
    """The example with another value at a path such as `balls.0.alpha`."""
    entry = json.loads(json.dumps(EXAMPLE))
    *way, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    target = entry
    for key in way:
        target = target[key]
    target[last] = value
    return dict(entry)
