"""How the state of a run at an earlier step is recovered from the recorded rows."""

from typing import NamedTuple

import numpy as np

from physics.arrays import map_columns
from physics.outcome.cycle import saved_after
from physics.rules.dispatch import with_all_names
from physics.run.edit import Edit, of_step
from physics.run.recording import Recording, Rows
from physics.run.state import RunState
from physics.run.status import Status, status_after

EDITED_STEPS_PER_CHECKPOINT = 64
"""Reaching a step re-applies the edits of at most this many steps."""


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
