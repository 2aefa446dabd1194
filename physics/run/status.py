"""The status of each ball, and the evaluation of a block of recorded steps."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from physics.arrays import AnyArray, Bools, Codes, Columns, Floats, Ints, map_arrays, where
from physics.forcing.forcing import Forcing
from physics.landscape.base import Landscape
from physics.outcome.outcome import (
    REPEATS,
    ROLLING,
    TRAPPED,
    LevelIn,
    OutcomeInput,
    evaluate,
    has_gone,
    is_final,
)
from physics.rules.base import State
from physics.rules.dispatch import Groups, energy, groups_of
from physics.rules.trapping_levels import level_in_valley, trapping_levels
from physics.run.recording import Rows

BEFORE_BLOCK = -1
"""In place of a row: it happened before the first row."""


class Rules(NamedTuple):
    """The rules and parameters of all steps between two edits."""

    groups: Groups
    parameters: Columns
    """With the η that a schedule comes to in the end."""
    level_in: LevelIn
    """The energies below which the balls are trapped."""


def rules_of(landscape: Landscape, rule: Codes, parameters: Columns, forcing: Forcing) -> Rules:
    """The rules of balls (n,) on a landscape."""
    parameters = forcing.in_the_end(parameters)
    levels, balls = trapping_levels(landscape, rule, parameters), np.arange(len(rule))

    def level_in(valley: Ints) -> Floats:
        return level_in_valley(landscape, rule, parameters, levels, valley, balls)

    return Rules(groups_of(rule), parameters, level_in)


class Status(NamedTuple):
    """Each ball at the step at which its outcome became final, else at the step that the run is at: arrays (n,)."""

    steps: Ints
    """That step."""
    w: Floats
    f: Floats
    slope: Floats
    delta: Floats
    energy: Floats
    outcome: Codes
    valley: Ints
    """Index of the valley, from 0; for a ball that has left, of the valley at that end."""
    hills_crossed: Ints
    """Up to the step that the run is at, also when the ball goes on after that in a full run."""

    def updated(self, new: "Status", mask: Bools, placed: Bools) -> "Status":
        """Return this with the entries of `new` for the balls of the mask.

        An unchanged final outcome keeps its step, unless the ball was `placed` somewhere by hand.
        """
        is_kept = is_final(new.outcome) & (new.outcome == self.outcome) & ~placed
        return where(mask, new, self)._replace(steps=np.where(mask & ~is_kept, new.steps, self.steps))

    def parked(self, full: bool) -> Bools:
        """Which balls no longer move while nothing is edited; in a `full` run only those that have gone."""
        return has_gone(self.outcome) if full else is_final(self.outcome)


def evaluate_state(
    landscape: Landscape,
    rule: Codes,
    parameters: Columns,
    state: State,
    origin: Floats,
    *,
    step: int,
    hills_crossed: Ints,
    forcing: Forcing,
) -> Status:
    """Evaluate balls (n,) in a state that no step led to: at the start, or after an edit."""
    steps = np.full(len(rule), step, np.int32)
    with np.errstate(all="ignore"):
        f = landscape.height(state.w)
        rules = rules_of(landscape, rule, parameters, forcing)
        states = OutcomeInput(*rules, state.w, f, state.slope, state.delta, state.rule_state, origin)
        if forcing.is_on:
            states = states._replace(is_noisy=forcing.is_noisy, may_be_trapped=steps >= forcing.certain_from)
        outcome, valley, e = evaluate(landscape, states)
        in_force = forcing.in_force(parameters, step)
        if in_force is not parameters:
            e = energy(rules.groups, in_force, f, state.delta)
    return Status(steps, state.w, f, state.slope, state.delta, e, outcome, valley, hills_crossed)


def evaluate_block(
    landscape: Landscape,
    rows: Rows,
    rules: Rules,
    before: State,
    status: Status,
    origin: Floats,
    repeats: Ints,
    forcing: Forcing,
    *,
    begun: int,
    full: bool,
) -> Status:
    """Fill f, valley, hills crossed, outcome and `stepped` of rows just stepped, and return the status after them.

    `before`, `status` and `origin` describe the balls at step `begun`, just before the first row. `repeats` (balls,)
    are the rows with which they close a cycle, and the number of rows where they do not. A ball that was trapped stays
    trapped. Balls that are parked did not move; the others stop at their first final outcome, or in a `full` run only
    when they have gone. The last row of a ball is repeated once it has stopped.
    """
    rows.f[:] = landscape.height(rows.w)
    states = OutcomeInput(*rules, rows.w, rows.f, rows.slope, rows.delta, rows.rule_state, origin)
    if forcing.is_on:
        is_certain = np.arange(begun + 1, begun + 1 + len(rows.w))[:, np.newaxis] >= forcing.certain_from
        states = states._replace(is_noisy=forcing.is_noisy, may_be_trapped=is_certain)
    evaluation = evaluate(landscape, states)
    _keep_trapped(evaluation.outcome, status)
    _close_cycles(evaluation.outcome, repeats)
    final, stop = _final_and_stop(_scan, evaluation.outcome, status, full)
    rows.outcome[:] = evaluation.outcome
    if (final < len(rows.w)).any():
        _keep_final_outcomes(rows, evaluation.outcome, status, final, stop)
    rows.stepped[:] = np.arange(len(rows.w))[:, np.newaxis] <= stop
    valley_before, valley = landscape.features.valley_index(before.w), evaluation.valley
    if not rows.stepped.all():
        balls, last = np.arange(len(stop)), np.clip(stop, 0, len(rows.w) - 1)
        is_parked = stop == BEFORE_BLOCK

        def repeat_last(column: AnyArray, earlier: AnyArray) -> AnyArray:
            np.copyto(column, np.where(is_parked, earlier, column[last, balls]), where=~rows.stepped)
            return column

        map_arrays(repeat_last, rows.state, before)
        repeat_last(rows.f, status.f)
        valley = np.where(rows.stepped, valley, np.where(is_parked, valley_before, valley[last, balls]))
    crossed = np.abs(valley - np.concatenate((valley_before[np.newaxis], valley[:-1])))
    crossed[np.isnan(rows.w)] = 0  # NaN is in no valley
    rows.hills_crossed[:] = status.hills_crossed + np.cumsum(crossed, axis=0)
    rows.valley[:] = np.where(has_gone(rows.outcome), 0, valley + 1)
    return _read(landscape, rows, rules.groups, status, begun, final, stop)


def status_after(landscape: Landscape, rows: Rows, status: Status, *, begun: int, full: bool) -> Status:
    """Return what `evaluate_block` returned for these rows, in blocks of any size, from the recorded rows alone."""
    final, stop = _final_and_stop(_bisect, rows.outcome, status, full)
    return _read(landscape, rows, groups_of(rows.rule[0]), status, begun, final, stop)


def _final_and_stop(
    first_row: Callable[[Callable[[Codes], Bools], Codes], Ints], outcome: Codes, status: Status, full: bool
) -> tuple[Ints, Ints]:
    """The rows (balls,) at which outcomes become final and balls stop; beyond the last row where they do not."""
    final = np.where(is_final(status.outcome), BEFORE_BLOCK, first_row(is_final, outcome))
    if not full:
        return final, final
    return final, np.where(has_gone(status.outcome), BEFORE_BLOCK, first_row(has_gone, outcome))


def _scan(is_so: Callable[[Codes], Bools], outcome: Codes) -> Ints:
    """First row (balls,) whose outcome is so, the number of rows where none is."""
    mask = is_so(outcome)
    return np.where(mask.any(axis=0), mask.argmax(axis=0), len(mask))


def _bisect(is_so: Callable[[Codes], Bools], outcome: Codes) -> Ints:
    """The same for recorded outcomes, which stay so once they are so: quick also for millions of rows."""
    balls = np.arange(outcome.shape[1])
    low, high = np.zeros(len(balls), np.intp), np.full(len(balls), len(outcome), np.intp)
    while (low < high).any():
        middle = (low + high) // 2
        hit = is_so(outcome[np.minimum(middle, len(outcome) - 1), balls])
        is_open = low < high
        high = np.where(is_open & hit, middle, high)
        low = np.where(is_open & ~hit, middle + 1, low)
    return low


def _keep_trapped(outcome: Codes, status: Status) -> None:
    """A ball that was trapped is never rolling again: that it can't leave was proven for all later steps."""
    was_trapped = np.logical_or.accumulate(outcome == TRAPPED, axis=0)
    was_trapped |= status.outcome == TRAPPED
    outcome[was_trapped & (outcome == ROLLING)] = TRAPPED


def _close_cycles(outcome: Codes, repeats: Ints) -> None:
    """Let balls repeat from the given rows (balls,) on, unless they have a final outcome there."""
    balls = np.flatnonzero(repeats < len(outcome))
    balls = balls[~is_final(outcome[repeats[balls], balls])]
    outcome[repeats[balls], balls] = REPEATS


def _keep_final_outcomes(rows: Rows, evaluated: Codes, status: Status, final: Ints, stop: Ints) -> None:
    """Make final outcomes last: only in a full run may a ball still leave or diverge after that."""
    row, balls = np.arange(len(rows.w))[:, np.newaxis], np.arange(len(final))
    for first in (final, stop):
        last = evaluated[np.clip(first, 0, len(rows.w) - 1), balls]
        np.copyto(rows.outcome, np.where(first == BEFORE_BLOCK, status.outcome, last), where=row > first)
        np.copyto(rows.outcome, last, where=row == first)


def _read(
    landscape: Landscape, rows: Rows, groups: Groups, status: Status, begun: int, final: Ints, stop: Ints
) -> Status:
    """Read the status after `rows` off them: each ball at its stop, else where its outcome became final, else last."""
    balls, last = np.arange(rows.w.shape[1]), len(rows.w) - 1
    stops = (stop != BEFORE_BLOCK) & (stop <= last)
    row = np.minimum(np.maximum(np.where(stops, stop, final), 0), last)  # np.clip is slower on few balls
    f, delta = rows.f[row, balls], rows.delta[row, balls]
    w, hills_crossed = rows.w[row, balls], rows.hills_crossed[-1].copy()
    new = Status(
        steps=begun + 1 + row.astype(np.int32),
        w=w,
        f=f,
        slope=rows.slope[row, balls],
        delta=delta,
        energy=energy(groups, map_arrays(lambda column: column[row, balls], rows.parameters), f, delta),
        outcome=rows.outcome[row, balls],
        valley=landscape.features.valley_index(w),
        hills_crossed=hills_crossed,
    )
    was_final = is_final(status.outcome) & ~stops
    return where(was_final, status, new)._replace(hills_crossed=hills_crossed) if was_final.any() else new
