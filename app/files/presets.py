"""The landscapes that ship with the program, each with a hint on what to look for, and some with balls."""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from app.files.complaints import unknown_name
from physics.forcing.forcing import Forcing
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.rules.registry import default_rule, rule_named
from physics.rules.suggestion import suggest
from physics.run.ball import Ball

FILE_NAME = re.compile(r"\d+-(?P<name>.+)\.json")
"""`04-descending-hills.json`: the number gives the order of teaching."""


@dataclass(frozen=True, eq=False)
class Preset:
    """A landscape with a hint, a source, a start and η for balls on it, and perhaps balls of its own."""

    name: str
    """In files and on the command line: `descending-hills`."""
    title: str
    look_for: str
    """One sentence on what to look for."""
    source: str
    """Author and year, or how it was made; empty for our own."""
    landscape: Landscape
    start: float
    eta: float
    balls: tuple[Ball, ...]
    """Those that show what to look for; empty where any do."""
    forcing: Forcing
    """The noise that they feel."""


@cache
def preset_names() -> tuple[str, ...]:
    """The names of all presets, in the order of teaching."""
    return tuple(_files())


@cache
def load_preset(name: str) -> Preset:
    """Load a preset, once.

    A start or η that its file does not give is the one suggested for its landscape. Raises ValueError, with the closest
    name, for an unknown one.
    """
    known = _files()
    if name not in known:
        raise ValueError(unknown_name(name, known, "preset"))
    entries = json.loads(known[name].read_text(encoding="utf-8"))
    landscape = _landscape(name, entries)
    suggestion = suggest(landscape)
    return Preset(
        name=name,
        title=entries["title"],
        look_for=entries["look_for"],
        source=entries.get("source", ""),
        landscape=landscape,
        start=float(entries.get("start", suggestion.start)),
        eta=float(entries.get("eta", suggestion.eta)),
        balls=tuple(_ball(**entry) for entry in entries.get("balls", ())),
        forcing=Forcing(float(entries.get("noise", 0.0)), int(entries.get("seed", 0))),
    )


@cache
def _files() -> dict[str, Traversable]:
    """The file of each preset, by its name."""
    found = {}
    for file in sorted(files("resources").joinpath("presets").iterdir(), key=lambda file: file.name):
        match = FILE_NAME.fullmatch(file.name)
        if match:
            found[match["name"]] = file
    return found


def _ball(start: float, name: str | None = None, rule: str | None = None, **parameters: float) -> Ball:
    return Ball(default_rule() if rule is None else rule_named(rule), parameters, start, name)


def _landscape(name: str, entries: dict[str, Any]) -> Landscape:
    if "formula" in entries:
        lo, hi = entries["domain"]
        values = entries.get("parameters")
        return FormulaLandscape(entries["formula"], (lo, hi), entries["title"], preset=name, parameters=values)
    w, f = zip(*entries["points"], strict=True)
    return PointsLandscape(w, f, entries["title"], preset=name)
