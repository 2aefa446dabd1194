"""Scales: monotone, inverse of themselves up to the rounding, and every step gets somewhere."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.controls.scales import LinearScale, LogScale, MemoryScale, SliderScale, SteppedScale

SCALES: list[SliderScale] = [
    MemoryScale(),
    LogScale.around(0.022),
    LogScale(1e-12, 1e9),
    LinearScale(-6.0, 6.0),
    LinearScale(1e6, 1e6 + 1.0),
    LinearScale(0.0, 1e-9),
    SteppedScale(-5.0, 5.0, 0.05),
    SteppedScale(0.0, 1.0, 0.007),
    SteppedScale(-1e100, 1e-100, 1e98),
]
EVERY_SCALE = pytest.mark.parametrize("scale", SCALES)
shares = st.floats(0.0, 1.0)


def at(scale: SliderScale, share: float) -> float:
    return scale.value(scale.low + share * (scale.high - scale.low))


@EVERY_SCALE
@given(shares)
def test_a_value_lies_where_it_was_taken(scale: SliderScale, share: float) -> None:
    place = scale.low + share * (scale.high - scale.low)
    assert scale.to_position(scale.value(place)) == pytest.approx(place, abs=0.005 * max(1.0, scale.high - scale.low))


@EVERY_SCALE
@given(shares, shares)
def test_further_right_is_never_less(scale: SliderScale, one: float, other: float) -> None:
    left, right = sorted((one, other))
    assert at(scale, left) <= at(scale, right)


@EVERY_SCALE
@given(shares, st.sampled_from([0.1, 1.0, 10.0]))
def test_every_step_gets_somewhere(scale: SliderScale, share: float, steps: float) -> None:
    value = at(scale, share)
    place = scale.to_position(value)
    hair = 1e-8 * (scale.high - scale.low)
    if place < scale.high - hair:
        assert scale.stepped(value, steps * scale.step) > value
    if place > scale.low + hair:
        assert scale.stepped(value, -steps * scale.step) < value


@EVERY_SCALE
def test_steps_stay_between_the_ends(scale: SliderScale) -> None:
    lowest, highest = scale.value(scale.low), scale.value(scale.high)
    assert scale.stepped(lowest, -scale.step) == lowest
    assert scale.stepped(highest, scale.step) == (highest if scale.stop is None else scale.stop)


def test_a_stepped_scale_has_round_values_from_its_left_end_on() -> None:
    scale = SteppedScale(-5.0, 5.0, 0.05)
    assert [scale.value(place) for place in (-5.0, -4.97, 0.16, 0.3, 4.99, 5.0)] == [-5.0, -4.95, 0.15, 0.3, 5.0, 5.0]
    assert [scale.stepped(0.3, steps * scale.step) for steps in (1, -1, 10, 0.1, -0.1)] == [
        *(0.35, 0.25, 0.8),
        *(0.305, 0.295),
    ]
    uneven = SteppedScale(0.5, 2.0, 0.4)
    assert [uneven.value(place) for place in (0.6, 0.8, 1.7, 1.99, 2.0)] == [0.5, 0.9, 1.7, 2.0, 2.0]
    assert uneven.stepped(1.7, uneven.step) == 2.0


def test_the_memory_scale_ends_at_0_and_0999_and_stops_at_1() -> None:
    scale = MemoryScale()
    assert (scale.value(scale.low), scale.value(scale.high), scale.stop) == (0.0, 0.999, 1.0)
    assert scale.to_position(1.0) == math.inf


def test_beyond_the_end_of_the_memory_scale_there_is_only_the_stop() -> None:
    scale = MemoryScale()
    assert scale.stepped(0.999, scale.step) == 1.0
    assert scale.stepped(1.0, scale.step) == 1.0
    assert scale.stepped(1.0, -scale.step) == 0.999
    assert scale.stepped(0.99995, scale.step) == 1.0
    assert scale.stepped(0.99995, -scale.step) == 0.999


def test_steps_on_the_memory_scale_are_short_numbers() -> None:
    scale = MemoryScale()
    assert scale.stepped(0.9, scale.step) == 0.911
    assert scale.stepped(0.9, 0.1 * scale.step) == 0.9011
    assert scale.stepped(0.0, 10.0 * scale.step) == 0.68


def test_steps_on_a_logarithmic_scale_are_short_numbers() -> None:
    scale = LogScale.around(0.022)
    assert scale.stepped(0.022, scale.step) == 0.025
    assert scale.stepped(0.022, -0.1 * scale.step) == 0.0217


def test_a_logarithmic_scale_reaches_30_times_up_and_down() -> None:
    scale = LogScale.around(0.02)
    assert 10.0**scale.low == pytest.approx(0.02 / 30.0)
    assert 10.0**scale.high == pytest.approx(0.6)


def test_a_typed_value_beyond_a_scale_steps_back_onto_it() -> None:
    assert LogScale(0.1, 10.0).stepped(500.0, -0.05) == 10.0
    assert LinearScale(-6.0, 6.0).stepped(-100.0, 0.12) == -6.0


def test_a_typed_value_beyond_a_scale_does_not_go_further() -> None:
    assert LogScale(0.1, 10.0).stepped(500.0, 0.05) == 500.0
    assert LinearScale(-6.0, 6.0).stepped(-100.0, -0.12) == -100.0


def test_where_no_short_number_lies_between_a_step_stays() -> None:
    scale = LinearScale(1.0, 1.0 + 2.0**-52)
    assert scale.stepped(1.0, 1e-20) == 1.0


def test_the_ends_of_an_even_scale_are_exact() -> None:
    scale = LinearScale(-0.123456789, 1.987654321)
    assert scale.stepped(-0.12, -scale.step) == -0.123456789
    assert scale.stepped(1.98, scale.step) == 1.987654321


@pytest.mark.parametrize(("lowest", "highest"), [(0.0, 1.0), (-1.0, 1.0), (2.0, 1.0), (1.0, math.inf), (math.nan, 1.0)])
def test_an_impossible_logarithmic_scale_is_refused(lowest: float, highest: float) -> None:
    with pytest.raises(ValueError, match=str(lowest)):
        LogScale(lowest, highest)


@pytest.mark.parametrize(("lowest", "highest"), [(1.0, 1.0), (2.0, 1.0), (-math.inf, 1.0), (0.0, math.inf)])
def test_an_impossible_even_scale_is_refused(lowest: float, highest: float) -> None:
    with pytest.raises(ValueError, match=str(highest)):
        LinearScale(lowest, highest)


def test_a_value_off_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match=r"-0\.1"):
        MemoryScale().to_position(-0.1)
    with pytest.raises(ValueError, match="0 is not on a logarithmic scale"):
        LogScale(0.1, 1.0).to_position(0)
