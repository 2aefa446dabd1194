"""How a ball looks: its colour and its mark, so that it can be told apart without colours too."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

COLOURS = 8
"""How many ball colours the themes have."""
MARKS = 11
"""How many marks the themes have."""


@dataclass(frozen=True, slots=True)
class Look:
    """Numbers of the colour and of the mark in the theme's lists."""

    colour: int
    mark: int


def more_looks(taken: Sequence[Look], count: int) -> tuple[Look, ...]:
    """Return `count` further looks, each with the colour and the mark used least so far, so that few are alike."""
    colours, marks = Counter(look.colour for look in taken), Counter(look.mark for look in taken)
    looks = []
    for _ in range(count):
        look = Look(min(range(COLOURS), key=colours.__getitem__), min(range(MARKS), key=marks.__getitem__))
        colours[look.colour] += 1
        marks[look.mark] += 1
        looks.append(look)
    return tuple(looks)
