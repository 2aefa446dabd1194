"""What a new rule needs: one file (tests/support/sign_rule.py) and its registration. All else follows from that."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.__main__ import main
from app.cli.options import map_parser, run_parser
from app.files.default import default_scenario
from app.files.outcome_map import columns
from app.files.scenario import Scenario, parse_scenario, scenario_text
from app.files.summary import summary_text
from app.files.trajectories import COLUMNS, write_trajectories
from app.panels.step_painting import StepPainting
from app.window import Window
from app.window.settings import clean_settings
from app.window.startup import new_window
from physics.outcome.outcome import LEFT, OUTCOMES, ROLLING
from physics.rules.base import ALPHA, ETA, Rule
from physics.rules.registry import RESERVED_NAMES, parameters, rule_names
from physics.run.ball import START, Ball
from physics.run.edit import Edit
from physics.run.run import Run
from physics.sweep.grid import Grid, whole_axis
from physics.sweep.sweep import sweep_now
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.cards import LEFT as LEFT_BUTTON
from tests.support.cards import card, opened, retype
from tests.support.described import described
from tests.support.live import rolled_to_rest
from tests.support.paths import ROOT
from tests.support.rules import registered
from tests.support.scenes import assert_replays
from tests.support.sign_rule import BETA, SignMomentum

STEPS = 150


@pytest.fixture(autouse=True)
def sign() -> Iterator[Rule]:
    with registered(SignMomentum()) as rule:
        yield rule


@pytest.fixture
def scenario(sign: Rule) -> Scenario:
    """Balls of three rules; two of them change theirs on the way, to the new one and away from it."""
    landscape = default_scenario().landscape
    balls = (
        Ball(sign, {"alpha": 0.9, "eta": 0.01, "beta": 0.25}, 4.8),
        new_ball(0.9, 0.02, 4.8),
        new_ball(0.95, 0.01, 4.8, NESTEROV, "the third"),
    )
    edits = (
        Edit(20, 0, {"beta": 0.5}),
        Edit(30, 1, {"beta": 0.125}, sign),
        Edit(45, 0, rule=NESTEROV),
        Edit(60, 0, {"alpha": 0.8}, sign, w=3.0),
    )
    return Scenario("Three rules", landscape, balls, STEPS, edits)


def csv_of(scenario: Scenario) -> str:
    run = Run(scenario.landscape, scenario.balls, scenario.edits, full=scenario.full)
    run.advance(scenario.steps)
    stream = io.BytesIO()
    write_trajectories(stream, scenario, run.recording.rows())
    return stream.getvalue().decode()


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_its_file_is_short_and_nothing_else_names_it() -> None:
    file = ROOT / "tests/support/sign_rule.py"
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 80
    for source in (*ROOT.glob("app/**/*.py"), *ROOT.glob("physics/**/*.py")):
        text = source.read_text(encoding="utf-8")
        assert not re.search(r"\b(beta|mean_slope|SignMomentum)\b", text), source


def test_names_that_files_and_options_use_are_reserved(scenario: Scenario) -> None:
    options = {*run_parser().options, *map_parser().options} - {"-h"}
    names = {option[2:].replace("-", "_") for option in options}
    edits = (*scenario.edits, Edit(70, landscape=scenario.landscape), Edit(80, 0, delta=0.5))
    file = json.loads(scenario_text(replace(scenario, edits=edits)))
    summary = json.loads(summary_text(Run(scenario.landscape, scenario.balls)))
    for entry in (*file["balls"], *file["edits"], *summary["balls"]):
        names |= set(entry)
    x, y = (whole_axis(parameter, scenario.landscape, 0.01) for parameter in (BETA, START))
    names |= {*COLUMNS, *columns(Grid(x, y, 2, 2, scenario.balls[0]))}
    assert names == RESERVED_NAMES | set(parameters())


def test_a_scenario_is_read_and_written(scenario: Scenario) -> None:
    text = scenario_text(scenario)
    again = parse_scenario(text, "three.momentum")
    assert described(again) == described(scenario)
    assert scenario_text(again) == text
    assert '{"rule": "sign", "alpha": 0.9, "eta": 0.01, "beta": 0.25, "start": 4.8}' in text


def test_a_run_replays_byte_for_byte(scenario: Scenario) -> None:
    first = csv_of(scenario)
    assert csv_of(parse_scenario(scenario_text(scenario), "three.momentum")) == first
    rows = rows_of(first)
    assert list(rows[0]) == [*COLUMNS, "beta", "mean_slope"]
    for row in rows:
        is_sign = row["rule"] == "sign"
        assert (row["beta"] != "", row["mean_slope"] != "", row["energy"] == "") == (is_sign,) * 3
    assert {row["rule"] for row in rows} == {"momentum", "nesterov", "sign"}
    assert "trapped" not in {row["outcome"] for row in rows if row["rule"] == "sign"}


def test_its_rows_obey_its_formula_and_its_state_begins_afresh(scenario: Scenario) -> None:
    rows = [row for row in rows_of(csv_of(scenario)) if row["ball"] == "1"]
    checked = 0
    for before, after in pairwise(rows):
        if after["rule"] != "sign" or after["step"] == "61":
            continue
        alpha, eta, beta = (float(after[name]) for name in ("alpha", "eta", "beta"))
        kept = float(before["mean_slope"] or 0.0)
        mean = beta * kept + (1.0 - beta) * float(before["slope"])
        assert float(after["mean_slope"]) == mean
        assert float(after["momentum_term"]) == alpha * float(before["delta"])
        assert float(after["gradient_term"]) == -eta * np.sign(mean)
        checked += 1
    assert checked > 50
    placed = next(row for row in rows if row["step"] == "61")
    slope_there = default_scenario().landscape.slope(np.array([3.0]))[0]
    assert float(placed["mean_slope"]) == 0.25 * slope_there  # β is the default again
    assert (placed["alpha"], placed["eta"], placed["beta"]) == ("0.8", "0.01", "0.75")


def test_the_command_line_runs_it_and_its_export_replays(
    scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("three.momentum").write_text(scenario_text(scenario), encoding="utf-8")
    assert main(["run", "three.momentum", "--csv", "first.csv"]) == 0
    assert main(["run", "first.momentum", "--csv", "second.csv"]) == 0
    first = Path("first.csv").read_bytes()
    assert first == Path("second.csv").read_bytes()
    assert first.decode() == csv_of(scenario)


def test_the_command_line_has_its_options(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("run", "map"):
        assert main([command, "--help"]) == 0
        words = " ".join(capsys.readouterr().out.split())
        assert "--beta B" in words
        assert "β, averaging: how much of the averaged slope is kept; from 0 to 1" in words
        assert f"{' or '.join(rule_names())}" in words
    options = ("--alpha", "0.5", "0.9", "--rule", "sign", "momentum", "--beta", "0.125")
    assert main(["run", *options, "--csv", "both.csv", "--steps", "5"]) == 0
    rows = rows_of(Path("both.csv").read_text(encoding="utf-8"))
    assert {(row["ball"], row["rule"], row["beta"]) for row in rows} == {("1", "sign", "0.125"), ("2", "momentum", "")}
    capsys.readouterr()
    assert main(["run", *options, "0.25"]) == main(["run", "--beta", "0.5"]) == 2
    assert capsys.readouterr().err.splitlines() == ["momentum-lab: --beta: the rule momentum has no beta"] * 2


def test_each_cell_of_its_map_is_the_run_alone(sign: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    options = ("--rule", "sign", "--eta", "0.05", "--alpha", "0.8", "--x", "beta", "--y", "start", "--steps", "900")
    assert main(["map", *options, "--size", "12", "9", "--csv", "map.csv"]) == 0
    rows = rows_of(Path("map.csv").read_text(encoding="utf-8"))
    assert len(rows) == 108
    assert sorted({float(row["beta"]) for row in rows}) == np.linspace(0.0, 1.0, 12).tolist()
    names = [parameter.name for parameter in sign.parameters]
    balls = [Ball(sign, {name: float(row[name]) for name in names}, float(row["start"])) for row in rows]
    live = rolled_to_rest(default_scenario().landscape, balls, 900)
    for index, row in enumerate(rows):
        assert OUTCOMES[live.outcome[index]].value == row["outcome"]
        assert (live.steps[index], live.hills_crossed[index]) == (int(row["steps"]), int(row["hills_crossed"]))
    assert {ROLLING, LEFT} <= set(live.outcome.tolist())


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, scenario: Scenario) -> Iterator[Window]:
    window = new_window(qapp, scenario, clean_settings())
    qtbot.addWidget(window, before_close_func=Window.close_now)
    window.show()
    qtbot.waitExposed(window)
    window.session.select(0)
    yield window
    window.close_now()


def test_its_parameters_have_sliders_and_fields_on_the_card_also_on_the_way(window: Window) -> None:
    session, panel = window.session, window.balls_panel
    details = opened(panel, 0)
    assert list(details.sliders) == ["eta", "beta"]
    assert list(details.fields) == ["alpha", "eta", "beta"]
    assert "β, the averaging: how much of the averaged slope is kept." in details.sliders["beta"].toolTip()
    retype(details.fields["beta"], "0.375")
    assert (session.ball(0).value("beta"), details.sliders["beta"].number) == (0.375, 0.375)
    results = panel.slider_outcomes.results(0, "beta", (0.0, 0.5, 1.0))
    assert len(results.outcome) == 3
    session.step_on(10)
    QTest.keyClick(details.sliders["beta"], Qt.Key.Key_Right)
    QTest.keyClick(card(panel, 0).slider, Qt.Key.Key_Left)
    now = session.run.ball_parameters(0).values
    assert now["beta"] > 0.375
    assert now["alpha"] < 0.9
    assert session.run.edits == (Edit(10, 0, {"alpha": now["alpha"], "beta": now["beta"]}),)
    session.step_on(30)
    assert_replays(session)
    session.history.stack.undo()
    session.history.stack.undo()
    assert session.run.edits == ()


def test_it_is_chosen_on_the_card_and_left_again(window: Window, sign: Rule) -> None:
    session, panel = window.session, window.balls_panel
    session.select(1)
    session.step_on(10)
    for rule, names in ((sign, ["alpha", "eta", "beta"]), (MOMENTUM, ["alpha", "eta"])):
        buttons = opened(panel, 1).rule.findChildren(QPushButton)
        assert all(each.width() >= each.fontMetrics().horizontalAdvance(each.text()) for each in buttons)
        button = next(each for each in buttons if each.text() == rule.title)
        QTest.mouseClick(button, LEFT_BUTTON)
        assert session.run.ball_parameters(1).rule is rule
        assert list(opened(panel, 1).fields) == names
        assert session.run.ball_parameters(1).values["eta"] == 0.02
        session.step_on(10)
    assert_replays(session)


def test_its_terms_are_in_the_panel_of_one_step(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    session, anatomy, painted = window.session, window.step_anatomy, []
    write = StepPainting._write
    monkeypatch.setattr(
        StepPainting, "_write", lambda self, *arguments: (painted.append(arguments[3]), write(self, *arguments))[1]
    )
    session.step_on(5)
    terms = anatomy.terms
    assert terms is not None
    anatomy.grab()
    assert {"α·Δwₜ₋₁", "η·sign(m)"} <= set(painted)
    assert not any("nan" in text for text in painted)
    assert "−η·sign(m), the gradient term: down the slope.\n" in anatomy.toolTip()
    assert "energy" not in anatomy.toolTip()
    session.step_on()
    row = session.run.recording.row(6)
    assert abs(terms.gradient_term) == 0.01
    assert (terms.momentum_term, terms.gradient_term, terms.delta) == (
        row.momentum_term[0],
        row.gradient_term[0],
        row.delta[0],
    )


def test_the_window_has_its_maps(window: Window, qtbot: QtBot, sign: Rule) -> None:
    model = window.outcome_map.model
    assert model.all_axes == [
        (ALPHA, START), (ALPHA, ETA), (ALPHA, BETA), (ETA, BETA), (ETA, START), (BETA, START)
    ]  # fmt: skip
    model.set_size(16)
    model.set_axes((BETA, START))
    qtbot.waitUntil(lambda: model.picture is not None and model.picture.made is not None, timeout=20_000)
    picture, grid = model.picture, model.grid
    assert picture is not None
    assert picture.made is not None
    assert grid == picture.grid
    alone = sweep_now(picture.landscape, grid.starts(np.array([37])), picture.last)
    assert picture.made.results.outcome[37] == alone.outcome[0]
    assert picture.made.results.steps[37] == alone.steps[0]
    window.session.select(1)
    assert len(model.all_axes) == 3


def test_the_window_shows_every_step_of_it(window: Window) -> None:
    session = window.session
    for _ in range(STEPS // 10):
        session.step_on(10)
        window.grab()
    session.seek(10)
    for _ in range(6):
        session.slow_motion.next_moment()
        window.grab()
    assert session.run.last == STEPS
    assert_replays(session)
