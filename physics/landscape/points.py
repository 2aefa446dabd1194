"""A landscape through points: the monotone cubic (PCHIP), which has no extreme that the points do not have."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from physics.arrays import Bools, Floats
from physics.landscape.base import Landscape
from physics.landscape.features import Features
from physics.landscape.intervals import Intervals
from physics.landscape.turns import find_turns

_NODE = 0.5 * math.sqrt(0.6)
GAUSS_LEGENDRE = ((0.5 - _NODE, 5.0 / 18.0), (0.5, 8.0 / 18.0), (0.5 + _NODE, 5.0 / 18.0))
"""Nodes and weights on [0, 1] that integrate a polynomial of degree 5 exactly."""


@dataclass(frozen=True, eq=False)
class Cubics:
    """One cubic between each two neighbouring points.

    f(w) = f_i + d_i s + b_i s² + c_i s³ with s = w − w_i, for w between w_i and w_{i+1}.
    """

    left: Floats
    """(n − 1,) w_i, where each cubic begins."""
    width: Floats
    """(n − 1,) w_{i+1} − w_i."""
    f: Floats
    """(n − 1,) height at the left end."""
    d: Floats
    """(n − 1,) slope at the left end."""
    b: Floats
    """(n − 1,) half the second derivative at the left end."""
    c: Floats
    """(n − 1,) a sixth of the third derivative."""

    def slope_at(self, share: float | Floats) -> Floats:
        """(n − 1,) f′ in each cubic at that share (0 to 1) of its width."""
        s = share * self.width
        return self.d + s * (2.0 * self.b + s * (3.0 * self.c))

    def curvatures(self) -> Floats:
        """(n − 1,) max|f″| of each cubic: f″ is linear, so it is at one of the ends."""
        return np.maximum(np.abs(2.0 * self.b), np.abs(2.0 * self.b + 6.0 * self.c * self.width))

    def max_slope(self) -> float:
        """max|f′| over all cubics: at a point, or where f″ = 0 between two."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            bend = -self.b / (3.0 * self.c * self.width)
        share = np.where((bend > 0.0) & (bend < 1.0), bend, 0.0)
        return float(max(np.abs(slopes).max() for slopes in (self.slope_at(share), self.d, self.slope_at(1.0)[-1:])))

    def rms_slope(self, max_slope: float) -> float:
        """Root of the mean of f′² over the whole width, exactly: Gauss–Legendre with 3 nodes does f′² (degree 4)."""
        if max_slope == 0.0:
            return 0.0
        squares = sum(weight * (self.slope_at(share) / max_slope) ** 2 for share, weight in GAUSS_LEGENDRE)
        return max_slope * float(np.sqrt(np.average(squares, weights=self.width)))


def through(w: Floats, f: Floats) -> Cubics:
    """The cubics through (w_i, f_i), w strictly increasing, at least 3 points.

    Coefficients that are too large for a float come out as inf or NaN, without a warning.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        h = np.diff(w)
        m = np.diff(f) / h
        d = knot_slopes(h, m)
        b = (3.0 * m - 2.0 * d[:-1] - d[1:]) / h
        c = (d[:-1] + d[1:] - 2.0 * m) / h / h
    return Cubics(w[:-1], h, f[:-1], d[:-1], b, c)


def knot_slopes(h: Floats, m: Floats) -> Floats:
    """(n,) f′ at the points, from the (n − 1,) distances h and secant slopes m between them.

    Inside: the weighted harmonic mean of the two secants, 0 where they differ in sign or one of them is 0.
    At the ends: the three-point formula, held back so that the curve stays monotone there.
    Fritsch & Carlson 1980 (the monotone cubic), Fritsch & Butland 1984 (the mean), as in SciPy's PchipInterpolator.
    """
    before, after = m[:-1], m[1:]
    weight_before, weight_after = 2.0 * h[1:] + h[:-1], h[1:] + 2.0 * h[:-1]
    mean = (weight_before / before + weight_after / after) / (weight_before + weight_after)
    turning: Bools = (np.sign(before) != np.sign(after)) | (before == 0) | (after == 0)
    inside = np.where(turning, 0.0, 1.0 / mean)
    return np.concatenate(([_end_slope(h[0], h[1], m[0], m[1])], inside, [_end_slope(h[-1], h[-2], m[-1], m[-2])]))


def _end_slope(h: float, h_next: float, m: float, m_next: float) -> float:
    """f′ at an end, from the two distances and secants nearest to it."""
    d = ((2.0 * h + h_next) * m - h * m_next) / (h + h_next)
    if np.sign(d) != np.sign(m):
        return 0.0
    if np.sign(m) != np.sign(m_next) and abs(d) > 3.0 * abs(m):
        return 3.0 * m
    return d


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
        self._cubics = through(self.w, self.f)
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
