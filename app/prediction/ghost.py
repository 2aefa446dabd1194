"""The ghost: a run with other values that is shown on the landscape while the mouse is on a map or a slider."""

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from app.files.worker_processes import WORKERS
from app.session.session import Session
from app.session.tasks import IsCancelled, LatestOnly
from app.text.outcomes import sentence
from physics.landscape.base import Landscape
from physics.outcome.outcome import ROLLING
from physics.run.ball import Ball
from physics.run.edit import Edit
from physics.run.run import Run
from physics.sweep.initial_states import BallState, InitialStates
from physics.sweep.sweep import GradualSweep

MAX_SYNC_STEPS = 256
"""Steps that are computed before a ghost is shown, some milliseconds; most are decided within a hundred."""
CHUNK_STEPS = 1024
"""Steps between two checks for cancellation in the background."""


class GhostRun(QObject):
    """At most one ghost. It runs until its outcome is decided, or to the step at which maps and strips stop.

    It goes when the landscape, the recording or, other than by playing, the step changes.
    """

    changed = Signal()
    """Another ghost, or none, is shown, or it has been computed further."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._job = LatestOnly(self)
        self.run: Run | None = None
        """The ghost's run as far as it is computed; it has one ball."""
        self.is_known = False
        """Whether the ghost has been computed to its end."""
        for signal in (session.landscape_changed, session.recording_reset, session.seeked):
            signal.connect(self.clear)

    @property
    def sentence(self) -> str:
        """What becomes of the ghost; empty as long as that is not known."""
        return sentence(self.run, 0) if self.run is not None and self.is_known else ""

    def show(self, landscape: Landscape, state: BallState, name: str) -> None:
        """Show the run of a ball from this state."""
        self._job.cancel()
        origin = _Origin(landscape, state, name)
        self.run, self.is_known = _run_for(origin, MAX_SYNC_STEPS)
        if not self.is_known:
            self._job.begin(lambda is_cancelled: _run_to_the_end(origin, is_cancelled), self._show)
        self.changed.emit()

    def clear(self) -> None:
        """Show no ghost."""
        self._job.cancel()
        if self.run is not None:
            self.run, self.is_known = None, False
            self.changed.emit()

    def stop(self) -> None:
        """Cancel what is being computed, and wait until its thread has ended."""
        self._job.stop()

    def _show(self, run: Run) -> None:
        self.run, self.is_known = run, True
        self.changed.emit()


class _Origin(NamedTuple):
    """What a ghost's run follows from."""

    landscape: Landscape
    state: BallState
    name: str

    def initial_states(self) -> InitialStates:
        return self.state.initial_states(1)


def _run_for(origin: _Origin, steps: int) -> tuple[Run | None, bool]:
    """The run until its outcome is decided, at most this many steps; and whether it is decided."""
    sweep = GradualSweep(origin.landscape, origin.initial_states(), steps, origin.state.forcing)
    sweep.finish()
    return _recorded(origin, sweep.results.steps[0].item()), bool(sweep.results.outcome[0] != ROLLING)


def _run_to_the_end(origin: _Origin, is_cancelled: IsCancelled) -> Run | None:
    """The run until its outcome is decided, or to the sweep's last step; None after a cancellation."""
    sweep = GradualSweep(origin.landscape, origin.initial_states(), forcing=origin.state.forcing)
    is_known = sweep.finish(is_cancelled, executor=WORKERS)
    return _recorded(origin, sweep.results.steps[0].item(), is_cancelled) if is_known else None


def _recorded(origin: _Origin, steps: int, is_cancelled: IsCancelled = lambda: False) -> Run | None:
    """The recorded run of this many steps: bit for bit the one that was swept."""
    state = origin.state
    edits = [Edit(0, 0, delta=state.delta)] if state.delta else []
    ball = Ball(state.rule, state.parameters, state.w, origin.name)
    run = Run(
        origin.landscape,
        [ball],
        edits,
        forcing=state.forcing,
        rule_states=[state.rule_state],
        origins=[state.origin],
    )
    while run.step < steps:
        if is_cancelled():
            return None
        run.advance(min(CHUNK_STEPS, steps - run.step))
    return run
