"""A ball that is called trapped never leaves its valley: a hundred thousand balls, half of them on the verge."""

import numpy as np
import pytest

from tests.support.trapping_trials import landscapes, tried

LANDSCAPES = 48
"""All presets, 16 drawn curves and 16 nasty wells."""
BALLS = 2100
"""On each landscape."""


@pytest.mark.by_chance
def test_nothing_called_trapped_leaves_within_20_000_steps() -> None:
    chance = np.random.default_rng(20261130)
    called: dict[str, int] = {}
    for kind, landscape in landscapes(chance, LANDSCAPES):
        trial = tried(landscape, chance, BALLS)
        called[kind] = called.get(kind, 0) + np.count_nonzero(trial.called_trapped)
        assert not trial.left.any(), (landscape.title, landscape.domain)
    assert LANDSCAPES * BALLS >= 100_000
    assert min(called.values()) > 10_000


def test_with_levels_a_tenth_higher_balls_would_leave() -> None:
    chance = np.random.default_rng(1)
    trials = [tried(landscape, chance, 500, raised=1.1, steps=1000) for _, landscape in landscapes(chance, 12)]
    assert sum(np.count_nonzero(trial.left) for trial in trials) > 10
