"""How long one frame of the window takes: advance, record and draw, all plots visible, beside the plain pyqtgraph way.

    python -m tests.benchmarks.frame

The balls roll with α = 1 on a bowl with ripples, so that none ever comes to rest: one step in each frame, 60-point
trails. A frame is what the playback's timer does when a step is due, and all painting that follows from it; frames are
made one after the other without a pause.
"""

import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QTimer

from app.files.scenario import Scenario
from app.session.session import Session
from app.theme import apply_theme
from app.window.main_window import Window
from app.window.settings import clean_settings
from app.window.startup import application
from physics.landscape.points import PointsLandscape
from physics.rules.base import Rule
from physics.run.ball import Ball
from physics.run.run import Run
from tests.benchmarks.plain import PlainWindow
from tests.benchmarks.tables import paint_offscreen, print_table, verdict

SIZE = 1280, 800
FRAME = 1.0 / 64.0
"""Seconds of the run's own time, an exact binary number: at 64 steps per second one step is due in each."""
MOST_MILLISECONDS = {5: 4.0, 50: 8.0, 1000: 33.0}
LEAST_RATIO_WITH_50 = 8.0
PLAIN_STEP = 500
"""How many steps the plain way has to show; ours is measured there too."""
LATE = {5: 20_000, 50: 20_000, 1000: 2_000}
FRAMES = {5: 300, 50: 300, 1000: 100}
PLAIN_FRAMES = {5: 60, 50: 20, 1000: 2}


def scenario(balls: int) -> Scenario:
    """Balls of α = 1 all over a bowl with ripples."""
    w = np.linspace(-6.0, 6.0, 2000)
    landscape = PointsLandscape(w, 0.05 * w**2 + 0.3 * np.cos(4.0 * w))
    starts = np.linspace(-4.9, 4.8, balls).tolist()
    return Scenario("Ripples", landscape, tuple(Ball(f"{w:.4f}", Rule.MOMENTUM, 1.0, 0.02, w) for w in starts))


class Times(NamedTuple):
    """Milliseconds of each frame."""

    elapsed: np.ndarray
    worked: np.ndarray
    """Of the processor alone: on a machine that is busy with other things the elapsed time says more about those."""


def timed(frame: Callable[[], object], frames: int) -> Times:
    """Measure so many frames."""
    times = np.empty((2, frames))
    for i in range(frames):
        begun = time.perf_counter(), time.thread_time()
        frame()
        times[:, i] = time.perf_counter() - begun[0], time.thread_time() - begun[1]
    return Times(*(1000.0 * times))


def ours(balls: int, step: int, frames: int) -> tuple[Times, Times]:
    """Whole frames of the real window, and the part of them that is advancing and recording."""
    app, now = application(), [0.0]
    session = Session(scenario(balls), now=lambda: now[0])
    window = Window(session, apply_theme(app, "dark"), clean_settings())
    window.resize(*SIZE)
    window.show()
    for name in window.plots.names:
        window.plots.set_visible(name, True)
    session.step_on(step)
    frame = played_by_hand(window, now)
    timed(frame, 20)
    before = session.step
    whole = timed(frame, frames)
    if session.step != before + frames:
        raise RuntimeError(f"{session.step - before} steps in {frames} frames")
    advancing = timed(lambda: session.run.advance(1), 50)
    closed(window)
    return whole, advancing


def played_by_hand(window: Window, now: list[float]) -> Callable[[], None]:
    """Begin to play; what makes one frame with one step in it, when it is called. `now[0]` is the window's clock."""
    session, app = window.session, application()
    session.playback.set_speed(1.0 / FRAME)
    session.play()
    # The timer only says when to look at the clock: here the frames come one by one.
    session.playback.findChild(QTimer).setInterval(3_600_000)

    def frame() -> None:
        now[0] += FRAME
        session.playback.frame()
        app.processEvents()

    return frame


def closed(window: Window) -> None:
    """Put a window away."""
    window.session.pause()
    window.close_now()
    window.deleteLater()
    application().processEvents()


def plain(balls: int, step: int, frames: int) -> Times:
    """Whole frames of the plain way."""
    app = application()
    made = scenario(balls)
    run = Run(made.landscape, made.balls)
    run.advance(step)
    window = PlainWindow(run)
    window.show()
    app.processEvents()

    def frame() -> None:
        run.advance(1)
        window.show_step()
        app.processEvents()

    timed(frame, 2)
    whole = timed(frame, frames)
    window.close()
    window.deleteLater()
    app.processEvents()
    return whole


def line(balls: int, step: int, plain_way: float) -> tuple[str, ...]:
    """One line of the table; `plain_way` is the median of the processor's time there."""
    whole, advancing = ours(balls, step, FRAMES[balls])
    median = float(np.median(whole.elapsed))
    ratio = plain_way / float(np.median(whole.worked))
    ends = (times for series in whole for times in (np.median(series), np.percentile(series, 99)))
    figures = (*ends, np.median(advancing.elapsed))
    compared = (f"{plain_way:.1f}", f"{ratio:.1f} ×") if step == PLAIN_STEP else ("", "")
    most = MOST_MILLISECONDS[balls]
    texts = (f"{figure:.2f}" for figure in figures)
    return (f"{balls:,}", f"{step:,}", *texts, f"{most:g}", verdict(median, most), *compared)


def main() -> None:
    """Measure and print."""
    paint_offscreen()
    print(f"One frame of the window, {SIZE[0]} × {SIZE[1]}, every plot visible, α = 1, one step a frame; milliseconds")
    rows = []
    for balls in MOST_MILLISECONDS:
        plain_way = float(np.median(plain(balls, PLAIN_STEP, PLAIN_FRAMES[balls]).worked))
        rows += [line(balls, step, plain_way) for step in (0, PLAIN_STEP, LATE[balls])]
    head = ("balls", "from step", "median", "99th %", "processor", "99th %", "advance", "allowed", "", "plain", "ratio")
    print_table(head, rows)
    print(f"plain: pyqtgraph with one item for each trail and line, at step {PLAIN_STEP}, as processor time")
    print(f"wanted with 50 balls: a ratio of at least {LEAST_RATIO_WITH_50:g}")


if __name__ == "__main__":
    main()
