"""Places for the balls' names: none on another, on a ball, or outside the view, and none that flickers."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from app.views.boxes import Box, Disc
from app.views.label_slots import ALL, BELOW, COLUMNS, LEFT, RIGHT, row_of, slot_box

CALM = 6.0
"""Pixels of extra room that a better place must have before a name goes there."""
FAR = 2
"""A name so many rows too high comes down as soon as there is room, spare or not."""
PILE = 8.0
"""Balls whose centres are at most so many pixels apart lie on each other, and their names stand in one column."""


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


def place_labels(
    discs: Sequence[Disc],
    sizes: Sequence[tuple[float, float]],
    before: Sequence[int | None],
    around: Surroundings,
    restless: Sequence[bool] = (),
) -> list[tuple[int, Box] | None]:
    """Choose a numbered place for each ball's name, the first ball's first; None where there is no room.

    A name stays in the place it had `before` as long as it can, and goes to a better one only when that has room to
    spare and the name is not `restless`. On the curve it stands only when no other place is free.
    """
    taken: list[Box] = list(around.obstacles)
    chosen: list[tuple[int, Box] | None] = []
    for ball, (disc, size) in enumerate(zip(discs, sizes, strict=True)):
        pile = [other for other in discs if math.dist(other[:2], disc[:2]) <= PILE]
        anchor = max(pile, key=lambda other: other.radius)
        widest = max(size[0] for other, size in zip(discs, sizes, strict=True) if other in pile), size[1]
        slots = ALL if len(pile) == 1 else _slots_in_pile(anchor, widest, around)
        place = Candidates(slots, anchor, size, taken, discs, around).chosen(
            before[ball], stays=bool(restless) and restless[ball]
        )
        chosen.append(place)
        if place is not None:
            taken.append(place[1])
    return chosen


def _slots_in_pile(anchor: Disc, size: tuple[float, float], around: Surroundings) -> tuple[int, ...]:
    """One column after the other, first one that begins off the curve."""
    right, left, middle = COLUMNS
    columns = sorted((right, middle, left), key=lambda column: around.is_on_curve(slot_box(column[0], anchor, size)))
    return (*columns[0], *columns[1], *columns[2], RIGHT, LEFT, BELOW)


class Candidates(NamedTuple):
    """The places for one name, the best first, and what they must keep clear of."""

    slots: Sequence[int]
    anchor: Disc
    size: tuple[float, float]
    taken: Sequence[Box]
    discs: Sequence[Disc]
    around: Surroundings

    def chosen(self, before: int | None, *, stays: bool) -> tuple[int, Box] | None:
        """The place for the name, which `stays` where it can; None where there is no room."""
        here = None if before is None else slot_box(before, self.anchor, self.size)
        if before is None or here is None or not self.is_free(here):
            return self.first_clear() or self.first_free()
        if self.around.is_on_curve(here):
            return self.first_clear() or (before, here)
        for slot in () if stays else self.slots:
            if slot == before:
                break
            box = slot_box(slot, self.anchor, self.size)
            if self.is_calm(box) or (row_of(before) - row_of(slot) >= FAR and self.is_clear(box)):
                return slot, box
        return before, here

    def first_clear(self) -> tuple[int, Box] | None:
        """The best place that is free and not on the curve."""
        boxes = ((slot, slot_box(slot, self.anchor, self.size)) for slot in self.slots)
        return next((each for each in boxes if self.is_clear(each[1])), None)

    def first_free(self) -> tuple[int, Box] | None:
        """The best place that is free."""
        boxes = ((slot, slot_box(slot, self.anchor, self.size)) for slot in self.slots)
        return next((each for each in boxes if self.is_free(each[1])), None)

    def is_clear(self, box: Box) -> bool:
        """Whether a box is free, and not on the curve."""
        return self.is_free(box) and not self.around.is_on_curve(box)

    def is_free(self, box: Box) -> bool:
        """Whether a box is in the view and on nothing."""
        if not box.is_within(self.around.view):
            return False
        return not (any(map(box.touches, self.taken)) or any(disc.touches(box) for disc in self.discs))

    def is_calm(self, box: Box) -> bool:
        """Whether a box is free, with room to spare for what comes along; above and below it other names may stand."""
        wide = Box(box.left - CALM, box.top, box.right + CALM, box.bottom)
        clear = not self.around.is_on_curve(box.grown(CALM))
        return clear and self.is_free(box) and not any(map(wide.touches, self.taken))
