"""A default start and learning rate for any landscape, and the range of sliders for η."""

import math
from typing import NamedTuple

from physics.landscape.base import Landscape
from physics.rules.base import ETA, Rule

START_SHARE = 0.9
"""Of the domain's width."""
STEPS_ACROSS = 500.0
"""Steps without momentum, at the root mean square slope, across the width of the domain."""
STABLE_SHARE = 0.5
"""η ≤ ½ / L; without momentum η is stable up to 2 / L."""
ETA_ON_FLAT_GROUND = 0.1
ETA_REACH = 30.0
"""Sliders and axes of η span this factor below and above their centre."""


class Suggestion(NamedTuple):
    """Where to start and how fast to learn."""

    start: float
    eta: float


def eta_range(centre: float) -> tuple[float, float]:
    """The ends of a slider or axis for η with this centre."""
    return max(centre / ETA_REACH, ETA.low), min(centre * ETA_REACH, ETA.high)


def suggest(landscape: Landscape, rule: Rule | None = None) -> Suggestion:
    """Start at lo + 0.9 W, and η = min(W / (500 S), ½ / L) to two significant digits, or W times the rule's share.

    W is the width of the domain, S the root mean square of f′ and L = max|f″|. Where the slope jumps (L = inf) only the
    first bound applies; on flat ground neither does, and η is 0.1. η is always finite and positive.
    """
    return Suggestion(_start(landscape), _eta(landscape, rule))


def suited(suggestion: Suggestion, landscape: Landscape, rule: Rule) -> float:
    """The η of a suggestion, or that of a rule whose η does not depend on how steep the landscape is."""
    return suggestion.eta if rule.eta_share is None else suggest(landscape, rule).eta


def eta_centre(landscape: Landscape, eta: float, rule: Rule) -> float:
    """The centre of a slider or axis for η: the suggested value, or η itself if it is out of reach of that."""
    suggested = suggest(landscape, rule).eta
    return suggested if suggested / ETA_REACH <= eta <= suggested * ETA_REACH else eta


def _start(landscape: Landscape) -> float:
    """Return lo + 0.9 W without rounding noise: 4.8, not 4.800000000000001."""
    lo, hi = landscape.domain
    start = lo + START_SHARE * landscape.width
    return min(round(start, 11 - math.floor(math.log10(landscape.width))), hi)


def _eta(landscape: Landscape, rule: Rule | None) -> float:
    features = landscape.features
    rms_slope, curvature = features.rms_slope, features.max_curvature
    bounds = []
    if rule is not None and rule.eta_share is not None:
        bounds.append(rule.eta_share * landscape.width)
    else:
        if rms_slope > 0.0:
            bounds.append(landscape.width / STEPS_ACROSS / rms_slope)
        if 0.0 < curvature < math.inf:
            bounds.append(STABLE_SHARE / curvature)
    eta = min(bounds, default=ETA_ON_FLAT_GROUND)
    return float(f"{min(max(eta, ETA.low), ETA.high):.1e}")
