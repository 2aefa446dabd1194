"""The curve through points: twice continuously differentiable, local, and turning only where the points turn.

Between two points f′ is a quadratic spline with two more knots at the thirds, given by five control slopes. While none
of them has the sign opposite to the secant's, the curve cannot turn there. docs/model.md has the construction.
"""

import math
from dataclasses import dataclass

import numpy as np

from physics.arrays import Bools, Floats

THIRDS = 3
"""Cubics between two neighbouring points."""
LEAST_SHARE, GREATEST_SHARE = 0.25, 2.75
"""Range of f′ at a point, in units of the gentler of the secants beside it."""
RELAXATIONS = (2.0 / 3.0, 1.0, 1.0)
"""How far each of three sweeps goes towards the slopes of the cubic spline."""

_NODE = 0.5 * math.sqrt(0.6)
GAUSS_LEGENDRE = ((0.5 - _NODE, 5.0 / 18.0), (0.5, 8.0 / 18.0), (0.5 + _NODE, 5.0 / 18.0))
"""Nodes and weights on [0, 1] that integrate a polynomial of degree 5 exactly."""


@dataclass(frozen=True, eq=False)
class Cubics:
    """A piecewise cubic of k pieces: f(w) = f_i + d_i s + b_i s² + c_i s³ with s = w − left_i, within the width_i."""

    left: Floats
    """(k,) the left ends."""
    width: Floats
    """(k,) lengths of the pieces."""
    f: Floats
    """(k,) height at the left end."""
    d: Floats
    """(k,) slope at the left end."""
    b: Floats
    """(k,) half the second derivative at the left end."""
    c: Floats
    """(k,) a sixth of the third derivative."""

    def slope_at(self, share: float | Floats) -> Floats:
        """(k,) f′ in each cubic, `share` (0 to 1) of its width from the left."""
        s = share * self.width
        return self.d + s * (2.0 * self.b + s * (3.0 * self.c))

    def curvatures(self) -> Floats:
        """(k,) max|f″| of each cubic: at one of its ends, since f″ is linear."""
        return np.maximum(np.abs(2.0 * self.b), np.abs(2.0 * self.b + 6.0 * self.c * self.width))

    def max_slope(self) -> float:
        """max|f′| over all cubics: at an end or where f″ = 0 between two."""
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
    """The curve through (w_i, f_i), w strictly increasing, n ≥ 2: three cubics of equal width between two points.

    Coefficients that are too large for a float become inf or NaN, without a warning.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore"):
        h = np.diff(w)
        m = np.diff(f) / h
        d = point_slopes(h, m)
        bend_after, bend_before = _bends(h, m, d)
        first, last = d[:-1], d[1:]
        second, fourth = first + h * bend_after / 6.0, last - h * bend_before / 6.0
        third = 3.0 * m - (first + last + 2.0 * second + 2.0 * fourth) / 3.0
        left_joint, right_joint = 0.5 * (second + third), 0.5 * (third + fourth)
        k = h / THIRDS
        lefts = np.stack((w[:-1], w[:-1] + k, w[1:] - k))
        ends = np.stack((lefts[1], lefts[2], w[1:]))
        heights = np.stack((
            f[:-1],
            f[:-1] + k * (first + second + left_joint) / 3.0,
            f[1:] - k * (right_joint + fourth + last) / 3.0,
        ))  # fmt: skip
        begin = np.stack((first, left_joint, right_joint))
        middle = np.stack((second, third, fourth))
        end = np.stack((left_joint, right_joint, last))
        b = (middle - begin) / k
        c = (begin - 2.0 * middle + end) / (3.0 * k) / k
    return Cubics(*(column.T.ravel() for column in (lefts, ends - lefts, heights, begin, b, c)))


def point_slopes(h: Floats, m: Floats) -> Floats:
    """(n,) f′ at the points, from the (n − 1,) distances h and secant slopes m between them.

    Those of the cubic spline, approached in three sweeps in which a point looks at its neighbours only, and held
    between ¼ and 2¾ of the gentler secant beside it; 0 where the points turn.
    """
    inner_gentler, share = _gentler(m[:-1], m[1:]), h[1:] / (h[:-1] + h[1:])
    gentler = np.concatenate((m[:1], inner_gentler, m[-1:]))
    limits = LEAST_SHARE * gentler, GREATEST_SHARE * gentler
    low, high = np.minimum(*limits), np.maximum(*limits)

    def held(inner: Floats) -> Floats:
        inner = np.clip(inner, low[1:-1], high[1:-1])
        before, after = (inner[:1], inner[-1:]) if len(inner) else (m[:1], m[-1:])
        ends = 2.0 * m[:1] - before, 2.0 * m[-1:] - after
        return np.clip(np.concatenate((ends[0], inner, ends[1])), low, high)

    parabola = share * m[:-1] + (1.0 - share) * m[1:]
    d = held(parabola)
    for relaxation in RELAXATIONS:
        d = held(d[1:-1] + relaxation * (relaxed(d, parabola, share) - d[1:-1]))
    # Room for the third control slope: its sign must be the secant's.
    total = np.abs(d[:-1] + d[1:])
    room = np.where(total > 0.0, np.minimum(1.0, GREATEST_SHARE * np.abs(m) / total), 1.0)
    d *= np.minimum(np.concatenate((room[:1], room)), np.concatenate((room, room[-1:])))
    return d


def relaxed(d: Floats, parabola: Floats, share: Floats) -> Floats:
    """(n − 2,) slopes with which f″ is continuous at each inner point, if its neighbours keep their slopes in d (n,).

    `parabola` (n − 2,) are the slopes of the parabolas through three neighbouring points, and `share` (n − 2,) the
    distance to the right of the inner points, as a share of that between their neighbours.
    """
    return 1.5 * parabola - 0.5 * (share * d[:-2] + (1.0 - share) * d[2:])


def _bends(h: Floats, m: Floats, d: Floats) -> tuple[Floats, Floats]:
    """f″ at the left and at the right end of each gap, (n − 1,) each: equal on both sides of a point.

    It is the gentler of what the cubics on its two sides want, 0 if they disagree in sign. At the end of a gap that is
    exactly flat it may jump: the side that is not flat takes its own.
    """
    after = (6.0 * m - 4.0 * d[:-1] - 2.0 * d[1:]) / h
    before = (2.0 * d[:-1] + 4.0 * d[1:] - 6.0 * m) / h
    shared = _gentler(before[:-1], after[1:])
    is_flat: Bools = m == 0.0
    at_left = np.where(is_flat[:-1], after[1:], shared)
    at_right = np.where(is_flat[1:], before[:-1], shared)
    return np.concatenate((after[:1], at_left)), np.concatenate((at_right, before[-1:]))


def _gentler(one: Floats, other: Floats) -> Floats:
    """The smaller in size of two slopes or bends, 0 where they differ in sign or one of them is 0."""
    same_sign: Bools = np.sign(one) * np.sign(other) > 0.0
    return np.where(same_sign, np.where(np.abs(one) <= np.abs(other), one, other), 0.0)
