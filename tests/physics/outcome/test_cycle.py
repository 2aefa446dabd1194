"""Cycles are found at the step and with the period that follow from the definition, however the rows are cut up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physics.arrays import Floats, concatenate, map_columns, take_balls
from physics.outcome.cycle import (
    RETURN_TOLERANCE,
    WholeState,
    bit_period,
    compare_with_saved,
    describe_cycle,
    nothing_saved,
    saved_after,
)
from tests.support.runs import assert_same

STEPS = 200


def iterated(followers: list[int]) -> Floats:
    """(STEPS,) the numbers that a ball goes through from 0 on, if each has one follower."""
    number, numbers = 0, []
    for _ in range(STEPS):
        number = followers[number]
        numbers.append(float(number))
    return np.array(numbers)


def states_of(followers: list[int]) -> WholeState:
    """The states (STEPS, 1) of a ball, of which some differ in Δ alone, or in what the rule keeps."""
    numbers = iterated(followers)[:, np.newaxis]
    return WholeState(numbers % 3.0, numbers // 3.0 % 2.0, {"kept": np.where(numbers < 6.0, np.nan, numbers // 6.0)})


def least_period(numbers: list[float]) -> tuple[int, int]:
    """The step, from 1, with which the cycle begins, and its period."""
    seen: dict[float, int] = {}
    for step, each in enumerate(numbers, 1):
        if each in seen:
            return seen[each], step - seen[each]
        seen[each] = step
    raise AssertionError


def cut(states: WholeState, begin: int, end: int) -> WholeState:
    return map_columns(lambda column: column[begin:end], states)


def unsaved(states: WholeState) -> WholeState:
    return nothing_saved(map_columns(lambda column: column[0], states))


@st.composite
def maps(draw: st.DrawFn) -> list[int]:
    size = draw(st.integers(1, 60))
    return draw(st.lists(st.integers(0, size - 1), min_size=size, max_size=size))


@given(followers=maps(), blocks=st.lists(st.integers(1, 70), min_size=STEPS, max_size=STEPS))
def test_the_first_return_and_its_period_are_those_of_the_definition_however_the_rows_are_cut(
    followers: list[int], blocks: list[int]
) -> None:
    states = states_of(followers)
    saved, age, found = unsaved(states), 0, 0
    while not found:
        block = cut(states, age, age + blocks.pop())
        compared = compare_with_saved(block, saved, np.array([age]))
        assert_same(compared.saved, saved_after(block, saved, np.array([age])))
        first, saved = compared.first.item(), compared.saved
        found = age + first + 1 if first < len(block.w) else 0
        age += len(block.w)
    begin, period = least_period(iterated(followers).tolist())
    power = next(2**exponent for exponent in range(9) if 2**exponent >= max(begin, period))
    assert found == power + period
    assert bit_period(found) == period


@given(balls=st.lists(st.tuples(maps(), st.integers(0, 100)), min_size=1, max_size=5), steps=st.integers(1, 100))
def test_balls_that_were_edited_at_different_steps_do_not_influence_each_other(
    balls: list[tuple[list[int], int]], steps: int
) -> None:
    ages = np.array([age for _, age in balls])
    states = [states_of(followers) for followers, _ in balls]
    saved = [
        saved_after(cut(each, 0, age), unsaved(each), np.zeros(1, int)) if age else unsaved(each)
        for each, age in zip(states, ages.tolist(), strict=True)
    ]
    rows = [cut(each, age, age + steps) for each, age in zip(states, ages.tolist(), strict=True)]
    together = compare_with_saved(concatenate(rows), concatenate(saved), ages)
    assert_same(together.saved, saved_after(concatenate(rows), concatenate(saved), ages))
    for ball, (its_rows, its_saved) in enumerate(zip(rows, saved, strict=True)):
        assert_same(take_balls(together, [ball]), compare_with_saved(its_rows, its_saved, ages[[ball]]))


def one_ball(w: list[float], delta: list[float], kept: list[float]) -> WholeState:
    column = np.array([w, delta, kept])[:, :, np.newaxis]
    return WholeState(column[0], column[1], {"kept": column[2]})


@pytest.mark.parametrize(
    ("states", "first"),
    [
        (one_ball([1.0, 1.0], [0.0, 0.0], [np.nan, np.nan]), 1),
        (one_ball([1.0, 1.0], [0.0, -0.0], [np.nan, np.nan]), 2),
        (one_ball([1.0, 1.0], [0.0, 0.0], [0.0, 5e-324]), 2),
        (one_ball([0.0, -0.0, 0.0], [0.0, 0.0, 0.0], [1.0, 1.0, 1.0]), 3),
        (one_ball([np.nan, np.nan], [0.0, 0.0], [0.0, 0.0]), 2),
    ],
)
def test_states_repeat_when_all_their_bits_do(states: WholeState, first: int) -> None:
    assert compare_with_saved(states, unsaved(states), np.zeros(1, int)).first == [first]


def test_no_balls_have_no_cycles() -> None:
    none = WholeState(np.empty((4, 0)), np.empty((4, 0)), {})
    saved, ages = WholeState(np.empty(0), np.empty(0), {}), np.empty(0, int)
    assert len(compare_with_saved(none, saved, ages).first) == 0
    assert len(saved_after(none, saved, ages).w) == 0


def shown_period(w: list[float], tolerance: float) -> int:
    count = len(w)
    return next(
        period
        for period in range(1, count + 1)
        if all(abs(w[(index + period) % count] - each) <= tolerance for index, each in enumerate(w))
    )


@given(
    turn=st.lists(st.sampled_from([-1.0, 0.0, 2.0]), min_size=1, max_size=4),
    times=st.integers(1, 5),
    seed=st.integers(0, 99),
    noise=st.sampled_from([0.0, 0.3, 0.9, 3.0]),
)
def test_the_period_that_is_shown_is_the_least_after_which_w_returns(
    turn: list[float], times: int, seed: int, noise: float
) -> None:
    width = 4.0
    shaken = np.random.default_rng(seed).uniform(0.0, noise * RETURN_TOLERANCE * width, len(turn) * times)
    w = np.array(turn * times) + shaken
    cycle = describe_cycle(w, width)
    assert cycle == (shown_period(w.tolist(), RETURN_TOLERANCE * width), len(w), w.min(), w.max())
