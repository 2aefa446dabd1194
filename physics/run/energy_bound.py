"""How far the energy of a ball can carry it, and how much of that is proven."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import NamedTuple

import numpy as np

from physics.arrays import Floats
from physics.landscape.base import Landscape
from physics.outcome.outcome import TRAPPED, is_final
from physics.rules.base import Rule
from physics.run.run import Run

SECTIONS, ROUNDS = 128, 6
"""A turning point is narrowed down 6 times to one of 128 sections: to 2e-13 of a valley's width."""
_SHARES = np.arange(1.0, SECTIONS)[:, np.newaxis] / SECTIONS


class AccessibleInterval(NamedTuple):
    """The interval around a ball where f ≤ E: from turning point to turning point, or to an end of the domain."""

    left: float
    right: float
    first_valley: int
    """Index, from 0, of the valley of the left end."""
    last_valley: int
    leads_out_left: bool
    """Whether there is no turning point on the left."""
    leads_out_right: bool

    @property
    def hills(self) -> int:
        """The number of hills within the interval, which the ball may still pass."""
        return self.last_valley - self.first_valley


def find_accessible_interval(landscape: Landscape, w: float, energy: float) -> AccessibleInterval:
    """The interval around w, which is in the domain, with f ≤ E everywhere; f(w) ≤ E is given.

    Hills are known exactly, and from a hill or an end of the domain the curve falls monotonically to the minimum. So
    the nearest hill above E on either side has exactly one turning point on its near slope.
    """
    features = landscape.features
    valley = int(features.valley_index(np.array(w)))
    too_high = features.edge_heights > energy
    on_the_left, on_the_right = np.flatnonzero(too_high[: valley + 1]), np.flatnonzero(too_high[valley + 1 :])
    first = int(on_the_left[-1]) if len(on_the_left) else 0
    last = valley + int(on_the_right[0]) if len(on_the_right) else features.valley_count - 1
    floor_left, floor_right = _floor(features.minima[first], w), _floor(features.minima[last], w)
    inside = np.array([min(floor_left, w), max(floor_right, w)])
    left, right = _turning_points(landscape, inside, features.edges[[first, last + 1]], energy).tolist()
    lo, hi = landscape.domain
    return AccessibleInterval(
        left if len(on_the_left) else lo,
        right if len(on_the_right) else hi,
        first,
        last,
        not len(on_the_left),
        not len(on_the_right),
    )


def _floor(minimum: float, w: float) -> float:
    """Where the curve begins to rise monotonically to a hill; a valley without a minimum rises all the way."""
    return w if np.isnan(minimum) else float(minimum)


def _turning_points(landscape: Landscape, inside: Floats, outside: Floats, energy: float) -> Floats:
    """The last w (n,) with f ≤ E on the way from inside, where f ≤ E, to outside, where f > E.

    All n intervals are divided into many sections at once, which takes fewer calls than bisection.
    """
    columns = np.arange(len(inside))
    for _ in range(ROUNDS):
        points = np.concatenate((inside[np.newaxis], inside + (outside - inside) * _SHARES, outside[np.newaxis]))
        is_above = landscape.height(points) > energy
        is_above[0], is_above[-1] = False, True
        section = is_above.argmax(axis=0)
        inside, outside = points[section - 1, columns], points[section, columns]
    return inside


class Certainty(Enum):
    """What is known of where a ball can go."""

    REACH = auto()
    """Proven: it stays in its accessible interval, and may pass the hills there."""
    TRAPPED = auto()
    """Proven: that interval is within one valley."""
    MEASURED = auto()
    """Trapped, but not proven: no ball that far below the rim was seen to get out."""
    NOTHING = auto()
    """A step may gain energy, or nothing is proven for the rule."""


class Doubt(Enum):
    """Why it is not proven that a ball stays somewhere."""

    RULE = auto()
    """Its rule guarantees nothing."""
    KINK = auto()
    """A step may gain energy at a kink."""
    STEP = auto()
    """A step may gain energy, since η is too large for the curvature."""


class EnergyBound(NamedTuple):
    """What a moving ball can do."""

    known: Certainty
    energy: float
    valley: int
    """Index, from 0, of the valley that it is in."""
    below_rim: float
    """How far its energy is below the lower rim of that valley; negative if it is above."""
    reach: AccessibleInterval | None
    """Where it is proven to stay; None where nothing is proven."""
    doubt: Doubt | None
    """Why nothing is proven; None where it is."""
    rule: Rule
    """The rule of its next step."""


def find_energy_bound(run: Run, ball: int) -> EnergyBound | None:
    """What this ball can still do; None when it is at rest or has gone."""
    status = run.status
    energy, valley = float(status.energy[ball]), int(status.valley[ball])
    if is_final(status.outcome[ball]) or not np.isfinite(energy):
        return None
    proven = _proven_reach(run, ball, energy, valley)
    reach, doubt = (None, proven) if isinstance(proven, Doubt) else (proven, None)
    is_trapped = status.outcome[ball] == TRAPPED
    if reach is None:
        known = Certainty.MEASURED if is_trapped else Certainty.NOTHING
    else:
        known = Certainty.TRAPPED if is_trapped else Certainty.REACH
    below_rim = float(run.landscape.features.rims[valley] - energy)
    return EnergyBound(known, energy, valley, below_rim, reach, doubt, run.ball_parameters(ball).rule)


def _proven_reach(run: Run, ball: int, energy: float, valley: int) -> AccessibleInterval | Doubt:
    """Where the ball is proven to stay, or why that is not proven.

    Its energy must not grow in any valley that it can come to.
    """
    rule, values = run.ball_parameters(ball)
    curvature = run.landscape.features.curvature
    if not _keeps_energy(rule, values, 0.0):
        return Doubt.RULE
    if not _keeps_energy(rule, values, curvature[valley].item()):
        return _doubt(curvature[valley].item())
    reach = find_accessible_interval(run.landscape, float(run.status.w[ball]), energy)
    sharpest = curvature[reach.first_valley : reach.last_valley + 1].max().item()
    return reach if _keeps_energy(rule, values, sharpest) else _doubt(sharpest)


def _keeps_energy(rule: Rule, values: Mapping[str, float], curvature: float) -> bool:
    parameters = {name: np.array(value) for name, value in values.items()}
    return bool(rule.keeps_energy(parameters, np.array(curvature)))


def _doubt(curvature: float) -> Doubt:
    return Doubt.KINK if np.isinf(curvature) else Doubt.STEP
