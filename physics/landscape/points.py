"""A landscape through points, whose only hills and minima are points."""

from typing import Any

import numpy as np
import numpy.typing as npt

from physics.arrays import ArrayFunction, Floats
from physics.landscape.base import Landscape
from physics.landscape.errors import CurveError, CurveProblem
from physics.landscape.features import Features
from physics.landscape.interval_index import SubintervalIndex
from physics.landscape.monotone_spline import THIRDS, Cubics, interpolate
from physics.landscape.sample_extrema import find_sample_extrema
from physics.landscape.wells import CellBounds

MIN_POINTS = 4
MAX_BOUND = 1024
"""Up to this many positions buffers of their own make the slope faster."""
MIN_JUMP = 1e-9
"""Share of f″ on both sides of a point from which its difference is a jump and no rounding."""
ROUNDING = 16.0 * np.finfo(np.float64).eps
"""A generous bound of the relative error of an evaluated cubic."""


class PointsLandscape(Landscape):
    """At least 4 points (w_i, f_i), joined by the monotone spline of `monotone_spline`.

    The curve is local (a point affects the gaps up to its seventh neighbours) and monotone between points. Outside the
    domain the cubic at that end goes on.
    """

    def __init__(self, w: npt.ArrayLike, f: npt.ArrayLike, title: str = "", preset: str | None = None) -> None:
        """w and f (n,) are copied.

        Raises CurveError for fewer than 4 points, and, with the point's index, where w does not strictly increase or a
        number or the slope between two points is not finite, or two points are too close for a curve between them.
        """
        self.w, self.f = _checked(w, f)
        super().__init__((float(self.w[0]), float(self.w[-1])), title, preset)
        self._cubics = interpolate(self.w, self.f)
        cubics = self._cubics
        _check_widths(cubics)
        self._height_table = np.stack([cubics.left, cubics.c, cubics.b, cubics.d, cubics.f], axis=1)
        with np.errstate(over="ignore"):  # the check below refuses infinite coefficients
            self._slope_table = np.stack([cubics.left, 3.0 * cubics.c, 2.0 * cubics.b, cubics.d], axis=1)
        _check_steepness(self._height_table, self._slope_table)
        self._index = SubintervalIndex(np.append(cubics.left, self.w[-1]), THIRDS)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the points alone; the constructor makes the rest again."""
        return PointsLandscape, (self.w, self.f, self.title, self.preset)

    def height(self, w: Floats) -> Floats:
        """f(w), of w's shape; not finite where w is not finite."""
        with np.errstate(over="ignore", invalid="ignore"):
            piece = self._height_table.take(self._index.find(w), axis=0)
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
            return self._slope(w, out)

    def _slope(self, w: Floats, out: Floats | None = None) -> Floats:
        piece = self._slope_table.take(self._index.find(w), axis=0)
        s = w - piece[..., 0]
        slope: Floats = np.multiply(s, piece[..., 1], out=out)
        slope += piece[..., 2]
        slope *= s
        slope += piece[..., 3]
        return slope

    def bound_slope(self, count: int) -> ArrayFunction:
        if count > MAX_BOUND:
            return self._slope
        pieces, s = np.empty((count, 4)), np.empty(count)
        left, cubic, square, linear = pieces.T
        find, take, add, multiply = self._index.finder(count), self._slope_table.take, np.add, np.multiply

        def slope(w: Floats, out: Floats | None = None) -> Floats:
            """The same in buffers."""
            take(find(w), 0, pieces, "clip")  # any other mode makes a copy of `pieces` first
            np.subtract(w, left, s)
            out = multiply(s, cubic, out)
            add(out, square, out)
            multiply(out, s, out)
            add(out, linear, out)
            return out

        return slope

    def cell_bounds(self) -> CellBounds:
        """The second and third derivative of each cubic, exactly; where f″ jumps the third is infinite."""
        cubics, last = self._cubics, float(self.f[-1])
        first, second = 2.0 * cubics.b, 2.0 * cubics.b + 6.0 * cubics.c * cubics.width
        third = np.abs(6.0 * cubics.c)
        jumps = np.abs(first[1:] - second[:-1]) > MIN_JUMP * (np.abs(first[1:]) + np.abs(second[:-1]))
        third[1:][jumps] = third[:-1][jumps] = np.inf
        unknown = np.full(len(third), np.inf)
        steepest = np.abs(cubics.d) + cubics.width * (np.abs(first) + np.abs(second))
        tallest = np.abs(cubics.f) + cubics.width * steepest
        return CellBounds(
            edges=np.append(cubics.left, self.w[-1]),
            heights=np.append(cubics.f, last),
            second_low=np.minimum(first, second),
            second_high=np.maximum(first, second),
            third=third,
            fourth=unknown,
            fifth=unknown,
            height_error=ROUNDING * float(tallest.max()),
            slope_error=ROUNDING * float(steepest.max()),
        )

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
        first_cubics = THIRDS * np.r_[0, self.w[1:-1].searchsorted(hills, "right")]
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


def _check_widths(cubics: Cubics) -> None:
    """Raise CurveError unless floating point tells the thirds of each gap apart."""
    wide = cubics.width > 0.0
    if not wide.all():
        raise CurveError(CurveProblem.TOO_CLOSE, index=int(np.argmin(wide)) // THIRDS)


def _check_steepness(*tables: Floats) -> None:
    """Raise CurveError unless all coefficients, a row for each cubic, are finite."""
    for table in tables:
        finite = np.isfinite(table).all(axis=1)
        if not finite.all():
            i = int(np.argmin(finite))
            raise CurveError(CurveProblem.TOO_STEEP, index=i // THIRDS)
