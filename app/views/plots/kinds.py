"""The four plots: what they show, and over which range."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from app.plotting.span import Span, rounded_out, union
from app.text.translation import N_
from physics.arrays import Floats
from physics.landscape.base import Landscape
from physics.rules.base import ALPHA, ETA
from physics.run.events import lowest_heights
from physics.run.recording import Rows
from physics.run.run import Run
from physics.run.status import Status

MAX_ENERGY_RANGES = 3.0
"""How far the energy axis may grow, in height ranges of the landscape; a ball that diverges leaves the plot."""
FIRST_STEP_LIMIT = 100
"""The last step on the axis at first."""
LOW_SHARE = 0.25
"""Balls below this share of the height range of the landscape have a plot of their own range."""
MARGIN_SHARE = 0.02
"""Margin on each side of the domain, as a share of its width."""
TRANSIENT_MARGIN_SHARE = 0.25
"""Of the transient of a run, shown after its end."""
LOG_DECADES, MAX_LOG_DECADES = 4.0, 20.0
"""Powers of ten on a logarithmic axis, at first and at most: beyond 16 there is only rounding."""
OUTLIER_FACTOR = 10.0
"""A ball whose speed bound is this many times the median is ignored for the range of speeds."""
USUAL_SPEED_SHARE = 0.4
"""Share of their speed bound that balls usually reach."""


@dataclass(frozen=True, slots=True)
class PlotKind:
    """One plot: its name in settings, its title, the symbol of its value, and a function that reads the value.

    Title and symbol are translated where they are shown.
    """

    name: str
    title: str
    symbol: str
    value: Callable[[Rows | Status], Floats]
    """Reads it off recorded rows, or off a status, which has an attribute of the same name."""
    term: str
    """The name of a term in the glossary: what the value is."""
    by_step: bool = True
    has_rim: bool = False
    """Whether it also shows the rim of the selected ball's valley."""
    log_title: str = ""
    """With a logarithmic axis, which shows the distance from f*, the lowest f of the landscape; "" if it has none."""
    log_symbol: str = ""
    """Of that distance."""


HEIGHT = PlotKind(
    "height",
    N_("f(w) by step"),
    "f(w)",
    attrgetter("f"),
    "height",
    log_title=N_("f(w) − f* by step"),
    log_symbol="f(w) − f*",
)
POSITION = PlotKind("position", N_("w by step"), "w", attrgetter("w"), "place")
ENERGY = PlotKind(
    "energy",
    N_("energy by step"),
    N_("energy"),
    attrgetter("energy"),
    "energy",
    has_rim=True,
    log_title=N_("E − f* by step"),
    log_symbol="E − f*",
)
PHASE = PlotKind("phase", N_("Δw against w"), "Δw", attrgetter("delta"), "step", by_step=False)
PLOT_KINDS = (HEIGHT, POSITION, ENERGY, PHASE)


class PlotValues(NamedTuple):
    """Reads the values of a plot off a run: those of its kind, or their distance from f*, on a logarithmic axis."""

    kind: PlotKind
    run: Run
    is_log: bool = False

    @property
    def symbol(self) -> str:
        """Of one value."""
        return self.kind.log_symbol if self.is_log else self.kind.symbol

    def of_rows(self, rows: Rows, first: int) -> Floats:
        """Values (steps, balls) of rows of which the first is step `first`."""
        values = self.kind.value(rows)
        if not self.is_log:
            return values
        with np.errstate(all="ignore"):
            return values - lowest_heights(self.run, first, first + len(values))[:, np.newaxis]

    def on_axis(self, rows: Rows, first: int) -> Floats:
        """Where the axis has them: the values, or log₁₀ of them, NaN where they are not above 0."""
        values = self.of_rows(rows, first)
        return _log10(values) if self.is_log else values

    def now_on_axis(self) -> Floats:
        """(balls,), at the step that is shown."""
        values, step = self.kind.value(self.run.status), self.run.step
        if not self.is_log:
            return values
        with np.errstate(all="ignore"):
            return _log10(values - lowest_heights(self.run, step, step + 1))


def _log10(values: Floats) -> Floats:
    with np.errstate(all="ignore"):
        return np.where(values > 0.0, np.log10(values), np.nan)


def landscapes(run: Run) -> tuple[Landscape, ...]:
    """Every landscape of a recorded step."""
    later = (edit.landscape for edit in run.edits if edit.landscape is not None and edit.step <= run.last)
    return (run.first_landscape, *later)


def position_span(run: Run) -> Span:
    """The domains of all landscapes, with a margin."""
    whole = union(Span(*landscape.domain) for landscape in landscapes(run))
    room = MARGIN_SHARE * whole.length
    return Span(whole.lo - room, whole.hi + room)


@lru_cache(16)
def step_limit(step: int) -> int:
    """The end of the step axis: the first of 100, 200, 500, 1000, … that is at least `step`."""
    limit = FIRST_STEP_LIMIT
    while limit < step:
        limit = limit * 5 // 2 if str(limit)[0] == "2" else limit * 2
    return limit


def step_span(last: int, transient_end: int | None) -> Span:
    """The steps that a plot shows of `last` recorded ones, up to a round number.

    Where the last ball was caught or gone long before, at the step `transient_end`, only the steps around that.
    """
    every = step_limit(last)
    if transient_end is not None:
        every = min(every, step_limit(round((1.0 + TRANSIENT_MARGIN_SHARE) * transient_end)))
    return Span(0.0, float(every))


def value_span(kind: PlotKind, run: Run, *, is_log: bool = False) -> Span:
    """The range of values that a plot begins with."""
    if is_log:
        highest = _log_of_height(run)
        return Span(highest - LOG_DECADES, highest)
    if kind is POSITION:
        return position_span(run)
    if kind is PHASE:
        speed = USUAL_SPEED_SHARE * _speed_bound(run)
        return rounded_out(Span(-speed, speed))
    return _heights_of_balls(run)


def value_limit(kind: PlotKind, run: Run, *, is_log: bool = False) -> Span:
    """How far that range may grow."""
    if is_log:
        highest = _log_of_height(run)
        return Span(highest - MAX_LOG_DECADES, highest + 1.0)
    if kind is ENERGY:
        heights = _heights(landscapes(run))
        return Span(heights.lo, heights.hi + MAX_ENERGY_RANGES * heights.length)
    if kind is PHASE:
        width = position_span(run).length
        return Span(-width, width)
    return position_span(run) if kind is POSITION else _heights(landscapes(run))


def _log_of_height(run: Run) -> float:
    """The power of ten that is no less than the height range of the landscapes."""
    height = max(landscape.features.height_range for landscape in landscapes(run))
    return float(math.ceil(math.log10(height))) if 1e-300 < height < math.inf else 0.0


def _heights(every: Iterable[Landscape]) -> Span:
    return rounded_out(union(Span(each.features.lowest, each.features.highest) for each in every))


def _heights_of_balls(run: Run) -> Span:
    """The range of heights of the landscapes; of a single one only as far up as the balls begin, if that is low.

    A ball seldom gets higher than it begins; on a wide domain the lines would be flat otherwise.
    """
    every = landscapes(run)
    whole, lowest = _heights(every), min(landscape.features.lowest for landscape in every)
    heights = run.recording.row(run.recording.first).f
    highest = float(heights[np.isfinite(heights)].max(initial=lowest))
    if len(every) > 1 or not 0.0 < highest - lowest < LOW_SHARE * whole.length:
        return whole
    near = rounded_out(Span(lowest, highest))
    return near if near.length < whole.length else whole


def _speed_bound(run: Run) -> float:
    """A bound on |Δw| of balls that start at rest: √(2 η H / α) by the energy, η S / (1 − α) by the steepest slope S.

    H is the height range. Outliers are ignored, since they would flatten the curves of all others.
    """
    alpha, eta = run.parameters[ALPHA.name], run.parameters[ETA.name]
    features = run.landscape.features
    with np.errstate(all="ignore"):  # 0/0 on level ground with α = 0 or 1; overflow with a huge η
        by_energy = np.sqrt(2.0 * eta * features.height_range / alpha)
        by_slope = eta * features.max_slope / (1.0 - alpha)
        bounds = np.nan_to_num(np.fmin(by_energy, by_slope), nan=0.0)
        usual = OUTLIER_FACTOR * np.quantile(bounds, 0.5, method="lower") if len(bounds) else 0.0
    bound = float(bounds[bounds <= usual].max(initial=0.0))
    return min(bound, run.landscape.width) if 0.0 < bound < math.inf else run.landscape.width
