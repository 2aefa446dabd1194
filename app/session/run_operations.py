"""Pure functions of runs: runs that begin again or get other balls, and the names of balls in a run."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from physics.landscape.base import Landscape
from physics.number_text import number
from physics.rules.base import Rule
from physics.rules.memory import between
from physics.rules.suggestion import Suggestion, suggest
from physics.run.ball import Ball, ball_name
from physics.run.edit import of_balls
from physics.run.run import Run

ALPHAS_TO_ADD = (0.9, 0.95, 0.8, 0.97, 0.0, 0.99, 0.5, 0.98, 0.85, 0.92, 0.96, 0.999, 0.7, 1.0)
"""A new ball takes the first of these that no ball has; after that, an α between two existing ones."""


def current_ball(run: Run, index: int) -> Ball:
    """Return a ball with its present α, η and rule, named after that α unless it has a name of its own.

    A new run would begin with it. On the screen the ball is called by its `shown_name`.
    """
    alpha, eta, is_nesterov = run.parameters.of(index)
    first = run.balls[index]
    return Ball(name_with(first, alpha), _rule(is_nesterov=is_nesterov), alpha, eta, first.start)


def name_with(ball: Ball, alpha: float) -> str:
    """Return the name of a ball with this α: its own name, else one after the α."""
    return ball_name(alpha) if is_named_after_alpha(ball) else ball.name


def shown_name(run: Run, index: int) -> str:
    """Return the name of a ball on the screen: its own, else after the α that its last step was made with."""
    return name_with(run.balls[index], run.last_parameters(index).alpha)


def made_with(run: Run, index: int) -> tuple[str, ...]:
    """Return the values that a ball's last step was made with and that were changed since: `α 0`, `η 0.02`."""
    then, now = run.last_parameters(index), run.parameters.of(index)
    values = []
    if then.alpha != now.alpha:
        values.append(ball_name(then.alpha))
    if then.eta != now.eta:
        values.append(f"η {number(then.eta)}")
    if then.is_nesterov != now.is_nesterov:
        values.append(rule_words(_rule(is_nesterov=then.is_nesterov)))
    return tuple(values)


def rule_words(rule: Rule) -> str:
    """Name a rule within a sentence."""
    return "Nesterov's rule" if rule is Rule.NESTEROV else "the classical rule"


def _rule(*, is_nesterov: bool) -> Rule:
    return Rule.NESTEROV if is_nesterov else Rule.MOMENTUM


def is_named_after_alpha(ball: Ball) -> bool:
    """Whether a ball has no name of its own but is named after its α."""
    return ball.name == ball_name(ball.alpha)


def alpha_to_add(run: Run) -> float:
    """Return an α that no ball has: a usual one, else one between two existing ones."""
    taken = set(run.parameters.alpha.tolist())
    unused = [alpha for alpha in ALPHAS_TO_ADD if alpha not in taken]
    return unused[0] if unused else between(taken)


def suggested_ball(landscape: Landscape) -> Ball:
    """Return the first ball for a landscape."""
    alpha, suggestion = ALPHAS_TO_ADD[0], suggest(landscape)
    return Ball(ball_name(alpha), Rule.MOMENTUM, alpha, suggestion.eta, suggestion.start)


def changed(ball: Ball, values: Mapping[str, Any]) -> Ball:
    """Return a ball with other values; if it is named after its α, it is renamed."""
    ball_then = replace(ball, **values)
    return replace(ball_then, name=ball_name(ball_then.alpha)) if is_named_after_alpha(ball) else ball_then


def begun(run: Run, landscape: Landscape, balls: Sequence[Ball], suggestion: Suggestion | None) -> Run:
    """Return a new run of these balls, with the suggested start and η if there is a suggestion.

    A ball whose start is outside the landscape's domain begins where the landscape suggests.
    """
    if suggestion is not None:
        balls = [replace(ball, start=suggestion.start, eta=suggestion.eta) for ball in balls]
    lo, hi = landscape.domain
    if not all(lo <= ball.start <= hi for ball in balls):
        start = suggest(landscape).start
        balls = [ball if lo <= ball.start <= hi else replace(ball, start=start) for ball in balls]
    return Run(landscape, balls, full=run.full)


def as_at_first(run: Run, balls: Sequence[Ball]) -> Run:
    """Return a run of these balls at step 0, with all edits of `run` still to come."""
    return Run(run.first_landscape, balls, run.edits, full=run.full)


def caught_up(run: Run, balls: Sequence[Ball]) -> Run:
    """Return a run of other balls over the same landscapes, as long as `run` and at the same step."""
    landscapes = tuple(edit for edit in run.edits if edit.ball is None)
    return _as_long_as(run, Run(run.first_landscape, balls, landscapes, full=run.full))


def with_start(run: Run, indices: Sequence[int], start: float) -> Run:
    """Return the run in which one ball, or all, had begun elsewhere, with all their edits."""
    balls = [replace(run.balls[index], start=start) for index in indices]
    moved = _as_long_as(run, Run(run.first_landscape, balls, of_balls(run.edits, indices), full=run.full))
    others = [other for other in range(len(run.balls)) if other not in indices]
    return run.select_balls(others).insert_balls(indices[0], moved) if others else moved


def _as_long_as(run: Run, others: Run) -> Run:
    """Advance `others` as far as `run` is recorded, show the same step, and return it."""
    others.advance(run.last, waits=True)
    others.go_to(run.step)
    return others
