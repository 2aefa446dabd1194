"""The numbered places for a name around its ball."""

from app.views.boxes import Box, Disc

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
