"""The summary of a run as JSON: the landscape's valleys and hills, and the outcome of each ball."""

import json
import math

from app.files.names import fit_name
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.outcome.outcome import OUTCOMES, ends_in_no_valley
from physics.run.cycle import find_cycle
from physics.run.run import Run

FORMAT = "momentum-lab/summary"
VERSION = 1


def summary_text(run: Run) -> str:
    """The summary of a run.

    The landscape is the last one. Non-finite numbers are null, and so is the valley of a ball that ends in none.
    """
    balls = [_ball_entry(run, ball) for ball in range(len(run.balls))]
    landscape = features_entry(run.landscape)
    entry = {"format": FORMAT, "version": VERSION, "landscape": landscape, "balls": balls}
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


def _ball_entry(run: Run, ball: int) -> dict[str, object]:
    first, status = run.balls[ball], run.status
    no_valley = bool(ends_in_no_valley(status.outcome)[ball])
    valley = int(status.valley[ball])
    return {
        "ball": ball + 1,
        "name": first.name,
        "rule": first.rule.name,
        **first.parameters,
        "start": first.start,
        "steps": int(status.steps[ball]),
        "w": _finite(status.w[ball]),
        "f": _finite(status.f[ball]),
        "slope": _finite(status.slope[ball]),
        "delta": _finite(status.delta[ball]),
        "energy": _finite(status.energy[ball]),
        "outcome": OUTCOMES[status.outcome[ball]].value,
        "cycle": _cycle_entry(run, ball),
        "valley": None if no_valley else valley + 1,
        "global": not no_valley and bool(run.landscape.features.is_global[valley]),
        "hills_crossed": int(status.hills_crossed[ball]),
    }


def _cycle_entry(run: Run, ball: int) -> dict[str, object] | None:
    cycle = find_cycle(run, ball)
    if cycle is None:
        return None
    return {"period": cycle.period, "bit_period": cycle.bit_period, "from": cycle.lowest, "to": cycle.highest}


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
