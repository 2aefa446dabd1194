"""Hills, valleys and minima of a formula, located by the sign of its exact slope."""

from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Codes, Floats, Ints
from physics.landscape.features import Features
from physics.landscape.formula.maxima import halvings, magnitude, maximise, root_mean_square
from physics.landscape.formula.sampling import FormulaCurve, sample, steep_positions


class Extrema(NamedTuple):
    """Hills and minima, from left to right."""

    w: Floats
    f: Floats
    is_hill: Bools

    def select(self, which: Bools) -> "Extrema":
        """Some of the extrema."""
        return Extrema(self.w[which], self.f[which], self.is_hill[which])


def find_features(curve: FormulaCurve) -> Features:
    """All features of a curve that is finite on its domain.

    Raises FormulaError when there are too many extrema to tell them apart.
    """
    lo, hi = curve.domain
    w, heights, slopes = sample(curve)
    ends = curve.height(np.array([lo, hi]))
    found = locate_extrema(curve, w, slopes)
    error = curve.height_noise(np.concatenate([[lo], found.w, [hi]]))
    extrema = remove_noise(found, ends, slopes[[0, -1]] == 0.0, error)
    hills = extrema.select(extrema.is_hill)
    edges = np.concatenate([[lo], hills.w, [hi]])
    minima, minimum_heights = _minima(extrema, hills.w)
    max_slope = _max_slope(curve, w, slopes)
    return Features(
        edges=edges,
        edge_heights=np.concatenate([ends[:1], hills.f, ends[1:]]),
        minima=minima,
        minimum_heights=minimum_heights,
        curvature=_max_curvatures(curve, w, edges),
        max_slope=max_slope,
        rms_slope=root_mean_square(w, slopes, max_slope),
        lowest=float(min(heights.min(), found.f.min(initial=np.inf))),
        highest=float(max(heights.max(), found.f.max(initial=-np.inf))),
    )


def locate_extrema(curve: FormulaCurve, w: Floats, slopes: Floats) -> Extrema:
    """Changes of the slope's sign between the samples. A flat between two signs is one extremum, in its middle.

    A flat floor that reaches an end of the domain is a minimum, as if the curve rose beyond that end; a flat top there
    is no hill, and a curve that is flat all over has neither.
    """
    inner = np.sign(slopes).astype(np.int8)
    signs = np.concatenate([[inner[0] or -1], inner, [inner[-1] or 1]])
    w = np.concatenate([w[:1], w, w[-1:]])
    starts = np.flatnonzero(np.append(True, np.diff(signs) != 0))
    ends = np.append(starts[1:], len(w)) - 1
    moving = np.flatnonzero(signs[starts] != 0)
    before, after = moving[:-1], moving[1:]
    is_change = (signs[starts[before]] != signs[starts[after]]) & inner.any()
    last_old, first_new = ends[before[is_change]], starts[after[is_change]]
    middle = _bisect(curve, w, signs, last_old, first_new)
    return Extrema(middle, curve.height(middle), signs[last_old] > 0)


def _bisect(curve: FormulaCurve, w: Floats, signs: Codes, last_old: Ints, first_new: Ints) -> Floats:
    """The middle of each stretch between the last sample with the old sign and the first with the new, by bisection.

    As long as no zero is met, both ends close in on each other; from then on, each end of the flat is located on its
    own side. A new sign left of the flat, or an old one right of it, belongs to another extremum: the search goes on
    for that one, without a flat.
    """
    left, right, old, new = w[last_old], w[first_new], signs[last_old], signs[first_new]
    flat_left = np.where(first_new - last_old > 1, w[last_old + 1], np.nan)
    flat_right = np.where(first_new - last_old > 1, w[first_new - 1], np.nan)
    for _ in range(halvings(len(last_old), curve.slope.cost)):
        middle = 0.5 * left + 0.5 * np.where(np.isnan(flat_left), right, flat_left)
        sign = np.sign(curve.slope(middle))
        left, right = np.where(sign == old, middle, left), np.where(sign == new, middle, right)
        flat_left = np.where((sign != old) & (sign != new), middle, flat_left)
        flat_left[sign == new] = np.nan
        flat_right = np.where(np.isnan(flat_right) | np.isnan(flat_left), flat_left, flat_right)
        flat = np.flatnonzero(~np.isnan(flat_left))
        if len(flat):
            middle = 0.5 * flat_right[flat] + 0.5 * right[flat]
            sign = np.sign(curve.slope(middle))
            right[flat] = np.where(sign == new[flat], middle, right[flat])
            left[flat] = np.where(sign == old[flat], middle, left[flat])
            flat_right[flat] = np.where(sign == new[flat], flat_right[flat], middle)
            flat_left[flat[sign == old[flat]]] = np.nan
    return 0.5 * left + 0.5 * right


def remove_noise(extrema: Extrema, ends: Floats, is_level: Bools, error: Floats) -> Extrema:
    """The extrema that differ from both neighbouring ones, or from the ends, by more than rounding errors.

    Goes from left to right: the highest point since the last minimum is a hill once the curve has fallen below it by
    more than the errors, and likewise for minima. `ends` are the heights of the domain's ends; they count as infinite
    where the curve `is_level`, so that a flat floor there has two sides. `error` is for the left end, the extrema and
    the right end.
    """
    heights = np.concatenate([ends[:1], extrema.f, ends[1:]])
    lowest, highest = heights.argmin(), heights.argmax()
    with np.errstate(over="ignore"):
        if len(extrema.w) == 0 or heights[highest] - heights[lowest] <= error[highest] + error[lowest]:
            return extrema.select(extrema.is_hill & False)
        heights[[0, -1]] = np.where(is_level, np.inf, ends)
        if (np.abs(np.diff(heights)) > error[1:] + error[:-1]).all():
            return extrema
    is_hill = _significant_extrema(heights.tolist(), error.tolist())
    kept = [index for index in is_hill if index > 0]
    inner = np.array(kept, dtype=np.int64) - 1
    return Extrema(extrema.w[inner], extrema.f[inner], np.array([is_hill[index] for index in kept], dtype=np.bool_))


def _significant_extrema(heights: list[float], error: list[float]) -> dict[int, bool]:
    """The indices that remain, and whether each is a hill: noise can make a hill of a minimum, or the reverse."""
    kept: dict[int, bool] = {}
    top, bottom, is_rising = 0, 0, True
    for index, height in enumerate(heights):
        top = index if height > heights[top] else top
        bottom = index if height < heights[bottom] else bottom
        has_fallen = heights[top] - height > error[top] + error[index]
        has_risen = height - heights[bottom] > error[bottom] + error[index]
        if not kept and has_fallen | has_risen:
            is_rising, kept[0] = has_fallen, has_fallen
        if is_rising and has_fallen:
            kept[top] = True
            is_rising, bottom = False, index
        elif not is_rising and has_risen:
            kept[bottom] = False
            is_rising, top = True, index
    return kept


def _minima(extrema: Extrema, hills: Floats) -> tuple[Floats, Floats]:
    """Position and height of the minimum in each valley, NaN where there is none."""
    low = extrema.select(~extrema.is_hill)
    valleys = np.searchsorted(hills, low.w, side="right")
    minima, heights = np.full((2, len(hills) + 1), np.nan)
    minima[valleys], heights[valleys] = low.w, low.f
    return minima, heights


def _max_slope(curve: FormulaCurve, w: Floats, slopes: Floats) -> float:
    one_interval = np.zeros(len(w), dtype=np.int64)
    return float(maximise(curve.slope, w, magnitude(slopes), one_interval, np.array(curve.domain))[0])


def _max_curvatures(curve: FormulaCurve, w: Floats, edges: Floats) -> Floats:
    """L = max|f″| of each valley, infinite where f′ jumps or f″ is unbounded."""
    unbounded = np.where(_has_nonsmooth(curve, edges), np.inf, 0.0)
    found = np.maximum(_sampled_max_curvatures(curve, w, edges), unbounded)
    added = steep_positions(curve, w, edges, found)
    if len(added) == 0:
        return found
    return np.maximum(_sampled_max_curvatures(curve, np.union1d(w, added), edges), unbounded)


def _sampled_max_curvatures(curve: FormulaCurve, w: Floats, edges: Floats) -> Floats:
    valley = np.searchsorted(edges[1:-1], w, side="right")
    found = maximise(curve.curvature, w, magnitude(curve.curvature(w)), valley, edges)
    at_edges = magnitude(curve.curvature(edges))
    return np.maximum(found, np.maximum(at_edges[:-1], at_edges[1:]))


def _has_nonsmooth(curve: FormulaCurve, edges: Floats) -> Bools:
    """Which valleys have a nonsmooth cell in them or at their ends."""
    margin = 1e-11 * (edges[-1] - edges[0])
    first = np.searchsorted(edges[1:-1], curve.nonsmooth.left - margin)
    last = np.searchsorted(edges[1:-1], curve.nonsmooth.right + margin)
    counts = np.bincount(first, minlength=len(edges)) - np.bincount(last + 1, minlength=len(edges))
    return np.cumsum(counts)[: len(edges) - 1] > 0
