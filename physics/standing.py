"""How each ball stands, and the judging of a whole block of recorded steps at once."""

from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Codes, Floats, Ints, chosen
from physics.energy import energy
from physics.landscape import Landscape
from physics.outcome import Judgement, has_gone, is_final, judge
from physics.recording import Rows
from physics.rules import Step


class Standing(NamedTuple):
    """Each ball at the step at which its outcome became final, else at the newest step: arrays (n,)."""

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

    def judged_anew(self, anew: "Standing", concerned: Bools) -> "Standing":
        """Return this with the entries of `anew` for those concerned; a final outcome that stays keeps its step."""
        stays = is_final(anew.outcome) & (anew.outcome == self.outcome)
        return chosen(concerned, anew, self)._replace(steps=np.where(concerned & ~stays, anew.steps, self.steps))


def stand(
    landscape: Landscape,
    state: Step,
    alpha: Floats,
    eta: Floats,
    looks_ahead: Bools,
    *,
    steps: Ints,
    hills_crossed: Ints,
) -> Standing:
    """Judge balls (n,) in a state that no step led to: at the start, or after an edit."""
    with np.errstate(all="ignore"):
        f = landscape.height(state.w)
        e = energy(f, state.delta, alpha, eta)
        outcome, valley = judge(
            landscape,
            w=state.w,
            f=f,
            slope=state.slope,
            delta=state.delta,
            energy=e,
            alpha=alpha,
            eta=eta,
            classical=~looks_ahead,
        )
    return Standing(steps, state.w, f, state.slope, state.delta, e, outcome, valley, hills_crossed)


def judge_block(
    landscape: Landscape, rows: Rows, before: Step, standing: Standing, *, begun: int, parked: Bools, full: bool
) -> Standing:
    """Fill f, valley, hills crossed, outcome and `stepped` of rows just stepped, and return the new standing.

    `before` and `standing` describe the balls at step `begun`, just before the first of the rows. Balls that are
    `parked` did not move; the others stop at their first final outcome, or with `full` only when they have gone. Where
    a ball no longer moves, its last row is held.
    """
    rows.f[:] = landscape.height(rows.w)
    judged = _judge_rows(landscape, rows)
    steps, balls = rows.w.shape
    final = is_final(judged.outcome)
    was_final = is_final(standing.outcome)
    ends = np.where(final.any(axis=0), final.argmax(axis=0), steps)
    ends[was_final] = -1
    rows.outcome[:] = judged.outcome
    rows.stepped[:] = ~parked
    row = np.arange(steps)[:, np.newaxis]
    if was_final.any() or final.any():
        last = np.where(was_final, standing.outcome, judged.outcome[np.clip(ends, 0, steps - 1), np.arange(balls)])
        np.copyto(rows.outcome, last, where=row > ends)
        stops = has_gone(last) if full else np.ones(balls, np.bool_)
        np.copyto(rows.stepped, False, where=(row > ends) & (stops | parked))
        _hold(rows, before, standing, parked, ends)
    index_before = landscape.features.valley_index(before.w)
    index = np.where(rows.stepped, judged.valley, _held_index(judged.valley, index_before, parked, ends))
    crossed = np.abs(np.diff(index, axis=0, prepend=index_before[np.newaxis]))
    crossed[np.isnan(rows.w)] = 0  # what is not a number is nowhere
    rows.hills_crossed[:] = standing.hills_crossed + np.cumsum(crossed, axis=0)
    rows.valley[:] = np.where(has_gone(rows.outcome), 0, index + 1)
    return _stand_after(rows, index, standing, begun, was_final, np.clip(ends, 0, steps - 1))


def _judge_rows(landscape: Landscape, rows: Rows) -> Judgement:
    return judge(
        landscape,
        w=rows.w,
        f=rows.f,
        slope=rows.slope,
        delta=rows.delta,
        energy=rows.energy,
        alpha=rows.alpha,
        eta=rows.eta,
        classical=~rows.looks_ahead,
    )


def _held_index(index: Ints, index_before: Ints, parked: Bools, ends: Ints) -> Ints:
    """Valley index (balls,) of the last row in which each ball moved."""
    balls = np.arange(index.shape[1])
    return np.where(parked, index_before, index[np.clip(ends, 0, len(index) - 1), balls])


def _hold(rows: Rows, before: Step, standing: Standing, parked: Bools, ends: Ints) -> None:
    """Repeat the last row of each ball where it no longer moves."""
    balls = np.arange(rows.w.shape[1])
    last = np.clip(ends, 0, len(rows.w) - 1)
    for name, earlier in {**before._asdict(), "f": standing.f}.items():
        column = getattr(rows, name)
        np.copyto(column, np.where(parked, earlier, column[last, balls]), where=~rows.stepped)


def _stand_after(rows: Rows, index: Ints, standing: Standing, begun: int, was_final: Bools, last: Ints) -> Standing:
    """Read each ball off its final row, or the last one; a ball that was final before stands as it stood."""
    balls = np.arange(rows.w.shape[1])
    read = Standing(
        steps=begun + 1 + last.astype(np.int32),
        w=rows.w[last, balls],
        f=rows.f[last, balls],
        slope=rows.slope[last, balls],
        delta=rows.delta[last, balls],
        energy=rows.energy[last, balls],
        outcome=rows.outcome[last, balls],
        valley=index[last, balls],
        hills_crossed=rows.hills_crossed[last, balls],
    )
    return chosen(was_final, standing, read)
