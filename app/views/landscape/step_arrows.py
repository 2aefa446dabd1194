"""The arrows of one step, laid head to tail: momentum term, gradient term, their sum."""

import math
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.plotting.labels import Box, Room
from app.plotting.projection import Projection
from app.prediction.next_step import ShownStep
from app.session.slow_motion import Moment
from app.theme import Theme, faded
from app.views.landscape.caption import PlacedCaption
from app.views.landscape.energy_line import EnergyShape, paint_dot

SHORTEST = 4.0
"""Pixels: what is shorter is a dot."""
CLEAR = 13.0
"""Pixels at scale 1 between the ball and the middle of the nearest row."""
UNDERGROUND = 12.0
"""Pixels at scale 1 by which a row below the ball is further away: under the valley's tint."""
GAP = 8.0
"""Pixels at scale 1 from an arrow to its word."""
LONG_ENOUGH = 36.0
"""Pixels at scale 1: where even the longest of the three is shorter, all are drawn enlarged, and that is said."""
FACTORS = (1, 2, 5, 10, 20, 50, 100)
MARGIN = 6.0
"""Pixels at scale 1 that arrows end before the view does."""
MOST_RAISED = 48.0
"""Pixels at scale 1 by which the arrows stand higher when the step leads uphill."""
LIFTS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
"""Rows by which all arrows may stand higher, to find room for their words."""


class Term(Enum):
    """The parts of a step, from the top row to the lowest."""

    MOMENTUM = auto()
    GRADIENT = auto()
    SUM = auto()


class Arrow(NamedTuple):
    """A level arrow with its word beside it."""

    term: Term
    begin: float
    end: float
    """Pixels of tail and head, within the view."""
    y: float
    is_cut: bool
    """Whether its head is beyond the end of the view."""
    word: Box

    @property
    def is_dot(self) -> bool:
        """Whether it is too short for an arrow."""
        return abs(self.end - self.begin) < SHORTEST and not self.is_cut

    @property
    def box(self) -> Box:
        """The room that it takes, without its word."""
        left, right = sorted((self.begin, self.end))
        return Box(left - SHORTEST, self.y - SHORTEST, right + SHORTEST, self.y + SHORTEST)


class Ends(NamedTuple):
    """Where the three arrows begin and end, in pixels, not cut off by the view."""

    tail: float
    joint: float
    """The momentum term's head, where the gradient term begins."""
    head: float
    factor: int
    """How many times longer the arrows are drawn than they are."""

    @property
    def is_finite(self) -> bool:
        """Whether they can be drawn."""
        return math.isfinite(self.joint) and math.isfinite(self.head)

    def of(self, term: Term) -> tuple[float, float]:
        """Begin and end of one arrow."""
        ends = {Term.MOMENTUM: (self.tail, self.joint), Term.GRADIENT: (self.joint, self.head)}
        return ends.get(term, (self.tail, self.head))


def step_ends(step: ShownStep, projection: Projection, scale: float) -> Ends:
    """The ends of the arrows; where they are not enlarged, the last one is exactly where the step leads."""
    with np.errstate(all="ignore"):
        tail, joint, head = projection.x(np.array([step.w, step.w + step.momentum_term, step.w_after])).tolist()
    longest = max(abs(joint - tail), abs(head - joint), abs(head - tail))
    factor = next((each for each in FACTORS if each * longest >= LONG_ENOUGH * scale), FACTORS[-1])
    return Ends(tail, tail + factor * (joint - tail), tail + factor * (head - tail), factor)


def step_words(is_nesterov: bool, factor: int) -> dict[Term, str]:
    """What stands at the arrows."""
    slope = "−η·f′(w + α·Δw)" if is_nesterov else "−η·f′(w)"
    enlarged = f" · drawn {factor} ×" if factor > 1 else ""
    return {Term.MOMENTUM: "α·Δw", Term.GRADIENT: slope, Term.SUM: f"Δw{enlarged}"}


class Block(NamedTuple):
    """Sizes of all three arrows together."""

    ends: Ends
    sizes: dict[Term, tuple[float, float]]
    """Pixels across and down of the words."""
    ball: Box
    """What the arrows stand above, or below where there is no room above: the ball and where it goes."""
    scale: float

    def arrows(self, view: Box, top: float, side: int) -> tuple[Arrow, ...]:
        """The arrows with the first row at `top`, words on their left (−1) or right (1)."""
        pitch = self.pitch
        return tuple(self._arrow(term, view, top + row * pitch, side) for row, term in enumerate(Term))

    @property
    def pitch(self) -> float:
        """Pixels from row to row."""
        return max(size[1] for size in self.sizes.values()) + 2.0 * self.scale

    def _arrow(self, term: Term, view: Box, y: float, side: int) -> Arrow:
        lo, hi, gap = view.left + MARGIN * self.scale, view.right - MARGIN * self.scale, GAP * self.scale
        begin, end = self.ends.of(term)
        is_cut = not lo <= end <= hi
        begin, end = min(max(begin, lo), hi), min(max(end, lo), hi)
        width, height = self.sizes[term]
        left = min(begin, end) - gap - width if side < 0 else max(begin, end) + gap
        left = float(round(min(max(left, view.left), view.right - width)))
        top = float(round(y - 0.5 * height))
        return Arrow(term, begin, end, float(round(y)) + 0.5, is_cut, Box(left, top, left + width, top + height))

    def candidates(self, view: Box) -> Iterator[tuple[Arrow, ...]]:
        """All places for the block, the best first: words ahead of the step, above the ball."""
        nesterov = -1 if self.ends.head < self.ends.tail else 1
        pitch, clear = self.pitch, CLEAR * self.scale
        highest_below = max(self.ball.bottom, view.top) + clear + UNDERGROUND * self.scale
        lowest = min(self.ball.top, view.bottom) - 2.0 * pitch - clear
        for lift in LIFTS:
            for side in (nesterov, -nesterov):
                yield self.arrows(view, lowest - lift * pitch, side)
        for lift in LIFTS:
            for side in (nesterov, -nesterov):
                yield self.arrows(view, highest_below + lift * pitch, side)


def place_block(block: Block, room: Room, before: int | None) -> tuple[int, tuple[Arrow, ...]]:
    """Choose the place of all three arrows: the one `before` when that is given, else where all words are clear."""
    every = list(block.candidates(room.view))
    if before is not None:
        return before, every[before]
    for is_good in (_all_clear, _words_free):
        for number, arrows in enumerate(every):
            if is_good(arrows, room):
                return number, arrows
    return 0, every[0]


def _all_clear(arrows: Sequence[Arrow], room: Room) -> bool:
    return _words_free(arrows, room) and all(
        not room.is_on_curve(arrow.word) and room.is_free(arrow.box) for arrow in arrows
    )


def _words_free(arrows: Sequence[Arrow], room: Room) -> bool:
    return all(room.is_free(arrow.word) and not arrow.word.touches(arrow.box) for arrow in arrows)


def stands_above(ball: Box, ghost: Box, scale: float) -> Box:
    """What the arrows stand above: the ball, and the ghost where that is higher by a little."""
    most = MOST_RAISED * scale
    top = max(min(ball.top, ghost.top), ball.top - most)
    bottom = min(max(ball.bottom, ghost.bottom), ball.bottom + most)
    return Box(ball.left, top, ball.right, bottom)


def is_in_view(ball: Box, ghost: Box, projection: Projection) -> bool:
    """Whether ball or ghost can be seen, so that arrows between them say something."""
    view = Box(0.0, 0.0, projection.width, projection.height)
    return all(map(math.isfinite, (*ball, *ghost))) and (ball.touches(view) or ghost.touches(view))


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
        return self.moment is Moment.GRADIENT or (self.step.is_nesterov and not is_before)


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


WIDTH = 3.0
HEAD_LENGTH, HEAD_WIDTH = 9.0, 9.0
DOT = 3.0
"""Radius of an arrow that is too short for one."""
JOINT = 0.45
"""Opacity of the upright lines from row to row."""
TANGENT, TANGENT_WIDTH = 34.0, 3.0
"""Pixels at scale 1 of the slope's mark to each side of where it is felt."""


def paint_arrows(painter: QPainter, picture: StepPicture, theme: Theme) -> None:
    """Paint the arrows that are shown."""
    painter.setPen(QPen(faded(theme.palette.muted, JOINT), 1.0))
    painter.drawLines(_joints(picture))
    for arrow in picture.arrows:
        _paint_arrow(painter, arrow, term_colour(arrow.term, theme), theme.scale)


def term_colour(term: Term, theme: Theme) -> QColor:
    """The colour of a term, the same everywhere."""
    palette = theme.palette
    return {Term.MOMENTUM: palette.momentum_term, Term.GRADIENT: palette.gradient_term}.get(term, palette.ink)


def _joints(picture: StepPicture) -> list[QLineF]:
    """Upright lines from the ball to the tail, from head to tail, and from the last head to where the step leads."""
    arrows = {arrow.term: arrow for arrow in picture.arrows}
    momentum, gradient, total = arrows[Term.MOMENTUM], arrows.get(Term.GRADIENT), arrows.get(Term.SUM)
    lines = [QLineF(momentum.begin, momentum.y, momentum.begin, picture.ball[1])]
    if gradient is not None:
        lines.append(QLineF(momentum.end, momentum.y, momentum.end, gradient.y))
    if gradient is not None and total is not None:
        foot = picture.ghost[1] if picture.ends_at_ghost else total.y
        lines.append(QLineF(total.end, gradient.y, total.end, foot))
    return lines


def _paint_arrow(painter: QPainter, arrow: Arrow, colour: QColor, scale: float) -> None:
    if arrow.is_dot:
        paint_dot(painter, QPointF(arrow.end, arrow.y), DOT * scale, colour)
        return
    way = 1.0 if arrow.end > arrow.begin or (arrow.is_cut and arrow.end >= arrow.begin) else -1.0
    length = min(HEAD_LENGTH * scale, max(abs(arrow.end - arrow.begin), 0.5 * HEAD_LENGTH * scale))
    neck = arrow.end - way * length
    if (neck - arrow.begin) * way > 0.0:
        painter.setPen(QPen(colour, WIDTH * scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(QLineF(arrow.begin, arrow.y, neck + 0.5 * way, arrow.y))
    half = 0.5 * HEAD_WIDTH * scale
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    corners = [(arrow.end, arrow.y), (neck, arrow.y - half), (neck, arrow.y + half)]
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def paint_slope(painter: QPainter, at: tuple[float, float], up: tuple[float, float], theme: Theme) -> None:
    """Mark the slope on the curve at a point; `up` is one pixel's way at the curve's right angle."""
    colour, scale = theme.palette.gradient_term, theme.scale
    along = QPointF(-up[1], up[0]) * TANGENT * scale
    centre = QPointF(*at)
    painter.setPen(QPen(colour, TANGENT_WIDTH * scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QLineF(centre - along, centre + along))
    paint_dot(painter, centre, DOT * scale, colour)
