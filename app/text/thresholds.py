"""One sentence about thresholds: how far a ball stays, from which α it reaches the global minimum, what is too much."""

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

import numpy as np

from app.text.balls import value_text
from physics.landscape.base import Landscape
from physics.outcome.outcome import Outcome, is_at_rest
from physics.rules.base import ALPHA
from physics.rules.memory import DEFAULT_DIGITS
from physics.sweep.initial_states import BallState
from physics.sweep.thresholds import THRESHOLD_WIDTH, Region, Thresholds

STRIPES_DIGITS = 2
"""Significant digits of 1 − α at which stripes begin; where exactly is a matter of definition."""


def threshold_sentence(landscape: Landscape, thresholds: Thresholds, where: str = "here") -> str:
    """Say what more or less momentum would do to a ball: `From here, with η 0.02: stays in valley 5 up to α 0.881; …`.

    Each α is rounded into the region that it speaks of, so the sentence is true of the α in it. Only where a region is
    too narrow for that it says *around*.
    """
    state, story = thresholds.state, _Story(landscape, thresholds)
    lo, hi = landscape.domain
    if not (lo <= state.w <= hi and math.isfinite(state.delta)):
        gone = "diverged" if story.outcome(0) is Outcome.DIVERGED else "left the landscape"
        return f"It has {gone}, and no α brings it back."
    if _is_at_rest(landscape, state):
        return f"It {story.rest()}, and no α moves it from there."
    clauses = filter(None, (story.beginning(), story.middle(), story.ending()))
    others = [parameter for parameter in state.rule.parameters if parameter != ALPHA]
    values = ", ".join(value_text(parameter, state.parameters[parameter.name]) for parameter in others)
    return f"From {where}, with {values}: {'; '.join(clauses)}."


def _is_at_rest(landscape: Landscape, state: BallState) -> bool:
    slope = landscape.slope(np.array([state.w]))
    return bool(is_at_rest(landscape, slope, np.array([state.delta]))[0])


class _Story:
    """The clauses of the sentence; regions are referred to by index."""

    def __init__(self, landscape: Landscape, thresholds: Thresholds) -> None:
        self._features = landscape.features
        self._regions, self._steps = thresholds.regions, thresholds.last
        self._last = len(self._regions) - 1
        self._final = self._last
        """The last region; of several at the end in which the ball leaves, the first."""
        while self._final > 1 and self._leaves(self._final) and self._leaves(self._final - 1):
            self._final -= 1
        certain = [index for index, region in enumerate(self._regions) if len(region.outcomes) == 1]
        self._goal = next(filter(self._reaches, certain), None)
        """The first region in which the ball surely reaches a global minimum."""
        heights, settled = self._features.minimum_heights, [i for i in certain if self.outcome(i) is Outcome.SETTLED]
        self._best = min(settled, key=lambda index: heights[self._valley(index)].item(), default=None)
        """The first region that surely leads to the lowest minimum that any region leads to."""
        self._minimum = f"{'the' if np.count_nonzero(self._features.is_global) == 1 else 'a'} global minimum"

    def outcome(self, index: int) -> Outcome:
        """How a ball ends in a region, in the first of several ways."""
        return self._regions[index].outcomes[0].outcome

    def rest(self) -> str:
        """Where a ball at rest is."""
        if self.outcome(0) is not Outcome.SETTLED:
            return "rests, but not in a minimum"
        return f"rests in valley {self._valley(0) + 1}{f', {self._minimum}' if self._goal == 0 else ''}"

    def beginning(self) -> str:
        """What happens without momentum, and up to which α."""
        does = f"{self._does(0)}, {self._minimum}" if self._goal == 0 else self._does(0)
        until = f"up to α {_up_to(self._regions[0])}" if self._last else "whatever α is"
        return f"{does}{',' if ', ' in does else ''} {until}"

    def middle(self) -> str:
        """From which α to which it first reaches the global minimum; empty where another clause says so."""
        if self._goal is None:
            return self._hardly_ever()
        if self._goal == 0:
            return ""
        region = self._regions[self._goal]
        if self._goal == self._last:
            return f"{_from_where(region)} it reaches {self._minimum}"
        if _is_narrow(region):
            return f"first reaches {self._minimum} around α {_around(region)}"
        if self._goal == self._final - 1:
            return f"first reaches {self._minimum} at α {_from(region)}"
        return f"first reaches {self._minimum} for α {_from(region)} to {_up_to(region)}"

    def ending(self) -> str:
        """What happens with the most momentum, and from which α on; empty where another clause says so."""
        if self._final in (0, self._goal):
            return ""
        region = self._regions[self._final]
        if len(region.outcomes) == 1 or self._leaves(self._final):
            return f"{_from_where(region)} it {self._does(self._final)}"
        depends = f"above {_from(region, STRIPES_DIGITS)} it depends on the last digits of α"
        only_there = [index for index in range(self._last + 1) if self._reaches(index)] == [self._last]
        return f"{depends}, and only there can it reach {self._minimum}" if only_there else depends

    def _hardly_ever(self) -> str:
        """That hardly any α takes it to the global minimum, if there is one, or none, and how low it gets instead."""
        if not self._last or not self._features.is_global.any():
            return ""
        mixed = next(filter(self._reaches, range(self._last + 1)), None)
        if mixed is not None:
            around = f"reaches {self._minimum} only now and then, around α {_around(self._regions[mixed])}"
            return "" if mixed == self._last else around
        instead = ""
        if self._best not in (None, 0, self._final):
            instead = f", at best to valley {self._valley(self._best) + 1} {_from_where(self._regions[self._best])}"
        return f"no α tried takes it to {self._minimum}{instead}"

    def _does(self, index: int) -> str:
        """What a ball does in the first or the final region: leaves on the left."""
        region = self._regions[index]
        match self.outcome(index):
            case Outcome.SETTLED:
                verb = "ends" if region.crosses_hills else "stays"
                return f"{verb} in valley {self._valley(index) + 1}"
            case Outcome.LEFT:
                return f"leaves{self._sides(index)}"
            case Outcome.BALANCED:
                return "rests, but not in a minimum"
            case Outcome.DIVERGED:
                return "diverges"
        # Undecided is known of a single α only; within a range some runs may be decided.
        rolls = "still rolls" if region.first == region.last else "may still roll"
        return f"{rolls} after {self._steps:,} steps"

    def _sides(self, index: int) -> str:
        """On which sides balls leave in the first region, or from the final one on; empty where that is not known."""
        if self._features.valley_count == 1:
            return ""
        regions = self._regions[index:] if index == self._final else self._regions[:1]
        sides = {"left" if end.valley == 0 else "right" for region in regions for end in region.outcomes}
        return f" on the {' or the '.join(sorted(sides))}"

    def _valley(self, index: int) -> int:
        return self._regions[index].outcomes[0].valley

    def _leaves(self, index: int) -> bool:
        return all(end.outcome is Outcome.LEFT for end in self._regions[index].outcomes)

    def _reaches(self, index: int) -> bool:
        """Whether a ball reaches a global minimum there, perhaps among other outcomes."""
        is_global = self._features.is_global
        return any(end.outcome is Outcome.SETTLED and is_global[end.valley] for end in self._regions[index].outcomes)


def _from_where(region: Region) -> str:
    if region.first == 1.0:
        return "with α 1"
    return f"around {_around(region)}" if _is_narrow(region) else f"from {_from(region)}"


def _is_narrow(region: Region) -> bool:
    """Whether an α within it has many digits."""
    return region.last - region.first < THRESHOLD_WIDTH


def _around(region: Region) -> str:
    return _to_decimals(region.first, _decimals(region.first, DEFAULT_DIGITS), ROUND_HALF_EVEN)


def _from(region: Region, digits: int = DEFAULT_DIGITS) -> str:
    return _rounded_into(region, region.first, digits, ROUND_CEILING)


def _up_to(region: Region) -> str:
    return _rounded_into(region, region.last, DEFAULT_DIGITS, ROUND_FLOOR)


def _rounded_into(region: Region, alpha: float, digits: int, rounding: str) -> str:
    """α to `digits` digits of 1 − α, or to as many more as it takes to stay in the region."""
    if alpha in (0.0, 1.0):
        return f"{alpha:.0f}"
    decimals = _decimals(alpha, digits)
    while not region.first <= float(text := _to_decimals(alpha, decimals, rounding)) <= region.last:
        decimals += 1
    return text


def _decimals(alpha: float, digits: int) -> int:
    """The number of decimals of α that makes `digits` digits of 1 − α."""
    return digits - 1 - math.floor(math.log10(1.0 - alpha))


def _to_decimals(alpha: float, decimals: int, rounding: str) -> str:
    return f"{Decimal(str(alpha)).quantize(Decimal(1).scaleb(-decimals), rounding).normalize():f}"
