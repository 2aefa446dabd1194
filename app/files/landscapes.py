"""Landscapes in scenario files: presets by name, formulas and points; and the domains that can be computed with."""

import numpy as np

from app.files.complaints import plain, shown
from app.files.json_reader import JsonNode, WrongJson
from app.files.presets import load_preset, preset_names
from app.text.curve_errors import landscape_sentence
from app.text.lists import all_of
from app.text.titles import DRAWN
from app.text.translation import _
from physics.landscape.base import Landscape
from physics.landscape.errors import CurveError
from physics.landscape.formula import PARAMETERS, FormulaError, FormulaLandscape, parameter_names
from physics.landscape.points import PointsLandscape

MAX_POINTS = 1_000_000
KINDS = ("preset", "formula", "points")
FARTHEST_END = 1e300
"""The largest |w| at the end of a domain."""
LEAST_WIDTH, LEAST_RELATIVE_WIDTH = 1e-300, 1e-10
"""Of a domain; the latter as a share of its end farthest from 0, so that floats still tell positions apart."""


def landscape_entry(landscape: Landscape) -> dict[str, object]:
    """A landscape as a JSON object, with its title only where it differs from the default.

    Raises TypeError for a class of landscape that has no form in files.
    """
    if landscape.preset is not None:
        return {"kind": "preset", "name": landscape.preset}
    if isinstance(landscape, FormulaLandscape):
        formula = {"kind": "formula", "formula": landscape.text, "domain": list(landscape.domain)}
        parameters = {"parameters": dict(landscape.parameters)} if landscape.parameters else {}
        return formula | parameters | _title_entry(landscape, landscape.text)
    if isinstance(landscape, PointsLandscape):
        pairs = zip(landscape.w.tolist(), landscape.f.tolist(), strict=True)
        return {"kind": "points", "points": list(pairs)} | _title_entry(landscape, DRAWN)
    raise TypeError(f"{type(landscape).__name__} is a landscape that files don't know")


def _title_entry(landscape: Landscape, default: str) -> dict[str, object]:
    return {} if landscape.title == default else {"title": landscape.title}


def read_landscape(node: JsonNode) -> Landscape:
    """Read a landscape. Raises WrongJson."""
    kind = node.entry("kind").choice(KINDS)
    if kind == "preset":
        return _preset(node)
    return _formula(node) if kind == "formula" else _points(node)


def _preset(node: JsonNode) -> Landscape:
    name = node.entries(("kind", "name"))["name"]
    return load_preset(name.name_of("preset", preset_names())).landscape


def _formula(node: JsonNode) -> Landscape:
    entries = node.entries(("kind", "formula", "domain"), ("parameters", "title"))
    text = entries["formula"].text()
    title = entries["title"].name() if "title" in entries else None
    lo, hi = entries["domain"].numbers(2)
    try:
        values = _values(node, entries.get("parameters"), parameter_names(text))
        check_domain(lo, hi)
        return FormulaLandscape(text, (lo, hi), title, parameters=values)
    except WrongJson:
        raise
    except FormulaError as error:
        raise entries["formula"].wrong(landscape_sentence(error)) from error
    except ValueError as error:
        raise entries["domain"].wrong(landscape_sentence(error)) from error


def _values(landscape: JsonNode, node: JsonNode | None, names: tuple[str, ...]) -> dict[str, float]:
    """The values of all parameters of a formula, and of no others."""
    if node is None and names:
        pattern = _('"{key}" is missing, with a value of {names}')
        raise landscape.wrong(pattern.format(key="parameters", names=all_of(names)))
    entries = {} if node is None else node.any_entries()
    for name, entry in entries.items():
        if name not in PARAMETERS:
            pattern = _("{name} is no parameter: they are {names}")
            raise entry.wrong(pattern.format(name=shown(name), names=", ".join(PARAMETERS)))
        if name not in names:
            raise entry.wrong(_("the formula has no parameter {name}").format(name=name))
    for name in names:
        if node is not None and name not in entries:
            raise node.missing(name)
    return {name: entry.number() for name, entry in entries.items()}


def _points(node: JsonNode) -> Landscape:
    entries = node.entries(("kind", "points"), ("title",))
    points = np.array(entries["points"].pairs(MAX_POINTS), dtype=np.float64).reshape(-1, 2)
    title = entries["title"].name() if "title" in entries else DRAWN
    try:
        landscape = PointsLandscape(points[:, 0], points[:, 1], title)
        check_domain(*landscape.domain)
    except ValueError as error:
        # A sentence about one point begins with its path: points[3].
        prefix = "" if isinstance(error, CurveError) and error.index is not None else "points: "
        raise WrongJson(f"{node.path}.{prefix}{landscape_sentence(error)}") from error
    return landscape


def check_domain(lo: float, hi: float) -> None:
    """Raise ValueError for an interval that reaches too far or is too narrow for floats; lo ≥ hi is not its subject."""
    if not lo < hi:
        return
    farthest = max(abs(lo), abs(hi))
    if farthest > FARTHEST_END:
        pattern = _("the domain [{lo}, {hi}] reaches too far: its ends are at most {most} from 0")
        raise ValueError(pattern.format(lo=f"{lo:g}", hi=f"{hi:g}", most=f"{FARTHEST_END:g}"))
    if hi - lo < max(LEAST_WIDTH, LEAST_RELATIVE_WIDTH * farthest):
        pattern = _(
            "the domain [{lo}, {hi}] is too narrow: its width is at least {least}, and {share} of its farther end"
        )
        least, share = f"{LEAST_WIDTH:g}", f"{LEAST_RELATIVE_WIDTH:g}"
        raise ValueError(pattern.format(lo=plain(lo), hi=plain(hi), least=least, share=share))


def outside_domain(start: float, landscape: Landscape) -> str:
    """Say that this start is outside the landscape's domain."""
    lo, hi = landscape.domain
    pattern = _("{start} is outside the landscape's domain [{lo}, {hi}]")
    return pattern.format(start=plain(start), lo=plain(lo), hi=plain(hi))
