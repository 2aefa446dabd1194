import csv
import io
import math
import struct
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files import trajectories
from app.files.scenario import Scenario
from app.files.trajectories import COLUMNS, TrajectoryStream, ball_rows, csv_field, write_trajectories
from physics.arrays import map_columns
from physics.landscape.formula import FormulaLandscape
from physics.outcome.outcome import OUTCOMES
from physics.rules.registry import RULES, parameters, state_names
from physics.run.ball import Ball
from physics.run.edit import Edit
from physics.run.recording import Rows
from physics.run.run import Run
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.rules import WithoutMomentum, registered
from tests.support.sign_rule import SignMomentum

HILLS = FormulaLandscape("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", (-6, 6))
NAMES = (None, "nesterov, too", "leaves", "edited")
NUMBERS = COLUMNS[4:13]
FLOAT_COLUMNS = ("alpha", "eta", "w", "f", "slope", "momentum_term", "gradient_term", "delta", "energy")


def a_scenario(steps: int = 300) -> Scenario:
    balls = (
        new_ball(0.9, 0.02, 4.8, name=NAMES[0]),
        new_ball(0.95, 0.02, 4.8, rule=NESTEROV, name=NAMES[1]),
        new_ball(0.97, 0.02, 4.8, name=NAMES[2]),
        new_ball(0.5, 0.02, 4.8, name=NAMES[3]),
    )
    edits = (
        Edit(3, 3, parameters={"alpha": 0.8}),
        Edit(5, 3, rule=NESTEROV),
        Edit(7, 3, rule=MOMENTUM, parameters={"eta": 0.03}),
        Edit(200, 3, w=-2.0, delta=0.4),
    )
    return Scenario("Hills", HILLS, balls, steps, edits)


def run_of(scenario: Scenario) -> Run:
    run = Run(scenario.landscape, scenario.balls, scenario.edits)
    run.advance(scenario.steps)
    return run


SCENARIO = a_scenario()
RUN = run_of(SCENARIO)


def written(scenario: Scenario, run: Run) -> bytes:
    stream = io.BytesIO()
    write_trajectories(stream, scenario, run.recording.rows())
    return stream.getvalue()


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))


def bits(value: float) -> bytes:
    return struct.pack("<d", value)


def test_the_file_is_rfc_4180() -> None:
    content = written(SCENARIO, RUN)
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert lines[0].decode() == ",".join(COLUMNS)
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    assert {len(row) for row in csv.reader(io.StringIO(content.decode(), newline=""), strict=True)} == {len(COLUMNS)}


def test_every_number_reads_back_to_the_same_bits_in_its_shortest_text() -> None:
    rows, recorded = read(written(SCENARIO, RUN)), RUN.recording.rows()
    columns = {**recorded._asdict(), **recorded.parameters, "energy": recorded.energy}
    for row in rows:
        ball, step = int(row["ball"]) - 1, int(row["step"])
        for name in FLOAT_COLUMNS:
            value = float(columns[name][step, ball])
            assert bits(float(row[name])) == bits(value)
            assert row[name] == repr(value)


def test_words_and_counts_are_those_of_the_recording() -> None:
    recorded = RUN.recording.rows()
    for row in read(written(SCENARIO, RUN)):
        at = int(row["step"]), int(row["ball"]) - 1
        valley = int(recorded.valley[at])
        assert row["name"] == (NAMES[at[1]] or "")
        assert row["rule"] == RULES[recorded.rule[at]].name
        assert row["valley"] == (str(valley) if valley else "")
        assert row["hills_crossed"] == str(recorded.hills_crossed[at])
        assert row["outcome"] == OUTCOMES[recorded.outcome[at]].value


def test_balls_come_one_after_the_other_and_only_while_they_move() -> None:
    rows, stepped = read(written(SCENARIO, RUN)), RUN.recording.rows().stepped
    expected = [(str(ball + 1), step) for ball in range(4) for step in np.flatnonzero(stepped[:, ball]).tolist()]
    assert [(row["ball"], int(row["step"])) for row in rows] == expected
    assert {row["outcome"] for row in rows if row["name"] == "leaves"} == {"rolling", "left"}
    assert sum(row["outcome"] == "left" for row in rows) == 1


def test_the_rule_can_be_recomputed_from_the_file_exactly() -> None:
    edited = {("4", edit.step + 1) for edit in RUN.edits}
    rows = read(written(SCENARIO, RUN))
    for before, row in pairwise(rows):
        if row["ball"] != before["ball"] or (row["ball"], int(row["step"])) in edited:
            continue
        number = {name: float(row[name]) for name in NUMBERS}
        assert number["delta"] == number["momentum_term"] + number["gradient_term"]
        assert number["w"] == float(before["w"]) + number["delta"]
        assert number["momentum_term"] == number["alpha"] * float(before["delta"])
        if row["rule"] == "momentum":
            assert number["gradient_term"] == -number["eta"] * float(before["slope"])


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("α 0.90", "α 0.90"),
        ("", ""),
        ("a,b", '"a,b"'),
        ('say "hi"', '"say ""hi"""'),
        ("two\r\nlines", '"two\r\nlines"'),
        ("=SUM(A1)", "'=SUM(A1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\t1", "'\t1"),
        ("\r1", '"\'\r1"'),
        ("\n1", '"\'\n1"'),
        ("\v=1", "'\v=1"),
        ("\0=1", "'\0=1"),
        ("＝1+1", "'＝1+1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        ("-a,b", '"\'-a,b"'),
        ("1-2", "1-2"),
    ],
)
def test_names_are_quoted_and_never_run_by_a_spreadsheet(name: str, field: str) -> None:
    assert csv_field(name) == field


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1, max_size=5))
def test_any_names_read_back(names: list[str]) -> None:
    text = ",".join(map(csv_field, names)) + "\r\n"
    (row,) = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert row == ["'" + name if name[0] in "=+-@＝＋－＠\t\r\n\v\0" else name for name in names]


def test_a_name_with_percent_signs_is_text() -> None:
    rows = map_columns(lambda column: column[:3, 0], RUN.recording.rows())
    assert {row.split(",")[1] for row in ball_rows(1, "100 %s %%", rows, 0).decode().splitlines()} == {"100 %s %%"}


def rows_of(values: list[float]) -> Rows:
    """Rows of one ball with the same value in every column of numbers."""
    column, count = np.array(values), len(values)
    counts, yes = np.ones(count, np.int32), np.ones(count, np.bool_)
    no_words = {"valley": counts, "hills_crossed": counts, "stepped": yes}
    codes = dict.fromkeys(("rule", "outcome"), np.zeros(count, np.int8))
    by_name = {"parameters": dict.fromkeys(parameters(), column), "rule_state": dict.fromkeys(state_names(), column)}
    fields = dict.fromkeys(Rows._fields, column) | no_words | codes | by_name
    return Rows(**fields)  # type: ignore[arg-type]


@given(st.lists(st.floats() | st.sampled_from([0.0, -0.0, math.nan, math.inf]), min_size=1, max_size=6))
def test_any_floats_are_written_as_their_repr(values: list[float]) -> None:
    lines = ball_rows(1, None, rows_of(values), 5).decode().splitlines()
    assert [line.split(",")[6] for line in lines] == [repr(value) for value in values]
    assert [line.split(",")[3] for line in lines] == [str(5 + i) for i in range(len(values))]


def test_no_rows_are_no_text() -> None:
    rows = rows_of([1.0, 2.0])._replace(stepped=np.zeros(2, np.bool_))
    assert ball_rows(1, None, rows, 0) == b""


def in_pieces(scenario: Scenario, run: Run, cuts: list[int], folder: Path | None) -> bytes:
    stream = io.BytesIO()
    edges = sorted({0, run.step + 1, *cuts})
    with TrajectoryStream(stream, scenario, folder) as written_in_pieces:
        for begin, end in pairwise(edges):
            written_in_pieces.write(run.recording.rows(begin, end), begin)
        written_in_pieces.finish()
    return stream.getvalue()


@given(st.lists(st.integers(0, 301), max_size=8))
def test_a_stream_of_pieces_is_the_same_file(cuts: list[int]) -> None:
    assert in_pieces(SCENARIO, RUN, cuts, None) == written(SCENARIO, RUN)


def test_long_pieces_are_copied_bit_by_bit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trajectories, "COPIED_BYTES", 1000)
    monkeypatch.setattr(trajectories, "CHUNK_ROWS", 7)
    assert in_pieces(SCENARIO, RUN, [100], tmp_path) == written(SCENARIO, RUN)
    assert list(tmp_path.iterdir()) == []


def test_what_is_written_is_counted() -> None:
    counts: list[int] = []
    write_trajectories(io.BytesIO(), SCENARIO, RUN.recording.rows(), counts.append)
    assert sum(counts) == RUN.recording.rows().w.size


def test_columns_of_some_rules_come_last_and_are_empty_for_the_others() -> None:
    with registered(SignMomentum()) as sign:
        balls = (new_ball(0.9, 0.02, 4.8), Ball(sign, {"alpha": 0.9, "eta": 0.02, "beta": 0.5}, 4.8))
        edits = (Edit(2, 0, rule=sign), Edit(2, 1, parameters={"beta": 0.25}), Edit(4, 1, rule=NESTEROV))
        scenario = Scenario("", HILLS, balls, 6, edits)
        run = run_of(scenario)
        content, recorded = written(scenario, run), run.recording.rows()
        assert content.split(b"\r\n")[0].decode() == ",".join((*COLUMNS, "beta", "mean_slope"))
        rows = read(content)
        assert [row["rule"] for row in rows[:7]] == ["momentum"] * 3 + ["sign"] * 4
        assert [row["rule"] for row in rows[7:]] == ["sign"] * 5 + ["nesterov"] * 2
        assert [row["beta"] for row in rows[:7]] == [""] * 3 + ["0.75"] * 4
        assert [row["beta"] for row in rows[7:]] == ["0.5"] * 3 + ["0.25"] * 2 + [""] * 2
        for row in rows:
            at, has_state = (int(row["step"]), int(row["ball"]) - 1), row["rule"] == "sign"
            assert row["mean_slope"] == (repr(float(recorded.rule_state["mean_slope"][at])) if has_state else "")
            assert row["energy"] == ("" if has_state else repr(float(recorded.energy[at])))
        assert in_pieces(scenario, run, [1, 3, 4], None) == content


def test_rules_that_no_ball_follows_add_no_columns() -> None:
    without = written(SCENARIO, RUN)
    with registered(SignMomentum()):
        scenario = a_scenario()
        assert written(scenario, run_of(scenario)) == without


def test_alpha_is_empty_for_a_rule_without_it() -> None:
    with registered(WithoutMomentum()) as plain:
        balls = (Ball(plain, {"eta": 0.02}, 4.8), new_ball(0.0, 0.02, 4.8))
        scenario = Scenario("", HILLS, balls, 20)
        rows = read(written(scenario, run_of(scenario)))
    for without, with_zero in zip(rows[:21], rows[21:], strict=True):
        assert (without["rule"], without["alpha"], without["eta"], without["energy"]) == ("plain", "", "0.02", "")
        assert with_zero["alpha"] == "0.0"
        assert [without[name] for name in ("step", "w", "f", "slope", "gradient_term", "delta")] == [
            with_zero[name] for name in ("step", "w", "f", "slope", "gradient_term", "delta")
        ]


def test_what_no_row_has_is_empty() -> None:
    """As before the edit after which a ball follows a rule with a state."""
    rows = map_columns(lambda column: column[:2, 0], RUN.recording.rows())
    assert "rms_slope" not in rows.rule_state
    for line in ball_rows(1, None, rows, 0, ("rho", "rms_slope")).decode().splitlines():
        assert line.endswith(",,")
