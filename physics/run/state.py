"""The state of a run at one step: at the start, and after edits."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from physics.arrays import Codes, Columns, Floats, Ints, insert_balls, map_arrays, take_balls, where
from physics.forcing.forcing import NO_FORCING, Forcing
from physics.landscape.base import Landscape
from physics.outcome.cycle import WholeState, nothing_saved
from physics.outcome.outcome import has_gone
from physics.rules.base import Rule, State
from physics.rules.dispatch import code_of, initial_rule_state, parameter_columns, state_columns
from physics.rules.registry import RULES
from physics.run.ball import Ball, adapted
from physics.run.edit import Edit
from physics.run.status import Status, evaluate_state


class BallParameters(NamedTuple):
    """The rule and the parameters of one ball's next step."""

    rule: Rule
    values: dict[str, float]
    """Those that the rule has, by name."""


def ball_parameters(rule: Codes, parameters: Columns, ball: int) -> BallParameters:
    """Those of one ball among arrays (n,)."""
    its_rule = RULES[rule[ball]]
    return BallParameters(its_rule, {each.name: parameters[each.name][ball].item() for each in its_rule.parameters})


class BallStates(NamedTuple):
    """Balls at a step. Immutable: the arrays (n,) are never written to."""

    rule: Codes
    """Of the next step."""
    parameters: Columns
    """Of the next step, by name; NaN where a ball's rule has no such parameter."""
    state: State
    status: Status
    origin: Floats
    """The w at which each ball was last placed by hand, else its start."""
    since: Ints
    """The step of the last edit of the ball or of the landscape under it, else 0: cycles are looked for from there."""
    saved: WholeState
    """The state that the following ones are compared with, to find a cycle."""


class RunState(NamedTuple):
    """The state of a run at the step that it is at."""

    landscape: Landscape
    balls: BallStates
    forcing: Forcing = NO_FORCING

    def insert_balls(self, index: int, other: "RunState") -> "RunState":
        """Return this with the balls of `other` before ball `index`."""
        return self._replace(balls=insert_balls(self.balls, index, other.balls))

    def select_balls(self, balls: Sequence[int]) -> "RunState":
        """Return this with only these balls, in that order."""
        return self._replace(balls=take_balls(self.balls, balls))

    def edited(self, edits: Sequence[Edit]) -> "RunState":
        """Apply the edits of one step, and re-evaluate the balls that they touch."""
        if not edits:
            return self
        landscape, forcing, status = self.landscape, self.forcing, self.balls.status
        rule, parameters, state = (map_arrays(np.copy, columns) for columns in self.balls[:3])
        is_gone = has_gone(status.outcome)
        touched, placed = np.zeros((2, len(is_gone)), np.bool_)
        for edit in edits:
            if edit.ball is None:
                landscape = edit.landscape or landscape
                forcing = forcing if edit.noise is None else forcing.with_noise(edit.noise)
                touched |= ~is_gone
                continue
            _edit_ball(edit, edit.ball, rule, parameters, state)
            placed[edit.ball] |= edit.w is not None
            touched[edit.ball] |= placed[edit.ball] or not is_gone[edit.ball]  # only placing brings a ball back
        with np.errstate(all="ignore"):
            state = state._replace(slope=landscape.slope(state.w))
        step = edits[0].step
        origin = np.where(placed, state.w, self.balls.origin)
        crossed = status.hills_crossed
        new = evaluate_state(
            landscape, rule, parameters, state, origin, step=step, hills_crossed=crossed, forcing=forcing
        )
        status = status.updated(new, touched, placed)
        since, saved = np.where(touched, np.int32(step), self.balls.since), self.balls.saved
        saved = where(touched, nothing_saved(saved), saved)
        return RunState(landscape, BallStates(rule, parameters, state, status, origin, since, saved), forcing)


def _edit_ball(edit: Edit, ball: int, rule: Codes, parameters: Columns, state: State) -> None:
    """Write what an edit changes into arrays (n,).

    Another rule keeps w, Δ and the parameters that both rules have, and begins with its own initial state. So does the
    rule of a ball that is put elsewhere.
    """
    if edit.w is not None:
        state.w[ball] = edit.w
        _forget(ball, rule, state)
    if edit.delta is not None:
        state.delta[ball] = edit.delta
    if edit.rule is None and not edit.parameters:
        return
    before = ball_parameters(rule, parameters, ball)
    its_rule = edit.rule or before.rule
    values = adapted(its_rule, {**before.values, **edit.parameters})
    for name, column in parameters.items():
        column[ball] = values.get(name, np.nan)
    if its_rule is not before.rule:
        rule[ball] = code_of(its_rule)
        _forget(ball, rule, state)


def _forget(ball: int, rule: Codes, state: State) -> None:
    """Let what its rule remembers of a ball begin afresh."""
    for name, column in initial_rule_state(rule[[ball]], state.w[[ball]]).items():
        state.rule_state[name][ball] = column[0]


def initial_state(
    landscape: Landscape,
    balls: Sequence[Ball],
    forcing: Forcing = NO_FORCING,
    rule_states: Sequence[Mapping[str, float]] | None = None,
    origins: Sequence[float] | None = None,
) -> RunState:
    """The state at step 0 of balls that begin.

    Of balls that go on from a state in which they were, `rule_states` is what their rules remember, and `origins` is
    where they were last placed.
    """
    rule = np.array([code_of(ball.rule) for ball in balls], np.int8)
    parameters = parameter_columns([ball.parameters for ball in balls])
    w = np.array([ball.start for ball in balls], np.float64)
    own = initial_rule_state(rule, w) if rule_states is None else state_columns(rule_states)
    origin = w if origins is None else np.array(origins, np.float64)
    zeros, zero_steps = np.zeros_like(w), np.zeros(len(w), np.int32)
    with np.errstate(all="ignore"):
        state = State(w, landscape.slope(w), zeros, zeros, zeros, own)
    status = evaluate_state(
        landscape, rule, parameters, state, origin, step=0, hills_crossed=zero_steps, forcing=forcing
    )
    saved = nothing_saved(WholeState(w, zeros, own))
    return RunState(landscape, BallStates(rule, parameters, state, status, origin, zero_steps, saved), forcing)
