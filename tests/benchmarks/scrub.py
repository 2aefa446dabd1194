"""How fast time can be scrubbed, and how fast a run comes to its end, each beside the plain way.

    python -m tests.benchmarks.scrub

Scrubbing: a run of 20,000 steps with 5 balls in the real window, every plot and the map open, the mouse dragging the
knob of the time line: one move of the mouse is one frame, painted whole. The sweeps go over the whole run, there and
back, and, as a slow hand does, over a few hundred steps of it. The plain way shows the same step with pyqtgraph.

Running to the end: 5 balls and 100,000 steps, beside a numpy loop that does nothing but step and keep w and Δw.
"""

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from app.panels.time_line import TimeLine
from app.session.fast_forward import STEP_LIMIT
from app.session.session import Session
from app.theme import apply_theme
from app.window.main_window import Window
from app.window.settings import clean_settings
from app.window.startup import application
from physics.run.run import Run
from tests.benchmarks.frame import SIZE, Times, closed, scenario, timed
from tests.benchmarks.plain import PlainWindow
from tests.benchmarks.tables import paint_offscreen, print_table, verdict

BALLS, STEPS = 5, 20_000
FRAMES, PLAIN_FRAMES = 400, 30
LEAST_FRAMES_PER_SECOND = 30.0
MOST_SECONDS = 5.0
NEAR = 0.02
"""Share of the line that a slow hand goes over."""


def shown(balls: int, steps: int) -> Window:
    """The window with such a run, everything open."""
    window = Window(Session(scenario(balls)), apply_theme(application(), "dark"), clean_settings())
    window.resize(*SIZE)
    for name in window.plots.names:
        window.plots.set_visible(name, True)
    window.outcome_map.show()
    window.show()
    window.session.step_on(steps)
    # Nobody scrubs while the map and the sentence of what is to come are still being worked out.
    while window.outcome_map.chart.maker.is_busy or window.threshold_summary.is_busy:
        application().processEvents()
    return window


def move(line: TimeLine, kind: QEvent.Type, x: float) -> None:
    """Send one event of the mouse to the line of time."""
    at = QPointF(x, line.height() / 2.0)
    is_move = kind == QEvent.Type.MouseMove
    button = Qt.MouseButton.NoButton if is_move else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, at, line.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier)
    application().sendEvent(line, event)


def scrubbed(window: Window, xs: np.ndarray) -> Times:
    """Drag the knob through these places: each frame is a move, the step that it leads to, and all painting."""
    line, app, places = window.transport.time_line, application(), iter(xs.tolist())
    # A hand is slower than this loop: no move is to be left out.
    line._scrubbing.setInterval(0)
    move(line, QEvent.Type.MouseButtonPress, line.x_of(line.number))

    def frame() -> None:
        line._scrubbing.stop()
        move(line, QEvent.Type.MouseMove, next(places))
        app.processEvents()

    times = timed(frame, len(xs))
    move(line, QEvent.Type.MouseButtonRelease, xs[-1])
    app.processEvents()
    return times


def there_and_back(begin: float, end: float, frames: int) -> np.ndarray:
    """Places from one end to the other and back, each at least a little elsewhere than the one before."""
    half = np.linspace(begin, end, frames // 2)
    return np.concatenate((half, half[::-1] - 0.5 * (half[1] - half[0])))


def ours(share: float) -> Times:
    """Frames of the real window while the knob is dragged over a share of the line, in its middle."""
    window = shown(BALLS, STEPS)
    line = window.transport.time_line
    left, right = line.x_of(0.0), line.x_of(float(STEPS))
    middle, reach = 0.5 * (left + right), 0.5 * share * (right - left)
    scrubbed(window, there_and_back(middle - reach, middle + reach, 40))
    times = scrubbed(window, there_and_back(middle - reach, middle + reach, FRAMES))
    closed(window)
    return times


def plain() -> Times:
    """The same steps with one item of pyqtgraph for each line."""
    app, made = application(), scenario(BALLS)
    run = Run(made.landscape, made.balls)
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
    """How long it takes."""
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def to_the_end() -> float:
    """Seconds from pressing End until the last of 100,000 steps is shown in the window."""
    window = shown(BALLS, 0)
    session, app = window.session, application()

    def run() -> None:
        session.to_the_end()
        while session.fast_forward.is_busy:
            app.processEvents()
        app.processEvents()

    taken = seconds(run)
    if session.step != STEP_LIMIT:
        raise RuntimeError(f"it ended at step {session.step}")
    closed(window)
    return taken


def plain_loop() -> float:
    """Seconds of a numpy loop over as many steps, without outcomes, energy or a window."""
    made = scenario(BALLS)
    alpha, eta, w = (np.array([getattr(ball, name) for ball in made.balls]) for name in ("alpha", "eta", "start"))
    kept = np.empty((STEP_LIMIT + 1, 2, BALLS))

    def run() -> None:
        here, delta = w, np.zeros(BALLS)
        for step in range(STEP_LIMIT):
            delta = alpha * delta - eta * made.landscape.slope(here)
            here = here + delta
            kept[step] = here, delta

    return seconds(run)


def line(words: str, times: Times, plain_way: float) -> tuple[str, ...]:
    """One line of the table; `plain_way` is the median of the processor's time there."""
    texts: list[str] = []
    for series in times:
        median, late = float(np.median(series)), float(np.percentile(series, 95))
        texts += [f"{median:.2f}", f"{late:.2f}", f"{1000.0 / median:.0f}"]
    worked = times.worked
    evaluated = verdict(float(np.percentile(worked, 95)), 1000.0 / LEAST_FRAMES_PER_SECOND)
    return (words, *texts, evaluated, f"{plain_way:.1f}", f"{plain_way / float(np.median(worked)):.1f} ×")


def main() -> None:
    """Measure and print."""
    paint_offscreen()
    print(
        f"Scrubbing {STEPS:,} steps of {BALLS} balls, {SIZE[0]} × {SIZE[1]}, every plot and the map open; milliseconds"
    )
    plain_way = float(np.median(plain().worked))
    rows = [
        line(words, ours(share), plain_way) for words, share in (("the whole run", 1.0), (f"{NEAR:.0%} of it", NEAR))
    ]
    head = ("dragged over", "median", "95th %", "frames/s", "processor", "95th %", "frames/s", "", "plain", "ratio")
    print_table(head, rows)
    print("processor and plain: of the processor alone, which says more on a machine that is busy with other things")
    print(f"wanted: of the processor's time, 95 of 100 frames at more than {LEAST_FRAMES_PER_SECOND:g} frames/s")
    print(f"\nTo the end: {BALLS} balls, {STEP_LIMIT:,} steps; seconds")
    ran, looped = to_the_end(), plain_loop()
    row = ("from the window", f"{ran:.2f}", f"{MOST_SECONDS:g}", verdict(ran, MOST_SECONDS), f"{looped:.2f}")
    print_table(("", "taken", "allowed", "", "plain loop"), [(*row,)])


if __name__ == "__main__":
    main()
