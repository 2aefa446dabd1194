"""Places for the balls' names: none on another, on a ball, or outside the view, and none that flickers."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

GAP = 3.0
"""Pixels between a ball and its name."""
CALM = 6.0
"""Pixels of extra room that a better place must have before a name goes there."""
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
        step = (box.right - box.left) / 4.0
        heights = [self.curve(box.left + i * step) for i in range(5)]
        return min(heights) < box.bottom + 2.0 and max(heights) > box.top - 2.0


_ALONE = (0, 1, 2, 3, 4, *range(5, 5 + 2 * (ROWS - 1)), 5 + 2 * (ROWS - 1))
_RIGHT_COLUMN = (0, *range(5, 5 + 2 * (ROWS - 1), 2))
_LEFT_COLUMN = (1, *range(6, 5 + 2 * (ROWS - 1), 2))
_IN_PILE = (*_RIGHT_COLUMN, *_LEFT_COLUMN, 2, 3, 4, 5 + 2 * (ROWS - 1))


def slot_box(slot: int, disc: Disc, size: tuple[float, float]) -> Box:
    """The box of a name in a numbered place beside a ball.

    0 and 1 at the upper right and left, 2 and 3 level, 4 above, then in rows over 0 and 1 in turn, the last one below.
    """
    x, y, radius = disc
    width, height = size
    out, up = 0.7 * radius + GAP, y - 0.7 * radius
    rows_end = 5 + 2 * (ROWS - 1)
    if slot in (2, 3):
        left, top = (x + radius + GAP + 1.0 if slot == 2 else x - radius - GAP - 1.0 - width), y - 0.5 * height
    elif slot == 4:
        left, top = x - 0.5 * width, y - radius - GAP - height
    elif slot == rows_end:
        left, top = x - 0.5 * width, y + radius + GAP + 4.0
    else:
        row = 1 if slot < 2 else 2 + (slot - 5) // 2
        is_right = slot == 0 or (slot >= 5 and slot % 2 == 1)
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
        boxes = {slot: slot_box(slot, anchor, size) for slot in (_IN_PILE if len(pile) > 1 else _ALONE)}
        place = _choose(boxes, slot_before, taken, discs, around)
        chosen.append(place)
        if place is not None:
            taken.append(place[1])
    return chosen


def _choose(
    boxes: dict[int, Box], before: int | None, taken: Sequence[Box], discs: Sequence[Disc], around: Surroundings
) -> tuple[int, Box] | None:
    def is_free(box: Box) -> bool:
        return box.is_within(around.view) and not (
            any(box.touches(other) for other in taken) or any(disc.touches(box) for disc in discs)
        )

    def is_calm(box: Box) -> bool:
        wide = box.grown(CALM)
        return is_free(box) and not (any(wide.touches(other) for other in taken) or around.is_on_curve(wide))

    stays = before is not None and is_free(boxes[before])
    if before is not None and stays and not around.is_on_curve(boxes[before]):
        for slot, box in boxes.items():
            if slot == before or is_calm(box):
                return slot, box
    free = {slot: box for slot, box in boxes.items() if is_free(box)}
    clear = [slot for slot, box in free.items() if not around.is_on_curve(box)]
    if clear:
        return clear[0], free[clear[0]]
    if before is not None and stays:
        return before, boxes[before]
    return next(iter(free.items()), None)
