"""A start and a learning rate for a landscape that says nothing else."""

import math
from typing import NamedTuple

from physics.landscape.base import Landscape
from physics.rules.base import LARGEST_ETA, SMALLEST_ETA

START_SHARE = 0.9
STEPS_ACROSS = 500.0
"""W / (500 S): a slope of the usual size moves a ball by 1/500 of the width in one step without momentum."""
STABLE_SHARE = 0.5
"""η ≤ ½ / L is far inside what is stable, 2 / L, for a ball without momentum."""
ETA_WHERE_NOTHING_MOVES = 0.1
ETA_REACH = 30.0
"""Sliders and axes of η reach so many times below and above their middle."""


class Suggestion(NamedTuple):
    """Where to start and how fast to learn."""

    start: float
    eta: float


def eta_range(centre: float) -> tuple[float, float]:
    """The ends of a slider or axis for η with this middle."""
    return max(centre / ETA_REACH, SMALLEST_ETA), min(centre * ETA_REACH, LARGEST_ETA)


def suggest(landscape: Landscape) -> Suggestion:
    """Start at lo + 0.9 W, and η = min(W / (500 S), ½ / L) to two significant digits.

    W is the width of the domain, S the root mean square of f′ and L = max|f″|. Where the slope jumps (L = inf) the
    first bound counts alone; on a flat landscape, where neither bounds anything, η is 0.1. η is always finite and
    positive.
    """
    features = landscape.features
    return Suggestion(_start(landscape), _eta(landscape.width, features.rms_slope, features.max_curvature))


def eta_centre(landscape: Landscape, eta: float) -> float:
    """The middle of a slider or axis for η: what suits the landscape, but η itself where they would not reach it."""
    suggested = suggest(landscape).eta
    return suggested if suggested / ETA_REACH <= eta <= suggested * ETA_REACH else eta


def _start(landscape: Landscape) -> float:
    """Lo + 0.9 W, without the last digits that rounding left: 4.8, not 4.800000000000001."""
    lo, hi = landscape.domain
    start = lo + START_SHARE * landscape.width
    return min(round(start, 11 - math.floor(math.log10(landscape.width))), hi)


def _eta(width: float, rms_slope: float, curvature: float) -> float:
    """The learning rate for a width W, an S and an L."""
    bounds = []
    if rms_slope > 0.0:
        bounds.append(width / STEPS_ACROSS / rms_slope)
    if 0.0 < curvature < math.inf:
        bounds.append(STABLE_SHARE / curvature)
    eta = min(bounds, default=ETA_WHERE_NOTHING_MOVES)
    return float(f"{min(max(eta, SMALLEST_ETA), LARGEST_ETA):.1e}")
