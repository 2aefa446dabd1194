"""The options for noise and schedule."""

import json
import re
from pathlib import Path

import pytest

from app.cli.map import read_map_request
from app.cli.parser import UsageError
from app.cli.reports import map_report
from app.cli.run import read_run_request, run
from app.files.outcome_map import compute_map
from app.files.scenario import read_scenario
from physics.forcing.forcing import NO_FORCING, NOISY_LAST_STEP, Forcing
from physics.forcing.schedule import Decay, Schedule
from physics.sweep.sweep import LAST_STEP


def forcing(arguments: str) -> Forcing:
    return read_run_request(arguments.split()).scenario.forcing


def test_options_make_the_forcing() -> None:
    assert forcing("") == NO_FORCING
    assert forcing("--noise 0.5 --seed 7") == Forcing(0.5, 7)
    asked = forcing("--schedule cosine --decay-steps 300 --warm-up 10 --final-share 0.05")
    assert asked.schedule == Schedule(Decay.COSINE, 300, 10, 0.05)
    assert forcing("--warm-up 10").schedule == Schedule(warm_up=10)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--noise -1", "--noise: -1.0 is not between 0 and 1e[+]300"),
        ("--seed 3", "--seed goes with --noise"),
        ("--noise 1 --seed 5000000000", '--seed: "5000000000" is not a whole number from 0 to 4294967295'),
        ("--decay-steps 30", "--decay-steps goes with --schedule"),
        ("--final-share 0.5", "--final-share goes with --schedule"),
        ("--schedule step --final-share 0", "--final-share: 0.0 is not between 1e-06 and 1"),
        ("--schedule fast", '--schedule: "fast" is not one of constant, step, cosine, inverse'),
    ],
)
def test_what_is_refused(arguments: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        forcing(arguments)


def test_options_change_what_the_file_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    entry = {
        "format": "momentum-lab/scenario",
        "version": 1,
        "landscape": {"kind": "preset", "name": "bowl"},
        "balls": [{"alpha": 0.9, "eta": 0.02, "start": 4}],
        "steps": 20,
        "noise": 0.5,
        "seed": 2,
        "schedule": {"kind": "step"},
        "edits": [{"step": 5, "noise": 0.1}],
    }
    Path("noisy.momentum").write_text(json.dumps(entry))
    assert forcing("noisy.momentum") == Forcing(0.5, 2, Schedule(Decay.STEP))
    assert forcing("noisy.momentum --seed 3 --decay-steps 9") == Forcing(0.5, 3, Schedule(Decay.STEP, 9))
    assert forcing("noisy.momentum --noise 0 --seed 3").noise == 0.0
    assert forcing("noisy.momentum --preset double-well").noise == 0.5


def test_a_run_is_given_again_by_the_scenario_beside_its_csv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    options = "--noise 0.5 --seed 7 --schedule cosine --decay-steps 50 --alpha 0.9 --steps 60 --csv one.csv"
    assert run(options.split()) == 0
    told = capsys.readouterr().out
    assert "\nnoise σ 0.5, seed 7; η falls along a cosine to 1 % within 50 steps\n" in told
    assert "Wanders in valley 4 after 1 hill and 60 steps: with noise" in told
    assert run(["one.momentum", "--csv", "two.csv"]) == 0
    assert Path("one.csv").read_bytes() == Path("two.csv").read_bytes()
    assert read_scenario("two.momentum").forcing == read_scenario("one.momentum").forcing


def test_shares_over_many_seeds_are_printed_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--alpha", "0.9", "0.97", "--noise", "0.6", "--steps", "300", "--seeds", "40", "--seed", "2"]) == 0
    first, second = capsys.readouterr().out.splitlines()[-2:]
    assert first.startswith("α 0.90: After 300 steps, over 40 seeds: ")
    assert "% gone" in second
    shares = [float(share) for share in re.findall(r"([0-9.]+) %", second)]
    assert sum(shares) == pytest.approx(100.0, abs=0.2)
    with pytest.raises(UsageError, match="--seeds goes with --noise"):
        read_run_request(["--seeds", "3"])


def test_shares_are_not_told_of_a_scenario_with_edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["--noise", "0.5", "--alpha", "0.9", "--steps", "9", "--csv", "calm.csv"]) == 0
    text = Path("calm.momentum").read_text().replace('"edits": []', '"edits": [{"step": 3, "noise": 0.1}]')
    Path("edited.momentum").write_text(text)
    with pytest.raises(UsageError, match="--seeds: the scenario has edits"):
        read_run_request(["edited.momentum", "--seeds", "5"])


def test_a_map_with_noise_has_1000_steps_unless_it_is_told_otherwise() -> None:
    assert read_map_request([]).last == LAST_STEP
    request = read_map_request(["--noise", "0.3", "--seed", "1", "--size", "4", "4"])
    assert (request.last, request.forcing) == (NOISY_LAST_STEP, Forcing(0.3, 1))
    assert read_map_request(["--noise", "0.3", "--steps", "50"]).last == 50
    made = compute_map(request.landscape, request.grid, forcing=request.forcing, jobs=1)
    assert made.last == NOISY_LAST_STEP
    assert "noise σ 0.3, seed 1\n" in map_report("", made, request.landscape)
