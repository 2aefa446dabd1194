"""A run that only shows what would be: a ghost on the landscape while the mouse is on a map or a strip."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.session.tasks import ComputeLock, IsCancelled, LatestOnly
from app.text.outcomes import sentence
from physics.landscape.base import Landscape
from physics.outcome.outcome import ROLLING
from physics.rules.base import Rule
from physics.run.ball import Ball
from physics.run.edit import Edit
from physics.run.run import Run
from physics.sweep.batch import InitialStates
from physics.sweep.sweep import GradualSweep

AT_ONCE = 256
"""Steps that a ghost is followed before it is shown, some milliseconds; most are decided within a hundred."""
FURTHER = 1024
"""Steps between two looks, in the background, at whether it is still wanted."""


class GhostRun(QObject):
    """At most one ghost. It is followed to where it is decided, or to the step at which maps and strips give up."""

    changed = Signal()
    """Another ghost, none, or it is followed further."""

    def __init__(self, turns: ComputeLock) -> None:
        """Show nothing."""
        super().__init__()
        self._job = LatestOnly(turns, self)
        self.run: Run | None = None
        """The ghost's run, as far as it is known; it has one ball."""

    @property
    def is_known(self) -> bool:
        """Whether the ghost has been followed to its end."""
        return self.run is not None and not self._job.is_busy

    @property
    def sentence(self) -> str:
        """What becomes of the ghost; empty as long as that is not known."""
        return sentence(self.run, 0) if self.run is not None and self.is_known else ""

    def show(self, landscape: Landscape, ball: Ball, delta: float = 0.0) -> None:
        """Follow a ball from its start, with the speed Δ that it has there."""
        self._job.cancel()
        ghost = _Ghost(landscape, ball, delta)
        self.run, is_decided = ghost.followed(AT_ONCE)
        if not is_decided:
            self._job.begin(ghost.followed_to_the_end, self._show)
        self.changed.emit()

    def clear(self) -> None:
        """Show nothing."""
        self._job.cancel()
        if self.run is not None:
            self.run = None
            self.changed.emit()

    def stop(self) -> None:
        """End what is under way, and wait until nothing of it is left."""
        self._job.stop()

    def _show(self, run: Run) -> None:
        self.run = run
        self.changed.emit()


class _Ghost(NamedTuple):
    """What a ghost follows from."""

    landscape: Landscape
    ball: Ball
    delta: float

    def followed(self, steps: int) -> tuple[Run | None, bool]:
        """The run up to where its outcome is known, or for so many steps; and whether it is known."""
        sweep = GradualSweep(self.landscape, self._starts(), steps)
        sweep.finish()
        return self._run(sweep.ends.steps[0].item()), bool(sweep.ends.outcome[0] != ROLLING)

    def followed_to_the_end(self, is_cancelled: IsCancelled) -> Run | None:
        """The run up to where its outcome is known, or to where it is given up; None when it was cancelled."""
        sweep = GradualSweep(self.landscape, self._starts())
        return self._run(sweep.ends.steps[0].item(), is_cancelled) if sweep.finish(is_cancelled) else None

    def _starts(self) -> InitialStates:
        ball = self.ball
        alpha, eta, w, delta = (np.array([value]) for value in (ball.alpha, ball.eta, ball.start, self.delta))
        return InitialStates(alpha, eta, np.array([ball.rule is Rule.NESTEROV]), w, delta)

    def _run(self, steps: int, is_cancelled: IsCancelled = lambda: False) -> Run | None:
        """The live run of so many steps: the same, to the last bit, as the one that was swept."""
        run = Run(self.landscape, [self.ball], [Edit(0, 0, delta=self.delta)] if self.delta else [])
        while run.step < steps:
            if is_cancelled():
                return None
            run.advance(min(FURTHER, steps - run.step))
        return run
