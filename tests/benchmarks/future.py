"""Measures what slider outcomes and outcome map cost: python -m tests.benchmarks.future.

Frames of the real window while time runs, with and without predictions; and while a point of the landscape is dragged
with the map open: the time of a frame, and the number of pictures of the map per second.
"""

import time

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer

from app.files.default import default_scenario
from app.session.session import Session
from app.theme.application import apply_theme
from app.window.main_window import Window
from app.window.settings import clean_settings
from app.window.startup import application
from physics.landscape.points import PointsLandscape
from physics.rules.base import ALPHA
from tests.benchmarks.frame import SIZE, Times, close, frame_maker, timed
from tests.benchmarks.tables import paint_offscreen, print_table

FRAMES = 300
ROUNDS = 3
DRAG_S = 3.0
MOVE_INTERVAL_MS = 16
"""Between two moves of the mouse."""
WANTED_PICTURES_PER_S = 15


def open_window(with_predictions: bool) -> tuple[Window, list[float]]:
    """A window, with or without predictions, and its clock."""
    app, now = application(), [0.0]
    window = Window(Session(default_scenario(), now=lambda: now[0]), apply_theme(app, "dark"), clean_settings())
    if not with_predictions:
        window.outcome_map.hide()
        for card in window.balls_panel.list.cards:
            card.slider.set_strip(None)
    window.resize(*SIZE)
    window.show()
    wait(400)
    return window, now


def wait(milliseconds: int) -> None:
    """Run the event loop for a while, and so the threads."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def playing(with_predictions: bool, is_hard: bool) -> Times:
    """Frames of one step each, with pauses like those of a screen, so that threads can compute."""
    window, now = open_window(with_predictions)
    session = window.session
    if is_hard:  # with α = 1 in a bowl no outcome is ever decided, so the threads always compute
        session.set_landscape(PointsLandscape(np.linspace(-6.0, 6.0, 25), 0.06 * np.linspace(-6.0, 6.0, 25) ** 2))
        session.set_parameter_for_all(ALPHA, 1.0)
    make_frame = frame_maker(window, now)

    def frame() -> None:
        make_frame()
        if not session.playback.is_playing:
            session.play()  # from the start again

    times = np.empty((2, FRAMES))
    for i in range(FRAMES):
        one = timed(frame, 1)
        times[:, i] = one.elapsed[0], one.worked[0]
        wait(8)
    close(window)
    return Times(*times)


def dragging() -> tuple[np.ndarray, float]:
    """Milliseconds of the GUI thread for each move of a point, and pictures of the map per second."""
    window, _ = open_window(with_predictions=True)
    session, app = window.session, application()
    w = np.linspace(-6.0, 6.0, 25)
    f = session.landscape.height(w)
    pictures: list[float] = []
    window.outcome_map.model.computation.picture_changed.connect(lambda _picture: pictures.append(time.perf_counter()))
    begun, frames = time.perf_counter(), []
    while time.perf_counter() - begun < DRAG_S:
        f[12] += 0.05 * np.sin(len(frames) / 7.0)

        def move() -> None:
            session.set_landscape(PointsLandscape(w, f))
            app.processEvents()

        frames.append(timed(move, 1).elapsed[0])
        wait(MOVE_INTERVAL_MS)
    rate = len(pictures) / (time.perf_counter() - begun)
    close(window)
    return np.array(frames), rate


def main() -> None:
    """Measure and print."""
    paint_offscreen()
    for title, is_hard in (("the default scenario", False), ("no outcome is ever decided", True)):
        rows, medians = [], {False: [], True: []}
        for with_predictions in (False, True) * ROUNDS:
            times = playing(with_predictions, is_hard)
            medians[with_predictions].append(float(np.median(times.elapsed)))
            name = "with strips and map" if with_predictions else "without"
            rows.append((name, *(f"{np.percentile(times.elapsed, share):.2f}" for share in (50, 90, 99))))
        print_table((f"a frame while time runs, ms: {title}", "median", "90th %", "99th %"), rows)
        more = np.median(medians[True]) - np.median(medians[False])
        print(f"predictions cost a frame {more:.2f} ms, allowed 1")
        print()
    frames, rate = dragging()
    figures = (f"{np.percentile(frames, share):.1f}" for share in (50, 90, 99))
    print_table(
        ("a point of the landscape is dragged, 5 balls", "median", "90th %", "99th %", "pictures of the map a second"),
        [("milliseconds of a frame", *figures, f"{rate:.0f}, wanted {WANTED_PICTURES_PER_S}")],
    )


if __name__ == "__main__":
    main()
