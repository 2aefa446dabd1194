"""Measures the time from the start of the process to the first painted window, warm.

    python -m tests.benchmarks.start [--imports | --packed [FOLDER]]

The program is unchanged: a few lines around it end the process after the window's first paint. It is compared with the
import of its three libraries alone. Python keeps what it compiles, as it does for a person, whatever the environment
says; the first run of each program is not counted. `--imports` lists the slowest imports, `--packed` measures the
packed program, see start_packed.py.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

from tests.benchmarks.tables import paint_offscreen, print_table, verdict

RUNS = 9
MAX_S = 1.5
PROGRAM = """
import os, sys
from app import __main__ as program

prepare = program.prepare_imports

def prepare_and_watch():
    prepare()
    from PySide6.QtCore import QEvent, QObject, QTimer
    from app.window import startup

    class FirstPaint(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint:
                # The timer fires after everything in the window has been painted.
                QTimer.singleShot(0, lambda: os._exit(0))
            return False

    def new_window(*arguments):
        window = make_window(*arguments)
        window.installEventFilter(first_paint)
        return window

    first_paint, make_window = FirstPaint(), startup.new_window
    startup.new_window = new_window

program.prepare_imports = prepare_and_watch
sys.exit(program.main(["--temp-settings"]) or 1)
"""
LIBRARIES = "import PySide6.QtWidgets, pyqtgraph, numpy"
NOTHING = "pass"


def seconds(program: str) -> float:
    """Seconds that one process runs."""
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)
    duration = time.perf_counter() - begun
    if done.returncode:
        sys.exit(done.stderr)
    return duration


def print_imports() -> None:
    """Print the modules whose own code takes longest to import."""
    command = [sys.executable, "-X", "importtime", "-c", PROGRAM]
    report = subprocess.run(command, check=True, timeout=30, capture_output=True, text=True).stderr
    found = []
    for text in report.splitlines():
        parts = text.removeprefix("import time:").split("|")
        if text.startswith("import time:") and parts[0].strip().isdigit():
            found.append((int(parts[0]), parts[2].strip()))
    rows = [(name, f"{own / 1000.0:.1f}") for own, name in sorted(found, reverse=True)[:20]]
    print_table(("module", "own ms"), rows)


def measure() -> None:
    """Measure and print."""
    programs = {"Python alone": NOTHING, "its libraries": LIBRARIES, "the window's first paint": PROGRAM}
    for program in programs.values():
        seconds(program)
    medians = {}
    rows = []
    for name, program in programs.items():
        runs = [seconds(program) for _ in range(RUNS)]
        medians[name] = statistics.median(runs)
        rows.append((name, f"{medians[name]:.3f}", f"{min(runs):.3f}", f"{max(runs):.3f}"))
    print(f"Seconds from process start, warm, {RUNS} runs each, platform {os.environ['QT_QPA_PLATFORM']}")
    print_table(("what", "median", "least", "most"), rows)
    start, libraries = medians["the window's first paint"], medians["its libraries"]
    print(f"allowed {MAX_S} s: {verdict(start, MAX_S)}; {start / libraries:.2f} × the libraries' import")


def main() -> None:
    """Do what the arguments say, with a folder for what Python compiles."""
    paint_offscreen()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}
        if sys.argv[1:2] == ["--packed"]:
            from tests.benchmarks import start_packed

            start_packed.main(sys.argv[2:])
        elif "--imports" in sys.argv[1:]:
            seconds(PROGRAM)
            print_imports()
        else:
            measure()


if __name__ == "__main__":
    main()
