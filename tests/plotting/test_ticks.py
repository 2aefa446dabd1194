"""Round numbers on every scale: at their places, within the axis, and with room for their labels."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plotting.span import Span
from app.plotting.ticks import (
    FindTicks,
    Tick,
    decade_ticks,
    linear_ticks,
    parameter_ticks,
    spaced_ticks,
)
from physics.rules.base import ALPHA, ETA
from physics.run.ball import START
from physics.sweep.grid import Axis

ENDS = st.floats(-1e6, 1e6)
PIXELS = st.floats(30.0, 2000.0)
LENGTHS = st.floats(1e-3, 1e6)


def room(text: str) -> float:
    return 7.0 * len(text) + 14.0


def number_of(text: str) -> float:
    """The number that a label says."""
    superscripts = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
    digits, _, power = text.replace("−", "-").replace(",", "").rpartition("10")
    if power and power.translate(superscripts) != power:
        return float(digits.rstrip("·") or 1) * 10.0 ** int(power.translate(superscripts))
    return float(text.replace("−", "-").replace(",", ""))


@given(ENDS, LENGTHS, PIXELS)
def test_linear_ticks_are_round_evenly_spaced_and_within_the_axis(lo: float, length: float, pixels: float) -> None:
    span = Span(lo, lo + length)
    ticks = linear_ticks(4)(span, pixels, room)
    assert len(ticks) <= 6
    for tick in ticks:
        assert lo - 1e-6 * length <= tick.position <= lo + length * (1.0 + 1e-6)
        assert number_of(tick.text) == pytest.approx(tick.position, rel=1e-6, abs=1e-6 * length)
    gaps = [after.position - before.position for before, after in pairwise(ticks)]
    assert gaps == pytest.approx([gaps[0]] * len(gaps) if gaps else [])
    if len(ticks) > 2:
        assert gaps[0] / length * pixels * (len(ticks) + 1) >= max(room(tick.text) for tick in ticks)


def test_the_known_cases_of_linear_ticks() -> None:
    assert linear_ticks(4)(Span(0.0, 100.0), 200.0, room) == [Tick(0.0, "0"), Tick(50.0, "50"), Tick(100.0, "100")]
    assert linear_ticks(4, whole=True)(Span(0.0, 2.0), 500.0, room) == [Tick(0.0, "0"), Tick(1.0, "1"), Tick(2.0, "2")]
    assert linear_ticks(0)(Span(0.0, 2.0), 500.0, room) == []
    one = linear_ticks(4)(Span(0.0, 1_000_000.0), 60.0, room)
    assert 1 <= len(one) <= 2, "no more than have room"


@given(ENDS, LENGTHS, PIXELS)
def test_spaced_ticks_have_their_distance(lo: float, length: float, pixels: float) -> None:
    ticks = spaced_ticks(60.0)(Span(lo, lo + length), max(pixels, 60.0), room)
    for before, after in pairwise(ticks):
        assert (after.position - before.position) / length * max(pixels, 60.0) >= 60.0 * (1.0 - 1e-6)


@pytest.mark.parametrize("lo", [0.0, 1e9, -1e9])
@pytest.mark.parametrize("length", [10.0, 0.01, 1e-4])
def test_spaced_ticks_with_long_labels_do_not_touch(lo: float, length: float) -> None:
    ticks = spaced_ticks(60.0)(Span(lo, lo + length), 900.0, room)
    for before, after in pairwise(ticks):
        gap = (after.position - before.position) / length * 900.0
        assert gap >= 0.99 * (room(before.text) + room(after.text)) / 2.0


@given(st.floats(-300.0, 290.0), st.floats(0.05, 30.0), PIXELS)
def test_decade_ticks_stand_at_the_logarithms_of_what_they_say(lo: float, length: float, pixels: float) -> None:
    ticks = decade_ticks(Span(lo, lo + length), pixels, room)
    for tick in ticks:
        assert lo - 1e-6 <= tick.position <= lo + length + 1e-6
        assert math.log10(number_of(tick.text)) == pytest.approx(tick.position, abs=2e-3)
    if length >= 4.0 and pixels >= 300.0:
        assert len(ticks) >= 2


def test_the_known_cases_of_decade_ticks() -> None:
    whole = decade_ticks(Span(-4.0, 1.0), 400.0, room)
    assert [tick.text for tick in whole] == ["10⁻⁴", "0.001", "0.01", "0.1", "1", "10"]
    assert [tick.position for tick in whole] == [-4.0, -3.0, -2.0, -1.0, 0.0, 1.0]
    within = decade_ticks(Span(math.log10(2.0), math.log10(8.0)), 400.0, room)
    assert {"2", "4", "6", "8"} <= {tick.text for tick in within} | {"2", "8"}
    assert len(within) >= 2
    far = decade_ticks(Span(-30.0, 0.0), 200.0, room)
    assert 2 <= len(far) <= 8


AXES = {
    "alpha": Axis(ALPHA, 0.0, 0.999),
    "a part of alpha": Axis(ALPHA, 0.98, 0.9801),
    "eta": Axis(ETA, 0.02 / 30.0, 0.6),
    "start": Axis(START, -6.0, 6.0),
}


def whole_span(axis: Axis) -> Span:
    lo, hi = axis.to_scale(np.array([axis.lowest, axis.highest])).tolist()
    return Span(lo, hi)


def finder(name: str) -> tuple[FindTicks, Span]:
    return parameter_ticks(AXES[name]), whole_span(AXES[name])


@pytest.mark.parametrize("name", list(AXES))
@given(PIXELS)
def test_ticks_of_parameters_do_not_touch(name: str, pixels: float) -> None:
    find, span = finder(name)
    ticks = find(span, pixels, room)
    assert ticks == sorted(ticks)
    for before, after in pairwise(ticks):
        gap = (after.position - before.position) / span.length * pixels
        assert gap >= max(room(before.text), room(after.text)) - 1e-6
    for tick in ticks:
        assert span.lo - 1e-9 <= tick.position <= span.hi + 1e-9


def test_the_preferred_values_of_parameters() -> None:
    find, span = finder("alpha")
    assert {"0", "0.9", "0.99"} <= {tick.text for tick in find(span, 400.0, room)}
    find, span = finder("eta")
    assert {"0.001", "0.01", "0.1"} <= {tick.text for tick in find(span, 400.0, room)}
    find, span = finder("start")
    assert "0" in {tick.text for tick in find(span, 400.0, room)}
    find, span = finder("a part of alpha")
    assert len(find(span, 600.0, room)) >= 2
    assert find(Span(span.lo, span.lo), 600.0, room) == []
