"""Measures the peak memory of 1,000,000 recorded steps of 8 balls, without and with the window.

    python -m tests.benchmarks.memory

The balls roll with α = 1 in a bowl, so that all of them move in every step. Each case has its own process, since
the peak of a process never falls. Linux and macOS only.
"""

import resource
import subprocess
import sys
import time

import numpy as np

from app.files.scenario import Scenario
from physics.arrays import AnyArray, map_columns
from physics.landscape.points import PointsLandscape
from physics.rules.registry import default_rule
from physics.run.recording import Recording
from physics.run.run import Run
from tests.benchmarks.tables import paint_offscreen, print_table, verdict
from tests.support.balls import new_ball

STEPS, BALLS = 1_000_000, 8
MAX_MB = 700.0
CASES = {"libraries": "nothing recorded", "run": "recorded", "window": "recorded, in the window with every plot"}


def scenario() -> Scenario:
    """Balls that never come to rest in a bowl."""
    w = np.linspace(-6.0, 6.0, 200)
    starts = np.linspace(1.0, 5.0, BALLS).tolist()
    balls = tuple(new_ball(1.0, 0.02, start, name=f"{start:.2f}") for start in starts)
    return Scenario("Bowl", PointsLandscape(w, 0.1 * w**2), balls)


def record() -> None:
    """Record without a window."""
    start = scenario()
    run = Run(start.landscape, start.balls)
    run.advance(STEPS)
    check(run)


def record_in_window() -> None:
    """Record in the window, painted."""
    from app.session.session import Session
    from app.theme.application import apply_theme
    from app.window.main_window import Window
    from app.window.settings import clean_settings
    from app.window.startup import application

    app = application()
    session = Session(scenario())
    window = Window(session, apply_theme(app, "dark"), clean_settings())
    window.resize(1280, 800)
    window.show()
    for _ in range(100):
        session.step_on(STEPS // 100)
        app.processEvents()
    check(session.run)


def check(run: Run) -> None:
    """Raise RuntimeError if not all steps were start."""
    if run.step != STEPS or not run.recording.row(STEPS).stepped.all():
        raise RuntimeError(f"the run came to step {run.step}")


def peak() -> float:
    """The peak memory of this process in MB."""
    unit = 1.0 if sys.platform == "darwin" else 1024.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def measured(case: str) -> tuple[float, float]:
    """Peak in megabytes, and seconds, of one case in its own process."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.memory", case], capture_output=True, text=True, timeout=120
    )
    if done.returncode:
        sys.exit(done.stderr)
    return float(done.stdout), time.perf_counter() - begun


def bytes_of_a_row() -> int:
    """Bytes of one step of one ball in a recording."""
    sizes: list[int] = []

    def note(column: AnyArray) -> AnyArray:
        sizes.append(column.itemsize)
        return column

    map_columns(note, Recording(1).extend(1, [default_rule()]))
    return sum(sizes)


def main() -> None:
    """Measure and print; given the name of a case, run that one and print its peak alone."""
    paint_offscreen()
    if len(sys.argv) > 1:
        {"libraries": lambda: None, "run": record, "window": record_in_window}[sys.argv[1]]()
        print(peak())
        return
    row = bytes_of_a_row()
    alone = row * STEPS * BALLS / 1e6
    print(f"{STEPS:,} steps × {BALLS} balls; {row} bytes a row, so the numbers alone are {alone:.0f} MB")
    rows = []
    for case, name in CASES.items():
        megabytes, seconds = measured(case)
        result = verdict(megabytes, MAX_MB) if case == "run" else ""
        allowed = f"{MAX_MB:g}" if case == "run" else ""
        rows.append((name, f"{megabytes:.0f}", f"{megabytes / alone:.2f} ×", f"{seconds:.1f}", allowed, result))
    print_table(("what", "peak MB", "of the numbers", "seconds", "allowed", ""), rows)


if __name__ == "__main__":
    main()
