"""Values of a parameter for a series of balls."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from physics.rules.base import ALPHA, ETA, OutOfRange, Parameter
from physics.rules.memory import alpha_series
from physics.rules.series import series
from physics.run.ball import START

ETAS = st.floats(1e-8, 1e8)
STARTS = st.floats(-1e6, 1e6)


@given(st.floats(0.0, 0.999), st.floats(0.0, 0.999), st.integers(1, 30))
def test_of_alpha_it_is_even_on_the_memory_scale(first: float, last: float, count: int) -> None:
    assert series(ALPHA, first, last, count) == alpha_series(first, last, count)


@given(ETAS, ETAS, st.integers(2, 200))
def test_of_eta_all_ratios_are_about_the_same(first: float, last: float, count: int) -> None:
    values = check(ETA, first, last, count)
    for i, value in enumerate(values):
        assert value == pytest.approx(first * (last / first) ** (i / (count - 1)), rel=0.0051)


@given(STARTS, STARTS, st.integers(2, 200))
def test_of_the_start_all_distances_are_about_the_same(first: float, last: float, count: int) -> None:
    values = check(START, first, last, count)
    for i, value in enumerate(values):
        assert value == pytest.approx(first + (last - first) * i / (count - 1), abs=0.0051 * abs(last - first))


def check(parameter: Parameter, first: float, last: float, count: int) -> tuple[float, ...]:
    """The values, which have exact ends and lie between them in order."""
    values = series(parameter, first, last, count)
    assert len(values) == count
    assert (values[0], values[-1]) == (first, last)
    assert all(a <= b if first <= last else a >= b for a, b in pairwise(values))
    if abs(last - first) > 1e-6 * max(abs(first), abs(last)):
        assert len(set(values)) == count
    return values


def test_the_values_are_short() -> None:
    assert series(ETA, 0.002, 0.2, 5) == (0.002, 0.00632, 0.02, 0.0632, 0.2)
    assert series(START, -6.0, 6.0, 5) == (-6.0, -3.0, 0.0, 3.0, 6.0)
    assert series(START, 0.0, 1.0, 4) == (0.0, 0.333, 0.667, 1.0)
    assert series(START, 6.0, -6.0, 2) == (6.0, -6.0)


def test_one_value_is_the_first_and_none_or_one_out_of_range_is_refused() -> None:
    assert series(START, 3.0, 9.0, 1) == (3.0,)
    assert series(ETA, 0.1, 0.1, 3) == (0.1, 0.1, 0.1)
    with pytest.raises(ValueError, match="not 0"):
        series(START, 0.0, 1.0, 0)
    with pytest.raises(OutOfRange):
        series(ETA, 0.0, 1.0, 3)
    with pytest.raises(OutOfRange):
        series(ALPHA, 0.5, 1.5, 3)


def test_from_end_to_end_of_the_floats() -> None:
    low, high = START.low, START.high
    assert series(START, low, high, 3) == (low, 0.0, high)
    assert series(ETA, ETA.low, ETA.high, 3) == (ETA.low, 1.0, ETA.high)
