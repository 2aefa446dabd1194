"""Measures the packed program from the start of its process to the first frame on a screen, warm and cold.

    python3 dev.py build; .venv/bin/python -m tests.benchmarks.start --packed [FOLDER]

FOLDER is the unpacked program, by default dist/momentum-lab. It is compared with `python -m app` on the same X server
(Xvfb), whose pixels are polled every few milliseconds. Cold: before each start the system drops all files of the
program from its cache, so that they are read from the disk.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.tables import print_table, verdict
from tests.checks import screen
from tests.support.paths import ROOT

RUNS = 7
MAX_S = 2.5
MAX_RATIO = 1.5
POLL_S = 0.002
TIMEOUT_S = 30.0
PLAIN, WARM, COLD = "python -m app, warm", "packed, warm", "packed, cold"


def drop_from_cache(folder: Path) -> None:
    """Drop all files below a folder from the system's cache."""
    os.sync()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            number = os.open(path, os.O_RDONLY)
            os.posix_fadvise(number, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(number)


def seconds(command: list[str], environment: dict[str, str], is_empty: Callable[[], bool]) -> float:
    """Seconds from the start of the process until something is painted on the empty screen."""
    while not is_empty():
        time.sleep(POLL_S)
    begun = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        while is_empty() and process.poll() is None and time.perf_counter() - begun < TIMEOUT_S:
            time.sleep(POLL_S)
        duration = time.perf_counter() - begun
        painted = not is_empty()
        process.terminate()
        message = process.communicate(timeout=TIMEOUT_S)[1]
    if not painted:
        sys.exit(f"{command[0]} painted nothing in {duration:.1f} s; its output: {message}")
    return duration


def measure(programs: dict[str, list[str]], folder: Path) -> dict[str, list[float]]:
    """Seconds of all runs of each program; before a cold one `folder` is dropped from the cache."""
    from Xlib import X
    from Xlib.display import Display

    with screen() as more:
        # Kept open for all runs: an X server restarts when its last client leaves.
        display = Display(more["DISPLAY"])
        root = display.screen().root

        def is_empty() -> bool:
            return not any(root.get_image(200, 100, 64, 64, X.ZPixmap, 0xFFFFFFFF).data)

        runs: dict[str, list[float]] = {}
        for name, command in programs.items():
            for _ in range(RUNS + 1):
                if "cold" in name:
                    drop_from_cache(folder)
                runs.setdefault(name, []).append(seconds(command, {**os.environ, **more}, is_empty))
        display.close()
    return {name: durations[1:] for name, durations in runs.items()}


def main(arguments: list[str]) -> None:
    """Measure and print."""
    folder = Path(arguments[0] if arguments else ROOT / "dist" / "momentum-lab").resolve()
    packed, plain = [str(folder / "momentum-lab"), "--temp-settings"], [sys.executable, "-m", "app", "--temp-settings"]
    if not Path(packed[0]).is_file():
        sys.exit(f"{packed[0]} does not exist; python3 dev.py build makes it")
    runs = measure({PLAIN: plain, WARM: packed, COLD: packed}, folder)
    medians = {name: statistics.median(durations) for name, durations in runs.items()}
    rows = [(name, f"{medians[name]:.3f}", f"{min(runs[name]):.3f}", f"{max(runs[name]):.3f}") for name in runs]
    print(f"Seconds from process start to the first frame on an X server, {RUNS} runs each")
    print_table(("what", "median", "least", "most"), rows)
    times = medians[COLD] / medians[PLAIN]
    print(f"cold: allowed {MAX_S} s: {verdict(medians[COLD], MAX_S)}")
    print(f"cold: allowed {MAX_RATIO} × {PLAIN}: {times:.2f} ×: {verdict(times, MAX_RATIO)}")
