"""Events of a run, for the time line: hills jumped, balls trapped, and the barrier heights step by step."""

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
    """Steps (n,) and the places (n,) of the balls, in the order of the steps."""

    step: Ints
    ball: Ints


def jumps(rows: Rows, first: int) -> Events:
    """Find where balls passed a hill, among rows of shape (steps, balls) of which the first is step `first`.

    What happened in the first of the rows itself is not known from them.
    """
    return _where(np.diff(rows.hills_crossed, axis=0) > 0, first)


def trappings(rows: Rows, first: int) -> Events:
    """Find where balls were trapped that had not been a step before; see `jumps`."""
    is_trapped = rows.outcome == TRAPPED
    return _where(is_trapped[1:] & ~is_trapped[:-1], first)


def _where(happened: Bools, first: int) -> Events:
    row, ball = np.nonzero(happened)
    return Events(row + first + 1, ball)


def barrier_heights(run: Run, ball: int, begin: int, stop: int) -> Floats:
    """(stop − begin,) the height that ball number `ball` needs to get out of its valley, at steps begin … stop − 1.

    NaN where the valley has no minimum, so that it has no rim, and once the ball has gone.
    """
    valley = run.recording.rows(begin, stop).valley[:, ball]
    changes = (edit.step + 1 for edit in run.edits if edit.landscape is not None)
    cuts = [begin, *sorted({step for step in changes if begin < step < begin + len(valley)}), begin + len(valley)]
    parts = [
        _rims(landscape_at(run, first).features)[valley[first - begin : last - begin]] for first, last in pairwise(cuts)
    ]
    return np.concatenate(parts)


def _rims(features: Features) -> Floats:
    """(valleys + 1,) by the recorded number of a valley, which is 0 for what has gone."""
    return np.concatenate(([np.nan], np.where(np.isnan(features.minima), np.nan, features.rims)))


def landscape_at(run: Run, step: int) -> Landscape:
    """The landscape for the step from `step` − 1 to `step`."""
    edited = [edit.landscape for edit in run.edits if edit.landscape is not None and edit.step < step]
    return edited[-1] if edited else run.first_landscape
