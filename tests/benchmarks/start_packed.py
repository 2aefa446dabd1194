"""How long the packed program takes from the start of its process to the first frame on a screen, warm and cold.

    python3 dev.py build; .venv/bin/python -m tests.benchmarks.start --packed [FOLDER]

FOLDER is the unpacked program, by default dist/momentum-lab. Beside it `python -m app` on the same screen, an X server
of our own (Xvfb), which is asked every few milliseconds whether something is there. Cold: before each start the system
is told to forget all files of the program, so that they are read from the disk again.
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
MOST_SECONDS = 2.5
MOST_TIMES = 1.5
EVERY = 0.002
LONGEST = 30.0
PLAIN, WARM, COLD = "python -m app, warm", "packed, warm", "packed, cold"


def forget(folder: Path) -> None:
    """Have the system drop what it keeps in memory of all files below a folder."""
    os.sync()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            number = os.open(path, os.O_RDONLY)
            os.posix_fadvise(number, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(number)


def seconds(command: list[str], environment: dict[str, str], is_empty: Callable[[], bool]) -> float:
    """From the start of the process until something has been painted on the empty screen."""
    while not is_empty():
        time.sleep(EVERY)
    begun = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        while is_empty() and process.poll() is None and time.perf_counter() - begun < LONGEST:
            time.sleep(EVERY)
        duration = time.perf_counter() - begun
        painted = not is_empty()
        process.terminate()
        message = process.communicate(timeout=LONGEST)[1]
    if not painted:
        sys.exit(f"{command[0]} painted nothing in {duration:.1f} s; it said: {message}")
    return duration


def measure(programs: dict[str, list[str]], folder: Path) -> dict[str, list[float]]:
    """All runs of each program; before those of one whose name says cold, `folder` is forgotten."""
    from Xlib import X
    from Xlib.display import Display

    with screen() as more:
        # Open for as long as all runs take: an X server that nobody uses any more starts anew.
        display = Display(more["DISPLAY"])
        root = display.screen().root

        def is_empty() -> bool:
            return not any(root.get_image(200, 100, 64, 64, X.ZPixmap, 0xFFFFFFFF).data)

        runs: dict[str, list[float]] = {}
        for name, command in programs.items():
            for _ in range(RUNS + 1):
                if "cold" in name:
                    forget(folder)
                runs.setdefault(name, []).append(seconds(command, {**os.environ, **more}, is_empty))
        display.close()
    return {name: durations[1:] for name, durations in runs.items()}


def main(arguments: list[str]) -> None:
    """Measure and print; the folder may be given."""
    folder = Path(arguments[0] if arguments else ROOT / "dist" / "momentum-lab").resolve()
    packed, plain = [str(folder / "momentum-lab"), "--temp-settings"], [sys.executable, "-m", "app", "--temp-settings"]
    if not Path(packed[0]).is_file():
        sys.exit(f"{packed[0]} is not there; python3 dev.py build makes it")
    runs = measure({PLAIN: plain, WARM: packed, COLD: packed}, folder)
    medians = {name: statistics.median(durations) for name, durations in runs.items()}
    rows = [(name, f"{medians[name]:.3f}", f"{min(runs[name]):.3f}", f"{max(runs[name]):.3f}") for name in runs]
    print(f"Seconds from process start to the first frame on an X server, {RUNS} runs each")
    print_table(("what", "median", "least", "most"), rows)
    times = medians[COLD] / medians[PLAIN]
    print(f"cold: allowed {MOST_SECONDS} s: {verdict(medians[COLD], MOST_SECONDS)}")
    print(f"cold: allowed {MOST_TIMES} × {PLAIN}: {times:.2f} ×: {verdict(times, MOST_TIMES)}")
