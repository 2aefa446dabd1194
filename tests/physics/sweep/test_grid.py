"""The grid of an outcome map: its values, its numbering and the order in which it is computed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physics.rules.base import ALPHA, ETA, Parameter
from physics.rules.dispatch import code_of
from physics.rules.suggestion import ETA_REACH
from physics.run.ball import START
from physics.sweep.grid import MAX_COARSE_SIZE, Axis, Grid, whole_axis
from tests.support.balls import NESTEROV, new_ball
from tests.support.runs import HILLS
from tests.support.sign_rule import BETA

BALL = new_ball(0.9, 0.02, 4.8, rule=NESTEROV, name="a")
ALPHAS, STARTS = (whole_axis(parameter, HILLS, 0.02) for parameter in (ALPHA, START))


def test_axes_are_even_on_their_own_scales_and_exact_at_their_ends() -> None:
    alpha = ALPHAS.values(301)
    assert (alpha[0], alpha[-1]) == (0.0, 0.999)
    assert alpha[[100, 200]] == pytest.approx([0.9, 0.99], abs=1e-15)
    eta = whole_axis(ETA, HILLS, 0.02).values(3)
    assert eta.tolist() == pytest.approx([0.02 / ETA_REACH, 0.02, 0.02 * ETA_REACH], rel=1e-14)
    assert whole_axis(BETA, HILLS, 0.02).values(3).tolist() == [0.0, 0.5, 1.0]
    assert STARTS.values(5).tolist() == [-6.0, -3.0, 0.0, 3.0, 6.0]


@given(
    st.sampled_from([Axis(ALPHA, 0.0, 0.999), Axis(ALPHA, 0.97, 0.9999999), Axis(ETA, 1e-9, 4.0), STARTS]),
    st.floats(0.0, 1.0),
)
def test_values_and_the_scale_are_inverse(axis: Axis, share: float) -> None:
    first, last = axis.to_scale(np.array([axis.lowest, axis.highest]))
    scaled = np.array([first + share * (last - first)])
    values = axis.values_at(scaled)
    assert axis.lowest <= values[0] <= axis.highest
    # Near α = 1 − 1e-7 a float of α holds nine digits of 1 − α.
    assert axis.to_scale(values)[0] == pytest.approx(scaled[0], abs=1e-8)


def test_beyond_an_end_is_the_end() -> None:
    assert STARTS.values_at(np.array([-99.0, 99.0])).tolist() == [-6.0, 6.0]
    assert ALPHAS.values_at(np.array([-999.0, 999.0])).tolist() == [ALPHAS.lowest, ALPHAS.highest]
    assert ALPHAS.to_scale(np.array([1.0]))[0] == np.inf


@pytest.mark.parametrize(
    ("parameter", "lowest", "highest", "words"),
    [
        (ALPHA, -0.1, 0.5, "-0.1 is not between 0.0 and 1.0"),
        (ALPHA, 0.5, 1.0, "1 has no place"),
        (ALPHA, 0.5, 0.5, "must go upwards"),
        (ETA, 0.0, 1.0, "0.0 is not between 1e-300 and 1e[+]300"),
        (ETA, 1.0, 0.1, "must go upwards"),
        (START, 0.0, float("inf"), "inf is not between"),
    ],
)
def test_a_range_that_an_axis_can_not_have_is_refused(
    parameter: Parameter, lowest: float, highest: float, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        Axis(parameter, lowest, highest)


def test_points_are_numbered_from_the_lowest_y_and_the_rest_is_the_balls() -> None:
    grid = Grid(ALPHAS, STARTS, 7, 5, BALL)
    starts = grid.starts()
    assert starts.parameters["alpha"][:7].tolist() == grid.x_values.tolist()
    assert starts.w[:7].tolist() == [-6.0] * 7
    assert starts.w[-7:].tolist() == [6.0] * 7
    assert set(starts.parameters["eta"]) == {0.02}
    assert set(starts.rule) == {code_of(NESTEROV)}
    assert not starts.delta.any()
    some = grid.starts(np.array([34, 6]))
    assert (some.parameters["alpha"].tolist(), some.w.tolist()) == (
        starts.parameters["alpha"][[34, 6]].tolist(),
        starts.w[[34, 6]].tolist(),
    )


def test_what_neither_axis_shows_is_the_balls() -> None:
    eta = whole_axis(ETA, HILLS, 0.02)
    assert set(Grid(ALPHAS, eta, 4, 4, BALL).starts().w) == {4.8}
    starts = Grid(eta, STARTS, 4, 4, BALL).starts()
    assert set(starts.parameters["alpha"]) == {0.9}
    assert starts.parameters["eta"][:4].tolist() == eta.values(4).tolist()


def test_what_is_no_map_is_refused() -> None:
    with pytest.raises(ValueError, match="both axes show alpha"):
        Grid(ALPHAS, ALPHAS, 4, 4, BALL)
    with pytest.raises(ValueError, match="beta is no parameter of nesterov"):
        Grid(ALPHAS, Axis(BETA, 0.0, 1.0), 4, 4, BALL)
    with pytest.raises(ValueError, match="no area"):
        Grid(ALPHAS, STARTS, 1, 4, BALL)


@given(st.integers(2, 90), st.integers(2, 90))
def test_every_point_is_in_one_level_and_the_first_is_coarse(columns: int, rows: int) -> None:
    grid = Grid(ALPHAS, STARTS, columns, rows, BALL)
    levels = grid.levels()
    assert sorted(np.concatenate(levels).tolist()) == list(range(columns * rows))
    assert np.array_equal(grid.coarse(), levels[0])
    stride = grid.strides()[0]
    row, column = np.divmod(levels[0], columns)
    assert (row % stride == 0).all()
    assert (column % stride == 0).all()
    assert len(levels[0]) == -(-columns // stride) * -(-rows // stride) <= MAX_COARSE_SIZE**2
    assert len(levels) == len(grid.strides())
