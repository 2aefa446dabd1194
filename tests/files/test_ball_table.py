"""The table of the balls in a file."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from app.files.ball_table import ball_table, write_ball_table
from app.files.summary import ball_entries, summary_text
from physics.landscape.formula import FormulaLandscape
from physics.rules.registry import rule_named
from physics.run.ball import Ball
from physics.run.run import Run
from tests.support.balls import NESTEROV, new_ball
from tests.support.runs import LESSARD

pytestmark = pytest.mark.windows

ADAM = Ball(rule_named("adam"), {"eta": 0.1, "alpha": 0.9, "beta2": 0.99, "epsilon": 1e-8}, 4.0, '=1+1;"x", y')
HILLS = FormulaLandscape("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", (-6, 6))
MIXED = HILLS, (new_ball(0.95, 0.02, 4.8), new_ball(0.99, 0.02, 4.8, NESTEROV), new_ball(1.0, 9.0, 4.8), ADAM)
REPEATING = LESSARD, (new_ball(4 / 9, 1 / 9, 3.3), new_ball(0.0, 0.02, 3.3))


@pytest.mark.parametrize("separator", [",", "\t"])
@pytest.mark.parametrize("scene", [MIXED, REPEATING, (HILLS, ())])
def test_its_fields_are_those_of_the_summary(scene: tuple[FormulaLandscape, tuple[Ball, ...]], separator: str) -> None:
    run = Run(*scene)
    run.advance(3000)
    text = ball_table(ball_entries(run, run.balls), separator)
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    entries = json.loads(summary_text(run))["balls"]
    assert len(rows) == len(entries)
    for row, entry in zip(rows, entries, strict=True):
        values = {**entry, **{f"cycle_{part}": value for part, value in (entry["cycle"] or {}).items()}}
        assert set(values) - {"cycle"} <= set(row)
        assert row == {name: field(values.get(name)) for name in row}
    if scene is REPEATING:
        assert rows[0]["cycle_period"] == "3"


def field(value: Any) -> str:
    """A value of a summary as it stands in the table; no spreadsheet evaluates it."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith("=") else value
    return "" if value is None else json.dumps(value)


@pytest.mark.parametrize(("name", "begins"), [("a.csv", "ball,name,rule,alpha"), ("a.TSV", "ball\tname\trule\talpha")])
def test_the_ending_tells_the_separator(tmp_path: Path, name: str, begins: str) -> None:
    run = Run(*MIXED)
    write_ball_table(tmp_path / name, ball_entries(run, run.balls))
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    assert [path.name for path in tmp_path.iterdir()] == [name]
