"""Random scenarios that are valid, or nearly so, and as extreme as a file can be."""

import json
import math
from random import Random
from typing import Any

from app.files.presets import preset_names
from app.files.scenario import FORMAT, MAX_STEPS, VERSION
from app.files.view import LAST_COLOUR, MARKER_COUNT, PLOTS

EXPONENTS = (3, 3, 3, 12, 60, 299)
"""Largest exponents of numbers: usual ones, and up to the limits of the format."""
BEYOND = (5e-324, 1e-320, 1e-308, 1e307, 1.7976931348623157e308)
MAX_ROWS = 300_000
"""Steps × balls of most scenarios: more takes only longer."""
FORMULAS = (
    "{a} * ((w - {c}) / {b})^2",
    "{a} * cos(9 * (w - {c}) / {b})",
    "{a} * cos(300 * (w - {c}) / {b})",
    "{a} * abs((w - {c}) / {b})",
    "{a} * exp((w - {c}) / {b})",
    "{a} * tanh(9 * (w - {c}) / {b})",
    "{a} * (((w - {c}) / {b})^4 - ((w - {c}) / {b})^2) + {d}",
    "{a} * exp(-(40 * (w - {c}) / {b})^2)",
    "{a} * (w - {c}) / {b}",
    "{a} + 0 * w",
)
ALPHAS = (0.0, 1.0, 0.5, 0.9, 0.99, 5e-324, 1e-17, 0.9999999999999999)


def extreme_scenario(rng: Random) -> str:
    """The text of a scenario file."""
    return json.dumps(_scenario(rng))


def _scenario(rng: Random) -> dict[str, Any]:
    landscape = _landscape(rng)
    lo, hi = _domain_of(landscape)
    count = rng.choice((0, 1, 1, 2, 3, 5, 5, 8, 30, 200)) if rng.random() < 0.98 else 1000
    longest = MAX_STEPS if rng.random() < 0.03 else MAX_ROWS // max(1, count)
    steps = rng.choice((0, 1, 40, 300, 2000, longest, rng.randrange(longest + 1)))
    scenario = {
        "format": FORMAT,
        "version": VERSION,
        "landscape": landscape,
        "balls": [_ball(rng, lo, hi) for _ in range(count)],
        "steps": min(steps, longest),
        "edits": [_edit(rng, count, steps) for _ in range(_edit_count(rng))],
    }
    if rng.random() < 0.2:
        scenario["full"] = True
    if rng.random() < 0.7:
        scenario["view"] = _view(rng, count, scenario["steps"])
    return scenario


def _edit_count(rng: Random) -> int:
    return rng.choice((1, 3, 20, 400)) if rng.random() < 0.4 else 20_000 if rng.random() < 0.01 else 0


def _number(rng: Random) -> float:
    """Any number, sometimes one that is too large or too small."""
    if rng.random() < 0.1:
        return 0.0
    if rng.random() < 0.01:
        return rng.choice((-1.0, 1.0)) * rng.choice(BEYOND)
    return rng.choice((-1.0, 1.0)) * _size(rng)


def _size(rng: Random) -> float:
    """A positive number."""
    exponent = rng.choice(EXPONENTS)
    return float(f"{10.0 ** rng.uniform(-exponent, exponent):.{rng.choice((0, 3, 16))}e}")


def _eta(rng: Random) -> float:
    return rng.choice(BEYOND) if rng.random() < 0.0005 else _size(rng)


def _alpha(rng: Random) -> float:
    return rng.choice(ALPHAS) if rng.random() < 0.6 else 1.0 - 10.0 ** rng.uniform(-16.0, 0.0)


def _domain(rng: Random) -> tuple[float, float]:
    """An interval, sometimes one that is tiny compared with its ends."""
    width = _size(rng)
    lo = rng.choice((0.0, -width, -width / 2, _number(rng)))
    if rng.random() < 0.1:
        lo = width * 10.0 ** rng.uniform(0.0, 16.0)
    return lo, max(lo + width, math.nextafter(lo, math.inf))


def _landscape(rng: Random) -> dict[str, Any]:
    kind = rng.random()
    if kind < 0.2:
        return {"kind": "preset", "name": rng.choice(sorted(preset_names()))}
    lo, hi = _domain(rng)
    if kind < 0.6:
        parts = {"a": _number(rng), "b": hi - lo, "c": lo + (hi - lo) * rng.random(), "d": _number(rng)}
        text = rng.choice(FORMULAS).format(**{name: f"({value!r})" for name, value in parts.items()})
        return {"kind": "formula", "formula": text, "domain": [lo, hi]}
    count = rng.choice((4, 5, 9, 40, 2000))
    even = rng.random() < 0.6
    w = sorted({lo + (hi - lo) * (i / (count - 1) if even else rng.random()) for i in range(count)})
    top = _number(rng)
    f = [top * rng.uniform(-1.0, 1.0) if rng.random() < 0.95 else _number(rng) for _ in w]
    return {"kind": "points", "points": list(zip(w, f, strict=True))}


def _domain_of(landscape: dict[str, Any]) -> tuple[float, float]:
    if landscape["kind"] == "preset":
        return -0.5, 0.5
    if landscape["kind"] == "formula":
        return landscape["domain"]
    return landscape["points"][0][0], landscape["points"][-1][0]


def _ball(rng: Random, lo: float, hi: float) -> dict[str, Any]:
    start = rng.choice((lo, hi, min(hi, lo + (hi - lo) * rng.random()), (0.9 * hi + 0.1 * lo)))
    return {
        "alpha": _alpha(rng),
        "eta": _eta(rng),
        "start": min(max(start, lo), hi),
        "rule": rng.choice(("momentum", "nesterov")),
    }


def _edit(rng: Random, balls: int, steps: int) -> dict[str, Any]:
    step = rng.randrange(min(steps, rng.choice((10, 500, MAX_STEPS))) + 1)
    if balls == 0 or rng.random() < 0.02:
        return {"step": step, "landscape": _landscape(rng)}
    values = {
        "alpha": _alpha(rng),
        "eta": _eta(rng),
        "rule": rng.choice(("momentum", "nesterov")),
        "w": _number(rng),
        "delta": _number(rng),
    }
    chosen = rng.sample(sorted(values), rng.randint(1, 3))
    return {"step": step, "ball": rng.randrange(balls), **{name: values[name] for name in chosen}}


def _view(rng: Random, balls: int, steps: int) -> dict[str, Any]:
    recorded = rng.randrange(steps + 1)
    view: dict[str, Any] = {
        "step": rng.randrange(recorded + 1),
        "recorded": recorded,
        "speed": rng.choice((1.0, 60.0, 2000.0)),
        "hidden": rng.sample(PLOTS, rng.randrange(3)),
    }
    if balls:
        view["selected"] = rng.randrange(balls)
        view["looks"] = [[rng.randrange(LAST_COLOUR + 1), rng.randrange(MARKER_COUNT)] for _ in range(balls)]
    return view
