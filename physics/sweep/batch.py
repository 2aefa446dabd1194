"""Runs of which only the end matters, rolled together until each is decided: the hot loop of every sweep."""

import threading
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Codes, Floats, Ints, concatenate, map_columns
from physics.landscape.base import Landscape
from physics.landscape.bounds import CELLS, TrappingTable
from physics.landscape.features import Features
from physics.outcome.outcome import REST_STEP, ROLLING, Evaluation, evaluate
from physics.outcome.trapping import energy, is_guaranteed, is_small
from physics.rules.base import Step, step

CHUNK = 65_536
"""Rows × runs that are stepped before they are judged: three such arrays stay in a processor's own cache."""
FEWEST_ROWS, MOST_ROWS = 8, 64
"""Steps between two judgements: with fewer, calling numpy is most of the work; with more, decided runs roll on."""
FEW_HILLS = 16
"""Up to so many hills, counting those to the left of a place is quicker than looking its valley up."""
OVERHEAD = 512
"""What a step costs besides its runs, in steps of a run."""
NEVER = np.iinfo(np.int32).max
"""A row that is never reached."""
SURELY_RESTING = 1.001
"""Rounding of a square is far less than that."""


class InitialStates(NamedTuple):
    """States that runs set out from: arrays (n,)."""

    alpha: Floats
    eta: Floats
    is_nesterov: Bools
    """Whether a run follows Nesterov's rule."""
    w: Floats
    delta: Floats
    """The last step; 0 at rest."""


class Ends(NamedTuple):
    """How runs ended: arrays (n,)."""

    outcome: Codes
    """The first outcome that is not `rolling`; `rolling` where none had come by the last step."""
    valley: Ints
    """Index of the valley, from 0, then or at the last step; for a ball that has left, of the valley at that end.

    For one that has diverged it means nothing.
    """
    hills_crossed: Ints
    """From the start to then."""
    steps: Ints
    """At which step, counted from the start, that was."""


UNKNOWN = -1
"""In place of an outcome: not computed yet."""


def empty_results(count: int) -> Ends:
    """Return room for the ends of so many runs of which nothing is known."""
    nothing = np.zeros(count, np.int32)
    return Ends(np.full(count, UNKNOWN, np.int8), nothing, nothing.copy(), nothing.copy())


class Batch(NamedTuple):
    """Runs on their way: arrays (n,)."""

    number: Ints
    """Which run it is."""
    alpha: Floats
    eta: Floats
    is_nesterov: Bools
    kind: Ints
    """Which headroom is meant for it."""
    worth: Floats
    """2 η / α: what height is worth in Δ². A ball is slow enough to be trapped up to this times its headroom."""
    w: Floats
    slope: Floats
    delta: Floats
    hills_crossed: Ints
    steps: Ints


class Finished(NamedTuple):
    """Runs that have come to their end: which, and how."""

    number: Ints
    ends: Ends


def set_out(landscape: Landscape, number: Ints, starts: InitialStates) -> tuple[Finished, Batch]:
    """Put runs at their starts, and tell apart those that are decided there."""
    alpha, eta, is_nesterov, w, delta = starts
    nothing = np.zeros(len(w), np.int32)
    with np.errstate(all="ignore"):
        slope = landscape.slope(w)
        kind = _trapping_bound_index(landscape.trapping_table, alpha, eta)
        worth = np.where(is_nesterov, 0.0, 2.0 * eta / alpha)
        outcome, valley = _evaluated(landscape, starts, slope)
    rolling = Batch(number, alpha, eta, is_nesterov, kind, worth, w, slope, delta, nothing, nothing)
    over = outcome != ROLLING
    ends = Ends(outcome[over], valley[over].astype(np.int32), nothing[over], nothing[over])
    return Finished(number[over], ends), map_columns(lambda column: column[~over], rolling)


def roll(landscape: Landscape, rolling: Batch, last: int, work: int, *, enough: float = 0.5) -> tuple[Finished, Batch]:
    """Roll runs on until that share of them is decided which is `enough`, or as far as `work` goes.

    A step of all n of them is n + `OVERHEAD` worth of work.

    No run goes further than to step `last`. Returns the runs that are over, by now or already, and the others. What a
    run does depends on no other run, to the last bit. A pure function: it may be called in any thread or process.
    """
    over = rolling.steps >= last
    decided = [_at_the_last_step(landscape, map_columns(lambda column: column[over], rolling))]
    rolling = map_columns(lambda column: column[~over], rolling)
    begun = len(rolling.w)
    with np.errstate(all="ignore"):
        while len(rolling.w) > (1.0 - enough) * begun and work > 0:
            rows = max(FEWEST_ROWS, min(CHUNK // len(rolling.w), MOST_ROWS))
            rows = min(rows, last - int(rolling.steps.min()))
            work -= rows * (len(rolling.w) + OVERHEAD)
            some, rolling = _advance_chunk(landscape, rolling, rows, last)
            decided.append(some)
    return joined(decided), rolling


def joined(parts: Sequence[Finished]) -> Finished:
    """Return all of these in one."""
    return Finished(
        np.concatenate([part.number for part in parts]),
        concatenate([part.ends for part in parts]),
    )


def _at_the_last_step(landscape: Landscape, rolling: Batch) -> Finished:
    """Runs that have not been decided by the last step."""
    outcome = np.full(len(rolling.w), ROLLING, np.int8)
    valley = landscape.features.valley_index(rolling.w).astype(np.int32)
    return Finished(rolling.number, Ends(outcome, valley, rolling.hills_crossed, rolling.steps))


def _advance_chunk(landscape: Landscape, rolling: Batch, rows: int, last: int) -> tuple[Finished, Batch]:
    """Make some steps, then see which runs ended at which of them."""
    w, slope, delta = _stepped(landscape, rolling, rows)
    index = _valley_index(landscape.features, w)
    crossed = np.abs(np.diff(index, axis=0))
    if np.isnan(w[-1]).any():
        crossed[np.isnan(w[1:])] = 0  # what is not a number is nowhere
    outcome, first = _first_outcomes(landscape, rolling, w[1:], slope[1:], delta[1:])
    room = last - rolling.steps
    outcome[first > room] = ROLLING  # what would come after the last step does not count
    over = np.minimum(first, room) <= rows
    moved = rolling._replace(
        w=w[-1],
        slope=slope[-1],
        delta=delta[-1],
        hills_crossed=rolling.hills_crossed + crossed.sum(axis=0, dtype=np.int32),
        steps=rolling.steps + np.int32(rows),
    )
    still = map_columns(lambda column: column[~over], moved)
    return _ended(rolling, np.flatnonzero(over), outcome, np.minimum(first, room), index, crossed), still


def _ended(rolling: Batch, over: Ints, outcome: Codes, end: Ints, index: Ints, crossed: Ints) -> Finished:
    """The runs at the places `over`, which end at row `end` (n,) of the chunk, counted from 1."""
    outcome, end = outcome[over], end[over]
    counts = np.arange(1, len(crossed) + 1)[:, np.newaxis] <= end
    hills = rolling.hills_crossed[over] + (crossed[:, over] * counts).sum(axis=0, dtype=np.int32)
    valley = index[end, over].astype(np.int32)
    return Finished(rolling.number[over], Ends(outcome, valley, hills, rolling.steps[over] + end.astype(np.int32)))


def _stepped(landscape: Landscape, rolling: Batch, rows: int) -> tuple[Floats, Floats, Floats]:
    """Positions, slopes and steps (rows + 1, n), the first row being where the runs are."""
    shape = rows + 1, len(rolling.w)
    w, slope, delta = (flat[: shape[0] * shape[1]].reshape(shape) for flat in _room(shape[0] * shape[1]))
    w[0], slope[0], delta[0] = rolling.w, rolling.slope, rolling.delta
    momentum_term, gradient_term = np.empty((2, shape[1]))
    nesterov = rolling.is_nesterov if rolling.is_nesterov.any() else None
    minus_eta = -rolling.eta
    states = [Step(w[row], slope[row], momentum_term, gradient_term, delta[row]) for row in range(shape[0])]
    for before, after in pairwise(states):
        step(landscape, before, rolling.alpha, minus_eta, nesterov, after)
    return w, slope, delta


_kept = threading.local()


def _room(size: int) -> list[Floats]:
    """Three arrays of this thread with room for so many numbers each, made once."""
    arrays: list[Floats] = getattr(_kept, "arrays", [])
    if not arrays or len(arrays[0]) < size:
        arrays = _kept.arrays = [np.empty(max(size, 2 * CHUNK)) for _ in range(3)]
    return arrays


def _first_outcomes(
    landscape: Landscape, rolling: Batch, w: Floats, slope: Floats, delta: Floats
) -> tuple[Codes, Ints]:
    """(n,) the first outcome of each run that is not rolling, and its row, counted from 1; beyond all rows if none.

    Only rows in which a ball is slow enough, or outside, are judged; in the others it can but be rolling.
    """
    runs = w.shape[1]
    lo, hi = landscape.domain
    inside = w >= lo
    inside &= w <= hi
    inside &= np.isfinite(slope)
    square, at_rest = delta * delta, REST_STEP * landscape.width
    slow = square <= landscape.trapping_table.above(w, rolling.kind) * rolling.worth
    slow |= square <= SURELY_RESTING * (at_rest * at_rest)  # a power would raise where the width is vast
    slow |= ~inside
    places = np.flatnonzero(slow)
    row, run = np.divmod(places, runs)
    states = InitialStates(
        rolling.alpha[run], rolling.eta[run], rolling.is_nesterov[run], w.ravel()[places], delta.ravel()[places]
    )
    evaluated = _evaluated(landscape, states, slope.ravel()[places])
    told = np.flatnonzero(evaluated.outcome != ROLLING)[::-1]
    outcome, first = np.full(runs, ROLLING, np.int8), np.full(runs, NEVER, np.int32)
    # Of several that are written to one place the last one stays: the first row.
    outcome[run[told]], first[run[told]] = evaluated.outcome[told], row[told] + 1
    return outcome, first


def _trapping_bound_index(trapping_table: TrappingTable, alpha: Floats, eta: Floats) -> Ints:
    """Which values of the headroom (n,) are meant for balls of the classical rule: for some of them there are none."""
    bend = eta * trapping_table.least_curvature
    return np.where(is_guaranteed(bend, alpha), 0, np.where(is_small(bend, alpha), CELLS, 2 * CELLS))


def _evaluated(landscape: Landscape, states: InitialStates, slope: Floats) -> Evaluation:
    f = landscape.height(states.w)
    return evaluate(
        landscape,
        w=states.w,
        f=f,
        slope=slope,
        delta=states.delta,
        energy=energy(f, states.delta, states.alpha, states.eta),
        alpha=states.alpha,
        eta=states.eta,
        is_heavy_ball=~states.is_nesterov,
    )


def _valley_index(features: Features, w: Floats) -> Ints:
    """Index of the valley of each place, as `Features.valley_index` finds it, but quickly for whole blocks."""
    hills = features.hills
    if len(hills) > FEW_HILLS:
        found: Ints = features.intervals.find(w)
        return found
    index = np.zeros(w.shape, np.int8)
    for hill in hills.tolist():
        index += w >= hill
    return index
