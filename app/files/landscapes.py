"""Landscapes in JSON: a preset by its name, a formula, or points."""

import numpy as np

from app.files.json_reader import Place, WrongJson, plain
from app.files.presets import load_preset, preset_names
from physics.formula import FormulaError, FormulaLandscape
from physics.landscape import Landscape
from physics.points import PointsLandscape

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
