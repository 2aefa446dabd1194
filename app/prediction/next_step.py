"""One step of one ball with its terms: the next one, or the one that it made last."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from app.session.session import Session
from app.text.balls import name_in_run
from physics.rules.base import Formulas, Rule
from physics.rules.registry import RULES
from physics.run.run import Run
from physics.run.state import ball_parameters


@dataclass(frozen=True, slots=True)
class Terms:
    """The numbers of one step, as text shows them: Δ = momentum term + gradient term."""

    name: str
    """The ball's name."""
    step: int
    """The number of the step."""
    is_next: bool
    """Whether the step has not been made yet."""
    is_noisy: bool
    """Whether the slope is felt with noise."""
    rule: Rule
    parameters: dict[str, float]
    """Of the step, by name."""
    delta: float
    momentum_term: float
    gradient_term: float
    w: float
    """Where the ball is now: before the next step, or after the one that it made."""
    f: float
    energy: float
    """NaN if the rule has none."""

    @property
    def formulas(self) -> Formulas:
        """Those of the rule, with noise where it is felt."""
        return formulas_of(self.rule, is_noisy=self.is_noisy)


def formulas_of(rule: Rule, *, is_noisy: bool) -> Formulas:
    """The formulas of a rule's step, with or without noise."""
    return rule.formulas.with_noise() if is_noisy else rule.formulas


def terms_of_selected(session: Session) -> Terms | None:
    """Return the step of the selected ball to show, or None if there is no ball."""
    is_slow = session.slow_motion.is_on
    return shown_terms(session.run, session.selected, is_playing=session.playback.is_playing, is_slow=is_slow)


def shown_terms(run: Run, ball: int, *, is_playing: bool, is_slow: bool = False) -> Terms | None:
    """Return the step of a ball to show, or None if there is no such ball.

    At rest it is the next step, as drawn in the landscape; during playback, or when the ball has stopped, the last one.
    In slow motion (`is_slow`) it is the next step.
    """
    if not 0 <= ball < len(run.balls):
        return None
    is_at_rest = not is_playing and not run.parked()[ball]
    if run.step == 0 or is_slow or is_at_rest:
        return next_terms(run, ball)
    name = name_in_run(run, ball)
    row = run.recording.row(run.step)
    with np.errstate(all="ignore"):
        values = (row.delta, row.momentum_term, row.gradient_term, row.w, row.f, row.energy)
    made_at = run.status.steps[ball].item() or run.step
    made_with = ball_parameters(row.rule, row.parameters, ball)
    numbers = (column[ball].item() for column in values)
    return Terms(name, made_at, False, _was_noisy(run, made_at), *made_with, *numbers)


def next_terms(run: Run, ball: int) -> Terms:
    """Return the next step of a ball."""
    coming, status = run.next_step(), run.status
    terms = (coming.delta, coming.momentum_term, coming.gradient_term)
    values = (*terms, status.w, status.f, status.energy)
    made_with, numbers = run.next_parameters(ball), (column[ball].item() for column in values)
    return Terms(name_in_run(run, ball), run.step + 1, True, run.forcing.is_noisy, *made_with, *numbers)


def _was_noisy(run: Run, step: int) -> bool:
    """Whether noise was felt in a step that was made."""
    changes = [edit.noise for edit in run.edits if edit.noise is not None and edit.step < step]
    return (changes[-1] if changes else run.first_forcing.noise) > 0.0


class ShownStep(NamedTuple):
    """The positions and terms of one step, as the landscape draws them."""

    w: float
    """Where the step begins."""
    momentum_term: float
    gradient_term: float
    delta: float
    w_after: float
    rule: Rule
    is_noisy: bool = False

    @property
    def formulas(self) -> Formulas:
        """Those of the rule, with noise where it is felt."""
        return formulas_of(self.rule, is_noisy=self.is_noisy)

    @property
    def is_finite(self) -> bool:
        """Whether all its positions are finite, so that it can be drawn."""
        return math.isfinite(self.w) and math.isfinite(self.w_after) and math.isfinite(self.momentum_term)

    @property
    def takes_slope_elsewhere(self) -> bool:
        """Whether the rule takes the slope elsewhere than where a moving ball is."""
        return self.rule.slope_position(np.zeros(1), np.ones(1)).item() != 0.0

    @property
    def slope_at(self) -> float:
        """Where the slope is taken, which need not be where the ball is."""
        return self.rule.slope_position(np.array(self.w), np.array(self.momentum_term)).item()


def coming_step(run: Run, ball: int) -> ShownStep | None:
    """Return the next step of a ball, or None if it makes no more."""
    if run.parked()[ball] or run.is_full:
        return None
    coming = run.next_step()
    terms = (coming.momentum_term, coming.gradient_term, coming.delta, coming.w)
    momentum_term, gradient_term, delta, w_after = (column[ball].item() for column in terms)
    rule = run.ball_parameters(ball).rule
    w = run.state.w[ball].item()
    return ShownStep(w, momentum_term, gradient_term, delta, w_after, rule, run.forcing.is_noisy)


def newest_step(run: Run, ball: int) -> ShownStep | None:
    """Return the last step of a ball, or None if it made none or was moved since."""
    if run.step == 0:
        return None
    before, row = run.recording.row(run.step - 1), run.recording.row(run.step)
    delta, w_after = row.delta[ball].item(), row.w[ball].item()
    if not row.stepped[ball] or run.state.w[ball] != w_after:
        return None
    w = before.w[ball].item()
    # A ball that was moved between the two rows began its step where it was moved to.
    w = w if w + delta == w_after else w_after - delta
    terms = row.momentum_term[ball].item(), row.gradient_term[ball].item()
    return ShownStep(w, *terms, delta, w_after, RULES[row.rule[ball]], _was_noisy(run, run.step))
