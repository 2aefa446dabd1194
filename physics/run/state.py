"""The state of a run at one step, and how an earlier one is read off the recorded rows."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from physics.arrays import AnyArray, Bools, Codes, Floats, Ints, chosen, insert_balls, taken
from physics.landscape.base import Landscape
from physics.outcome.outcome import has_gone, is_final
from physics.rules.base import Rule, Step
from physics.run.edit import Edit, of_step
from physics.run.recording import Recording, Rows
from physics.run.status import Status, evaluate_state, read


class BallParameters(NamedTuple):
    """What one ball's step is made with."""

    alpha: float
    eta: float
    is_nesterov: bool


class Parameters(NamedTuple):
    """What the next step is made with: arrays (n,)."""

    alpha: Floats
    eta: Floats
    is_nesterov: Bools

    @property
    def nesterov(self) -> Bools | None:
        """Which balls look ahead; None where none does, which spares its cost."""
        return self.is_nesterov if self.is_nesterov.any() else None

    def of(self, ball: int) -> BallParameters:
        """What the next step of one ball is made with."""
        return BallParameters(*(column[ball].item() for column in self))

    def is_same(self, other: "Parameters") -> bool:
        """Whether every ball has the same values."""
        return all(np.array_equal(one, another) for one, another in zip(self, other, strict=True))


class RunState(NamedTuple):
    """The state of a run at the step that it is at; replaced as a whole, its arrays are never changed."""

    landscape: Landscape
    parameters: Parameters
    state: Step
    status: Status
    set_out: Floats
    """(n,) the w from which each ball set out at last: where it was put by hand, else its start."""

    def insert_balls(self, place: int, other: "RunState") -> "RunState":
        """Return this with the balls of `other` before ball `place`."""
        return RunState(
            self.landscape,
            insert_balls(self.parameters, place, other.parameters),
            insert_balls(self.state, place, other.state),
            insert_balls(self.status, place, other.status),
            np.insert(self.set_out, [place] * len(other.set_out), other.set_out),
        )

    def select_balls(self, places: Sequence[int]) -> "RunState":
        """Return this with only the balls at `places`, in that order."""
        return RunState(
            self.landscape,
            taken(self.parameters, places),
            taken(self.state, places),
            taken(self.status, places),
            self.set_out[list(places)],
        )

    def edited(self, edits: Sequence[Edit]) -> "RunState":
        """Return this with the edits of one step in force, and everybody whom they concern judged anew, once."""
        if not edits:
            return self
        landscape = self.landscape
        columns: dict[str, AnyArray] = {
            "alpha": self.parameters.alpha,
            "eta": self.parameters.eta,
            "rule": self.parameters.is_nesterov,
        }
        columns |= {"w": self.state.w, "delta": self.state.delta}
        columns = {name: column.copy() for name, column in columns.items()}
        stays_gone = has_gone(self.status.outcome)
        concerned, placed = np.zeros((2, len(stays_gone)), np.bool_)
        for edit in edits:
            if edit.landscape is not None:
                landscape = edit.landscape
                concerned |= ~stays_gone
                continue
            for name, value in edit.changes().items():
                columns[name][edit.ball] = value is Rule.NESTEROV if name == "rule" else value
            placed[edit.ball] |= edit.w is not None
            concerned[edit.ball] |= placed[edit.ball] or not stays_gone[edit.ball]
        parameters = Parameters(columns["alpha"], columns["eta"], columns["rule"])
        with np.errstate(all="ignore"):
            state = self.state._replace(w=columns["w"], slope=landscape.slope(columns["w"]), delta=columns["delta"])
        steps = np.full(len(concerned), edits[0].step, np.int32)
        anew = evaluate_state(landscape, state, *parameters, steps=steps, hills_crossed=self.status.hills_crossed)
        set_out = np.where(placed, columns["w"], self.set_out)
        return RunState(landscape, parameters, state, self.status.updated(anew, concerned, placed), set_out)


def beginning(landscape: Landscape, parameters: Parameters, w: Floats) -> RunState:
    """Return the present of balls at rest at their starts."""
    nothing, zero = np.zeros_like(w), np.zeros(len(w), np.int32)
    with np.errstate(all="ignore"):
        state = Step(w, landscape.slope(w), nothing, nothing, nothing)
    status = evaluate_state(landscape, state, *parameters, steps=zero, hills_crossed=zero)
    return RunState(landscape, parameters, state, status, w)


EVERY = 64
"""Steps with edits between two waypoints: so many are judged anew, at most, to come to any step."""


class Checkpoint(NamedTuple):
    """How a run arrived at a step, before the edits of that step."""

    step: int
    arrived: RunState


class StateHistory:
    """The waypoints of one run. They are set on the way: what has been looked up once is near from then on."""

    def __init__(self, first: RunState) -> None:
        """Begin with how the run is at step 0."""
        self._checkpoints = [Checkpoint(0, first)]

    @property
    def first(self) -> RunState:
        """How the run is at step 0, before its edits."""
        return self._checkpoints[0].arrived

    def copy(self) -> "StateHistory":
        """The same waypoints; those of either that come later are its own."""
        past = StateHistory(self.first)
        past._checkpoints = self._checkpoints.copy()
        return past

    def mark(self, step: int, arrived: RunState) -> None:
        """Set a waypoint, unless there are later ones."""
        if step > self._checkpoints[-1].step:
            self._checkpoints.append(Checkpoint(step, arrived))

    def forget_after(self, step: int) -> None:
        """Forget what was after a step: it becomes another one."""
        while self._checkpoints[-1].step > step:
            self._checkpoints.pop()

    def arrived_at(
        self, step: int, recording: Recording, edits: tuple[Edit, ...], full: bool, near: Checkpoint
    ) -> RunState:
        """How the run arrived at a recorded step; `near` is one that is known, such as where the run is now."""
        start = next(checkpoint for checkpoint in reversed(self._checkpoints) if checkpoint.step <= step)
        if start.step <= near.step <= step:
            start = near
        at, arrived = start
        passed = 0
        while at < step:
            here = of_step(edits, at)
            if here.start < here.stop:
                passed += 1
                if passed % EVERY == 0:
                    self.mark(at, arrived)
            until = min(step, edits[here.stop].step) if here.stop < len(edits) else step
            rows = recording.rows(at + 1, until + 1)
            arrived = after_rows(arrived.edited(edits[here]), rows, begun=at, full=full)
            at = until
        return arrived


def after_rows(before: RunState, rows: Rows, *, begun: int, full: bool) -> RunState:
    """How a run stands after `rows`, of shape (steps, balls), without an edit among them.

    `before` is how it stood at step `begun`, just before the first of the rows.
    """
    state = Step(*(getattr(rows, name)[-1].copy() for name in Step._fields))
    with np.errstate(all="ignore"):  # a ball may have diverged
        status = _status(before, rows, begun=begun, full=full)
    return before._replace(state=state, status=status)


def _status(before: RunState, rows: Rows, *, begun: int, full: bool) -> Status:
    status, last = before.status, len(rows.w) - 1
    was_final = is_final(status.outcome)
    ends = np.where(was_final, -1, _first(is_final, rows.outcome))
    stops = np.where(has_gone(status.outcome), -1, _first(has_gone, rows.outcome)) if full else ends
    goes = (stops >= 0) & (stops <= last)
    place = np.clip(np.where(goes, stops, ends), 0, last)
    valley = before.landscape.features.valley_index(rows.w[place, np.arange(rows.w.shape[1])])
    anew = read(rows, valley, begun, place)
    return chosen(was_final & ~goes, status, anew)._replace(hills_crossed=rows.hills_crossed[-1].copy())


def _first(is_so: Callable[[Codes], Bools], outcome: Codes) -> Ints:
    """First row (balls,) whose outcome is so, the number of rows where none is.

    It is looked for by halving, which a long run needs: what is so stays so as long as nothing is edited.
    """
    balls = np.arange(outcome.shape[1])
    low, high = np.zeros(len(balls), np.intp), np.full(len(balls), len(outcome), np.intp)
    while (low < high).any():
        middle = (low + high) // 2
        hit = is_so(outcome[np.minimum(middle, len(outcome) - 1), balls])
        is_open = low < high
        high = np.where(is_open & hit, middle, high)
        low = np.where(is_open & ~hit, middle + 1, low)
    return low
