"""A landscape through points: the monotone cubic (PCHIP), whose only hills and minima are points."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from physics.arrays import Bools, Floats
from physics.landscape.base import Landscape
from physics.landscape.errors import CurveError, CurveProblem
from physics.landscape.features import Features
from physics.landscape.interval_index import IntervalIndex
from physics.landscape.sample_extrema import find_sample_extrema

_NODE = 0.5 * math.sqrt(0.6)
GAUSS_LEGENDRE = ((0.5 - _NODE, 5.0 / 18.0), (0.5, 8.0 / 18.0), (0.5 + _NODE, 5.0 / 18.0))
"""Nodes and weights on [0, 1] that integrate a polynomial of degree 5 exactly."""


@dataclass(frozen=True, eq=False)
class Cubics:
    """One cubic between each two neighbouring points, of n points in all.

    f(w) = f_i + d_i s + b_i s² + c_i s³ with s = w − w_i, for w between w_i and w_{i+1}.
    """

    left: Floats
    """(n − 1,) w_i."""
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
        """(n − 1,) f′ in each cubic, `share` (0 to 1) of its width from the left."""
        s = share * self.width
        return self.d + s * (2.0 * self.b + s * (3.0 * self.c))

    def curvatures(self) -> Floats:
        """(n − 1,) max|f″| of each cubic: at one of its ends, since f″ is linear."""
        return np.maximum(np.abs(2.0 * self.b), np.abs(2.0 * self.b + 6.0 * self.c * self.width))

    def max_slope(self) -> float:
        """max|f′| over all cubics: at a point or where f″ = 0 between two."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            inflection = -self.b / (3.0 * self.c * self.width)
        share = np.where((inflection > 0.0) & (inflection < 1.0), inflection, 0.0)
        return float(max(np.abs(slopes).max() for slopes in (self.slope_at(share), self.d, self.slope_at(1.0)[-1:])))

    def rms_slope(self, max_slope: float) -> float:
        """Root mean square of f′ over the whole width: exact, since f′² has degree 4."""
        if max_slope == 0.0:
            return 0.0
        squares = sum(weight * (self.slope_at(share) / max_slope) ** 2 for share, weight in GAUSS_LEGENDRE)
        return max_slope * float(np.sqrt(np.average(squares, weights=self.width)))


def interpolate(w: Floats, f: Floats) -> Cubics:
    """The cubics through (w_i, f_i), w strictly increasing, n ≥ 3.

    Coefficients that are too large for a float become inf or NaN, without a warning.
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

    Inside: the weighted harmonic mean of the two secants, or 0 where they differ in sign or one of them is 0.
    At the ends: the three-point formula, limited so that the curve stays monotone.
    Fritsch & Carlson 1980 (the monotone cubic), Fritsch & Butland 1984 (the mean), as in SciPy's PchipInterpolator.
    """
    before, after = m[:-1], m[1:]
    weight_before, weight_after = 2.0 * h[1:] + h[:-1], h[1:] + 2.0 * h[:-1]
    mean = (weight_before / before + weight_after / after) / (weight_before + weight_after)
    is_extremum: Bools = (np.sign(before) != np.sign(after)) | (before == 0) | (after == 0)
    inside = np.where(is_extremum, 0.0, 1.0 / mean)
    return np.concatenate(([_end_slope(h[0], h[1], m[0], m[1])], inside, [_end_slope(h[-1], h[-2], m[-1], m[-2])]))


def _end_slope(h: float, h_next: float, m: float, m_next: float) -> float:
    """f′ at an end, from the two distances and secants next to it."""
    d = ((2.0 * h + h_next) * m - h * m_next) / (h + h_next)
    if np.sign(d) != np.sign(m):
        return 0.0
    if np.sign(m) != np.sign(m_next) and abs(d) > 3.0 * abs(m):
        return 3.0 * m
    return d


MIN_POINTS = 4


class PointsLandscape(Landscape):
    """At least 4 points (w_i, f_i), joined by the monotone cubic of Fritsch & Carlson 1980 (PCHIP).

    The curve is local (a point affects only its neighbourhood) and monotone between points. Outside the domain the
    cubic at that end goes on.
    """

    def __init__(self, w: npt.ArrayLike, f: npt.ArrayLike, title: str = "", preset: str | None = None) -> None:
        """w and f (n,) are copied.

        Raises CurveError for fewer than 4 points, and, with the point's index, where w does not strictly increase or a
        number or the slope between two points is not finite.
        """
        self.w, self.f = _checked(w, f)
        super().__init__((float(self.w[0]), float(self.w[-1])), title, preset)
        self._cubics = interpolate(self.w, self.f)
        cubics = self._cubics
        self._height_table = np.stack([cubics.left, cubics.c, cubics.b, cubics.d, cubics.f], axis=1)
        with np.errstate(over="ignore"):  # the check below refuses infinite coefficients
            self._slope_table = np.stack([cubics.left, 3.0 * cubics.c, 2.0 * cubics.b, cubics.d], axis=1)
        _check_steepness(self._height_table, self._slope_table)
        self._intervals = IntervalIndex(self.w)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the points alone; the constructor makes the rest again."""
        return PointsLandscape, (self.w, self.f, self.title, self.preset)

    def height(self, w: Floats) -> Floats:
        """f(w), of w's shape; not finite where w is not finite."""
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
        """f′(w), of w's shape, written into `out` if given; not finite where w is not finite."""
        with np.errstate(over="ignore", invalid="ignore"):
            piece = self._slope_table.take(self._intervals.find(w), axis=0)
            s = w - piece[..., 0]
            slope: Floats = np.multiply(s, piece[..., 1], out=out)
            slope += piece[..., 2]
            slope *= s
            slope += piece[..., 3]
        return slope

    def find_features(self) -> Features:
        """Hills and valleys, exactly, from the points."""
        extrema = find_sample_extrema(self.f)
        is_hill = extrema.is_hill
        positions, heights = extrema.positions(self.w), self.f[extrema.first]
        hills = positions[is_hill]
        minima = np.full(len(hills) + 1, np.nan)
        minimum_heights = minima.copy()
        valley = np.cumsum(is_hill)[~is_hill]
        minima[valley] = positions[~is_hill]
        minimum_heights[valley] = heights[~is_hill]
        first_cubics = np.r_[0, self.w[1:-1].searchsorted(hills, "right")]
        max_slope = self._cubics.max_slope()
        return Features(
            edges=np.concatenate((self.w[:1], hills, self.w[-1:])),
            edge_heights=np.concatenate((self.f[:1], heights[is_hill], self.f[-1:])),
            minima=minima,
            minimum_heights=minimum_heights,
            curvature=np.maximum.reduceat(self._cubics.curvatures(), first_cubics),
            max_slope=max_slope,
            rms_slope=self._cubics.rms_slope(max_slope),
            lowest=float(self.f.min()),
            highest=float(self.f.max()),
        )


def _checked(w: npt.ArrayLike, f: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Read-only copies of w and f. Raises CurveError."""
    w, f = np.array(w, dtype=np.float64), np.array(f, dtype=np.float64)
    if w.ndim != 1 or w.shape != f.shape:
        raise CurveError(CurveProblem.DIFFERENT_SHAPES, shapes=(w.shape, f.shape))
    if len(w) < MIN_POINTS:
        raise CurveError(CurveProblem.TOO_FEW_POINTS, count=len(w), least=MIN_POINTS)
    for kind, values in ((CurveProblem.W_NOT_FINITE, w), (CurveProblem.F_NOT_FINITE, f)):
        if not np.isfinite(values).all():
            i = int(np.argmin(np.isfinite(values)))
            raise CurveError(kind, index=i, value=float(values[i]))
    if not (w[1:] > w[:-1]).all():
        i = int(np.argmin(w[1:] > w[:-1])) + 1
        raise CurveError(CurveProblem.NOT_INCREASING, index=i, value=float(w[i]), before=float(w[i - 1]))
    w.setflags(write=False)
    f.setflags(write=False)
    return w, f


def _check_steepness(*tables: Floats) -> None:
    """Raise CurveError unless all coefficients, a row for each cubic, are finite."""
    for table in tables:
        finite = np.isfinite(table).all(axis=1)
        if not finite.all():
            i = int(np.argmin(finite))
            raise CurveError(CurveProblem.TOO_STEEP, index=i)
