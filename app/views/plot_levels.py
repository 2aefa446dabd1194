"""A value by step that stays as it is until it changes, such as the rim of the valley that a ball is in."""

import math
from collections.abc import Callable

import numpy as np

from app.views.plot_curves import Curves, Segments
from app.views.plot_frame import Frame
from app.views.plot_span import Span
from physics.arrays import Bools, Floats, Ints
from physics.recording import Recording

Levels = Callable[[int, int], Floats]
"""Gives the values (stop − begin,) at steps begin … stop − 1; NaN where there is none."""
MOST_STEPS = 100_000
"""Most steps that are looked at in one go."""


class LevelCurve(Curves):
    """Level lines, joined by upright ones: as many as there are changes, however long the run."""

    def __init__(self, frame: Frame, levels: Levels) -> None:
        """Begin at step 0."""
        super().__init__(frame)
        self._levels = levels
        self._shared = max(1, math.ceil(frame.x.length / frame.width))
        self._next = 0
        self._level = math.nan

    @property
    def next_step(self) -> int:
        """The first step of the next column of pixels."""
        return self._next

    def has_more(self, stop: int) -> bool:
        """Whether a column is complete: lines shorter than a pixel would add up to a fainter one."""
        return stop // self._shared * self._shared > self._next

    def take(self, recording: Recording, stop: int, most: int) -> Segments:  # noqa: ARG002
        """The lines through the next complete columns."""
        most_steps = max(self._shared, MOST_STEPS // self._shared * self._shared)
        begin, end = self._next, min(stop // self._shared * self._shared, self._next + most_steps)
        levels = np.concatenate(([self._level], self._levels(begin, end)))
        self._next, self._level = end, float(levels[-1])
        # Where the level is another one than a step before; NaN stays NaN.
        later, earlier = levels[1:], levels[:-1]
        change = np.flatnonzero((later != earlier) & ~(np.isnan(later) & np.isnan(earlier))) + 1
        first, last = np.concatenate(([0], change)), np.concatenate((change, [len(levels) - 1]))
        level = self._lines(first, levels[first], last, levels[first], begin - 1)
        upright = self._lines(change, levels[change - 1], change, levels[change], begin - 1)
        lines = np.concatenate((level, upright))[np.newaxis]
        shown: Bools = np.isfinite(lines.sum(axis=2))
        return Segments(lines, shown, Span(math.inf, -math.inf))

    def _lines(self, first: Ints, y: Floats, last: Ints, to_y: Floats, begin: int) -> Floats:
        """Lines (count, 4) in pixels, between steps counted from `begin`."""
        with np.errstate(invalid="ignore"):
            x, to_x = (self.frame.across((begin + steps).astype(np.float64)) for steps in (first, last))
            return np.stack((x, self.frame.down(y), to_x, self.frame.down(to_y)), axis=1)
