"""A run: some balls on a landscape, moved step by step, judged and recorded, with edits on the way."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Floats, spliced, taken
from physics.ball import Ball
from physics.edit import Edit, of_balls, renumbered, with_edit
from physics.landscape import Landscape
from physics.outcome import has_gone, is_final
from physics.recording import ROW_LIMIT, Recording, Rows
from physics.rules import Rule, Step, step
from physics.standing import Standing, judge_block, stand

BLOCK_ROWS = 65_536
"""Rows that are stepped before they are judged together: enough to make judging cheap, few enough to stay in cache."""
BLOCK_STEPS = 1024


class InForce(NamedTuple):
    """What the next step is made with: arrays (n,)."""

    alpha: Floats
    eta: Floats
    looks_ahead: Bools


class Run:
    """Many balls at once; each moves exactly as if it were alone."""

    def __init__(
        self, landscape: Landscape, balls: Sequence[Ball], edits: Iterable[Edit] = (), row_limit: int = ROW_LIMIT
    ) -> None:
        """Place the balls at their starts and record step 0; `edits` are applied when their step is reached.

        Raises ValueError when an edit names a ball that does not exist.
        """
        self.first_landscape = self.landscape = landscape
        self.balls = tuple(balls)
        self.edits = tuple(sorted(edits, key=lambda edit: edit.step))
        for edit in self.edits:
            if edit.ball is not None and not 0 <= edit.ball < len(balls):
                raise ValueError(f"an edit names ball {edit.ball}, but there are {len(balls)} balls")
        self._applied = 0
        self.in_force = InForce(
            np.array([ball.alpha for ball in balls], np.float64),
            np.array([ball.eta for ball in balls], np.float64),
            np.array([ball.rule is Rule.NESTEROV for ball in balls], np.bool_),
        )
        w = np.array([ball.start for ball in balls], np.float64)
        self.recording = Recording(len(balls), row_limit)
        self._place(w, np.zeros_like(w))
        zero = np.zeros(len(w), np.int32)
        self.standing = stand(landscape, self.state, *self.in_force, steps=zero, hills_crossed=zero)
        self._record_start()
        self._apply_due_edits()

    @property
    def step(self) -> int:
        """The newest step."""
        return self.recording.last

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen: every outcome is final and no edit is still to come."""
        return not self._has_edits_to_come and bool(is_final(self.standing.outcome).all())

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

    def advance(self, steps: int, *, full: bool = False, waits: bool = False) -> int:
        """Make up to `steps` steps and return how many were made.

        A ball whose outcome is final stays where it is, and the run is over when all are. With `full` only a ball that
        has gone stops; the others go on. Fewer steps are made when the recording is full, and when the run is over
        unless it `waits`, as balls do that are to join a run which is not.
        """
        begun = self.step
        target = begun + min(steps, self.recording.room)
        while self.step < target and (waits or self._has_edits_to_come or not self._parked(full).all()):
            coming = self.edits[self._applied].step if self._has_edits_to_come else target
            block = min(min(target, coming) - self.step, BLOCK_STEPS, max(1, BLOCK_ROWS // max(1, len(self.balls))))
            self._advance_block(block, full=full, waits=waits)
            self._apply_due_edits()
        return self.step - begun

    def edit(self, edit: Edit) -> None:
        """Change something now: at the newest step, dropping edits that were still to come.

        Raises ValueError when the edit is of another step.
        """
        if edit.step != self.step:
            raise ValueError(f"an edit of step {edit.step} comes at step {self.step}")
        self.edits = with_edit(self.edits, edit)
        self._applied = len(self.edits)
        self._apply(edit)

    def spliced(self, place: int, other: "Run") -> "Run":
        """Return this run with the balls of `other`, a run of the same landscapes and steps, before ball `place`."""
        theirs = tuple(edit for edit in renumbered(other.edits, 0, place) if edit.ball is not None)
        return self._with_balls(
            balls=(*self.balls[:place], *other.balls, *self.balls[place:]),
            edits=renumbered(self.edits, place, len(other.balls)) + theirs,
            recording=self.recording.spliced(place, other.recording),
            in_force=spliced(self.in_force, place, other.in_force),
            state=spliced(self.state, place, other.state),
            standing=spliced(self.standing, place, other.standing),
        )

    def only(self, places: Sequence[int]) -> "Run":
        """Return this run with only the balls at `places`, in that order, each as it was among the others."""
        return self._with_balls(
            balls=tuple(self.balls[place] for place in places),
            edits=of_balls(self.edits, places),
            recording=self.recording.only(places),
            in_force=taken(self.in_force, places),
            state=taken(self.state, places),
            standing=taken(self.standing, places),
        )

    def renamed(self, place: int, name: str) -> "Run":
        """Return this run with another name for ball `place`."""
        balls = list(self.balls)
        balls[place] = replace(balls[place], name=name)
        return self._with_balls(
            balls=tuple(balls),
            edits=self.edits,
            recording=self.recording,
            in_force=self.in_force,
            state=self.state,
            standing=self.standing,
        )

    def _with_balls(
        self,
        *,
        balls: tuple[Ball, ...],
        edits: tuple[Edit, ...],
        recording: Recording,
        in_force: InForce,
        state: Step,
        standing: Standing,
    ) -> "Run":
        run = Run(self.first_landscape, balls, edits)
        run.landscape, run.recording = self.landscape, recording
        run.in_force, run.state, run.standing = in_force, state, standing
        run._applied = sum(edit.step <= run.step for edit in run.edits)
        return run

    @property
    def _has_edits_to_come(self) -> bool:
        return self._applied < len(self.edits)

    def _ahead(self) -> Bools | None:
        return self.in_force.looks_ahead if self.in_force.looks_ahead.any() else None

    def _place(self, w: Floats, delta: Floats) -> None:
        """Make positions and speeds the state that the next step starts from, whatever led there."""
        zero = np.zeros_like(w)
        with np.errstate(all="ignore"):
            self.state = Step(w, self.landscape.slope(w), zero, zero, delta)

    def _record_start(self) -> None:
        row = self.recording.extend(1)
        self._fill_constants(row)
        for name in Step._fields:
            getattr(row, name)[0] = getattr(self.state, name)
        row.f[0] = self.standing.f
        row.valley[0] = np.where(has_gone(self.standing.outcome), 0, self.standing.valley + 1)
        row.hills_crossed[0] = 0
        row.outcome[0] = self.standing.outcome
        row.stepped[0] = True

    def _fill_constants(self, rows: Rows) -> None:
        rows.alpha[:], rows.eta[:], rows.looks_ahead[:] = self.in_force

    def _parked(self, full: bool) -> Bools:
        """Which balls no longer move."""
        return has_gone(self.standing.outcome) if full else is_final(self.standing.outcome)

    def _advance_block(self, steps: int, *, full: bool, waits: bool) -> None:
        """Step, then judge the whole block; steps in which no ball moved any more are dropped."""
        begun = self.step
        rows = self.recording.extend(steps)
        self._fill_constants(rows)
        parked = self._parked(full)
        before, alpha, minus_eta = self.state, self.in_force.alpha, -self.in_force.eta
        if parked.any():
            before, alpha, minus_eta = self._park(parked)
        ahead = self._ahead()
        with np.errstate(all="ignore"):
            for after in map(Step._make, zip(*(getattr(rows, name) for name in Step._fields), strict=True)):
                step(self.landscape, before, alpha, minus_eta, ahead, after)
                before = after
            self.standing = judge_block(
                self.landscape, rows, self.state, self.standing, begun=begun, parked=parked, full=full
            )
        kept = steps if waits or self._has_edits_to_come else int(np.count_nonzero(rows.stepped.any(axis=1)))
        self.recording.cut_after(begun + kept)
        self.state = Step(*(getattr(rows, name)[kept - 1].copy() for name in Step._fields))

    def _park(self, parked: Bools) -> tuple[Step, Floats, Floats]:
        """Put parked balls where a step changes nothing and nothing overflows; their last row is held afterwards."""
        w = np.where(parked, self.landscape.domain[0], self.state.w)
        delta = np.where(parked, 0.0, self.state.delta)
        before = self.state._replace(w=w, slope=self.landscape.slope(w), delta=delta)
        return before, np.where(parked, 0.0, self.in_force.alpha), np.where(parked, 0.0, -self.in_force.eta)

    def _apply_due_edits(self) -> None:
        while self._has_edits_to_come and self.edits[self._applied].step <= self.step:
            self._apply(self.edits[self._applied])
            self._applied += 1

    def _apply(self, edit: Edit) -> None:
        """Put an edit in force and judge anew whom it concerns; the rows recorded so far stay as they are."""
        w, delta = self.state.w.copy(), self.state.delta.copy()
        concerned = np.zeros(len(w), np.bool_)
        if edit.landscape is not None:
            self.landscape = edit.landscape
            concerned[:] = ~has_gone(self.standing.outcome)
        else:
            concerned[edit.ball] = edit.w is not None or not has_gone(self.standing.outcome)[edit.ball]
            self.in_force = _changed(self.in_force, edit)
            w[edit.ball] = w[edit.ball] if edit.w is None else edit.w
            delta[edit.ball] = delta[edit.ball] if edit.delta is None else edit.delta
        self._place(w, delta)
        anew = stand(
            self.landscape,
            self.state,
            *self.in_force,
            steps=np.full(len(w), self.step, np.int32),
            hills_crossed=self.standing.hills_crossed,
        )
        self.standing = self.standing.judged_anew(anew, concerned)


def _changed(in_force: InForce, edit: Edit) -> InForce:
    alpha, eta, looks_ahead = in_force.alpha.copy(), in_force.eta.copy(), in_force.looks_ahead.copy()
    if edit.alpha is not None:
        alpha[edit.ball] = edit.alpha
    if edit.eta is not None:
        eta[edit.ball] = edit.eta
    if edit.rule is not None:
        looks_ahead[edit.ball] = edit.rule is Rule.NESTEROV
    return InForce(alpha, eta, looks_ahead)
