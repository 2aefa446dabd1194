"""How much of one processor core the paused window uses.

python -m tests.benchmarks.idle
"""

import time

from PySide6.QtCore import QEventLoop, QTimer

from app.files.default import default_scenario
from app.session.session import Session
from app.theme.application import apply_theme
from app.window.main_window import Window
from app.window.settings import clean_settings
from app.window.startup import application
from physics.rules.base import ALPHA
from tests.benchmarks.frame import close
from tests.benchmarks.tables import paint_offscreen, print_table, verdict

SECONDS = 6.0
MAX_PERCENT = 2.0


def percent_of_a_core(seconds: float) -> float:
    """Processor time of this process while the event loop runs for this time."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000.0 * seconds), loop.quit)
    begun, worked = time.perf_counter(), time.process_time()
    loop.exec()
    return 100.0 * (time.process_time() - worked) / (time.perf_counter() - begun)


def main() -> None:
    """Measure at the first step, after a run was paused, and with many balls."""
    paint_offscreen()
    app = application()
    session = Session(default_scenario())
    window = Window(session, apply_theme(app, "dark"), clean_settings())
    window.resize(1280, 800)
    window.show()
    rows = []

    def measure(name: str) -> None:
        percent_of_a_core(0.5)
        percent = percent_of_a_core(SECONDS)
        rows.append((name, f"{percent:.2f}", f"{MAX_PERCENT:g}", verdict(percent, MAX_PERCENT)))

    measure("just opened")
    session.play()
    percent_of_a_core(2.0)
    running = percent_of_a_core(3.0)
    session.pause()
    measure("paused after a run")
    session.add_series(ALPHA, [0.8 + 0.004 * number for number in range(45)])
    measure("paused, 50 balls")
    print(f"Percent of one core over {SECONDS:g} s; while 5 balls roll at 30 steps a second: {running:.0f}")
    print_table(("paused window", "percent", "allowed", ""), rows)
    close(window)


if __name__ == "__main__":
    main()
