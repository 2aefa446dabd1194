"""A run: some balls on a landscape, moved step by step, judged and recorded, with edits on the way."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from physics.arrays import Bools, Floats
from physics.ball import Ball
from physics.edit import Edit, of_balls, of_step, renumbered, with_edits
from physics.landscape import Landscape
from physics.outcome import has_gone, is_final
from physics.present import InForce, Present, beginning
from physics.recording import ROW_LIMIT, Recording, Rows
from physics.rules import Rule, Step, step
from physics.standing import Standing, judge_block

BLOCK_ROWS = 65_536
"""Rows that are stepped before they are judged together: enough to make judging cheap, few enough to stay in cache."""
BLOCK_STEPS = 1024


class Run:
    """Many balls at once; each moves exactly as if it were alone."""

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
        in_force = InForce(
            np.array([ball.alpha for ball in balls], np.float64),
            np.array([ball.eta for ball in balls], np.float64),
            np.array([ball.rule is Rule.NESTEROV for ball in balls], np.bool_),
        )
        present = beginning(landscape, in_force, np.array([ball.start for ball in balls], np.float64))
        self.recording = Recording(len(balls), row_limit)
        _record_start(self.recording.extend(1), present)
        self._arrive(present)

    @property
    def step(self) -> int:
        """The newest step."""
        return self.recording.last

    @property
    def landscape(self) -> Landscape:
        """The landscape in force."""
        return self._present.landscape

    @property
    def in_force(self) -> InForce:
        """The α, η and rules that the next step is made with."""
        return self._present.in_force

    @property
    def state(self) -> Step:
        """Positions, slopes and speeds that the next step starts from: the newest row, with its edits."""
        return self._present.state

    @property
    def standing(self) -> Standing:
        """The outcome of each ball, and its state when that became final, else now."""
        return self._present.standing

    @property
    def set_out(self) -> Floats:
        """(n,) the w from which each ball set out at last: where it was put by hand, else its start."""
        return self._present.set_out

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen: no ball moves any more and no edit is still to come."""
        return not self._has_edits_to_come and bool(self.parked().all())

    @property
    def is_full(self) -> bool:
        """Whether the recording has no room for one more step."""
        return self.recording.room == 0

    def next_step(self) -> Step:
        """What the next step would do to each ball, without doing it."""
        after = Step(*(np.empty_like(column) for column in self.state))
        with np.errstate(all="ignore"):
            step(self.landscape, self.state, self.in_force.alpha, -self.in_force.eta, self._ahead(), after)
        return after

    def parked(self) -> Bools:
        """Which balls (n,) no longer move while nothing is changed."""
        return has_gone(self.standing.outcome) if self.full else is_final(self.standing.outcome)

    def advance(self, steps: int, *, waits: bool = False) -> int:
        """Make up to `steps` steps and return how many were made.

        Fewer are made when the recording is full, and when the run is over unless it `waits`, as balls do that are to
        join a run which is not.
        """
        begun = self.step
        target = begun + min(steps, self.recording.room)
        while self.step < target and (waits or not self.is_over):
            until = min(target, self.edits[self._coming].step) if self._has_edits_to_come else target
            block = min(until - self.step, BLOCK_STEPS, max(1, BLOCK_ROWS // max(1, len(self.balls))))
            self._arrive(self._advance_block(block, waits=waits))
        return self.step - begun

    def edit(self, *edits: Edit) -> None:
        """Change something now: at the newest step, dropping edits that were still to come.

        Raises ValueError when an edit is of another step.
        """
        for edit in edits:
            if edit.step != self.step:
                raise ValueError(f"an edit of step {edit.step} comes at step {self.step}")
        self.edits = with_edits(self.edits, self.step, edits)
        self._arrive(self._arrived)

    def spliced(self, place: int, other: "Run") -> "Run":
        """Return this run with the balls of `other`, a run of the same landscapes and steps, before ball `place`."""
        theirs = tuple(edit for edit in renumbered(other.edits, 0, place) if edit.ball is not None)
        return self._of(
            (*self.balls[:place], *other.balls, *self.balls[place:]),
            renumbered(self.edits, place, len(other.balls)) + theirs,
            self.recording.spliced(place, other.recording),
            self._arrived.spliced(place, other._arrived),
        )

    def only(self, places: Sequence[int]) -> "Run":
        """Return this run with only the balls at `places`, in that order, each as it was among the others."""
        return self._of(
            tuple(self.balls[place] for place in places),
            of_balls(self.edits, places),
            self.recording.only(places),
            self._arrived.only(places),
        )

    def rename(self, place: int, name: str) -> None:
        """Give ball `place` another name."""
        ball = replace(self.balls[place], name=name)
        self.balls = (*self.balls[:place], ball, *self.balls[place + 1 :])

    def _of(self, balls: tuple[Ball, ...], edits: tuple[Edit, ...], recording: Recording, arrived: Present) -> "Run":
        run = Run(self.first_landscape, balls, edits, full=self.full)
        run.recording = recording
        run._arrive(arrived)
        return run

    def _arrive(self, present: Present) -> None:
        """Be at the newest step; how it is before the edits of this step is kept, so that they can be made anew."""
        here = of_step(self.edits, self.step)
        self._arrived, self._present = present, present.edited(self.edits[here])
        self._coming: int = here.stop

    @property
    def _has_edits_to_come(self) -> bool:
        return self._coming < len(self.edits)

    def _ahead(self) -> Bools | None:
        return self.in_force.looks_ahead if self.in_force.looks_ahead.any() else None

    def _advance_block(self, steps: int, *, waits: bool) -> Present:
        """Step, then judge the whole block; steps in which no ball moved any more are dropped."""
        begun, parked = self.step, self.parked()
        rows = self.recording.extend(steps)
        rows.alpha[:], rows.eta[:], rows.looks_ahead[:] = self.in_force
        before, alpha, minus_eta = self.state, self.in_force.alpha, -self.in_force.eta
        if parked.any():
            before, alpha, minus_eta = self._park(parked)
        ahead = self._ahead()
        with np.errstate(all="ignore"):
            for after in map(Step._make, zip(*(getattr(rows, name) for name in Step._fields), strict=True)):
                step(self.landscape, before, alpha, minus_eta, ahead, after)
                before = after
            standing = judge_block(
                self.landscape, rows, self.state, self.standing, begun=begun, parked=parked, full=self.full
            )
        kept = steps if waits or self._has_edits_to_come else int(np.count_nonzero(rows.stepped.any(axis=1)))
        self.recording.cut_after(begun + kept)
        state = Step(*(getattr(rows, name)[kept - 1].copy() for name in Step._fields))
        return Present(self.landscape, self.in_force, state, standing, self.set_out)

    def _park(self, parked: Bools) -> tuple[Step, Floats, Floats]:
        """Put parked balls where a step changes nothing and nothing overflows; their last row is held afterwards."""
        w = np.where(parked, self.landscape.domain[0], self.state.w)
        delta = np.where(parked, 0.0, self.state.delta)
        before = self.state._replace(w=w, slope=self.landscape.slope(w), delta=delta)
        return before, np.where(parked, 0.0, self.in_force.alpha), np.where(parked, 0.0, -self.in_force.eta)


def _record_start(rows: Rows, present: Present) -> None:
    """Write row 0."""
    rows.alpha[0], rows.eta[0], rows.looks_ahead[0] = present.in_force
    for name in Step._fields:
        getattr(rows, name)[0] = getattr(present.state, name)
    rows.f[0] = present.standing.f
    rows.valley[0] = np.where(has_gone(present.standing.outcome), 0, present.standing.valley + 1)
    rows.hills_crossed[0] = 0
    rows.outcome[0] = present.standing.outcome
    rows.stepped[0] = True
