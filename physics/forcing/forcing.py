"""Forcing: what a run feels besides the slope, and the share of η that it steps with. No rule knows of it.

    slope felt at step t = f′(w) + σ ξ_t          η in force at step t = η · share_t

The step from t to t + 1 is step t. All balls of a run feel the same ξ_t.
"""

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from physics.arrays import Columns, Floats, Ints
from physics.forcing.noise import MAX_SEED, normals
from physics.forcing.schedule import CONSTANT, NEVER, Schedule

MAX_NOISE = 1e300
"""So that σ ξ never overflows."""
NOISY_LAST_STEP = 1000
"""Sweeps show where a ball with noise is after so many steps, since nothing is ever decided."""
ETA_NAME = "eta"


class Forces(NamedTuple):
    """The forcing of some steps: arrays (steps,), or (steps, n) where it differs between balls; None for none."""

    noise: Floats | None
    """σ ξ, which is added to every slope that a rule asks for."""
    share: Floats | None
    """Of η."""


@dataclass(frozen=True, slots=True)
class Forcing:
    """Noise and schedule of a run. Raises ValueError for numbers out of range."""

    noise: float = 0.0
    """σ, the standard deviation of what is added to the slope."""
    seed: int = 0
    schedule: Schedule = CONSTANT
    begun: int = 0
    """The step that counts as step 0: above 0 for runs that go on from there, as those of sweeps."""

    def __post_init__(self) -> None:
        """Check the numbers."""
        check_noise(self.noise)
        if not 0 <= self.seed <= MAX_SEED:
            raise ValueError(f"seed: {self.seed} is not between 0 and {MAX_SEED}")

    @property
    def is_noisy(self) -> bool:
        """Whether there is noise: nothing but that a ball has gone is certain then."""
        return self.noise > 0.0

    @property
    def is_on(self) -> bool:
        """Whether there is noise or a schedule."""
        return self.is_noisy or not self.schedule.is_constant

    @property
    def certain_from(self) -> int:
        """The first step of a run at which it may be said of a ball that it is trapped, or that it repeats."""
        if self.is_noisy:
            return NEVER
        constant_from = self.schedule.constant_from
        return constant_from if constant_from == NEVER else max(0, constant_from - self.begun)

    def from_step(self, step: int) -> "Forcing":
        """The forcing of a run that begins with this step."""
        return replace(self, begun=self.begun + step) if self.is_on else NO_FORCING

    def with_noise(self, noise: float) -> "Forcing":
        """Return the same with another σ."""
        return replace(self, noise=noise)

    def last_step(self, usual: int) -> int:
        """The step at which sweeps give up runs that are not decided, which is `usual` without noise."""
        return NOISY_LAST_STEP if self.is_noisy else usual

    def in_force(self, parameters: Columns, step: int) -> Columns:
        """The parameters (n,) that the step after `step` is made with; the same object where nothing changes."""
        if self.schedule.is_constant:
            return parameters
        return with_share(parameters, self.schedule.shares(self.begun + step, 1))

    def in_the_end(self, parameters: Columns) -> Columns:
        """The parameters (n,) with the η that the schedule comes to."""
        return parameters if self.schedule.is_constant else with_share(parameters, np.array([self.schedule.limit]))

    def forces(self, begin: int, count: int) -> Forces | None:
        """Those of the steps begin, begin + 1, …: arrays (count,); None where there are none."""
        if not self.is_on:
            return None
        begin += self.begun
        noise = self.noise * normals(self.seed, begin, count) if self.is_noisy else None
        share = None if self.schedule.is_constant else self.schedule.shares(begin, count)
        return Forces(noise, share)

    def forces_of(self, steps: Ints, count: int) -> Forces | None:
        """Those of runs that are at the steps (n,): arrays (count, n), or (count,) where all are at the same one."""
        if not self.is_on:
            return None
        first, last = int(steps.min()), int(steps.max())
        forces = self.forces(first, last - first + count)
        if first == last or forces is None:
            return forces
        index = steps - first + np.arange(count)[:, np.newaxis]
        return Forces(*(None if column is None else column[index] for column in forces))


def with_share(parameters: Columns, share: Floats) -> Columns:
    """The parameters with a share of η; the share broadcasts with it."""
    return {**parameters, ETA_NAME: parameters[ETA_NAME] * share}


def check_noise(noise: float) -> float:
    """Return σ. Raises ValueError for one that there can't be."""
    if not (math.isfinite(noise) and 0.0 <= noise <= MAX_NOISE):
        raise ValueError(f"noise: {noise!r} is not between 0 and {MAX_NOISE!r}")
    return noise


NO_FORCING = Forcing()
"""Neither noise nor schedule."""
