"""Where one ball is with other noise: runs from one state that differ in the seed alone."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from physics.arrays import Codes, Ints
from physics.forcing.forcing import Forces, with_share
from physics.forcing.noise import MAX_SEED, normals
from physics.forcing.schedule import BLOCK
from physics.landscape.base import Landscape
from physics.outcome.outcome import ROLLING, Evaluation, OutcomeInput, evaluate
from physics.rules.base import State
from physics.rules.dispatch import groups_of, steppers
from physics.rules.trapping import NOT_CLAIMED
from physics.sweep.initial_states import BallState, InitialStates

SEEDS = 64
"""How many are tried when nothing says otherwise."""


class SeedResults(NamedTuple):
    """Results of runs with different seeds: arrays (n,)."""

    outcome: Codes
    """`rolling`, or `left` or `diverged`."""
    valley: Ints
    """Index, from 0, of the valley that it is in at the last step, or that it left from."""


def seeds_from(first: int, count: int) -> list[int]:
    """`count` seeds that follow each other."""
    return [(first + index) % (MAX_SEED + 1) for index in range(count)]


def results_over_seeds(landscape: Landscape, state: BallState, seeds: Sequence[int], last: int) -> SeedResults:
    """Where a ball is after `last` steps, at least one, with the noise of each seed; bit for bit as in a run.

    Its forcing has noise.
    """
    start, count = state.initial_states(len(seeds)), len(seeds)
    outcome, valley = np.full(count, ROLLING, np.int8), np.zeros(count, np.intp)
    with np.errstate(all="ignore"):
        momentum_term, gradient_term = np.empty((2, count))
        before = State(start.w, landscape.slope(start.w), momentum_term, gradient_term, start.delta, start.rule_state)
        for begin in range(0, last, BLOCK):
            steps = min(BLOCK, last - begin)
            forcing = state.forcing.from_step(begin)
            noise = forcing.noise * np.stack([normals(seed, forcing.begun, steps) for seed in seeds], axis=1)
            share = None if forcing.schedule.is_constant else forcing.schedule.shares(forcing.begun, steps)
            before, found = _block(landscape, start, before, Forces(noise, share), steps)
            moving, run = outcome == ROLLING, np.arange(count)
            has_gone = found.outcome != ROLLING
            end = np.where(has_gone.any(axis=0), has_gone.argmax(axis=0), steps - 1)
            outcome[moving], valley[moving] = found.outcome[end, run][moving], found.valley[end, run][moving]
    return SeedResults(outcome, valley)


def _block(
    landscape: Landscape, start: InitialStates, before: State, forces: Forces, steps: int
) -> tuple[State, Evaluation]:
    """Make steps with their forces, and evaluate them."""
    groups, share = groups_of(start.rule), forces.share
    w, slope, delta = np.empty((3, steps, len(start.w)))
    for row, step in enumerate(steppers(landscape, groups, start.parameters, forces)):
        own = {name: column.copy() for name, column in before.rule_state.items()}
        after = State(w[row], slope[row], before.momentum_term, before.gradient_term, delta[row], own)
        step(before, after)
        before = after
    in_force = start.parameters if share is None else with_share(start.parameters, share[:, np.newaxis])
    no_level = partial(np.full_like, fill_value=NOT_CLAIMED, dtype=np.float64)  # with noise nobody is trapped
    states = OutcomeInput(groups, in_force, no_level, w, landscape.height(w), slope, delta, {}, start.origin)
    return before, evaluate(landscape, states._replace(is_noisy=True))
