"""Where labels stand, clear of balls, curve and each other, and how they are painted."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from app.plotting.projection import CurveLine
from app.theme import RADIUS_SMALL, Theme, faded
from physics.arrays import Floats


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

    def raised(self, by: float) -> "Box":
        """The rectangle so many pixels further up."""
        return Box(self.left, self.top - by, self.right, self.bottom - by)

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


GAP = 3.0
"""Pixels between a ball and its name."""
UNDERGROUND = 1.1
"""Heights of a name from a ball down to a name in the ground below it: under the valley's tint."""
ROWS = 7
"""How many names stand on each other in a column above a ball."""

UPPER_RIGHT, UPPER_LEFT, RIGHT, LEFT, ABOVE, BELOW = range(6)
_BASES = (UPPER_RIGHT, UPPER_LEFT, ABOVE)
"""The lowest places of the three columns; from number 6 on come their second rows, their third rows, and so on."""
COLUMNS = tuple((base, *range(6 + i, 6 + 3 * (ROWS - 1), 3)) for i, base in enumerate(_BASES))
ALL = tuple(range(6 + 3 * (ROWS - 1)))
"""The best first."""


def row_of(slot: int) -> int:
    """In which row of its column a place is; 0 for the lowest, and for those in no column."""
    return 0 if slot < 6 else (slot - 6) // 3 + 1


def slot_box(slot: int, disc: Disc, size: tuple[float, float]) -> Box:
    """The box of a name in a numbered place beside a ball."""
    x, y, radius = disc
    width, height = size
    if slot >= 6:
        return slot_box(_BASES[slot % 3], disc, size).raised(row_of(slot) * height)
    out, up = 0.7 * radius + GAP, y - 0.7 * radius - height
    left, top = {
        UPPER_RIGHT: (x + out, up),
        UPPER_LEFT: (x - out - width, up),
        RIGHT: (x + radius + GAP + 1.0, y - 0.5 * height),
        LEFT: (x - radius - GAP - 1.0 - width, y - 0.5 * height),
        ABOVE: (x - 0.5 * width, y - radius - GAP - height),
        BELOW: (x - 0.5 * width, y + radius + UNDERGROUND * height),
    }[slot]
    left, top = float(round(left)), float(round(top))
    return Box(left, top, left + width, top + height)


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


ROOM = 2.0
"""Pixels between words and the curve."""


class Room:
    """A view with boxes that are taken, balls, and the curve."""

    def __init__(self, view: Box, taken: Sequence[Box], discs: tuple[Floats, Floats, Floats], line: CurveLine) -> None:
        """`discs`: pixels (n,) of the centres, across and down, and of the radii."""
        self.view = view
        self.taken = tuple(taken)
        self.discs = discs
        self.line = line

    def without(self, boxes: Iterable[Box]) -> "Room":
        """The room that is left when these boxes are taken, too."""
        return Room(self.view, (*self.taken, *boxes), self.discs, self.line)

    def is_free(self, box: Box) -> bool:
        """Whether a box is in the view and on nothing."""
        return box.is_within(self.view) and not any(map(box.touches, self.taken)) and not self.is_on_a_ball(box)

    def is_on_a_ball(self, box: Box) -> bool:
        """Whether a ball reaches into a box."""
        x, y, radius = self.discs
        across = np.maximum(np.maximum(box.left - x, x - box.right), 0.0)
        down = np.maximum(np.maximum(box.top - y, y - box.bottom), 0.0)
        return bool((across * across + down * down < radius * radius).any())

    def is_on_curve(self, box: Box) -> bool:
        """Whether the line runs through a box: it is neither above it all the way nor below."""
        top, bottom = self.line.lowest_and_highest(box.left, box.right)
        return top < box.bottom + ROOM and bottom > box.top - ROOM

    def is_clear(self, box: Box) -> bool:
        """Whether a box is free, and not on the curve."""
        return self.is_free(box) and not self.is_on_curve(box)

    def first(self, places: Callable[[], Iterator[Box]], before: int | None = None) -> tuple[int, Box] | None:
        """The first clear box of `places` and its number, else the first free one; None where there is none.

        The box with the number that was chosen `before` is taken as long as it is clear.
        """
        if before is not None:
            box = next(islice(places(), before, None), None)
            if box is not None and self.is_clear(box):
                return before, box
        for is_good in (self.is_clear, self.is_free):
            for number, box in enumerate(places()):
                if is_good(box):
                    return number, box
        return None


PATCH = 0.72
"""Opacity of the patch."""
INSET = 3.0
"""Pixels from the patch's sides to the words."""
MOST_KEPT = 32
"""Words that are kept as pictures."""


def words_size(text: str, theme: Theme) -> tuple[float, float]:
    """Pixels across and down of the patch for some words."""
    return _size(text, theme.font("small"))


@lru_cache(MOST_KEPT)
def _size(text: str, font: QFont) -> tuple[float, float]:
    metrics = QFontMetricsF(font)
    return math.ceil(metrics.horizontalAdvance(text)) + 2.0 * INSET, float(math.ceil(metrics.height()))


class WordPictures:
    """Paints words; those painted lately are kept as pictures."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._kept: dict[tuple[object, ...], QPixmap] = {}

    def paint(self, painter: QPainter, text: str, box: Box, colour: QColor, line: CurveLine) -> None:
        """Paint words into the box of their size; below the curve their patch has the ground's colour."""
        is_underground = line.lowest_and_highest(box.left, box.right)[1] <= box.top
        behind = self._theme.palette.ground if is_underground else self._theme.palette.background
        ratio = painter.device().devicePixelRatioF()
        key = text, colour.rgba(), behind.rgba(), self._theme.scale, ratio
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = self._written(text, colour, behind, ratio)
        painter.drawPixmap(QPointF(box.left, box.top), self._kept[key])

    def _written(self, text: str, colour: QColor, behind: QColor, ratio: float) -> QPixmap:
        font = self._theme.font("small")
        width, height = words_size(text, self._theme)
        picture = QPixmap(round(width * ratio), round(height * ratio))
        picture.fill(Qt.GlobalColor.transparent)
        picture.setDevicePixelRatio(ratio)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(faded(behind, PATCH))
            painter.drawRoundedRect(QRectF(0.0, 0.0, width, height), 0.5 * RADIUS_SMALL, 0.5 * RADIUS_SMALL)
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(QPointF(INSET, QFontMetricsF(font).ascent()), text)
        return picture
