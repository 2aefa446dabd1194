"""How fast many runs are swept: python -m tests.benchmarks.sweep [PRESET …].

Prints, each measured in this run: the whole map of the default scenario against the plain numpy loop, which steps all
runs to the last step (a part of it is timed, and scaled up); the first coarse picture; one strip; a large map, and one
of runs that go on for long, in one process and in two; nanoseconds for a step of one run, for a formula and for points,
against plain numpy; and then the map of every preset under every rule against the loop with the same slopes. With
PRESETs only their maps.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

import numpy as np

from app.files.default import PRESET, default_scenario
from app.files.outcome_map import compute_map
from app.files.presets import Preset, load_preset, preset_names
from physics.arrays import Floats, take_balls
from physics.landscape.base import Landscape
from physics.landscape.points import PointsLandscape
from physics.outcome.outcome import ROLLING
from physics.rules.base import ALPHA, ETA, Rule, State
from physics.rules.dispatch import groups_of, stepper
from physics.rules.registry import RULES
from physics.run.ball import START, Ball
from physics.sweep.batch import concatenate_finished
from physics.sweep.grid import Grid, whole_axis
from physics.sweep.initial_states import InitialStates
from physics.sweep.sweep import LAST_STEP, RUNS_PER_STRAGGLER, sweep, sweep_now
from tests.benchmarks.tables import print_table

SIZE = 256
LARGE = 2048
HARD = 200
TIMES = 7
PLAIN_STEPS = 200
"""Of the plain loop's 20,000; it does the same in each of them."""
BLOCK = 4096
LONG_S = 0.5
"""A map that takes less time is computed several times."""

PLAIN_RULES = RULES[:2]
"""Momentum and Nesterov's rule, which the plain loop has."""

MIN_RATIO, MIN_MEDIAN_RATIO, MIN_DEFAULT_RATIO = 12.0, 40.0, 250.0
MIN_DECIDED = 99.8
"""Per cent of the runs of a map."""
EXCEPTIONS = {
    ("v-shape", "momentum"): (1.0 / 1.5, 60.0),
    ("ill-conditioned-bowl", "momentum"): (2.0, 99.6),
    ("lessard-cycle", "momentum"): (1.5, 89.8),
}
"""Ratio and per cent where no theorem can do more. On Lessard's curve runs that repeat take longest: docs/model.md."""
MAX_STRIP_MS, MAX_DEFAULT_STRIP_MS = 20.0, 2.0
"""No step of a run can begin before the one before it has ended: a strip whose longest run has many takes longer."""


def main() -> None:
    """Measure and print."""
    chosen = sys.argv[1:]
    if not chosen:
        _print_default()
    map_head = "preset", "rule", "plain, s", "ours, s", "ratio", "wanted", "decided, %", "wanted"
    head = (*map_head, "strip's longest run, steps", "strip, ms", "wanted")
    ratios: list[float] = []
    names = chosen or preset_names()
    print_table(head, (_preset_row(load_preset(name), rule, ratios) for name in names for rule in PLAIN_RULES))
    print(f"median ratio {statistics.median(ratios):.0f}, wanted {MIN_MEDIAN_RATIO:.0f}")


def _print_default() -> None:
    scenario = default_scenario()
    landscape, ball = scenario.landscape, scenario.balls[0]
    x, y = (whole_axis(parameter, landscape, ball.parameters["eta"]) for parameter in (ALPHA, START))
    grid = Grid(x, y, SIZE, SIZE, ball)
    print_table(("map", "ms", "wanted"), _map_rows(landscape, grid))
    print()
    print_table(("a large map", "s", "ratio", "wanted"), _process_rows())
    print()
    print_table(("one step of a run, one thread", "ns", "plain numpy", "ratio", "wanted"), _step_rows(landscape))
    print()


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


def _preset_row(preset: Preset, rule: Rule, ratios: list[float]) -> tuple[str, ...]:
    """α × start on one core, with the η of the preset; the strip is that of its own start."""
    landscape = preset.landscape
    grid = _alpha_start_grid(preset, rule, SIZE)
    clock = time.process_time  # of this process alone, whatever else the computer does
    plain = (
        _median(lambda: _plain_loop(landscape, grid.starts(), rule, PLAIN_STEPS), 1, clock) * LAST_STEP / PLAIN_STEPS
    )
    begun = clock()
    results = concatenate_finished(list(sweep(landscape, grid, levels=grid.levels(), workers=1))).results
    ours = clock() - begun
    if ours < LONG_S:
        ours = _median(lambda: _sweep_all(landscape, grid, 1), TIMES, clock)
    ratio, decided = plain / ours, 100.0 * float((results.outcome != ROLLING).mean())
    is_default = preset.name == PRESET and rule is RULES[0]
    least_ratio = MIN_DEFAULT_RATIO if is_default else MIN_RATIO
    least_ratio, least_decided = EXCEPTIONS.get((preset.name, rule.name), (least_ratio, MIN_DECIDED))
    row = np.abs(grid.y_values - preset.start).argmin()
    strip = take_balls(grid.starts(), range(row * SIZE, (row + 1) * SIZE))
    longest = int(sweep_now(landscape, strip).steps.max())
    strip_ms = 1e3 * _median(lambda: sweep_now(landscape, strip), 3, clock)
    most_ms = MAX_DEFAULT_STRIP_MS if is_default else MAX_STRIP_MS
    ratios.append(ratio)
    return (
        preset.name,
        rule.name,
        f"{plain:.1f}",
        f"{ours:.2f}",
        f"{ratio:.1f}",
        _judged(f"{least_ratio:.3g}", ratio >= least_ratio),
        f"{decided:.2f}",
        _judged(f"{least_decided:.1f}", decided >= least_decided),
        f"{longest:,}",
        f"{strip_ms:.1f}",
        _judged(f"{most_ms:.0f}", strip_ms <= most_ms),
    )


def _alpha_start_grid(preset: Preset, rule: Rule, size: int) -> Grid:
    """α × start, with the η of the preset."""
    ball = Ball(rule, {ALPHA.name: 0.0, ETA.name: preset.eta}, preset.start)
    x, y = (whole_axis(parameter, preset.landscape, preset.eta) for parameter in (ALPHA, START))
    return Grid(x, y, size, size, ball)


def _judged(wanted: str, is_reached: bool) -> str:
    return wanted if is_reached else f"{wanted} MISSED"


def _plain_loop(landscape: Landscape, starts: InitialStates, rule: Rule, steps: int) -> Floats:
    """Step runs of one of the two rules, as anyone would write it, with the landscape's slope."""
    w, delta, alpha, eta = starts.w, starts.delta, starts.parameters[ALPHA.name], starts.parameters[ETA.name]
    looks_ahead = rule.name == "nesterov"
    with np.errstate(all="ignore"):
        for _ in range(steps):
            delta = alpha * delta - eta * landscape.slope(w + alpha * delta if looks_ahead else w)
            w = w + delta
    return w


def _process_rows() -> Iterator[tuple[str, str, str, str]]:
    """A map of many runs, and one of runs that go on for long, in one process and in two."""
    for name, size in ((PRESET, LARGE), ("v-shape", HARD)):
        preset = load_preset(name)
        grid = _alpha_start_grid(preset, RULES[0], size)
        compute = partial(compute_map, preset.landscape, grid)
        alone, together = (_median(partial(compute, jobs=jobs), 3) for jobs in (1, 2))
        yield f"{name}, {size} × {size} runs, in one process", f"{alone:.2f}", "", ""
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
    for _ in sweep(landscape, grid, levels=grid.levels(), workers=workers):
        pass


def _first_picture(landscape: Landscape, grid: Grid) -> None:
    levels, known = grid.levels(), 0
    coarse = len(levels[0])
    for decided in sweep(landscape, grid, levels=levels):
        known += len(decided.run_index)
        if known >= coarse - coarse // RUNS_PER_STRAGGLER:
            return


def _median(work: Callable[[], object], times: int, clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds, after one call that does not count."""
    work()
    seconds = []
    for _ in range(times):
        begun = clock()
        work()
        seconds.append(clock() - begun)
    return statistics.median(seconds)


if __name__ == "__main__":
    main()
