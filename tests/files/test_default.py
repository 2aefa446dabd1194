import pytest

from app.files.default import default_scenario
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
