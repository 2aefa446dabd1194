"""A map that is filled in from coarse to fine."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from physics.rules.base import ALPHA
from physics.run.ball import START
from physics.sweep.batch import UNKNOWN, Finished, Results
from physics.sweep.grid import Grid, OutcomeMap, whole_axis
from physics.sweep.sweep import sweep, sweep_now
from tests.support.balls import new_ball
from tests.support.runs import HILLS, assert_same

BALL = new_ball(0.9, 0.02, 4.8, name="a")


def grid_of(columns: int, rows: int) -> Grid:
    x, y = (whole_axis(quantity, HILLS, 0.02) for quantity in (ALPHA, START))
    return Grid(x, y, columns, rows, BALL)


def some(numbers: np.ndarray) -> Finished:
    codes = np.full(len(numbers), 1, np.int8)
    return Finished(
        numbers, Results(codes, numbers.astype(np.int32), numbers.astype(np.int32), numbers.astype(np.int32))
    )


def test_a_complete_map_is_what_a_sweep_gives() -> None:
    grid = grid_of(40, 30)
    made = OutcomeMap(grid, 2000)
    assert not made.is_complete
    for decided in sweep(HILLS, grid.starts(), 2000, levels=grid.levels()):
        made.take(decided)
    assert made.is_complete
    assert_same(made.results, sweep_now(HILLS, grid.starts(), 2000))
    assert np.array_equal(made.shown(), np.arange(1200).reshape(30, 40))


def test_nothing_is_shown_of_what_nobody_knows() -> None:
    made = OutcomeMap(grid_of(5, 4), 10)
    assert (made.shown() == -1).all()
    assert (made.results.outcome == UNKNOWN).all()


@given(st.integers(2, 80), st.integers(2, 80), st.integers(0, 2**32))
def test_what_is_known_stands_for_itself_and_for_what_is_near(columns: int, rows: int, seed: int) -> None:
    grid = grid_of(columns, rows)
    made = OutcomeMap(grid, 10)
    levels = grid.levels()
    rng = np.random.default_rng(seed)
    whole_levels = int(rng.integers(1, len(levels) + 1))
    known = np.concatenate(levels[:whole_levels])
    if whole_levels < len(levels):
        known = np.concatenate((known, rng.permutation(levels[whole_levels])[: len(levels[whole_levels]) // 2]))
    made.take(some(known))
    shown = made.shown()
    assert (shown >= 0).all()
    assert np.isin(shown, known).all()
    assert (shown.ravel()[known] == known).all()
    stride = grid.strides()[whole_levels - 1]
    row, column = np.indices(shown.shape)
    assert (row - shown // columns < stride).all()
    assert (column - shown % columns < stride).all()
    assert (shown // columns <= row).all()
    assert (shown % columns <= column).all()
