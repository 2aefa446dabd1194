"""Time that runs backwards: at any recorded step a run is, bit for bit, as it was when it came there."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.text.outcomes import sentence
from physics.run import state_history
from physics.run.edit import Edit, of_balls
from physics.run.run import Run
from tests.support.balls import new_ball
from tests.support.random_runs import Scene, edits_strategy, scenes
from tests.support.runs import HILLS, assert_same_run, assert_same_run_state


def run_at(scene: Scene, step: int, full: bool) -> Run:
    """A run that has just come to this step for the first time (in blocks or one by one: see test_run_laws.py)."""
    run = Run(*scene, full=full)
    run.advance(step, waits=True)
    return run


@given(scene=scenes(), full=st.booleans(), to=st.lists(st.integers(0, 150), min_size=1, max_size=6))
def test_at_every_recorded_step_the_run_is_as_when_it_first_came_there(scene: Scene, full: bool, to: list[int]) -> None:
    run = Run(*scene, full=full)
    run.advance(150, waits=True)
    for step in to:
        run.go_to(step)
        assert_same_run_state(run, run_at(scene, step, full))


@given(scene=scenes(), to=st.integers(0, 100), pieces=st.lists(st.integers(1, 40), min_size=1, max_size=6))
def test_advancing_from_an_earlier_step_goes_through_the_recorded_steps_and_beyond(
    scene: Scene, to: int, pieces: list[int]
) -> None:
    run = Run(*scene)
    run.advance(100, waits=True)
    run.go_to(to)
    for piece in pieces:
        run.advance(piece, waits=True)
    assert run.step == to + sum(pieces)
    assert run.last == max(100, run.step)
    straight = Run(*scene)
    straight.advance(run.last, waits=True)
    straight.go_to(run.step)
    assert_same_run(run, straight)
    assert_same_run_state(run, straight)


@given(scene=scenes(), to=st.integers(0, 100), data=st.data())
def test_an_edit_of_an_earlier_step_replays_and_swapping_the_tail_back_undoes_it_exactly(
    scene: Scene, to: int, data: st.DataObject
) -> None:
    change = data.draw(edits_strategy(len(scene[1])))
    run, untouched = Run(*scene), Run(*scene)
    for either in (run, untouched):
        either.advance(100, waits=True)
    run.go_to(to)
    dropped = run.detach_tail()
    run.edit(replace(change, step=to))
    assert run.last == to
    run.advance(70, waits=True)
    replayed = Run(*scene[:2], run.edits)
    replayed.advance(run.last, waits=True)
    assert_same_run(run, replayed)

    instead = run.swap_tail(dropped)
    untouched.go_to(to)
    assert_same_run(run, untouched)
    assert_same_run_state(run, untouched)
    assert run.edits == untouched.edits

    run.advance(9, waits=True)
    run.swap_tail(instead)
    replayed.go_to(to)
    assert_same_run(run, replayed)
    assert_same_run_state(run, replayed)
    assert run.edits == replayed.edits


def test_many_edits_are_found_again_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(HILLS, [new_ball(0.9, 0.02, 4.8, name="a")])
    for _ in range(400):
        run.edit(Edit(run.step, 0, delta=0.001))
        run.advance(1)
    run.go_to(390)
    evaluated: list[int] = []
    monkeypatch.setattr(
        state_history, "after_rows", lambda *a, begun, **k: evaluated.append(begun) or after(*a, begun=begun, **k)
    )
    run.go_to(0)
    run.go_to(389)
    assert 0 < len(evaluated) <= 2 * state_history.EDITED_STEPS_PER_CHECKPOINT


after = state_history.after_rows


def test_reading_a_run_as_of_an_earlier_step_does_not_change_it() -> None:
    run = Run(HILLS, [new_ball(0.95, 0.02, 4.8, name="a")])
    run.advance(200)
    newest = sentence(run, 0)
    earlier = run.as_of(3)
    assert sentence(earlier, 0).startswith("Moving in valley 5 after 3 steps")
    assert earlier.step == 3
    assert run.step == 200
    assert sentence(run, 0) == newest


@given(scene=scenes(), full=st.booleans(), to=st.integers(0, 80))
def test_before_its_edits_a_step_is_as_without_them(scene: Scene, full: bool, to: int) -> None:
    landscape, balls, edits = scene
    run = Run(*scene, full=full)
    run.advance(80, waits=True)
    looked_at = run.as_of(to, is_edited=False)
    assert_same_run_state(looked_at, run_at((landscape, balls, [edit for edit in edits if edit.step < to]), to, full))
    assert (run.step, run.edits) == (80, tuple(sorted(edits, key=lambda edit: edit.step)))


@pytest.mark.parametrize("eta", [1e160, 1e300])
def test_a_ball_too_fast_for_its_energy_goes_back_in_time_too(eta: float) -> None:
    scene: Scene = HILLS, [new_ball(1.0, eta, 4.8, name="a")], []
    run = Run(*scene)
    run.advance(9, waits=True)
    run.go_to(1)
    assert_same_run_state(run, run_at(scene, 1, full=False))


def test_a_step_that_is_not_recorded_is_refused() -> None:
    run = Run(HILLS, [new_ball(0.95, 0.02, 4.8, name="a")])
    run.advance(5)
    for step in (-1, 6):
        with pytest.raises(ValueError, match=f"step {step} is not among 0 … 5"):
            run.go_to(step)
    assert run.step == 5


@given(scene=scenes(), to=st.integers(0, 60))
@settings(max_examples=30)
def test_balls_can_be_selected_at_an_earlier_step(scene: Scene, to: int) -> None:
    run = Run(*scene)
    run.advance(60, waits=True)
    run.go_to(to)
    rejoined = run.select_balls(range(len(run.balls)))
    assert_same_run(run, rejoined)
    for step in (60, 0, to):
        run.go_to(step)
        rejoined.go_to(step)
        assert_same_run_state(run, rejoined)


@given(scene=scenes(), to=st.integers(0, 150), data=st.data())
def test_selected_balls_stop_as_early_as_they_would_alone(scene: Scene, to: int, data: st.DataObject) -> None:
    landscape, balls, _ = scene
    chosen = data.draw(st.lists(st.integers(0, len(balls) - 1), unique=True))
    run = Run(*scene)
    run.advance(2000)
    run.go_to(min(to, run.last))
    part = run.select_balls(chosen)
    part.stop_early()
    alone = Run(landscape, [balls[ball] for ball in chosen], of_balls(run.edits, chosen))
    alone.advance(run.last)
    alone.go_to(min(run.step, alone.last))
    assert_same_run(part, alone)
    assert_same_run_state(part, alone)
    part.go_to(part.last)
    assert part.is_over == alone.as_of(alone.last).is_over


def test_a_snapshot_stays_unchanged_when_rows_are_dropped() -> None:
    for to in (10, 190):
        run = Run(HILLS, [new_ball(0.99, 0.02, 4.8, name="a")])
        run.advance(200, waits=True)
        snapshot = run.recording.snapshot()
        before = snapshot.w.copy()
        run.go_to(to)
        run.detach_tail()
        run.edit(Edit(to, 0, parameters={"alpha": 0.1}))
        run.advance(300, waits=True)
        assert np.array_equal(snapshot.w, before)
        snapshot = run.recording.snapshot()
        before = snapshot.w.copy()
        run.go_to(to + 5)
        run.edit(Edit(to + 5, 0, parameters={"alpha": 0.9}))
        run.advance(50, waits=True)
        assert np.array_equal(snapshot.w, before)


@given(scene=scenes(), full=st.booleans(), at=st.integers(0, 90), shown=st.integers(0, 90), more=st.integers(0, 90))
def test_a_fork_that_is_merged_is_the_same_as_advancing(
    scene: Scene, full: bool, at: int, shown: int, more: int
) -> None:
    run, straight = (Run(*scene, full=full) for _ in range(2))
    run.advance(at, waits=True)
    run.go_to(min(shown, at))
    before = run.recording.rows().w.copy()
    further = run.fork()
    assert (further.step, further.recording.room) == (at, run.recording.room)
    further.advance(more, waits=True)
    assert (run.step, run.last) == (min(shown, at), at)
    assert np.array_equal(run.recording.rows().w, before, equal_nan=True)
    run.merge(further)
    straight.advance(at + more, waits=True)
    assert_same_run(run, straight)
    assert_same_run_state(run, straight)
    run.go_to(shown if shown <= run.last else 0)
    straight.go_to(run.step)
    assert_same_run_state(run, straight)


@given(scene=scenes(), to=st.integers(0, 100))
def test_forgotten_steps_follow_again_from_the_edits(scene: Scene, to: int) -> None:
    run, kept = (Run(*scene) for _ in range(2))
    for either in (run, kept):
        either.advance(100, waits=True)
    run.go_to(to)
    tail = run.detach_tail()
    assert tail.without_rows().rows.w.shape == (0, len(run.balls))
    run.swap_tail(tail.without_rows())
    run.advance(100 - to, waits=True)
    assert_same_run(run, kept)
    assert_same_run_state(run, kept)
    assert run.edits == kept.edits

    run.forget()
    assert (run.step, run.last) == (0, 0)
    run.advance(100, waits=True)
    assert_same_run(run, kept)
    assert_same_run_state(run, kept)


def test_an_edit_of_an_earlier_step_drops_the_checkpoints_after_it() -> None:
    run = Run(HILLS, [new_ball(0.9, 0.02, 4.8, name="a")])
    for _ in range(300):
        run.edit(Edit(run.step, 0, delta=0.001))
        run.advance(1)
    for step in (0, 299):
        run.go_to(step)
    run.go_to(100)
    run.edit(Edit(100, 0, w=-3.0, delta=0.2))
    run.advance(200)
    replayed = Run(HILLS, run.balls, run.edits)
    replayed.advance(300)
    for step in (0, 290, 150, 99, 300):
        run.go_to(step)
        replayed.go_to(step)
        assert_same_run_state(run, replayed)


def test_a_fork_has_only_the_room_that_is_left() -> None:
    run = Run(HILLS, [new_ball(1.0, 0.02, 1.0, name="a")])
    run.recording.row_limit = 50
    run.advance(20)
    further = run.fork()
    assert further.advance(100) == 29
    assert further.is_full
    run.merge(further)
    assert run.is_full
    assert run.step == 49


def test_a_fork_can_be_merged_only_at_the_step_where_it_was_made() -> None:
    run = Run(HILLS, [new_ball(0.95, 0.02, 4.8, name="a")])
    run.advance(5)
    further = run.fork()
    further.advance(5)
    run.advance(1)
    with pytest.raises(ValueError, match="a run that goes on from step 5 can't follow step 6"):
        run.merge(further)
    assert run.last == 6


def test_a_snapshot_stays_unchanged_when_a_fork_is_merged() -> None:
    run = Run(HILLS, [new_ball(0.95, 0.02, 4.8, name="a")])
    run.advance(20)
    snapshot = run.recording.snapshot()
    before = snapshot.w.copy()
    for more in (0, 300):
        further = run.fork()
        further.advance(more)
        run.merge(further)
        run.go_to(5)
        run.edit(Edit(5, 0, parameters={"alpha": 0.5}))
        run.advance(15)
        assert np.array_equal(snapshot.w, before)


@given(scene=scenes(), at=st.integers(0, 80), to=st.integers(0, 80))
@settings(max_examples=30)
def test_a_snapshot_of_a_run_and_the_run_itself_know_nothing_of_each_other(scene: Scene, at: int, to: int) -> None:
    run, alone = (Run(*scene) for _ in range(2))
    for either in (run, alone):
        either.advance(80, waits=True)
    snapshot = run.snapshot(at)
    alone.go_to(at)
    run.go_to(to)
    run.edit(Edit(to, 0, w=0.5, delta=0.25))
    run.advance(40, waits=True)
    assert_same_run_state(snapshot, alone)
    other = run.snapshot(to)
    before = run.recording.rows().w.copy()
    for either in (snapshot, alone):
        either.go_to(either.last)
        either.advance(20, waits=True)
    other.edit()
    assert_same_run(snapshot, alone)
    assert_same_run_state(snapshot, alone)
    assert np.array_equal(run.recording.rows().w, before, equal_nan=True)


def test_a_step_that_is_marked_late_is_gone_to_all_the_same() -> None:
    run, other = (
        Run(HILLS, [new_ball(0.95, 0.02, 4.8, name="a")], [Edit(3, 0, parameters={"alpha": 0.5})]) for _ in range(2)
    )
    for either in (run, other):
        either.advance(20)
    for step in (10, 5):
        run.go_to(step)
        run.mark()
    for step in (7, 12, 2):
        run.go_to(step)
        other.go_to(step)
        assert_same_run_state(run, other)
