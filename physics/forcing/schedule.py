"""Schedules: the share of its learning rate η that a ball steps with, step by step.

With the step s counted from 0, the decay time T and the final share F, after a warm-up of W steps:

    constant   1
    step       a tenth after every T steps, down to F:  max(F, 0.1^⌊(s − W)/T⌋)
    cosine     half a cosine from 1 down to F:  F + (1 − F) (1 + cos π(s − W)/T)/2,  F from step W + T on
    inverse    F + (1 − F)/(1 + (s − W)/T)

In the warm-up the share grows evenly, (s + 1)/(W + 1). No share is ever 0.

Loshchilov and Hutter (2017), *SGDR: stochastic gradient descent with warm restarts*, for the cosine; Robbins and Monro
(1951), *A stochastic approximation method*, for 1/t.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from physics.arrays import Floats, Ints

BLOCK = 1024
"""Steps that are computed together, always the same ones, so that their bits do not depend on who asks."""
NEVER = int(np.iinfo(np.int32).max)
"""A step that is never reached."""
DECAY_STEPS, FINAL_SHARE = 200, 0.01
"""Defaults."""
MAX_SCHEDULE_STEPS = 16_000_000
MIN_FINAL_SHARE = 1e-6
"""So that η never underflows to 0."""
DROP_FACTOR = 0.1
"""The factor of each drop of a `step` schedule."""


class Decay(StrEnum):
    """How η decays, by its name in files and on the command line."""

    CONSTANT = "constant"
    STEP = "step"
    COSINE = "cosine"
    INVERSE = "inverse"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A share of η by step. Raises ValueError for numbers out of range.

    A constant one has the default decay time and final share, which mean nothing for it.
    """

    decay: Decay = Decay.CONSTANT
    decay_steps: int = DECAY_STEPS
    """T."""
    warm_up: int = 0
    """W."""
    final_share: float = FINAL_SHARE
    """F."""

    def __post_init__(self) -> None:
        """Check the numbers."""
        if not 1 <= self.decay_steps <= MAX_SCHEDULE_STEPS:
            raise ValueError(f"decay_steps: {self.decay_steps} is not between 1 and {MAX_SCHEDULE_STEPS}")
        if not 0 <= self.warm_up <= MAX_SCHEDULE_STEPS:
            raise ValueError(f"warm_up: {self.warm_up} is not between 0 and {MAX_SCHEDULE_STEPS}")
        if not MIN_FINAL_SHARE <= self.final_share <= 1.0:
            raise ValueError(f"final_share: {self.final_share!r} is not between {MIN_FINAL_SHARE!r} and 1")
        if self.decay is Decay.CONSTANT:
            object.__setattr__(self, "decay_steps", DECAY_STEPS)
            object.__setattr__(self, "final_share", FINAL_SHARE)

    @property
    def is_constant(self) -> bool:
        """Whether η never changes."""
        return self.decay is Decay.CONSTANT and not self.warm_up

    @property
    def constant_from(self) -> int:
        """The first step from which the share stays what it is; `NEVER` under 1/t."""
        if self.decay is Decay.CONSTANT:
            return self.warm_up
        if self.decay is Decay.STEP:
            return self.warm_up + self._drops * self.decay_steps
        if self.decay is Decay.COSINE:
            return self.warm_up + self.decay_steps
        return NEVER

    @property
    def limit(self) -> float:
        """The share in the end."""
        return 1.0 if self.decay is Decay.CONSTANT else self.final_share

    @property
    def _drops(self) -> int:
        """How often a `step` schedule drops."""
        drops = 0
        while DROP_FACTOR**drops > self.final_share:
            drops += 1
        return drops

    def shares(self, begin: int, count: int) -> Floats:
        """(count,) the shares of the steps begin, begin + 1, …; read-only."""
        return in_blocks(lambda block: _share_block(self, block), begin, count)

    def shares_at(self, steps: Ints) -> Floats:
        """(n,) the shares of any steps (n,), the same as those of `shares`."""
        warm = (steps + 1.0) / (self.warm_up + 1.0)
        return np.where(steps < self.warm_up, warm, _decayed(self, np.maximum(steps - self.warm_up, 0)))


def in_blocks(block_at: Callable[[int], Floats], begin: int, count: int) -> Floats:
    """(count,) numbers by step, from `begin` on, of which `block_at` gives the blocks (BLOCK,)."""
    first, last = begin // BLOCK, (begin + max(count, 1) - 1) // BLOCK
    blocks = [block_at(block) for block in range(first, last + 1)]
    numbers = blocks[0] if len(blocks) == 1 else np.concatenate(blocks)
    return numbers[begin - first * BLOCK : begin - first * BLOCK + count]


@lru_cache(maxsize=64)
def _share_block(schedule: Schedule, block: int) -> Floats:
    share = schedule.shares_at(np.arange(block * BLOCK, (block + 1) * BLOCK))
    share.setflags(write=False)
    return share


def _decayed(schedule: Schedule, step: Ints) -> Floats:
    """The shares of steps counted from the end of the warm-up."""
    final, periods = schedule.final_share, step / schedule.decay_steps
    if schedule.decay is Decay.STEP:
        return np.maximum(final, DROP_FACTOR ** np.floor(periods))
    if schedule.decay is Decay.COSINE:
        wave = final + (1.0 - final) * (0.5 + 0.5 * np.cos(np.pi * np.minimum(periods, 1.0)))
        return np.where(periods < 1.0, np.clip(wave, final, 1.0), final)
    if schedule.decay is Decay.INVERSE:
        return final + (1.0 - final) / (1.0 + periods)
    return np.ones(step.shape)


CONSTANT = Schedule()
"""η stays as it is."""
