"""A landscape through points: drawn, imported or made by hand."""

from typing import Any

import numpy as np
import numpy.typing as npt

from physics import pchip
from physics.arrays import Floats
from physics.features import Features
from physics.intervals import Intervals
from physics.landscape import Landscape
from physics.turns import find_turns

FEWEST_POINTS = 4


class PointsLandscape(Landscape):
    """At least 4 points (w_i, f_i), joined by the monotone cubic of Fritsch & Carlson 1980 (PCHIP).

    The curve is local (a point matters only to its neighbours), never overshoots, and turns only at points. Outside
    the domain the cubic at that end goes on.
    """

    def __init__(
        self, w: npt.ArrayLike, f: npt.ArrayLike, title: str = "Drawn curve", preset: str | None = None
    ) -> None:
        """Join the points; w and f are copied.

        Raises ValueError that names the point when there are fewer than 4, when w does not strictly increase, or
        when a number, or a slope between two points, is not finite.
        """
        self.w, self.f = _checked(w, f)
        super().__init__((float(self.w[0]), float(self.w[-1])), title, preset)
        self._cubics = pchip.through(self.w, self.f)
        cubics = self._cubics
        self._height_table = np.stack([cubics.left, cubics.c, cubics.b, cubics.d, cubics.f], axis=1)
        with np.errstate(over="ignore"):  # the check below refuses what is then infinite
            self._slope_table = np.stack([cubics.left, 3.0 * cubics.c, 2.0 * cubics.b, cubics.d], axis=1)
        _check_steepness(self._height_table, self._slope_table)
        self._intervals = Intervals(self.w)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the points alone; the rest is made again (and is read-only again)."""
        return PointsLandscape, (self.w, self.f, self.title, self.preset)

    def height(self, w: Floats) -> Floats:
        """f(w), of w's shape; not finite where w is not."""
        with np.errstate(over="ignore", invalid="ignore"):
            piece = self._height_table.take(self._intervals.find(w), axis=0)
            s = w - piece[..., 0]
            f: Floats = np.multiply(s, piece[..., 1])
            f += piece[..., 2]
            f *= s
            f += piece[..., 3]
            f *= s
            f += piece[..., 4]
        return f

    def slope(self, w: Floats, out: Floats | None = None) -> Floats:
        """f′(w), of w's shape, into `out` where given; not finite where w is not."""
        with np.errstate(over="ignore", invalid="ignore"):
            piece = self._slope_table.take(self._intervals.find(w), axis=0)
            s = w - piece[..., 0]
            slope: Floats = np.multiply(s, piece[..., 1], out=out)
            slope += piece[..., 2]
            slope *= s
            slope += piece[..., 3]
        return slope

    def find_features(self) -> Features:
        """Hills and valleys from the points themselves: exact, nothing is sampled."""
        turns = find_turns(self.f)
        positions, heights = turns.positions(self.w), self.f[turns.first]
        hills = positions[turns.is_hill]
        minima = np.full(len(hills) + 1, np.nan)
        minimum_heights = minima.copy()
        in_valley = np.cumsum(turns.is_hill)[~turns.is_hill]
        minima[in_valley] = positions[~turns.is_hill]
        minimum_heights[in_valley] = heights[~turns.is_hill]
        first_pieces = np.r_[0, self.w[1:-1].searchsorted(hills, "right")]
        max_slope = self._cubics.max_slope()
        return Features(
            edges=np.concatenate((self.w[:1], hills, self.w[-1:])),
            edge_heights=np.concatenate((self.f[:1], heights[turns.is_hill], self.f[-1:])),
            minima=minima,
            minimum_heights=minimum_heights,
            curvature=np.maximum.reduceat(self._cubics.curvatures(), first_pieces),
            max_slope=max_slope,
            rms_slope=self._cubics.rms_slope(max_slope),
            lowest=float(self.f.min()),
            highest=float(self.f.max()),
        )


def _checked(w: npt.ArrayLike, f: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Read-only copies of w and f, or ValueError."""
    w, f = np.array(w, dtype=np.float64), np.array(f, dtype=np.float64)
    if w.ndim != 1 or w.shape != f.shape:
        raise ValueError(f"w and f must be two rows of equally many numbers, not of shapes {w.shape} and {f.shape}")
    if len(w) < FEWEST_POINTS:
        raise ValueError(f"{len(w)} points are too few for a curve: at least {FEWEST_POINTS} are needed")
    for name, values in (("w", w), ("f", f)):
        if not np.isfinite(values).all():
            i = int(np.argmin(np.isfinite(values)))
            raise ValueError(f"points[{i}]: its {name}, {values[i]}, is not a finite number")
    if not (w[1:] > w[:-1]).all():
        i = int(np.argmin(w[1:] > w[:-1])) + 1
        raise ValueError(f"points[{i}]: its w, {w[i]}, is not greater than the one before it, {w[i - 1]}")
    w.setflags(write=False)
    f.setflags(write=False)
    return w, f


def _check_steepness(*tables: Floats) -> None:
    """Raise ValueError where a coefficient, row by row of each table, is too large for a float."""
    for table in tables:
        finite = np.isfinite(table).all(axis=1)
        if not finite.all():
            i = int(np.argmin(finite))
            raise ValueError(f"points[{i}] and points[{i + 1}]: the curve between them is too steep to compute with")
