"""The axes of the outcome map in pixels, and their ticks."""

from itertools import pairwise

import numpy as np
import pytest
from app.plotting.axes import axis_ticks
from hypothesis import given
from hypothesis import strategies as st

from app.views.outcome_map.pixel_axis import MAX_ROUNDING_PX, PixelAxis
from physics.rules.base import ALPHA, ETA
from physics.run.ball import START
from physics.sweep.grid import Axis

ALPHAS = Axis(ALPHA, 0.0, 0.999)
ETAS = Axis(ETA, 0.02 / 30.0, 0.6)
STARTS = Axis(START, -6.0, 6.0)
PIXEL_AXES = st.builds(
    PixelAxis,
    st.sampled_from([ALPHAS, ETAS, STARTS, Axis(ALPHA, 0.98, 0.9801), Axis(START, 1.0, 1.001)]),
    st.integers(2, 1024),
    st.just(34.0),
    st.floats(100.0, 2000.0),
)


@given(PIXEL_AXES, st.floats(0.0, 1.0))
def test_a_pixel_gives_its_value_with_few_digits(pixel_axis: PixelAxis, share: float) -> None:
    pixel = pixel_axis.begin + share * (pixel_axis.end - pixel_axis.begin)
    value = pixel_axis.value(pixel)
    assert pixel_axis.axis.lowest <= value <= pixel_axis.axis.highest
    half_a_cell = 0.5 * abs(pixel_axis.end - pixel_axis.begin) / pixel_axis.count
    assert abs(pixel_axis.pixel(value) - pixel) <= max(half_a_cell, MAX_ROUNDING_PX) + MAX_ROUNDING_PX


def test_pixels_of_round_numbers_give_these_numbers() -> None:
    assert PixelAxis(ALPHAS, 256, 34.0, 340.0).value(PixelAxis(ALPHAS, 256, 34.0, 340.0).pixel(0.9)) == 0.9
    assert PixelAxis(STARTS, 256, 140.0, 2.0).value(PixelAxis(STARTS, 256, 140.0, 2.0).pixel(4.8)) == pytest.approx(
        4.8, abs=0.05
    )


@given(PIXEL_AXES)
def test_each_cell_is_as_wide_as_any_other_and_has_its_value_in_the_middle(pixel_axis: PixelAxis) -> None:
    width = (pixel_axis.end - pixel_axis.begin) / pixel_axis.count
    for index in {0, pixel_axis.count // 2, pixel_axis.count - 1}:
        value = pixel_axis.axis.values(pixel_axis.count)[index].item()
        assert pixel_axis.pixel(value) == pytest.approx(
            pixel_axis.begin + (index + 0.5) * width, abs=1e-3 * width + 1e-6
        )


@given(PIXEL_AXES)
def test_every_pixel_shows_the_cell_it_is_in(pixel_axis: PixelAxis) -> None:
    cells = pixel_axis.cells(pixel_axis.axis, pixel_axis.count)
    assert (np.diff(cells) >= 0).all()
    assert cells[0] >= 0
    assert cells[-1] <= pixel_axis.count - 1
    assert len(cells) == round(abs(pixel_axis.end - pixel_axis.begin))
    exact = (np.arange(len(cells)) + 0.5) / len(cells) * pixel_axis.count - 0.5
    assert (np.abs(cells - exact) <= 0.5 + 1e-3).all()


def test_pixels_outside_a_picture_have_no_cell() -> None:
    pixel_axis = PixelAxis(STARTS, 10, 0.0, 100.0)
    cells = pixel_axis.cells(Axis(START, 0.0, 3.0), 4)
    assert (cells[:45] == -1).all()
    assert set(cells[45:80].tolist()) <= {-1, 0, 1, 2, 3}
    assert (cells[85:] == -1).all()


def test_alpha_1_lies_at_the_end() -> None:
    assert PixelAxis(ALPHAS, 256, 34.0, 340.0).pixel(1.0) == 340.0


@given(PIXEL_AXES, st.floats(0.0, 1.0), st.floats(0.05, 20.0))
def test_zooming_keeps_what_is_under_the_mouse_and_stays_within_the_whole(
    pixel_axis: PixelAxis, share: float, factor: float
) -> None:
    pixel = pixel_axis.begin + share * (pixel_axis.end - pixel_axis.begin)
    zoomed = pixel_axis.zoomed(pixel, factor, pixel_axis.axis)
    assert pixel_axis.axis.lowest <= zoomed.lowest < zoomed.highest <= pixel_axis.axis.highest
    if factor >= 1.0:
        return
    there = PixelAxis(zoomed, pixel_axis.count, pixel_axis.begin, pixel_axis.end)
    value = pixel_axis.axis.values_at(np.array([pixel_axis._to_scale(pixel)]))[0].item()
    half_a_cell = abs(pixel_axis.end - pixel_axis.begin) / pixel_axis.count
    assert abs(there.pixel(value) - pixel) <= 2.0 * half_a_cell / factor + 1.0


def test_a_dragged_picture_follows_and_stops_at_the_end() -> None:
    part = Axis(START, -1.0, 1.0)
    pixel_axis = PixelAxis(part, 101, 0.0, 202.0)
    moved = pixel_axis.moved(101.0, STARTS)
    assert (moved.lowest, moved.highest) == pytest.approx((-2.01, -0.01))
    assert pixel_axis.moved(1e6, STARTS) == Axis(START, -6.0, -4.0)
    assert pixel_axis.moved(-1e6, STARTS) == Axis(START, 4.0, 6.0)


@given(PIXEL_AXES, st.floats(20.0, 90.0))
def test_ticks_are_within_the_axis_and_apart(pixel_axis: PixelAxis, apart: float) -> None:
    ticks = axis_ticks(pixel_axis, apart)
    places = [pixel_axis.pixel(value) for value, _ in ticks]
    assert all(pixel_axis.axis.lowest - 1e-12 <= value <= pixel_axis.axis.highest + 1e-12 for value, _ in ticks)
    assert all(b - a >= apart - 1e-6 for a, b in pairwise(places))
    for value, label in ticks:
        assert float(label.replace("−", "-").replace(",", "")) == pytest.approx(value, rel=1e-6, abs=1e-9)


def test_the_usual_ticks() -> None:
    assert [label for _, label in axis_ticks(PixelAxis(ALPHAS, 256, 34.0, 340.0), 40.0)] == [
        "0",
        "0.9",
        "0.99",
        "0.999",
    ]
    assert "0.01" in [label for _, label in axis_ticks(PixelAxis(ETAS, 256, 34.0, 340.0), 40.0)]
    zoomed = [label for _, label in axis_ticks(PixelAxis(Axis(ALPHA, 0.98, 0.9801), 256, 0.0, 300.0), 60.0)]
    assert zoomed[0].startswith("0.980")
    assert len(set(zoomed)) == len(zoomed) > 2


def test_an_axis_of_three_floats_gives_one_of_them() -> None:
    lowest, highest = 1.0 + 2.0**-52, 1.0 + 2.0**-51
    pixel_axis = PixelAxis(Axis(START, lowest, highest), 2, 0.0, 100.0)
    assert pixel_axis.value(1.0) == lowest
    assert pixel_axis.value(99.0) == highest


def test_labels_of_a_horizontal_axis_do_not_overlap() -> None:
    narrow = Axis(ALPHA, 0.98, 0.98001)
    for letter, length in ((4.0, 300.0), (8.0, 300.0), (12.0, 200.0), (40.0, 120.0)):
        pixel_axis = PixelAxis(narrow, 256, 0.0, length)
        ticks = axis_ticks(pixel_axis, 20.0, letter)
        for (a, label_a), (b, label_b) in pairwise(ticks):
            assert pixel_axis.pixel(b) - pixel_axis.pixel(a) >= min(len(label_a), len(label_b)) * letter


def test_values_far_outside_the_axis_have_finite_pixels() -> None:
    pixel_axis = PixelAxis(Axis(START, 0.0, 1e-300), 256, 34.0, 340.0)
    left, inside, right = pixel_axis.pixels(np.array([-1e300, 5e-301, 1e300])).tolist()
    assert -1e4 < left < 34.0 < inside < 340.0 < right < 1e4
