"""Tries to find a ball that is called trapped and leaves: python -m tests.benchmarks.trapped [RUNS [SEED]].

Both rules, on all presets, on drawn curves and on nasty wells: narrow, lopsided, kinked, far from 0. α is in [0, 1] and
ηL up to 2 (1 + α). Half of the balls start on the verge of the verdict. Prints, for each kind of landscape, how many
were called trapped and how many of those left their valley within 20,000 steps; of some landscapes also with levels
raised by a tenth, where some have to leave.
"""

import sys

import numpy as np

from tests.benchmarks.tables import print_table
from tests.support.trapping_trials import landscapes, run_trial

BALLS = 20_000
"""On each landscape: with fewer, NumPy calls for the last ones that move take most of the time."""
RAISED_EVERY = 10
"""Levels are raised, too, on every tenth landscape."""


def main() -> None:
    """Roll the number of balls asked for, then print the counts."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    chance = np.random.default_rng(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    counts: dict[str, list[int]] = {}
    for index, (kind, landscape) in enumerate(landscapes(chance, -(-runs // BALLS))):
        count = counts.setdefault(kind, [0, 0, 0, 0, 0])
        exact = run_trial(landscape, chance, BALLS)
        found = [len(exact.left), exact.called_trapped, exact.left, 0, 0]
        if index % RAISED_EVERY == 0:
            raised = run_trial(landscape, chance, BALLS, raised=1.1)
            found[3:] = raised.called_trapped, raised.left
        counts[kind] = [before + int(np.sum(more)) for before, more in zip(count, found, strict=True)]
    head = "landscapes", "balls", "trapped", "that left", "with levels raised by a tenth", "that left"
    print_table(head, [(kind, *(f"{count:,}" for count in row)) for kind, row in counts.items()])


if __name__ == "__main__":
    main()
