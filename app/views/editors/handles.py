"""The points of a curve as handles that can be moved, added and removed."""

from dataclasses import dataclass

import numpy as np

from physics.arrays import Floats
from physics.landscape import Landscape
from physics.points import FEWEST_POINTS, PointsLandscape
from physics.thinning import to_points

MOST_HANDLES = 60
"""More could not be told apart on the screen: such a curve is moved by fewer handles."""
CLOSEST = 5e-4
"""Two handles are at least this share of the domain's width apart."""


@dataclass(frozen=True, eq=False)
class Handles:
    """Points (w, f) in order; w strictly increases. Every change gives new handles."""

    w: Floats
    f: Floats

    def __len__(self) -> int:
        return len(self.w)

    def position(self, place: int) -> tuple[float, float]:
        """(w, f) of one handle."""
        return float(self.w[place]), float(self.f[place])

    @property
    def closest(self) -> float:
        """How near two handles may be, in w."""
        return CLOSEST * float(self.w[-1] - self.w[0])

    def is_end(self, place: int) -> bool:
        """Whether this is the first or the last handle, which hold the domain."""
        return place in (0, len(self) - 1)

    def limits(self, place: int) -> tuple[float, float]:
        """Between which w a handle can be moved: its neighbours, not quite reached; an end stays where it is."""
        if self.is_end(place):
            return float(self.w[place]), float(self.w[place])
        before, here, after = self.w[place - 1 : place + 2].tolist()
        return min(before + self.closest, here), max(after - self.closest, here)

    def moved(self, place: int, w: float, f: float) -> "Handles":
        """One handle elsewhere, or as near to that as its neighbours let it."""
        left, right = self.limits(place)
        new_w, new_f = self.w.copy(), self.f.copy()
        new_w[place], new_f[place] = min(max(w, left), right), f
        return Handles(new_w, new_f)

    def place_for(self, w: float) -> int | None:
        """The place that a new handle at w would have; None where there is no room between two, or outside."""
        place = int(self.w.searchsorted(w))
        if not 0 < place < len(self):
            return None
        has_room = self.w[place - 1] + self.closest <= w <= self.w[place] - self.closest
        return place if has_room else None

    def added(self, place: int, w: float, f: float) -> "Handles":
        """One handle more; `place` is from `place_for(w)`."""
        return Handles(np.insert(self.w, place, w), np.insert(self.f, place, f))

    def can_remove(self, place: int) -> bool:
        """Whether a curve stays that has the same domain."""
        return not self.is_end(place) and len(self) > FEWEST_POINTS

    def removed(self, place: int) -> "Handles":
        """One handle less."""
        return Handles(np.delete(self.w, place), np.delete(self.f, place))

    def landscape(self, title: str) -> PointsLandscape:
        """The curve through them. Raises ValueError where it is too steep to compute with."""
        return PointsLandscape(self.w, self.f, title)


def handles_of(landscape: Landscape) -> Handles:
    """The handles of a landscape: its own points, or as few as give nearly the same curve."""
    return Handles(*to_points(landscape, most=MOST_HANDLES))


def is_thinned(landscape: Landscape) -> bool:
    """Whether a landscape has more points of its own than handles, so that moving one simplifies the whole curve."""
    return isinstance(landscape, PointsLandscape) and len(landscape.w) > MOST_HANDLES
