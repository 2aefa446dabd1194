"""Schedules: where they begin and end, and that no share is ever 0."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physics.forcing.schedule import BLOCK, CONSTANT, NEVER, Decay, Schedule

schedules = st.builds(
    Schedule,
    decay=st.sampled_from(Decay),
    decay_steps=st.integers(1, 3000),
    warm_up=st.integers(0, 2000),
    final_share=st.floats(1e-6, 1.0),
)


@given(schedule=schedules, begin=st.integers(0, 5000))
def test_shares_stay_above_0_and_up_to_1(schedule: Schedule, begin: int) -> None:
    shares = schedule.shares(begin, 400)
    assert shares.shape == (400,)
    assert (shares > 0.0).all()
    assert (shares <= 1.0).all()
    after = shares[max(0, schedule.warm_up - begin) :]
    assert (np.diff(after) <= 0.0).all()
    assert (after >= (1.0 if schedule.decay is Decay.CONSTANT else schedule.final_share)).all()


@given(schedule=schedules)
def test_from_where_it_is_constant_it_has_its_limit_and_one_step_before_it_has_not(schedule: Schedule) -> None:
    begin = schedule.constant_from
    if begin == NEVER:
        assert schedule.decay is Decay.INVERSE
        return
    assert (schedule.shares(begin, 3000) == schedule.limit).all()
    if begin and schedule.final_share < 1.0:
        assert schedule.shares(begin - 1, 1) != schedule.limit


@given(schedule=schedules, cuts=st.lists(st.integers(1, 2 * BLOCK), min_size=1, max_size=4))
def test_a_share_has_the_same_bits_whoever_asks(schedule: Schedule, cuts: list[int]) -> None:
    whole, at = schedule.shares(0, sum(cuts)), 0
    for cut in cuts:
        assert (schedule.shares(at, cut) == whole[at : at + cut]).all()
        at += cut


@given(schedule=schedules, steps=st.lists(st.integers(0, 10_000), min_size=1, max_size=20))
def test_shares_of_any_steps_are_those_of_a_row_of_them(schedule: Schedule, steps: list[int]) -> None:
    whole = schedule.shares(0, max(steps) + 1)
    assert schedule.shares_at(np.array(steps)) == pytest.approx(whole[steps], rel=1e-15)


def test_each_kind_follows_its_formula() -> None:
    step, cosine, inverse = (Schedule(decay, 100, 10, 0.02) for decay in (Decay.STEP, Decay.COSINE, Decay.INVERSE))
    for schedule in (step, cosine, inverse):
        assert schedule.shares(0, 11).tolist() == pytest.approx([(k + 1) / 11 for k in range(11)])
    assert step.shares(0, 500)[[10, 109, 110, 209, 210, 499]].tolist() == pytest.approx([1, 1, 0.1, 0.1, 0.02, 0.02])
    assert cosine.shares(60, 1)[0] == pytest.approx(0.51)
    assert cosine.shares(35, 1)[0] == pytest.approx(0.02 + 0.98 * (1 + math.cos(math.pi / 4)) / 2)
    assert inverse.shares(110, 1)[0] == pytest.approx(0.51)
    assert inverse.shares(10 + 900, 1)[0] == pytest.approx(0.02 + 0.98 / 10)
    assert (step.constant_from, cosine.constant_from, inverse.constant_from) == (210, 110, NEVER)
    assert CONSTANT.is_constant
    assert not Schedule(warm_up=1).is_constant


def test_a_constant_schedule_has_no_decay_to_differ_in() -> None:
    assert Schedule(Decay.CONSTANT, 33, final_share=0.5) == CONSTANT


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"decay_steps": 0}, "decay_steps: 0 is not between 1 and 16000000"),
        ({"warm_up": -1}, "warm_up: -1 is not between 0 and 16000000"),
        ({"final_share": 0.0}, "final_share: 0.0 is not between 1e-06 and 1"),
        ({"final_share": math.nan}, "final_share: nan is not between 1e-06 and 1"),
    ],
)
def test_senseless_numbers_are_refused(values: dict[str, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Schedule(Decay.STEP, **values)  # type: ignore[arg-type]
