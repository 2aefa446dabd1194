"""Hills and minima that are more than rounding errors."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np

from physics.arrays import Bools, Floats, Ints
from physics.formula.rounding import UNIT


class Turns(NamedTuple):
    """Hills and minima, from left to right."""

    w: Floats
    f: Floats
    is_hill: Bools

    def chosen(self, which: Bools | Ints) -> "Turns":
        """Some of the turns."""
        return Turns(self.w[which], self.f[which], self.is_hill[which])


class Rounded(Protocol):
    """A curve whose heights are known to within their rounding errors."""

    @property
    def height(self) -> Callable[[Floats], Floats]:
        """f."""

    @property
    def height_error(self) -> Callable[[Floats], Floats]:
        """What rounding can do to f, as far as that is known."""


def noise(curve: Rounded, w: Floats) -> Floats:
    """How far the heights at w may be wrong by rounding; by their own size where more is not known."""
    error = curve.height_error(w)
    return np.where(np.isfinite(error), error, UNIT * np.abs(curve.height(w)))


def without_noise(turns: Turns, ends: Floats, level: Bools, error: Floats) -> Turns:
    """The turns that the curve leaves on both sides, before it turns back, by more than rounding errors explain.

    A walk from left to right: the highest point since the last minimum is a hill once the curve has surely fallen below
    it, and the other way round. `ends` are the heights of the domain's ends, which count as endless where the curve is
    `level`, so that a flat floor there has two sides. `error` is for the left end, the turns and the right end.
    """
    heights = np.concatenate([ends[:1], turns.f, ends[1:]])
    lowest, highest = heights.argmin(), heights.argmax()
    with np.errstate(over="ignore"):
        if len(turns.w) == 0 or heights[highest] - heights[lowest] <= error[highest] + error[lowest]:
            return turns.chosen(turns.is_hill & False)
        heights[[0, -1]] = np.where(level, np.inf, ends)
        if (np.abs(np.diff(heights)) > error[1:] + error[:-1]).all():
            return turns
    kept = _walk(heights.tolist(), error.tolist())
    inner = np.array([place - 1 for place in kept if place > 0], dtype=np.int64)
    return Turns(
        turns.w[inner], turns.f[inner], np.array([kept[place + 1] for place in inner.tolist()], dtype=np.bool_)
    )


def _walk(heights: list[float], error: list[float]) -> dict[int, bool]:
    """The places that remain, and whether each is a hill: among rounding errors a turn may look like the other kind."""
    kept: dict[int, bool] = {}
    top, bottom, upward = 0, 0, True
    for place, height in enumerate(heights):
        top = place if height > heights[top] else top
        bottom = place if height < heights[bottom] else bottom
        fallen = heights[top] - height > error[top] + error[place]
        risen = height - heights[bottom] > error[bottom] + error[place]
        if not kept and fallen | risen:
            upward, kept[0] = fallen, fallen
        if upward and fallen:
            kept[top] = True
            upward, bottom = False, place
        elif not upward and risen:
            kept[bottom] = False
            upward, top = True, place
    return kept
