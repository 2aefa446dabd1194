"""Batches of runs of which only the results are wanted, advanced together: the hot loop of every sweep."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise, repeat
from typing import Any, NamedTuple

import numpy as np

from physics.arrays import Bools, Codes, Columns, Floats, Ints, concatenate, map_arrays, map_columns, take_balls
from physics.forcing.forcing import NO_FORCING, Forcing
from physics.forcing.schedule import NEVER
from physics.landscape.base import Landscape
from physics.landscape.features import Features
from physics.outcome.cycle import Compared, WholeState, compare_with_saved, nothing_saved
from physics.outcome.outcome import REPEATS, ROLLING, Evaluation, OutcomeInput, evaluate
from physics.outcome.rest import REST_STEP, Moving
from physics.rules.base import State
from physics.rules.dispatch import delta2_per_energy, groups_of, rows_of, steppers
from physics.rules.trapping_levels import level_in_valley, trapping_levels
from physics.sweep.initial_states import InitialStates

CHUNK_ROWS = 131_072
"""Rows (steps × runs) that are stepped before they are evaluated: five such arrays fit into the processor's cache."""
MIN_CHUNK_STEPS, CHUNK_STEPS, MAX_CHUNK_STEPS = 8, 64, 255
"""With fewer steps, calling NumPy is most of the work; with more, runs that are finished go on for too long."""
OLD_STEPS = 4 * CHUNK_STEPS
"""Runs that have made so many steps will probably make many more: chunks grow in proportion."""
MAX_HILLS_TO_COUNT = 16
"""Up to this many hills, counting those to the left of a position is faster than a search."""
STEP_OVERHEAD = 512
"""Fixed cost of a step of a batch, in steps of one run."""
MAX_CELLS_AT_ONCE = 1024
"""Up to this many cells are evaluated together; with more, not those of each run that follow its first outcome."""
REST_MARGIN = 1.001
"""Factor on the square of the longest step at rest, far above the rounding of a square."""
UNKNOWN = -1
"""In place of an outcome: not computed yet."""


class Results(NamedTuple):
    """Results of runs: arrays (n,)."""

    outcome: Codes
    """The first outcome that is not `rolling`; `rolling` where there was none up to the last step."""
    valley: Ints
    """Index of the valley, from 0, at that step; for a ball that has left, of the valley at that end.

    Without meaning for one that has diverged.
    """
    hills_crossed: Ints
    """From the start to that step."""
    steps: Ints
    """That step, counted from the start."""


def empty_results(count: int) -> Results:
    """Return results of which nothing is known yet."""
    zeros = np.zeros(count, np.int32)
    return Results(np.full(count, UNKNOWN, np.int8), zeros, zeros.copy(), zeros.copy())


class Batch(NamedTuple):
    """Runs that are not finished: arrays (n,)."""

    run_index: Ints
    """Index of the run in its sweep."""
    rule: Codes
    parameters: Columns
    levels: Floats
    """(valleys, n) the energies below which a run is trapped, as of `trapping_levels`."""
    delta2_per_energy: Floats
    """Δ² of a ball whose energy is 1 above the ground."""
    w: Floats
    slope: Floats
    delta: Floats
    rule_state: Columns
    origin: Floats
    """Where each ball was last placed."""
    saved: WholeState
    """The states that the following ones are compared with, to find cycles."""
    hills_crossed: Ints
    steps: Ints


class Finished(NamedTuple):
    """Finished runs and their results: arrays (n,)."""

    run_index: Ints
    """Index of the run in its sweep."""
    results: Results


def concatenate_finished(parts: Sequence[Finished]) -> Finished:
    """Return the runs of all parts, in order."""
    return Finished(
        np.concatenate([part.run_index for part in parts]),
        concatenate([part.results for part in parts]),
    )


def initial(
    landscape: Landscape, run_index: Ints, states: InitialStates, forcing: Forcing = NO_FORCING
) -> tuple[Finished, Batch]:
    """Return the runs (n,) that are finished at their starts, and a batch of the others."""
    rule, parameters, w, delta, rule_state, origin = states
    zeros = np.zeros(len(w), np.int32)
    with np.errstate(all="ignore"):
        slope = landscape.slope(w)
        in_the_end = forcing.in_the_end(parameters)
        levels, per_energy = trapping_levels(landscape, rule, in_the_end), delta2_per_energy(rule, in_the_end)
        saved = nothing_saved(WholeState(w, delta, rule_state))
        state = w, slope, delta, rule_state, origin, saved
        batch = Batch(run_index, rule, parameters, levels, per_energy, *state, zeros, zeros)
        moving = Moving(w, slope, delta, rule_state)
        outcome, valley, _ = _evaluate(landscape, batch, np.arange(len(w)), 0, forcing, moving)
    is_over = outcome != ROLLING
    results = Results(outcome[is_over], valley[is_over].astype(np.int32), zeros[is_over], zeros[is_over])
    return Finished(run_index[is_over], results), take_balls(batch, np.flatnonzero(~is_over))


def advance(
    landscape: Landscape, batch: Batch, last: int, work: int, *, share: float = 0.5, forcing: Forcing = NO_FORCING
) -> tuple[Finished, Batch]:
    """Advance runs until this share of them is finished, or the work is done; return those finished and the others.

    One step of n runs counts as n + `STEP_OVERHEAD` work. No run goes beyond step `last`. Runs do not influence each
    other, to the last bit. For any thread or process: what is given changes in nothing but that levels which were not
    computed yet may be there.
    """
    is_over = batch.steps >= last
    finished = []
    if is_over.any():
        finished.append(_undecided(landscape, take_balls(batch, np.flatnonzero(is_over))))
        batch = take_balls(batch, np.flatnonzero(~is_over))
    begun = len(batch.w)
    with np.errstate(all="ignore"):
        while len(batch.w) > (1.0 - share) * begun and work > 0:
            youngest = int(batch.steps.min())
            most = min(CHUNK_STEPS * max(youngest, OLD_STEPS) // OLD_STEPS, MAX_CHUNK_STEPS)
            steps = max(MIN_CHUNK_STEPS, min(CHUNK_ROWS // len(batch.w), most))
            steps = min(steps, last - youngest)
            if youngest < forcing.certain_from < NEVER:  # no run comes to that step within a chunk
                before = batch.steps[batch.steps < forcing.certain_from]
                steps = min(steps, forcing.certain_from - int(before.max()))
            work -= steps * (len(batch.w) + STEP_OVERHEAD)
            part, batch = _advance_chunk(landscape, batch, steps, last, forcing)
            finished.append(part)
    return concatenate_finished(finished or [_undecided(landscape, take_balls(batch, []))]), batch


def _undecided(landscape: Landscape, batch: Batch) -> Finished:
    """Runs that are still rolling at the last step."""
    outcome = np.full(len(batch.w), ROLLING, np.int8)
    valley = landscape.features.valley_index(batch.w).astype(np.int32)
    return Finished(batch.run_index, Results(outcome, valley, batch.hills_crossed, batch.steps))


def _advance_chunk(
    landscape: Landscape, batch: Batch, steps: int, last: int, forcing: Forcing
) -> tuple[Finished, Batch]:
    """Make some steps, then find out which runs finished, and at which step."""
    w, slope, delta, rule_state = _make_steps(landscape, batch, steps, forcing)
    own_states = {name: column[1:] for name, column in rule_state.items()}
    ways = _ways(landscape.features, w)
    moving = Moving(w[1:], slope[1:], delta[1:], own_states)
    outcome, first = _first_outcomes(landscape, batch, ways, moving, forcing)
    compared = _compare_from(forcing.certain_from, WholeState(w[1:], delta[1:], own_states), batch)
    closing = np.flatnonzero(compared.first < steps)
    closing = closing[compared.first[closing] < first[closing] - 1]
    outcome[closing], first[closing] = REPEATS, compared.first[closing] + 1
    if int(batch.steps.max()) + steps >= last:
        remaining = last - batch.steps
        outcome[first > remaining] = ROLLING  # it would come after the last step
        np.minimum(first, remaining, out=first)
    is_over = first <= steps
    hills_crossed = batch.hills_crossed
    if len(ways.roaming):
        hills_crossed = hills_crossed.copy()
        hills_crossed[ways.roaming] += ways.crossed.sum(axis=0, dtype=np.int32)
    moved = batch._replace(
        w=w[-1],
        slope=slope[-1],
        delta=delta[-1],
        rule_state={**batch.rule_state, **{name: column[-1] for name, column in rule_state.items()}},
        saved=compared.saved._replace(rule_state={**batch.saved.rule_state, **compared.saved.rule_state}),
        hills_crossed=hills_crossed,
        steps=batch.steps + np.int32(steps),
    )
    over = np.flatnonzero(is_over)
    if not len(over):  # the buffers are used again
        nobody = Finished(batch.run_index[over], Results(outcome[over], *(batch.steps[over],) * 3))
        return nobody, moved._replace(w=w[-1].copy(), slope=slope[-1].copy(), delta=delta[-1].copy())
    end = first[over]
    valley = _valley_index(landscape.features, w[end, over]).astype(np.int32)
    finished = _finished(batch, over, outcome[over], end, valley, ways)
    return finished, take_balls(moved, np.flatnonzero(~is_over))


def _compare_from(certain_from: int, states: WholeState, batch: Batch) -> Compared:
    """Look for cycles in states (steps, n), of runs that are at step `certain_from` or later.

    Each run is on one side of that step during the whole chunk.
    """
    if certain_from == 0:
        return compare_with_saved(states, batch.saved, batch.steps)
    age = batch.steps - np.int32(certain_from)
    if not (age < 0).any():
        return compare_with_saved(states, batch.saved, age)
    runs, first = np.flatnonzero(age >= 0), np.full(len(age), len(states.w))
    some = map_columns(lambda column: column[..., runs], states)
    compared = compare_with_saved(some, take_balls(batch.saved, runs), age[runs])
    first[runs] = compared.first
    own_saved = {name: batch.saved.rule_state[name] for name in states.rule_state}
    saved = map_columns(np.copy, batch.saved._replace(rule_state=own_saved))

    def store(column: Floats, new: Floats) -> Floats:
        column[runs] = new
        return column

    map_arrays(store, saved, compared.saved)
    return Compared(first, saved)


def _finished(batch: Batch, over: Ints, outcome: Codes, end: Ints, valley: Ints, ways: "_Ways") -> Finished:
    """The runs at the indices `over` of the batch, which finish at row `end` of the chunk, counted from 1."""
    hills, steps = batch.hills_crossed[over], batch.steps[over] + end.astype(np.int32)
    if len(ways.roaming):
        column = np.full(len(batch.w), -1)
        column[ways.roaming] = np.arange(len(ways.roaming))
        column = column[over]
        roamed = np.flatnonzero(column >= 0)
        is_counted = np.arange(1, len(ways.crossed) + 1)[:, np.newaxis] <= end[roamed]
        hills[roamed] += (np.take(ways.crossed, column[roamed], axis=1) * is_counted).sum(axis=0, dtype=np.int32)
    return Finished(batch.run_index[over], Results(outcome, valley, hills, steps))


class _Ways(NamedTuple):
    """Where the n runs of a batch go in the steps of a chunk."""

    low: Floats
    high: Floats
    """(n,) the ends of each way, its beginning included; NaN for a run that is no longer a number."""
    valley: Ints
    """(n,) the valley of `low`."""
    roaming: Ints
    """(k,) the runs that may be in more than one valley."""
    crossed: Ints
    """(steps, k) the hills that these cross with each step."""


def _ways(features: Features, w: Floats) -> _Ways:
    """The ways through the positions (steps + 1, n)."""
    low, high = w.min(axis=0), w.max(axis=0)
    valley = _valley_index(features, low)
    roaming = np.flatnonzero((valley != _valley_index(features, high)) | np.isnan(low))
    if not len(roaming):
        return _Ways(low, high, valley, roaming, np.empty((len(w) - 1, 0), np.int8))
    theirs = np.take(w, roaming, axis=1)
    crossed = np.diff(_valley_index(features, theirs), axis=0)
    np.abs(crossed, out=crossed)
    if np.isnan(theirs[-1]).any():
        crossed[np.isnan(theirs[1:])] = 0  # NaN is in no valley
    return _Ways(low, high, valley, roaming, crossed)


def _make_steps(
    landscape: Landscape, batch: Batch, steps: int, forcing: Forcing
) -> tuple[Floats, Floats, Floats, Columns]:
    """Positions, slopes, Δ and the rules' state (steps + 1, n), of which row 0 is the present state.

    What none of the rules here remembers is left out.
    """
    shape = steps + 1, len(batch.w)
    w, slope, delta = (flat[: shape[0] * shape[1]].reshape(shape) for flat in _buffers(shape[0] * shape[1])[:3])
    w[0], slope[0], delta[0] = batch.w, batch.slope, batch.delta
    momentum_term, gradient_term = np.empty((2, shape[1]))
    groups = groups_of(batch.rule)
    names = {name for rule, _ in groups for name in rule.state}
    rule_state = {name: np.tile(batch.rule_state[name], (steps + 1, 1)) for name in batch.rule_state if name in names}
    steps_to_make = steppers(landscape, groups, batch.parameters, forcing.forces_of(batch.steps, steps))
    as_state: Callable[[tuple[Any, ...]], State] = partial(tuple.__new__, State)  # faster than State._make
    columns = w, slope, repeat(momentum_term), repeat(gradient_term), delta, rows_of(rule_state)
    states = pairwise(map(as_state, zip(*columns, strict=False)))
    for (before, after), step in zip(states, steps_to_make, strict=False):
        step(before, after)
    return w, slope, delta, rule_state


_thread_local = threading.local()


def _buffers(size: int) -> list[Floats]:
    """Five arrays of at least this size, allocated once per thread."""
    arrays: list[Floats] = getattr(_thread_local, "arrays", [])
    if not arrays or len(arrays[0]) < size:
        arrays = _thread_local.arrays = [np.empty(max(size, 2 * CHUNK_ROWS)) for _ in range(5)]
    return arrays


def _first_outcomes(
    landscape: Landscape, batch: Batch, ways: _Ways, states: Moving, forcing: Forcing
) -> tuple[Codes, Ints]:
    """(n,) the first outcome of each run that is not rolling, and its row, counted from 1; else `ROLLING`, `NEVER`.

    Only rows in which a ball is slow enough, or outside, are evaluated: in all others it is rolling.
    """
    w, slope, delta, _ = states
    steps, runs = w.shape
    outcome, first = np.full(runs, ROLLING, np.int8), np.full(runs, NEVER, np.int32)
    candidate = _candidates(landscape, batch, ways, w, slope, delta, is_noisy=forcing.is_noisy)

    def decide(row: Ints, run: Ints) -> Ints:
        """Evaluate cells, those of a run in order, and return the runs that go on rolling."""
        cell = row * runs + run
        some = map_columns(lambda column: column.take(cell), states)
        evaluation = _evaluate(landscape, batch, run, row + 1, forcing, some)
        decided = np.flatnonzero(evaluation.outcome != ROLLING)[::-1]
        # Of several values assigned to one index the last one stays: in reverse order, that of the first row.
        outcome[run[decided]], first[run[decided]] = evaluation.outcome[decided], row[decided] + 1
        rolling: Ints = run[outcome[run] == ROLLING]
        return rolling

    count = np.count_nonzero(candidate)
    if count <= MAX_CELLS_AT_ONCE:
        if count:
            decide(*np.divmod(np.flatnonzero(candidate), runs))
        return outcome, first
    rows_left = (candidate.view(np.uint8) * np.arange(steps, 0, -1, dtype=np.uint8)[:, np.newaxis]).max(axis=0)
    run = np.flatnonzero(rows_left)
    rolling = decide(steps - rows_left[run].astype(np.intp), run)
    rolling = rolling[rows_left[rolling] > 1]
    if len(rolling):  # few: mostly the first row decides
        row, index = np.nonzero(np.take(candidate, rolling, axis=1))
        run = rolling[index]
        is_later = row > steps - rows_left[run].astype(np.intp)
        decide(row[is_later], run[is_later])
    return outcome, first


def _candidates(
    landscape: Landscape, batch: Batch, ways: _Ways, w: Floats, slope: Floats, delta: Floats, *, is_noisy: bool
) -> Bools:
    """(steps, n) where a ball may be trapped, or is slow enough to be at rest, or is outside or no longer a number.

    With noise the latter alone count.
    """
    candidate = np.zeros(w.shape, np.bool_) if is_noisy else _slow_enough(landscape, batch, ways, w, delta)
    lo, hi = landscape.domain
    outside = np.flatnonzero(~((ways.low >= lo) & (ways.high <= hi)))
    if len(outside):
        theirs = w[:, outside]
        candidate[:, outside] |= ~((theirs >= lo) & (theirs <= hi))
    is_finite = np.isfinite(slope)
    if not is_finite.all():
        candidate |= ~is_finite
    return candidate


def _slow_enough(landscape: Landscape, batch: Batch, ways: _Ways, w: Floats, delta: Floats) -> Bools:
    """(steps, n) where a ball may be trapped, or is slow enough to be at rest."""
    scratch, square = (flat[: w.size].reshape(w.shape) for flat in _buffers(w.size)[3:])
    np.multiply(delta, delta, out=square)
    below_rim = _highest_levels(landscape.features, batch, ways)
    if np.isneginf(below_rim).all():
        candidate = np.zeros(w.shape, np.bool_)
    else:
        bound = landscape.trapping_table.max_energy(w, scratch)
        bound += below_rim
        bound *= batch.delta2_per_energy
        candidate = square <= bound
    at_rest = REST_STEP * landscape.width
    slow = REST_MARGIN * (at_rest * at_rest)  # ** would raise OverflowError on a vast domain
    if not square.min() > slow:
        candidate |= square <= slow
    return candidate


def _highest_levels(features: Features, batch: Batch, ways: _Ways) -> Floats:
    """(n,) the highest level of each run in the valleys that it may be in, above the rim there: at most 0."""
    levels = batch.levels
    if len(levels) == 0:
        return np.zeros(len(batch.w))
    if len(levels) == 1:
        only: Floats = levels[0] - features.rims[0]
        return only
    highest = levels[ways.valley, np.arange(len(batch.w))] - features.rims[ways.valley]
    highest[ways.roaming] = (levels[:, ways.roaming] - features.rims[:, np.newaxis]).max(axis=0)
    return np.minimum(highest, 0.0)  # infinite where not computed yet


def _evaluate(
    landscape: Landscape, batch: Batch, run: Ints, row: Ints | int, forcing: Forcing, states: Moving
) -> Evaluation:
    """Evaluate states (k,) of the runs at these indices of the batch, so many steps after those of the batch."""
    groups = groups_of(batch.rule[run])
    in_the_end = forcing.in_the_end(batch.parameters)
    parameters = map_arrays(lambda column: column[run], in_the_end)

    def level_in(valley: Ints) -> Floats:
        return level_in_valley(landscape, batch.rule, in_the_end, batch.levels, valley, run)

    w, slope, delta, rule_state = states
    f, origin = landscape.height(w), batch.origin[run]
    inputs = OutcomeInput(groups, parameters, level_in, w, f, slope, delta, rule_state, origin)
    if forcing.is_on:
        is_certain = batch.steps[run] + row >= forcing.certain_from
        inputs = inputs._replace(is_noisy=forcing.is_noisy, may_be_trapped=is_certain)
    return evaluate(landscape, inputs)


def _valley_index(features: Features, w: Floats) -> Ints:
    """The same as `Features.valley_index`, but faster for whole blocks where there are few hills."""
    hills = features.hills
    if len(hills) > MAX_HILLS_TO_COUNT:
        found: Ints = features.intervals.find(w)
        return found
    index = np.zeros(w.shape, np.int8)
    for hill in hills.tolist():
        index += w >= hill
    return index
