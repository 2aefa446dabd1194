"""One sentence about thresholds: how far a ball stays, from which α it reaches the global minimum, what is too much."""

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

import numpy as np

from app.text.balls import value_text
from app.text.numbers import whole
from app.text.threshold_clauses import Place, RegionOutcome, at_best_clause, minimum_text, reaches_clause, region_clause
from app.text.translation import _
from physics.landscape.base import Landscape
from physics.outcome.outcome import Outcome
from physics.outcome.rest import Moving, is_at_rest
from physics.rules.base import ALPHA
from physics.rules.dispatch import groups_of
from physics.rules.memory import DEFAULT_DIGITS
from physics.sweep.initial_states import BallState
from physics.sweep.thresholds import THRESHOLD_WIDTH, Region, Thresholds

STRIPES_DIGITS = 2
"""Significant digits of 1 − α at which stripes begin; where exactly is a matter of definition."""


def threshold_sentence(landscape: Landscape, thresholds: Thresholds, step: int | None = None) -> str:
    """Say what more or less momentum would do to a ball: `From here, with η 0.02: stays in valley 5 up to α 0.881; …`.

    Each α is rounded into the region that it speaks of, so the sentence is true of the α in it. Only where a region is
    too narrow for that it says *around*. `step` is named where it is not the one that is shown.
    """
    state, maker = thresholds.state, _ClauseMaker(landscape, thresholds)
    lo, hi = landscape.domain
    if not (lo <= state.w <= hi and math.isfinite(state.delta)):
        has_diverged = maker.outcome(0) is Outcome.DIVERGED
        return (
            _("It has diverged, and no α brings it back.")
            if has_diverged
            else _("It has left the landscape, and no α brings it back.")
        )
    if _is_at_rest(landscape, state) and not state.forcing.is_noisy:
        return maker.at_rest()
    clauses = filter(None, (maker.beginning(), maker.middle(), maker.repeating(), maker.ending()))
    others = [parameter for parameter in state.rule.parameters if parameter != ALPHA]
    values = ", ".join(value_text(parameter, state.parameters[parameter.name]) for parameter in others)
    pattern = (
        _("From here, with {values}: {clauses}.") if step is None else _("From step {step}, with {values}: {clauses}.")
    )
    if state.forcing.is_noisy:
        pattern = (
            _("After {steps} steps from here with this noise, with {values}: {clauses}.")
            if step is None
            else _("After {steps} steps from step {step} with this noise, with {values}: {clauses}.")
        )
    elif not state.can_be_trapped:
        pattern = (
            _("Followed for {steps} steps from here, with {values}: {clauses}.")
            if step is None
            else _("Followed for {steps} steps from step {step}, with {values}: {clauses}.")
        )
    shown = {"step": None if step is None else whole(step), "steps": whole(thresholds.last)}
    return pattern.format(**shown, values=values, clauses="; ".join(clauses))


def _is_at_rest(landscape: Landscape, state: BallState) -> bool:
    rule, parameters, w, delta, rule_state, origin = state.initial_states(1)
    moving, valley = Moving(w, landscape.slope(w), delta, rule_state), landscape.features.valley_index(w)
    return bool(is_at_rest(landscape, groups_of(rule), parameters, moving, valley=valley, origin=origin)[0])


class _ClauseMaker:
    """Makes the clauses of the sentence; regions are referred to by index."""

    def __init__(self, landscape: Landscape, thresholds: Thresholds) -> None:
        self._features = landscape.features
        self._regions, self._steps = thresholds.regions, thresholds.last
        self._last = len(self._regions) - 1
        self._final = self._last
        """The last region; of several at the end in which the ball leaves, the first."""
        while self._final > 1 and self._leaves(self._final) and self._leaves(self._final - 1):
            self._final -= 1
        self._certain = [index for index, region in enumerate(self._regions) if len(region.outcomes) == 1]
        """The regions with one outcome."""
        self._goal = next(filter(self._reaches, self._certain), None)
        """The first region in which the ball surely reaches a global minimum."""
        settled = [index for index in self._certain if self.outcome(index) is Outcome.SETTLED]
        heights = self._features.minimum_heights
        self._best = min(settled, key=lambda index: heights[self._valley(index)].item(), default=None)
        """The first region that surely leads to the lowest minimum that any region leads to."""
        self._minimum = minimum_text(is_only_one=bool(np.count_nonzero(self._features.is_global) == 1))

    def outcome(self, index: int) -> Outcome:
        """How a ball ends in a region, in the first of several ways."""
        return self._regions[index].outcomes[0].outcome

    def at_rest(self) -> str:
        """The sentence about a ball at rest."""
        if self.outcome(0) is not Outcome.SETTLED:
            return _("It rests, but not in a minimum, and no α moves it from there.")
        if self._goal == 0:
            pattern = _("It rests in valley {valley}, {minimum}, and no α moves it from there.")
        else:
            pattern = _("It rests in valley {valley}, and no α moves it from there.")
        return pattern.format(valley=self._valley(0) + 1, minimum=self._minimum)

    def beginning(self) -> str:
        """What happens without momentum, and up to which α."""
        minimum = self._minimum if self._goal == 0 else None
        if self._last:
            return self._region_clause(0, Place.UP_TO, _up_to(self._regions[0]), minimum)
        return self._region_clause(0, Place.EVERYWHERE, "", minimum)

    def middle(self) -> str:
        """From which α to which it first reaches the global minimum; empty where another clause says so."""
        if self._goal is None:
            return self._hardly_ever()
        if self._goal == 0:
            return ""
        region = self._regions[self._goal]
        if self._goal == self._last:
            return reaches_clause(*_place(region), self._minimum)
        if _is_narrow(region):
            return _("first reaches {minimum} around α {alpha}").format(minimum=self._minimum, alpha=_around(region))
        if self._goal == self._final - 1:
            return _("first reaches {minimum} at α {alpha}").format(minimum=self._minimum, alpha=_from(region))
        pattern = _("first reaches {minimum} for α {alpha} to {last}")
        if len(self._regions[self._last].outcomes) == 1 and any(map(self._reaches, range(self._goal + 1, self._last))):
            pattern = _("first reaches {minimum} for α {alpha} to {last}, above at times")
        return pattern.format(minimum=self._minimum, alpha=_from(region), last=_up_to(region))

    def repeating(self) -> str:
        """In which widest range of α it repeats; empty where there is none, or another clause says so."""
        repeats = [index for index in self._certain if self.outcome(index) is Outcome.REPEATS]
        widest = max(repeats, key=lambda index: self._regions[index].last - self._regions[index].first, default=0)
        if widest in (0, self._final):
            return ""
        region = self._regions[widest]
        if _is_narrow(region):
            return self._region_clause(widest, *_place(region))
        pattern = _("for α {alpha} to {last} it repeats the same steps for ever")
        return pattern.format(alpha=_from(region), last=_up_to(region))

    def ending(self) -> str:
        """What happens with the most momentum, and from which α on; empty where another clause says so."""
        if self._final in (0, self._goal):
            return ""
        region = self._regions[self._final]
        if len(region.outcomes) == 1 or self._leaves(self._final):
            return self._region_clause(self._final, *_place(region))
        if [index for index in range(self._last + 1) if self._reaches(index)] == [self._last]:
            pattern = _("above {alpha} it depends on the last digits of α, and only there can it reach {minimum}")
        else:
            pattern = _("above {alpha} it depends on the last digits of α")
        return pattern.format(alpha=_from(region, STRIPES_DIGITS), minimum=self._minimum)

    def _hardly_ever(self) -> str:
        """That hardly any α takes it to the global minimum, if there is one, or none, and how low it gets instead."""
        if not self._last or not self._features.is_global.any():
            return ""
        mixed = next(filter(self._reaches, range(self._last + 1)), None)
        if mixed == self._last:
            return ""
        if mixed is not None:
            pattern = _("reaches {minimum} only now and then, around α {alpha}")
            return pattern.format(minimum=self._minimum, alpha=_around(self._regions[mixed]))
        if self._best is None or self._best in (0, self._final):
            return _("no α tried takes it to {minimum}").format(minimum=self._minimum)
        return at_best_clause(*_place(self._regions[self._best]), self._valley(self._best) + 1, self._minimum)

    def _region_clause(self, index: int, place: Place, alpha: str, minimum: str | None = None) -> str:
        return region_clause(self._region_outcome(index), place, alpha, self._valley(index) + 1, self._steps, minimum)

    def _region_outcome(self, index: int) -> RegionOutcome:
        """What a ball does in the first or the final region."""
        region = self._regions[index]
        match self.outcome(index):
            case Outcome.SETTLED:
                return RegionOutcome.ENDS if region.crosses_hills else RegionOutcome.STAYS
            case Outcome.LEFT:
                return self._leaving(index)
            case Outcome.BALANCED:
                return RegionOutcome.RESTS
            case Outcome.REPEATS:
                return RegionOutcome.REPEATS
            case Outcome.DIVERGED:
                return RegionOutcome.DIVERGES
        # Undecided is known of a single α only; within a range some runs may be decided.
        return RegionOutcome.STILL_ROLLS if region.first == region.last else RegionOutcome.MAY_ROLL

    def _leaving(self, index: int) -> RegionOutcome:
        """On which sides balls leave in the first region, or from the final one on, where that is known."""
        if self._features.valley_count == 1:
            return RegionOutcome.LEAVES
        regions = self._regions[index:] if index == self._final else self._regions[:1]
        are_left = {end.valley == 0 for region in regions for end in region.outcomes}
        if len(are_left) == 2:
            return RegionOutcome.LEAVES_EITHER
        return RegionOutcome.LEAVES_LEFT if are_left == {True} else RegionOutcome.LEAVES_RIGHT

    def _valley(self, index: int) -> int:
        return self._regions[index].outcomes[0].valley

    def _leaves(self, index: int) -> bool:
        return all(end.outcome is Outcome.LEFT for end in self._regions[index].outcomes)

    def _reaches(self, index: int) -> bool:
        """Whether a ball reaches a global minimum there, perhaps among other outcomes."""
        is_global = self._features.is_global
        return any(end.outcome is Outcome.SETTLED and is_global[end.valley] for end in self._regions[index].outcomes)


def _place(region: Region) -> tuple[Place, str]:
    """How a region other than the first is described, with its α."""
    if region.first == 1.0:
        return Place.WITH_ONE, "1"
    return (Place.AROUND, _around(region)) if _is_narrow(region) else (Place.FROM, _from(region))


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
