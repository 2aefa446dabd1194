"""Thresholds: the values of α at which the end of a ball changes, found by refining a strip of runs."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Floats, Ints, concatenate, map_columns
from physics.landscape.base import Landscape
from physics.outcome.outcome import LEFT, OUTCOMES, ROLLING, SETTLED, TRAPPED, Outcome
from physics.rules.base import ALPHA
from physics.rules.memory import SCALE_END
from physics.sweep.batch import Results
from physics.sweep.initial_states import BallState
from physics.sweep.sweep import LAST_STEP, GradualSweep

SAMPLES = 256
"""Runs from α = 0 to 0.999, evenly on the memory scale; there is one more with α = 1."""
WIDE_SAMPLES = 4
"""A region with this many samples can be hit by hand: crossing it changes the memory by more than a tenth."""
MIN_STRIPES = 3
"""Fewer narrow regions than this are just narrow, not stripes."""
THRESHOLD_WIDTH = 1e-6
"""A threshold is refined until it lies between two runs whose α differ by at most this."""
PARTS = 32
"""In each round the interval of a threshold is divided into this many parts."""
MAX_REFINED_STEPS = 3_000
"""A threshold next to a run that takes more steps than this is not refined: it would take too long."""
UNDECIDED = ROLLING


class FinalOutcome(NamedTuple):
    """How a run ends, apart from when."""

    outcome: Outcome
    """`settled` also for `trapped`, which ends in the same valley, and for being there at the last step where the ball
    can't be trapped; `rolling` means undecided."""
    valley: int
    """Index, from 0, for `settled`; for `left`, of the valley at the end where it left; otherwise 0.

    In a landscape of one valley it does not tell the side.
    """


class Region(NamedTuple):
    """A range of α; runs with exactly the two α `first` and `last` were made."""

    first: float
    last: float
    outcomes: tuple[FinalOutcome, ...]
    """Of the runs made in it; several where they alternate on a scale finer than the samples."""
    crosses_hills: bool
    """Whether any of these runs passed a hill before its outcome."""


@dataclass(frozen=True)
class Thresholds:
    """How the final outcome of one ball depends on its α, from 0 to 1.

    What is guaranteed, and what is not:

    * Every run that was made lies in one of the regions and has one of its outcomes. The runs are the samples, and
      those made to refine the thresholds between them.
    * Neighbouring regions are at most `THRESHOLD_WIDTH` apart. They are up to the distance of two samples apart next
      to runs that are undecided or take more than `MAX_REFINED_STEPS`, and between 0.999 and 1, beyond the end of the
      memory scale. No runs are made there, so a region across it is known only at its two ends.
    * Where the outcome changes more than once between two samples, the first and the last change are found, and
      everything between them is one region, which may have several outcomes.
    * A region that lies between two neighbouring runs of equal outcomes is missed: it is narrower than the distance of
      two samples.
    * If from some α on no region has `WIDE_SAMPLES` samples, and there are at least `MIN_STRIPES` of them, all of them
      together are the last region: stripes. An undecided region is never wide; the region of α = 0 is never a stripe.
    """

    state: BallState
    last: int
    """The step at which undecided runs were given up."""
    regions: tuple[Region, ...]
    """From α = 0 to α = 1. Neighbours have different outcomes, unless one of them has several."""

    @property
    def stripes(self) -> Region | None:
        """The region up to α = 1 in which the outcome depends on the last digits of α, if there is one."""
        return self.regions[-1] if len(self.regions[-1].outcomes) > 1 else None


def find_thresholds(
    landscape: Landscape,
    state: BallState,
    last: int | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
    executor: Executor | None = None,
) -> Thresholds | None:
    """Find out how the final outcome of a ball depends on α, if nothing else is changed; None when cancelled.

    Its rule has a parameter α, whose value in `state` does not matter.

    Runs without an outcome by step `last`, counted from now, are undecided. A pure function, for any thread; with an
    `executor` its processes make the runs.
    """

    def sweep(alpha: Floats) -> _Swept | None:
        states = state.initial_states(len(alpha), {ALPHA.name: alpha})
        made = GradualSweep(landscape, states, last, state.forcing)
        return (
            _swept(alpha, made.results, can_be_trapped=state.can_be_trapped)
            if made.finish(is_cancelled, executor=executor)
            else None
        )

    last = state.forcing.last_step(LAST_STEP) if last is None else last
    samples = _samples()
    known = sweep(samples)
    if known is None:
        return None
    stripes = _first_stripe(known.code)
    while True:
        cuts = _cuts(known, samples, stripes)
        refined = _refined_alphas(known, cuts)
        if not len(refined):
            return Thresholds(state, last, _regions(known, cuts))
        more = sweep(refined)
        if more is None:
            return None
        known = _in_order(concatenate([known, more]))


class _Swept(NamedTuple):
    """The runs made so far, in the order of their α: arrays (n,)."""

    alpha: Floats
    code: Ints
    """A `FinalOutcome` as one number: see `_code`."""
    hills_crossed: Ints
    steps: Ints
    """Until its outcome."""


def _samples() -> Floats:
    return np.append(1.0 - 10.0 ** -np.linspace(0.0, SCALE_END, SAMPLES), 1.0)


def _swept(alpha: Floats, results: Results, *, can_be_trapped: bool) -> _Swept:
    return _Swept(alpha, _code(results, can_be_trapped=can_be_trapped), results.hills_crossed, results.steps)


def _code(results: Results, *, can_be_trapped: bool) -> Ints:
    """Outcome and valley in one number; `UNDECIDED` for an undecided run.

    Where balls can't be trapped, a run that still rolls counts as ending where it is at the last step.
    """
    ends = results.outcome == TRAPPED
    if not can_be_trapped:
        ends |= results.outcome == ROLLING
    outcome = np.where(ends, SETTLED, results.outcome).astype(np.intp)
    has_valley = (outcome == SETTLED) | (outcome == LEFT)
    code: Ints = outcome + len(OUTCOMES) * np.where(has_valley, results.valley, 0)
    return code


def _final_outcome(code: int) -> FinalOutcome:
    valley, outcome = divmod(code, len(OUTCOMES))
    return FinalOutcome(OUTCOMES[outcome], valley)


def _in_order(runs: _Swept) -> _Swept:
    order = np.argsort(runs.alpha)
    return map_columns(lambda column: column[order], runs)


def _changes(code: Ints) -> Ints:
    """Indices after which the final outcome changes."""
    return np.flatnonzero(code[1:] != code[:-1])


def _first_stripe(code: Ints) -> int:
    """The index of the sample (n,) with which stripes begin; n if there are none."""
    first = np.concatenate(([0], _changes(code) + 1))
    width = np.diff(first, append=len(code))
    is_decided = code[first] != UNDECIDED
    wide = np.flatnonzero(is_decided & (width >= WIDE_SAMPLES))
    # α = 1 alone is a stop of the slider, which can be hit.
    may_be_stripe: Bools = is_decided & (first > 0) & (first < len(code) - 1)
    narrow = np.flatnonzero(may_be_stripe)
    narrow = narrow[narrow > wide[-1]] if len(wide) else narrow
    return int(first[narrow[0]]) if len(narrow) >= MIN_STRIPES else len(code)


def _cuts(known: _Swept, samples: Floats, stripes: int) -> Ints:
    """Indices after which another region begins, in order.

    Between two samples these are the first and the last change. After sample `stripes` − 1 only the first one counts.
    """
    changes = _changes(known.code)
    interval = np.minimum(np.searchsorted(samples, known.alpha[changes], side="right"), stripes)
    is_first = np.diff(interval, prepend=-1) > 0
    is_last = (np.diff(interval, append=len(samples) + 1) > 0) & (interval < stripes)
    return changes[is_first | is_last]


def _refined_alphas(known: _Swept, cuts: Ints) -> Floats:
    """α that divide the intervals of the thresholds that are to be refined."""
    low, high = known.alpha[cuts], known.alpha[cuts + 1]
    is_quick = (known.code != UNDECIDED) & (known.steps <= MAX_REFINED_STEPS)
    wanted = is_quick[cuts] & is_quick[cuts + 1] & (high < 1.0) & (high - low > THRESHOLD_WIDTH)
    low, high = low[wanted, np.newaxis], high[wanted, np.newaxis]
    return (low + (high - low) * (np.arange(1, PARTS) / PARTS)).ravel()


def _regions(known: _Swept, cuts: Ints) -> tuple[Region, ...]:
    parts = zip(*(np.split(column, cuts + 1) for column in known), strict=True)
    return tuple(_region(_Swept(*part)) for part in parts)


def _region(runs: _Swept) -> Region:
    outcomes = tuple(_final_outcome(code) for code in np.unique(runs.code).tolist())
    return Region(runs.alpha[0].item(), runs.alpha[-1].item(), outcomes, bool(runs.hills_crossed.any()))
