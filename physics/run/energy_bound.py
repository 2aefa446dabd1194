"""How far a ball's energy carries it, what of that is proven, and why a ball left the landscape."""

from enum import Enum, auto
from typing import NamedTuple

import numpy as np

from physics.arrays import Floats
from physics.landscape.base import Landscape
from physics.number_text import counted, number
from physics.outcome.outcome import TRAPPED, is_final
from physics.outcome.trapping import is_guaranteed
from physics.run.run import Run

SECTIONS, ROUNDS = 128, 6
"""A wall is looked for among so many places, so many times: to 2e-13 of a valley's width."""
_SHARES = np.arange(1.0, SECTIONS)[:, np.newaxis] / SECTIONS


class AccessibleInterval(NamedTuple):
    """From wall to wall, or to the ends of the domain where nothing stops the ball."""

    left: float
    """The last w to the left with f ≤ E."""
    right: float
    first_valley: int
    """Index, from 0, of the valley that the left end is in."""
    last_valley: int
    leads_out_left: bool
    """Whether there is no wall on the left."""
    leads_out_right: bool

    @property
    def hills(self) -> int:
        """How many hills the ball may still jump: those within the stretch."""
        return self.last_valley - self.first_valley


def find_accessible_interval(landscape: Landscape, w: float, energy: float) -> AccessibleInterval:
    """The stretch around w, which is in the domain, with f ≤ E everywhere; f(w) ≤ E is given.

    Hills are known exactly, and from each of them, or from an end of the domain, the curve only falls towards the
    minimum: so the first hill that is too high on either side has one wall at its foot.
    """
    features = landscape.features
    valley = int(features.valley_index(np.array(w)))
    too_high = features.edge_heights > energy
    on_the_left, on_the_right = np.flatnonzero(too_high[: valley + 1]), np.flatnonzero(too_high[valley + 1 :])
    first = int(on_the_left[-1]) if len(on_the_left) else 0
    last = valley + int(on_the_right[0]) if len(on_the_right) else features.valley_count - 1
    foot_left, foot_right = _foot(features.minima[first], w), _foot(features.minima[last], w)
    inside = np.array([min(foot_left, w), max(foot_right, w)])
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


def _foot(minimum: float, w: float) -> float:
    """From where the curve only rises towards a wall; a valley without minimum rises all the way."""
    return w if np.isnan(minimum) else float(minimum)


def _turning_points(landscape: Landscape, inside: Floats, outside: Floats, energy: float) -> Floats:
    """The last places (n,) on the way from inside, where f ≤ E, to outside, where f > E, before the curve is above E.

    All are cut into many sections at once: that takes fewer calls than halving one after the other.
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
    """What is known of where a ball may go."""

    REACH = auto()
    """Proven: it stays where the curve is no higher than its energy, and may get over the hills there."""
    TRAPPED = auto()
    """Proven: that is inside one valley, for ever."""
    MEASURED = auto()
    """It is so far below the rim that no ball was seen to get out; no proof."""
    NOTHING = auto()
    """A step may gain energy, or the rule is Nesterov's."""


class EnergyBound(NamedTuple):
    """What a ball that still moves may do."""

    known: Certainty
    energy: float
    valley: int
    """Index, from 0, of the valley that it is in."""
    reach: AccessibleInterval | None
    """Where it is proven to stay; None where nothing is proven."""
    words: str


def find_energy_bound(run: Run, ball: int) -> EnergyBound | None:
    """What ball number `ball` (from 0) may still do; None when it is at rest or has gone."""
    status = run.status
    energy, valley = float(status.energy[ball]), int(status.valley[ball])
    if is_final(status.outcome[ball]) or not np.isfinite(energy):
        return None
    reach, doubt = _proven_reach(run, ball, energy, valley)
    is_trapped = status.outcome[ball] == TRAPPED
    if reach is None and not is_trapped:
        words = f"energy {number(energy)} · no guarantee{doubt}"
        return EnergyBound(Certainty.NOTHING, energy, valley, None, words)
    below = f"{number(run.landscape.features.rims[valley] - energy)} below the rim"
    if reach is None:
        return EnergyBound(Certainty.MEASURED, energy, valley, None, f"{below}, no proof")
    if is_trapped:
        return EnergyBound(Certainty.TRAPPED, energy, valley, reach, f"trapped: {below}")
    return EnergyBound(Certainty.REACH, energy, valley, reach, f"energy {number(energy)}: enough {_ways(reach)}")


def _proven_reach(run: Run, ball: int, energy: float, valley: int) -> tuple[AccessibleInterval | None, str]:
    """Where the ball stays for certain; else None, and why that is not certain.

    Its energy must not grow in any valley that it may come to.
    """
    alpha, eta, is_nesterov = (column[ball].item() for column in run.parameters)
    if is_nesterov:
        return None, " for Nesterov's rule"
    curvature = run.landscape.features.curvature
    if not _keeps_energy(alpha, eta, curvature[valley].item()):
        return None, _why(curvature[valley].item())
    reach = find_accessible_interval(run.landscape, float(run.status.w[ball]), energy)
    sharpest = curvature[reach.first_valley : reach.last_valley + 1].max().item()
    return (reach, "") if _keeps_energy(alpha, eta, sharpest) else (None, _why(sharpest))


def _keeps_energy(alpha: float, eta: float, curvature: float) -> bool:
    # A product of Python's own floats overflows without a warning, to ∞.
    return bool(is_guaranteed(np.array(eta * curvature), np.array(alpha)))


def _why(curvature: float) -> str:
    return ": at a kink a step may gain energy" if np.isinf(curvature) else ": a step may gain energy"


def _ways(reach: AccessibleInterval) -> str:
    """For 2 more hills; or where none is in the way: to leave on the left, on either side."""
    if reach.hills:
        return f"for {counted(reach.hills, 'more hill')}"
    if reach.leads_out_left and reach.leads_out_right:
        return "to leave on either side"
    return f"to leave on the {'left' if reach.leads_out_left else 'right'}"
