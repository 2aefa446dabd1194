"""Wells: how a landscape bends in each valley, as a function of how high water stands in it.

The theorems of `docs/model.md` ask for bounds of the derivatives of f over the piece S of a valley that water covers
when it stands c above the minimum. All bounds grow with c, so they are kept for 128 values of c.
"""

from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Floats, Ints
from physics.landscape.features import Features

SHARES = np.geomspace(1e-8, 1.0, 128)
"""Shares of a valley's depth for which the bounds are kept."""
SURE_SHARE = 1e-6
"""Share of c that is given up for rounding …"""
ERROR_STEPS = 1e5
"""… and multiples of the error of one step."""
MAX_MARGIN = 0.01
"""With a larger margin for rounding nothing is said."""
NOISE = 1e-12
"""Share of max|f| by which a computed energy must be below a level, besides the errors of two heights."""


class CellBounds(NamedTuple):
    """Bounds of the derivatives in k cells that together are the domain; infinite where nothing is known."""

    edges: Floats
    """(k + 1,) their ends. No hill is inside a cell, and no minimum, unless the cell is flat."""
    heights: Floats
    """(k + 1,) f there."""
    second_low: Floats
    second_high: Floats
    """(k,) f″ is between these."""
    third: Floats
    fourth: Floats
    fifth: Floats
    """(k,) |f‴|, |f⁗| and |f⁽⁵⁾| are at most these."""
    height_error: float
    slope_error: float
    """Bounds of the errors of a computed f and f′ over the domain."""


class Sides(NamedTuple):
    """The two sides of a valley that is straight on both sides of its minimum."""

    left: float
    right: float
    """|f′|."""
    kept: float
    """The share of a level that is left after the margin for rounding; 0 where the margin is too large."""


class Well(NamedTuple):
    """One valley, for 128 heights c of the water above its minimum."""

    floor: float
    """f at the minimum."""
    c: Floats
    """(128,) from a hundred-millionth of the depth to all of it."""
    upper: Floats
    """(128,) L ≥ 0, the upper bound of f″ over what is covered."""
    lower: Floats
    """(128,) l ≥ 0, that of −f″."""
    spread: Floats
    """(128,) ω, the greatest f″ less the least."""
    third: Floats
    fourth: Floats
    fifth: Floats
    """(128,) upper bounds of |f‴|, |f⁗|, |f⁽⁵⁾|."""
    kept: Floats
    """(128,) the share of a level that is left after the margin for rounding; 0 where the margin is too large."""
    noise: float
    """By how much a computed energy must be below a level."""
    sides: Sides | None
    """Where both sides of the minimum are straight from end to end."""

    @property
    def depth(self) -> float:
        """Of the lower rim above the minimum."""
        return float(self.c[-1])


class Wells:
    """The wells of one landscape, each made when it is first asked for."""

    def __init__(self, bounds: CellBounds, features: Features) -> None:
        self._bounds, self._features = bounds, features
        self._made: dict[int, Well | None] = {}
        self.kept_levels: dict[tuple[int, int, bytes], float] = {}
        """Levels of single balls that were asked for: by the code of the rule, the valley and the parameters' bytes."""
        middle = 0.5 * (bounds.edges[:-1] + bounds.edges[1:])
        self._ends: Ints = np.searchsorted(features.valley_index(middle), np.arange(features.valley_count + 1))

    def well(self, valley: int) -> Well | None:
        """The well of a valley; None where there is no minimum, or no depth that floating point could tell."""
        if valley not in self._made:
            self._made[valley] = self._make(valley)
        return self._made[valley]

    def _make(self, valley: int) -> Well | None:
        features, bounds = self._features, self._bounds
        floor = float(features.minimum_heights[valley])
        depth = float(features.rims[valley]) - floor
        if not (np.isfinite(depth) and depth > 0.0):
            return None
        cells = slice(int(self._ends[valley]), int(self._ends[valley + 1]))
        ends = bounds.heights[cells.start : cells.stop + 1]
        if len(ends) < 2:
            return None
        rise = np.minimum(ends[:-1], ends[1:]) - floor
        order = np.argsort(rise, kind="stable")
        c = depth * SHARES
        # One cell more than counted, in case its height is rounded the wrong way.
        last = np.minimum(np.searchsorted(rise[order], c * (1.0 + 1e-9), side="right"), len(order) - 1)

        def greatest(values: Floats) -> Floats:
            running: Floats = np.maximum.accumulate(values[cells][order])[last]
            return running

        high, low = greatest(bounds.second_high), -greatest(-bounds.second_low)
        upper, lower = np.maximum(high, 0.0), np.maximum(-low, 0.0)
        tallest = max(abs(features.lowest), abs(features.highest))
        with np.errstate(all="ignore"):
            kept = self._kept(c, upper)
            spread = high - low
        return Well(
            floor,
            c,
            upper,
            lower,
            np.where(np.isnan(spread), np.inf, spread),
            greatest(bounds.third),
            greatest(bounds.fourth),
            greatest(bounds.fifth),
            kept,
            NOISE * tallest + 2.0 * bounds.height_error,
            self._sides(cells, float(features.minima[valley]), depth),
        )

    def _kept(self, c: Floats, upper: Floats) -> Floats:
        """1 − μ with μ = 10⁻⁶ + 10⁵ (δ + ρ/L)/ℓ, where S reaches at least ℓ = √(2c/L) to both sides."""
        edges = self._bounds.edges
        step_error = 0.5 * float(np.spacing(max(abs(edges[0]), abs(edges[-1]))))
        reach = np.sqrt(2.0 * c / upper)
        margin = SURE_SHARE + ERROR_STEPS * (step_error + self._bounds.slope_error / upper) / reach
        return np.where(margin <= MAX_MARGIN, 1.0 - margin, 0.0)

    def _sides(self, cells: slice, minimum: float, depth: float) -> Sides | None:
        """Two straight sides that meet in the minimum; None if one of them bends."""
        edges, heights = self._bounds.edges, self._bounds.heights
        is_bent: Bools = (self._bounds.second_low[cells] != 0.0) | (self._bounds.second_high[cells] != 0.0)
        left, right = edges[cells.start : cells.stop], edges[cells.start + 1 : cells.stop + 1]
        if (is_bent & ~((left <= minimum) & (minimum <= right))).any() or not is_bent.any():
            return None
        first, last = cells.start, cells.stop
        before, after = int(np.argmax(right >= minimum)) + first, last - int(np.argmax((left <= minimum)[::-1]))
        if not (first < before and after < last):
            return None
        falling = (heights[before] - heights[first]) / (edges[before] - edges[first])
        rising = (heights[last] - heights[after]) / (edges[last] - edges[after])
        if not falling < 0.0 < rising:
            return None
        reach = depth / max(-falling, rising)
        kept = self._kept(np.array([depth]), np.array([2.0 * depth / reach**2]))[0]
        return Sides(-float(falling), float(rising), float(kept))
