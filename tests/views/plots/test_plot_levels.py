"""The rim beside the energy: level lines with upright ones where the ball comes into another valley."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from app.plotting.span import Span
from app.plotting.transform import PlotTransform
from app.theme.application import theme
from app.views.plots.plot import Plot
from app.views.plots.segments import MAX_LEVEL_STEPS_READ, LevelSegments
from physics.arrays import Floats
from physics.run.events import barrier_heights
from physics.run.recording import Recording
from tests.views.plots.scenes import Shown, advance, box_painted, hills, painted, scene

levels = st.lists(st.sampled_from([1.0, 2.0, 3.0, np.nan]), min_size=2, max_size=60).map(np.array)
RECORDING = Recording(1)


def curve_of(values: Floats, steps: float = 100.0, width: float = 400.0) -> LevelSegments:
    transform = PlotTransform(Span(0.0, steps), Span(0.0, 4.0), width, 200.0)
    return LevelSegments(transform, lambda begin, stop: values[begin:stop])


def lines_of(curve: LevelSegments, stops: list[int]) -> list[tuple[float, ...]]:
    """All lines that are shown, in steps and values."""
    found = []
    for stop in stops:
        while curve.has_more(stop):
            segments = curve.take(RECORDING, stop, 1000)
            lines = segments.lines[0][segments.shown[0]]
            found += lines.tolist()
    to = curve.transform
    return [(to.x_at(x), to.y_at(y), to.x_at(x2), to.y_at(y2)) for x, y, x2, y2 in found]


@given(levels)
def test_between_two_steps_the_line_is_level_at_the_earlier_value(values: Floats) -> None:
    lines = lines_of(curve_of(values), [len(values)])
    for step in range(len(values) - 1):
        middle = step + 0.5
        over = [line for line in lines if line[0] < middle < line[2]]
        if np.isnan(values[step]):
            assert not over
        else:
            [line] = over
            assert (line[1], line[3]) == pytest.approx((values[step], values[step]))
    uprights = [line for line in lines if line[1] != pytest.approx(line[3])]
    hills_passed = [
        t for t in range(1, len(values)) if np.isfinite(values[t - 1 : t + 1]).all() and values[t - 1] != values[t]
    ]
    assert sorted(line[0] for line in uprights) == pytest.approx(hills_passed)


@given(levels, st.integers(1, 59))
def test_portions_give_the_same_levels(values: Floats, cut: int) -> None:
    def length(lines: list[tuple[float, ...]]) -> float:
        return sum(abs(x2 - x) + abs(y2 - y) for x, y, x2, y2 in lines)

    whole = lines_of(curve_of(values), [len(values)])
    parts = lines_of(curve_of(values), [min(cut, len(values)), len(values)])
    assert length(parts) == pytest.approx(length(whole))


def test_many_steps_to_a_pixel_wait_until_they_fill_a_column() -> None:
    curve = curve_of(np.ones(10_000), 5000.0, 100.0)
    assert not curve.has_more(49)
    assert curve.has_more(99)
    curve.take(RECORDING, 99, 1000)
    assert curve.next_step == 50
    assert not curve.has_more(99)


def test_a_long_run_is_read_in_portions() -> None:
    steps = 3 * MAX_LEVEL_STEPS_READ
    curve = curve_of(np.ones(steps), float(steps))
    takes = 0
    while curve.has_more(steps):
        curve.take(RECORDING, steps, 1000)
        takes += 1
    assert takes in (3, 4)


def near(box_pixels: np.ndarray, plot: Plot, x: float, y: float, colour: QColor) -> bool:
    at = plot.view_box.plot_transform.point(x, y)
    wanted = np.array([colour.blue(), colour.green(), colour.red()])
    patch = box_pixels[round(at.y()) - 1 : round(at.y()) + 2, round(at.x())]
    return bool((abs(patch - wanted).max(axis=1) < 60).any())


def test_only_the_energy_plot_shows_the_rim_of_the_selected_balls_valley(shown: Shown) -> None:
    session = scene()
    plots = shown(session)
    advance(session, 60)
    energy = plots.plot("energy")
    pixels = box_painted(energy)
    rims = barrier_heights(session.run, session.selected, 0, 61)
    assert len(set(rims.tolist())) == 3
    flat = [step for step in range(2, 58) if len(set(rims[step - 2 : step + 3].tolist())) == 1]
    seen = [near(pixels, energy, step + 0.5, rims[step], theme().palette.muted) for step in flat]
    assert np.mean(seen) > 0.7, "the balls' own lines cross it"
    height = plots.plot("height")
    assert not near(box_painted(height), height, 50.5, rims[2], theme().palette.muted)


def test_grown_frame_by_frame_it_is_the_picture_that_is_drawn_at_once(shown: Shown, qapp: QApplication) -> None:
    session = scene((0.95,))
    early = shown(session).plot("energy")
    for _ in range(90):
        advance(session, 1)
        painted(early)
    session.set_landscape(hills(1.0))
    for _ in range(20):
        advance(session, 1)
        painted(early)
    late = shown(session).plot("energy")
    late_pixels = painted(late)
    assert early.view_box.plot_transform == late.view_box.plot_transform
    assert (painted(early) != late_pixels).any(axis=2).mean() < 0.01
    session.remove(0)
    painted(early)
