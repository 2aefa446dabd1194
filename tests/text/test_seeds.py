"""The share of each valley over many seeds, in words."""

import numpy as np

from app.files.presets import load_preset
from app.text.seeds import MAX_VALLEYS, seeds_text
from physics.outcome.outcome import LEFT, ROLLING
from physics.sweep.seeds import SeedResults
from tests.support.runs import HILLS


def results(*valleys: int, gone: int = 0) -> SeedResults:
    outcome = np.array([ROLLING] * len(valleys) + [LEFT] * gone, np.int8)
    return SeedResults(outcome, np.array([*valleys, *[0] * gone]))


def test_the_largest_share_comes_first() -> None:
    assert seeds_text(HILLS, results(2, 1, 1, gone=1), 1000) == (
        "After 1,000 steps, over 4 seeds: 50 % valley 2 (global), 25 % valley 3, 25 % gone."
    )
    assert seeds_text(HILLS, results(3), 9) == "After 9 steps, over 1 seed: 100 % valley 4."


def test_of_many_valleys_the_rest_is_one_share() -> None:
    landscape = load_preset("washboard").landscape
    valleys = [valley for valley in range(MAX_VALLEYS + 2) for _ in range(10 - valley)]
    text = seeds_text(landscape, results(*valleys), 1000)
    assert text.count(" % valley ") == MAX_VALLEYS
    assert text.endswith(f"{100 * 7 / len(valleys):.3g} % other valleys.")
