"""Thresholds in a sentence: how far a ball stays, from which α it gets to the global minimum, and what is too much."""

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

import numpy as np

from physics.landscape.base import Landscape
from physics.number_text import number
from physics.outcome.outcome import Outcome, is_at_rest
from physics.rules.memory import DIGITS
from physics.sweep.thresholds import SHARP, BallState, Region, Thresholds

ROUGHLY = 2
"""Significant digits of 1 − α where stripes begin: where exactly is a matter of definition."""


def threshold_sentence(landscape: Landscape, thresholds: Thresholds, where: str = "here") -> str:
    """Say what more or less momentum would do to a ball: `From here, with η 0.02: stays in valley 5 up to α 0.881; …`.

    Of a ball at rest there is no more to say than that.

    Every α in it is rounded into the region that it tells of: what is said is true with that α, not just close to it.
    Only where a region is too narrow for that it says *around*.
    """
    story = _Story(landscape, thresholds.regions, thresholds.last)
    lo, hi = landscape.domain
    if not (lo <= thresholds.state.w <= hi and math.isfinite(thresholds.state.delta)):
        gone = "diverged" if story.outcome(0) is Outcome.DIVERGED else "left the landscape"
        return f"It has {gone}, and no α brings it back."
    if _rests(landscape, thresholds.state):
        return f"It {_rest_words(story)}, and no α moves it from there."
    clauses = filter(None, (_beginning(story), _goal(story), _ending(story)))
    return f"From {where}, with η {number(thresholds.state.eta)}: {'; '.join(clauses)}."


def _rests(landscape: Landscape, state: BallState) -> bool:
    slope = landscape.slope(np.array([state.w]))
    return bool(is_at_rest(landscape, slope, np.array([state.delta]))[0])


class _Story(NamedTuple):
    """What is told of: regions are meant by their places."""

    landscape: Landscape
    regions: tuple[Region, ...]
    steps: int
    """At which a run is given up."""

    @property
    def last(self) -> int:
        """The place of the last region."""
        return len(self.regions) - 1

    @property
    def final(self) -> int:
        """The place of the last region; where several at the end are alike in that the ball leaves, of their first."""
        place = self.last
        while place > 1 and self.leaves(place) and self.leaves(place - 1):
            place -= 1
        return place

    @property
    def goal(self) -> int | None:
        """The place of the first region in which the ball surely gets to a global minimum."""
        return next((place for place in self._plain() if self.reaches(place)), None)

    @property
    def best(self) -> int | None:
        """The place of the first region that surely leads to the lowest minimum to be had."""
        heights = self.landscape.features.minimum_heights
        settled = [place for place in self._plain() if self.outcome(place) is Outcome.SETTLED]
        return min(settled, key=lambda place: heights[self.valley(place)].item(), default=None)

    @property
    def global_minimum(self) -> str:
        """The global minimum, or one of them."""
        return f"{'the' if np.count_nonzero(self.landscape.features.is_global) == 1 else 'a'} global minimum"

    def outcome(self, place: int) -> Outcome:
        """How a ball ends there."""
        return self.regions[place].ends[0].outcome

    def valley(self, place: int) -> int:
        """Index of the valley in which it ends there."""
        return self.regions[place].ends[0].valley

    def leaves(self, place: int) -> bool:
        """Whether a ball leaves there, on whichever side."""
        return all(end.outcome is Outcome.LEFT for end in self.regions[place].ends)

    def reaches(self, place: int) -> bool:
        """Whether a ball gets to a global minimum there, perhaps among other ends."""
        is_global = self.landscape.features.is_global
        return any(end.outcome is Outcome.SETTLED and is_global[end.valley] for end in self.regions[place].ends)

    def _plain(self) -> list[int]:
        return [place for place, region in enumerate(self.regions) if len(region.ends) == 1]


def _rest_words(story: _Story) -> str:
    if story.outcome(0) is not Outcome.SETTLED:
        return "rests, but not in a minimum"
    return f"rests in valley {story.valley(0) + 1}{f', {story.global_minimum}' if story.goal == 0 else ''}"


def _beginning(story: _Story) -> str:
    """What happens without momentum, and up to which α."""
    does = f"{_does(story, 0)}, {story.global_minimum}" if story.goal == 0 else _does(story, 0)
    comma = "," if ", " in does else ""
    return f"{does}{comma} up to α {_up_to(story.regions[0])}" if story.last else f"{does}{comma} whatever α is"


def _goal(story: _Story) -> str:
    """From where to where it first gets to the global minimum; empty where that needs no saying."""
    place = story.goal
    if place is None:
        return _hardly_ever(story)
    region = story.regions[place]
    if place == 0:
        return ""
    if place == story.last:
        return f"{_from_where(region)} it reaches {story.global_minimum}"
    if _is_narrow(region):
        return f"first reaches {story.global_minimum} around α {_around(region)}"
    if place == story.final - 1:
        return f"first reaches {story.global_minimum} at α {_from(region)}"
    return f"first reaches {story.global_minimum} for α {_from(region)} to {_up_to(region)}"


def _hardly_ever(story: _Story) -> str:
    """That no α, or hardly any, takes it to the global minimum, if there is one; and how low it gets instead."""
    if not story.last or not story.landscape.features.is_global.any():
        return ""
    for place, region in enumerate(story.regions):
        if story.reaches(place):
            around = f"reaches {story.global_minimum} only now and then, around α {_around(region)}"
            return "" if place == story.last else around
    instead, best = "", story.best
    if best is not None and best not in (0, story.final):
        instead = f", at best to valley {story.valley(best) + 1} {_from_where(story.regions[best])}"
    return f"no α tried takes it to {story.global_minimum}{instead}"


def _ending(story: _Story) -> str:
    """What happens with the most momentum, and from which α on."""
    place = story.final
    if place in (0, story.goal):
        return ""
    region = story.regions[place]
    if len(region.ends) == 1 or story.leaves(place):
        return f"{_from_where(region)} it {_does(story, place)}"
    select_balls = f", and only there can it reach {story.global_minimum}" if _only_in_stripes(story) else ""
    return f"above {_from(region, ROUGHLY)} it depends on the last digits of α{select_balls}"


def _only_in_stripes(story: _Story) -> bool:
    reaching = [place for place in range(len(story.regions)) if story.reaches(place)]
    return reaching == [story.last]


def _does(story: _Story, place: int) -> str:
    """What a ball does in a region: leaves on the left."""
    match story.outcome(place):
        case Outcome.SETTLED:
            does = "ends" if story.regions[place].crosses_hills else "stays"
            return f"{does} in valley {story.valley(place) + 1}"
        case Outcome.LEFT:
            return f"leaves{_sides(story, place)}"
        case Outcome.BALANCED:
            return "rests, but not in a minimum"
        case Outcome.DIVERGED:
            return "diverges"
    region = story.regions[place]
    # Among many that are not decided some may be: only of a single α is it known.
    rolls = "still rolls" if region.first == region.last else "may still roll"
    return f"{rolls} after {story.steps:,} steps"


def _sides(story: _Story, place: int) -> str:
    """On which sides balls leave there, or from there on; empty where this is not told."""
    regions = story.regions[place:] if place == story.final else story.regions[:1]
    if story.landscape.features.valley_count == 1:
        return ""
    sides = {"left" if end.valley == 0 else "right" for region in regions for end in region.ends}
    return f" on the {' or the '.join(sorted(sides))}"


def _from_where(region: Region) -> str:
    if region.first == 1.0:
        return "with α 1"
    return f"around {_around(region)}" if _is_narrow(region) else f"from {_from(region)}"


def _is_narrow(region: Region) -> bool:
    """Whether it takes many digits to hit it."""
    return region.last - region.first < SHARP


def _around(region: Region) -> str:
    return _to_decimals(region.first, _decimals(region.first, DIGITS), ROUND_HALF_EVEN)


def _from(region: Region, digits: int = DIGITS) -> str:
    return _rounded(region, region.first, digits, ROUND_CEILING)


def _up_to(region: Region) -> str:
    return _rounded(region, region.last, DIGITS, ROUND_FLOOR)


def _rounded(region: Region, alpha: float, digits: int, rounding: str) -> str:
    """α to so many digits of 1 − α, or to as many more as it takes to stay in the region."""
    if alpha in (0.0, 1.0):
        return f"{alpha:.0f}"
    decimals = _decimals(alpha, digits)
    while not region.first <= float(text := _to_decimals(alpha, decimals, rounding)) <= region.last:
        decimals += 1
    return text


def _decimals(alpha: float, digits: int) -> int:
    """How many decimals of α make so many digits of 1 − α."""
    return digits - 1 - math.floor(math.log10(1.0 - alpha))


def _to_decimals(alpha: float, decimals: int, rounding: str) -> str:
    return f"{Decimal(str(alpha)).quantize(Decimal(1).scaleb(-decimals), rounding).normalize():f}"
