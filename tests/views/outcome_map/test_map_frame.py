"""Where values lie on the map's sides."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.views.outcome_map.axis_ticks import axis_ticks
from app.views.outcome_map.frame import HAND, Side
from physics.grid import Axis, Quantity

ALPHA = Axis(Quantity.ALPHA, 0.0, 0.999)
ETA = Axis(Quantity.ETA, 0.02 / 30.0, 0.6)
START = Axis(Quantity.START, -6.0, 6.0)
SIDES = st.builds(
    Side, st.sampled_from([ALPHA, ETA, START, Axis(Quantity.ALPHA, 0.98, 0.9801), Axis(Quantity.START, 1.0, 1.001)]),
    st.integers(2, 1024), st.just(34.0), st.floats(100.0, 2000.0),
)  # fmt: skip


@given(SIDES, st.floats(0.0, 1.0))
def test_a_hand_gets_the_value_under_it_with_few_digits(side: Side, share: float) -> None:
    pixel = side.begin + share * (side.end - side.begin)
    value = side.value(pixel)
    assert side.axis.lowest <= value <= side.axis.highest
    half_a_cell = 0.5 * abs(side.end - side.begin) / side.count
    assert abs(side.pixel(value) - pixel) <= max(half_a_cell, HAND) + HAND


def test_round_numbers_are_what_a_hand_gets() -> None:
    assert Side(ALPHA, 256, 34.0, 340.0).value(Side(ALPHA, 256, 34.0, 340.0).pixel(0.9)) == 0.9
    assert Side(START, 256, 140.0, 2.0).value(Side(START, 256, 140.0, 2.0).pixel(4.8)) == pytest.approx(4.8, abs=0.05)


@given(SIDES)
def test_each_cell_is_as_wide_as_any_other_and_has_its_value_in_the_middle(side: Side) -> None:
    width = (side.end - side.begin) / side.count
    for place in {0, side.count // 2, side.count - 1}:
        value = side.axis.values(side.count)[place].item()
        assert side.pixel(value) == pytest.approx(side.begin + (place + 0.5) * width, abs=1e-3 * width + 1e-6)


@given(SIDES)
def test_every_pixel_shows_the_cell_it_is_in(side: Side) -> None:
    cells = side.cells(side.axis, side.count)
    assert (np.diff(cells) >= 0).all()
    assert cells[0] >= 0
    assert cells[-1] <= side.count - 1
    assert len(cells) == round(abs(side.end - side.begin))
    exact = (np.arange(len(cells)) + 0.5) / len(cells) * side.count - 0.5
    assert (np.abs(cells - exact) <= 0.5 + 1e-3).all()


def test_what_a_picture_does_not_reach_is_told() -> None:
    side = Side(START, 10, 0.0, 100.0)
    cells = side.cells(Axis(Quantity.START, 0.0, 3.0), 4)
    assert (cells[:45] == -1).all()
    assert set(cells[45:80].tolist()) <= {-1, 0, 1, 2, 3}
    assert (cells[85:] == -1).all()


def test_alpha_1_lies_at_the_end() -> None:
    assert Side(ALPHA, 256, 34.0, 340.0).pixel(1.0) == 340.0


@given(SIDES, st.floats(0.0, 1.0), st.floats(0.05, 20.0))
def test_zooming_keeps_what_is_under_the_mouse_and_stays_within_the_whole(
    side: Side, share: float, factor: float
) -> None:
    pixel = side.begin + share * (side.end - side.begin)
    zoomed = side.zoomed(pixel, factor, side.axis)
    assert side.axis.lowest <= zoomed.lowest < zoomed.highest <= side.axis.highest
    if factor >= 1.0:
        return
    there = Side(zoomed, side.count, side.begin, side.end)
    value = side.axis.values_at(np.array([side._place(pixel)]))[0].item()
    half_a_cell = abs(side.end - side.begin) / side.count
    assert abs(there.pixel(value) - pixel) <= 2.0 * half_a_cell / factor + 1.0


def test_a_dragged_picture_follows_and_stops_at_the_end() -> None:
    part = Axis(Quantity.START, -1.0, 1.0)
    side = Side(part, 101, 0.0, 202.0)
    moved = side.moved(101.0, START)
    assert (moved.lowest, moved.highest) == pytest.approx((-2.01, -0.01))
    assert side.moved(1e6, START) == Axis(Quantity.START, -6.0, -4.0)
    assert side.moved(-1e6, START) == Axis(Quantity.START, 4.0, 6.0)


@given(SIDES, st.floats(20.0, 90.0))
def test_ticks_are_within_the_axis_and_apart(side: Side, apart: float) -> None:
    ticks = axis_ticks(side, apart)
    places = [side.pixel(value) for value, _ in ticks]
    assert all(side.axis.lowest - 1e-12 <= value <= side.axis.highest + 1e-12 for value, _ in ticks)
    assert all(b - a >= apart - 1e-6 for a, b in pairwise(places))
    for value, label in ticks:
        assert float(label.replace("−", "-").replace(",", "")) == pytest.approx(value, rel=1e-6, abs=1e-9)


def test_the_usual_ticks() -> None:
    assert [label for _, label in axis_ticks(Side(ALPHA, 256, 34.0, 340.0), 40.0)] == ["0", "0.9", "0.99", "0.999"]
    assert "0.01" in [label for _, label in axis_ticks(Side(ETA, 256, 34.0, 340.0), 40.0)]
    zoomed = [label for _, label in axis_ticks(Side(Axis(Quantity.ALPHA, 0.98, 0.9801), 256, 0.0, 300.0), 60.0)]
    assert zoomed[0].startswith("0.980")
    assert len(set(zoomed)) == len(zoomed) > 2


def test_an_axis_of_three_floats_gives_one_of_them() -> None:
    lowest, highest = 1.0 + 2.0**-52, 1.0 + 2.0**-51
    side = Side(Axis(Quantity.START, lowest, highest), 2, 0.0, 100.0)
    assert side.value(1.0) == lowest
    assert side.value(99.0) == highest


def test_labels_side_by_side_keep_clear_of_each_other() -> None:
    narrow = Axis(Quantity.ALPHA, 0.98, 0.98001)
    for letter, length in ((4.0, 300.0), (8.0, 300.0), (12.0, 200.0), (40.0, 120.0)):
        side = Side(narrow, 256, 0.0, length)
        ticks = axis_ticks(side, 20.0, letter)
        for (a, label_a), (b, label_b) in pairwise(ticks):
            assert side.pixel(b) - side.pixel(a) >= min(len(label_a), len(label_b)) * letter


def test_what_is_far_beyond_an_end_is_a_pixel_too() -> None:
    side = Side(Axis(Quantity.START, 0.0, 1e-300), 256, 34.0, 340.0)
    left, inside, right = side.pixels(np.array([-1e300, 5e-301, 1e300])).tolist()
    assert -1e4 < left < 34.0 < inside < 340.0 < right < 1e4


@pytest.mark.parametrize("reach", [1e-300, 1e-100, 1e300])
def test_labels_of_a_vast_or_tiny_axis_are_short(reach: float) -> None:
    labels = axis_ticks(Side(Axis(Quantity.START, -reach, reach), 256, 140.0, 2.0), 20.0)
    assert len(labels) >= 3
    assert max(len(label) for _, label in labels) <= 9
