"""Events of a run: hills passed and balls trapped, and the height of the barrier at each step."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Floats, Ints
from physics.landscape.base import Landscape
from physics.landscape.features import Features
from physics.outcome.outcome import TRAPPED
from physics.run.recording import Rows
from physics.run.run import Run


class Events(NamedTuple):
    """The step and the ball of each event, arrays (n,) in the order of the steps."""

    step: Ints
    ball: Ints


def hills_passed(rows: Rows, first: int) -> Events:
    """Find where balls passed a hill, in rows (steps, balls) of which the first is step `first`.

    Events of the first row itself can't be found, as they take the row before.
    """
    return _events(np.diff(rows.hills_crossed, axis=0) > 0, first)


def balls_trapped(rows: Rows, first: int) -> Events:
    """Find where balls became trapped; arguments as for `hills_passed`."""
    is_trapped = rows.outcome == TRAPPED
    return _events(is_trapped[1:] & ~is_trapped[:-1], first)


def _events(happened: Bools, first: int) -> Events:
    row, ball = np.nonzero(happened)
    return Events(row + first + 1, ball)


def barrier_heights(run: Run, ball: int, begin: int, stop: int) -> Floats:
    """(stop − begin,) the height of the lower rim of the ball's valley, at steps begin … stop − 1.

    NaN where the valley has no minimum, so that it has no rim, and once the ball has gone.
    """
    valley = run.recording.rows(begin, stop).valley[:, ball]
    parts = [
        _rims(landscape.features)[valley[first - begin : last - begin]]
        for landscape, first, last in _landscapes_by_step(run, begin, begin + len(valley))
    ]
    return np.concatenate(parts)


def lowest_heights(run: Run, begin: int, stop: int) -> Floats:
    """(stop − begin,) f*, the lowest f of the landscape, at steps begin … stop − 1."""
    parts = [
        np.full(last - first, landscape.features.lowest)
        for landscape, first, last in _landscapes_by_step(run, begin, stop)
    ]
    return np.concatenate(parts)


def _landscapes_by_step(run: Run, begin: int, stop: int) -> Iterator[tuple[Landscape, int, int]]:
    """Each landscape between two steps, with the first step that led over it and the one after the last."""
    changes = {edit.step + 1 for edit in run.edits if edit.landscape is not None}
    cuts = [begin, *sorted(step for step in changes if begin < step < stop), stop]
    return ((landscape_at(run, first), first, last) for first, last in pairwise(cuts))


def _rims(features: Features) -> Floats:
    """(valleys + 1,) indexed by the recorded number of a valley, where 0 means gone."""
    return np.concatenate(([np.nan], np.where(np.isnan(features.minima), np.nan, features.rims)))


def landscape_at(run: Run, step: int) -> Landscape:
    """The landscape of the step from `step` − 1 to `step`."""
    edited = [edit.landscape for edit in run.edits if edit.landscape is not None and edit.step < step]
    return edited[-1] if edited else run.first_landscape
