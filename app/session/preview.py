"""A run that only shows what would be: a ghost on the landscape while the mouse is on a map or a strip."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from physics.ball import Ball
from physics.edit import Edit
from physics.landscape import Landscape
from physics.outcome import ROLLING
from physics.run import Run
from physics.sentences import sentence

LONGEST = 3000
"""Steps that a ghost is followed: it must be there as soon as the mouse is. Most are decided within a hundred."""
AT_ONCE = 64


class Preview(QObject):
    """At most one ghost."""

    changed = Signal()
    """Another ghost, or none."""

    def __init__(self) -> None:
        """Show nothing."""
        super().__init__()
        self.run: Run | None = None
        """The ghost's run, up to where it is decided; it has one ball."""

    @property
    def sentence(self) -> str:
        """What becomes of the ghost; empty where there is none."""
        return "" if self.run is None else sentence(self.run, 0)

    def show(self, landscape: Landscape, ball: Ball, delta: float = 0.0) -> None:
        """Follow a ball from its start, with the speed Δ that it has there."""
        run = Run(landscape, [ball], [Edit(0, 0, delta=delta)] if delta else [])
        while run.standing.outcome[0] == ROLLING and run.step < LONGEST and not run.is_over:
            run.advance(AT_ONCE)
        self.run = _up_to_the_outcome(run)
        self.changed.emit()

    def clear(self) -> None:
        """Show nothing."""
        if self.run is not None:
            self.run = None
            self.changed.emit()


def _up_to_the_outcome(run: Run) -> Run:
    """The same run, ending where its outcome is first known: what comes after that is no news."""
    # Row 0 is left out: it does not know of the speed.
    told = np.flatnonzero(run.recording.rows(1).outcome[:, 0] != ROLLING)
    first = int(told[0]) + 1 if len(told) else run.step
    if first >= run.step:
        return run
    again = Run(run.first_landscape, run.balls, run.edits)
    again.advance(first)
    return again
