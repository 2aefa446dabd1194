"""The summary of a run as JSON: the landscape's valleys and hills, and the outcome of each ball."""

import json
import math
from collections.abc import Sequence

from app.files.names import fit_name
from physics.arrays import AnyArray
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.outcome.outcome import OUTCOMES, ends_in_no_valley
from physics.run.ball import Ball
from physics.run.cycle import find_cycle
from physics.run.run import Run
from physics.run.status import Status

FORMAT = "momentum-lab/summary"
VERSION = 1

BallEntry = dict[str, object]
"""What a summary says of a ball, as a JSON object."""


def summary_text(run: Run) -> str:
    """The summary of a run.

    The landscape is the last one. Non-finite numbers are null, and so is the valley of a ball that ends in none.
    """
    landscape = features_entry(run.landscape)
    entry = {"format": FORMAT, "version": VERSION, "landscape": landscape, "balls": ball_entries(run, run.balls)}
    return json.dumps(entry, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def features_entry(landscape: Landscape) -> dict[str, object]:
    """A landscape's domain, valleys and hills as a JSON object."""
    features = landscape.features
    ends = features.edges.tolist()
    minima = zip(features.minima.tolist(), features.minimum_heights.tolist(), strict=True)
    valleys = [
        {"from": left, "to": right, "minimum": None if math.isnan(w) else {"w": w, "f": f}, "global": is_global}
        for left, right, (w, f), is_global in zip(ends, ends[1:], minima, features.is_global.tolist(), strict=False)
    ]
    hills = zip(features.hills.tolist(), features.hill_heights.tolist(), strict=True)
    values = dict(landscape.parameters) if isinstance(landscape, FormulaLandscape) else {}
    return {
        "title": fit_name(landscape.title),
        **({"parameters": values} if values else {}),
        "domain": list(landscape.domain),
        "valleys": valleys,
        "hills": [{"w": w, "f": f} for w, f in hills],
    }


def ball_entries(run: Run, balls: Sequence[Ball]) -> list[BallEntry]:
    """The outcomes of a run as a JSON object for each of its balls, with the rule and the parameters of `balls`."""
    numbers = zip(*map(_finite, run.status[:6]), strict=True)
    status, is_global = run.status, run.landscape.features.is_global.tolist()
    outcomes, valleys = [OUTCOMES[code].value for code in status.outcome.tolist()], status.valley.tolist()
    nowhere, hills = ends_in_no_valley(status.outcome).tolist(), status.hills_crossed.tolist()
    return [
        {
            "ball": index + 1,
            "name": ball.name,
            "rule": ball.rule.name,
            **ball.parameters,
            "start": ball.start,
            **dict(zip(Status._fields[:6], values, strict=True)),
            "outcome": outcomes[index],
            "cycle": _cycle_entry(run, index),
            "valley": None if nowhere[index] else valleys[index] + 1,
            "global": not nowhere[index] and is_global[valleys[index]],
            "hills_crossed": hills[index],
        }
        for index, (ball, values) in enumerate(zip(balls, numbers, strict=True))
    ]


def _cycle_entry(run: Run, ball: int) -> dict[str, object] | None:
    cycle = find_cycle(run, ball)
    if cycle is None:
        return None
    return {"period": cycle.period, "bit_period": cycle.bit_period, "from": cycle.lowest, "to": cycle.highest}


def _finite(values: AnyArray) -> list[float | None]:
    return [value if math.isfinite(value) else None for value in values.tolist()]
