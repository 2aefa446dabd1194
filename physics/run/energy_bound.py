"""How far the energy of a ball can carry it."""

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
    """It stays in its accessible interval, and may pass the hills there."""
    TRAPPED = auto()
    """It stays in its valley."""
    NOTHING = auto()
    """A step may gain energy."""


class EnergyBound(NamedTuple):
    """What a moving ball can do."""

    known: Certainty
    energy: float
    valley: int
    """Index, from 0, of the valley that it is in."""
    below_rim: float
    """How far its energy is below the lower rim of that valley; negative if it is above."""
    level: float
    """The energy below which it is trapped in that valley; −inf where that is never claimed."""
    is_undamped: bool
    """Whether nothing damps it, so that no theorem says that it stays."""
    reach: AccessibleInterval | None
    """Where it stays, from its energy alone; None where a step may gain energy."""


def find_energy_bound(run: Run, ball: int) -> EnergyBound | None:
    """What this ball can still do.

    None when its outcome is final, its rule has no energy, there is noise, or its η still changes.
    """
    status, landscape = run.status, run.landscape
    energy, valley = float(status.energy[ball]), int(status.valley[ball])
    is_uncertain = run.forcing.certain_from > run.step
    if is_final(status.outcome[ball]) or is_uncertain or not np.isfinite(energy):
        return None
    rule, values = run.next_parameters(ball)
    reach = _reach(landscape, rule, values, float(status.w[ball]), energy, valley)
    if status.outcome[ball] == TRAPPED:
        known = Certainty.TRAPPED
    else:
        known = Certainty.NOTHING if reach is None else Certainty.REACH
    below_rim = float(landscape.features.rims[valley] - energy)
    # Of all balls in its valley: the valley of one that has gone may be one of an earlier landscape.
    level = run.rules.level_in(np.full(len(run.balls), valley))[ball].item()
    return EnergyBound(known, energy, valley, below_rim, level, rule.is_undamped(values), reach)


def _reach(
    landscape: Landscape, rule: Rule, values: Mapping[str, float], w: float, energy: float, valley: int
) -> AccessibleInterval | None:
    """Where a ball stays, if its energy grows in no valley that it can come to."""
    curvature = landscape.features.curvature
    if not _keeps_energy(rule, values, curvature[valley].item()):
        return None
    reach = find_accessible_interval(landscape, w, energy)
    sharpest = curvature[reach.first_valley : reach.last_valley + 1].max().item()
    return reach if _keeps_energy(rule, values, sharpest) else None


def _keeps_energy(rule: Rule, values: Mapping[str, float], curvature: float) -> bool:
    parameters = {name: np.array(value) for name, value in values.items()}
    return bool(rule.keeps_energy(parameters, np.array(curvature)))
