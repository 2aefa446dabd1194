"""Making steps: rows of a recording are filled, block by block."""

from collections.abc import Iterator

import numpy as np

from physics.arrays import AnyArray, Ints, map_arrays, map_columns
from physics.outcome.cycle import compare_with_saved
from physics.outcome.outcome import has_gone, is_final
from physics.rules.base import State
from physics.rules.dispatch import Groups, rows_of, stepper
from physics.run.recording import Rows
from physics.run.state import BallStates, RunState
from physics.run.status import Rules, Status, evaluate_block


def record_start(rows: Rows, run_state: RunState) -> None:
    """Write row 0."""
    balls, status = run_state.balls, run_state.balls.status
    rows.rule[0] = balls.rule
    map_arrays(_write, rows.parameters, balls.parameters)
    map_arrays(_write, rows.state, balls.state)
    rows.f[0] = status.f
    rows.valley[0] = np.where(has_gone(status.outcome), 0, status.valley + 1)
    rows.hills_crossed[0] = 0
    rows.outcome[0] = status.outcome
    rows.stepped[0] = True


def record_block(rows: Rows, run_state: RunState, rules: Rules, *, begun: int, full: bool) -> Status:
    """Fill rows of shape (steps, balls) with the steps after `run_state`, that of step `begun`; return their status.

    `rules` are those of `run_state`.
    """
    landscape = run_state.landscape
    rule, parameters, before, status = run_state.balls[:4]
    rows.rule[:] = rule
    map_arrays(_write, rows.parameters, parameters)
    parked = status.parked(full)
    if parked.any():  # such a ball is put where a step changes nothing and nothing overflows
        parameters = {name: np.where(parked, 0.0, column) for name, column in parameters.items()}
        w, delta = np.where(parked, landscape.domain[0], before.w), np.where(parked, 0.0, before.delta)
        before = before._replace(w=w, slope=landscape.slope(w), delta=delta)
    step = stepper(landscape, rules.groups, parameters)
    with np.errstate(all="ignore"):
        for after in _states(rows.state):
            step(before, after)
            before = after
        _fill_missing_state(rows, rules.groups)
        repeats = _first_repeats(rows, run_state.balls, begun)
        balls = run_state.balls
        return evaluate_block(
            landscape, rows, rules, balls.state, status, balls.origin, repeats, begun=begun, full=full
        )


def _first_repeats(rows: Rows, balls: BallStates, begun: int) -> Ints:
    """(balls,) the first row that closes a cycle; the number of rows where none does, or where the outcome is final."""
    repeats = np.full(len(balls.since), len(rows.w))
    moving = np.flatnonzero(~is_final(balls.status.outcome))
    states, saved = (map_columns(lambda column: column[..., moving], each) for each in (rows.whole_state, balls.saved))
    repeats[moving] = compare_with_saved(states, saved, begun - balls.since[moving]).first
    return repeats


def _write(column: AnyArray, values: AnyArray) -> AnyArray:
    """Write values (balls,) into every row of a column."""
    column[:] = values
    return column


def _states(columns: State) -> Iterator[State]:
    """The rows one by one, as views."""
    *arrays, rule_state = columns
    return map(State._make, zip(*arrays, rows_of(rule_state), strict=False))


def _fill_missing_state(rows: Rows, groups: Groups) -> None:
    """Write NaN where a ball's rule has no such state."""
    for name, column in rows.rule_state.items():
        for rule, mask in groups:
            if name not in rule.state:
                np.copyto(column, np.nan, where=mask)
