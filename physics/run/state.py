"""The state of a run at one step, and how the state at an earlier step is recovered from the recorded rows."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from physics.arrays import Codes, Columns, Floats, Ints, insert_balls, map_arrays, map_columns, take_balls, where
from physics.forcing.forcing import NO_FORCING, Forcing
from physics.landscape.base import Landscape
from physics.outcome.cycle import WholeState, nothing_saved, saved_after
from physics.outcome.outcome import has_gone
from physics.rules.base import Rule, State
from physics.rules.dispatch import code_of, initial_rule_state, with_all_names
from physics.rules.registry import RULES
from physics.run.ball import adapted
from physics.run.edit import Edit, of_step
from physics.run.recording import Recording, Rows
from physics.run.status import Status, evaluate_state, status_after

EDITED_STEPS_PER_CHECKPOINT = 64
"""Reaching a step re-applies the edits of at most this many steps."""


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
    rule: Codes,
    parameters: Columns,
    w: Floats,
    rule_state: Columns,
    origin: Floats,
    forcing: Forcing = NO_FORCING,
) -> RunState:
    """Return the state of balls at rest at their starts `w`; `origin` is where they were last placed."""
    zeros, zero_steps = np.zeros_like(w), np.zeros(len(w), np.int32)
    with np.errstate(all="ignore"):
        state = State(w, landscape.slope(w), zeros, zeros, zeros, rule_state)
    status = evaluate_state(
        landscape, rule, parameters, state, origin, step=0, hills_crossed=zero_steps, forcing=forcing
    )
    saved = nothing_saved(WholeState(w, zeros, rule_state))
    return RunState(landscape, BallStates(rule, parameters, state, status, origin, zero_steps, saved), forcing)


class Checkpoint(NamedTuple):
    """The state of a run at a step, before the edits of that step."""

    step: int
    arrived: RunState


class StateHistory:
    """Recovers the state at any recorded step; checkpoints set on the way make the next time faster."""

    def __init__(self, first: RunState) -> None:
        """Begin with the state at step 0."""
        self._checkpoints = [Checkpoint(0, first)]

    @property
    def first(self) -> RunState:
        """The state at step 0, before its edits."""
        return self._checkpoints[0].arrived

    def copy(self) -> "StateHistory":
        """Return an independent history with the same checkpoints."""
        history = StateHistory(self.first)
        history._checkpoints = self._checkpoints.copy()
        return history

    def mark(self, step: int, arrived: RunState) -> None:
        """Set a checkpoint, unless there are later ones."""
        if step > self._checkpoints[-1].step:
            self._checkpoints.append(Checkpoint(step, arrived))

    def forget_after(self, step: int) -> None:
        """Drop the checkpoints after a step."""
        while self._checkpoints[-1].step > step:
            self._checkpoints.pop()

    def arrived_at(
        self, step: int, recording: Recording, edits: tuple[Edit, ...], full: bool, near: Checkpoint
    ) -> RunState:
        """Return the state at a recorded step, before its edits; `near` is one more checkpoint to start from."""
        start = next(checkpoint for checkpoint in reversed(self._checkpoints) if checkpoint.step <= step)
        if start.step <= near.step <= step:
            start = near
        at, arrived = start
        edited_steps = 0
        while at < step:
            here = of_step(edits, at)
            if here.start < here.stop:
                edited_steps += 1
                if edited_steps % EDITED_STEPS_PER_CHECKPOINT == 0:
                    self.mark(at, arrived)
            until = min(step, edits[here.stop].step) if here.stop < len(edits) else step
            rows = recording.rows(at + 1, until + 1)
            arrived = after_rows(arrived.edited(edits[here]), rows, begun=at, full=full)
            at = until
        return arrived


def after_rows(before: RunState, rows: Rows, *, begun: int, full: bool) -> RunState:
    """Return the state after `rows`, of shape (steps, balls), with no edit among them.

    `before` is the state at step `begun`, just before the first row.
    """
    with np.errstate(all="ignore"):  # a ball may have diverged
        status = status_after(before.landscape, rows, before.balls.status, begun=begun, full=full)
    return with_rows(before, rows, status, begun=begun)


def with_rows(before: RunState, rows: Rows, status: Status, *, begun: int) -> RunState:
    """Return the state after `rows`, as `after_rows` does, with a status that is known."""
    balls = before.balls
    every = with_all_names(rows.rule_state, balls.state.rule_state, rows.w.shape)
    rows = rows._replace(rule_state=every)
    state = map_columns(lambda column: column[-1].copy(), rows.state)
    certain_from = before.forcing.certain_from
    saved, states = balls.saved, rows.whole_state
    if certain_from > begun:  # no state before that step is saved
        states, begun = map_columns(lambda column: column[certain_from - begun :], states), certain_from
    if len(states.w):
        saved = saved_after(states, saved, begun - np.maximum(balls.since, certain_from))
    return before._replace(balls=balls._replace(state=state, status=status, saved=saved))
