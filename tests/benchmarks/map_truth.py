"""Is an outcome map true? Every run of it is rolled to rest, as in the window, and compared.

    python -m tests.benchmarks.map_truth [arguments of momentum-lab map]

Prints how many runs do, in the end, what the map says of them, and lists those that do not. A map stops a run as soon
as it knows where it ends; here every ball rolls on, up to the map's last step.
"""

import sys
import time

import numpy as np

from app.cli.options import read_map_request
from physics.outcome.outcome import OUTCOMES
from physics.sweep.batch import Ends
from physics.sweep.sweep import sweep_now
from tests.support.live import Live, ball_at, rolled_to_rest, says_the_same

USUAL = ["--size", "200", "120"]


def main() -> None:
    """Compare and print."""
    request = read_map_request(sys.argv[1:] or USUAL)
    begun = time.perf_counter()
    ends = sweep_now(request.landscape, request.grid.starts(), request.last)
    seconds = time.perf_counter() - begun
    print(f"map: {request.grid.columns} × {request.grid.rows} runs in {seconds:.2f} s")
    begun = time.perf_counter()
    balls = [ball_at(request.grid, number) for number in range(request.grid.size)]
    live = rolled_to_rest(request.landscape, balls, request.last)
    outcomes = np.bincount(live.outcome, minlength=len(OUTCOMES))
    print(f"live: {time.perf_counter() - begun:.1f} s; in the end " + ", ".join(counted(outcomes)))
    same = says_the_same(ends, live)
    print(f"the map is right about {np.count_nonzero(same):,} of {len(balls):,} runs")
    for number in np.flatnonzero(~same).tolist():
        print(f"  {balls[number]}: the map says {told(ends, number)}; live: {told(live, number)}")
    sys.exit(not same.all())


def counted(outcomes: np.ndarray) -> list[str]:
    return [f"{count:,} {outcome}" for outcome, count in zip(OUTCOMES, outcomes.tolist(), strict=True) if count]


def told(columns: Ends | Live, number: int) -> str:
    return ", ".join(f"{name} {column[number]}" for name, column in columns._asdict().items())


if __name__ == "__main__":
    main()
