import csv
import io
import json
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files import outcome_map as map_csv
from app.files.outcome_map import columns, map_summary_text, map_table, write_map
from physics.landscape.formula import FormulaLandscape
from physics.outcome.outcome import OUTCOMES, ends_in_no_valley
from physics.rules.base import ALPHA, ETA, Parameter
from physics.run.ball import START, Ball
from physics.run.cycle import find_cycle
from physics.run.run import Run
from physics.sweep.grid import Axis, Grid, OutcomeMap, map_parameters, whole_axis
from physics.sweep.sweep import sweep
from tests.support.balls import new_ball
from tests.support.live import ball_at
from tests.support.rules import registered
from tests.support.runs import LESSARD
from tests.support.sign_rule import BETA, SignMomentum

HILLS = FormulaLandscape("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", (-6, 6))
BALL = new_ball(0.9, 0.02, 4.8)


def swept(
    landscape: FormulaLandscape, x: Axis, y: Axis, width: int, height: int, last: int, ball: Ball = BALL
) -> OutcomeMap:
    whole = OutcomeMap(Grid(x, y, width, height, ball), last)
    for decided in sweep(landscape, whole.grid.starts(), last):
        whole.take(decided)
    return whole


def written(whole: OutcomeMap, landscape: FormulaLandscape) -> bytes:
    stream = io.BytesIO()
    write_map(stream, whole, landscape.features)
    return stream.getvalue()


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))


def check(whole: OutcomeMap, landscape: FormulaLandscape) -> None:
    """Every row is what the map holds, and numbers read back to the same bits."""
    grid, results = whole.grid, whole.results
    rows = read(written(whole, landscape))
    table = io.StringIO(map_table(whole, landscape.features))
    assert list(csv.DictReader(table, delimiter="\t", strict=True)) == rows
    assert len(rows) == grid.size
    for number, row in enumerate(rows):
        ball = ball_at(grid, number)
        line, column = divmod(number, grid.columns)
        assert (row["x"], row["y"]) == (repr(float(grid.x_values[column])), repr(float(grid.y_values[line])))
        for parameter in map_parameters(grid.ball.rule):
            assert row[parameter.name] == repr(ball.value(parameter.name))
        nowhere, valley = bool(ends_in_no_valley(results.outcome)[number]), int(results.valley[number])
        assert row["outcome"] == OUTCOMES[results.outcome[number]].value
        assert row["valley"] == ("" if nowhere else str(valley + 1))
        assert row["global"] == ("" if nowhere else str(bool(landscape.features.is_global[valley])).lower())
        assert (row["hills_crossed"], row["steps"]) == (str(results.hills_crossed[number]), str(results.steps[number]))
        assert (row["bit_period"] != "") == (row["outcome"] == "repeats")


@given(st.sampled_from(list(permutations(map_parameters(BALL.rule), 2))), st.integers(2, 9), st.integers(2, 9))
def test_every_pair_of_axes_reads_back_as_it_is(pair: tuple[Parameter, Parameter], width: int, height: int) -> None:
    x, y = (whole_axis(parameter, HILLS, BALL.value("eta")) for parameter in pair)
    check(swept(HILLS, x, y, width, height, 300), HILLS)


def test_every_outcome_has_its_word() -> None:
    start = Axis(START, -6.0, 6.0)
    flat, well = FormulaLandscape("0*w", (0, 1)), FormulaLandscape("w^2", (-6, 6))
    cliff, high_up = FormulaLandscape("1e10*w^2", (-2, 2)), Axis(START, 1.0, 2.0)
    maps = [
        (cliff, swept(cliff, Axis(ETA, 1.0, 1e300), high_up, 30, 10, 300)),  # so much η that some diverge
        (HILLS, swept(HILLS, Axis(ALPHA, 0.0, 0.9), start, 20, 21, 3)),  # and so few steps that some roll on
        (flat, swept(flat, Axis(ETA, 0.1, 1.0), Axis(START, 0.0, 1.0), 2, 2, 5)),
        (LESSARD, swept(LESSARD, Axis(ALPHA, 0.4, 4 / 9), Axis(START, 3.0, 3.6), 6, 9, 400, new_ball(0.0, 1 / 9, 3.3))),
        (well, swept(well, Axis(ETA, 0.1, 0.2), start, 2, 3, 5)),  # one begins in the minimum
    ]
    seen = set[str]()
    for landscape, whole in maps:
        check(whole, landscape)
        seen |= {row["outcome"] for row in read(written(whole, landscape))}
    assert seen == {outcome.value for outcome in OUTCOMES}


def test_after_its_period_a_run_that_repeats_is_as_it_was() -> None:
    whole = swept(LESSARD, Axis(ALPHA, 0.44, 4 / 9), Axis(START, 3.0, 3.6), 2, 20, 2000, new_ball(0.0, 1 / 9, 3.3))
    rows = [row for row in read(written(whole, LESSARD)) if row["outcome"] == "repeats"]
    assert len(rows) > 10
    for row in rows:
        run = Run(LESSARD, [new_ball(float(row["alpha"]), 1 / 9, float(row["start"]))])
        run.advance(2000)
        cycle = find_cycle(run, 0)
        assert cycle is not None
        assert (row["bit_period"], row["steps"]) == (str(cycle.bit_period), str(run.step))
        w = run.recording.rows().w[:, 0]
        assert w[-1] == w[-1 - cycle.bit_period]


def test_long_rows_are_written_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y = (whole_axis(parameter, HILLS, BALL.value("eta")) for parameter in (ALPHA, START))
    whole = swept(HILLS, x, y, 25, 4, 300)
    at_once = written(whole, HILLS)
    told: list[int] = []
    monkeypatch.setattr(map_csv, "CHUNK_RUNS", 10)
    stream = io.BytesIO()
    write_map(stream, whole, HILLS.features, told.append)
    assert stream.getvalue() == at_once
    assert told == [10, 20, 25, 35, 45, 50, 60, 70, 75, 85, 95, 100]


def test_the_file_is_rfc_4180() -> None:
    x, y = (whole_axis(parameter, HILLS, BALL.value("eta")) for parameter in (ETA, START))
    whole = swept(HILLS, x, y, 3, 2, 300)
    content, names = written(whole, HILLS), columns(whole.grid)
    lines = content.split(b"\r\n")
    assert (lines[0].decode(), lines[-1]) == (",".join(names), b"")
    assert not {b"\r", b"\n"} & set(map(bytes, zip(b"".join(lines))))
    assert {len(row) for row in csv.reader(io.StringIO(content.decode(), newline=""), strict=True)} == {len(names)}


def test_a_valley_that_means_nothing_is_not_looked_up() -> None:
    x, y = (whole_axis(parameter, HILLS, BALL.value("eta")) for parameter in (ALPHA, START))
    whole = swept(HILLS, x, y, 2, 2, 300)
    whole.results.outcome[:] = OUTCOMES.index("diverged")  # type: ignore[arg-type]
    whole.results.valley[:] = [-1, 99, 2**31 - 1, -(2**31)]
    rows: list[dict[str, Any]] = [dict(row) for row in read(written(whole, HILLS))]
    assert {(row["outcome"], row["valley"], row["global"]) for row in rows} == {("diverged", "", "")}


def test_a_map_has_the_parameters_of_its_balls_rule() -> None:
    with registered(SignMomentum()) as sign:
        ball = Ball(sign, {"alpha": 0.9, "eta": 0.02, "beta": 0.5}, 4.8)
        whole = swept(HILLS, Axis(BETA, 0.0, 1.0), Axis(START, -6.0, 6.0), 3, 4, 50, ball)
        check(whole, HILLS)
        header = written(whole, HILLS).split(b"\r\n")[0].decode()
        assert header == "x,y,alpha,eta,beta,start,outcome,valley,global,hills_crossed,steps,bit_period"
        entry = json.loads(map_summary_text(whole, HILLS))
        assert entry["x"]["quantity"] == "beta"
        assert entry["ball"] == {"rule": "sign", "alpha": 0.9, "eta": 0.02, "beta": None, "start": None}
