"""Thresholds: from which α on a ball would end elsewhere than with a little less, found by refining a strip of runs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Floats, Ints, concatenate, map_columns
from physics.landscape.base import Landscape
from physics.outcome.outcome import LEFT, OUTCOMES, ROLLING, SETTLED, TRAPPED, Outcome
from physics.rules.memory import SCALE_END
from physics.sweep.batch import Ends, InitialStates
from physics.sweep.sweep import LAST_STEP, GradualSweep

SAMPLES = 256
"""Runs from α = 0 to 0.999, evenly on the memory scale; one with α = 1 is made besides."""
WIDE = 4
"""A region with so many samples can be hit by hand: it takes more than a tenth of the memory to cross it."""
FEWEST_STRIPES = 3
"""Fewer narrow regions than these are no stripes, just narrow."""
SHARP = 1e-6
"""A threshold is known well enough when it lies between two runs whose α are no further apart."""
PARTS = 32
"""In a round, the space that a threshold lies in is divided into so many."""
SLOW = 3_000
"""Between runs that take more steps than this to be decided, a threshold is not refined: it would take too long."""
UNDECIDED = ROLLING


class BallState(NamedTuple):
    """One ball as it is now: all that its next steps follow from, except α."""

    w: float
    delta: float
    """The last step; 0 at rest."""
    eta: float
    is_nesterov: bool
    """Whether it follows Nesterov's rule."""


class End(NamedTuple):
    """How a run ends, apart from when."""

    outcome: Outcome
    """Never `trapped`: what is trapped ends in its valley like what has settled there. `rolling` is undecided."""
    valley: int
    """Index, from 0: of the valley that it ends in, or for `left` of that at the end where it left; otherwise 0.

    The only valley of a landscape has both ends: there, the side on which a ball leaves is not told.
    """


class Region(NamedTuple):
    """A range of α, seen from `first` to `last`: runs with exactly these two α were made."""

    first: float
    last: float
    ends: tuple[End, ...]
    """How the runs made in it ended. Several where they alternate: then the end is too fine a matter to tell by α."""
    crosses_hills: bool
    """Whether any of these runs passed a hill before it was decided."""


@dataclass(frozen=True)
class Thresholds:
    """How the end of one ball depends on its α, from 0 to 1.

    What is claimed, and what is not:

    * Every run that was made lies in one of the regions, and ended as that one says. These runs are the samples, and
      as many more as it took to find out where between two samples the end changes.
    * Two neighbouring regions are at most `SHARP` apart. They are up to the distance of two samples apart where that
      cannot be had: next to undecided or `SLOW` runs, and between 0.999 and 1, beyond the end of the memory scale.
      There no runs are made, so a region that reaches across is seen at both ends only.
    * Where the end changes more than once between two samples, the first and the last change are found, and what is
      between them is one region, which may have several ends.
    * A region that lies between two runs next to each other which end alike is not seen: it is narrower than the space
      between two samples.
    * If from some α on no region has `WIDE` samples, and there are several, then all of them together are the last
      region: stripes. An undecided region does not count as wide; the region of α = 0 is never a stripe.
    """

    state: BallState
    last: int
    """The step at which runs were given up as undecided."""
    regions: tuple[Region, ...]
    """From α = 0 to α = 1. Two neighbours never end alike, unless one of them has several ends."""

    @property
    def stripes(self) -> Region | None:
        """The region up to α = 1 in which the end depends on the last digits of α, if there is one."""
        return self.regions[-1] if len(self.regions[-1].ends) > 1 else None


def find_thresholds(
    landscape: Landscape,
    state: BallState,
    last: int = LAST_STEP,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Thresholds | None:
    """Find out how the end of a ball depends on α, if from now on nothing else is changed; None when cancelled.

    Runs that are not decided by step `last`, counted from now, are undecided. A pure function: it may be called in any
    thread.
    """

    def rolled(alpha: Floats) -> _Swept | None:
        return _rolled(landscape, state, alpha, last, is_cancelled)

    samples = _samples()
    known = rolled(samples)
    if known is None:
        return None
    stripes = _first_stripe(known.code)
    while True:
        cuts = _cuts(known, samples, stripes)
        closer = _between(known, cuts)
        if not len(closer):
            return Thresholds(state, last, _regions(known, cuts))
        more = rolled(closer)
        if more is None:
            return None
        known = _in_order(concatenate([known, more]))


class _Swept(NamedTuple):
    """Runs that were made, in the order of their α: arrays (n,)."""

    alpha: Floats
    code: Ints
    """One number for each `End`: see `_end`."""
    hills_crossed: Ints
    steps: Ints
    """Until it was decided."""


def _samples() -> Floats:
    """α of the strip."""
    return np.append(1.0 - 10.0 ** -np.linspace(0.0, SCALE_END, SAMPLES), 1.0)


def _rolled(
    landscape: Landscape, state: BallState, alpha: Floats, last: int, is_cancelled: Callable[[], bool]
) -> _Swept | None:
    """Roll a ball from its state with each α; None when cancelled."""
    w, delta, eta, is_nesterov = (np.full(len(alpha), value) for value in state)
    sweep = GradualSweep(landscape, InitialStates(alpha, eta, is_nesterov, w, delta), last)
    if not sweep.finish(is_cancelled):
        return None
    return _Swept(alpha, _code(sweep.ends), sweep.ends.hills_crossed, sweep.ends.steps)


def _code(ends: Ends) -> Ints:
    """Outcome and valley in one number; an undecided run's is `UNDECIDED`."""
    outcome = np.where(ends.outcome == TRAPPED, SETTLED, ends.outcome).astype(np.intp)
    has_place = (outcome == SETTLED) | (outcome == LEFT)
    code: Ints = outcome + len(OUTCOMES) * np.where(has_place, ends.valley, 0)
    return code


def _end(code: int) -> End:
    valley, outcome = divmod(code, len(OUTCOMES))
    return End(OUTCOMES[outcome], valley)


def _in_order(rolled: _Swept) -> _Swept:
    order = np.argsort(rolled.alpha)
    return map_columns(lambda column: column[order], rolled)


def _changes(code: Ints) -> Ints:
    """Places after which the end is another one."""
    return np.flatnonzero(code[1:] != code[:-1])


def _first_stripe(code: Ints) -> int:
    """The number of the sample (n,) with which stripes begin, from 1; n if there are none."""
    first = np.concatenate(([0], _changes(code) + 1))
    width = np.diff(first, append=len(code))
    is_decided = code[first] != UNDECIDED
    wide = np.flatnonzero(is_decided & (width >= WIDE))
    # A region that is but the stop for α = 1 can be hit, however narrow it is.
    may_be_stripe: Bools = is_decided & (first > 0) & (first < len(code) - 1)
    narrow = np.flatnonzero(may_be_stripe)
    narrow = narrow[narrow > wide[-1]] if len(wide) else narrow
    return int(first[narrow[0]]) if len(narrow) >= FEWEST_STRIPES else len(code)


def _cuts(known: _Swept, samples: Floats, stripes: int) -> Ints:
    """Places after which another region begins, in order.

    Between two samples, these are the first and the last change; what is between them, if anything, is one region. All
    from the first change after sample number `stripes` − 1 on is one region too.
    """
    changes = _changes(known.code)
    space = np.minimum(np.searchsorted(samples, known.alpha[changes], side="right"), stripes)
    is_first = np.diff(space, prepend=-1) > 0
    is_last = (np.diff(space, append=len(samples) + 1) > 0) & (space < stripes)
    return changes[is_first | is_last]


def _between(known: _Swept, cuts: Ints) -> Floats:
    """α that divide the spaces of those thresholds that can and should be known better."""
    low, high = known.alpha[cuts], known.alpha[cuts + 1]
    is_quick = (known.code != UNDECIDED) & (known.steps <= SLOW)
    wanted = is_quick[cuts] & is_quick[cuts + 1] & (high < 1.0) & (high - low > SHARP)
    low, high = low[wanted, np.newaxis], high[wanted, np.newaxis]
    return (low + (high - low) * (np.arange(1, PARTS) / PARTS)).ravel()


def _regions(known: _Swept, cuts: Ints) -> tuple[Region, ...]:
    """What was found, cut into regions."""
    parts = zip(*(np.split(column, cuts + 1) for column in known), strict=True)
    return tuple(_region(_Swept(*part)) for part in parts)


def _region(runs: _Swept) -> Region:
    ends = tuple(_end(code) for code in np.unique(runs.code).tolist())
    return Region(runs.alpha[0].item(), runs.alpha[-1].item(), ends, bool(runs.hills_crossed.any()))
