"""How fast many runs are swept: python -m tests.benchmarks.sweep.

Prints, each measured in this run: the whole map of the default scenario against the plain numpy loop, which steps all
runs to the last step (a part of it is timed, and scaled up); the first coarse picture; one strip; a large map in one
process and in two; and nanoseconds for a step of one run, for a formula and for points, against plain numpy.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np

from app.files.default import default_scenario
from app.files.outcome_map import compute_map
from physics.arrays import Floats, take_balls
from physics.landscape.base import Landscape
from physics.landscape.points import PointsLandscape
from physics.rules.base import ALPHA, State
from physics.rules.dispatch import groups_of, stepper
from physics.run.ball import START
from physics.sweep.grid import Grid, whole_axis
from physics.sweep.sweep import LAST_STEP, RUNS_PER_STRAGGLER, sweep, sweep_now
from tests.benchmarks.tables import print_table

SIZE = 256
LARGE = 2048
TIMES = 7
PLAIN_STEPS = 200
"""Of the plain loop's 20,000; it does the same in each of them."""
BLOCK = 4096


def main() -> None:
    """Measure and print."""
    scenario = default_scenario()
    landscape, ball = scenario.landscape, scenario.balls[0]
    x, y = (whole_axis(parameter, landscape, ball.parameters["eta"]) for parameter in (ALPHA, START))
    grid = Grid(x, y, SIZE, SIZE, ball)
    print_table(("map", "ms", "wanted"), _map_rows(landscape, grid))
    print()
    print_table(
        (f"{LARGE} × {LARGE} runs", "s", "ratio", "wanted"), _process_rows(landscape, Grid(x, y, LARGE, LARGE, ball))
    )
    print()
    print_table(("one step of a run, one thread", "ns", "plain numpy", "ratio", "wanted"), _step_rows(landscape))


def _map_rows(landscape: Landscape, grid: Grid) -> Iterator[tuple[str, str, str]]:
    plain = _median(lambda: plainly(grid, PLAIN_STEPS), 3) * LAST_STEP / PLAIN_STEPS
    yield f"{SIZE} × {SIZE} runs to step {LAST_STEP}, plainly", f"{1e3 * plain:.0f}", ""
    for workers in (1, 2):
        ours = _median(lambda workers=workers: _sweep_all(landscape, grid, workers), TIMES)
        name = f"the same swept, {workers} thread{'s' if workers > 1 else ''}"
        yield name, f"{1e3 * ours:.1f}", f"{plain / ours:.0f} × as fast, wanted 150"
    first = _median(lambda: _first_picture(landscape, grid), TIMES)
    yield "its first coarse picture", f"{1e3 * first:.1f}", "30"
    starts = grid.starts()
    at_start = np.abs(grid.y_values - grid.ball.start).argmin()
    strip = take_balls(starts, range(at_start * SIZE, (at_start + 1) * SIZE))
    yield f"a strip of {SIZE} runs", f"{1e3 * _median(lambda: sweep_now(landscape, strip), 41):.2f}", "5"


def _process_rows(landscape: Landscape, grid: Grid) -> Iterator[tuple[str, str, str, str]]:
    alone, together = (_median(lambda jobs=jobs: compute_map(landscape, grid, jobs=jobs), 3) for jobs in (1, 2))
    yield "in one process", f"{alone:.2f}", "", ""
    yield "in two", f"{together:.2f}", f"{together / alone:.2f}", "0.6"


def _step_rows(formula: Landscape) -> Iterator[tuple[str, str, str, str, str]]:
    rough = np.sort(np.random.default_rng(2).uniform(-6.0, 6.0, 60))
    w = np.concatenate(([-6.0], rough, [6.0]))
    points = PointsLandscape(w, formula.height(w))
    plain = _median(lambda: _plain_steps(SIZE * SIZE, PLAIN_STEPS), 3) / (SIZE * SIZE * PLAIN_STEPS)
    for name, landscape, wanted in (("a formula", formula, ""), ("60 uneven points", points, "15")):
        ours = _median(lambda landscape=landscape: _our_steps(landscape, BLOCK, PLAIN_STEPS), TIMES)
        ours /= BLOCK * PLAIN_STEPS
        yield name, f"{1e9 * ours:.1f}", f"{1e9 * plain:.1f}", f"{plain / ours:.2f}", wanted


def plainly(grid: Grid, steps: int) -> Floats:
    """Step all runs of the default scenario's map, as anyone would write it."""
    starts = grid.starts()
    w, delta, alpha, eta = starts.w, starts.delta, starts.parameters["alpha"], starts.parameters["eta"]
    for _ in range(steps):
        delta = alpha * delta - eta * (0.12 * (w + 3.2) - 1.43 * np.sin(2.6 * w))
        w = w + delta
    return w


def _plain_steps(runs: int, steps: int) -> None:
    w, delta, alpha = np.linspace(-6.0, 6.0, runs), np.zeros(runs), np.linspace(0.0, 0.95, runs)
    for _ in range(steps):
        delta = alpha * delta - 0.02 * (0.12 * (w + 3.2) - 1.43 * np.sin(2.6 * w))
        w = w + delta


def _our_steps(landscape: Landscape, runs: int, steps: int) -> None:
    parameters = {"alpha": np.linspace(0.0, 0.95, runs), "eta": np.full(runs, 0.02)}
    step = stepper(landscape, groups_of(np.zeros(runs, np.int8)), parameters)
    two = [State(*np.zeros((5, runs)), rule_state={}) for _ in range(2)]
    two[0].w[:] = np.linspace(-6.0, 6.0, runs)
    landscape.slope(two[0].w, two[0].slope)
    for before, after in pairwise(two * (steps // 2) + two[:1]):
        step(before, after)


def _sweep_all(landscape: Landscape, grid: Grid, workers: int) -> None:
    for _ in sweep(landscape, grid.starts(), levels=grid.levels(), workers=workers):
        pass


def _first_picture(landscape: Landscape, grid: Grid) -> None:
    levels, known = grid.levels(), 0
    coarse = len(levels[0])
    for decided in sweep(landscape, grid.starts(), levels=levels):
        known += len(decided.run_index)
        if known >= coarse - coarse // RUNS_PER_STRAGGLER:
            return


def _median(work: Callable[[], object], times: int) -> float:
    """Seconds, after one call that does not count."""
    work()
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


if __name__ == "__main__":
    main()
