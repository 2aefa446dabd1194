"""The barrier at a step is the rim of the recorded valley, on the landscape of that step."""

import numpy as np
import pytest

from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.run.edit import Edit
from physics.run.events import barrier_heights
from physics.run.run import Run
from tests.support.balls import new_ball
from tests.support.runs import HILLS

BOWL = PointsLandscape([-6, -3, 0, 3, 6], [4, 1, 0, 1, 5])


def run_of(*edits: Edit, alpha: float = 0.97) -> Run:
    run = Run(HILLS, [new_ball(0.0, 0.02, 4.8, name="other"), new_ball(alpha, 0.02, 4.8, name="b")], edits)
    run.advance(120)
    return run


def test_it_is_the_rim_of_the_recorded_valley() -> None:
    run = run_of(alpha=0.95)
    rims = barrier_heights(run, 1, 0, run.step + 1)
    valleys = run.recording.rows().valley[:, 1]
    assert len(set(valleys.tolist())) == 4
    for valley, rim in zip(valleys, rims, strict=True):
        assert rim == HILLS.features.rims[valley - 1]


@pytest.mark.parametrize("cut", [0, 1, 37, 120])
def test_in_portions_it_is_the_same(cut: int) -> None:
    run = run_of(Edit(30, landscape=BOWL), Edit(36, landscape=HILLS), Edit(90, landscape=BOWL))
    whole = barrier_heights(run, 1, 0, 121)
    parts = np.concatenate((barrier_heights(run, 1, 0, cut), barrier_heights(run, 1, cut, 121)))
    np.testing.assert_array_equal(whole, parts)


def test_another_landscape_counts_from_the_step_after_the_edit() -> None:
    run = run_of(Edit(30, landscape=BOWL))
    rims = barrier_heights(run, 1, 29, 33)
    valley = run.recording.row(30).valley[1]
    assert rims[1] == HILLS.features.rims[valley - 1]
    assert rims[2] == rims[3] == 4.0


def test_there_is_none_once_the_ball_has_gone_or_where_the_valley_only_slopes_out() -> None:
    run = run_of()
    gone = run.recording.rows().valley[:, 1] == 0
    assert gone.any()
    np.testing.assert_array_equal(np.isnan(barrier_heights(run, 1, 0, 121)), gone)
    slope = Run(FormulaLandscape("0.5*w", (-6, 6)), [new_ball(0.5, 0.02, 3.0, name="ball")])
    slope.advance(10)
    assert np.isnan(barrier_heights(slope, 0, 0, 11)).all()
