"""Colours of outcomes, on strips, in maps and in exported pictures. Without Qt: the command line uses them too."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from physics.arrays import Bools, Codes, Floats, Ints
from physics.outcome.outcome import BALANCED, DIVERGED, LEFT, REPEATS, ROLLING, TRAPPED

Pixels = npt.NDArray[np.uint32]
"""0xAARRGGBB, the layout of QImage.Format_ARGB32 and Format_RGB32."""

WITHOUT_VALLEY = LEFT, DIVERGED, BALANCED, REPEATS
"""Outcomes with a colour of their own, in the order of their rows."""
MAX_DARKENING = 0.3
"""Share of its brightness that a tint loses for an outcome that is reached at the last step."""
OPAQUE_ARGB = 0xFF000000
STRIPE_PERIOD_PX = 8
"""Period of the stripes, in pixels."""
STRIPE_WIDTH_PX = 3
CHECK_PX = 3
"""Side of a square of checks, in pixels."""
PATTERNS = {REPEATS: 3}
"""Stripes of outcomes, by their codes, as `_is_on_stripe` takes them."""
STRIPE_DARKENING = 0.35
"""Share of its brightness that a tint loses on a stripe."""
HATCH_BEGIN_PX, HATCH_WIDTH_PX = 4, 2
"""Where a line of the hatching begins in the period of the stripes: beside a falling stripe."""


@dataclass(frozen=True)
class OutcomeColours:
    """The colours of one theme, as #RRGGBB: tints for valleys, neutral colours for other outcomes."""

    valleys: tuple[str, ...]
    """One for each valley from the left; further valleys repeat them with stripes."""
    left: str
    """Also the lines of the hatching over valleys in which runs still move at the last step."""
    diverged: str
    balanced: str
    repeats: str
    """In checks, to differ from a valley."""

    @cached_property
    def _rgb(self) -> Floats:
        """(styles, 3) red, green and blue, 0 to 255: three times the valleys, for their stripes, then the others."""
        names = (*3 * self.valleys, self.left, self.diverged, self.balanced, self.repeats)
        return np.array([[int(name[i : i + 2], 16) for i in (1, 3, 5)] for name in names], np.float64)

    @cached_property
    def _stripes(self) -> Codes:
        """(styles,) the pattern of each style: 0 none, 1 rising to the right, 2 falling, 3 checks."""
        of_valleys = np.repeat(np.arange(3), len(self.valleys))
        return np.append(of_valleys, [PATTERNS.get(code, 0) for code in WITHOUT_VALLEY]).astype(np.int8)

    def pixels(self, outcome: Codes, valley: Ints, steps: Ints, last: int, *, is_noisy: bool = False) -> Pixels:
        """Pixels (height, width) for outcomes, valley indices and steps of this shape; unknown ones are transparent.

        The more steps it took, the darker the tint, by log(steps) / log(`last`). A run that still moves has the tint of
        the valley that it is in, hatched unless there is noise, with which none is ever decided.
        """
        moves = outcome == ROLLING
        outcome, steps = np.where(moves, np.int8(TRAPPED), outcome), np.where(moves, 0, steps)
        style = self._styles(outcome, valley)
        shade = _shades(last).take(steps, mode="clip")
        np.copyto(shade, 1.0, where=style >= 3 * len(self.valleys))
        shade *= np.where(_is_on_stripe(self._stripes.take(style)), 1.0 - STRIPE_DARKENING, 1.0)
        red, green, blue = ((part.take(style, mode="clip") * shade).astype(np.uint32) for part in self._rgb.T)
        pixels: Pixels = np.uint32(OPAQUE_ARGB) | red << 16 | green << 8 | blue
        if not is_noisy and moves.any():
            np.copyto(pixels, OPAQUE_ARGB | int(self.left[1:], 16), where=moves & _hatching(*outcome.shape))
        np.copyto(pixels, 0, where=outcome < 0)
        return pixels

    def _styles(self, outcome: Codes, valley: Ints) -> Ints:
        """The row of `_rgb` for each pixel; tables are several times faster than remainders of whole arrays."""
        styles = 3 * len(self.valleys)
        of_valley = np.arange(valley.max(initial=0) + 1) % styles
        of_outcome = np.zeros(256, np.intp)
        of_outcome[list(WITHOUT_VALLEY)] = np.arange(styles, styles + len(WITHOUT_VALLEY))
        own = of_outcome.take(outcome.view(np.uint8), mode="clip")
        return np.where(own > 0, own, of_valley.take(valley, mode="clip"))


@lru_cache(maxsize=8)
def _shades(last: int) -> Floats:
    """Brightness (last + 1,) by steps, 0 to 1."""
    share: Floats = np.log1p(np.arange(last + 1.0)) / np.log1p(max(1, last))
    return 1.0 - MAX_DARKENING * share


def _is_on_stripe(stripes: Codes) -> Bools:
    """Which pixels (height, width) are on a stripe; `stripes`: 0 none, 1 rising to the right, 2 falling, 3 checks."""
    row, column = (np.arange(count) for count in stripes.shape)
    rising = np.arange(2 * STRIPE_PERIOD_PX) % STRIPE_PERIOD_PX < STRIPE_WIDTH_PX
    down, across = row[:, np.newaxis] % STRIPE_PERIOD_PX, column % STRIPE_PERIOD_PX
    on: Bools = (stripes == 1) & rising[down + across]
    on |= (stripes == 2) & rising[down - across + STRIPE_PERIOD_PX]
    on |= (stripes == 3) & ((row // CHECK_PX)[:, np.newaxis] % 2 == column // CHECK_PX % 2)
    return on


def _hatching(height: int, width: int) -> Bools:
    """Which pixels (height, width) are on a line of the hatching, which falls to the right."""
    offset = np.arange(height)[:, np.newaxis] % STRIPE_PERIOD_PX - np.arange(width) % STRIPE_PERIOD_PX
    on: Bools = (offset - HATCH_BEGIN_PX) % STRIPE_PERIOD_PX < HATCH_WIDTH_PX
    return on


# Valleys are violet, plum and green, a dark one beside a light one: hues that no ball comes near, with any kind of
# colour vision. `tests/theme/test_colour_difference.py` has the distances.
DARK = OutcomeColours(
    valleys=("#8A7FF4", "#63E6BE", "#943569", "#9CC86C", "#534294", "#156F41"),
    left="#0B0E13",
    diverged="#3A1518",
    balanced="#F4F7FB",
    repeats="#58C4F5",
)

LIGHT = OutcomeColours(
    valleys=("#7E6CF7", "#5AE6C6", "#883468", "#8CC36D", "#534294", "#1D6835"),
    left="#E3E8EF",
    diverged="#F3C9C5",
    balanced="#17202C",
    repeats="#1AA7E0",
)
