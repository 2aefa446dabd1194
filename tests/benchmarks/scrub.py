"""Measures scrubbing and running to the end, each compared with a plain program.

    python -m tests.benchmarks.scrub

Scrubbing: a run of 20,000 steps with 5 balls in the real window, every plot and the map open, the mouse dragging the
knob of the time line: one move of the mouse is one fully painted frame. The drags go back and forth over the whole run,
and, like a slow hand, over a few hundred steps. Plain pyqtgraph shows the same steps.

Running to the end: 5 balls and 100,000 steps, compared with a numpy loop that only steps and stores w and Δw.
"""

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from app.panels.time_line import TimeLine
from app.session.fast_forward import STEP_LIMIT
from app.session.session import Session
from app.theme.application import apply_theme
from app.window.main_window import Window
from app.window.settings import clean_settings
from app.window.startup import application
from physics.run.run import Run
from tests.benchmarks.frame import SIZE, Times, close, scenario, timed
from tests.benchmarks.plain import PlainWindow
from tests.benchmarks.tables import paint_offscreen, print_table, verdict

BALLS, STEPS = 5, 20_000
FRAMES, PLAIN_FRAMES = 400, 30
MIN_FRAMES_PER_S = 30.0
MAX_S = 5.0
SMALL_SHARE = 0.02
"""Share of the line over which a slow hand drags."""


def open_window(balls: int, steps: int) -> Window:
    """The window with a recorded run and everything open."""
    window = Window(Session(scenario(balls)), apply_theme(application(), "dark"), clean_settings())
    window.resize(*SIZE)
    for name in window.plots.names:
        window.plots.set_visible(name, True)
    window.outcome_map.show()
    window.show()
    window.session.step_on(steps)
    # A person scrubs when the map and the thresholds are known.
    while window.outcome_map.model.computation.is_busy or window.threshold_summary.is_busy:
        application().processEvents()
    return window


def move(line: TimeLine, kind: QEvent.Type, x: float) -> None:
    """Send one event of the mouse to the time line."""
    at = QPointF(x, line.height() / 2.0)
    is_move = kind == QEvent.Type.MouseMove
    button = Qt.MouseButton.NoButton if is_move else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, at, line.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier)
    application().sendEvent(line, event)


def scrub(window: Window, xs: np.ndarray) -> Times:
    """Drag the knob along these x: each frame is a move, the seek that follows, and all painting."""
    line, app, moves = window.transport.time_line, application(), iter(xs.tolist())
    scrub_timer = line.scrub_timer
    # A hand is slower than this loop: here no move may be skipped.
    scrub_timer.setInterval(0)
    move(line, QEvent.Type.MouseButtonPress, line.x_of(line.number))

    def frame() -> None:
        scrub_timer.stop()
        move(line, QEvent.Type.MouseMove, next(moves))
        app.processEvents()

    times = timed(frame, len(xs))
    move(line, QEvent.Type.MouseButtonRelease, xs[-1])
    app.processEvents()
    return times


def back_and_forth(begin: float, end: float, frames: int) -> np.ndarray:
    """Pixels from one end to the other and back, no two in a row the same."""
    half = np.linspace(begin, end, frames // 2)
    return np.concatenate((half, half[::-1] - 0.5 * (half[1] - half[0])))


def ours(share: float) -> Times:
    """Frames of the real window while the knob is dragged over this share of the line, around its middle."""
    window = open_window(BALLS, STEPS)
    line = window.transport.time_line
    left, right = line.x_of(0.0), line.x_of(float(STEPS))
    middle, reach = 0.5 * (left + right), 0.5 * share * (right - left)
    scrub(window, back_and_forth(middle - reach, middle + reach, 40))
    times = scrub(window, back_and_forth(middle - reach, middle + reach, FRAMES))
    close(window)
    return times


def plain() -> Times:
    """The same steps in plain pyqtgraph."""
    app, start = application(), scenario(BALLS)
    run = Run(start.landscape, start.balls)
    run.advance(STEPS)
    window = PlainWindow(run)
    window.show()
    app.processEvents()
    steps = iter(np.linspace(0, STEPS, PLAIN_FRAMES + 2).round().astype(int).tolist())

    def frame() -> None:
        run.go_to(next(steps))
        window.show_step()
        app.processEvents()

    timed(frame, 2)
    times = timed(frame, PLAIN_FRAMES)
    window.close()
    window.deleteLater()
    app.processEvents()
    return times


def seconds(do: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def to_the_end() -> float:
    """Seconds from pressing End until the window shows the last of 100,000 steps."""
    window = open_window(BALLS, 0)
    session, app = window.session, application()

    def run() -> None:
        session.to_the_end()
        while session.fast_forward.is_busy:
            app.processEvents()
        app.processEvents()

    taken = seconds(run)
    if session.step != STEP_LIMIT:
        raise RuntimeError(f"it ended at step {session.step}")
    close(window)
    return taken


def plain_loop() -> float:
    """Seconds of a numpy loop over the same number of steps, without outcomes, energy or a window."""
    start = scenario(BALLS)
    alpha, eta, w = (np.array([ball.value(name) for ball in start.balls]) for name in ("alpha", "eta", "start"))
    kept = np.empty((STEP_LIMIT + 1, 2, BALLS))

    def run() -> None:
        here, delta = w, np.zeros(BALLS)
        for step in range(STEP_LIMIT):
            delta = alpha * delta - eta * start.landscape.slope(here)
            here = here + delta
            kept[step] = here, delta

    return seconds(run)


def line(words: str, times: Times, plain_ms: float) -> tuple[str, ...]:
    """One line of the table; `plain_ms` is the median processor time of plain pyqtgraph."""
    texts: list[str] = []
    for series in times:
        median, late = float(np.median(series)), float(np.percentile(series, 95))
        texts += [f"{median:.2f}", f"{late:.2f}", f"{1000.0 / median:.0f}"]
    worked = times.worked
    result = verdict(float(np.percentile(worked, 95)), 1000.0 / MIN_FRAMES_PER_S)
    return (words, *texts, result, f"{plain_ms:.1f}", f"{plain_ms / float(np.median(worked)):.1f} ×")


def main() -> None:
    """Measure and print."""
    paint_offscreen()
    print(
        f"Scrubbing {STEPS:,} steps of {BALLS} balls, {SIZE[0]} × {SIZE[1]}, every plot and the map open; milliseconds"
    )
    plain_ms = float(np.median(plain().worked))
    rows = [
        line(words, ours(share), plain_ms)
        for words, share in (("the whole run", 1.0), (f"{SMALL_SHARE:.0%} of it", SMALL_SHARE))
    ]
    head = ("dragged over", "median", "95th %", "frames/s", "processor", "95th %", "frames/s", "", "plain", "ratio")
    print_table(head, rows)
    print("processor and plain: processor time, which depends less on other programs")
    print(f"wanted: by processor time, 95 of 100 frames at more than {MIN_FRAMES_PER_S:g} frames/s")
    print(f"\nTo the end: {BALLS} balls, {STEP_LIMIT:,} steps; seconds")
    ran, looped = to_the_end(), plain_loop()
    row = ("from the window", f"{ran:.2f}", f"{MAX_S:g}", verdict(ran, MAX_S), f"{looped:.2f}")
    print_table(("", "taken", "allowed", "", "plain loop"), [(*row,)])


if __name__ == "__main__":
    main()
