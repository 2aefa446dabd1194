"""Numbers in texts: each is what the recorded rows say, written as it was asked for."""

import json
import math
from typing import Any

import numpy as np
import pytest

from app.files.lesson_text import AT_STEP, OF_BALL, OF_LANDSCAPE, OF_VALLEY, OVER_STEPS, LessonText, Number
from app.files.scenario import parse_scenario
from app.files.scenario_run import finished_run
from app.lessons.numbers import NOTHING, filled, number_text, value_of
from app.text.outcomes import short_outcome
from physics.run.edit import Edit
from physics.run.run import Run


def run_with(*balls: dict[str, Any], name: str = "descending-hills", steps: int = 1000) -> Run:
    entry = {
        "format": "momentum-lab/scenario",
        "version": 1,
        "landscape": {"kind": "preset", "name": name},
        "balls": balls,
        "steps": steps,
    }
    return finished_run(parse_scenario(json.dumps(entry), "own.momentum"))


@pytest.fixture(scope="module")
def run() -> Run:
    return run_with({"alpha": 0, "eta": 0.02, "start": 4.8}, {"alpha": 0.96, "eta": 0.02, "start": 4.8})


def test_numbers_of_a_ball(run: Run) -> None:
    rows = run.recording.rows()
    status = run.status
    expected = {
        "steps": int(status.steps[0]),
        "end": rows.w[-1, 0],
        "height": rows.f[-1, 0],
        "hills": 0,
        "valley": 5,
        "start": 4.8,
        "alpha": 0,
        "eta": 0.02,
        "memory": 1,
    }
    assert {name: value_of(Number(name, 0), run) for name in expected} == expected
    assert value_of(Number("steps", 1), run) == run.last, "the last to come to rest"
    assert value_of(Number("memory", 1), run) == pytest.approx(25)
    assert value_of(Number("valley", 1), run) == 2
    caught = value_of(Number("caught", 1), run)
    assert caught == next(step for step, code in enumerate(rows.outcome[:, 1].tolist()) if code)
    assert value_of(Number("reaches", 1, 2), run) == next(
        step for step, valley in enumerate(rows.valley[:, 1].tolist()) if valley == 2
    )
    assert number_text(Number("outcome", 0), run) == short_outcome(run, 0)


def test_a_parameter_is_what_the_last_step_was_made_with() -> None:
    changed = run_with({"alpha": 0.5, "eta": 0.02, "start": 4}, name="bowl", steps=10)
    numbers = Number("alpha", 0), Number("start", 0), Number("memory", 0)
    changed.edit(Edit(10, 0, {"alpha": 0.8}, w=3.0))
    assert [number_text(number, changed) for number in numbers] == ["0.5", "4", "2"]
    changed.advance(1)
    assert [number_text(number, changed) for number in numbers] == ["0.8", "3", "5"]


def test_numbers_at_a_step(run: Run) -> None:
    row = run.recording.row(7)
    assert {name: value_of(Number(name, 1, step=7), run) for name in AT_STEP} == {
        "w": row.w[1],
        "f": row.f[1],
        "slope": row.slope[1],
        "delta": row.delta[1],
        "momentum": row.momentum_term[1],
        "gradient": row.gradient_term[1],
        "energy": row.energy[1],
    }
    assert value_of(Number("w", 0, step=999), run) == run.recording.row(run.last).w[0], "at rest since"


def test_numbers_over_all_steps_or_from_one_on(run: Run) -> None:
    rows = run.recording.rows()
    w = rows.w[:, 1]
    expected = {
        "leftmost": w.min(),
        "rightmost": w.max(),
        "highest": rows.f[:, 1].max(),
        "longest": np.abs(rows.delta[:, 1]).max(),
        "mean": w.mean(),
        "spread": w.std(),
    }
    assert {name: value_of(Number(name, 1), run) for name in OVER_STEPS} == expected
    assert value_of(Number("rightmost", 1, step=40), run) == w[40:].max()


def test_numbers_of_the_landscape(run: Run) -> None:
    features = run.landscape.features
    assert value_of(Number("valleys"), run) == 6
    assert value_of(Number("flag"), run) == features.minima[1]
    assert value_of(Number("minimum", valley=2), run) == features.minima[1]
    assert value_of(Number("floor", valley=2), run) == features.minimum_heights[1]
    assert value_of(Number("rim", valley=2), run) == features.rims[1]
    assert {*OF_LANDSCAPE, *OF_VALLEY} == {"valleys", "flag", "minimum", "floor", "rim"}
    assert {"steps", "outcome", "caught"} <= set(OF_BALL)


def test_what_a_run_does_not_have_is_a_dash(run: Run) -> None:
    for number in (
        Number("reaches", 0, 1),
        Number("end", 9),
        Number("outcome", 9),
        Number("rho", 0),
        Number("minimum", valley=9),
    ):
        assert number_text(number, run) == NOTHING
    left = on_a_slope()
    assert number_text(Number("valley", 0), left) == NOTHING
    assert number_text(Number("caught", 0), left) == NOTHING
    assert number_text(Number("memory", 0), left) == "∞"
    adagrad = run_with({"rule": "adagrad", "alpha": 0, "eta": 0.1, "start": 1, "epsilon": 1e-8}, name="bowl", steps=5)
    assert number_text(Number("energy", 0, step=1), adagrad) == NOTHING


def on_a_slope() -> Run:
    """The run of a ball that never forgets, down a slope."""
    entry = {
        "format": "momentum-lab/scenario",
        "version": 1,
        "landscape": {"kind": "formula", "formula": "w", "domain": [-1, 1]},
        "balls": [{"alpha": 1, "eta": 0.02, "start": 0}],
        "steps": 100,
    }
    return finished_run(parse_scenario(json.dumps(entry), "own.momentum"))


def test_a_slope_without_a_minimum_has_no_flag() -> None:
    assert value_of(Number("flag"), on_a_slope()) is None


def test_a_text_is_filled_with_both_runs(run: Run) -> None:
    own = run_with({"alpha": 0.5, "eta": 0.02, "start": 4.8})
    text = LessonText(("α ", Number("alpha", 0), ", yours ", Number("alpha", 0, is_own=True), "."))
    assert filled(text, run, own) == "α 0, yours 0.5."
    assert filled(text, run) == f"α 0, yours {NOTHING}."
    assert filled(text, None) == f"α {NOTHING}, yours {NOTHING}."


@pytest.mark.parametrize(("decimals", "text"), [(None, "3.399"), (0, "3"), (2, "3.40"), (5, "3.39858")])
def test_decimals_are_as_asked_for(run: Run, decimals: int | None, text: str) -> None:
    number = Number("end", 0, decimals=decimals)
    value = value_of(number, run)
    assert value is not None
    assert float(number_text(number, run)) == pytest.approx(value, abs=10.0 ** -(3 if decimals is None else decimals))
    assert len(number_text(number, run)) == len(text)
    assert math.isfinite(value)
