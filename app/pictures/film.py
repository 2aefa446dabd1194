"""A film of a run: from which step to which, how fast, and which frames it has."""

import math
from dataclasses import dataclass
from typing import NamedTuple

from app.pictures.limits import (
    DEFAULT_FPS,
    MAX_FPS,
    MAX_SPEED,
    MIN_FPS,
    MIN_SPEED,
    SLOW_MOTION_SPEED,
    USUAL_DURATION_S,
)
from app.session.slow_motion import Moment
from app.session.transient import transient_end
from app.text.translation import _
from app.views.plots.kinds import TRANSIENT_MARGIN_SHARE
from physics.run.run import Run

MIN_USUAL_SPEED = 1.0
"""Steps per second of so short a film; its duration is then shorter."""
HOLD_S = 1.0
"""How much longer the last frame stays."""
TICK_MS = 10
"""Durations are whole multiples: a GIF counts in hundredths of a second."""
MAX_FRAMES = 5000
MIN_EVENTFUL_STEPS = 50
"""In a bowl a ball is caught at once, and then swings."""


class FilmFrame(NamedTuple):
    """One picture of a film."""

    step: int
    phase: float
    """Share of the way from the step before to this one at which the balls are."""
    moment: Moment | None
    """The part of the next step that slow motion explains."""
    ms: int
    """How long it is shown."""


@dataclass(frozen=True)
class Film:
    """Steps `first` to `last` of a run, and how they become frames.

    Raises ValueError, with a sentence, for what can't be filmed.
    """

    first: int
    last: int
    speed: float
    """Steps per second."""
    fps: float = DEFAULT_FPS
    """Frames per second; slow motion has a frame for each moment instead."""
    glides: bool = True
    """Whether balls are also drawn between two steps."""
    loops: bool = True
    """Whether it begins again at its end, for ever."""
    is_slow_motion: bool = False
    """Whether each step is shown in the four moments of slow motion, with their captions."""

    def __post_init__(self) -> None:
        """Check the values."""
        if not 0 <= self.first < self.last:
            pattern = _("a film from step {first} to step {last} has no step; the second must be greater")
            raise ValueError(pattern.format(first=self.first, last=self.last))
        if not MIN_SPEED <= self.speed <= MAX_SPEED:
            pattern = _("{value} is not between {least} and {most} steps per second")
            raise ValueError(pattern.format(value=f"{self.speed:g}", least=f"{MIN_SPEED:g}", most=f"{MAX_SPEED:.0f}"))
        if not MIN_FPS <= self.fps <= MAX_FPS:
            pattern = _("{value} is not between {least} and {most} frames per second")
            raise ValueError(pattern.format(value=f"{self.fps:g}", least=f"{MIN_FPS:g}", most=f"{MAX_FPS:g}"))
        if self.frame_count > MAX_FRAMES:
            pattern = _(
                "the film would have {count} frames, and may have {most}; choose fewer steps or a greater speed"
            )
            raise ValueError(pattern.format(count=self.frame_count, most=MAX_FRAMES))

    @property
    def frame_count(self) -> int:
        """How many frames it has."""
        if self.is_slow_motion:
            return len(Moment) * (self.last - self.first) + 1
        return math.ceil(self._motion_s * self.fps - 1e-9) + 1

    @property
    def duration_s(self) -> float:
        """How long it takes, with the time for which the last frame stays."""
        return sum(frame.ms for frame in self.frames()) / 1000.0

    @property
    def _motion_s(self) -> float:
        """Seconds from the first step to the last."""
        return (self.last - self.first) / self.speed

    def frames(self) -> list[FilmFrame]:
        """All frames in their order; the last one shows the last step."""
        count = self.frame_count
        rate = len(Moment) * self.speed if self.is_slow_motion else self.fps
        ticks_per_s = 1000.0 / TICK_MS
        starts = [round(number * ticks_per_s / rate) for number in range(count)]
        ends = [*starts[1:], starts[-1] + round((1.0 / rate + HOLD_S) * ticks_per_s)]
        return [
            FilmFrame(*self._shown(number), max(1, end - start) * TICK_MS)
            for number, (start, end) in enumerate(zip(starts, ends, strict=True))
        ]

    def _shown(self, number: int) -> tuple[int, float, Moment | None]:
        """Step, phase and moment of a frame."""
        if self.is_slow_motion:
            steps, moment = divmod(number, len(Moment))
            step = self.first + steps
            return step, 1.0, None if step == self.last else Moment(moment + 1)
        steps_made = min(float(self.last - self.first), number * self.speed / self.fps)
        whole = math.floor(steps_made + 1e-9)
        share = steps_made - whole
        if not self.glides or share < 1e-9:
            return self.first + whole, 1.0, None
        return self.first + whole + 1, share, None


def suggested_speed(first: int, last: int, *, is_slow_motion: bool = False) -> float:
    """A round speed at which these steps take about USUAL_DURATION_S."""
    if is_slow_motion:
        return SLOW_MOTION_SPEED
    speed = max(MIN_USUAL_SPEED, (last - first) / USUAL_DURATION_S)
    return min(MAX_SPEED, float(f"{speed:.2g}"))


def eventful_steps(run: Run) -> tuple[int, int]:
    """The part of a run in which something happens: until soon after the last edit and the last open outcome.

    All recorded steps if an outcome is still open at the last one, and never fewer than `MIN_EVENTFUL_STEPS` of them.
    """
    end = transient_end(run)
    last = run.last if end is None else min(run.last, round((1.0 + TRANSIENT_MARGIN_SHARE) * end))
    return run.recording.first, max(last, min(run.last, run.recording.first + MIN_EVENTFUL_STEPS))
