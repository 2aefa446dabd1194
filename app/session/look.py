"""How a ball looks: its colour and its mark, so that it can be told apart without colours too."""

from collections.abc import Sequence
from dataclasses import dataclass

COLOURS = 8
"""How many ball colours the themes have."""
MARKS = 10
"""How many marks there are."""


@dataclass(frozen=True, slots=True)
class Look:
    """Numbers of the colour and of the mark in the theme's lists."""

    colour: int
    mark: int


def next_look(taken: Sequence[Look]) -> Look:
    """Return the first look whose colour and mark are both used least, so that few balls are all different."""
    colours = [sum(look.colour == number for look in taken) for number in range(COLOURS)]
    marks = [sum(look.mark == number for look in taken) for number in range(MARKS)]
    return Look(colours.index(min(colours)), marks.index(min(marks)))


def looks_for(count: int) -> tuple[Look, ...]:
    """Return looks for `count` balls, as different as they can be."""
    return tuple(Look(number % COLOURS, number % MARKS) for number in range(count))
