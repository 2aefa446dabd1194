"""How outcomes are coloured wherever many of them are shown: on strips, in maps, in pictures that are written.

Without Qt, so that the command line can colour a map too.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from physics.arrays import Bools, Codes, Floats, Ints
from physics.outcome.outcome import BALANCED, DIVERGED, LEFT, ROLLING

Pixels = npt.NDArray[np.uint32]
"""0xAARRGGBB, as a QImage of Format_RGB32 or Format_ARGB32 has them."""

DEEPEST = 0.55
"""Share of its brightness that a tint loses when it took all the steps there are to get there."""
OPAQUE = 0xFF000000
TILE = 8
"""Pixels after which stripes repeat."""
STRIPE = 3
"""Pixels of a stripe."""
STRIPE_DEPTH = 0.35
"""How much darker a stripe is."""


@dataclass(frozen=True)
class OutcomeColours:
    """One theme's colours, as #RRGGBB. Valleys have tints; what has no valley looks neutral."""

    valleys: tuple[str, ...]
    """One for each valley from the left, then again with stripes."""
    left: str
    """Outside the landscape: as good as empty."""
    diverged: str
    balanced: str
    undecided: str
    """Still rolling at the last step; with stripes, so that it is no valley."""

    @cached_property
    def _table(self) -> Ints:
        """(valleys + 4, 3) red, green and blue, 0 to 255."""
        names = (*self.valleys, self.left, self.diverged, self.balanced, self.undecided)
        return np.array([[int(name[i : i + 2], 16) for i in (1, 3, 5)] for name in names])

    def pixels(self, outcome: Codes, valley: Ints, steps: Ints, last: int) -> Pixels:
        """Colour a picture (height, width) of outcomes, valley indices and steps; what is unknown is transparent.

        A tint is the darker the more steps it took, by their logarithm up to that of `last`.
        """
        count = len(self.valleys)
        entry: Ints = valley % count
        stripes: Ints = (valley // count) % 3
        for code, place in ((LEFT, 0), (DIVERGED, 1), (BALANCED, 2), (ROLLING, 3)):
            which = outcome == code
            entry[which] = count + place
            stripes[which] = 2 if code == ROLLING else 0
        shade = self._shades(last).take(steps, mode="clip")
        shade[entry >= count] = 1.0
        shade[_on_stripe(stripes)] *= 1.0 - STRIPE_DEPTH
        red, green, blue = ((self._table[:, part].take(entry) * shade).astype(np.int64) for part in range(3))
        pixels = (OPAQUE | red << 16 | green << 8 | blue).astype(np.uint32)
        pixels[outcome < 0] = 0
        return pixels

    def _shades(self, last: int) -> Floats:
        """(last + 1,) brightness by steps, 0 to 1."""
        share: Floats = np.log1p(np.arange(last + 1.0)) / np.log1p(max(1, last))
        return 1.0 - DEEPEST * share


def _on_stripe(stripes: Ints) -> Bools:
    """Which pixels (height, width) are on a stripe: 0 none, 1 rising to the right, 2 falling."""
    row = np.arange(stripes.shape[0])[:, np.newaxis]
    column = np.arange(stripes.shape[1])
    on: Bools = (stripes == 1) & ((row + column) % TILE < STRIPE)
    on |= (stripes == 2) & ((row - column) % TILE < STRIPE)
    return on


DARK = OutcomeColours(
    valleys=("#7A6FF0", "#2FBF9B", "#E8B84A", "#E07B53", "#D05A8A", "#7D8AA5"),
    left="#0B0E13",
    diverged="#3A1518",
    balanced="#F4F7FB",
    undecided="#4A5463",
)
"""The tints are the design's own."""

LIGHT = OutcomeColours(
    valleys=("#6A5FE6", "#16937A", "#B47C0A", "#CC6038", "#C24A7C", "#6B7994"),
    left="#E3E8EF",
    diverged="#F3C9C5",
    balanced="#17202C",
    undecided="#B9C3D0",
)
