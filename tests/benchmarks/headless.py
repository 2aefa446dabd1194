"""Measures time and memory of runs without a window: python -m tests.benchmarks.headless.

Prints the limit and the measured value. The balls of the long run never settle, so that all its numbers differ; it is
compared with a plain loop, which calls csv.writer for each row.
"""

import csv
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

from app.files.scenario import Scenario
from app.files.trajectories import COLUMNS, csv_field, write_trajectories
from physics.landscape.formula import FormulaLandscape
from physics.outcome.outcome import OUTCOMES
from physics.rules.registry import RULES
from physics.run.recording import Rows
from physics.run.run import Run
from tests.support.balls import new_ball
from tests.support.paths import ROOT

STARTS = (2.5, 2.6, 2.7, 2.8, 2.9)
RESTLESS = (
    *("--preset", "double-well", "--full", "--alpha", *["1"] * 5),
    *("--eta", "0.01", "--start", *map(str, STARTS), "--csv", "long.csv"),
)


def measured(*arguments: str, times: int = 1) -> tuple[float, float]:
    """Seconds of the fastest of `times` calls of the program in an empty folder, and the peak memory in MB."""
    watched = [sys.executable, "-c", WATCH, sys.executable, "-m", "app", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    results = []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as folder:
            out = subprocess.run(watched, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True)
        results.append([float(figure) for figure in out.stdout.split()])
    return min(seconds for seconds, _ in results), max(memory for _, memory in results)


WATCH = """
import subprocess, sys, time
begun = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
seconds = time.perf_counter() - begun
try:
    import resource
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
except ImportError:  # Windows has no such count
    memory = float("nan")
print(seconds, memory)
"""


def restless_run(steps: int) -> Run:
    """Five balls that never settle."""
    landscape = FormulaLandscape("(w^2 - 4)^2/8 + 0.6*w + 1.3", (-3.4, 3.4))
    run = Run(landscape, [new_ball(1.0, 0.01, start, name=f"from {start}") for start in STARTS])
    run.advance(steps)
    return run


def write_plainly(stream: io.TextIOBase, names: Sequence[str | None], rows: Rows) -> None:
    """The same file, row by row."""
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    energy = rows.energy
    numbers = (
        rows.parameters["alpha"],
        rows.parameters["eta"],
        rows.w,
        rows.f,
        rows.slope,
        rows.momentum_term,
        rows.gradient_term,
        rows.delta,
    )
    for ball, name in enumerate(names):
        for step in range(len(rows.w)):
            at = step, ball
            if rows.stepped[at]:
                rule = RULES[rows.rule[at]].name
                values = [repr(float(column[at])) for column in (*numbers, energy)]
                valley = rows.valley[at] or ""
                words = (valley, rows.hills_crossed[at], OUTCOMES[rows.outcome[at]])
                writer.writerow([ball + 1, csv_field(name or ""), rule, step, *values, *words])


def seconds_of(work: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Measure and print."""
    seconds, _ = measured("--version", times=5)
    print(f"--version                                  at most  0.3 s: {seconds:6.2f} s")
    seconds, _ = measured("run", "--csv", "short.csv", times=5)
    print(f"run, 5 balls, 2,000 steps, CSV             at most  1.5 s: {seconds:6.2f} s")
    seconds, memory = measured("run", "--steps", "1000000", *RESTLESS)
    print(f"run, 5 balls, 1,000,000 steps, full, CSV   at most 90 s:   {seconds:6.2f} s")
    print(f"  its peak memory                          at most 1500 MB: {memory:5.0f} MB")
    run = restless_run(40_000)
    scenario, rows = Scenario("Restless", run.landscape, run.balls), run.recording.rows()
    count, quick, plain = rows.w.size, io.BytesIO(), io.StringIO(newline="")
    seconds = seconds_of(lambda: write_trajectories(quick, scenario, rows))
    plain_seconds = seconds_of(lambda: write_plainly(plain, [ball.name for ball in run.balls], rows))
    assert quick.getvalue() == plain.getvalue().encode(), "both ways must write the same bytes"
    print(f"writing a row                              {seconds / count * 1e6:.1f} µs")
    print(f"  the plain way, with csv.writer           {plain_seconds / count * 1e6:.1f} µs")
    print(f"  times as fast                            {plain_seconds / seconds:.1f}")


if __name__ == "__main__":
    main()
