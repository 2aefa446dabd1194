"""The arrows of one step, laid head to tail: momentum term, gradient term, their sum."""

import math
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.plotting.label_layout import Box, FreeSpace
from app.plotting.transform import PlotTransform
from app.prediction.next_step import ShownStep
from app.session.slow_motion import Moment
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import faded
from app.views.landscape.caption import PlacedCaption
from app.views.landscape.energy_line import EnergyShape, paint_dot
from physics.rules.base import Formulas

MIN_ARROW_PX = 4.0
"""A shorter arrow is drawn as a dot."""
BALL_CLEARANCE_PX = 13.0
"""At scale 1, as all of these: between the ball and the middle of the nearest row."""
UNDERGROUND_PX = 12.0
"""How much further away a row below the ball is: under the valley's tint."""
LABEL_GAP_PX = 8.0
"""From an arrow to its label."""
MIN_LONGEST_ARROW_PX = 36.0
"""Where even the longest of the three arrows is shorter, all are enlarged, and their label says so."""
ENLARGEMENTS = (1, 2, 5, 10, 20, 50, 100)
MARGIN_PX = 6.0
"""Between the end of an arrow that is cut off and the end of the view."""
MAX_RAISE_PX = 48.0
"""How much higher the arrows stand at most when the step leads uphill."""
LIFT_ROWS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
"""Rows by which all arrows may be lifted to find room for their labels."""


class ArrowTerm(Enum):
    """The parts of a step, from the top row to the bottom row."""

    MOMENTUM = auto()
    GRADIENT = auto()
    SUM = auto()


class Arrow(NamedTuple):
    """A horizontal arrow with its label next to it."""

    term: ArrowTerm
    begin: float
    end: float
    """x of tail and head, within the view."""
    y: float
    is_cut: bool
    """Whether its head is outside the view."""
    text_box: Box

    @property
    def is_dot(self) -> bool:
        """Whether it is too short for an arrow."""
        return abs(self.end - self.begin) < MIN_ARROW_PX and not self.is_cut

    @property
    def box(self) -> Box:
        """The box of the arrow without its label."""
        left, right = sorted((self.begin, self.end))
        return Box(left - MIN_ARROW_PX, self.y - MIN_ARROW_PX, right + MIN_ARROW_PX, self.y + MIN_ARROW_PX)


class ArrowEnds(NamedTuple):
    """x of the ends of the three arrows, not cut off by the view."""

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

    def of(self, term: ArrowTerm) -> tuple[float, float]:
        """Begin and end of one arrow."""
        ends = {ArrowTerm.MOMENTUM: (self.tail, self.joint), ArrowTerm.GRADIENT: (self.joint, self.head)}
        return ends.get(term, (self.tail, self.head))


def arrow_ends(step: ShownStep, transform: PlotTransform, scale: float) -> ArrowEnds:
    """The ends of the arrows; where they are not enlarged, the last one is exactly where the step leads."""
    with np.errstate(all="ignore"):
        tail, joint, head = transform.x(np.array([step.w, step.w + step.momentum_term, step.w_after])).tolist()
    longest = max(abs(joint - tail), abs(head - joint), abs(head - tail))
    factor = next((each for each in ENLARGEMENTS if each * longest >= MIN_LONGEST_ARROW_PX * scale), ENLARGEMENTS[-1])
    return ArrowEnds(tail, tail + factor * (joint - tail), tail + factor * (head - tail), factor)


def arrow_labels(formulas: Formulas, factor: int) -> dict[ArrowTerm, str]:
    """The symbol beside each arrow; that of Δw says by which factor all are enlarged."""
    delta = _("Δw · drawn {factor} ×").format(factor=factor) if factor > 1 else "Δw"
    return {ArrowTerm.MOMENTUM: formulas.momentum, ArrowTerm.GRADIENT: f"−{formulas.gradient}", ArrowTerm.SUM: delta}


class ArrowBlock(NamedTuple):
    """All three arrows, to be placed together."""

    ends: ArrowEnds
    sizes: dict[ArrowTerm, tuple[float, float]]
    """Width and height of the labels."""
    ball: Box
    """What the arrows stand above, or below where there is no room above: see `box_under_arrows`."""
    scale: float

    def arrows(self, view: Box, top: float, side: int) -> tuple[Arrow, ...]:
        """The arrows with the first row at y = `top`, their labels on the left (`side` −1) or the right (1)."""
        pitch = self.pitch
        return tuple(self._arrow(term, view, top + row * pitch, side) for row, term in enumerate(ArrowTerm))

    @property
    def pitch(self) -> float:
        """Pixels from row to row."""
        return max(size[1] for size in self.sizes.values()) + 2.0 * self.scale

    def _arrow(self, term: ArrowTerm, view: Box, y: float, side: int) -> Arrow:
        lo, hi, gap = view.left + MARGIN_PX * self.scale, view.right - MARGIN_PX * self.scale, LABEL_GAP_PX * self.scale
        begin, end = self.ends.of(term)
        is_cut = not lo <= end <= hi
        begin, end = min(max(begin, lo), hi), min(max(end, lo), hi)
        width, height = self.sizes[term]
        left = min(begin, end) - gap - width if side < 0 else max(begin, end) + gap
        left = float(round(min(max(left, view.left), view.right - width)))
        top = float(round(y - 0.5 * height))
        return Arrow(term, begin, end, float(round(y)) + 0.5, is_cut, Box(left, top, left + width, top + height))

    def candidates(self, view: Box) -> Iterator[tuple[Arrow, ...]]:
        """All places for the arrows, the best first: above the ball, labels in the direction of the step."""
        forward = -1 if self.ends.head < self.ends.tail else 1
        pitch, clear = self.pitch, BALL_CLEARANCE_PX * self.scale
        highest_below = max(self.ball.bottom, view.top) + clear + UNDERGROUND_PX * self.scale
        lowest = min(self.ball.top, view.bottom) - 2.0 * pitch - clear
        for lift in LIFT_ROWS:
            for side in (forward, -forward):
                yield self.arrows(view, lowest - lift * pitch, side)
        for lift in LIFT_ROWS:
            for side in (forward, -forward):
                yield self.arrows(view, highest_below + lift * pitch, side)


def choose_arrows(block: ArrowBlock, space: FreeSpace, previous: int | None) -> tuple[int, tuple[Arrow, ...]]:
    """Index and arrows of the `previous` candidate if there is one, else of the first whose labels are clear."""
    candidates = list(block.candidates(space.view))
    if previous is not None:
        return previous, candidates[previous]
    for is_good in (_all_clear, _labels_free):
        for index, arrows in enumerate(candidates):
            if is_good(arrows, space):
                return index, arrows
    return 0, candidates[0]


def _all_clear(arrows: Sequence[Arrow], space: FreeSpace) -> bool:
    return _labels_free(arrows, space) and all(
        not space.is_on_curve(arrow.text_box) and space.is_free(arrow.box) for arrow in arrows
    )


def _labels_free(arrows: Sequence[Arrow], space: FreeSpace) -> bool:
    return all(space.is_free(arrow.text_box) and not arrow.text_box.touches(arrow.box) for arrow in arrows)


def box_under_arrows(ball: Box, ghost: Box, scale: float) -> Box:
    """The ball's box, taller where the ghost is a little higher or lower."""
    most = MAX_RAISE_PX * scale
    top = max(min(ball.top, ghost.top), ball.top - most)
    bottom = min(max(ball.bottom, ghost.bottom), ball.bottom + most)
    return Box(ball.left, top, ball.right, bottom)


def is_in_view(ball: Box, ghost: Box, transform: PlotTransform) -> bool:
    """Whether ball or ghost can be seen."""
    view = Box(0.0, 0.0, transform.width, transform.height)
    return all(map(math.isfinite, (*ball, *ghost))) and (ball.touches(view) or ghost.touches(view))


SHOWN_TERMS: dict[Moment | None, tuple[ArrowTerm, ...]] = {
    Moment.MOMENTUM: (ArrowTerm.MOMENTUM,),
    Moment.GRADIENT: (ArrowTerm.MOMENTUM, ArrowTerm.GRADIENT),
}
"""The arrows in the first moments of slow motion; in all others there are three."""


class PlacedText(NamedTuple):
    """A text and its box."""

    text: str
    box: Box


class StepOverlay(NamedTuple):
    """One step as it is drawn."""

    step: ShownStep
    texts: dict[ArrowTerm, str]
    all_arrows: tuple[Arrow, ...]
    """All three, also those that slow motion does not show yet."""
    ball: tuple[float, float]
    """Centre of the disc where the step begins."""
    ghost: tuple[float, float]
    """Centre of the disc where it leads."""
    ends_at_ghost: bool
    """Whether the last arrow ends at the ghost: the arrows are not enlarged."""
    moment: Moment | None

    @property
    def arrows(self) -> tuple[Arrow, ...]:
        """The arrows that are shown."""
        shown = SHOWN_TERMS.get(self.moment, tuple(ArrowTerm))
        return tuple(arrow for arrow in self.all_arrows if arrow.term in shown)

    @property
    def boxes(self) -> tuple[Box, ...]:
        """One box around all three arrows, and the boxes of their labels."""
        bars = [arrow.box for arrow in self.all_arrows]
        left, top = min(bar.left for bar in bars), min(bar.top for bar in bars)
        right, bottom = max(bar.right for bar in bars), max(bar.bottom for bar in bars)
        return Box(left, top, right, bottom), *(arrow.text_box for arrow in self.all_arrows)

    @property
    def ghost_centre(self) -> tuple[float, float] | None:
        """Centre of the faint disc: where the step leads, or where it began once the ball is shown at its end."""
        if self.moment is Moment.MOVE:
            return self.ball
        return self.ghost if self.moment in (None, Moment.SUM) else None

    @property
    def shows_tangent(self) -> bool:
        """Whether a tangent marks the point whose slope counts: where that is not the ball, or is just explained."""
        is_before = self.moment is Moment.MOMENTUM
        return self.moment is Moment.GRADIENT or (self.step.takes_slope_elsewhere and not is_before)


class SelectedOverlay(NamedTuple):
    """All parts of the overlay; each may be missing."""

    energy: EnergyShape | None
    energy_text: PlacedText | None
    step: StepOverlay | None
    caption: PlacedCaption | None

    @property
    def boxes(self) -> tuple[Box, ...]:
        """What the balls' names keep clear of."""
        boxes = [] if self.energy_text is None else [self.energy_text.box]
        if self.energy is not None:
            boxes += self.energy.boxes
        if self.step is not None:
            boxes += self.step.boxes
        return (*boxes, self.caption.box) if self.caption is not None else tuple(boxes)


ARROW_WIDTH_PX = 3.0
HEAD_LENGTH_PX, HEAD_WIDTH_PX = 9.0, 9.0
DOT_RADIUS_PX = 3.0
"""Of an arrow that is too short."""
JOINT_OPACITY = 0.45
"""Opacity of the vertical lines from row to row."""
TANGENT_HALF_PX, TANGENT_WIDTH_PX = 34.0, 3.0
"""Half the length of the tangent, and its width."""


def paint_arrows(painter: QPainter, overlay: StepOverlay, theme: Theme) -> None:
    """Paint the arrows that are shown."""
    painter.setPen(QPen(faded(theme.palette.muted, JOINT_OPACITY), 1.0))
    painter.drawLines(_joints(overlay))
    for arrow in overlay.arrows:
        _paint_arrow(painter, arrow, term_colour(arrow.term, theme), theme.line_scale)


def term_colour(term: ArrowTerm, theme: Theme) -> QColor:
    """The colour of an arrow: the term's own, or the ink's for their sum."""
    palette = theme.palette
    return {ArrowTerm.MOMENTUM: palette.momentum_term, ArrowTerm.GRADIENT: palette.gradient_term}.get(term, palette.ink)


def _joints(overlay: StepOverlay) -> list[QLineF]:
    """Vertical lines from the ball to the first tail, from head to tail, and from the last head to the ghost."""
    arrows = {arrow.term: arrow for arrow in overlay.arrows}
    momentum, gradient, total = arrows[ArrowTerm.MOMENTUM], arrows.get(ArrowTerm.GRADIENT), arrows.get(ArrowTerm.SUM)
    lines = [QLineF(momentum.begin, momentum.y, momentum.begin, overlay.ball[1])]
    if gradient is not None:
        lines.append(QLineF(momentum.end, momentum.y, momentum.end, gradient.y))
    if gradient is not None and total is not None:
        foot = overlay.ghost[1] if overlay.ends_at_ghost else total.y
        lines.append(QLineF(total.end, gradient.y, total.end, foot))
    return lines


def _paint_arrow(painter: QPainter, arrow: Arrow, colour: QColor, scale: float) -> None:
    if arrow.is_dot:
        paint_dot(painter, QPointF(arrow.end, arrow.y), DOT_RADIUS_PX * scale, colour)
        return
    direction = 1.0 if arrow.end > arrow.begin or (arrow.is_cut and arrow.end >= arrow.begin) else -1.0
    length = min(HEAD_LENGTH_PX * scale, max(abs(arrow.end - arrow.begin), 0.5 * HEAD_LENGTH_PX * scale))
    neck = arrow.end - direction * length
    if (neck - arrow.begin) * direction > 0.0:
        painter.setPen(QPen(colour, ARROW_WIDTH_PX * scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(QLineF(arrow.begin, arrow.y, neck + 0.5 * direction, arrow.y))
    half = 0.5 * HEAD_WIDTH_PX * scale
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    corners = [(arrow.end, arrow.y), (neck, arrow.y - half), (neck, arrow.y + half)]
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def paint_tangent(painter: QPainter, at: tuple[float, float], up: tuple[float, float], theme: Theme) -> None:
    """Paint the tangent of the curve at a point; `up` is the curve's unit normal in pixels."""
    colour, scale = theme.palette.gradient_term, theme.scale
    along = QPointF(-up[1], up[0]) * TANGENT_HALF_PX * scale
    centre = QPointF(*at)
    painter.setPen(QPen(colour, TANGENT_WIDTH_PX * scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QLineF(centre - along, centre + along))
    paint_dot(painter, centre, DOT_RADIUS_PX * scale, colour)
