"""A ball that is called trapped never leaves its valley: a hundred thousand that are, half of them on the verge."""

from collections import Counter

import numpy as np
import pytest

from tests.support.trapping_trials import landscapes, run_trial

LANDSCAPES = 48
"""All presets, 16 drawn curves and 16 nasty wells."""
BALLS = 2300
"""On each landscape that has levels."""
CALLED_TRAPPED = 100_000
"""Least number of balls that are called trapped, half of them on the verge."""


@pytest.mark.by_chance
def test_nothing_called_trapped_leaves_within_20_000_steps() -> None:
    chance = np.random.default_rng(20261130)
    called, on_verge = Counter[str](), Counter[str]()
    for kind, landscape in landscapes(chance, LANDSCAPES):
        trial = run_trial(landscape, chance, BALLS)
        called[kind] += np.count_nonzero(trial.called_trapped)
        on_verge[kind] += np.count_nonzero(trial.on_verge)
        assert not trial.left.any(), (landscape.title, landscape.domain)
    assert called.total() >= CALLED_TRAPPED
    assert on_verge.total() >= CALLED_TRAPPED // 2
    assert min(on_verge.values()) > 10_000


def test_with_levels_a_tenth_higher_balls_would_leave() -> None:
    chance = np.random.default_rng(1)
    trials = [run_trial(landscape, chance, 500, raised=1.1, steps=1000) for _, landscape in landscapes(chance, 12)]
    assert sum(np.count_nonzero(trial.left) for trial in trials) > 10
