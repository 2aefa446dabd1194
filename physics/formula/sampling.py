"""Where a formula is looked at: evenly at first, and closer where something may be missed between two samples."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Floats
from physics.formula.closer import Enclosures, opened
from physics.formula.doubts import Doubts
from physics.formula.errors import FormulaError
from physics.formula.noise import noise
from physics.formula.program import Program
from physics.formula.sizes import CELLS, size

DENSE = 8 * CELLS
"""A curve that turns often is looked at in this many + 1 places, fewer when that takes too long."""

DENSE_WORK = 30_000_000
"""Places times the cost of f′ that looking so often may take."""

MANY_TURNS = CELLS // 8
"""From so many changes of the slope's sign on a curve is looked at more densely."""

SAMPLES_A_TURN = 4
"""With fewer samples from turn to turn nobody can say how many turns there are."""

GOLDEN = 0.5 * (np.sqrt(5.0) - 1.0)
"""Fractions of its multiples by square numbers are as good as random (Weyl 1916), and the same everywhere."""

STEEPER = 1.5
"""A valley is searched for more curvature where enclosures allow so many times what was found."""


class Curve(NamedTuple):
    """f, f′ and f″ as programs, the rounding errors of f and f′, where f′ jumps, and where f″ may be endless."""

    domain: tuple[float, float]
    height: Program
    slope: Program
    curvature: Program
    height_error: Callable[[Floats], Floats]
    slope_error: Callable[[Floats], Floats]
    sharp: Doubts
    enclosures: Enclosures

    @property
    def width(self) -> float:
        """hi − lo."""
        return self.domain[1] - self.domain[0]


class Samples(NamedTuple):
    """Places from the left end of the domain to the right one, f and f′ there."""

    w: Floats
    f: Floats
    slope: Floats


def sampled(curve: Curve) -> Samples:
    """Look at the curve, closer where the samples don't show its turns or where heights contradict the slopes.

    Raises FormulaError when it turns too often to tell the turns apart.
    """
    w = np.linspace(*curve.domain, CELLS + 1)
    slopes = curve.slope(w)
    enclosures = curve.enclosures
    more = opened(enclosures.may_turn_twice, *enclosures.coarse(w), curve.width, enclosures.work)
    if more.unresolved > 0.25 * curve.width or _changes(slopes) > MANY_TURNS:
        w = dense(curve)
    if len(more.w) or len(w) > CELLS + 1:
        w = np.union1d(w, more.w)
        slopes = curve.slope(w)
    samples = Samples(w, curve.height(w), slopes)
    missed = contradicted(curve, samples)
    w = np.union1d(w, missed)
    return Samples(w, curve.height(w), curve.slope(w)) if len(missed) else samples


def _changes(slopes: Floats) -> int:
    """How often the slope's sign changes."""
    return int(np.count_nonzero(np.diff(np.sign(slopes))))


def dense(curve: Curve) -> Floats:
    """Many places at uneven distances, which no oscillation can keep step with."""
    cells = int(np.clip(DENSE_WORK // curve.slope.cost, CELLS, DENSE))
    places = np.arange(1.0, cells)
    places += GOLDEN * np.square(places) % 1.0 - 0.5
    lo, hi = curve.domain
    w = np.concatenate([[lo], lo + (places / cells) * curve.width, [hi]])
    slopes = curve.slope(w)
    most = cells // SAMPLES_A_TURN
    if _changes(slopes) > most:
        slopes = slopes[np.abs(slopes) > curve.slope_error(w)]  # the others may have any sign
    if _changes(slopes) > most:
        raise FormulaError(f"the curve turns more than {most} times, too often to tell apart: choose a smaller domain")
    return w


def contradicted(curve: Curve, samples: Samples) -> Floats:
    """More places between neighbours that can't be neighbours without two turns between them."""

    def doubt(left: Floats, right: Floats) -> Bools:
        return _hides_turns(curve, *(Samples(w, curve.height(w), curve.slope(w)) for w in (left, right)))

    wrong = _hides_turns(curve, *(Samples(*(part[side] for part in samples)) for side in (np.s_[:-1], np.s_[1:])))
    return opened(doubt, samples.w[:-1][wrong], samples.w[1:][wrong], curve.width, CELLS).w


def _hides_turns(curve: Curve, left: Samples, right: Samples) -> Bools:
    """Where f falls though f′ > 0 at both ends, or rises though f′ < 0, or f′ leaves a zero against the sign of f″."""
    before, after = np.sign(left.slope), np.sign(right.slope)
    wrong = (before == after) & (before * np.sign(right.f - left.f) < 0.0)
    error = noise(curve, left.w[wrong]) + noise(curve, right.w[wrong])
    wrong[wrong] = np.abs(right.f[wrong] - left.f[wrong]) > error
    for zero, sign, w in (
        ((before == 0.0) & (after != 0.0), after, left.w),
        ((after == 0.0) & (before != 0.0), -before, right.w),
    ):
        wrong[zero] = sign[zero] * np.sign(curve.curvature(w[zero])) < 0.0
    return np.asarray(wrong)


def steeper_bends(curve: Curve, w: Floats, edges: Floats, found: Floats) -> Floats:
    """More places where |f″| may be well above the maxima found so far in the valleys between the edges."""
    best, hills = found.copy(), edges[1:-1]

    def doubt(left: Floats, right: Floats) -> Bools:
        middle = 0.5 * left + 0.5 * right
        np.maximum.at(best, np.searchsorted(hills, middle), size(curve.curvature(middle)))
        least = np.minimum(best[np.searchsorted(hills, left, side="right")], best[np.searchsorted(hills, right)])
        with np.errstate(over="ignore"):
            return np.asarray(curve.enclosures.steepest_bend(left, right) > STEEPER * least)

    enclosures = curve.enclosures
    return opened(doubt, *enclosures.coarse(w), curve.width, enclosures.work).w
