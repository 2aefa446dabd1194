"""Hills, valleys and minima of a formula, from the sign of its exact slope."""

import numpy as np

from physics.arrays import Bools, Codes, Floats, Ints
from physics.landscape.features import Features
from physics.landscape.formula.sampling import (
    Curve,
    Turns,
    halvings,
    largest,
    noise,
    root_mean_square,
    sampled,
    size,
    steeper_bends,
    without_noise,
)


def find_features(curve: Curve) -> Features:
    """All features of a curve that is finite on its domain. Raises FormulaError when it turns too often to be told."""
    lo, hi = curve.domain
    w, heights, slopes = sampled(curve)
    ends = curve.height(np.array([lo, hi]))
    found = turns_between(curve, w, slopes)
    error = noise(curve, np.concatenate([[lo], found.w, [hi]]))
    turns = without_noise(found, ends, slopes[[0, -1]] == 0.0, error)
    hills = turns.chosen(turns.is_hill)
    edges = np.concatenate([[lo], hills.w, [hi]])
    minima, minimum_heights = _minima(turns, hills.w)
    steepest = _steepest(curve, w, slopes)
    return Features(
        edges=edges,
        edge_heights=np.concatenate([ends[:1], hills.f, ends[1:]]),
        minima=minima,
        minimum_heights=minimum_heights,
        curvature=_curvatures(curve, w, edges),
        max_slope=steepest,
        rms_slope=root_mean_square(w, slopes, steepest),
        lowest=float(min(heights.min(), found.f.min(initial=np.inf))),
        highest=float(max(heights.max(), found.f.max(initial=-np.inf))),
    )


def turns_between(curve: Curve, w: Floats, slopes: Floats) -> Turns:
    """Changes of the slope's sign. A flat stretch between two signs is one turn, in its middle.

    A flat floor that reaches an end of the domain is a minimum, as if the curve rose beyond that end; a flat top there
    is no hill, and all flat is nothing.
    """
    inner = np.sign(slopes).astype(np.int8)
    signs = np.concatenate([[inner[0] or -1], inner, [inner[-1] or 1]])
    w = np.concatenate([w[:1], w, w[-1:]])
    starts = np.flatnonzero(np.append(True, np.diff(signs) != 0))
    ends = np.append(starts[1:], len(w)) - 1
    moving = np.flatnonzero(signs[starts] != 0)
    before, after = moving[:-1], moving[1:]
    turning = (signs[starts[before]] != signs[starts[after]]) & inner.any()
    leaves, arrives = ends[before[turning]], starts[after[turning]]
    middle = _turning_points(curve, w, signs, leaves, arrives)
    return Turns(middle, curve.height(middle), signs[leaves] > 0)


def _turning_points(curve: Curve, w: Floats, signs: Codes, leaves: Ints, arrives: Ints) -> Floats:
    """The middle of each stretch between the last place with one sign and the first with the other, by bisection.

    While no zero is met both ends close in on each other; from a zero on, each end is looked for on its own side. A
    new sign left of that zero, or an old one right of it, is another turn: then this one is nearer, without a flat.
    """
    left, right, old, new = w[leaves], w[arrives], signs[leaves], signs[arrives]
    flat_left = np.where(arrives - leaves > 1, w[leaves + 1], np.nan)
    flat_right = np.where(arrives - leaves > 1, w[arrives - 1], np.nan)
    for _ in range(halvings(len(leaves), curve.slope.cost)):
        middle = 0.5 * left + 0.5 * np.where(np.isnan(flat_left), right, flat_left)
        found = np.sign(curve.slope(middle))
        left, right = np.where(found == old, middle, left), np.where(found == new, middle, right)
        flat_left = np.where((found != old) & (found != new), middle, flat_left)
        flat_left[found == new] = np.nan
        flat_right = np.where(np.isnan(flat_right) | np.isnan(flat_left), flat_left, flat_right)
        flat = np.flatnonzero(~np.isnan(flat_left))
        if len(flat):
            middle = 0.5 * flat_right[flat] + 0.5 * right[flat]
            found = np.sign(curve.slope(middle))
            right[flat] = np.where(found == new[flat], middle, right[flat])
            left[flat] = np.where(found == old[flat], middle, left[flat])
            flat_right[flat] = np.where(found == new[flat], flat_right[flat], middle)
            flat_left[flat[found == old[flat]]] = np.nan
    return 0.5 * left + 0.5 * right


def _minima(turns: Turns, hills: Floats) -> tuple[Floats, Floats]:
    """Position and height of the minimum in each valley, NaN where there is none."""
    low = turns.chosen(~turns.is_hill)
    valleys = np.searchsorted(hills, low.w, side="right")
    minima, heights = np.full((2, len(hills) + 1), np.nan)
    minima[valleys], heights[valleys] = low.w, low.f
    return minima, heights


def _steepest(curve: Curve, w: Floats, slopes: Floats) -> float:
    whole = np.zeros(len(w), dtype=np.int64)
    return float(largest(curve.slope, w, size(slopes), whole, np.array(curve.domain))[0])


def _curvatures(curve: Curve, w: Floats, edges: Floats) -> Floats:
    """L = max|f″| of each valley, infinite where f′ jumps or f″ has no bound."""
    endless = np.where(_touched(curve, edges), np.inf, 0.0)
    found = np.maximum(_sampled_curvatures(curve, w, edges), endless)
    more = steeper_bends(curve, w, edges, found)
    return np.maximum(_sampled_curvatures(curve, np.union1d(w, more), edges), endless) if len(more) else found


def _sampled_curvatures(curve: Curve, w: Floats, edges: Floats) -> Floats:
    valleys = np.searchsorted(edges[1:-1], w, side="right")
    found = largest(curve.curvature, w, size(curve.curvature(w)), valleys, edges)
    at_edges = size(curve.curvature(edges))
    return np.maximum(found, np.maximum(at_edges[:-1], at_edges[1:]))


def _touched(curve: Curve, edges: Floats) -> Bools:
    """Which valleys have a sharp place in them or at their ends."""
    margin = 1e-11 * (edges[-1] - edges[0])
    first = np.searchsorted(edges[1:-1], curve.sharp.left - margin)
    last = np.searchsorted(edges[1:-1], curve.sharp.right + margin)
    begun = np.bincount(first, minlength=len(edges)) - np.bincount(last + 1, minlength=len(edges))
    return np.cumsum(begun)[: len(edges) - 1] > 0
