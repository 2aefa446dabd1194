"""Compares an outcome map with runs of its balls to rest, as in the window.

    python -m tests.benchmarks.map_truth [arguments of momentum-lab map]

Prints how many runs end as the map says, and lists those that do not. A map stops a run when its outcome is known; here
every ball rolls on, up to the map's last step.
"""

import sys
import time

import numpy as np

from app.cli.map import read_map_request
from physics.outcome.outcome import OUTCOMES
from physics.sweep.batch import Results
from physics.sweep.sweep import sweep_now
from tests.support.live import Live, ball_at, rolled_to_rest, says_the_same

DEFAULT = ["--size", "200", "120"]


def main() -> None:
    """Compare and print."""
    request = read_map_request(sys.argv[1:] or DEFAULT)
    begun = time.perf_counter()
    results = sweep_now(request.landscape, request.grid.starts(), request.last)
    seconds = time.perf_counter() - begun
    print(f"map: {request.grid.columns} × {request.grid.rows} runs in {seconds:.2f} s")
    begun = time.perf_counter()
    balls = [ball_at(request.grid, number) for number in range(request.grid.size)]
    live = rolled_to_rest(request.landscape, balls, request.last)
    outcomes = np.bincount(live.outcome, minlength=len(OUTCOMES))
    print(f"live: {time.perf_counter() - begun:.1f} s; in the end " + ", ".join(counts(outcomes)))
    same = says_the_same(results, live)
    print(f"the map is right about {np.count_nonzero(same):,} of {len(balls):,} runs")
    for number in np.flatnonzero(~same).tolist():
        print(f"  {balls[number]}: the map says {described(results, number)}; live: {described(live, number)}")
    sys.exit(not same.all())


def counts(outcomes: np.ndarray) -> list[str]:
    return [f"{count:,} {outcome}" for outcome, count in zip(OUTCOMES, outcomes.tolist(), strict=True) if count]


def described(columns: Results | Live, number: int) -> str:
    return ", ".join(f"{name} {column[number]}" for name, column in columns._asdict().items())


if __name__ == "__main__":
    main()
