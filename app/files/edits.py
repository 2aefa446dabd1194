"""Edits in scenario files, and how many of them there may be."""

from collections.abc import Callable, Iterator, Sequence

from app.files.forcing import read_noise
from app.files.json_reader import JsonNode, at_path
from app.files.landscapes import MAX_POINTS, landscape_entry, read_landscape
from app.text.translation import _, ngettext
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.rules.registry import parameters, rule_named, rule_names
from physics.run.edit import MOVES, Edit
from physics.run.recording import ROW_LIMIT

MAX_EDITS = 250_000
MAX_LANDSCAPES = 10_000
"""Edits that replace the landscape."""
MAX_FORMULAS = 500
"""Edits that replace the landscape by a formula: analysing one when it is read takes about 10 ms."""
FOR_ALL = ("landscape", "noise")
"""What an edit may change for all balls at once."""


def read_edits(nodes: list[JsonNode], balls: int, before_each: Callable[[], None]) -> Iterator[Edit]:
    """Read the edits of a scenario with this number of balls; `before_each` may raise to end it. Raises WrongJson."""
    for node in nodes:
        before_each()
        yield _edit(node, balls)


def _edit(node: JsonNode, balls: int) -> Edit:
    """Read an edit of the landscape and the noise, or of a ball."""
    if node.any_entries().keys() & FOR_ALL:
        entries = node.entries(("step",), FOR_ALL)
        return Edit(
            step=entries["step"].whole(0, ROW_LIMIT),
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
            step=entries["step"].whole(0, ROW_LIMIT),
            ball=entries["ball"].ball_index(balls),
            parameters={name: entries[name].number() for name in names if name in entries},
            rule=rule_named(entries["rule"].choice(rule_names())) if "rule" in entries else None,
            w=w,
            delta=delta,
        )


def edit_entry(edit: Edit) -> dict[str, object]:
    """An edit as a JSON object. Raises TypeError for a class of landscape that has no form in files."""
    if edit.ball is None:
        landscape = {} if edit.landscape is None else {"landscape": landscape_entry(edit.landscape)}
        return {"step": edit.step, **landscape, **({} if edit.noise is None else {"noise": edit.noise})}
    rule = None if edit.rule is None else edit.rule.name
    changes = {**edit.parameters, "rule": rule, "w": edit.w, "delta": edit.delta}
    given = {name: value for name, value in changes.items() if value is not None}
    return {"step": edit.step, "ball": edit.ball, **given}


def check_landscape_count(file: JsonNode, first: JsonNode, edits: list[JsonNode]) -> None:
    """Refuse too many landscapes in a scenario `file` before any of them is read. Raises WrongJson."""
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
