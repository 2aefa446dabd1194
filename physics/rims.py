"""The rim of the valley that a ball was in, step by step."""

from itertools import pairwise

import numpy as np

from physics.arrays import Floats
from physics.features import Features
from physics.leaving import landscape_in_force
from physics.run import Run


def rims_by_step(run: Run, ball: int, begin: int, stop: int) -> Floats:
    """(stop − begin,) the height that ball number `ball` needs to get out of its valley, at steps begin … stop − 1.

    NaN where the valley has no minimum, so that it has no rim, and once the ball has gone.
    """
    valley = run.recording.rows(begin, stop).valley[:, ball]
    changes = (edit.step + 1 for edit in run.edits if edit.landscape is not None)
    cuts = [begin, *sorted({step for step in changes if begin < step < begin + len(valley)}), begin + len(valley)]
    parts = [
        _rims(landscape_in_force(run, first).features)[valley[first - begin : last - begin]]
        for first, last in pairwise(cuts)
    ]
    return np.concatenate(parts)


def _rims(features: Features) -> Floats:
    """(valleys + 1,) by the recorded number of a valley, which is 0 for what has gone."""
    return np.concatenate(([np.nan], np.where(np.isnan(features.minima), np.nan, features.rims)))
