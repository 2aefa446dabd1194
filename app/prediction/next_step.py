"""One step of one ball, taken apart into its terms; the next one, or the one along which it moves."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from app.session.session import Session
from physics.run.run import Run


@dataclass(frozen=True, slots=True)
class Terms:
    """What a step was made of, or will be: Δ = momentum term + gradient term."""

    name: str
    """The ball's name."""
    step: int
    """The number of the step."""
    is_next: bool
    """Whether the step has not been made yet."""
    is_nesterov: bool
    """Whether it is made by Nesterov's rule."""
    delta: float
    momentum_term: float
    gradient_term: float
    alpha: float
    eta: float
    w: float
    """Where the ball is, after the step if it was made."""
    f: float
    energy: float


def terms_of_selected(session: Session) -> Terms | None:
    """The step that is shown of the selected ball; None where there is no ball.

    At rest it is the next one, which the arrows in the landscape show too; while time runs, and of a ball that moves no
    more, the newest that it made. Both come from the one step function: a recorded step is read, the next is asked for.
    """
    run, place = session.run, session.selected
    if not 0 <= place < len(run.balls):
        return None
    rests = not session.playback.is_playing and not run.parked()[place]
    if run.step == 0 or session.slow_motion.is_on or rests:
        return next_terms(session)
    name = session.name(place)
    row = run.recording.row(run.step)
    with np.errstate(all="ignore"):
        values = (row.delta, row.momentum_term, row.gradient_term, row.alpha, row.eta, row.w, row.f, row.energy)
    made_at = run.status.steps[place].item() or run.step
    return Terms(name, made_at, False, bool(row.is_nesterov[place]), *(column[place].item() for column in values))


def next_terms(session: Session) -> Terms:
    """The next step of the selected ball, which there must be, with what is in force now."""
    run, place = session.run, session.selected
    coming, status, parameters = run.next_step(), run.status, run.parameters
    terms = (coming.delta, coming.momentum_term, coming.gradient_term)
    values = (*terms, parameters.alpha, parameters.eta, status.w, status.f, status.energy)
    nesterov, name = bool(parameters.is_nesterov[place]), session.name(place)
    return Terms(name, run.step + 1, True, nesterov, *(column[place].item() for column in values))


class ShownStep(NamedTuple):
    """One step of one ball, as the step function made it or would make it."""

    w: float
    """Where it sets out."""
    momentum_term: float
    gradient_term: float
    delta: float
    w_after: float
    is_nesterov: bool

    @property
    def is_finite(self) -> bool:
        """Whether it can be drawn."""
        return math.isfinite(self.w) and math.isfinite(self.w_after) and math.isfinite(self.momentum_term)

    @property
    def slope_at(self) -> float:
        """Where the slope is felt: at the ball, or with Nesterov's rule where the momentum term alone would lead."""
        return self.w + self.momentum_term if self.is_nesterov else self.w


def coming_step(run: Run, place: int) -> ShownStep | None:
    """The next step of a ball; None when it makes no more."""
    if run.parked()[place] or run.is_full:
        return None
    coming = run.next_step()
    terms = (coming.momentum_term, coming.gradient_term, coming.delta, coming.w)
    momentum_term, gradient_term, delta, w_after = (column[place].item() for column in terms)
    is_nesterov = bool(run.parameters.is_nesterov[place])
    return ShownStep(run.state.w[place].item(), momentum_term, gradient_term, delta, w_after, is_nesterov)


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
    return ShownStep(w, *terms, delta, w_after, bool(row.is_nesterov[place]))
