import csv
import json
from pathlib import Path
from typing import Any

import pytest

from app.files.default import default_scenario
from app.files.presets import preset_names
from app.files.scenario import read_scenario, scenario_text
from physics.outcome.outcome import Outcome
from tests.cli.conftest import Lab
from tests.support.rules import registered
from tests.support.sign_rule import SignMomentum

ALPHAS = (0, 0.5, 0.8, 0.85, 0.9, 0.92, 0.95, 0.97, 0.99)
# Computed step by step in plain Python from the formula: the valley where each ends, or the step at which it leaves.
ENDS = {0: 5, 0.5: 5, 0.8: 5, 0.85: 5, 0.9: 4, 0.92: 3, 0.95: 2}
LEAVES = {0.97: 55, 0.99: 38}


def summary_of(lab: Lab, *arguments: object) -> dict[str, Any]:
    answer = lab("run", *arguments, "--summary", "-")
    assert (answer.code, answer.err) == (0, "")
    entry = json.loads(answer.out)
    assert isinstance(entry, dict)
    return entry


def balls_of(lab: Lab, *arguments: object) -> list[dict[str, Any]]:
    balls = summary_of(lab, *arguments)["balls"]
    assert isinstance(balls, list)
    return balls


def columns(path: str, *names: str) -> list[tuple[str, ...]]:
    with Path(path).open(newline="", encoding="utf-8") as file:
        return [tuple(row[name] for name in names) for row in csv.DictReader(file)]


def test_the_default_landscape_ends_as_computed_by_hand(lab: Lab) -> None:
    for number, (ball, alpha) in enumerate(zip(balls_of(lab, "--alpha", *ALPHAS), ALPHAS, strict=True), 1):
        assert (ball["ball"], ball["name"], ball["alpha"]) == (number, None, alpha)
        assert (ball["eta"], ball["start"], ball["rule"]) == (0.02, 4.8, "momentum")
        if alpha in ENDS:
            assert (ball["outcome"], ball["valley"]) == ("settled", ENDS[alpha])
            assert ball["global"] == (ball["valley"] == 2)
        else:
            assert (ball["outcome"], ball["steps"]) == ("left", LEAVES[alpha])


def test_without_anything_it_prints_the_table_of_the_default_scenario(lab: Lab) -> None:
    answer = lab("run")
    lines = answer.out.splitlines()
    assert (answer.code, answer.err) == (0, "")
    assert lines[0] == "Descending hills, w from -6 to 6"
    assert lines[2].split() == ["ball", "rule", "α", "η", "start", "outcome", "valley", "hills", "steps", "w", "f"]
    assert [line.split()[:2] for line in lines[3:8]] == [
        ["α", alpha] for alpha in ("0", "0.80", "0.90", "0.95", "0.97")
    ]
    assert "settled  2 global" in lines[6]
    assert lines[-1] == "α 0.97: Gone over the left edge at step 55: energy 0.652 at step 54, 0.728 above the edge."
    assert max(map(len, lines)) <= 100
    assert list(Path().iterdir()) == []


def test_many_balls_have_no_sentences_below_the_table(lab: Lab) -> None:
    answer = lab("run", "--steps", 1, "--alpha", *[0.5] * 31)
    assert len(answer.out.splitlines()) == 3 + 31
    assert answer.out.count("α 0.50") == 31


def test_csv_and_scenario_are_written_and_replay_to_the_same_bytes(lab: Lab) -> None:
    answer = lab("run", "--csv", "hills.csv", "--alpha", 0.9, 0.95, 0.97, "--rule", "momentum", "nesterov", "momentum")
    assert "Settled in valley" in answer.out
    assert read_scenario("hills.momentum").steps == max(int(step) for (step,) in columns("hills.csv", "step"))
    assert lab("run", "hills.momentum", "--csv", "again.csv").code == 0
    assert Path("again.csv").read_bytes() == Path("hills.csv").read_bytes()
    assert Path("again.momentum").read_bytes() == Path("hills.momentum").read_bytes()
    assert sorted(path.name for path in Path().iterdir()) == [
        "again.csv",
        "again.momentum",
        "hills.csv",
        "hills.momentum",
    ]


def test_stdout_has_the_bytes_of_the_file_and_no_table(lab: Lab) -> None:
    lab("run", "--csv", "hills.csv")
    before = sorted(Path().iterdir())
    answer = lab("run", "--csv", "-")
    assert answer.out.encode() == Path("hills.csv").read_bytes()
    assert sorted(Path().iterdir()) == before


def test_full_goes_on_to_the_last_step_except_for_balls_that_have_left(lab: Lab) -> None:
    lab("run", "--full", "--steps", 800, "--csv", "full.csv")
    steps = columns("full.csv", "ball", "step")
    assert [sum(ball == name for ball, _ in steps) for name in ("1", "5")] == [801, 56]
    assert '"full": true' in Path("full.momentum").read_text(encoding="utf-8")
    lab("run", "full.momentum", "--csv", "again.csv")
    assert Path("again.csv").read_bytes() == Path("full.csv").read_bytes()


def test_summary_and_csv_to_files_together(lab: Lab) -> None:
    lab("run", "--csv", "x.csv", "--summary", "x.json", "--steps", 10)
    assert sorted(path.name for path in Path().iterdir()) == ["x.csv", "x.json", "x.momentum"]
    (steps,) = {ball["steps"] for ball in json.loads(Path("x.json").read_text(encoding="utf-8"))["balls"]}
    assert steps == 10


def test_a_scenario_with_edits_replays_and_a_shorter_run_forgets_what_comes_later(lab: Lab) -> None:
    entry = {
        "format": "momentum-lab/scenario",
        "version": 1,
        "title": "Lesson",
        "landscape": {"kind": "preset", "name": "descending-hills"},
        "balls": [{"name": "=one", "rule": "momentum", "alpha": 0.9, "eta": 0.02, "start": 4.8}],
        "steps": 400,
        "edits": [{"step": 57, "ball": 0, "alpha": 0.95, "rule": "nesterov"}, {"step": 90, "ball": 0, "w": 1.2}],
        "view": {"step": 300, "looks": [[0, 3]]},
    }
    Path("lesson.momentum").write_text(json.dumps(entry), encoding="utf-8")
    lab("run", "lesson.momentum", "--csv", "long.csv")
    rows = columns("long.csv", "ball", "name", "rule", "alpha")
    assert rows[57] == ("1", "'=one", "momentum", "0.9")
    assert rows[58] == ("1", "'=one", "nesterov", "0.95")
    assert len(read_scenario("long.momentum").edits) == 2
    assert read_scenario("long.momentum").view is None
    lab("run", "lesson.momentum", "--csv", "short.csv", "--steps", 60)
    assert read_scenario("short.momentum").edits == read_scenario("long.momentum").edits[:1]
    lab("run", "short.momentum", "--csv", "again.csv")
    assert Path("again.csv").read_bytes() == Path("short.csv").read_bytes()
    assert Path("long.csv").read_bytes().find(Path("short.csv").read_bytes()) == 0


def test_what_the_program_writes_into_files_by_itself_is_ascii(lab: Lab) -> None:
    for name in preset_names():
        lab("run", "--preset", name, "--steps", 3, "--csv", f"{name}.csv", "--summary", f"{name}.json")
        lab(
            "map",
            "--preset",
            name,
            "--steps",
            3,
            "--size",
            3,
            2,
            "--csv",
            f"{name}-map.csv",
            "--summary",
            f"{name}-map",
        )
    formula = "w^2" + " + 0" * 240
    lab("run", f"--formula={formula}", "--domain", -1, 1, "--steps", 3, "--csv", "long.csv", "--summary", "long.json")
    assert read_scenario("long.momentum").title.endswith(" +...")
    files = list(Path().iterdir())
    assert len(files) == 5 * len(preset_names()) + 3
    assert [path.name for path in files if not path.read_bytes().isascii()] == []


def test_what_a_person_typed_is_written_as_it_is(lab: Lab) -> None:
    entry = json.loads(scenario_text(default_scenario()))
    entry["title"], entry["balls"][0]["name"] = "Übung 1", "Bälle α"
    Path("own.momentum").write_text(json.dumps(entry), encoding="utf-8")
    lab("run", "own.momentum", "--steps", 3, "--csv", "x.csv", "--summary", "x.json")
    for path, text in {"x.momentum": '"Übung 1"', "x.json": '"name": "Bälle α"', "x.csv": "1,Bälle α,momentum"}.items():
        assert text in Path(path).read_text(encoding="utf-8")


def test_every_outcome_has_its_row_in_the_table(lab: Lab) -> None:
    formula = "--formula=(w^2 - 4)^2/8", "--domain", -4, 4
    answer = lab("run", *formula, "--alpha", 0, 0, 0.5, "--start", 0, 2, -3, "--eta", 0.02, "--steps", 5)
    lines = answer.out.splitlines()[3:6]
    for line, outcome in zip(lines, (Outcome.BALANCED, Outcome.SETTLED, Outcome.TRAPPED), strict=True):
        assert f"  {outcome}  " in line


UNSEEN = "\x00\x07\x1b\x7f\x85\x9b\u2028\u2029\u061c\u200e\u200f\u202a\u202e\u2066\u2069"


@pytest.mark.posix
@pytest.mark.parametrize("out", [("--csv", "-"), ("--summary", "-"), ()])
def test_nothing_unseen_comes_out_whatever_files_and_formulas_say(lab: Lab, out: tuple[str, ...]) -> None:
    turned = UNSEEN.replace("\0", "")
    Path(f"a{turned}b.csv").write_text("0 1\n1 0\n2 1\n3 0\n")
    scenario = {
        "format": "momentum-lab/scenario",
        "version": 1,
        "landscape": {"kind": "formula", "formula": "w^2\x85\u2028\x1f+\n1", "domain": [-1, 1]},
        "balls": [{"alpha": 0.9, "eta": 0.02, "start": 1}],
        "steps": 9,
    }
    Path("good.momentum").write_text(json.dumps(scenario))
    Path("bad.momentum").write_text(json.dumps({**scenario, "title": UNSEEN}))
    answers = [
        lab("run", "--curve", f"a{turned}b.csv", *out),
        lab("run", "good.momentum", *out),
        lab("run", "bad.momentum", *out),
    ]
    assert [answer.code for answer in answers] == [0, 0, 2]
    for answer in answers:
        printed = answer.out + answer.err
        assert not set(UNSEEN) & set(printed)
        assert set(printed) >= {"\n"}


def test_the_table_has_a_column_for_each_parameter_empty_where_a_rule_has_none(lab: Lab) -> None:
    with registered(SignMomentum()):
        lines = lab("run", "--alpha", 0.5, 0.6, "--rule", "sign", "momentum", "--steps", 2).out.splitlines()
    assert [line.split()[:8] for line in lines[2:5]] == [
        ["ball", "rule", "α", "η", "β", "start", "outcome", "valley"],
        ["α", "0.50", "sign", "0.5", "0.02", "0.75", "4.8", "rolling"],
        ["α", "0.60", "momentum", "0.6", "0.02", "4.8", "rolling", "5"],
    ]


def test_a_rule_that_would_come_after_the_last_step_adds_no_columns(lab: Lab) -> None:
    with registered(SignMomentum()):
        entry = json.loads(scenario_text(default_scenario()))
        entry["edits"] = [{"step": 57, "ball": 0, "rule": "sign"}]
        Path("lesson.momentum").write_text(json.dumps(entry), encoding="utf-8")
        for steps, has_column in (("56", False), ("57", True), ("58", True)):
            lab("run", "lesson.momentum", "--steps", steps, "--csv", "first.csv", "--force")
            lab("run", "first.momentum", "--csv", "again.csv")
            first = Path("first.csv").read_bytes()
            assert (b",beta,mean_slope\r\n" in first) == has_column
            assert Path("again.csv").read_bytes() == first
