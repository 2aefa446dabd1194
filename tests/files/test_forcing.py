"""Noise and schedule in scenario files, links and exports."""

import io
import json
from typing import Any

import pytest

from app.cli.simulation import simulate
from app.files.link import link_text, parse_link
from app.files.scenario import Scenario, parse_scenario, scenario_entry, scenario_text
from app.files.text import BadFile
from app.files.trajectories import write_trajectories
from physics.forcing.forcing import Forcing
from physics.forcing.schedule import Decay, Schedule
from physics.run.edit import Edit
from physics.run.run import Run
from tests.support.balls import new_ball
from tests.support.runs import HILLS, assert_same_run

FORCED = Scenario(
    "Forced",
    HILLS,
    (new_ball(0.9, 0.02, 4.8),),
    300,
    (Edit(40, noise=0.1), Edit(90, noise=0.0)),
    forcing=Forcing(0.5, 7, Schedule(Decay.COSINE, 200, 10)),
)


def read(**keys: Any) -> Scenario:
    entry = scenario_entry(Scenario("", HILLS, (), 100)) | keys
    return parse_scenario(json.dumps(entry), "x.momentum")


def test_what_is_written() -> None:
    assert (
        ' "steps": 300, "noise": 0.5, "seed": 7, "schedule": {"kind": "cosine", "decay_steps": 200, '
        in scenario_text(FORCED)
    )
    assert '{"step": 40, "noise": 0.1}' in scenario_text(FORCED)
    calm = scenario_entry(Scenario("", HILLS, ()))
    assert not calm.keys() & {"noise", "seed", "schedule"}


def test_what_may_be_missing() -> None:
    assert read().forcing == Forcing()
    assert read(schedule={"kind": "inverse"}).forcing.schedule == Schedule(Decay.INVERSE)
    assert read(schedule={"kind": "constant", "warm_up": 5}).forcing.schedule == Schedule(warm_up=5)
    assert read(noise=1).forcing == Forcing(1.0)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"noise": -1}, "noise: -1 is not between 0 and 1e+300"),
        ({"noise": "much"}, 'noise: "much" is not a number'),
        ({"seed": 1.5}, "seed: 1.5 is not a whole number"),
        ({"seed": -1}, "seed: -1 is not between 0 and 4294967295"),
        ({"schedule": "cosine"}, 'schedule: "cosine" is not an object in braces'),
        ({"schedule": {}}, 'schedule: "kind" is missing'),
        ({"schedule": {"kind": "poly"}}, 'schedule.kind: "poly" is not "constant", "step", "cosine" or "inverse"'),
        ({"schedule": {"kind": "step", "decay_steps": 0}}, "schedule.decay_steps: 0 is not between 1 and 16000000"),
        ({"schedule": {"kind": "step", "final_share": 0}}, "schedule.final_share: 0 is not between 1e-06 and 1"),
        (
            {"schedule": {"kind": "constant", "final_share": 0.5}},
            'schedule: unknown key "final_share", known here: kind, warm_up',
        ),
        ({"edits": [{"step": 3, "noise": -2}]}, "edits[0].noise: -2 is not between 0 and 1e+300"),
        ({"edits": [{"step": 3, "ball": 0, "noise": 2}]}, 'edits[0]: unknown key "ball"'),
    ],
)
def test_what_is_refused_and_in_which_words(keys: dict[str, Any], words: str) -> None:
    with pytest.raises(BadFile) as caught:
        read(**keys)
    assert str(caught.value).startswith(f"x.momentum: {words}")


def test_a_link_keeps_it() -> None:
    again = parse_link(link_text(FORCED))
    assert (again.forcing, again.edits) == (FORCED.forcing, FORCED.edits)


def test_the_scenario_beside_a_csv_gives_it_again() -> None:
    first, again = io.BytesIO(), io.BytesIO()
    made = run_of(FORCED)
    write_trajectories(first, FORCED, made.recording.rows())
    sidecar = parse_scenario(scenario_text(FORCED, export=True), "x.momentum")
    replayed = run_of(sidecar)
    write_trajectories(again, sidecar, replayed.recording.rows())
    assert first.getvalue() == again.getvalue()
    assert_same_run(made, replayed)
    streamed = simulate(sidecar, lambda _rows, _first: None, lambda _step: None).run
    assert streamed.state.w == made.state.w


def run_of(scenario: Scenario) -> Run:
    run = Run(scenario.landscape, scenario.balls, scenario.edits, forcing=scenario.forcing)
    run.advance(scenario.steps)
    return run
