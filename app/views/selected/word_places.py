"""Room for words beside the balls: what they keep clear of, and the first of several places that does."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from app.views.boxes import Box
from app.views.curve_line import CurveLine
from physics.arrays import Floats

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
