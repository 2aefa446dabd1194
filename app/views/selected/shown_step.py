"""The step of one ball that is drawn as arrows: the next one, or the one along which it glides. No drawing."""

import math
from typing import NamedTuple

from physics.run import Run


class ShownStep(NamedTuple):
    """One step of one ball, as the step function made it or would make it."""

    w: float
    """Where it sets out."""
    momentum_term: float
    gradient_term: float
    delta: float
    w_after: float
    looks_ahead: bool

    @property
    def is_finite(self) -> bool:
        """Whether it can be drawn."""
        return math.isfinite(self.w) and math.isfinite(self.w_after) and math.isfinite(self.momentum_term)

    @property
    def slope_at(self) -> float:
        """Where the slope is felt: at the ball, or with Nesterov's rule where the momentum term alone would lead."""
        return self.w + self.momentum_term if self.looks_ahead else self.w


def coming_step(run: Run, place: int) -> ShownStep | None:
    """The next step of a ball; None when it makes no more."""
    if run.parked()[place] or run.is_full:
        return None
    coming = run.next_step()
    terms = (coming.momentum_term, coming.gradient_term, coming.delta, coming.w)
    momentum_term, gradient_term, delta, w_after = (column[place].item() for column in terms)
    looks_ahead = bool(run.in_force.looks_ahead[place])
    return ShownStep(run.state.w[place].item(), momentum_term, gradient_term, delta, w_after, looks_ahead)


def newest_step(run: Run, place: int) -> ShownStep | None:
    """The step that a ball made last; None where it made none, or was put elsewhere since."""
    if run.step == 0:
        return None
    before, row = run.recording.row(run.step - 1), run.recording.row(run.step)
    delta, w_after = row.delta[place].item(), row.w[place].item()
    if not row.stepped[place] or run.state.w[place] != w_after:
        return None
    w = before.w[place].item()
    # Where a hand moved the ball between the two, it set out from where the hand had put it.
    w = w if w + delta == w_after else w_after - delta
    terms = row.momentum_term[place].item(), row.gradient_term[place].item()
    return ShownStep(w, *terms, delta, w_after, bool(row.looks_ahead[place]))
