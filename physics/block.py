"""A block of steps: made one after another, then judged together."""

import numpy as np

from physics.arrays import Bools, Floats
from physics.outcome import has_gone
from physics.present import Present
from physics.recording import Rows
from physics.rules import Step, step
from physics.standing import Standing, judge_block


def record_start(rows: Rows, present: Present) -> None:
    """Write row 0, of balls at their starts."""
    rows.alpha[0], rows.eta[0], rows.looks_ahead[0] = present.in_force
    for name in Step._fields:
        getattr(rows, name)[0] = getattr(present.state, name)
    rows.f[0] = present.standing.f
    rows.valley[0] = np.where(has_gone(present.standing.outcome), 0, present.standing.valley + 1)
    rows.hills_crossed[0] = 0
    rows.outcome[0] = present.standing.outcome
    rows.stepped[0] = True


def record_block(rows: Rows, present: Present, *, begun: int, parked: Bools, full: bool) -> Standing:
    """Fill rows of shape (steps, balls) with the steps after `present`, that of step `begun`; return their standing.

    Balls that are `parked` do not move: their last row is held.
    """
    rows.alpha[:], rows.eta[:], rows.looks_ahead[:] = in_force = present.in_force
    before, alpha, minus_eta = present.state, in_force.alpha, -in_force.eta
    if parked.any():
        before, alpha, minus_eta = _park(present, parked)
    with np.errstate(all="ignore"):
        for after in map(Step._make, zip(*(getattr(rows, name) for name in Step._fields), strict=True)):
            step(present.landscape, before, alpha, minus_eta, in_force.ahead, after)
            before = after
        return judge_block(
            present.landscape, rows, present.state, present.standing, begun=begun, parked=parked, full=full
        )


def _park(present: Present, parked: Bools) -> tuple[Step, Floats, Floats]:
    """Put parked balls where a step changes nothing and nothing overflows."""
    landscape, state, in_force = present.landscape, present.state, present.in_force
    w = np.where(parked, landscape.domain[0], state.w)
    delta = np.where(parked, 0.0, state.delta)
    before = state._replace(w=w, slope=landscape.slope(w), delta=delta)
    return before, np.where(parked, 0.0, in_force.alpha), np.where(parked, 0.0, -in_force.eta)
