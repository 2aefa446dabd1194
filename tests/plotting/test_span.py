"""Axes of the plots: round ends, rare growth, labels that read back."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.plotting.span import Span, grown, round_step, rounded_out, union
from app.plotting.ticks import Tick, linear_ticks
from tests.support.numbers import read

numbers = st.floats(-1e9, 1e9, allow_nan=False)
lengths = st.floats(1e-6, 1e9)
spans = st.builds(lambda lo, length: Span(lo, lo + length), numbers, lengths).filter(
    lambda span: span.length > 1e-9 * max(abs(span.lo), abs(span.hi))
)


@given(spans)
def test_rounding_out_keeps_all_and_adds_little(span: Span) -> None:
    wide = rounded_out(span)
    slack = 1e-8 * wide.length
    assert wide.lo <= span.lo + slack
    assert span.hi <= wide.hi + slack
    assert wide.length <= 1.8 * span.length


def test_default_heights_get_round_ends() -> None:
    assert rounded_out(Span(-0.55, 4.89)) == Span(-1.0, 5.0)


@pytest.mark.parametrize("value", [0.0, 3.0, -2e-9, 1e12])
def test_a_level_landscape_still_has_an_axis(value: float) -> None:
    span = rounded_out(Span(value, value))
    assert span.lo < value < span.hi


@given(spans, spans, spans)
def test_a_grown_span_contains_what_is_shown_up_to_the_limit(span: Span, shown: Span, limit: Span) -> None:
    wider = grown(span, shown, limit)
    assert wider.contains(span)
    for side, outer in ((shown.lo, limit.lo), (shown.hi, limit.hi)):
        inside = min(max(side, min(outer, span.lo)), max(outer, span.hi))
        assert wider.lo <= inside <= wider.hi
    assert grown(wider, shown, limit) == wider


def test_growth_is_generous_and_only_to_the_side_that_needs_it() -> None:
    anything = Span(-math.inf, math.inf)
    assert grown(Span(0.0, 1.0), Span(0.2, 0.9), anything) == Span(0.0, 1.0)
    wider = grown(Span(0.0, 1.0), Span(0.2, 1.1), anything)
    assert wider.lo == 0.0
    assert wider.hi > 1.3


def test_a_value_beyond_all_bounds_ends_at_the_limit() -> None:
    assert grown(Span(0.0, 1.0), Span(0.0, 1e300), Span(-5.0, 5.0)) == Span(0.0, 5.0)
    assert grown(Span(0.0, 1.0), Span(-math.inf, math.inf), Span(-5.0, 5.0)) == Span(-5.0, 5.0)


@given(st.floats(1e-12, 1e12))
def test_a_round_step_is_one_two_or_five(least: float) -> None:
    step = round_step(least)
    assert least * (1.0 - 1e-8) <= step <= 2.5 * least * (1.0 + 1e-8)
    assert float(f"{step:.0e}") == pytest.approx(step, rel=1e-12)
    assert f"{step:.0e}"[0] in "125"


def ticks(span: Span, most: int, *, whole: bool = False) -> list[Tick]:
    """Ticks whose labels take no room."""
    return linear_ticks(most, whole=whole)(span, 1.0, lambda _text: 0.0)


@given(spans, st.integers(1, 8))
def test_ticks_lie_inside_and_read_back(span: Span, most: int) -> None:
    labels = ticks(span, most)
    assert len(labels) <= most + 1
    for value, text in labels:
        assert span.lo - 1e-6 * span.length <= value <= span.hi + 1e-6 * span.length
        assert read(text) == pytest.approx(value, abs=1e-6 * span.length)
    assert len({text for _, text in labels}) == len(labels)


@given(st.integers(1, 10**7), st.integers(1, 5))
def test_steps_are_counted_in_whole_numbers(limit: int, most: int) -> None:
    assert all(value == int(value) for value, _ in ticks(Span(0.0, float(limit)), most, whole=True))


@given(spans, spans)
def test_a_union_is_the_shortest_that_holds_both(one: Span, other: Span) -> None:
    both = union((one, other))
    assume(one != other)
    assert both.contains(one)
    assert both.contains(other)
    assert both.lo in (one.lo, other.lo)
    assert both.hi in (one.hi, other.hi)


any_number = st.floats(allow_nan=False, allow_infinity=False)


@given(any_number, any_number, st.integers(1, 8))
def test_any_finite_numbers_have_an_axis(one: float, other: float, most: int) -> None:
    span = rounded_out(Span(min(one, other), max(one, other)))
    assert 0.0 < span.length < math.inf
    assert len(ticks(span, most)) <= most + 1
