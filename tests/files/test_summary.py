import json
from typing import Any

import pytest

from app.files.default import default_scenario
from app.files.summary import summary_text
from physics.landscape.formula import FormulaLandscape
from physics.run.ball import Ball
from physics.run.cycle import find_cycle
from physics.run.edit import Edit
from physics.run.run import Run
from tests.support.balls import NESTEROV, new_ball
from tests.support.rules import registered
from tests.support.runs import LESSARD
from tests.support.sign_rule import SignMomentum

HILLS = FormulaLandscape("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", (-6, 6), "Hills")


def summary(run: Run) -> dict[str, Any]:
    entry = json.loads(summary_text(run))
    assert isinstance(entry, dict)
    return entry


def test_the_landscape_is_told_by_its_valleys_and_hills() -> None:
    features = HILLS.features
    landscape = summary(Run(HILLS, []))["landscape"]
    assert (landscape["title"], landscape["domain"]) == ("Hills", [-6.0, 6.0])
    assert [hill["w"] for hill in landscape["hills"]] == features.hills.tolist()
    assert [hill["f"] for hill in landscape["hills"]] == features.hill_heights.tolist()
    valleys = landscape["valleys"]
    assert [valley["from"] for valley in valleys] == features.edges[:-1].tolist()
    assert [valley["to"] for valley in valleys] == features.edges[1:].tolist()
    assert [valley["minimum"]["w"] for valley in valleys] == features.minima.tolist()
    assert [valley["minimum"]["f"] for valley in valleys] == features.minimum_heights.tolist()
    assert [valley["global"] for valley in valleys] == [False, True, False, False, False, False]


def test_the_parameters_of_a_formula_are_told_where_it_has_some() -> None:
    landscape = FormulaLandscape("d*w^2 + a", (-3, 3), parameters={"d": 0.5})
    assert summary(Run(landscape, []))["landscape"]["parameters"] == {"a": 1.0, "d": 0.5}
    assert "parameters" not in summary(Run(HILLS, []))["landscape"]


def test_a_valley_without_a_minimum_has_null() -> None:
    landscape = summary(Run(FormulaLandscape("w", (-3, 3)), []))["landscape"]
    assert landscape["valleys"] == [{"from": -3.0, "to": 3.0, "minimum": None, "global": False}]
    assert landscape["hills"] == []


def test_each_ball_is_told_as_it_was_when_its_outcome_became_final() -> None:
    scenario = default_scenario()
    run = Run(scenario.landscape, scenario.balls)
    run.advance(2000)
    stuck, _, _, best, gone = summary(run)["balls"]
    rows = run.recording.rows()
    for ball, entry in ((0, stuck), (3, best), (4, gone)):
        at = entry["steps"], ball
        assert (entry["ball"], entry["name"]) == (ball + 1, None)
        assert [entry[key] for key in ("w", "f", "slope", "delta")] == [
            getattr(rows, key)[at] for key in ("w", "f", "slope", "delta")
        ]
        assert entry["energy"] == rows.energy[at]
        assert entry["hills_crossed"] == rows.hills_crossed[at]
    assert (stuck["outcome"], stuck["valley"], stuck["global"], stuck["steps"]) == ("settled", 5, False, 242)
    assert (best["outcome"], best["valley"], best["global"], best["steps"]) == ("settled", 2, True, 598)
    assert (gone["outcome"], gone["valley"], gone["global"], gone["steps"]) == ("left", None, False, 55)
    assert gone["w"] == pytest.approx(-6.158373163476672, abs=1e-12)  # step by step in plain Python


def test_a_cycle_has_both_its_periods_and_where_it_reaches() -> None:
    run = Run(LESSARD, [new_ball(4 / 9, 1 / 9, 3.3), new_ball(4 / 9, 0.04, 3.3)])
    run.advance(500)
    repeating, settled = summary(run)["balls"]
    assert (repeating["outcome"], repeating["valley"], repeating["global"]) == ("repeats", None, False)
    cycle = find_cycle(run, 0)
    assert cycle is not None
    assert list(repeating["cycle"].items()) == [
        ("period", 3),
        ("bit_period", 18),
        ("from", cycle.lowest),
        ("to", cycle.highest),
    ]
    assert (settled["outcome"], settled["cycle"]) == ("settled", None)


def test_the_values_are_those_that_the_ball_started_with() -> None:
    ball = new_ball(0.9, 0.02, 4.8, name="edited")
    run = Run(HILLS, [ball], [Edit(3, 0, parameters={"alpha": 0.1, "eta": 0.5}, rule=NESTEROV)])
    run.advance(10)
    (entry,) = summary(run)["balls"]
    values = [entry[key] for key in ("name", "rule", "alpha", "eta", "start", "steps")]
    assert values == ["edited", "momentum", 0.9, 0.02, 4.8, 10]


@pytest.mark.parametrize("steps", [1, 5])
def test_what_is_not_finite_is_null(steps: int) -> None:
    run = Run(FormulaLandscape("1e10*w^2", (-2, 2)), [new_ball(0.5, 1e300, 1.5, name="far")])
    run.advance(steps)
    (entry,) = summary(run)["balls"]
    assert entry["outcome"] == "diverged"
    assert [entry[key] for key in ("w", "delta", "energy", "valley")] == [None] * 4


def test_a_ball_has_the_parameters_of_its_rule_and_no_energy_where_there_is_none() -> None:
    with registered(SignMomentum()) as sign:
        run = Run(HILLS, [Ball(sign, {"alpha": 0.9, "eta": 0.02, "beta": 0.5}, 4.8), new_ball(0.9, 0.02, 4.8)])
        run.advance(3)
        first, second = summary(run)["balls"]
        assert list(first)[:7] == ["ball", "name", "rule", "alpha", "eta", "beta", "start"]
        assert (first["rule"], first["beta"], first["energy"]) == ("sign", 0.5, None)
        assert "beta" not in second
        assert second["energy"] == run.recording.rows().energy[3, 1]
