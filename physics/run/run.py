"""A run: some balls on a landscape, stepped, evaluated and recorded, with edits on the way."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Floats, map_columns
from physics.landscape.base import Landscape
from physics.outcome.outcome import has_gone, is_final
from physics.rules.base import Rule, Step, step
from physics.run.ball import Ball
from physics.run.edit import Edit, of_balls, of_step, renumbered, with_edits
from physics.run.recording import ROW_LIMIT, Recording, Rows
from physics.run.state import BallParameters, Checkpoint, Parameters, RunState, StateHistory, beginning
from physics.run.status import Status, evaluate_block


def record_start(rows: Rows, run_state: RunState) -> None:
    """Write row 0, of balls at their starts."""
    rows.alpha[0], rows.eta[0], rows.is_nesterov[0] = run_state.parameters
    for name in Step._fields:
        getattr(rows, name)[0] = getattr(run_state.state, name)
    rows.f[0] = run_state.status.f
    rows.valley[0] = np.where(has_gone(run_state.status.outcome), 0, run_state.status.valley + 1)
    rows.hills_crossed[0] = 0
    rows.outcome[0] = run_state.status.outcome
    rows.stepped[0] = True


def record_block(rows: Rows, run_state: RunState, *, begun: int, parked: Bools, full: bool) -> Status:
    """Fill rows of shape (steps, balls) with the steps after `run_state`, that of step `begun`; return their standing.

    Balls that are `parked` do not move: their last row is held.
    """
    rows.alpha[:], rows.eta[:], rows.is_nesterov[:] = parameters = run_state.parameters
    before, alpha, minus_eta = run_state.state, parameters.alpha, -parameters.eta
    if parked.any():
        before, alpha, minus_eta = _park(run_state, parked)
    with np.errstate(all="ignore"):
        for after in map(Step._make, zip(*(getattr(rows, name) for name in Step._fields), strict=True)):
            step(run_state.landscape, before, alpha, minus_eta, parameters.nesterov, after)
            before = after
        return evaluate_block(
            run_state.landscape, rows, run_state.state, run_state.status, begun=begun, parked=parked, full=full
        )


def _park(run_state: RunState, parked: Bools) -> tuple[Step, Floats, Floats]:
    """Put parked balls where a step changes nothing and nothing overflows."""
    landscape, state, parameters = run_state.landscape, run_state.state, run_state.parameters
    w = np.where(parked, landscape.domain[0], state.w)
    delta = np.where(parked, 0.0, state.delta)
    before = state._replace(w=w, slope=landscape.slope(w), delta=delta)
    return before, np.where(parked, 0.0, parameters.alpha), np.where(parked, 0.0, -parameters.eta)


BLOCK_ROWS = 65_536
"""Rows that are stepped before they are judged together: enough to make judging cheap, few enough to stay in cache."""
BLOCK_STEPS = 1024


class Tail(NamedTuple):
    """What a run is from some step on."""

    step: int
    edits: tuple[Edit, ...]
    """Those of that step and of later ones, also of steps not yet made."""
    rows: Rows
    """The steps after it."""

    def without_rows(self) -> "Tail":
        """Return the same without its steps: they follow again from the edits."""
        return self._replace(rows=map_columns(lambda column: column[:0].copy(), self.rows))


class Run:
    """Many balls at once; each moves exactly as if it were alone."""

    recording: Recording
    _state_history: StateHistory
    _continues: int | None = None
    """The last step of the run that this one goes on from, if any."""

    def __init__(
        self,
        landscape: Landscape,
        balls: Sequence[Ball],
        edits: Iterable[Edit] = (),
        *,
        full: bool = False,
        row_limit: int = ROW_LIMIT,
    ) -> None:
        """Place the balls at their starts and record step 0; `edits` are applied when their step is reached.

        A ball whose outcome is final stays where it is, and the run is over when all are. In a `full` run only a ball
        that has gone stops; the others go on.

        Raises ValueError when an edit names a ball that does not exist.
        """
        self.first_landscape = landscape
        self.full = full
        self.balls = tuple(balls)
        self.edits = tuple(sorted(edits, key=lambda edit: edit.step))
        for edit in self.edits:
            if edit.ball is not None and not 0 <= edit.ball < len(balls):
                raise ValueError(f"an edit names ball {edit.ball}, but there are {len(balls)} balls")
        parameters = Parameters(
            np.array([ball.alpha for ball in balls], np.float64),
            np.array([ball.eta for ball in balls], np.float64),
            np.array([ball.rule is Rule.NESTEROV for ball in balls], np.bool_),
        )
        self._row_limit = row_limit
        self._begin(beginning(landscape, parameters, np.array([ball.start for ball in balls], np.float64)))

    @property
    def step(self) -> int:
        """The step that the run is at: everything that is asked about it is as of this step."""
        return self._step

    @property
    def last(self) -> int:
        """The newest step that is recorded."""
        return self.recording.last

    @property
    def landscape(self) -> Landscape:
        """The landscape in force."""
        return self._run_state.landscape

    @property
    def parameters(self) -> Parameters:
        """The α, η and rules that the next step is made with."""
        return self._run_state.parameters

    @property
    def state(self) -> Step:
        """Positions, slopes and speeds that the next step starts from: the row of this step, with its edits."""
        return self._run_state.state

    @property
    def status(self) -> Status:
        """The outcome of each ball at this step, and its state when that became final, else now."""
        return self._run_state.status

    @property
    def set_out(self) -> Floats:
        """(n,) the w from which each ball set out at last: where it was put by hand, else its start."""
        return self._run_state.set_out

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen: no ball moves any more, and no step or edit is still to come."""
        return self.step == self.last and not self._has_edits_to_come and bool(self.parked().all())

    @property
    def is_full(self) -> bool:
        """Whether there is no next step, because the recording has no room for it."""
        return self.step == self.last and self.recording.room == 0

    def next_step(self) -> Step:
        """What the next step would do to each ball, without doing it."""
        after = Step(*(np.empty_like(column) for column in self.state))
        with np.errstate(all="ignore"):
            step(
                self.landscape, self.state, self.parameters.alpha, -self.parameters.eta, self.parameters.nesterov, after
            )
        return after

    def parked(self) -> Bools:
        """Which balls (n,) no longer move while nothing is changed."""
        return has_gone(self.status.outcome) if self.full else is_final(self.status.outcome)

    def last_parameters(self, ball: int) -> BallParameters:
        """What ball number `ball` (from 0) moves with; one that no longer moves, what its last step was made with.

        The latter is what led to its outcome, whatever was changed since. It is read off the row of that step.
        """
        step = int(self.status.steps[ball])
        if not self.parked()[ball] or step < self.recording.first:
            return self.parameters.of(ball)
        row = self.recording.row(step)
        return BallParameters(row.alpha[ball].item(), row.eta[ball].item(), row.is_nesterov[ball].item())

    def advance(self, steps: int, *, waits: bool = False) -> int:
        """Make up to `steps` steps and return how many were made; those that are recorded already are only gone to.

        Fewer are made when the recording is full, and when the run is over unless it `waits`, as balls do that are to
        join a run which is not.
        """
        begun = self.step
        target = begun + min(steps, self.last - begun + self.recording.room)
        if begun < self.last:
            self.go_to(min(target, self.last))
        while self.step < target and (waits or not self.is_over):
            until = min(target, self.edits[self._coming].step) if self._has_edits_to_come else target
            block = min(until - self.step, BLOCK_STEPS, max(1, BLOCK_ROWS // max(1, len(self.balls))))
            run_state = self._advance_block(block, waits=waits)
            self._arrive(run_state, self.last)
        return self.step - begun

    def go_to(self, step: int) -> None:
        """Be at a recorded step, as the run was when it came there, to the last bit.

        Raises ValueError when it is not recorded.
        """
        if not self.recording.first <= step <= self.last:
            raise ValueError(f"step {step} is not among {self.recording.first} … {self.last}")
        if step != self.step:
            near = Checkpoint(self.step, self._arrived)
            self._arrive(self._state_history.arrived_at(step, self.recording, self.edits, self.full, near), step)

    def mark(self) -> None:
        """Keep how the run is at this step, so that it goes here, and to steps from here on, quickly."""
        self._state_history.mark(self.step, self._arrived)

    def as_of(self, step: int, *, is_edited: bool = True) -> "Run":
        """Return this run at a recorded step, to be looked at only: it shares its rows with this one.

        Where it is not `is_edited`, it is as it came there, before the edits of that step.
        """
        run = copy(self)
        run.go_to(step)
        if not is_edited:
            run.edits = run.edits[: of_step(run.edits, step).start]
            run._arrive(run._arrived, step)
        return run

    def edit(self, *edits: Edit) -> None:
        """Change something now, at this step, dropping the steps and the edits that were after it.

        Raises ValueError when an edit is of another step.
        """
        for edit in edits:
            if edit.step != self.step:
                raise ValueError(f"an edit of step {edit.step} comes at step {self.step}")
        self.recording.cut_after(self.step)
        self._state_history.forget_after(self.step)
        self.edits = with_edits(self.edits, self.step, edits)
        self._arrive(self._arrived, self.step)

    def later(self) -> Tail:
        """Take off, and return, what the run is after this step; the edits of this step stay too."""
        here = of_step(self.edits, self.step)
        later = Tail(self.step, self.edits[here.start :], self.recording.taken_after(self.step))
        self._state_history.forget_after(self.step)
        return later

    def swap_tail(self, later: Tail) -> Tail:
        """Go back to the step of `later`, go on from there as that does, and return how it was until now.

        Raises ValueError when the run has not come to that step.
        """
        self.go_to(later.step)
        before = self.later()
        self.edits = self.edits[: of_step(self.edits, self.step).start] + later.edits
        self.recording.append(later.rows)
        self._arrive(self._arrived, self.step)
        return before

    def forget(self) -> None:
        """Be at step 0 with nothing else recorded; all edits are still to come, and the same steps with them."""
        self._begin(self._state_history.first)

    def fork(self) -> "Run":
        """Return a run that goes on from the last step by itself, with rows of its own, for `merge`."""
        run = self.as_of(self.last)
        run.recording = self.recording.fork()
        run._state_history = self._state_history.copy()
        run._continues = self.last
        return run

    def merge(self, other: "Run") -> None:
        """Be at the last step of `other`, which has `fork` this run.

        Raises ValueError when this run has come to another last step meanwhile.
        """
        if other._continues != self.last:
            raise ValueError(f"a run that goes on from step {other._continues} can't follow step {self.last}")
        self.recording, self._state_history = other.recording, other._state_history
        self._arrive(other._arrived, other.step)

    def insert_balls(self, place: int, other: "Run") -> "Run":
        """Return this run with the balls of `other`, a run of the same landscapes that is as long and at this step.

        They come before ball `place`.
        """
        theirs = tuple(edit for edit in renumbered(other.edits, 0, place) if edit.ball is not None)
        return self._of(
            (*self.balls[:place], *other.balls, *self.balls[place:]),
            renumbered(self.edits, place, len(other.balls)) + theirs,
            self.recording.insert_balls(place, other.recording),
            self._arrived.insert_balls(place, other._arrived),
        )

    def select_balls(self, places: Sequence[int]) -> "Run":
        """Return this run with only the balls at `places`, in that order, each as it was among the others."""
        return self._of(
            tuple(self.balls[place] for place in places),
            of_balls(self.edits, places),
            self.recording.select_balls(places),
            self._arrived.select_balls(places),
        )

    def stop_early(self) -> None:
        """Drop the last steps in which nothing happens any more; be at the last one that stays, if at one of them.

        They were made for balls that are no longer there. A run of these balls alone would have stopped before.
        """
        last_edit = self.edits[-1].step if self.edits else 0
        moving = np.flatnonzero(self.recording.rows().stepped.any(axis=1))
        end = max(last_edit, int(moving[-1]) if len(moving) else 0)
        if end < self.last:
            self.go_to(min(self.step, end))
            self.recording.cut_after(end)
            self._state_history.forget_after(end)

    def rename(self, place: int, name: str) -> None:
        """Give ball `place` another name."""
        ball = replace(self.balls[place], name=name)
        self.balls = (*self.balls[:place], ball, *self.balls[place + 1 :])

    def _begin(self, run_state: RunState) -> None:
        self.recording = Recording(len(self.balls), self._row_limit)
        self._state_history = StateHistory(run_state)
        record_start(self.recording.extend(1), run_state)
        self._arrive(run_state, 0)

    def _of(self, balls: tuple[Ball, ...], edits: tuple[Edit, ...], recording: Recording, arrived: RunState) -> "Run":
        run = Run(self.first_landscape, balls, edits, full=self.full)
        run.recording = recording
        run._arrive(arrived, self.step)
        return run

    def _arrive(self, run_state: RunState, step: int) -> None:
        """Be at a step; how it is before the edits of this step is kept, so that they can be made anew."""
        self._step = step
        here = of_step(self.edits, step)
        self._arrived, self._run_state = run_state, run_state.edited(self.edits[here])
        self._coming: int = here.stop

    @property
    def _has_edits_to_come(self) -> bool:
        return self._coming < len(self.edits)

    def _advance_block(self, steps: int, *, waits: bool) -> RunState:
        """Make and judge a block of steps after the last row; those in which no ball moved any more are dropped."""
        begun = self.step
        rows = self.recording.extend(steps)
        status = record_block(rows, self._run_state, begun=begun, parked=self.parked(), full=self.full)
        kept = steps if waits or self._has_edits_to_come else int(np.count_nonzero(rows.stepped.any(axis=1)))
        self.recording.cut_after(begun + kept)
        state = Step(*(getattr(rows, name)[kept - 1].copy() for name in Step._fields))
        return self._run_state._replace(state=state, status=status)
