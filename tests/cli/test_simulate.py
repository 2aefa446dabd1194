import numpy as np
import pytest

from app.cli import simulation
from app.cli.simulation import simulate
from app.files.default import default_scenario
from app.files.scenario import Scenario
from app.text.outcomes import sentence
from physics.arrays import map_arrays, map_columns
from physics.landscape.formula import FormulaLandscape
from physics.run.edit import Edit
from physics.run.recording import Rows
from physics.run.run import Run
from tests.support.balls import new_ball
from tests.support.runs import assert_same

SCENARIO = default_scenario()


def collected(scenario: Scenario) -> tuple[Run, list[str], list[int], Rows]:
    taken: list[Rows] = []
    firsts: list[int] = []
    told: list[int] = []

    def take(rows: Rows, first: int) -> None:
        assert first == sum(len(rows.w) for rows in taken)
        taken.append(map_columns(np.copy, rows))
        firsts.append(first)

    run, sentences = simulate(scenario, take, told.append)
    assert told == sorted(told)
    return run, sentences, firsts, map_arrays(lambda *columns: np.concatenate(columns), *taken)


@pytest.mark.parametrize("at_once", [1, 35, 65_536])
@pytest.mark.parametrize("full", [False, True])
def test_in_pieces_it_is_the_same_run(at_once: int, full: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "BLOCK_ROWS", at_once)
    edits = (Edit(100, 4, w=-1.0, delta=0.1), Edit(100, 2, parameters={"alpha": 0.99}))
    scenario = Scenario("", SCENARIO.landscape, SCENARIO.balls, 700, edits, full)
    run, sentences, _, rows = collected(scenario)
    whole = Run(scenario.landscape, scenario.balls, edits, full=full)
    whole.advance(700)
    assert_same(rows, whole.recording.rows())
    assert run.step == whole.step
    assert sentences == [sentence(whole, ball) for ball in range(5)]


def test_only_the_last_row_is_kept() -> None:
    run, _, firsts, _ = collected(Scenario("", SCENARIO.landscape, SCENARIO.balls, 50_000, full=True))
    assert len(firsts) > 3
    assert (run.recording.first, run.recording.last) == (50_000, 50_000)


def test_why_a_ball_left_is_noted_although_its_rows_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "BLOCK_ROWS", 5)
    _, sentences, _, _ = collected(SCENARIO)
    assert sentences[4] == "Gone over the left edge at step 55: energy 0.652 at step 54, 0.728 above the edge."


def test_a_ball_that_diverged_is_described_with_the_values_of_its_last_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "BLOCK_ROWS", 5)
    balls = new_ball(0.9, 1e300, 4.8), new_ball(0.9, 1e-13, 4.8)
    scenario = Scenario("", FormulaLandscape("1e10 w^2", (-6.0, 6.0)), balls, 200, (Edit(100, 0, {"eta": 0.02}),))
    _, sentences, _, _ = collected(scenario)
    assert sentences[0].endswith("η = 1·10³⁰⁰ is far too large.")


def test_nothing_waits_for_an_edit_after_the_last_step() -> None:
    scenario = Scenario("", SCENARIO.landscape, SCENARIO.balls, 1000, (Edit(1001, 0, parameters={"alpha": 0.5}),))
    run, _, _, _ = collected(scenario)
    assert run.step == int(run.status.steps.max()) < 1000


def test_no_balls_and_no_steps() -> None:
    run, sentences, _, _ = collected(Scenario("", SCENARIO.landscape, ()))
    assert (run.step, sentences) == (0, [])
    ball = new_ball(0.9, 0.02, 4.8, name="one")
    run, (message,), _, rows = collected(Scenario("", SCENARIO.landscape, (ball,), 0))
    assert (run.step, len(rows.w)) == (0, 1)
    assert message.startswith("Starts in valley 5: ")
