"""A ball that is called trapped never leaves its valley: a hundred thousand that are, half of them on the verge."""

from collections import Counter
from itertools import islice

import numpy as np
import pytest

from tests.support.trapping_trials import landscapes, run_trial

LANDSCAPES = 48
"""All presets, 16 drawn curves and 16 nasty wells."""
BALLS = 2900
"""On each landscape that has levels."""
CALLED_TRAPPED = 100_000
"""Least number of balls that are called trapped, half of them on the verge."""


PARTS = 4
"""Tests that the landscapes are divided among, so that none takes minutes."""


@pytest.mark.by_chance
@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_called_trapped_leaves_within_20_000_steps(part: int) -> None:
    chance = np.random.default_rng(20261130)
    called, on_verge = Counter[str](), Counter[str]()
    size = LANDSCAPES // PARTS
    for kind, landscape in islice(landscapes(chance, LANDSCAPES), part * size, (part + 1) * size):
        trial = run_trial(landscape, chance, BALLS)
        called[kind] += np.count_nonzero(trial.called_trapped)
        on_verge[kind] += np.count_nonzero(trial.on_verge)
        assert not trial.left.any(), (landscape.title, landscape.domain)
    assert called.total() >= CALLED_TRAPPED // PARTS
    assert on_verge.total() >= CALLED_TRAPPED // 2 // PARTS
    assert min(on_verge.values()) > 10_000 // PARTS


def test_with_levels_a_tenth_higher_balls_would_leave() -> None:
    chance = np.random.default_rng(1)
    trials = [run_trial(landscape, chance, 500, raised=1.1, steps=1000) for _, landscape in landscapes(chance, 12)]
    assert sum(np.count_nonzero(trial.left) for trial in trials) > 10
