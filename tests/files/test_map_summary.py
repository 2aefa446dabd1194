import json
import statistics
from collections import defaultdict

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.files.outcome_map import Group, groups_of, map_summary_text
from app.files.summary import features_entry
from physics.landscape.formula import FormulaLandscape
from physics.outcome.outcome import OUTCOMES, Outcome
from physics.rules.base import ALPHA, ETA
from physics.run.ball import START
from physics.sweep.batch import Finished, Results
from physics.sweep.grid import Axis, Grid, OutcomeMap
from tests.support.balls import NESTEROV, new_ball

HILLS = FormulaLandscape("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", (-6, 6), "Hills")
BALL = new_ball(0.9, 0.02, 4.8, rule=NESTEROV)
ALPHAS, STARTS, ETAS = Axis(ALPHA, 0.0, 0.999), Axis(START, -6.0, 6.0), Axis(ETA, 0.001, 0.5)
LAST = 10_000_000
NOWHERE = Outcome.REPEATS, Outcome.LEFT, Outcome.DIVERGED

Runs = list[tuple[int, int, int]]
"""Outcome code, valley index and steps of each."""


def whole_of(runs: Runs, x: Axis = ALPHAS, y: Axis = STARTS) -> OutcomeMap:
    """A map of two rows with these runs in the first, and again in the second."""
    whole = OutcomeMap(Grid(x, y, len(runs), 2, BALL), LAST)
    outcome, valley, steps = (np.array(column * 2) for column in map(list, zip(*runs, strict=True)))
    results = Results(outcome.astype(np.int8), valley.astype(np.int32), np.zeros_like(steps), steps.astype(np.int32))
    whole.take(Finished(np.arange(2 * len(runs)), results))
    return whole


def counted_plainly(runs: Runs) -> list[Group]:
    """The groups, one run at a time."""
    steps: dict[tuple[int, int], list[int]] = defaultdict(list)
    for outcome, valley, step in runs * 2:
        steps[99 if OUTCOMES[outcome] in NOWHERE else valley, outcome].append(step)
    return [
        Group(
            OUTCOMES[outcome],
            None if valley == 99 else valley + 1,
            valley == 1,
            len(some),
            len(some) / (2 * len(runs)),
            statistics.median(some),
        )
        for (valley, outcome), some in sorted(steps.items())
    ]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5), st.integers(0, LAST)), min_size=2, max_size=40))
def test_runs_are_grouped_as_one_would_by_hand(runs: Runs) -> None:
    assert groups_of(whole_of(runs), HILLS.features) == counted_plainly(runs)


def test_what_the_map_shows_is_told() -> None:
    entry = json.loads(map_summary_text(whole_of([(1, 1, 7), (1, 1, 8), (5, 0, 3)]), HILLS))
    assert (entry["format"], entry["version"], entry["steps"]) == ("momentum-lab/map-summary", 1, LAST)
    assert entry["landscape"] == features_entry(HILLS)
    assert entry["x"] == {"quantity": "alpha", "from": 0.0, "to": 0.999, "count": 3}
    assert entry["y"] == {"quantity": "start", "from": -6.0, "to": 6.0, "count": 2}
    assert entry["ball"] == {"rule": "nesterov", "alpha": None, "eta": 0.02, "start": None}
    assert entry["outcomes"] == [
        {"outcome": "trapped", "valley": 2, "global": True, "runs": 4, "share": 4 / 6, "median_steps": 7.5},
        {"outcome": "left", "valley": None, "global": False, "runs": 2, "share": 2 / 6, "median_steps": 3.0},
    ]


def test_what_no_axis_shows_is_the_balls() -> None:
    entry = json.loads(map_summary_text(whole_of([(1, 1, 7)] * 2, ETAS, STARTS), HILLS))
    assert entry["ball"] == {"rule": "nesterov", "alpha": 0.9, "eta": None, "start": None}
    entry = json.loads(map_summary_text(whole_of([(1, 1, 7)] * 2, ETAS, ALPHAS), HILLS))
    assert entry["ball"] == {"rule": "nesterov", "alpha": None, "eta": None, "start": 4.8}
