"""Rules that exist only for a test."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
import pytest

from app.files.worker_processes import WORKERS
from physics.arrays import Columns
from physics.rules.base import ETA, Formulas, Rule, Slope, State
from physics.rules.registry import RULES, register

HEAVY_BALLS = [rule for rule in RULES if rule.formulas.energy is not None]
"""Rules with an energy: their steps are α Δ and −η times a slope, they come to rest and can be trapped."""


class WithoutMomentum(Rule):
    """A rule that has no α: momentum with α 0, bit for bit."""

    name = "plain"
    title = "Plain"
    help = "Plain gradient descent"
    parameters = (ETA,)
    formulas = Formulas(momentum="0", momentum_factor=None)

    def step(self, slope: Slope, parameters: Columns, before: State, after: State) -> None:
        after.momentum_term[:] = 0.0
        np.multiply(-parameters["eta"], before.slope, out=after.gradient_term)


@contextmanager
def registered(rule: Rule) -> Iterator[Rule]:
    """One more rule, as long as this lasts; it must be the last to come and the first to go.

    Other processes don't know it, so a thread does their work.
    """
    with ThreadPoolExecutor(1) as thread, pytest.MonkeyPatch.context() as patch:
        patch.setattr(WORKERS, "submit", thread.submit)
        register(rule)
        try:
            yield rule
        finally:
            assert RULES.pop() is rule
