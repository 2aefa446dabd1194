"""Momentum as memory: the scale, its inverse, rounding and fans."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from physics.rules.memory import alpha_from_scale, alpha_series, between, memory, rounded, scale_from_alpha

ALPHAS = st.floats(0.0, 0.9999)
DECADES = (0.0, 0.5, 0.9, 0.99, 0.999)


def test_memory_is_the_number_of_steps_that_a_ball_remembers() -> None:
    assert [memory(alpha) for alpha in DECADES] == pytest.approx([1, 2, 10, 100, 1000])
    assert memory(1.0) == math.inf
    for alpha in (0.5, 0.9, 0.99):
        assert memory(alpha) == pytest.approx(sum(alpha**step for step in range(5000)))


def test_the_scale_is_even_in_memory() -> None:
    assert [scale_from_alpha(alpha) for alpha in DECADES] == pytest.approx([0, math.log10(2), 1, 2, 3])
    assert [alpha_from_scale(scale) for scale in (0, 1, 2, 3)] == [0, 0.9, 0.99, 0.999]
    assert scale_from_alpha(1.0) == math.inf
    assert alpha_from_scale(math.inf) == 1.0


@given(ALPHAS)
def test_the_scale_has_an_inverse(alpha: float) -> None:
    assert alpha_from_scale(scale_from_alpha(alpha)) == pytest.approx(alpha, abs=1e-15)


@pytest.mark.parametrize("alpha", [-0.1, 1.1, math.nan])
def test_an_alpha_outside_0_to_1_is_refused(alpha: float) -> None:
    for function in (
        memory,
        scale_from_alpha,
        rounded,
        lambda a: alpha_series(a, 0.5, 3),
        lambda a: alpha_series(0.5, a, 3),
    ):
        with pytest.raises(ValueError, match=r"not between 0\.0 and 1\.0"):
            function(alpha)


@pytest.mark.parametrize("scale", [-1e-9, math.nan])
def test_a_place_before_the_scale_is_refused(scale: float) -> None:
    with pytest.raises(ValueError, match="memory scale"):
        alpha_from_scale(scale)


@pytest.mark.parametrize(
    ("alpha", "short"),
    [(0.98765432, 0.9877), (0.68377, 0.684), (0.1, 0.1), (0.0, 0.0), (0.0004, 0.0), (0.99987654, 0.999877), (1.0, 1.0)],
)
def test_a_chosen_alpha_is_short(alpha: float, short: float) -> None:
    assert rounded(alpha) == short


@given(ALPHAS)
def test_rounding_keeps_the_memory_to_half_a_percent(alpha: float) -> None:
    assert memory(rounded(alpha)) == pytest.approx(memory(alpha), rel=0.0051)
    assert rounded(rounded(alpha)) == rounded(alpha)
    assert len(repr(rounded(alpha))) <= 8


@given(ALPHAS, ALPHAS, st.integers(2, 30))
def test_a_fan_is_even_on_the_scale_with_exact_ends(first: float, last: float, count: int) -> None:
    values = alpha_series(first, last, count)
    start, end = scale_from_alpha(first), scale_from_alpha(last)
    assert len(values) == count
    assert (values[0], values[-1]) == (first, last)
    for i, alpha in enumerate(values):
        assert scale_from_alpha(alpha) == pytest.approx(start + (end - start) * i / (count - 1), abs=0.0023)


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(2, 30))
def test_the_balls_of_a_fan_differ_and_are_in_order(start: int, end: int, count: int) -> None:
    first, last = alpha_from_scale(start / 1000), alpha_from_scale(end / 1000)
    values = alpha_series(first, last, count)
    if start == end:
        assert values == (first,) * count
    else:
        assert all(a < b if start < end else a > b for a, b in pairwise(values))


def test_a_fan_has_short_labels() -> None:
    assert alpha_series(0.0, 0.99, 5) == (0.0, 0.684, 0.9, 0.9684, 0.99)
    assert alpha_series(0.9, 0.9001, 3) == (0.9, 0.90005, 0.9001)


def test_a_fan_to_exactly_1_spreads_the_others_over_the_scale() -> None:
    assert alpha_series(0.0, 1.0, 5) == (0.0, 0.9, 0.99, 0.999, 1.0)
    assert alpha_series(1.0, 0.0, 5) == (1.0, 0.999, 0.99, 0.9, 0.0)
    assert alpha_series(0.9, 1.0, 2) == (0.9, 1.0)
    assert alpha_series(1.0, 0.9, 2) == (1.0, 0.9)
    assert alpha_series(0.999, 1.0, 3) == (0.999, 0.9999, 1.0)
    assert alpha_series(1.0, 1.0, 2) == (1.0, 1.0)
    nearly = math.nextafter(1.0, 0.0)
    assert alpha_series(nearly, 1.0, 3) == (nearly, nearly, 1.0)


def test_a_fan_of_one_is_its_first_and_of_none_is_refused() -> None:
    assert alpha_series(0.3, 0.9, 1) == (0.3,)
    assert alpha_series(1.0, 0.9, 1) == (1.0,)
    with pytest.raises(ValueError, match="not 0"):
        alpha_series(0.3, 0.9, 0)


def test_between_fills_the_widest_gap() -> None:
    assert between([]) == between([0.0, 0.999, 1.0]) == rounded(alpha_from_scale(1.5))
    assert between([0.9]) == pytest.approx(0.99, abs=1e-3)
    with pytest.raises(ValueError, match=r"1\.5"):
        between([1.5])


@given(st.lists(st.floats(0.0, 1.0), max_size=30))
def test_between_always_finds_one_that_is_not_there(alphas: list[float]) -> None:
    taken = set(alphas)
    for _ in range(20):
        alpha = between(taken)
        assert 0.0 < alpha < 0.999
        assert alpha not in taken
        taken.add(alpha)
