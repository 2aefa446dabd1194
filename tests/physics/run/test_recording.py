"""The recording grows, is cut, streamed and limited."""

import numpy as np
import pytest

from physics.rules.registry import rule_named
from physics.run.edit import Edit
from physics.run.recording import Recording
from physics.run.run import Run
from tests.support.balls import MOMENTUM, new_ball
from tests.support.runs import HILLS

ADAM = rule_named("adam")


def filled(recording: Recording, steps: int, value: float) -> None:
    recording.extend(steps, [MOMENTUM]).w[:] = value


def test_growing_keeps_what_was_recorded() -> None:
    recording = Recording(3)
    for value in range(40):
        filled(recording, 50, value)
    w = recording.rows().w
    assert w.shape == (2000, 3)
    assert (w[:, 0] == np.repeat(np.arange(40), 50)).all()


def test_rows_are_views_clipped_to_what_is_kept() -> None:
    recording = Recording(2)
    filled(recording, 10, 1.0)
    assert np.shares_memory(recording.rows(2, 5).w, recording.rows().w)
    assert len(recording.rows(8, 99).w) == 2
    assert len(recording.rows(99).w) == 0
    assert recording.row(9).w.tolist() == [1.0, 1.0]
    with pytest.raises(IndexError, match=r"step 10 is not among 0 … 9"):
        recording.row(10)


def test_forgetting_makes_room_and_keeps_step_numbers() -> None:
    recording = Recording(2, row_limit=40)
    filled(recording, 20, 1.0)
    assert recording.room == 0
    with pytest.raises(MemoryError, match="1 more steps of 2 balls"):
        recording.extend(1, [MOMENTUM])
    recording.forget_before(19)
    assert (recording.first, recording.last, recording.room) == (19, 19, 19)
    filled(recording, 5, 2.0)
    assert recording.rows(20, 25).w[:, 0].tolist() == [2.0] * 5
    assert recording.row(19).w[0] == 1.0
    recording.forget_before(99)
    assert len(recording.rows().w) == 0


def test_cutting_drops_the_later_rows() -> None:
    recording = Recording(1)
    filled(recording, 10, 1.0)
    recording.cut_after(4)
    assert recording.last == 4
    recording.cut_after(7)
    assert recording.last == 4
    filled(recording, 1, 2.0)
    assert recording.rows().w[:, 0].tolist() == [1.0] * 5 + [2.0]


def test_there_are_columns_of_those_rules_alone_that_balls_have_followed() -> None:
    """So a run of balls with momentum takes no memory for what other rules remember."""
    names = [each.name for each in MOMENTUM.parameters]
    run = Run(HILLS, [new_ball(0.9, 0.02, 4.8), new_ball(0.5, 0.02, 4.8)])
    run.advance(10)
    untouched = run.snapshot(10)
    rows = run.recording.rows()
    assert (list(rows.parameters), list(rows.rule_state)) == (names, [])
    run.edit(Edit(10, 1, rule=ADAM))
    run.advance(10)
    rows = run.recording.rows()
    assert list(rows.parameters) == [*names, "epsilon", "beta2"]
    assert set(rows.rule_state) == set(ADAM.state)
    for column in (rows.parameters["beta2"], *rows.rule_state.values()):
        assert np.isnan(column[:, 0]).all()
        assert np.isnan(column[:11, 1]).all()
        assert np.isfinite(column[11:, 1]).all()
    assert list(untouched.recording.rows().parameters) == names
    tail = run.recording.detach_after(12)
    untouched.recording.append(tail)
    assert np.array_equal(
        untouched.recording.rows(11).rule_state["rms_slope"][:, 1], rows.rule_state["rms_slope"][13:, 1]
    )
