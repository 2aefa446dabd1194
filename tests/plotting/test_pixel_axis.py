"""The axes of the outcome map in pixels, and their ticks."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plotting.span import Span
from app.plotting.ticks import parameter_ticks
from app.views.outcome_map.pixel_axis import MAX_ROUNDING_PX, PixelAxis, axis_of, span_of
from physics.rules.base import ALPHA, ETA
from physics.run.ball import START
from physics.sweep.grid import Axis
from tests.support.numbers import read

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


def room(text: str) -> float:
    return 6.0 * len(text) + 14.0


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


@given(PIXEL_AXES)
def test_an_axis_is_the_part_of_the_whole_that_its_span_shows(pixel_axis: PixelAxis) -> None:
    axis, count = pixel_axis.axis, pixel_axis.count
    back = axis_of(span_of(axis, count), count, axis)
    assert back is not None
    scaled = axis.to_scale(np.array([axis.lowest, axis.highest, back.lowest, back.highest]))
    assert scaled[2:] == pytest.approx(scaled[:2], rel=1e-6, abs=1e-9)


def test_a_span_outside_the_whole_or_too_short_has_no_axis() -> None:
    assert axis_of(Span(10.0, 20.0), 101, STARTS) is None
    assert axis_of(Span(1.0, 1.0 + 1e-12), 101, STARTS) is None
    part = axis_of(Span(-1.01, 1.01), 101, STARTS)
    assert part is not None
    assert (part.lowest, part.highest) == pytest.approx((-1.0, 1.0))


@given(PIXEL_AXES)
def test_ticks_are_within_the_axis_and_apart(pixel_axis: PixelAxis) -> None:
    length = abs(pixel_axis.end - pixel_axis.begin)
    ticks = parameter_ticks(pixel_axis.axis)(span_of(pixel_axis.axis, pixel_axis.count), length, room)
    values = [read(tick.text) for tick in ticks]
    assert all(pixel_axis.axis.lowest - 1e-9 <= value <= pixel_axis.axis.highest + 1e-9 for value in values)
    places = pixel_axis.pixels(np.array(values)) if values else np.empty(0)
    assert (np.diff(places) >= min(map(room, (tick.text for tick in ticks)), default=0.0) - 0.1).all()


def labels(axis: Axis, pixels: float) -> list[str]:
    return [tick.text for tick in parameter_ticks(axis)(span_of(axis, 256), pixels, room)]


def test_the_usual_ticks() -> None:
    assert labels(ALPHAS, 306.0) == ["0", "0.9", "0.99", "0.999"]
    assert "0.01" in labels(ETAS, 306.0)
    zoomed = labels(Axis(ALPHA, 0.98, 0.9801), 400.0)
    assert zoomed[0].startswith("0.980")
    assert len(set(zoomed)) == len(zoomed) > 2


def test_labels_do_not_overlap_however_large_their_letters_are() -> None:
    axis = Axis(ALPHA, 0.98, 0.98001)
    for letter, length in ((4.0, 300.0), (8.0, 300.0), (12.0, 200.0), (40.0, 120.0)):
        span = span_of(axis, 256)
        ticks = parameter_ticks(axis)(span, length, lambda text, letter=letter: letter * len(text))
        for one, other in pairwise(ticks):
            gap = (other.position - one.position) / span.length * length
            assert gap >= letter * min(len(one.text), len(other.text)) - 1e-6


def test_an_axis_of_three_floats_gives_one_of_them() -> None:
    lowest, highest = 1.0 + 2.0**-52, 1.0 + 2.0**-51
    pixel_axis = PixelAxis(Axis(START, lowest, highest), 2, 0.0, 100.0)
    assert pixel_axis.value(1.0) == lowest
    assert pixel_axis.value(99.0) == highest


def test_values_far_outside_the_axis_have_finite_pixels() -> None:
    pixel_axis = PixelAxis(Axis(START, 0.0, 1e-300), 256, 34.0, 340.0)
    left, inside, right = pixel_axis.pixels(np.array([-1e300, 5e-301, 1e300])).tolist()
    assert -1e4 < left < 34.0 < inside < 340.0 < right < 1e4


def test_the_end_of_a_part_has_few_digits() -> None:
    whole = Axis(ETA, 0.001, 10.0)
    part = axis_of(span_of(Axis(ETA, 0.0123, 0.6599999999999999), 200), 200, whole)
    assert part == Axis(ETA, 0.0123, 0.66)
