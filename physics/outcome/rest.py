"""When a ball is at rest: judged by the way that it has come and the width of its valley, not by the domain's."""

import numpy as np

from physics.arrays import Bools, Floats, Ints
from physics.landscape.base import Landscape

REST_STEP = 1e-8
"""At rest: |Δ| is at most this share of the ball's scale …"""
REST_SLOPE = 1e-6
"""… and |f′| at most this share of the steepest slope that there can be over it."""
LEAST_SCALE = 1e-7
"""The scale is at least this share of the domain's width, so that a step at rest is not finer than w is rounded."""


def is_at_rest(landscape: Landscape, *, valley: Ints, w: Floats, slope: Floats, delta: Floats, origin: Floats) -> Bools:
    """Whether a ball neither moves nor is pushed; at rest no α moves it.

    Arrays of one shape. `origin` is where each ball was last placed, of a shape that broadcasts to it.
    """
    features = landscape.features
    at_rest: Bools = np.abs(delta) <= REST_STEP * landscape.width
    at_rest &= np.abs(slope) <= REST_SLOPE * features.max_slope
    near = np.nonzero(at_rest)  # no scale is wider than the domain: only these balls need theirs
    if not len(near[0]):
        return at_rest
    scale = rest_scale(landscape, valley[near], w[near], np.broadcast_to(origin, w.shape)[near])
    with np.errstate(over="ignore"):
        steepest = np.minimum(features.max_slope, features.curvature[valley[near]] * scale)
    at_rest[near] = (np.abs(delta[near]) <= REST_STEP * scale) & (np.abs(slope[near]) <= REST_SLOPE * steepest)
    return at_rest


def rest_scale(landscape: Landscape, valley: Ints, w: Floats, origin: Floats) -> Floats:
    """The scale (k,) of balls in these valleys: their way from `origin`, but at most the width of the valley."""
    widths = np.diff(landscape.features.edges)
    with np.errstate(over="ignore"):
        scale: Floats = np.maximum(np.minimum(np.abs(w - origin), widths[valley]), LEAST_SCALE * landscape.width)
    return scale
