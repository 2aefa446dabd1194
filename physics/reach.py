"""How far a ball's energy carries it: the connected stretch around it in which the curve is no higher than that."""

from typing import NamedTuple

import numpy as np

from physics.arrays import Floats
from physics.landscape import Landscape

SECTIONS, ROUNDS = 128, 6
"""A wall is looked for among so many places, so many times: to 2e-13 of a valley's width."""
_SHARES = np.arange(1.0, SECTIONS)[:, np.newaxis] / SECTIONS


class Reach(NamedTuple):
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


def find_reach(landscape: Landscape, w: float, energy: float) -> Reach:
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
    left, right = _walls(landscape, inside, features.edges[[first, last + 1]], energy).tolist()
    lo, hi = landscape.domain
    return Reach(
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


def _walls(landscape: Landscape, inside: Floats, outside: Floats, energy: float) -> Floats:
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
