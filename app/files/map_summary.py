"""The summary of an outcome map as JSON: what it shows, and how many of its runs ended in which way."""

import json
from typing import NamedTuple

import numpy as np

from app.files.summary import features_entry
from physics.features import Features
from physics.grid import Axis, Grid, Quantity
from physics.landscape import Landscape
from physics.outcome import OUTCOMES, Outcome, has_gone
from physics.outcome_map import OutcomeMap

FORMAT = "momentum-lab/map-summary"
VERSION = 1


class Group(NamedTuple):
    """The runs of a map with the same outcome in the same valley."""

    outcome: Outcome
    valley: int | None
    """Number of the valley, from 1; None for runs that have left or diverged."""
    is_global: bool
    """Whether that valley holds the global minimum."""
    runs: int
    share: float
    """Of all runs of the map, 0 to 1."""
    median_steps: float


def groups_of(whole: OutcomeMap, features: Features) -> list[Group]:
    """All runs of a complete map, grouped: valley by valley, in each by outcome, those that are in none at the end."""
    ends, scale = whole.ends, whole.last + 1
    nowhere = features.valley_count
    # One number for a run's group and its steps: sorting it sorts both.
    key = np.where(has_gone(ends.outcome), nowhere, ends.valley).astype(np.int64)
    key *= len(OUTCOMES)
    key += ends.outcome
    key *= scale
    key += ends.steps
    key.sort()
    codes, begin, counts = np.unique(key // scale, return_index=True, return_counts=True)
    middles = key[begin + (counts - 1) // 2] % scale, key[begin + counts // 2] % scale
    groups = []
    for code, runs, *steps in zip(codes.tolist(), counts.tolist(), *(m.tolist() for m in middles), strict=True):
        valley, outcome = divmod(code, len(OUTCOMES))
        is_global = valley < nowhere and bool(features.is_global[valley])
        number = valley + 1 if valley < nowhere else None
        groups.append(Group(OUTCOMES[outcome], number, is_global, runs, runs / len(key), sum(steps) / 2))
    return groups


def map_summary_text(whole: OutcomeMap, landscape: Landscape) -> str:
    """The summary of a complete map. What of the ball an axis shows, and the valley of runs that have none, is null."""
    grid = whole.grid
    entry = {
        "format": FORMAT,
        "version": VERSION,
        "landscape": features_entry(landscape),
        "x": _axis_entry(grid.x, grid.columns),
        "y": _axis_entry(grid.y, grid.rows),
        "ball": _ball_entry(grid),
        "steps": whole.last,
        "outcomes": [_group_entry(group) for group in groups_of(whole, landscape.features)],
    }
    return json.dumps(entry, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _axis_entry(axis: Axis, count: int) -> dict[str, object]:
    return {"quantity": axis.quantity.value, "from": axis.lowest, "to": axis.highest, "count": count}


def _ball_entry(grid: Grid) -> dict[str, object]:
    shown = {grid.x.quantity, grid.y.quantity}
    values = {quantity.value: None if quantity in shown else getattr(grid.ball, quantity) for quantity in Quantity}
    return {"rule": grid.ball.rule.value, **values}


def _group_entry(group: Group) -> dict[str, object]:
    return {
        "outcome": group.outcome.value,
        "valley": group.valley,
        "global": group.is_global,
        "runs": group.runs,
        "share": group.share,
        "median_steps": group.median_steps,
    }
