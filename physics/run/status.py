"""How each ball stands, and the judging of a whole block of recorded steps at once."""

from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Codes, Floats, Ints, chosen
from physics.landscape.base import Landscape
from physics.outcome.outcome import Evaluation, evaluate, has_gone, is_final
from physics.outcome.trapping import energy
from physics.rules.base import Step
from physics.run.recording import Rows


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

    def updated(self, anew: "Status", concerned: Bools, placed: Bools) -> "Status":
        """Return this with the entries of `anew` for those concerned.

        A final outcome that stays keeps its step, unless the ball was placed somewhere by hand.
        """
        stays = is_final(anew.outcome) & (anew.outcome == self.outcome) & ~placed
        return chosen(concerned, anew, self)._replace(steps=np.where(concerned & ~stays, anew.steps, self.steps))


def evaluate_state(
    landscape: Landscape,
    state: Step,
    alpha: Floats,
    eta: Floats,
    is_nesterov: Bools,
    *,
    steps: Ints,
    hills_crossed: Ints,
) -> Status:
    """Judge balls (n,) in a state that no step led to: at the start, or after an edit."""
    with np.errstate(all="ignore"):
        f = landscape.height(state.w)
        e = energy(f, state.delta, alpha, eta)
        outcome, valley = evaluate(
            landscape,
            w=state.w,
            f=f,
            slope=state.slope,
            delta=state.delta,
            energy=e,
            alpha=alpha,
            eta=eta,
            is_heavy_ball=~is_nesterov,
        )
    return Status(steps, state.w, f, state.slope, state.delta, e, outcome, valley, hills_crossed)


def evaluate_block(
    landscape: Landscape, rows: Rows, before: Step, status: Status, *, begun: int, parked: Bools, full: bool
) -> Status:
    """Fill f, valley, hills crossed, outcome and `stepped` of rows just stepped, and return the new standing.

    `before` and `status` describe the balls at step `begun`, just before the first of the rows. Balls that are
    `parked` did not move; the others stop at their first final outcome, or with `full` only when they have gone. Where
    a ball no longer moves, its last row is held.
    """
    rows.f[:] = landscape.height(rows.w)
    evaluated = _evaluate_rows(landscape, rows)
    was_final = is_final(status.outcome)
    ends = np.where(was_final, -1, _first(is_final(evaluated.outcome)))
    stops = np.where(parked, -1, _first(has_gone(evaluated.outcome))) if full else ends
    rows.outcome[:] = evaluated.outcome
    if (ends < len(rows.w)).any():
        _keep_outcomes(rows, evaluated, status, ends, stops)
    rows.stepped[:] = np.arange(len(rows.w))[:, np.newaxis] <= stops
    index_before, index = landscape.features.valley_index(before.w), evaluated.valley
    if not rows.stepped.all():
        _hold(rows, before, status, parked, stops)
        index = np.where(rows.stepped, index, _held_index(index, index_before, parked, stops))
    crossed = np.abs(np.diff(index, axis=0, prepend=index_before[np.newaxis]))
    crossed[np.isnan(rows.w)] = 0  # what is not a number is nowhere
    rows.hills_crossed[:] = status.hills_crossed + np.cumsum(crossed, axis=0)
    rows.valley[:] = np.where(has_gone(rows.outcome), 0, index + 1)
    goes = (stops >= 0) & (stops < len(rows.w))
    place = np.clip(np.where(goes, stops, ends), 0, len(rows.w) - 1)
    anew = read(rows, index[place, np.arange(len(place))], begun, place)
    return chosen(was_final & ~goes, status, anew)._replace(hills_crossed=rows.hills_crossed[-1].copy())


def _first(which: Bools) -> Ints:
    """First row (balls,) that is marked; the number of rows where none is."""
    return np.where(which.any(axis=0), which.argmax(axis=0), len(which))


def _keep_outcomes(rows: Rows, evaluated: Evaluation, status: Status, ends: Ints, stops: Ints) -> None:
    """Let final outcomes stay: only a ball that goes on in a full run may still leave or diverge."""
    row, balls = np.arange(len(rows.w))[:, np.newaxis], np.arange(len(ends))
    for first in (ends, stops):
        last = evaluated.outcome[np.clip(first, 0, len(rows.w) - 1), balls]
        np.copyto(rows.outcome, np.where(first < 0, status.outcome, last), where=row > first)
        np.copyto(rows.outcome, last, where=row == first)


def _evaluate_rows(landscape: Landscape, rows: Rows) -> Evaluation:
    return evaluate(
        landscape,
        w=rows.w,
        f=rows.f,
        slope=rows.slope,
        delta=rows.delta,
        energy=rows.energy,
        alpha=rows.alpha,
        eta=rows.eta,
        is_heavy_ball=~rows.is_nesterov,
    )


def _held_index(index: Ints, index_before: Ints, parked: Bools, ends: Ints) -> Ints:
    """Valley index (balls,) of the last row in which each ball moved."""
    balls = np.arange(index.shape[1])
    return np.where(parked, index_before, index[np.clip(ends, 0, len(index) - 1), balls])


def _hold(rows: Rows, before: Step, status: Status, parked: Bools, ends: Ints) -> None:
    """Repeat the last row of each ball where it no longer moves."""
    balls = np.arange(rows.w.shape[1])
    last = np.clip(ends, 0, len(rows.w) - 1)
    for name, earlier in {**before._asdict(), "f": status.f}.items():
        column = getattr(rows, name)
        np.copyto(column, np.where(parked, earlier, column[last, balls]), where=~rows.stepped)


def read(rows: Rows, valley: Ints, begun: int, place: Ints) -> Status:
    """Read each ball off its row at `place` (balls,), counted from step `begun` + 1; it is in `valley` (balls,)."""
    balls = np.arange(rows.w.shape[1])
    return Status(
        steps=begun + 1 + place.astype(np.int32),
        w=rows.w[place, balls],
        f=rows.f[place, balls],
        slope=rows.slope[place, balls],
        delta=rows.delta[place, balls],
        energy=rows.energy[place, balls],
        outcome=rows.outcome[place, balls],
        valley=valley,
        hills_crossed=rows.hills_crossed[place, balls],
    )
