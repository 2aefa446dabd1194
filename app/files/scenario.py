"""A scenario: everything that a run follows from, as a value and as JSON in a file named *.momentum."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from app.files.json_reader import Place, WrongJson, naming_fields_of, parse, plain, shown
from app.files.presets import load_preset, preset_names
from app.files.text import BadFile, fit_name, read_text
from app.files.view import View, read_view, view_entry
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaError, FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.rules.base import Rule
from physics.run.ball import Ball, ball_name
from physics.run.edit import CHANGES, Edit
from physics.run.recording import ROW_LIMIT

MOST_POINTS = 1_000_000
KINDS = ("preset", "formula", "points")
FARTHEST = 1e300
"""Where a domain may end, to both sides of 0."""
NARROWEST, NARROWEST_BESIDE_ENDS = 1e-300, 1e-10
"""Least width of a domain, and that as a share of the end that is farther from 0: places in it must be told apart."""
POINTS_TITLE = PointsLandscape(range(4), range(4)).title
"""The title of points that were given none."""


def landscape_entry(landscape: Landscape) -> dict[str, object]:
    """What stands for this landscape in a file; its title only where it isn't the one it would have anyhow.

    Raises TypeError for a kind of landscape that files don't know.
    """
    if landscape.preset is not None:
        return {"kind": "preset", "name": landscape.preset}
    if isinstance(landscape, FormulaLandscape):
        formula = {"kind": "formula", "formula": landscape.text, "domain": list(landscape.domain)}
        return formula | _title_entry(landscape, landscape.text)
    if isinstance(landscape, PointsLandscape):
        pairs = zip(landscape.w.tolist(), landscape.f.tolist(), strict=True)
        return {"kind": "points", "points": list(pairs)} | _title_entry(landscape, POINTS_TITLE)
    raise TypeError(f"{type(landscape).__name__} is a landscape that files don't know")


def _title_entry(landscape: Landscape, usual: str) -> dict[str, object]:
    return {} if landscape.title == usual else {"title": landscape.title}


def read_landscape(place: Place) -> Landscape:
    """Read a landscape; WrongJson names what is wrong with it."""
    entries = place.any_entries()
    if "kind" not in entries:
        raise place.wrong('"kind" is missing')
    kind = entries["kind"].choice(KINDS)
    if kind == "preset":
        return _preset(place)
    return _formula(place) if kind == "formula" else _points(place)


def check_domain(lo: float, hi: float) -> None:
    """Raise ValueError for an interval that reaches too far, or is too narrow to compute with."""
    if not lo < hi:
        return  # which a landscape itself refuses
    farthest = max(abs(lo), abs(hi))
    if farthest > FARTHEST:
        raise ValueError(f"the domain [{lo:g}, {hi:g}] reaches too far: its ends are at most {FARTHEST:g} from 0")
    if hi - lo < max(NARROWEST, NARROWEST_BESIDE_ENDS * farthest):
        raise ValueError(
            f"the domain [{plain(lo)}, {plain(hi)}] is too narrow: its width is at least {NARROWEST:g}, and "
            f"{NARROWEST_BESIDE_ENDS:g} of its farther end"
        )


def _preset(place: Place) -> Landscape:
    name = place.entries(("kind", "name"))["name"]
    return load_preset(name.known(preset_names(), "preset")).landscape


def _formula(place: Place) -> Landscape:
    entries = place.entries(("kind", "formula", "domain"), ("title",))
    text = entries["formula"].text()
    title = entries["title"].name() if "title" in entries else None
    lo, hi = entries["domain"].numbers(2)
    try:
        check_domain(lo, hi)
        return FormulaLandscape(text, (lo, hi), title)
    except FormulaError as error:
        raise entries["formula"].wrong(str(error)) from error
    except ValueError as error:
        raise entries["domain"].wrong(str(error)) from error


def _points(place: Place) -> Landscape:
    entries = place.entries(("kind", "points"), ("title",))
    points = np.array(entries["points"].pairs(MOST_POINTS), dtype=np.float64).reshape(-1, 2)
    title = entries["title"].name() if "title" in entries else POINTS_TITLE
    try:
        landscape = PointsLandscape(points[:, 0], points[:, 1], title)
        check_domain(*landscape.domain)
    except ValueError as error:
        complaint = str(error)
        place_of = "" if complaint.startswith("points[") else "points: "
        raise WrongJson(f"{place.path}.{place_of}{complaint}") from error
    return landscape


FORMAT = "momentum-lab/scenario"
VERSION = 1
ENDING = ".momentum"
MOST_BALLS = 1000
MOST_EDITS = 250_000
MOST_LANDSCAPES = 10_000
"""Edits that bring a landscape."""
MOST_FORMULAS = 500
"""Those of them that bring a formula: each is searched when it is read, in some 10 ms."""
MOST_STEPS = ROW_LIMIT
"""As many steps as the recording of a single ball can hold."""
DEFAULT_STEPS = 2000
BEGINNING_BYTES = 4096
"""The format is named within the first bytes of a file, as this program writes them."""
MIGRATIONS: tuple[Callable[[Place], Place], ...] = ()
"""What turns a file of version 1 into one of version 2, that into one of version 3, and so on up to VERSION."""


@dataclass(frozen=True)
class Scenario:
    """A landscape, the balls on it, how many steps they make, and what was changed on the way."""

    title: str
    landscape: Landscape
    """The one at step 0; edits may replace it."""
    balls: tuple[Ball, ...]
    steps: int = DEFAULT_STEPS
    """The last step, unless all balls have come to their end before."""
    edits: tuple[Edit, ...] = ()
    full: bool = False
    """Whether balls go on after they have settled or are balanced: `momentum-lab run --full`."""
    view: View | None = None
    """How it was looked at, where that was saved with it. A run does not depend on it."""


def is_scenario(path: str | os.PathLike[str]) -> bool:
    """Whether a file calls itself a scenario, by its ending or by how it begins; False where it can't be read."""
    if Path(path).suffix == ENDING:
        return True
    try:
        with Path(path).open("rb") as file:
            return FORMAT.encode() in file.read(BEGINNING_BYTES)
    except OSError:
        return False


def is_export(path: str | os.PathLike[str]) -> bool:
    """Whether a file is a scenario that was written beside a CSV; False where it can't be read."""
    try:
        entries = parse(read_text(path)).any_entries()
    except (BadFile, WrongJson):
        return False
    message = [entries[key].value if key in entries else None for key in ("format", "export")]
    return message == [FORMAT, True]


def read_scenario(path: str | os.PathLike[str]) -> Scenario:
    """Read a scenario file; BadFile names the file and what is wrong in it."""
    return parse_scenario(read_text(path), path)


def parse_scenario(
    text: str, path: str | os.PathLike[str], before_each_edit: Callable[[], None] = lambda: None
) -> Scenario:
    """Read a scenario from the text of the file at `path`; BadFile names the place of what is wrong.

    What `before_each_edit` raises ends the reading: edits may hold any number of landscapes, each to be searched.
    """
    try:
        return _scenario(parse(text), before_each_edit)
    except WrongJson as error:
        raise BadFile(path, str(error)) from error


def scenario_text(scenario: Scenario, *, export: bool = False) -> str:
    """The text of a scenario file: one line for each ball and each edit, floats as their shortest exact text.

    One that is written beside a CSV says that it is an `export`, which the next export may replace.
    """
    entry = scenario_entry(scenario)
    full = ' "full": true,' if scenario.full else ""
    mark = ' "export": true,' if export else ""
    lines = [
        f'{{"format": {_json(FORMAT)}, "version": {VERSION},{mark} "title": {_json(scenario.title)},',
        f' "landscape": {_json(entry["landscape"])},',
        f' "balls": {_listed(entry["balls"])},',
        f' "steps": {scenario.steps},{full}',
        f' "edits": {_listed(entry["edits"])}',
    ]
    view = f',\n "view": {_json(entry["view"])}' if "view" in entry else ""
    return "\n".join(lines) + view + "}\n"


def scenario_entry(scenario: Scenario) -> dict[str, Any]:
    """What stands for a scenario in a file; TypeError for a kind of landscape that files don't know."""
    entry = {
        "format": FORMAT,
        "version": VERSION,
        "title": scenario.title,
        "landscape": landscape_entry(scenario.landscape),
        "balls": [_ball_entry(ball) for ball in scenario.balls],
        "steps": scenario.steps,
        "full": scenario.full,
        "edits": [_edit_entry(edit) for edit in scenario.edits],
    }
    return entry if scenario.view is None else entry | {"view": view_entry(scenario.view)}


def _json(entry: object) -> str:
    return json.dumps(entry, ensure_ascii=False, allow_nan=False)


def _listed(entries: list[object]) -> str:
    """A JSON array with one entry a line."""
    return "[" + ",\n   ".join(map(_json, entries)) + "]"


def _ball_entry(ball: Ball) -> dict[str, object]:
    return {
        "name": ball.name,
        "rule": ball.rule.value,
        "alpha": ball.alpha,
        "eta": ball.eta,
        "start": ball.start,
    }


def _edit_entry(edit: Edit) -> dict[str, object]:
    if edit.landscape is not None:
        return {"step": edit.step, "landscape": landscape_entry(edit.landscape)}
    return {"step": edit.step, "ball": edit.ball, **edit.changes()}


def _scenario(file: Place, before_each_edit: Callable[[], None]) -> Scenario:
    """Read the whole file, of whatever version."""
    entries = file.any_entries()
    if "format" not in entries or entries["format"].value != FORMAT:
        raise file.wrong(f'this is not a scenario: its "format" is not "{FORMAT}"')
    for migrated in MIGRATIONS[_version(file) - 1 :]:
        file = migrated(file)
    entries = file.entries(
        ("format", "version", "landscape", "balls", "steps"), ("export", "title", "full", "edits", "view")
    )
    if "export" in entries:
        entries["export"].flag()
    edits = entries["edits"].items(MOST_EDITS) if "edits" in entries else []
    _check_landscapes(file, entries["landscape"], edits)
    landscape = read_landscape(entries["landscape"])
    balls = tuple(_ball(ball, landscape) for ball in entries["balls"].items(MOST_BALLS))
    steps = entries["steps"].whole(0, MOST_STEPS)
    return Scenario(
        title=entries["title"].name() if "title" in entries else fit_name(landscape.title),
        landscape=landscape,
        balls=balls,
        steps=steps,
        edits=tuple(_edits(edits, len(balls), before_each_edit)),
        full="full" in entries and entries["full"].flag(),
        view=read_view(entries["view"], len(balls), steps) if "view" in entries else None,
    )


def _version(file: Place) -> int:
    entries = file.any_entries()
    if "version" not in entries:
        raise file.wrong('"version" is missing')
    version = entries["version"]
    if isinstance(version.value, int) and version.value > VERSION:
        raise version.wrong(
            f"{shown(version.value)} is newer than this program, which knows version {VERSION}: "
            "a newer Momentum Lab opens it"
        )
    return version.whole(1, VERSION)


def _ball(place: Place, landscape: Landscape) -> Ball:
    entries = place.entries(("alpha", "eta", "start"), ("name", "rule"))
    alpha, start = entries["alpha"].number(), entries["start"].number()
    if not landscape.domain[0] <= start <= landscape.domain[1]:
        raise entries["start"].wrong(outside_domain(start, landscape))
    with naming_fields_of(place):
        return Ball(
            name=entries["name"].name() if "name" in entries else ball_name(alpha),
            rule=_rule(entries["rule"]) if "rule" in entries else Rule.MOMENTUM,
            alpha=alpha,
            eta=entries["eta"].number(),
            start=start,
        )


def _check_landscapes(file: Place, first: Place, edits: list[Place]) -> None:
    """Refuse more landscapes than can be read, before any of them is."""
    changes = [edit.value for edit in edits if isinstance(edit.value, dict)]
    brought = [change["landscape"] for change in changes if isinstance(change.get("landscape"), dict)]
    formulas = sum(landscape.get("kind") == "formula" for landscape in brought)
    whole = [*brought, first.value] if isinstance(first.value, dict) else brought
    points = sum(len(landscape["points"]) for landscape in whole if isinstance(landscape.get("points"), list))
    refusal = _too_many_landscapes(len(brought), formulas, points)
    if refusal is not None:
        raise file.wrong(refusal)


def too_many_edits(first: Landscape, edits: Sequence[Edit]) -> str | None:
    """Why a scenario on this landscape with these edits could not be read from a file again; None where it could."""
    if len(edits) > MOST_EDITS:
        return f"{len(edits):,} edits are too many, at most {MOST_EDITS:,} are allowed"
    brought = [edit.landscape for edit in edits if edit.landscape is not None]
    own = [landscape for landscape in (first, *brought) if landscape.preset is None]
    formulas = sum(landscape.preset is None and isinstance(landscape, FormulaLandscape) for landscape in brought)
    points = sum(len(landscape.w) for landscape in own if isinstance(landscape, PointsLandscape))
    return _too_many_landscapes(len(brought), formulas, points)


def _too_many_landscapes(brought: int, formulas: int, points: int) -> str | None:
    """Which of these is too much: the landscapes and formulas that edits bring, and the points of all landscapes."""
    for count, things, most in (
        (brought, "edits of the landscape", MOST_LANDSCAPES),
        (formulas, "edits with a formula", MOST_FORMULAS),
        (points, "points in all landscapes", MOST_POINTS),
    ):
        if count > most:
            return f"{count:,} {things} are too many, at most {most:,} are allowed"
    return None


def outside_domain(start: float, landscape: Landscape) -> str:
    """Say that a ball cannot start there."""
    lo, hi = landscape.domain
    return f"{plain(start)} is outside the landscape's domain [{plain(lo)}, {plain(hi)}]"


def _rule(place: Place) -> Rule:
    return Rule(place.choice([rule.value for rule in Rule]))


def _edits(places: list[Place], balls: int, before_each: Callable[[], None]) -> Iterator[Edit]:
    for place in places:
        before_each()
        yield _edit(place, balls)


def _edit(place: Place, balls: int) -> Edit:
    """Read an edit: of the landscape, or of a ball."""
    if "landscape" in place.any_entries():
        entries = place.entries(("step", "landscape"))
        return Edit(step=entries["step"].whole(0, MOST_STEPS), landscape=read_landscape(entries["landscape"]))
    entries = place.entries(("step", "ball"), CHANGES)
    if not any(name in entries for name in CHANGES):
        raise place.wrong(f"an edit of a ball changes at least one of {', '.join(CHANGES)}")
    numbers = {name: entries[name].number() for name in CHANGES if name in entries and name != "rule"}
    with naming_fields_of(place):
        return Edit(
            step=entries["step"].whole(0, MOST_STEPS),
            ball=entries["ball"].listed(balls, "ball"),
            rule=_rule(entries["rule"]) if "rule" in entries else None,
            **numbers,  # type: ignore[arg-type]  # CHANGES are names of the fields that are numbers, and rule
        )
