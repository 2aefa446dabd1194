"""Runs: alone or among others, in blocks or one by one, with edits, joined and parted: always the same numbers."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from physics.forcing.forcing import NO_FORCING, Forcing
from physics.run.edit import Edit
from physics.run.run import Run
from tests.support.random_runs import Scene, forcings, noisy_scenes, scenes
from tests.support.runs import DIPS, assert_same_run, assert_same_run_state


@given(
    scene=noisy_scenes,
    forcing=st.none() | forcings,
    pieces=st.lists(st.integers(1, 40), min_size=1, max_size=8),
    full=st.booleans(),
)
def test_in_blocks_or_one_by_one(scene: Scene, forcing: Forcing | None, pieces: list[int], full: bool) -> None:
    whole, parts, singles = (Run(*scene, full=full, forcing=forcing or NO_FORCING) for _ in range(3))
    whole.advance(sum(pieces))
    for piece in pieces:
        parts.advance(piece)
    while singles.step < sum(pieces) and singles.advance(1):
        pass
    for pieced in (parts, singles):
        assert_same_run(whole, pieced)
        assert_same_run_state(whole, pieced)


@given(scene=noisy_scenes, forcing=st.none() | forcings, steps=st.integers(1, 300))
@settings(max_examples=60)
def test_alone_and_among_others(scene: Scene, forcing: Forcing | None, steps: int) -> None:
    landscape, balls, edits = scene
    together = Run(landscape, balls, edits, forcing=forcing or NO_FORCING)
    together.advance(steps)
    for place, ball in enumerate(balls):
        own = [replace(e, ball=0) if e.ball is not None else e for e in together.edits if e.ball in (None, place)]
        alone = Run(landscape, [ball], own, forcing=forcing or NO_FORCING)
        alone.advance(together.step, waits=True)
        assert_same_run(alone, together.select_balls([place]))


@given(scene=scenes(), steps=st.integers(0, 120), place=st.integers(0, 4))
@settings(max_examples=60)
def test_balls_that_are_inserted_and_selected_go_on_as_they_were(scene: Scene, steps: int, place: int) -> None:
    landscape, balls, edits = scene
    place = min(place, len(balls) - 1)
    run = Run(landscape, balls, edits)
    run.advance(steps)
    others = [other for other in range(len(balls)) if other != place]
    rejoined = run.select_balls(others).insert_balls(place, run.select_balls([place]))
    assert_same_run(run, rejoined)
    assert rejoined.balls == run.balls
    assert sorted(rejoined.edits, key=repr) == sorted(run.edits, key=repr)
    run.advance(50)
    rejoined.advance(50)
    assert_same_run(run, rejoined)


@given(scene=scenes(), when=st.integers(0, 60), alpha=st.sampled_from([0.0, 0.95]))
def test_a_live_edit_replays(scene: Scene, when: int, alpha: float) -> None:
    landscape, balls, edits = scene
    live = Run(landscape, balls, edits)
    live.advance(when)
    live.edit(Edit(live.step, 0, parameters={"alpha": alpha}, delta=0.5))
    live.edit(Edit(live.step, 0, parameters={"alpha": 0.7}))
    live.edit(Edit(live.step, landscape=DIPS))
    live.advance(60)
    replayed = Run(landscape, balls, live.edits)
    replayed.advance(live.step)
    assert_same_run(live, replayed)
