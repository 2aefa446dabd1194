"""How far along the step axis something happens: until the last ball is caught or gone."""

from app.plotting.span import Span, step_limit
from physics.outcome.outcome import ROLLING
from physics.run.recording import Recording
from physics.run.run import Run

MARGIN_SHARE = 0.25
"""Of the story, shown after its end."""
MAX_STEPS_READ = 100_000
"""Read at once; the rest follows with the next frames."""


class Story:
    """Finds the last step at which a ball's outcome was open, in what is recorded; plots by step share one."""

    def __init__(self) -> None:
        self._recording: Recording | None = None
        self._next = 0
        self._last_open = 0

    def shown_steps(self, run: Run) -> Span:
        """The steps that a plot shows: all, up to a round number, or the story where it is over long before."""
        self._catch_up(run.recording)
        every = step_limit(run.last)
        is_told = self._next > run.last and self._last_open < run.last
        return Span(
            0.0, float(min(every, step_limit(round((1.0 + MARGIN_SHARE) * self._last_open))) if is_told else every)
        )

    def _catch_up(self, recording: Recording) -> None:
        if recording is not self._recording or recording.last + 1 < self._next:
            self._recording, self._next, self._last_open = recording, 0, 0
        stop = min(recording.last + 1, self._next + MAX_STEPS_READ)
        if stop == self._next:
            return
        is_open = (recording.rows(self._next, stop).outcome == ROLLING).any(axis=1)
        if is_open.any():
            self._last_open = self._next + int(is_open.nonzero()[0][-1])
        self._next = stop
