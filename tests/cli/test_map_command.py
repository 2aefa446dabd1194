import csv
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage

from app.display import PICTURE, MissingLibraries
from app.files.default import default_scenario
from app.theme.outcome_colours import DARK
from physics.outcome.outcome import LEFT, OUTCOMES
from physics.sweep.batch import Results
from tests.cli.conftest import Lab
from tests.support.balls import new_ball
from tests.support.live import rolled_to_rest, says_the_same

LANDSCAPE = default_scenario().landscape


def rows_of(path: str) -> list[dict[str, str]]:
    with Path(path).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def done(lab: Lab, *arguments: object) -> str:
    answer = lab("map", *arguments)
    assert (answer.code, answer.err) == (0, "")
    return answer.out


def scenario_file(**changes: Any) -> str:
    entry = {
        "format": "momentum-lab/scenario",
        "version": 1,
        "title": "Lesson",
        "landscape": {"kind": "preset", "name": "descending-hills"},
        "balls": [
            {"rule": "nesterov", "alpha": 0.95, "eta": 0.03, "start": 4.8},
            {"rule": "momentum", "alpha": 0.5, "eta": 0.01, "start": 1},
        ],
        "steps": 3,
    }
    Path("lesson.momentum").write_text(json.dumps({**entry, **changes}), encoding="utf-8")
    return "lesson.momentum"


@pytest.mark.no_cover
def test_every_ball_that_is_rolled_to_rest_ends_as_the_map_says(lab: Lab) -> None:
    done(lab, "--size", 200, 120, "--csv", "map.csv")
    rows = rows_of("map.csv")
    assert len(rows) == 24_000
    balls = [new_ball(*(float(row[name]) for name in ("alpha", "eta", "start"))) for row in rows]
    codes = {outcome.value: code for code, outcome in enumerate(OUTCOMES)}
    outcome = np.array([codes[row["outcome"]] for row in rows], np.int8)
    valley, hills, steps = (
        np.array([int(row[name] or 0) for row in rows]) for name in ("valley", "hills_crossed", "steps")
    )
    live = rolled_to_rest(LANDSCAPE, balls, 20_000)
    results = Results(outcome, np.where(outcome == LEFT, live.valley, valley - 1), hills, steps)
    assert np.flatnonzero(~says_the_same(results, live)).tolist() == []
    assert Counter(OUTCOMES[code].value for code in live.outcome) == {"settled": 19_094, "trapped": 780, "left": 4126}


def test_without_anything_it_prints_a_table_of_256_times_256_runs(lab: Lab) -> None:
    lines = done(lab).splitlines()
    assert lines[:4] == [
        "Descending hills, w from -6 to 6",
        "x: α from 0 to 0.999; y: start from -6 to 6; η 0.02, momentum",
        "256 × 256 runs of at most 20,000 steps",
        "",
    ]
    assert lines[4].split() == ["outcome", "valley", "runs", "share", "median", "steps"]
    assert [line.split()[:2] for line in lines[5:11]] == [["trapped", str(valley)] for valley in range(1, 7)]
    assert "2 global" in lines[6]
    assert sum(int(line[17:].split()[0].replace(",", "")) for line in lines[5:]) == 65_536
    assert list(Path().iterdir()) == []


def test_the_files_are_written_together_and_agree(lab: Lab) -> None:
    out = done(lab, "--size", 30, 21, "--csv", "map.csv", "--png", "map.png", "--summary", "map.json")
    assert out.startswith("Descending hills")
    assert sorted(path.name for path in Path().iterdir()) == ["map.csv", "map.json", "map.png"]
    rows = rows_of("map.csv")
    outcomes = json.loads(Path("map.json").read_text(encoding="utf-8"))["outcomes"]
    counted = Counter((row["outcome"], row["valley"], row["global"]) for row in rows)
    told = {
        (group["outcome"], str(group["valley"] or ""), json.dumps(group["global"]) if group["valley"] else ""): group
        for group in outcomes
    }
    assert {key: group["runs"] for key, group in told.items()} == counted
    assert sum(group["share"] for group in outcomes) == pytest.approx(1.0)


def test_the_picture_has_one_pixel_for_each_run_and_the_lowest_y_at_the_bottom(lab: Lab) -> None:
    done(lab, "--size", 31, 22, "--csv", "map.csv", "--png", "map.png")
    image = QImage("map.png")
    assert (image.width(), image.height(), image.hasAlphaChannel()) == (31, 22, False)
    plain = 0
    for number, row in enumerate(rows_of("map.csv")):
        line, column = divmod(number, 31)
        colour = image.pixelColor(column, 21 - line).name().upper()
        if row["outcome"] == "left":
            assert colour == DARK.left.upper()
        elif row["steps"] == "0":
            assert colour == DARK.valleys[int(row["valley"]) - 1].upper()
            plain += 1
    assert plain > 100


def test_stdout_has_the_bytes_of_the_file_and_no_table(lab: Lab) -> None:
    done(lab, "--size", 9, 7, "--csv", "map.csv", "--summary", "map.json")
    assert done(lab, "--size", 9, 7, "--csv", "-").encode() == Path("map.csv").read_bytes()
    assert done(lab, "--size", 9, 7, "--summary", "-").encode() == Path("map.json").read_bytes()


def test_it_begins_as_the_scenario_does_and_leaves_it_alone(lab: Lab) -> None:
    own = Path(scenario_file(edits=[{"step": 0, "ball": 0, "alpha": 0.1}, {"step": 1, "ball": 1, "w": 0}]))
    before = own.read_bytes()
    out = done(lab, own, "--x", "eta", "--size", 5, 4, "--csv", "lesson.csv")
    assert out.startswith("Lesson, w from -6 to 6\nx: η from 0.001 to 0.9; y: start from -6 to 6; α 0.95, nesterov\n")
    assert "of at most 20,000 steps" in out
    assert own.read_bytes() == before
    assert {(row["alpha"], row["y"] == row["start"]) for row in rows_of("lesson.csv")} == {("0.95", True)}
    done(lab, scenario_file(balls=[], edits=[]), "--x", "eta", "--size", 5, 4, "--rule", "nesterov", "--alpha", 0.95)
    assert [path.name for path in sorted(Path().iterdir())] == ["lesson.csv", "lesson.momentum"]


def test_runs_are_given_up_at_the_last_step(lab: Lab) -> None:
    done(lab, "--size", 6, 5, "--steps", 1, "--csv", "map.csv")
    assert {(row["outcome"], row["steps"]) for row in rows_of("map.csv")} >= {("rolling", "1"), ("trapped", "0")}
    assert lab("map", "--steps", 0, "--size", 4, 4).out.splitlines()[2] == "4 × 4 runs of at most 0 steps"


def test_a_map_is_rfc_4180(lab: Lab) -> None:
    content = done(lab, "--size", 3, 2, "--csv", "-").encode()
    lines = content.split(b"\r\n")
    assert lines[0].decode() == "x,y,alpha,eta,start,outcome,valley,global,hills_crossed,steps,bit_period"
    assert (len(lines), lines[-1]) == (8, b"")
    assert b"\n" not in b"".join(lines)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            "lesson.momentum --png lesson.momentum",
            "--png: lesson.momentum is a file that was read; choose another name",
        ),
        ("--csv x --summary ./x", "--summary: x is what --csv writes; choose another name"),
        ("--csv x --png x", "--png: x is what --csv writes; choose another name"),
        ("--csv - --summary -", "--csv - and --summary - can't share stdout; give one of them a FILE"),
        ("--png -", "--png: pictures and films can't go to stdout; give the name of a file"),
        ("--png maps/", '--png: "maps/" does not name a file; give the name of one'),
        ("--csv maps/", '--csv: "maps/" does not name a file; give the name of one'),
        ("--full", "there is no option --full; did you mean --rule?"),
        ("--quick", "there is no option --quick; momentum-lab map --help lists them"),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_written(lab: Lab, arguments: str, message: str) -> None:
    scenario_file()
    assert lab("map", *arguments.split()) == (2, "", f"momentum-lab: {message}\n")
    assert [path.name for path in Path().iterdir()] == ["lesson.momentum"]


def test_a_folder_that_is_not_there(lab: Lab) -> None:
    for option in ("--csv", "--png", "--summary"):
        answer = lab("map", "--size", 4, 4, option, "nowhere/x")
        assert answer == (1, "", f"momentum-lab: {Path('nowhere/x')}: can't be written: No such file or directory\n")


def test_an_interrupt_leaves_nothing_behind(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("app.cli.console.Progress.__call__", interrupt)
    assert lab("map", "--csv", "x.csv", "--png", "x.png") == (1, "", "momentum-lab: interrupted\n")
    assert list(Path().iterdir()) == []


class TestWithoutQt:
    """A machine that lacks what Qt needs is told so before the work; only the picture is refused."""

    def test_a_missing_library_is_named_with_its_package(self, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("app.cli.pictures.picture_problem", lambda: MissingLibraries(PICTURE[:1]))
        message = "Qt cannot load libEGL.so.1: sudo apt-get install libegl1 (on Fedora: sudo dnf install libglvnd-egl)"
        answer = lab("map", "--png", "map.png", "--csv", "map.csv")
        assert answer == (1, "", f"momentum-lab: map.png: can't be written: {message}\n")
        assert list(Path().iterdir()) == []
        assert lab("map", "--size", 4, 4, "--csv", "map.csv").code == 0

    def test_qt_that_is_not_there_or_broken_is_one_line(self, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "app.pictures.map_png", None)
        code, out, err = lab("map", "--png", "map.png")
        assert (code, out) == (1, "")
        assert err.startswith("momentum-lab: map.png: can't be written: Qt cannot be loaded (")
        assert err.count("\n") == 1
        assert list(Path().iterdir()) == []
