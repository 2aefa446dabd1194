"""Whether, and from which step on, a run meets a condition of a lesson."""

from dataclasses import dataclass, replace

import numpy as np

from app.files.conditions import (
    ANY,
    CHOSEN,
    EVERY,
    GLOBAL,
    All,
    AnyOf,
    Balls,
    Becomes,
    Condition,
    Crosses,
    Has,
    Made,
    Not,
    OnLandscape,
    Over,
    Reaches,
    SameForAll,
    Unchanged,
    Valley,
    ValleyCount,
)
from app.lessons.numbers import given_values
from physics.arrays import Bools, Ints
from physics.outcome.outcome import OUTCOMES, SETTLED, TRAPPED, Outcome, is_final
from physics.run.ball import START
from physics.run.recording import Rows
from physics.run.run import Run


@dataclass(frozen=True)
class Attempt:
    """A run, as far as it is recorded, of a scenario with so many steps."""

    run: Run
    steps: int
    chosen: int | None = None
    """The ball (index from 0) or the valley (number from 1) that the person chose."""

    @property
    def rows(self) -> Rows:
        """All rows of the run."""
        return self.run.recording.rows()

    @property
    def is_over(self) -> bool:
        """Whether no ball moves any more, or all steps of the scenario are made."""
        last = self.run.last
        has_edits_to_come = any(edit.step >= last for edit in self.run.edits)
        is_at_rest = not has_edits_to_come and bool(is_final(self.rows.outcome[-1]).all())
        return last >= self.steps or is_at_rest


def right_choices(condition: Condition, attempt: Attempt, count: int, first: int) -> list[int]:
    """Those of `count` balls or valleys, the first of which is number `first`, that are right to choose."""
    choices = range(first, first + count)
    return [choice for choice in choices if met_at(condition, replace(attempt, chosen=choice)) is not None]


def met_at(condition: Condition, attempt: Attempt) -> int | None:
    """The first step at which the condition is met; None if it isn't in what is recorded."""
    match condition:
        case All(conditions):
            return _last_of(conditions, attempt)
        case AnyOf(conditions):
            steps = [met_at(each, attempt) for each in conditions]
            return min((step for step in steps if step is not None), default=None)
        case Not(inner):
            return attempt.run.last if attempt.is_over and met_at(inner, attempt) is None else None
        case Reaches() | Becomes() | Crosses():
            return _first_step(condition, attempt)
        case Made(steps):
            return steps if attempt.run.last >= steps else attempt.run.last if attempt.is_over else None
        case Over():
            return attempt.run.last if attempt.is_over else None
    return 0 if _holds(condition, attempt) else None


def _last_of(conditions: tuple[Condition, ...], attempt: Attempt) -> int | None:
    last = 0
    for each in conditions:
        step = met_at(each, attempt)
        if step is None:
            return None
        last = max(last, step)
    return last


def _holds(condition: Has | SameForAll | Unchanged | ValleyCount | OnLandscape, attempt: Attempt) -> bool:
    """Whether something holds that does not depend on the step."""
    run = attempt.run
    match condition:
        case Has(ball, name, low, high):
            values = [given_values(run, index, name) for index in _indices(ball, attempt)]
            fit = [bool(given) and all(low <= value <= high for value in given) for given in values]
            return any(fit) if ball == ANY else all(fit)
        case SameForAll(name):
            return len({value for index in range(len(run.balls)) for value in given_values(run, index, name)}) == 1
        case Unchanged():
            return not any(edit.step for edit in run.edits)
        case ValleyCount(low, high):
            return low <= run.landscape.features.valley_count <= high
    return _holds_elsewhere(condition, attempt)


def _holds_elsewhere(condition: OnLandscape, attempt: Attempt) -> bool:
    """Whether balls with the same values meet a condition on another landscape."""
    if not attempt.is_over:  # computing another run takes long: once, at the end
        return False
    landscape, start = condition.landscape, condition.start
    lo, hi = landscape.domain
    balls = [
        ball.changed({START.name: min(max(ball.start, lo), hi) if start is None else start})
        for ball in attempt.run.balls
    ]
    other = Run(landscape, balls, forcing=attempt.run.first_forcing)
    other.advance(condition.steps)
    return met_at(condition.condition, replace(attempt, run=other, steps=condition.steps)) is not None


def _indices(ball: Balls, attempt: Attempt) -> list[int]:
    if ball == CHOSEN:
        return [] if attempt.chosen is None else [attempt.chosen]
    if ball in (EVERY, ANY):
        return list(range(len(attempt.run.balls)))
    return [index for index in range(len(attempt.run.balls)) if index == ball]


def _first_step(condition: Reaches | Becomes | Crosses, attempt: Attempt) -> int | None:
    """The first step at which balls do something, or all of them have done it."""
    indices = _indices(condition.ball, attempt)
    if not indices:
        return None
    happened = _happened(condition, attempt)[:, indices]
    if condition.within is not None:
        happened = happened[: condition.within + 1]
    is_so, first = happened.any(axis=0), happened.argmax(axis=0)
    if condition.ball == ANY:
        return int(first[is_so].min()) if is_so.any() else None
    return int(first.max()) if is_so.all() else None


def _happened(condition: Reaches | Becomes | Crosses, attempt: Attempt) -> Bools:
    """(steps, balls) whether it is so."""
    rows = attempt.rows
    match condition:
        case Reaches(_, valley):
            return _in_valley(rows.valley, valley, attempt)
        case Crosses(_, hills):
            crossed: Bools = rows.hills_crossed >= hills
            return crossed
    outcome, place = condition.outcome, condition.valley
    codes = [TRAPPED, SETTLED] if outcome is Outcome.TRAPPED else [OUTCOMES.index(outcome)]
    is_so: Bools = np.isin(rows.outcome, codes)
    return is_so if place is None else is_so & _in_valley(rows.valley, place, attempt)


def _in_valley(numbers: Ints, valley: Valley, attempt: Attempt) -> Bools:
    """Whether numbers of valleys, from 1, where 0 means gone, are that of this valley."""
    if valley == GLOBAL:
        is_global = np.concatenate(([False], attempt.run.landscape.features.is_global))
        found: Bools = is_global[np.minimum(numbers, len(is_global) - 1)]
        return found
    is_there: Bools = numbers == (attempt.chosen if valley == CHOSEN else valley)
    return is_there
