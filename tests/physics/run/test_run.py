"""Runs: what edits do, when a run is over, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest

from physics.landscape.formula import FormulaLandscape
from physics.outcome.outcome import BALANCED, LEFT, OUTCOMES, SETTLED, TRAPPED
from physics.run.ball import Ball
from physics.run.edit import Edit
from physics.run.run import Run
from tests.support.balls import NESTEROV, new_ball
from tests.support.runs import DIPS, HILLS, WELL, assert_same, assert_same_run


def test_edits_of_one_step_merge_and_later_ones_are_dropped() -> None:
    run = Run(HILLS, [_ball(0.9)], [Edit(3, 0, parameters={"eta": 0.1}), Edit(9, 0, parameters={"eta": 0.2})])
    run.advance(5)
    run.edit(Edit(5, 0, parameters={"alpha": 0.5}))
    run.edit(Edit(5, 0, parameters={"alpha": 0.6}, w=1.0))
    run.edit(Edit(5, landscape=DIPS))
    run.edit(Edit(5, landscape=WELL))
    assert run.edits == (
        Edit(3, 0, parameters={"eta": 0.1}),
        Edit(5, 0, parameters={"alpha": 0.6}, w=1.0),
        Edit(5, landscape=WELL),
    )
    with pytest.raises(ValueError, match="step 4 comes at step 5"):
        run.edit(Edit(4, 0, parameters={"alpha": 0.1}))


def test_a_settled_ball_rests_until_an_edit_sets_it_going() -> None:
    run = Run(HILLS, [_ball(0.8), _ball(0.95)])
    run.advance(10_000)
    assert [OUTCOMES[code] for code in run.status.outcome] == ["settled", "settled"]
    assert run.is_over
    assert run.advance(10) == 0
    first, last = run.status.steps
    assert run.step == last > first
    rows = run.recording.rows()
    assert not rows.stepped[first + 1 :, 0].any()
    assert (rows.w[first:, 0] == rows.w[first, 0]).all()
    run.edit(Edit(run.step, 0, w=-5.0, delta=0.0))
    assert not run.is_over
    run.advance(10_000)
    assert run.status.valley.tolist() == [0, 1]
    assert run.status.steps[1] == last


def test_an_edit_that_changes_nothing_about_a_rest_keeps_its_step() -> None:
    run = Run(HILLS, [_ball(0.8), _ball(0.95)])
    run.advance(10_000)
    steps = run.status.steps.copy()
    run.edit(Edit(run.step, 0, parameters={"alpha": 0.1}))
    assert (run.status.steps == steps).all()
    assert run.is_over


def test_a_ball_that_is_placed_in_another_minimum_settles_there_and_then() -> None:
    run = Run(HILLS, [_ball(0.8), _ball(0.95)])
    run.advance(10_000)
    run.edit(Edit(run.step, 0, w=HILLS.features.minima[1], delta=0.0))
    assert run.status.steps.tolist() == [run.step, run.step]
    assert run.status.outcome.tolist() == [SETTLED, SETTLED]


def test_what_was_trapped_may_roll_again_after_an_edit() -> None:
    run = Run(HILLS, [_ball(0.8)])
    run.advance(40)
    assert run.status.outcome[0] == TRAPPED
    run.edit(Edit(40, 0, delta=-0.5))
    assert OUTCOMES[run.status.outcome[0]] == "rolling"


def test_a_ball_that_left_stays_out_until_it_is_placed() -> None:
    run = Run(HILLS, [_ball(0.97), _ball(0.8)])
    run.advance(60)
    assert run.status.outcome[0] == LEFT
    run.edit(Edit(60, 0, parameters={"alpha": 0.5}))
    run.edit(Edit(60, landscape=FormulaLandscape("w^2/10", (-10, 10))))
    assert run.status.outcome[0] == LEFT
    run.edit(Edit(60, 0, w=5.0, delta=0.0))
    run.advance(1)
    assert run.recording.row(61).stepped.all()
    assert run.recording.row(61).valley.tolist() == [1, 1]


def test_a_ball_is_placed_on_the_landscape_that_came_in_the_same_step() -> None:
    wide = FormulaLandscape("w^2/10", (-10, 10))
    run = Run(HILLS, [_ball(0.9)])
    run.advance(10)
    for edit in (Edit(10, 0, w=1.0), Edit(10, landscape=wide), Edit(10, 0, w=8.0, delta=0.0)):
        run.edit(edit)
    assert OUTCOMES[run.status.outcome[0]] == "trapped"
    for order in (run.edits, run.edits[::-1]):
        replayed = Run(HILLS, [_ball(0.9)], order)
        replayed.advance(10)
        assert_same(replayed.status, run.status)


def test_a_ball_that_is_nowhere_crosses_no_hills() -> None:
    waves = FormulaLandscape("w log(w) + 0.3 cos(20 w)", (0.05, 3))
    ball = new_ball(0.99, 0.02, 2.9, rule=NESTEROV, name="a")
    run = Run(waves, [ball])
    run.advance(500)
    w = run.recording.rows().w[:, 0]
    assert OUTCOMES[run.status.outcome[0]] == "diverged"
    assert np.isnan(w[-1])
    passed = np.abs(np.diff(np.searchsorted(waves.features.hills, w[:-1]))).sum()
    assert run.status.hills_crossed[0] == passed


def test_a_full_run_goes_on_after_rest_but_not_after_leaving() -> None:
    run = Run(HILLS, [_ball(0.97), _ball(0.8)], full=True)
    assert run.advance(700) == 700
    rows = run.recording.rows()
    assert rows.stepped[:, 1].all()
    assert rows.stepped[:, 0].sum() == 56
    assert rows.outcome[-1].tolist() == [LEFT, SETTLED]
    gone = Run(HILLS, [_ball(0.97)], full=True)
    assert gone.advance(700) == 55
    assert gone.is_over


def test_a_ball_at_rest_that_goes_on_may_cross_hills_and_leave() -> None:
    hills, minima = HILLS.features.hills, HILLS.features.minima
    balls = [new_ball(0.5, 15.0, minima[4], name="a"), new_ball(1.0, 0.01, hills[1], name="b")]
    whole, singles = (Run(HILLS, balls, full=True) for _ in range(2))
    whole.advance(300)
    assert sum(singles.advance(1) for _ in range(300)) == 300
    assert_same_run(whole, singles)
    rows, left_at = whole.recording.rows(), int(whole.status.steps[0])
    assert rows.outcome[:, 0].tolist() == [SETTLED] * left_at + [LEFT] * (301 - left_at)
    assert ((np.abs(rows.w[:, 0]) <= 6) == (np.arange(301) < left_at)).all()
    assert (whole.status.outcome[1], whole.status.steps[1]) == (BALANCED, 0)
    assert rows.hills_crossed[-1, 1] == np.abs(np.diff(np.searchsorted(hills, rows.w[:, 1], "right"))).sum()


def test_an_edit_to_come_keeps_a_run_going() -> None:
    run = Run(HILLS, [replace(_ball(0.9), start=HILLS.features.hills[0])], [Edit(30, 0, delta=0.3)])
    assert run.status.outcome[0] == BALANCED
    assert not run.is_over
    run.advance(2000)
    assert run.status.outcome[0] == SETTLED
    assert not run.recording.rows().stepped[1:31].any()


def test_the_live_change_of_eta_of_the_model_page() -> None:
    well = FormulaLandscape("(w^2 - 4)^2/8 + 0.6*w + 1.3", (-6, 6))
    run = Run(well, [new_ball(0.9, 0.1, 3.0, name="a")], [Edit(1, 0, parameters={"eta": 0.01})])
    run.advance(10_000)
    assert run.status.w[0] == pytest.approx(-2.136, abs=5e-4)


def test_next_step_is_what_then_happens() -> None:
    run = Run(HILLS, [_ball(0.9), replace(_ball(0.95), rule=NESTEROV)])
    run.advance(20)
    foretold = run.next_step()
    run.advance(1)
    assert_same(foretold, run.state)


def test_a_full_recording_stops_the_run() -> None:
    run = Run(HILLS, [_ball(0.95), _ball(0.9)])
    run.recording.row_limit = 100
    assert run.advance(80) == 49
    assert run.is_full
    assert run.advance(1) == 0


def test_renaming_changes_only_the_name() -> None:
    run = Run(HILLS, [_ball(0.9), _ball(0.8)])
    run.advance(20)
    before = run.select_balls([0, 1])
    run.rename(1, "mine")
    assert [ball.name for ball in run.balls] == [None, "mine"]
    assert_same_run(run, before)


def test_no_balls_is_a_run_that_is_over() -> None:
    run = Run(HILLS, [])
    assert run.is_over
    assert run.advance(5) == 0
    assert run.advance(5, waits=True) == 5


def test_an_edit_of_a_ball_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="ball 2, but there are 1 balls"):
        Run(HILLS, [_ball(0.9)], [Edit(0, 2, parameters={"alpha": 0.1})])


def _ball(alpha: float) -> Ball:
    return new_ball(alpha, 0.02, 4.8)
