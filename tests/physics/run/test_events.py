"""Events are those found by looking at every step of every ball."""

from hypothesis import given
from hypothesis import strategies as st

from physics.landscape.base import Landscape
from physics.outcome.outcome import TRAPPED
from physics.run.ball import Ball
from physics.run.edit import Edit
from physics.run.events import Events, balls_trapped, hills_passed
from physics.run.run import Run
from tests.support.random_runs import scenes

Scene = tuple[Landscape, list[Ball], list[Edit]]


def pairs(found: Events) -> list[tuple[int, int]]:
    return list(zip(found.step.tolist(), found.ball.tolist(), strict=True))


@given(scene=scenes(), cuts=st.lists(st.integers(1, 149), max_size=4, unique=True))
def test_each_event_is_found_once_however_the_rows_are_divided(scene: Scene, cuts: list[int]) -> None:
    run = Run(*scene)
    run.advance(150, waits=True)
    rows = run.recording.rows()
    jumped, trapped = [], []
    for step in range(1, 151):
        for ball in range(len(run.balls)):
            if rows.hills_crossed[step, ball] > rows.hills_crossed[step - 1, ball]:
                jumped.append((step, ball))
            if rows.outcome[step, ball] == TRAPPED != rows.outcome[step - 1, ball]:
                trapped.append((step, ball))
    assert pairs(hills_passed(rows, 0)) == jumped
    assert pairs(balls_trapped(rows, 0)) == trapped
    ends = [*sorted(cuts), 150]
    portions = [(begin, run.recording.rows(begin, end + 1)) for begin, end in zip([0, *ends], ends, strict=False)]
    assert [pair for begin, part in portions for pair in pairs(hills_passed(part, begin))] == jumped
    assert [pair for begin, part in portions for pair in pairs(balls_trapped(part, begin))] == trapped
