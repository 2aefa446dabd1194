"""Landscapes for runs, and comparisons of runs."""

from typing import Any

import numpy as np

from physics.arrays import map_columns
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.run.run import Run
from physics.sweep.batch import Finished, Results

HILLS = FormulaLandscape("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", (-6, 6))
DIPS = PointsLandscape([-6, -4, -2, 0, 1, 3, 6], [3, 0, 1, -1, 1.5, 0.5, 2])
LESSARD = FormulaLandscape("12.5w^2 - 12 max(w-1,0)^2 + 12 max(w-2,0)^2", (-10, 10))
"""With α = 4/9 and η = 1/9 a ball that starts at 3.3 comes to a cycle of 3 places (Lessard, Recht and Packard 2016)."""
TIP = FormulaLandscape("abs(w)", (-6, 6))
"""Without momentum a ball comes to jump to and fro between two places."""
WELL = FormulaLandscape("(w^2 - 4)^2/8 + 0.6*w + 1.3", (-6, 6))


def assert_same(one: Any, other: Any) -> None:
    """All arrays in two named tuples or dictionaries are equal, where NaN equals NaN.

    In place of a column that a dictionary lacks there may be NaN: no ball has such a value.
    """
    if isinstance(one, dict):
        for name in {*one, *other}:
            assert_same(one.get(name, np.nan), other.get(name, np.nan))
    elif isinstance(one, tuple):
        for ours, theirs in zip(one, other, strict=True):
            assert_same(ours, theirs)
    else:
        is_float = np.asarray(one).dtype.kind == "f"
        assert np.shape(one) == np.shape(other) or () in (np.shape(one), np.shape(other))
        assert np.array_equal(*np.broadcast_arrays(one, other), equal_nan=is_float)


def assert_same_run(one: Run, other: Run) -> None:
    assert one.step == other.step
    assert_same(one.recording.rows(), other.recording.rows())
    assert_same(one.status, other.status)
    assert_same(one.parameters, other.parameters)


def assert_same_run_state(one: Run, other: Run) -> None:
    """Everything that views read and that the next step is made from."""
    assert one.step == other.step
    assert one.landscape is other.landscape
    assert np.array_equal(one.rule, other.rule)
    assert_same(one.parameters, other.parameters)
    assert_same(one.state, other.state)
    assert_same(one.status, other.status)
    assert np.array_equal(one.origin, other.origin)
    assert np.array_equal(one.since, other.since)
    assert_same(one._run_state.balls.saved, other._run_state.balls.saved)


def in_order(decided: Finished) -> Results:
    """The ends of all runs in the order of their numbers."""
    order = np.argsort(decided.run_index)
    return map_columns(lambda column: column[order], decided.results)
