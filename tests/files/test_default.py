import pytest

from app.files.default import FIRST_SPEED, default_scenario, first_scenario
from app.files.view import PLOTS, View
from physics.outcome.outcome import ROLLING
from physics.run.run import Run
from tests.support.balls import MOMENTUM, new_ball

# Final valley by α, computed step by step in plain Python from the formula: too little momentum stays, too much leaves.
LAST_VALLEY = {0.0: 5, 0.5: 5, 0.8: 5, 0.85: 5, 0.9: 4, 0.92: 3, 0.95: 2}


def test_it_is_five_balls_on_descending_hills() -> None:
    scenario = default_scenario()
    assert scenario.title == "Descending hills"
    assert [ball.name for ball in scenario.balls] == [None] * 5
    assert {(ball.rule, ball.parameters["eta"], ball.start) for ball in scenario.balls} == {(MOMENTUM, 0.02, 4.8)}
    assert (scenario.steps, scenario.edits, scenario.full) == (2000, (), False)


@pytest.mark.parametrize(("alpha", "valley"), LAST_VALLEY.items())
def test_more_momentum_goes_further_down(alpha: float, valley: int) -> None:
    run = Run(default_scenario().landscape, [new_ball(alpha, 0.02, 4.8, name="ball")])
    run.advance(2000)
    assert run.status.valley[0] + 1 == valley
    assert run.is_over


def test_the_first_scene_is_two_balls_of_the_default_one_and_nothing_else() -> None:
    first, default = first_scenario(), default_scenario()
    assert (first.title, first.landscape) == (default.title, default.landscape)
    assert first.balls == tuple(ball for ball in default.balls if ball.parameters["alpha"] in (0.0, 0.9))
    layers = frozenset({"arrows", "energy", "predictions"})
    assert first.view == View(speed=FIRST_SPEED, hidden=frozenset(PLOTS), selected=0, hidden_layers=layers)


def test_at_the_first_speed_the_part_in_which_something_happens_takes_about_12_seconds() -> None:
    first = first_scenario()
    run = Run(first.landscape, first.balls)
    while (run.status.outcome == ROLLING).any():
        run.advance(1)
    assert 11.5 < run.step / FIRST_SPEED < 12.5
    assert run.status.valley.tolist() == [4, 3], "one of them has crossed a hill by then"
