"""Where labels stand: clear of balls, of the curve and of each other.

`place_labels` puts the names of all balls next to them, in numbered slots. `FreeSpace.first` chooses among the
candidates of one text. Both prefer a box that is clear of the curve to one that is only free, and let a label stay
where it was.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

import numpy as np

from app.plotting.curve_line import CurveLine
from physics.arrays import Floats

CURVE_CLEARANCE_PX = 2.0
"""Between text and the curve."""


class Box(NamedTuple):
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        """Whether the two share an inner point."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def is_within(self, other: "Box") -> bool:
        """Whether all of it is in the other."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )

    def moved(self, right: float, down: float) -> "Box":
        """The rectangle, moved by `right` and `down` pixels."""
        return Box(self.left + right, self.top + down, self.right + right, self.bottom + down)

    def grown(self, by: float) -> "Box":
        """The rectangle with `by` more pixels on each side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


def touches_any(box: Box, boxes: Iterable[Box]) -> bool:
    """Whether a box shares an inner point with one of others: asked some hundred times a frame."""
    left, top, right, bottom = box
    for other_left, other_top, other_right, other_bottom in boxes:  # twice as fast as any()
        if left < other_right and other_left < right and top < other_bottom and other_top < bottom:
            return True
    return False


class Disc(NamedTuple):
    """A ball in pixels."""

    x: float
    y: float
    radius: float

    def touches(self, box: Box) -> bool:
        """Whether the disc reaches into the box."""
        across = max(box.left - self.x, 0.0, self.x - box.right)
        down = max(box.top - self.y, 0.0, self.y - box.bottom)
        return across * across + down * down < self.radius * self.radius


# The slots of a ball's name.

NAME_GAP_PX = 3.0
"""Between a ball and its name."""
UNDERGROUND_ROWS = 1.1
"""Heights of a name from a ball to a name in the ground below it: under the valley's tint."""
COLUMN_ROWS = 3
"""How many slots are stacked in a column above a ball."""
PILE_ROWS = 5
"""How many names are stacked in a column above a pile of balls, where there is no room for several columns."""
MAX_GAP_PX = 40.0
"""Between a ball and its name, but for one that stands on another; a name that has no room so near is not shown."""
MAX_JUMP_PX = 24.0
"""By which a name may move beside its ball from one frame to the next: to a slot nearby, not to the other side."""

UPPER_RIGHT, UPPER_LEFT, RIGHT, LEFT, ABOVE, BELOW = range(6)
_BASES = (UPPER_RIGHT, UPPER_LEFT, ABOVE)
"""The lowest slots of the three columns; slots 6, 7, 8 are their second rows, 9, 10, 11 their third rows, and so on."""
COLUMNS = tuple((base, *range(6 + i, 6 + 3 * (PILE_ROWS - 1), 3)) for i, base in enumerate(_BASES))
ALL_SLOTS: tuple[int, ...] = tuple(range(6 + 3 * (COLUMN_ROWS - 1)))
"""Those of a ball alone, the best first."""


def row_of(slot: int) -> int:
    """The row of a slot in its column; 0 for the lowest, and for those in no column."""
    return 0 if slot < 6 else (slot - 6) // 3 + 1


_PLACES = {
    UPPER_RIGHT: ((0.7, 0.0, NAME_GAP_PX), (-0.7, -1.0, 0.0)),
    UPPER_LEFT: ((-0.7, -1.0, -NAME_GAP_PX), (-0.7, -1.0, 0.0)),
    RIGHT: ((1.0, 0.0, NAME_GAP_PX + 1.0), (0.0, -0.5, 0.0)),
    LEFT: ((-1.0, -1.0, -NAME_GAP_PX - 1.0), (0.0, -0.5, 0.0)),
    ABOVE: ((0.0, -0.5, 0.0), (-1.0, -1.0, -NAME_GAP_PX)),
    BELOW: ((0.0, -0.5, 0.0), (1.0, UNDERGROUND_ROWS, 0.0)),
}
"""From the centre of a ball to the left and to the top of a name: shares of radius and of width or height, pixels."""


def slot_box(slot: int, disc: Disc, size: tuple[float, float]) -> Box:
    """The box of a name of this size in one of the slots of a ball."""
    x, y, radius = disc
    width, height = size
    (a, b, c), (d, e, f) = _PLACES[slot if slot < 6 else _BASES[slot % 3]]
    left, top = float(round(x + a * radius + b * width + c)), float(round(y + d * radius + e * height + f))
    if slot >= 6:
        top -= row_of(slot) * height
    return Box(left, top, left + width, top + height)


# The names of all balls.

SPARE_PX = 6.0
"""Extra room that a better slot must have before a name moves there."""
PILE_DISTANCE_PX = 8.0
"""Balls whose centres are at most this far apart form a pile, and their names stand in columns."""


class Label(NamedTuple):
    """Where a name stands."""

    slot: int
    box: Box


class LabelSpace(NamedTuple):
    """What names keep clear of."""

    view: Box
    obstacles: Sequence[Box]
    curve: Callable[[float], float]
    """Pixels from the top of the curve at pixels from the left."""

    def is_on_curve(self, box: Box) -> bool:
        """Whether the line runs through the box, tested at five places."""
        left, top, right, bottom = box
        curve, step = self.curve, (right - left) / 4.0
        heights = curve(left), curve(left + step), curve(left + 2.0 * step), curve(right - step), curve(right)
        return min(heights) < bottom + CURVE_CLEARANCE_PX and max(heights) > top - CURVE_CLEARANCE_PX


def place_labels(
    discs: Sequence[Disc],
    sizes: Sequence[tuple[float, float]],
    previous: Sequence[Label | None],
    space: LabelSpace,
    is_resting: Sequence[bool] = (),
) -> list[Label | None]:
    """Choose slot and box for each ball's name, the first ball's first; None where there is no room near the ball.

    `previous` has the labels of the frame before, moved along with their balls. A name stays in its slot as long as it
    can, moves at most by `MAX_JUMP_PX`, and to a better slot only when that has room to spare and the name is not
    resting after its last move. It stands on the curve only when no other slot is free.
    """
    taken: list[Box] = list(space.obstacles)
    placed: list[Label | None] = []
    for ball, (disc, size) in enumerate(zip(discs, sizes, strict=True)):
        pile = _pile_of(disc, discs)
        anchor, slots = disc, ALL_SLOTS
        names = [label.box for other in pile if other < ball and (label := placed[other]) is not None]
        if len(pile) > 1:
            anchor = max((discs[other] for other in pile), key=lambda other: other.radius)
            slots = _slots_in_pile(anchor, (max(sizes[other][0] for other in pile), size[1]), space)
        candidates = SlotCandidates(slots, disc, anchor, size, previous[ball], names, taken, discs, space)
        label = candidates.choose(stays=bool(is_resting) and is_resting[ball])
        placed.append(label)
        if label is not None:
            taken.append(label.box)
    return placed


def _pile_of(disc: Disc, discs: Sequence[Disc]) -> list[int]:
    """The indices of the balls that form a pile with this one, itself included."""
    x, y, _radius = disc
    return [
        index
        for index, (other_x, other_y, _other_radius) in enumerate(discs)
        if abs(other_x - x) <= PILE_DISTANCE_PX and math.hypot(other_x - x, other_y - y) <= PILE_DISTANCE_PX
    ]


def _slots_in_pile(anchor: Disc, size: tuple[float, float], space: LabelSpace) -> tuple[int, ...]:
    """One column after the other, those that begin off the curve first; then their further rows."""
    right, left, middle = COLUMNS
    columns = sorted((right, middle, left), key=lambda column: space.is_on_curve(slot_box(column[0], anchor, size)))
    low = chain.from_iterable(column[:COLUMN_ROWS] for column in columns)
    high = chain.from_iterable(column[COLUMN_ROWS:] for column in columns)
    return (*low, *high, RIGHT, LEFT, BELOW)


class SlotCandidates(NamedTuple):
    """The slots for one name, the best first, and what they must keep clear of."""

    slots: Sequence[int]
    disc: Disc
    """The ball."""
    anchor: Disc
    """The ball of the pile whose slots these are."""
    size: tuple[float, float]
    previous: Label | None
    names: Sequence[Box]
    """Of other balls of the pile."""
    taken: Sequence[Box]
    discs: Sequence[Disc]
    space: LabelSpace

    def choose(self, *, stays: bool) -> Label | None:
        """The slot and box of the name, which `stays` where it can; None where there is no room."""
        previous = self.previous
        if previous is None:
            return self._first(self.is_clear) or self._first(self.is_free)
        here = Label(previous.slot, slot_box(previous.slot, self.anchor, self.size))
        if not (self.is_near(here) and self.is_free(here.box)):
            return self._first(self.is_clear) or self._first(self.is_free)
        if self.space.is_on_curve(here.box):
            return self._first(self.is_clear) or here
        if not stays and here.slot in self.slots:
            better = self.slots[: self.slots.index(here.slot)]
            return self._first(self.has_spare_room, better) or here
        return here

    def _first(self, is_good: Callable[[Box], bool], slots: Sequence[int] | None = None) -> Label | None:
        for slot in self.slots if slots is None else slots:
            label = Label(slot, slot_box(slot, self.anchor, self.size))
            if self.is_near(label) and is_good(label.box):
                return label
        return None

    def is_near(self, label: Label) -> bool:
        """Whether a name is near the ball, or stands on one of its pile, and is near where it was."""
        box = label.box
        if self.previous is not None:
            there = self.previous.box
            if math.hypot(box.left - there.left, box.top - there.top) > MAX_JUMP_PX:
                return False
        x, y, radius = self.disc
        return Disc(x, y, radius + MAX_GAP_PX).touches(box) or self._is_stacked(label)

    def _is_stacked(self, label: Label) -> bool:
        """Whether a name stands directly on another one of the pile."""
        left, _top, right, bottom = label.box
        return any(name.top == bottom and name.left < right and left < name.right for name in self.names)

    def is_clear(self, box: Box) -> bool:
        """Whether a box is free, and not on the curve."""
        return self.is_free(box) and not self.space.is_on_curve(box)

    def is_free(self, box: Box) -> bool:
        """Whether a box is in the view and on nothing but perhaps the curve."""
        if not box.is_within(self.space.view):
            return False
        return not (touches_any(box, self.taken) or any(disc.touches(box) for disc in self.discs))

    def has_spare_room(self, box: Box) -> bool:
        """Whether a box is clear with room to spare; other names may stand directly above and below it."""
        wide = Box(box.left - SPARE_PX, box.top, box.right + SPARE_PX, box.bottom)
        is_off_curve = not self.space.is_on_curve(box.grown(SPARE_PX))
        return is_off_curve and self.is_free(box) and not touches_any(wide, self.taken)


# One text.


class FreeSpace:
    """A view with boxes that are taken, balls (as many as there are), and the exact curve."""

    def __init__(self, view: Box, taken: Sequence[Box], discs: tuple[Floats, Floats, Floats], line: CurveLine) -> None:
        """`discs`: x, y and radius of the balls, (n,) each, in pixels."""
        self.view = view
        self.taken = tuple(taken)
        self.discs = discs
        self.line = line

    def without(self, boxes: Iterable[Box]) -> "FreeSpace":
        """The space that is left when these boxes are taken, too."""
        return FreeSpace(self.view, (*self.taken, *boxes), self.discs, self.line)

    def is_free(self, box: Box) -> bool:
        """Whether a box is in the view and on nothing but perhaps the curve."""
        return box.is_within(self.view) and not touches_any(box, self.taken) and not self.is_on_ball(box)

    def is_on_ball(self, box: Box) -> bool:
        """Whether a ball reaches into a box."""
        x, y, radius = self.discs
        # From the centre of each ball to the nearest point of the box.
        across = x - np.minimum(np.maximum(x, box.left), box.right)
        down = y - np.minimum(np.maximum(y, box.top), box.bottom)
        return bool((across * across + down * down < radius * radius).any())

    def is_on_curve(self, box: Box) -> bool:
        """Whether the line runs through a box: it is neither all above it nor all below."""
        top, bottom = self.line.lowest_and_highest(box.left, box.right)
        return top < box.bottom + CURVE_CLEARANCE_PX and bottom > box.top - CURVE_CLEARANCE_PX

    def is_clear(self, box: Box) -> bool:
        """Whether a box is free, and not on the curve."""
        return self.is_free(box) and not self.is_on_curve(box)

    def first(self, candidates: Callable[[], Iterator[Box]], previous: int | None = None) -> tuple[int, Box] | None:
        """Index and box of the first clear candidate, else of the first free one; None where there is none.

        The candidate with the index `previous` is taken as long as it is clear.
        """
        if previous is not None:
            box = next(islice(candidates(), previous, None), None)
            if box is not None and self.is_clear(box):
                return previous, box
        free = None
        for index, box in enumerate(candidates()):
            if self.is_free(box):
                if not self.is_on_curve(box):
                    return index, box
                free = free or (index, box)
        return free
