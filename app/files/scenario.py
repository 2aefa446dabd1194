"""A scenario: everything that determines a run, as a value and as JSON in a file named *.momentum."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.files.edits import MAX_EDITS, check_landscape_count, edit_entry, read_edits
from app.files.forcing import KEYS, forcing_entries, read_forcing
from app.files.json_reader import JsonNode, WrongJson, at_path, check_version, has_format, in_file, parse
from app.files.landscapes import landscape_entry, outside_domain, read_landscape
from app.files.names import fit_name
from app.files.text import BadFile, beginning_of, read_text
from app.files.view import View, read_view, view_entry
from app.text.translation import _
from physics.forcing.forcing import NO_FORCING, Forcing
from physics.landscape.base import Landscape
from physics.rules.registry import default_rule, rule_named, rule_names
from physics.run.ball import START, Ball
from physics.run.edit import Edit
from physics.run.recording import ROW_LIMIT

FORMAT = "momentum-lab/scenario"
VERSION = 1
ENDING = ".momentum"
MAX_BALLS = 1000
MAX_STEPS = ROW_LIMIT
"""As many as a recording of one ball can hold."""
DEFAULT_STEPS = 2000


@dataclass(frozen=True)
class Scenario:
    """A landscape, the balls on it, the number of steps, and the edits on the way."""

    title: str
    landscape: Landscape
    """At step 0; edits may replace it."""
    balls: tuple[Ball, ...]
    steps: int = DEFAULT_STEPS
    """The last step, unless the run is over before."""
    edits: tuple[Edit, ...] = ()
    full: bool = False
    """Whether balls go on after they have settled, are balanced or repeat: `momentum-lab run --full`."""
    forcing: Forcing = NO_FORCING
    """Noise and schedule, with the σ of step 0; edits may change it."""
    view: View | None = None
    """How it was looked at, if saved; the run does not depend on it."""


# Reading


def is_scenario(path: str | os.PathLike[str]) -> bool:
    """Whether a file has a scenario's ending or format; False where it can't be read."""
    if Path(path).suffix == ENDING:
        return True
    return FORMAT in beginning_of(path)


def is_export(path: str | os.PathLike[str]) -> bool:
    """Whether a file is a scenario that was written together with a CSV; False where it can't be read."""
    try:
        entries = parse(read_text(path)).any_entries()
    except (BadFile, WrongJson):
        return False
    values = [entries[key].value if key in entries else None for key in ("format", "export")]
    return values == [FORMAT, True]


def read_scenario(path: str | os.PathLike[str]) -> Scenario:
    """Read a scenario file. Raises BadFile."""
    return parse_scenario(read_text(path), path)


def parse_scenario(
    text: str, path: str | os.PathLike[str], before_each_edit: Callable[[], None] = lambda: None
) -> Scenario:
    """Read a scenario from the text of the file at `path`. Raises BadFile, which names the JSON path of the error.

    `before_each_edit` may raise to end the reading, which takes long when many edits bring a landscape to analyse.
    """
    with in_file(path):
        return _scenario(parse(text), before_each_edit)


def _scenario(file: JsonNode, before_each_edit: Callable[[], None]) -> Scenario:
    if not has_format(file, FORMAT):
        raise file.wrong(_('this is not a scenario: its "format" is not "{format}"').format(format=FORMAT))
    check_version(file, VERSION)
    return scenario_at(file, before_each_edit)


def scenario_at(file: JsonNode, before_each_edit: Callable[[], None] = lambda: None) -> Scenario:
    """Read a scenario that may stand within another file, where it needs no format and no version. Raises WrongJson."""
    entries = file.entries(
        ("landscape", "balls", "steps"), ("format", "version", "export", "title", "full", *KEYS, "edits", "view")
    )
    if "export" in entries:
        entries["export"].flag()
    edits = entries["edits"].items(MAX_EDITS) if "edits" in entries else []
    check_landscape_count(file, entries["landscape"], edits)
    landscape = read_landscape(entries["landscape"])
    balls = tuple(_ball(ball, landscape) for ball in entries["balls"].items(MAX_BALLS))
    steps = entries["steps"].whole(0, MAX_STEPS)
    return Scenario(
        title=entries["title"].name() if "title" in entries else fit_name(landscape.title),
        landscape=landscape,
        balls=balls,
        steps=steps,
        edits=tuple(read_edits(edits, len(balls), before_each_edit)),
        full="full" in entries and entries["full"].flag(),
        forcing=read_forcing(entries),
        view=read_view(entries["view"], len(balls), steps) if "view" in entries else None,
    )


def _ball(node: JsonNode, landscape: Landscape) -> Ball:
    any_entries = node.any_entries()
    rule = rule_named(any_entries["rule"].choice(rule_names())) if "rule" in any_entries else default_rule()
    names = tuple(parameter.name for parameter in rule.parameters)
    entries = node.entries((*names, START.name), ("name", "rule"))
    start = entries[START.name].number()
    if not landscape.domain[0] <= start <= landscape.domain[1]:
        raise entries[START.name].wrong(outside_domain(start, landscape))
    with at_path(node):
        return Ball(
            rule=rule,
            parameters={name: entries[name].number() for name in names},
            start=start,
            name=entries["name"].name() if "name" in entries else None,
        )


# Writing


def scenario_text(scenario: Scenario, *, export: bool = False) -> str:
    """The text of a scenario file: one line for each ball and each edit, floats as their shortest exact text.

    With `export` it is marked as written together with a CSV, so that the next export may replace it.
    """
    entry = scenario_entry(scenario)
    full = ' "full": true,' if scenario.full else ""
    mark = ' "export": true,' if export else ""
    lines = [
        f'{{"format": {_json(FORMAT)}, "version": {VERSION},{mark} "title": {_json(scenario.title)},',
        f' "landscape": {_json(entry["landscape"])},',
        f' "balls": {_json_lines(entry["balls"])},',
        f' "steps": {scenario.steps},{full}{_forcing_text(scenario.forcing)}',
        f' "edits": {_json_lines(entry["edits"])}',
    ]
    view = f',\n "view": {_json(entry["view"])}' if "view" in entry else ""
    return "\n".join(lines) + view + "}\n"


def scenario_entry(scenario: Scenario) -> dict[str, Any]:
    """The scenario as a JSON object. Raises TypeError for a class of landscape that has no form in files."""
    entry = {
        "format": FORMAT,
        "version": VERSION,
        "title": scenario.title,
        "landscape": landscape_entry(scenario.landscape),
        "balls": [_ball_entry(ball) for ball in scenario.balls],
        "steps": scenario.steps,
        "full": scenario.full,
        **forcing_entries(scenario.forcing),
        "edits": [edit_entry(edit) for edit in scenario.edits],
    }
    return entry if scenario.view is None else entry | {"view": view_entry(scenario.view)}


def _ball_entry(ball: Ball) -> dict[str, object]:
    name = {} if ball.name is None else {"name": ball.name}
    return {**name, "rule": ball.rule.name, **ball.parameters, START.name: ball.start}


def _forcing_text(forcing: Forcing) -> str:
    return "".join(f" {_json(key)}: {_json(value)}," for key, value in forcing_entries(forcing).items())


def _json(entry: object) -> str:
    return json.dumps(entry, ensure_ascii=False, allow_nan=False)


def _json_lines(entries: list[object]) -> str:
    """A JSON array with one entry a line."""
    return "[" + ",\n   ".join(map(_json, entries)) + "]"
