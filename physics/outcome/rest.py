"""When a ball is at rest: judged by the way that it has come and the width of its valley, not by the domain's."""

from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Columns, Floats, Ints
from physics.landscape.base import Landscape
from physics.rules.base import Resting
from physics.rules.dispatch import Groups

REST_STEP = 1e-8
"""At rest: |Δ| is at most this share of the ball's scale …"""
REST_SLOPE = 1e-6
"""… and |f′| at most this share of the steepest slope that there can be over it."""
LEAST_SCALE = 1e-7
"""The scale is at least this share of the domain's width, so that a step at rest is not finer than w is rounded."""


class Moving(NamedTuple):
    """The states of balls: arrays of one shape, such as (balls,) or (steps, balls)."""

    w: Floats
    slope: Floats
    delta: Floats
    rule_state: Columns


def is_at_rest(
    landscape: Landscape, groups: Groups, parameters: Columns, states: Moving, *, valley: Ints, origin: Floats
) -> Bools:
    """Whether a ball neither moves nor is pushed, and what its rule remembers won't change that; at rest no α moves it.

    Masks of the groups, parameters and `origin`, where each ball was last placed, broadcast to the shape of the states.
    """
    w, slope, delta, _ = states
    features = landscape.features
    at_rest: Bools = np.abs(delta) <= REST_STEP * landscape.width
    at_rest &= np.abs(slope) <= REST_SLOPE * features.max_slope
    near = np.nonzero(at_rest)  # no scale is wider than the domain: only these balls need theirs
    if not len(near[0]):
        return at_rest
    scale = rest_scale(landscape, valley[near], w[near], np.broadcast_to(origin, w.shape)[near])
    with np.errstate(over="ignore"):
        steepest = np.minimum(features.max_slope, features.curvature[valley[near]] * scale)
    longest = _longest_step(groups, parameters, states, near, features.curvature[valley[near]])
    at_rest[near] = (longest <= REST_STEP * scale) & (np.abs(slope[near]) <= REST_SLOPE * steepest)
    return at_rest


def _longest_step(
    groups: Groups, parameters: Columns, states: Moving, near: tuple[Ints, ...], curvature: Floats
) -> Floats:
    """See `Rule.longest_step`: for each of the balls (k,) at these indices that of its rule."""
    shape = states.w.shape
    resting = Resting(
        {name: np.broadcast_to(column, shape)[near] for name, column in parameters.items()},
        states.w[near],
        states.slope[near],
        states.delta[near],
        {name: column[near] for name, column in states.rule_state.items()},
        curvature,
    )
    (first, _), *others = groups
    longest = first.longest_step(resting)
    for rule, mask in others:
        longest = np.where(np.broadcast_to(mask, shape)[near], rule.longest_step(resting), longest)
    return longest


def rest_scale(landscape: Landscape, valley: Ints, w: Floats, origin: Floats) -> Floats:
    """The scale (k,) of balls in these valleys: their way from `origin`, but at most the width of the valley."""
    widths = np.diff(landscape.features.edges)
    with np.errstate(over="ignore"):
        scale: Floats = np.maximum(np.minimum(np.abs(w - origin), widths[valley]), LEAST_SCALE * landscape.width)
    return scale
