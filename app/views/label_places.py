"""Places for the balls' names: none on another, on a ball, or outside the view, and none that flickers."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

GAP = 3.0
"""Pixels between a ball and its name."""
CALM = 6.0
"""Pixels of extra room that a better place must have before a name goes there."""
UNDERGROUND = 1.1
"""Heights of a name from a ball down to a name in the ground below it: under the valley's tint."""
PILE = 8.0
"""Balls whose centres are at most so many pixels apart lie on each other, and their names stand in one column."""
ROWS = 7


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

    def grown(self, by: float) -> "Box":
        """The rectangle with so many pixels more on each side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


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


class Surroundings(NamedTuple):
    """What names keep clear of."""

    view: Box
    obstacles: Sequence[Box]
    curve: Callable[[float], float]
    """Pixels from the top of the curve at pixels from the left."""

    def is_on_curve(self, box: Box) -> bool:
        """Whether the line runs through the box, seen at a few places."""
        left, top, right, bottom = box
        curve, step = self.curve, (right - left) / 4.0
        heights = curve(left), curve(left + step), curve(left + 2.0 * step), curve(right - step), curve(right)
        return min(heights) < bottom + 2.0 and max(heights) > top - 2.0


_BELOW, _FIRST_IN_ROW_2 = 5, 6
_LAST = _FIRST_IN_ROW_2 + 2 * (ROWS - 1)
_ALONE = tuple(range(_LAST))
_RIGHT_COLUMN = (0, *range(_FIRST_IN_ROW_2, _LAST, 2))
_LEFT_COLUMN = (1, *range(_FIRST_IN_ROW_2 + 1, _LAST, 2))
_IN_PILE = (*_RIGHT_COLUMN, *_LEFT_COLUMN, 2, 3, 4, _BELOW)


def slot_box(slot: int, disc: Disc, size: tuple[float, float]) -> Box:
    """The box of a name in a numbered place beside a ball.

    0 and 1 at the upper right and left, 2 and 3 level, 4 above, 5 in the ground, then in rows over 0 and 1.
    """
    x, y, radius = disc
    width, height = size
    out, up = 0.7 * radius + GAP, y - 0.7 * radius
    if slot in (2, 3):
        left, top = (x + radius + GAP + 1.0 if slot == 2 else x - radius - GAP - 1.0 - width), y - 0.5 * height
    elif slot == 4:
        left, top = x - 0.5 * width, y - radius - GAP - height
    elif slot == _BELOW:
        left, top = x - 0.5 * width, y + radius + UNDERGROUND * height
    else:
        row = 1 if slot < 2 else 2 + (slot - _FIRST_IN_ROW_2) // 2
        is_right = slot % 2 == 0
        left, top = (x + out if is_right else x - out - width), up - row * height
    left, top = float(round(left)), float(round(top))
    return Box(left, top, left + width, top + height)


def place_labels(
    discs: Sequence[Disc],
    sizes: Sequence[tuple[float, float]],
    before: Sequence[int | None],
    around: Surroundings,
) -> list[tuple[int, Box] | None]:
    """Choose a numbered place for each ball's name, the first ball's first; None where there is no room.

    A name stays in the place it had `before` as long as it can, and goes to a better one only when that has room to
    spare. On the curve it stands only when no other place is free.
    """
    taken: list[Box] = list(around.obstacles)
    chosen: list[tuple[int, Box] | None] = []
    for disc, size, slot_before in zip(discs, sizes, before, strict=True):
        pile = [other for other in discs if math.dist(other[:2], disc[:2]) <= PILE]
        anchor = max(pile, key=lambda other: other.radius)
        candidates = Candidates(_IN_PILE if len(pile) > 1 else _ALONE, anchor, size, taken, discs, around)
        place = candidates.chosen(slot_before)
        chosen.append(place)
        if place is not None:
            taken.append(place[1])
    return chosen


class Candidates(NamedTuple):
    """The places for one name, the best first, and what they must keep clear of."""

    slots: Sequence[int]
    anchor: Disc
    size: tuple[float, float]
    taken: Sequence[Box]
    discs: Sequence[Disc]
    around: Surroundings

    def chosen(self, before: int | None) -> tuple[int, Box] | None:
        """The place for the name; None where there is no room."""
        here = None if before is None else slot_box(before, self.anchor, self.size)
        if before is None or here is None or not self.is_free(here):
            return self.first_clear() or self.first_free()
        if self.around.is_on_curve(here):
            return self.first_clear() or (before, here)
        for slot in self.slots:
            if slot == before:
                break
            if self.is_calm(box := slot_box(slot, self.anchor, self.size)):
                return slot, box
        return before, here

    def first_clear(self) -> tuple[int, Box] | None:
        """The best place that is free and not on the curve."""
        boxes = ((slot, slot_box(slot, self.anchor, self.size)) for slot in self.slots)
        return next((each for each in boxes if self.is_free(each[1]) and not self.around.is_on_curve(each[1])), None)

    def first_free(self) -> tuple[int, Box] | None:
        """The best place that is free."""
        boxes = ((slot, slot_box(slot, self.anchor, self.size)) for slot in self.slots)
        return next((each for each in boxes if self.is_free(each[1])), None)

    def is_free(self, box: Box) -> bool:
        """Whether a box is in the view and on nothing."""
        if not box.is_within(self.around.view):
            return False
        return not (any(map(box.touches, self.taken)) or any(disc.touches(box) for disc in self.discs))

    def is_calm(self, box: Box) -> bool:
        """Whether a box is free, with room to spare."""
        wide = box.grown(CALM)
        return self.is_free(box) and not (any(map(wide.touches, self.taken)) or self.around.is_on_curve(wide))
