"""Measures one frame of the window: advance, record and draw, all plots visible, compared with plain pyqtgraph.

    python -m tests.benchmarks.frame

The balls roll with α = 1 in a bowl with ripples, so that none comes to rest: one step in each frame, 60-point trails.
A frame is what the playback's timer does when a step is due, and all painting that follows; frames follow each other
without a pause.
"""

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QTimer

from app.files.scenario import Scenario
from app.session.session import Session
from app.theme.application import apply_theme
from app.window.main_window import Window
from app.window.settings import clean_settings
from app.window.startup import application
from physics.landscape.points import PointsLandscape
from physics.run.run import Run
from tests.benchmarks.plain import PlainWindow
from tests.benchmarks.tables import paint_offscreen, print_table, verdict
from tests.support.balls import new_ball

SIZE = 1280, 800
FRAME_S = 1.0 / 64.0
"""Seconds, an exact binary number: at 64 steps per second one step is due in each frame."""
MAX_MS = {5: 4.0, 50: 8.0, 1000: 33.0}
"""Of the median frame, by number of balls."""
MIN_RATIO = {5: 3.0, 50: 12.0, 1000: 40.0}
"""How many times faster than plain pyqtgraph."""
MAX_MEDIANS_AT_99, MIN_LIMIT_AT_99_MS = 2.0, 8.0
"""Limits of the 99th percentile, in medians and in ms; the greater one counts."""
SHOWN_MS = 1000.0 / 60.0
"""How long a frame is on the screen."""
PLAIN_STEP = 500
"""The step at which plain pyqtgraph is measured, too."""
LATE_STEP = {5: 20_000, 50: 20_000, 1000: 2_000}
ROUNDS = 7
FRAMES = {5: 100, 50: 100, 1000: 20}
"""In each round."""
PLAIN_FRAMES = {5: 20, 50: 5, 1000: 1}
WARM_UP_FRAMES = 10


def scenario(balls: int) -> Scenario:
    """Balls with α = 1 across a bowl with ripples."""
    w = np.linspace(-6.0, 6.0, 2000)
    landscape = PointsLandscape(w, 0.05 * w**2 + 0.3 * np.cos(4.0 * w))
    starts = np.linspace(-4.9, 4.8, balls).tolist()
    return Scenario("Ripples", landscape, tuple(new_ball(1.0, 0.02, w, name=f"{w:.4f}") for w in starts))


class Times(NamedTuple):
    """Milliseconds of each frame, arrays (frames,)."""

    elapsed: np.ndarray
    worked: np.ndarray
    """Processor time: on a busy machine the elapsed time depends on other programs."""


def timed(frame: Callable[[], object], frames: int) -> Times:
    """Measure this number of frames."""
    times = np.empty((2, frames))
    for i in range(frames):
        begun = time.perf_counter(), time.thread_time()
        frame()
        times[:, i] = time.perf_counter() - begun[0], time.thread_time() - begun[1]
    return Times(*(1000.0 * times))


class Measured(NamedTuple):
    """The rounds of one line of the table."""

    ours: list[Times]
    plain: list[Times]
    """Of plain pyqtgraph; empty except from `PLAIN_STEP` on."""
    machine: list[Times]
    """Of a computation that is always the same."""
    advancing: Times
    """Advancing and recording alone."""


def measured(balls: int, step: int) -> Measured:
    """Measure frames of the real window, and in turns with them frames of plain pyqtgraph."""
    ours, plain, machine = list[Times](), list[Times](), list[Times]()
    with ExitStack() as windows:
        window, now = windows.enter_context(real_window(balls, step))
        plain_frame = windows.enter_context(plain_window(balls, step)) if step == PLAIN_STEP else None
        for _ in range(ROUNDS):
            ours.append(our_round(window, now, FRAMES[balls]))
            machine.append(timed(same_computation, FRAMES[balls]))
            if plain_frame is not None:
                timed(plain_frame, 1)
                plain.append(timed(plain_frame, PLAIN_FRAMES[balls]))
        return Measured(ours, plain, machine, timed(lambda: window.session.run.advance(1), 50))


def same_computation() -> None:
    """Take some milliseconds. How much these vary is what the machine adds to frames."""
    sum(number * number for number in range(50_000))


def our_round(window: Window, now: list[float], frames: int) -> Times:
    """Frames of the real window, which rests before and after."""
    session, frame = window.session, frame_maker(window, now)
    timed(frame, WARM_UP_FRAMES)
    before = session.step
    whole = timed(frame, frames)
    if session.step != before + frames:
        raise RuntimeError(f"{session.step - before} steps in {frames} frames")
    session.pause()
    application().processEvents()
    return whole


@contextmanager
def real_window(balls: int, step: int) -> Iterator[tuple[Window, list[float]]]:
    """The window with all plots at a step, and its clock."""
    app, now = application(), [0.0]
    session = Session(scenario(balls), now=lambda: now[0])
    window = Window(session, apply_theme(app, "dark"), clean_settings())
    window.resize(*SIZE)
    window.show()
    for name in window.plots.names:
        window.plots.set_visible(name, True)
    session.step_on(step)
    gc.freeze()  # as the program does once its window is open
    yield window, now
    gc.unfreeze()
    close(window)


def frame_maker(window: Window, now: list[float]) -> Callable[[], None]:
    """Start playback and return a function that makes one frame of one step. `now[0]` is the window's clock."""
    session, app = window.session, application()
    session.playback.set_speed(1.0 / FRAME_S)
    session.play()
    # The timer would only add frames between ours.
    session.playback.findChild(QTimer).setInterval(3_600_000)

    def frame() -> None:
        now[0] += FRAME_S
        session.playback.frame()
        app.processEvents()

    return frame


def close(window: Window) -> None:
    """Close and delete a window."""
    window.session.pause()
    window.close_now()
    window.deleteLater()
    application().processEvents()


@contextmanager
def plain_window(balls: int, step: int) -> Iterator[Callable[[], None]]:
    """A function that makes one frame of plain pyqtgraph."""
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

    yield frame
    window.close()
    window.deleteLater()
    app.processEvents()


def median(rounds: Sequence[np.ndarray]) -> float:
    """The median of the rounds' medians."""
    return float(np.median([np.median(series) for series in rounds]))


def at_99(rounds: Sequence[np.ndarray]) -> float:
    """The 99th percentile, as if the machine were as quick in each round as in the median one."""
    typical = median(rounds)
    return float(np.percentile([series * (typical / np.median(series)) for series in rounds], 99))


def frame_row(balls: int, step: int, found: Measured) -> tuple[str, ...]:
    """One line of the table of frames."""
    elapsed, worked = [times.elapsed for times in found.ours], [times.worked for times in found.ours]
    late, frames = np.count_nonzero(np.concatenate(elapsed) > SHOWN_MS), ROUNDS * FRAMES[balls]
    machine = [times.elapsed for times in found.machine]
    return (
        f"{balls:,}",
        f"{step:,}",
        f"{median(elapsed):.2f}",
        f"{MAX_MS[balls]:g}",
        verdict(median(elapsed), MAX_MS[balls]),
        *at_99_columns(elapsed),
        *at_99_columns(worked),
        f"{late} of {frames}",
        f"{at_99(machine) / median(machine):.1f} ×",
        f"{np.median(found.advancing.elapsed):.2f}",
    )


def at_99_columns(rounds: Sequence[np.ndarray]) -> tuple[str, str, str]:
    """The 99th percentile, its limit and whether it is met."""
    limit = max(MAX_MEDIANS_AT_99 * median(rounds), MIN_LIMIT_AT_99_MS)
    return f"{at_99(rounds):.2f}", f"{limit:.1f}", verdict(at_99(rounds), limit)


def ratio_row(balls: int, found: Measured) -> tuple[str, ...]:
    """One line of the table of ratios."""
    ours, plain = ([times.worked for times in rounds] for rounds in (found.ours, found.plain))
    ratios = [np.median(theirs) / np.median(own) for own, theirs in zip(ours, plain, strict=True)]
    ratio, wanted = float(np.median(ratios)), MIN_RATIO[balls]
    ends = f"{min(ratios):.1f} to {max(ratios):.1f}"
    is_met = "ok" if ratio >= wanted else "TOO LITTLE"
    return (
        f"{balls:,}",
        f"{median(ours):.2f}",
        f"{median(plain):.1f}",
        f"{ratio:.1f} ×",
        ends,
        f"{wanted:g} ×",
        is_met,
    )


def main() -> None:
    """Measure and print."""
    paint_offscreen()
    print(f"One frame of the window, {SIZE[0]} × {SIZE[1]}, every plot visible, α = 1, one step a frame; milliseconds")
    frames, ratios = [], []
    for balls in MAX_MS:
        for step in (0, PLAIN_STEP, LATE_STEP[balls]):
            found = measured(balls, step)
            frames.append(frame_row(balls, step, found))
            if found.plain:
                ratios.append(ratio_row(balls, found))
    at_99s = "99th %", "wanted", "", "of the processor", "wanted", ""
    print_table(("balls", "from step", "median", "wanted", "", *at_99s, "late", "machine", "advance"), frames)
    print(f"wanted: a 99th percentile of at most {MAX_MEDIANS_AT_99:g} medians or {MIN_LIMIT_AT_99_MS:g} ms")
    print(f"late: frames that took longer than {SHOWN_MS:.1f} ms, which 60 frames a second leave")
    print("machine: the 99th percentile of a computation that is always the same, in its medians")
    print()
    print(f"Processor time from step {PLAIN_STEP}, compared with pyqtgraph with one item for each trail and line")
    print_table(("balls", "ours", "plain", "ratio", "of the rounds", "wanted", ""), ratios)
    print(f"{ROUNDS} rounds of both in turn: the machine's speed changes. The median of the rounds' ratios counts")


if __name__ == "__main__":
    main()
