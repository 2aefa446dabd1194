"""A scenario: everything that determines a run, as a value and as JSON in a file named *.momentum."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.files.forcing import KEYS, forcing_entries, read_forcing, read_noise
from app.files.json_reader import JsonNode, WrongJson, at_path, parse, shown
from app.files.landscapes import MAX_POINTS, landscape_entry, outside_domain, read_landscape
from app.files.names import fit_name
from app.files.text import BadFile, read_text
from app.files.view import View, read_view, view_entry
from app.text.translation import _, ngettext
from physics.forcing.forcing import NO_FORCING, Forcing
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.rules.base import Rule
from physics.rules.registry import default_rule, parameters, rule_named, rule_names
from physics.run.ball import START, Ball
from physics.run.edit import MOVES, Edit
from physics.run.recording import ROW_LIMIT

FORMAT = "momentum-lab/scenario"
VERSION = 1
ENDING = ".momentum"
MAX_BALLS = 1000
MAX_EDITS = 250_000
MAX_LANDSCAPES = 10_000
"""Edits that replace the landscape."""
MAX_FORMULAS = 500
"""Edits that replace the landscape by a formula: analysing one when it is read takes about 10 ms."""
MAX_STEPS = ROW_LIMIT
"""As many as a recording of one ball can hold."""
DEFAULT_STEPS = 2000
FOR_ALL = ("landscape", "noise")
"""What an edit may change for all balls at once."""
BEGINNING_BYTES = 4096
"""Files written by this program name their format within these first bytes."""


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
    try:
        with Path(path).open("rb") as file:
            return FORMAT.encode() in file.read(BEGINNING_BYTES)
    except OSError:
        return False


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
    try:
        return _scenario(parse(text), before_each_edit)
    except WrongJson as error:
        raise BadFile(path, str(error)) from error


def _scenario(file: JsonNode, before_each_edit: Callable[[], None]) -> Scenario:
    entries = file.any_entries()
    if "format" not in entries or entries["format"].value != FORMAT:
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
    _check_landscape_count(file, entries["landscape"], edits)
    landscape = read_landscape(entries["landscape"])
    balls = tuple(_ball(ball, landscape) for ball in entries["balls"].items(MAX_BALLS))
    steps = entries["steps"].whole(0, MAX_STEPS)
    return Scenario(
        title=entries["title"].name() if "title" in entries else fit_name(landscape.title),
        landscape=landscape,
        balls=balls,
        steps=steps,
        edits=tuple(_edits(edits, len(balls), before_each_edit)),
        full="full" in entries and entries["full"].flag(),
        forcing=read_forcing(entries),
        view=read_view(entries["view"], len(balls), steps) if "view" in entries else None,
    )


def check_version(file: JsonNode, known: int) -> None:
    """Refuse a file of a version that is missing, wrong or newer than the `known` one. Raises WrongJson."""
    entries = file.any_entries()
    if "version" not in entries:
        raise file.wrong(_('"{key}" is missing').format(key="version"))
    version = entries["version"]
    if isinstance(version.value, int) and version.value > known:
        pattern = _("{version} is newer than this program, which knows version {known}: a newer Momentum Lab opens it")
        raise version.wrong(pattern.format(version=shown(version.value), known=known))
    version.whole(1, known)


def _ball(node: JsonNode, landscape: Landscape) -> Ball:
    any_entries = node.any_entries()
    rule = _rule(any_entries["rule"]) if "rule" in any_entries else default_rule()
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


def _rule(node: JsonNode) -> Rule:
    return rule_named(node.choice(rule_names()))


def _edits(nodes: list[JsonNode], balls: int, before_each: Callable[[], None]) -> Iterator[Edit]:
    for node in nodes:
        before_each()
        yield _edit(node, balls)


def _edit(node: JsonNode, balls: int) -> Edit:
    """Read an edit of the landscape and the noise, or of a ball."""
    if node.any_entries().keys() & FOR_ALL:
        entries = node.entries(("step",), FOR_ALL)
        return Edit(
            step=entries["step"].whole(0, MAX_STEPS),
            landscape=read_landscape(entries["landscape"]) if "landscape" in entries else None,
            noise=read_noise(entries["noise"]) if "noise" in entries else None,
        )
    names = tuple(parameters())
    changes = (*names, "rule", *MOVES)
    entries = node.entries(("step", "ball"), changes)
    if not any(name in entries for name in changes):
        pattern = _("an edit of a ball changes at least one of {names}")
        raise node.wrong(pattern.format(names=", ".join(changes)))
    w, delta = (entries[name].number() if name in entries else None for name in MOVES)
    with at_path(node):
        return Edit(
            step=entries["step"].whole(0, MAX_STEPS),
            ball=entries["ball"].ball_index(balls),
            parameters={name: entries[name].number() for name in names if name in entries},
            rule=_rule(entries["rule"]) if "rule" in entries else None,
            w=w,
            delta=delta,
        )


# The number of landscapes


def _check_landscape_count(file: JsonNode, first: JsonNode, edits: list[JsonNode]) -> None:
    """Refuse too many landscapes before any of them is read."""
    objects = [edit.value for edit in edits if isinstance(edit.value, dict)]
    edited = [edit["landscape"] for edit in objects if isinstance(edit.get("landscape"), dict)]
    formulas = sum(landscape.get("kind") == "formula" for landscape in edited)
    whole = [*edited, first.value] if isinstance(first.value, dict) else edited
    points = sum(len(landscape["points"]) for landscape in whole if isinstance(landscape.get("points"), list))
    complaint = _too_many_landscapes(len(edited), formulas, points)
    if complaint is not None:
        raise file.wrong(complaint)


def too_many_edits(first: Landscape, edits: Sequence[Edit]) -> str | None:
    """Why a scenario on this landscape with these edits would be refused when read from a file; None if it wouldn't."""
    if len(edits) > MAX_EDITS:
        pattern = ngettext(
            "{count} edit is too many, at most {most} are allowed",
            "{count} edits are too many, at most {most} are allowed",
            len(edits),
        )
        return pattern.format(count=f"{len(edits):,}", most=f"{MAX_EDITS:,}")
    edited = [edit.landscape for edit in edits if edit.landscape is not None]
    without_presets = [landscape for landscape in (first, *edited) if landscape.preset is None]
    formulas = sum(landscape.preset is None and isinstance(landscape, FormulaLandscape) for landscape in edited)
    points = sum(len(landscape.w) for landscape in without_presets if isinstance(landscape, PointsLandscape))
    return _too_many_landscapes(len(edited), formulas, points)


def _too_many_landscapes(edited: int, formulas: int, points: int) -> str | None:
    """Which count is too large: edits of the landscape, those with a formula, or the points of all landscapes."""
    if edited > MAX_LANDSCAPES:
        count, most = edited, MAX_LANDSCAPES
        pattern = ngettext(
            "{count} edit of the landscape is too many, at most {most} are allowed",
            "{count} edits of the landscape are too many, at most {most} are allowed",
            count,
        )
    elif formulas > MAX_FORMULAS:
        count, most = formulas, MAX_FORMULAS
        pattern = ngettext(
            "{count} edit with a formula is too many, at most {most} are allowed",
            "{count} edits with a formula are too many, at most {most} are allowed",
            count,
        )
    elif points > MAX_POINTS:
        count, most = points, MAX_POINTS
        pattern = ngettext(
            "{count} point in all landscapes is too many, at most {most} are allowed",
            "{count} points in all landscapes are too many, at most {most} are allowed",
            count,
        )
    else:
        return None
    return pattern.format(count=f"{count:,}", most=f"{most:,}")


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
        "edits": [_edit_entry(edit) for edit in scenario.edits],
    }
    return entry if scenario.view is None else entry | {"view": view_entry(scenario.view)}


def _ball_entry(ball: Ball) -> dict[str, object]:
    name = {} if ball.name is None else {"name": ball.name}
    return {**name, "rule": ball.rule.name, **ball.parameters, START.name: ball.start}


def _edit_entry(edit: Edit) -> dict[str, object]:
    if edit.ball is None:
        landscape = {} if edit.landscape is None else {"landscape": landscape_entry(edit.landscape)}
        return {"step": edit.step, **landscape, **({} if edit.noise is None else {"noise": edit.noise})}
    rule = None if edit.rule is None else edit.rule.name
    changes = {**edit.parameters, "rule": rule, "w": edit.w, "delta": edit.delta}
    given = {name: value for name, value in changes.items() if value is not None}
    return {"step": edit.step, "ball": edit.ball, **given}


def _forcing_text(forcing: Forcing) -> str:
    return "".join(f" {_json(key)}: {_json(value)}," for key, value in forcing_entries(forcing).items())


def _json(entry: object) -> str:
    return json.dumps(entry, ensure_ascii=False, allow_nan=False)


def _json_lines(entries: list[object]) -> str:
    """A JSON array with one entry a line."""
    return "[" + ",\n   ".join(map(_json, entries)) + "]"
