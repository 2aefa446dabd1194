"""What is drawn of the selected ball beside its disc, as found places: energy line, next step, caption."""

from typing import NamedTuple

from app.session.slow_motion import Moment
from app.views.boxes import Box
from app.views.selected.caption import PlacedCaption
from app.views.selected.energy_shape import EnergyShape
from app.views.selected.shown_step import ShownStep
from app.views.selected.step_shape import Arrow, Term

SHOWN_TERMS: dict[Moment | None, tuple[Term, ...]] = {
    Moment.MOMENTUM: (Term.MOMENTUM,),
    Moment.GRADIENT: (Term.MOMENTUM, Term.GRADIENT),
}
"""The arrows that are there in the first moments of slow motion; otherwise all."""


class Words(NamedTuple):
    """Some words and where they stand."""

    text: str
    box: Box


class StepPicture(NamedTuple):
    """A step as it is drawn."""

    step: ShownStep
    words: dict[Term, str]
    every: tuple[Arrow, ...]
    """All three arrows, of which slow motion does not show all at first."""
    ball: tuple[float, float]
    """Pixels of the disc's centre where the step sets out."""
    ghost: tuple[float, float]
    """Pixels of the disc's centre where it leads."""
    ends_at_ghost: bool
    """Whether the arrows are as long as they are: not enlarged."""
    moment: Moment | None

    @property
    def arrows(self) -> tuple[Arrow, ...]:
        """The arrows that are shown."""
        shown = SHOWN_TERMS.get(self.moment, tuple(Term))
        return tuple(arrow for arrow in self.every if arrow.term in shown)

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The room that all three arrows take together, and their words."""
        bars = [arrow.box for arrow in self.every]
        left, top = min(bar.left for bar in bars), min(bar.top for bar in bars)
        right, bottom = max(bar.right for bar in bars), max(bar.bottom for bar in bars)
        return Box(left, top, right, bottom), *(arrow.word for arrow in self.every)

    @property
    def faint(self) -> tuple[float, float] | None:
        """Where a faint disc stands: where the step leads, or where it set out once the ball is shown there."""
        if self.moment is Moment.MOVE:
            return self.ball
        return self.ghost if self.moment in (None, Moment.SUM) else None

    @property
    def marks_slope(self) -> bool:
        """Whether it is marked on the curve where the slope is felt: not at the ball, or just looked at."""
        is_before = self.moment is Moment.MOMENTUM
        return self.moment is Moment.GRADIENT or (self.step.looks_ahead and not is_before)


class Picture(NamedTuple):
    """All that is drawn of the selected ball; each part may be missing."""

    energy: EnergyShape | None
    words: Words | None
    step: StepPicture | None
    caption: PlacedCaption | None

    @property
    def boxes(self) -> tuple[Box, ...]:
        """What names keep clear of."""
        boxes = [] if self.words is None else [self.words.box]
        if self.energy is not None and self.energy.is_tick:
            boxes.append(self.energy.boxes[0])
        if self.step is not None:
            boxes += self.step.boxes
        return (*boxes, self.caption.box) if self.caption is not None else tuple(boxes)
