"""The state of a run at one step, and how the state at an earlier step is recovered from the recorded rows."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from physics.arrays import AnyArray, Bools, Floats, insert_balls, take_balls
from physics.landscape.base import Landscape
from physics.outcome.outcome import has_gone
from physics.rules.base import Rule, State
from physics.run.edit import Edit, of_step
from physics.run.recording import Recording, Rows
from physics.run.status import Status, evaluate_state, status_after

EDITED_STEPS_PER_CHECKPOINT = 64
"""Reaching a step re-applies the edits of at most this many steps."""


class BallParameters(NamedTuple):
    """The parameters of one ball's next step."""

    alpha: float
    eta: float
    is_nesterov: bool


class Parameters(NamedTuple):
    """The parameters of the next step: arrays (n,)."""

    alpha: Floats
    eta: Floats
    is_nesterov: Bools

    def of(self, ball: int) -> BallParameters:
        """The parameters of one ball."""
        return BallParameters(*(column[ball].item() for column in self))

    def is_same(self, other: "Parameters") -> bool:
        """Whether every ball has the same values in both."""
        return all(np.array_equal(one, another) for one, another in zip(self, other, strict=True))


class RunState(NamedTuple):
    """The state of a run at the step that it is at. Immutable: its arrays are never written to."""

    landscape: Landscape
    parameters: Parameters
    state: State
    status: Status
    origin: Floats
    """(n,) the w at which each ball was last placed by hand, else its start."""

    def insert_balls(self, index: int, other: "RunState") -> "RunState":
        """Return this with the balls of `other` before ball `index`."""
        return RunState(
            self.landscape,
            insert_balls(self.parameters, index, other.parameters),
            insert_balls(self.state, index, other.state),
            insert_balls(self.status, index, other.status),
            np.insert(self.origin, [index] * len(other.origin), other.origin),
        )

    def select_balls(self, balls: Sequence[int]) -> "RunState":
        """Return this with only these balls, in that order."""
        return RunState(
            self.landscape,
            take_balls(self.parameters, balls),
            take_balls(self.state, balls),
            take_balls(self.status, balls),
            self.origin[list(balls)],
        )

    def edited(self, edits: Sequence[Edit]) -> "RunState":
        """Apply the edits of one step, and re-evaluate the balls that they touch."""
        if not edits:
            return self
        landscape = self.landscape
        columns: dict[str, AnyArray] = {
            "alpha": self.parameters.alpha,
            "eta": self.parameters.eta,
            "rule": self.parameters.is_nesterov,
            "w": self.state.w,
            "delta": self.state.delta,
        }
        columns = {name: column.copy() for name, column in columns.items()}
        is_gone = has_gone(self.status.outcome)
        touched, placed = np.zeros((2, len(is_gone)), np.bool_)
        for edit in edits:
            if edit.landscape is not None:
                landscape = edit.landscape
                touched |= ~is_gone
                continue
            for name, value in edit.changes().items():
                columns[name][edit.ball] = value is Rule.NESTEROV if name == "rule" else value
            placed[edit.ball] |= edit.w is not None
            touched[edit.ball] |= placed[edit.ball] or not is_gone[edit.ball]  # only placing brings a ball back
        parameters = Parameters(columns["alpha"], columns["eta"], columns["rule"])
        with np.errstate(all="ignore"):
            state = self.state._replace(w=columns["w"], slope=landscape.slope(columns["w"]), delta=columns["delta"])
        steps = np.full(len(touched), edits[0].step, np.int32)
        new = evaluate_state(landscape, state, parameters, steps=steps, hills_crossed=self.status.hills_crossed)
        origin = np.where(placed, columns["w"], self.origin)
        return RunState(landscape, parameters, state, self.status.updated(new, touched, placed), origin)


def initial_state(landscape: Landscape, parameters: Parameters, w: Floats) -> RunState:
    """Return the state of balls at rest at their starts `w`."""
    zeros, zero_steps = np.zeros_like(w), np.zeros(len(w), np.int32)
    with np.errstate(all="ignore"):
        state = State(w, landscape.slope(w), zeros, zeros, zeros)
    status = evaluate_state(landscape, state, parameters, steps=zero_steps, hills_crossed=zero_steps)
    return RunState(landscape, parameters, state, status, w)


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
    state = State(*(getattr(rows, name)[-1].copy() for name in State._fields))
    with np.errstate(all="ignore"):  # a ball may have diverged
        status = status_after(before.landscape, rows, before.status, begun=begun, full=full)
    return before._replace(state=state, status=status)
