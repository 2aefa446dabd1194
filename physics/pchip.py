"""The monotone cubic through given points: no overshoot, and every point matters only to its neighbours."""

import math
from dataclasses import dataclass

import numpy as np

from physics.arrays import Bools, Floats

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
