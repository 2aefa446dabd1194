"""Wells: how a landscape bends in each valley, as a function of how high water stands in it.

The theorems of `docs/model.md` ask for bounds of the derivatives of f over the piece S of a valley that water covers
when it stands c above the minimum. All bounds grow with c, so they are kept for 128 values of c.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from physics.arrays import Floats, Ints
from physics.landscape.features import Features

SHARES = np.append(np.multiply.outer(np.ldexp(1.0, -np.arange(26, 0, -1)), np.arange(5, 10) / 5.0).ravel()[3:], 1.0)
"""128 shares of a valley's depth for which the bounds are kept, from 2·10⁻⁸ to 1, the same bits on every system."""
ROUNDING_SHARE = 1e-6
"""Share of c that is given up for rounding …"""
ROUNDING_STEPS = 1e5
"""… and multiples of the error of one step."""
MAX_MARGIN = 0.01
"""With a larger margin for rounding nothing is said."""
LEVEL_MARGIN_SHARE = 1e-12
"""Share of max|f| by which a computed energy must be below a level, besides the errors of two heights."""
MAX_WELLS_KEPT = 256
"""Of a landscape with more valleys only the wells that were asked for lately are kept."""


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


class Wells(NamedTuple):
    """k valleys, each for 128 heights c of the water above its minimum.

    One without a minimum, or without a depth that floating point could tell, has infinite bounds.
    """

    floor: Floats
    """(k,) f at the minimum."""
    depth: Floats
    """(k,) of the lower rim above the minimum."""
    c: Floats
    """(k, 128) the depth times `SHARES`."""
    upper: Floats
    """(k, 128) L ≥ 0, the upper bound of f″ over what is covered."""
    lower: Floats
    """(k, 128) l ≥ 0, that of −f″."""
    spread: Floats
    """(k, 128) ω, the greatest f″ less the least."""
    third: Floats
    fourth: Floats
    fifth: Floats
    """(k, 128) upper bounds of |f‴|, |f⁗|, |f⁽⁵⁾|."""
    safe_c: Floats
    """(k, 128) c less the margin for rounding; 0 where the margin is too large."""
    falling: Floats
    rising: Floats
    """(k,) |f′| of the left and the right side where both are straight from end to end; else NaN."""
    safe_depth: Floats
    """(k,) the depth of such a valley less the margin for rounding."""


class ValleyWells:
    """The wells of one landscape, each made when it is first asked for."""

    def __init__(self, bounds: CellBounds, features: Features) -> None:
        self._bounds, self._features = bounds, features
        self._made: dict[int, Wells] = {}
        self._all: Wells | None = None
        self.slope_error = bounds.slope_error
        """A bound of the error of a computed slope."""
        tallest = max(abs(features.lowest), abs(features.highest))
        self.level_margin = LEVEL_MARGIN_SHARE * tallest + 2.0 * bounds.height_error
        """By how much a computed energy must be below a level."""
        middle = 0.5 * (bounds.edges[:-1] + bounds.edges[1:])
        self._ends: Ints = np.searchsorted(features.valley_index(middle), np.arange(features.valley_count + 1))

    @property
    def valley_count(self) -> int:
        """Number of valleys of the landscape."""
        return self._features.valley_count

    def select(self, valleys: Sequence[int]) -> Wells:
        """The wells of some valleys, by their indices."""
        is_all = len(valleys) == self.valley_count
        if is_all and self._all is not None:
            return self._all
        made = self._made
        if len(made) > MAX_WELLS_KEPT:
            made = self._made = {}
        for valley in valleys:
            if valley not in made:
                made[valley] = self._make(valley)
        wells = Wells(*map(np.concatenate, zip(*(made[valley] for valley in valleys), strict=True)))
        if is_all:
            self._all, self._made = wells, {}
        return wells

    def _make(self, valley: int) -> Wells:
        features, bounds = self._features, self._bounds
        floor = float(features.minimum_heights[valley])
        depth = float(features.rims[valley]) - floor
        cells = slice(int(self._ends[valley]), int(self._ends[valley + 1]))
        ends = bounds.heights[cells.start : cells.stop + 1]
        if not (np.isfinite(depth) and depth > 0.0) or len(ends) < 2:
            return NO_WELL
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
        with np.errstate(all="ignore"):
            spread, safe_c = high - low, c * self._safe_share(c, upper)
        spread[np.isnan(spread)] = np.inf
        tables = c, upper, lower, spread, *map(greatest, (bounds.third, bounds.fourth, bounds.fifth)), safe_c
        sides = self._sides(cells, float(features.minima[valley]), depth)
        return Wells(
            np.array([floor]),
            np.array([depth]),
            *(table[np.newaxis] for table in tables),
            *(np.array([side]) for side in sides),
        )

    def _safe_share(self, c: Floats, upper: Floats, kink: float = 0.0) -> Floats:
        """1 − μ with μ = 10⁻⁶ + 10⁵ (δ + ρ/L)/ℓ, where S reaches at least ℓ = √(2c/L) to both sides.

        δ is the distance between two floats at the largest |w|, ρ the error of a computed slope.
        The width of a kink, in which f′ may have any value between both slopes, counts as another error of w.
        """
        edges = self._bounds.edges
        step_error = float(np.spacing(max(abs(edges[0]), abs(edges[-1])))) + kink
        reach = np.sqrt(2.0 * c / upper)
        margin = ROUNDING_SHARE + ROUNDING_STEPS * (step_error + self.slope_error / upper) / reach
        return np.where(margin <= MAX_MARGIN, 1.0 - margin, 0.0)

    def _sides(self, cells: slice, minimum: float, depth: float) -> tuple[float, float, float]:
        """|f′| of two straight sides that meet in the minimum, and the safe depth; NaN if one bends."""
        edges, heights = self._bounds.edges, self._bounds.heights
        bent: Ints = np.flatnonzero((self._bounds.second_low[cells] != 0.0) | (self._bounds.second_high[cells] != 0.0))
        first, last = cells.start, cells.stop
        if not (len(bent) and bent[0] > 0 and first + bent[-1] + 1 < last):
            return NOT_STRAIGHT
        before, after = first + bent[0], first + bent[-1] + 1
        falling = (heights[before] - heights[first]) / (edges[before] - edges[first])
        rising = (heights[last] - heights[after]) / (edges[last] - edges[after])
        if not falling < 0.0 < rising:
            return NOT_STRAIGHT
        reach, kink = depth / max(-falling, rising), float(edges[after] - edges[before])
        share = self._safe_share(np.array([depth]), np.array([2.0 * depth / reach**2]), kink)[0]
        is_straight = edges[before] <= minimum <= edges[after] and share > 0.0
        return (-float(falling), float(rising), float(depth * share)) if is_straight else NOT_STRAIGHT


NOT_STRAIGHT = (np.nan, np.nan, np.nan)
_NOTHING, _UNBOUNDED = np.zeros((1, len(SHARES))), np.full((1, len(SHARES)), np.inf)
NO_WELL = Wells(*(np.zeros(1),) * 2, _NOTHING, *(_UNBOUNDED,) * 6, _NOTHING, *(np.array([np.nan]),) * 3)
