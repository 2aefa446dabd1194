"""A run: balls on a landscape, stepped, evaluated and recorded, with edits on the way."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Codes, Columns, Floats, Ints, map_columns
from physics.forcing.forcing import NO_FORCING, Forcing
from physics.landscape.base import Landscape
from physics.rules.base import State
from physics.rules.dispatch import groups_of, rules_in, steppers
from physics.run.ball import Ball
from physics.run.beginning import Beginning
from physics.run.edit import Edit, of_balls, of_step, renumbered, with_edits
from physics.run.recording import Recording, Rows
from physics.run.state import BallParameters, RunState, ball_parameters, initial_state
from physics.run.state_history import Checkpoint, StateHistory, with_rows
from physics.run.status import Rules, Status, rules_of
from physics.run.stepping import record_block, record_start

BLOCK_ROWS = 65_536
"""Rows (steps × balls) that are stepped before they are evaluated together: few enough to stay in the cache."""
BLOCK_STEPS = 1024


class Tail(NamedTuple):
    """A run from some step on."""

    step: int
    edits: tuple[Edit, ...]
    """Those of that step and of later ones, also of steps not made yet."""
    rows: Rows
    """The rows after that step."""
    last: int
    """The last step that was recorded, also when the rows were forgotten."""
    beginning: Beginning | None
    """None unless that step is 0."""

    def without_rows(self) -> "Tail":
        """Return the same without its rows: they follow again from the edits."""
        return self._replace(rows=map_columns(lambda column: column[:0].copy(), self.rows))


class Run:
    """Many balls at once; each moves exactly as if it were alone."""

    recording: Recording
    _state_history: StateHistory
    _forked_at: int | None = None
    """The last step of the run that this one was forked from, if any."""

    def __init__(
        self,
        landscape: Landscape,
        balls: Sequence[Ball],
        edits: Iterable[Edit] = (),
        *,
        full: bool = False,
        forcing: Forcing = NO_FORCING,
        rule_states: Sequence[Mapping[str, float]] | None = None,
        origins: Sequence[float] | None = None,
    ) -> None:
        """Place the balls at their starts and record step 0; `edits` are applied when their step is reached.

        `rule_states` is what the rules remember of each ball, and `origins` where it was last placed; None: those of
        balls which begin.

        A ball stops when its outcome is final, and the run is over when all have stopped. In a `full` run a ball stops
        only when it has gone.

        Raises ValueError if an edit names a ball that does not exist.
        """
        self.first_landscape, self.first_forcing = landscape, forcing
        self.full = full
        self.balls = tuple(balls)
        self.edits = tuple(sorted(edits, key=lambda edit: edit.step))
        for edit in self.edits:
            if edit.ball is not None and not 0 <= edit.ball < len(balls):
                raise ValueError(f"an edit names ball {edit.ball}, but there are {len(balls)} balls")
        self._rules: tuple[tuple[object, ...], Rules] | None = None
        self._begin(initial_state(landscape, self.balls, forcing, rule_states, origins))

    # What it is at

    @property
    def step(self) -> int:
        """The step that the run is at; all other properties are as of this step."""
        return self._step

    @property
    def last(self) -> int:
        """The newest step that is recorded."""
        return self.recording.last

    @property
    def landscape(self) -> Landscape:
        """The landscape of the next step."""
        return self._run_state.landscape

    @property
    def forcing(self) -> Forcing:
        """Noise and schedule of the next step, counted from step 0."""
        return self._run_state.forcing

    @property
    def rule(self) -> Codes:
        """(n,) the rules of the next step."""
        return self._run_state.balls.rule

    @property
    def parameters(self) -> Columns:
        """(n,) the parameters of the next step by name; NaN where a ball's rule has no such parameter.

        η is without its schedule.
        """
        return self._run_state.balls.parameters

    @property
    def rules(self) -> Rules:
        """The rules of the next step, and the energies below which they trap; found once between two edits."""
        following = self.landscape, self.rule, self.parameters, self.forcing
        if self._rules is None or any(
            ours is not theirs for ours, theirs in zip(self._rules[0], following, strict=True)
        ):
            self._rules = following, rules_of(*following)
        return self._rules[1]

    @property
    def state(self) -> State:
        """The state that the next step starts from: the row of this step, with its edits."""
        return self._run_state.balls.state

    @property
    def status(self) -> Status:
        """The outcome of each ball at this step, and its state when that became final, else now."""
        return self._run_state.balls.status

    @property
    def origin(self) -> Floats:
        """(n,) the w at which each ball was last placed by hand, else its start."""
        return self._run_state.balls.origin

    @property
    def since(self) -> Ints:
        """(n,) the step from which cycles are looked for: of the last edit that counted for each ball, else 0.

        With a schedule it is not before η is constant.
        """
        return np.maximum(self._run_state.balls.since, self.forcing.certain_from)

    @property
    def is_over(self) -> bool:
        """Whether no ball moves any more, and no recorded step or edit is still to come."""
        return self.step == self.last and not self._has_edits_to_come and bool(self.parked().all())

    @property
    def is_full(self) -> bool:
        """Whether there is no next step because the recording has no room for it."""
        return self.step == self.last and self.recording.room == 0

    def next_step(self) -> State:
        """Return what the next step would do to each ball, without doing it."""
        after = map_columns(np.copy, self.state)
        forces = self.forcing.forces(self.step, 1)
        with np.errstate(all="ignore"):
            next(steppers(self.landscape, groups_of(self.rule), self.parameters, forces))(self.state, after)
        return after

    def parked(self) -> Bools:
        """Which balls (n,) no longer move while nothing is edited."""
        return self.status.parked(self.full)

    def ball_parameters(self, ball: int) -> BallParameters:
        """The rule and the parameters of a ball, as a person has set them: η without its schedule."""
        return ball_parameters(self.rule, self.parameters, ball)

    def next_parameters(self, ball: int) -> BallParameters:
        """The rule and the parameters of a ball's next step: with the η in force."""
        return ball_parameters(self.rule, self.forcing.in_force(self.parameters, self.step), ball)

    # Going through time

    def advance(self, steps: int, *, waits: bool = False) -> int:
        """Go forward by up to `steps` steps, making those that are not recorded yet; return how many.

        Fewer are made when the recording is full, and when the run is over, unless it `waits`: then balls at rest get
        rows too, so that they can join a run that is not over.
        """
        begun = self.step
        target = begun + min(steps, self.last - begun + self.recording.room)
        if begun < self.last:
            self.go_to(min(target, self.last))
        while self.step < target and (waits or not self.is_over):
            until = min(target, self.edits[self._next_edit].step) if self._has_edits_to_come else target
            block = min(until - self.step, BLOCK_STEPS, max(1, BLOCK_ROWS // max(1, len(self.balls))))
            run_state = self._advance_block(block, waits=waits)
            self._arrive(run_state, self.last)
        return self.step - begun

    def go_to(self, step: int) -> None:
        """Go to a recorded step, to the same state bit for bit as when the run first reached it.

        Raises ValueError if it is not recorded.
        """
        if not self.recording.first <= step <= self.last:
            raise ValueError(f"step {step} is not among {self.recording.first} … {self.last}")
        if step != self.step:
            near = Checkpoint(self.step, self._arrived)
            self._arrive(self._state_history.arrived_at(step, self.recording, self.edits, self.full, near), step)

    def mark(self) -> None:
        """Set a checkpoint at this step, which makes going to it and to later steps fast."""
        self._state_history.mark(self.step, self._arrived)

    def as_of(self, step: int, *, is_edited: bool = True) -> "Run":
        """Return this run at a recorded step, for reading only: it shares its rows with this one.

        Unless `is_edited`, without the edits of that step.
        """
        run = copy(self)
        run.go_to(step)
        if not is_edited:
            run.edits = run.edits[: of_step(run.edits, step).start]
            run._arrive(run._arrived, step)
        return run

    def snapshot(self, step: int) -> "Run":
        """Return an independent run at a recorded step: it stays as it is, whatever happens to this one.

        The rows are shared until one of them drops or adds some. Raises ValueError if the step is not recorded.
        """
        run = self.as_of(step)
        run.recording = self.recording.fork()
        run._state_history = self._state_history.copy()
        return run

    # Changing it

    def edit(self, *edits: Edit) -> None:
        """Apply edits of this step, dropping all later steps and edits.

        Raises ValueError if an edit is of another step.
        """
        for edit in edits:
            if edit.step != self.step:
                raise ValueError(f"an edit of step {edit.step} comes at step {self.step}")
        self.recording.cut_after(self.step)
        self._state_history.forget_after(self.step)
        self.edits = with_edits(self.edits, self.step, edits)
        self._arrive(self._arrived, self.step)

    def edit_beginning(self, *edits: Edit) -> None:
        """Change what the run begins with, at step 0; drops all later steps and edits.

        A ball that is placed begins there. One that would begin outside another landscape begins where that suggests.
        Raises ValueError at another step.
        """
        if self.step or any(edit.step for edit in edits):
            raise ValueError(f"what a run begins with is changed at step 0, not at step {self.step}")
        beginning, self.edits = self._beginning.edited(with_edits(self.edits, 0, edits))
        self._begin_with(beginning)

    def detach_tail(self) -> Tail:
        """Drop the rows after this step and return them, with the edits of this step and later ones.

        The edits stay in force until others replace them.
        """
        here = of_step(self.edits, self.step)
        last, beginning = self.last, None if self.step else self._beginning
        tail = Tail(self.step, self.edits[here.start :], self.recording.detach_after(self.step), last, beginning)
        self._state_history.forget_after(self.step)
        return tail

    def swap_tail(self, tail: Tail) -> Tail:
        """Go to the step of `tail`, replace everything from there on by it, and return what was there.

        If that step is not recorded, the edits alone are exchanged.
        """
        if tail.step > self.last:
            return self._swap_edits(tail)
        self.go_to(tail.step)
        before = self.detach_tail()
        self.edits = self.edits[: of_step(self.edits, self.step).start] + tail.edits
        if tail.beginning is not None and tail.beginning != before.beginning:
            self._begin_with(tail.beginning)
        self.recording.append(tail.rows)
        self._arrive(self._arrived, self.step)
        return before

    def _swap_edits(self, tail: Tail) -> Tail:
        """Exchange the edits from the step of `tail` on, none of which has been reached."""
        begin = of_step(self.edits, tail.step).start
        before = Tail(tail.step, self.edits[begin:], self.recording.rows(self.last + 1), self.last, None)
        self.edits = self.edits[:begin] + tail.edits
        self._arrive(self._arrived, self.step)
        return before

    def forget(self) -> None:
        """Go back to step 0 and drop all later rows; they follow again from the edits, which stay."""
        self._begin(self._state_history.first)

    # Other runs made from it

    def fork(self) -> "Run":
        """Return an independent run at the last step, with rows of its own, for `merge`."""
        run = self.snapshot(self.last)
        run._forked_at = self.last
        return run

    def merge(self, other: "Run") -> None:
        """Take over the rows and the step of `other`, which was forked from this run.

        Raises ValueError if this run has another last step by now.
        """
        if other._forked_at != self.last:
            raise ValueError(f"a run that goes on from step {other._forked_at} can't follow step {self.last}")
        self.recording, self._state_history = other.recording, other._state_history
        self._arrive(other._arrived, other.step)

    def insert_balls(self, index: int, other: "Run") -> "Run":
        """Return this run with the balls of `other` before ball `index`.

        `other` has the same landscapes, length and step.
        """
        theirs = tuple(edit for edit in renumbered(other.edits, 0, index) if edit.ball is not None)
        return self._of(
            (*self.balls[:index], *other.balls, *self.balls[index:]),
            renumbered(self.edits, index, len(other.balls)) + theirs,
            self.recording.insert_balls(index, other.recording),
            self._arrived.insert_balls(index, other._arrived),
        )

    def select_balls(self, balls: Sequence[int]) -> "Run":
        """Return this run with only these balls, in that order, each as it was among the others."""
        return self._of(
            tuple(self.balls[ball] for ball in balls),
            of_balls(self.edits, balls),
            self.recording.select_balls(balls),
            self._arrived.select_balls(balls),
        )

    def stop_early(self) -> None:
        """Drop the last steps in which no ball moves and no edit is made.

        They were made for balls that have been removed: a run of these balls alone would have stopped before.
        """
        last_edit = self.edits[-1].step if self.edits else 0
        moving = np.flatnonzero(self.recording.rows().stepped.any(axis=1))
        end = max(last_edit, int(moving[-1]) if len(moving) else 0)
        if end < self.last:
            self.go_to(min(self.step, end))
            self.recording.cut_after(end)
            self._state_history.forget_after(end)

    def rename(self, index: int, name: str | None) -> None:
        """Give a ball another name, or none."""
        ball = replace(self.balls[index], name=name)
        self.balls = (*self.balls[:index], ball, *self.balls[index + 1 :])

    @property
    def _beginning(self) -> Beginning:
        return Beginning(self.first_landscape, self.balls, self.first_forcing)

    def _begin_with(self, beginning: Beginning) -> None:
        self.first_landscape, self.balls, self.first_forcing = beginning
        self._begin(initial_state(*beginning))

    def _begin(self, run_state: RunState) -> None:
        self.recording = Recording(len(self.balls))
        self._state_history = StateHistory(run_state)
        record_start(self.recording.extend(1, rules_in(run_state.balls.rule)), run_state)
        self._arrive(run_state, 0)

    def _of(self, balls: tuple[Ball, ...], edits: tuple[Edit, ...], recording: Recording, arrived: RunState) -> "Run":
        run = Run(self.first_landscape, balls, edits, full=self.full, forcing=self.first_forcing)
        run.recording = recording
        run._arrive(arrived, self.step)
        return run

    def _arrive(self, run_state: RunState, step: int) -> None:
        """Be at a step; the state before its edits is kept, so that they can be replaced."""
        self._step = step
        here = of_step(self.edits, step)
        self._arrived, self._run_state = run_state, run_state.edited(self.edits[here])
        self._next_edit: int = here.stop

    @property
    def _has_edits_to_come(self) -> bool:
        return self._next_edit < len(self.edits)

    def _advance_block(self, steps: int, *, waits: bool) -> RunState:
        """Make and evaluate steps after the last row; those at the end in which no ball moved are dropped."""
        begun = self.step
        rows = self.recording.extend(steps, rules_in(self.rule))
        status = record_block(rows, self._run_state, self.rules, begun=begun, full=self.full)
        kept = steps if waits or self._has_edits_to_come else int(np.count_nonzero(rows.stepped.any(axis=1)))
        self.recording.cut_after(begun + kept)
        return with_rows(self._run_state, map_columns(lambda column: column[:kept], rows), status, begun=begun)
