"""Making steps: rows of a recording are filled, block by block."""

from collections.abc import Iterator

import numpy as np

from physics.arrays import AnyArray, Ints, map_arrays, map_columns
from physics.forcing.forcing import with_share
from physics.outcome.cycle import compare_with_saved
from physics.outcome.outcome import has_gone, is_final
from physics.rules.base import State
from physics.rules.dispatch import Groups, rows_of, steppers
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
    forces = run_state.forcing.forces(begun, len(rows.w))
    if forces is not None and forces.share is not None:
        map_arrays(_write, rows.parameters, with_share(parameters, forces.share[:, np.newaxis]))
    parked = status.parked(full)
    if parked.any():  # such a ball is put where a step changes nothing and nothing overflows
        parameters = {name: np.where(parked, 0.0, column) for name, column in parameters.items()}
        w, delta = np.where(parked, landscape.domain[0], before.w), np.where(parked, 0.0, before.delta)
        before = before._replace(w=w, slope=landscape.slope(w), delta=delta)
    with np.errstate(all="ignore"):
        for after, step in zip(
            _states(rows.state), steppers(landscape, rules.groups, parameters, forces), strict=False
        ):
            step(before, after)
            before = after
        _fill_missing_state(rows, rules.groups)
        balls, forcing = run_state.balls, run_state.forcing
        repeats = _first_repeats(rows, balls, begun, forcing.certain_from)
        return evaluate_block(
            landscape, rows, rules, balls.state, status, balls.origin, repeats, forcing, begun=begun, full=full
        )


def _first_repeats(rows: Rows, balls: BallStates, begun: int, certain_from: int) -> Ints:
    """(balls,) the first row that closes a cycle; the number of rows where none does, or where the outcome is final.

    Cycles are looked for from step `certain_from` on.
    """
    repeats = np.full(len(balls.since), len(rows.w))
    skipped = max(0, certain_from - begun)
    if skipped >= len(rows.w):
        return repeats
    is_decided = is_final(balls.status.outcome)
    moving = np.flatnonzero(~is_decided) if is_decided.any() else slice(None)
    states = map_columns(lambda column: column[skipped:, moving], rows.whole_state)
    saved = map_columns(lambda column: column[moving], balls.saved)
    age = begun + skipped - np.maximum(balls.since[moving], certain_from)
    repeats[moving] = skipped + compare_with_saved(states, saved, age).first
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
