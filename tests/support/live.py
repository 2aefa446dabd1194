"""Balls rolled to rest as in the window, the reference for a map, which stops when an outcome is known."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Codes, Ints, concatenate
from physics.landscape.base import Landscape
from physics.outcome.outcome import LEFT, REPEATS, ROLLING, SETTLED, TRAPPED, is_final
from physics.run.ball import Ball
from physics.run.run import Run
from physics.sweep.batch import Results
from physics.sweep.grid import Grid

BALLS_PER_RUN = 4000
"""Balls in one run, for little memory."""
STEPS_PER_CHECK = 100
"""Steps between two checks which balls are at rest."""


class Live(NamedTuple):
    """The results of balls: arrays (n,)."""

    decided: Ints
    """The first step at which a ball was something else than rolling; the last step where there was none."""
    decided_as: Codes
    """What it was then."""
    steps: Ints
    """The step at which its outcome was final, else the last."""
    outcome: Codes
    """The outcome then."""
    valley: Ints
    """Index of the valley then; for a ball that has left, of the valley at that end."""
    hills_crossed: Ints
    """Up to then."""
    hills_at_decision: Ints
    """Up to `decided`."""


def rolled_to_rest(landscape: Landscape, balls: Sequence[Ball], last: int) -> Live:
    """Roll balls, many at once, until every outcome is final or `last` steps are made."""
    blocks = [balls[first : first + BALLS_PER_RUN] for first in range(0, len(balls), BALLS_PER_RUN)]
    return concatenate([_rolled(landscape, block, last) for block in blocks])


def _rolled(landscape: Landscape, balls: Sequence[Ball], last: int) -> Live:
    run = Run(landscape, balls)
    live = Live(*(np.zeros(len(balls), np.int64) for _ in Live._fields))
    live.decided[:], live.decided_as[:] = last, ROLLING
    index, made = np.arange(len(balls)), 0
    _note_decisions(live, run, index, made, 0)
    while True:
        status = run.status
        for name in ("steps", "outcome", "valley", "hills_crossed"):
            getattr(live, name)[index] = getattr(status, name)
        going = np.flatnonzero(~is_final(status.outcome))
        if not len(going) or made == last:
            undecided = live.decided_as == ROLLING
            live.hills_at_decision[undecided] = live.hills_crossed[undecided]
            return live
        run.recording.forget_before(made)
        if len(going) < len(index):
            run, index = run.select_balls(going.tolist()), index[going]
        made += run.advance(min(STEPS_PER_CHECK, last - made))
        _note_decisions(live, run, index, made, 1)


def _note_decisions(live: Live, run: Run, index: Ints, made: int, skipped: int) -> None:
    """Note which balls were decided in the newest rows, the first `skipped` of which are old."""
    rows = run.recording.rows()
    is_decided = rows.outcome[skipped:] != ROLLING
    row = is_decided.argmax(axis=0)
    now = is_decided.any(axis=0) & (live.decided_as[index] == ROLLING)
    columns, row = np.flatnonzero(now), row[now] + skipped
    live.decided[index[now]] = made - (len(rows.w) - 1) + row
    live.decided_as[index[now]] = rows.outcome[row, columns]
    live.hills_at_decision[index[now]] = rows.hills_crossed[row, columns]


def says_the_same(results: Results, live: Live) -> Bools:
    """Where a map says what the live balls then do: (n,).

    It must have known at the very step at which a live ball first shows something else than rolling, and be right: a
    ball that settles does so in the valley of the map, one that leaves or is balanced is nothing else in the map. One
    that repeats may have been trapped before.
    """
    same = (results.steps == live.decided) & (results.outcome == live.decided_as)
    same &= results.hills_crossed == live.hills_at_decision
    locked_in = np.isin(results.outcome, (TRAPPED, SETTLED))
    stays = np.isin(live.outcome, (TRAPPED, SETTLED))
    repeats = (live.outcome == REPEATS) & locked_in
    same &= np.where(stays, locked_in, repeats | (live.outcome == results.outcome))
    same &= (results.valley == live.valley) | (results.outcome > LEFT)
    return same


def ball_at(grid: Grid, number: int) -> Ball:
    """The ball that sets out at one point of a grid."""
    row, column = divmod(number, grid.columns)
    values = {grid.x.parameter.name: grid.x_values[column].item(), grid.y.parameter.name: grid.y_values[row].item()}
    return grid.ball.changed(values)
