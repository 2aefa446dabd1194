"""Pure functions of runs: runs that begin again or get other balls."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from app.text.translation import _
from physics.forcing.forcing import Forcing
from physics.landscape.base import Landscape
from physics.rules.base import ALPHA, ETA, Parameter, Scale
from physics.rules.memory import between
from physics.rules.registry import RULES, default_rule
from physics.rules.suggestion import Suggestion, suggest, suited
from physics.run.ball import START, Ball, adapted
from physics.run.beginning import with_starts_inside
from physics.run.edit import Edit, of_balls
from physics.run.run import Run

ALPHAS_TO_ADD = (0.9, 0.95, 0.8, 0.97, 0.0, 0.99, 0.5, 0.98, 0.85, 0.92, 0.96, 0.999, 0.7, 1.0)
"""A new ball takes the first of these that no ball has; after that, an α between two existing ones."""
MAX_SYNC_ROWS = 2_000_000
"""Rows (steps × balls) that are computed before a scenario is shown: some tenths of a second."""
STEP_COST_ROWS = 50
"""Cost of a step, apart from its balls, in rows."""
EDIT_COST_ROWS = 4000
"""Cost of an edit, in rows."""


def current_ball(run: Run, index: int) -> Ball:
    """Return a ball with its present rule and parameters: a new run would begin with it."""
    rule, values = run.ball_parameters(index)
    first = run.balls[index]
    return Ball(rule, values, first.start, first.name)


def ball_to_add(run: Run, model: Ball) -> Ball:
    """Return a ball like another, with a value that no ball has: of α, else of the first parameter other than η.

    If its rule has η alone, the ball is like the other in all.
    """
    others = [parameter for parameter in model.rule.parameters if parameter != ETA]
    if not others:
        return model
    parameter = ALPHA if ALPHA in others else others[0]
    taken = {value for value in run.parameters[parameter.name].tolist() if value == value}
    return model.changed({parameter.name: _unused_value(parameter, taken, model.value(parameter.name))})


def balls_of_all_rules(landscape: Landscape, model: Ball) -> list[Ball]:
    """Return a ball of each rule, with that rule's defaults and its name, where another ball starts."""
    return [
        Ball(rule, adapted(rule, {ETA.name: suggest(landscape, rule).eta}), model.start, _(rule.title))
        for rule in RULES
    ]


def _unused_value(parameter: Parameter, taken: set[float], near: float) -> float:
    """A value that no ball has: a usual α, the double of `near` on a logarithmic scale, else within the widest gap."""
    if parameter == ALPHA:
        unused = [alpha for alpha in ALPHAS_TO_ADD if alpha not in taken]
        return unused[0] if unused else between(taken)
    if parameter.scale is Scale.LOGARITHMIC:
        while near in taken and 2.0 * near <= parameter.high:
            near *= 2.0
        return near
    stops = sorted({parameter.low, parameter.high, *taken})
    low, high = max(pairwise(stops), key=lambda gap: gap[1] / 2.0 - gap[0] / 2.0)
    return low / 2.0 + high / 2.0


def suggested_ball(landscape: Landscape) -> Ball:
    """Return the first ball for a landscape."""
    alpha, suggestion = ALPHAS_TO_ADD[0], suggest(landscape)
    values = {ALPHA.name: alpha, ETA.name: suggestion.eta}
    return Ball(default_rule(), adapted(default_rule(), values), suggestion.start)


def begun(run: Run, landscape: Landscape, balls: Sequence[Ball], suggestion: Suggestion | None) -> Run:
    """Return a new run of these balls, with the suggested start and η, or that of its rule, if there is a suggestion.

    A ball whose start is outside the landscape's domain begins where the landscape suggests. Noise and schedule are
    those of now.
    """
    if suggestion is not None:
        etas = [suited(suggestion, landscape, ball.rule) for ball in balls]
        balls = [
            ball.changed({START.name: suggestion.start, ETA.name: eta}) for ball, eta in zip(balls, etas, strict=True)
        ]
    return Run(landscape, with_starts_inside(landscape, balls), full=run.full, forcing=run.forcing)


def as_at_first(run: Run, balls: Sequence[Ball]) -> Run:
    """Return a run of these balls at step 0, with all edits of `run` still to come."""
    return Run(run.first_landscape, balls, run.edits, full=run.full, forcing=run.first_forcing)


def caught_up(run: Run, balls: Sequence[Ball]) -> Run:
    """Return a run of other balls over the same landscapes, as long as `run` and at the same step."""
    of_all = tuple(edit for edit in run.edits if edit.ball is None)
    others = Run(run.first_landscape, balls, of_all, full=run.full, forcing=run.first_forcing)
    return as_long_as(run, others)


def with_forcing(run: Run, forcing: Forcing) -> Run:
    """Return a run with another seed or schedule at step 0, with all edits of `run` still to come.

    The σ that it begins with is that of `forcing`.
    """
    return Run(run.first_landscape, run.balls, run.edits, full=run.full, forcing=forcing)


def with_start(run: Run, indices: Sequence[int], start: float) -> Run:
    """Return the run in which one ball, or all, had begun elsewhere, with all their edits."""
    balls = [replace(run.balls[index], start=start) for index in indices]
    edits, forcing = of_balls(run.edits, indices), run.first_forcing
    moved = as_long_as(run, Run(run.first_landscape, balls, edits, full=run.full, forcing=forcing))
    others = [other for other in range(len(run.balls)) if other not in indices]
    return run.select_balls(others).insert_balls(indices[0], moved) if others else moved


def as_long_as(run: Run, others: Run) -> Run:
    """Advance `others` as far as `run` is recorded, show the same step, and return it."""
    others.advance(run.last, waits=True)
    others.go_to(run.step)
    return others


def is_long(steps: int, balls: int, edits: Iterable[Edit]) -> bool:
    """Whether computing these steps takes so long that it is left to the background."""
    edits_made = sum(edit.step <= steps for edit in edits)
    return steps * (STEP_COST_ROWS + balls) + edits_made * EDIT_COST_ROWS > MAX_SYNC_ROWS
