"""Scenario files: what is read, and what is refused in which words."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.files import edits as edits_in_files
from app.files import scenario as scenario_file
from app.files.default import default_scenario
from app.files.edits import MAX_EDITS, MAX_FORMULAS, MAX_LANDSCAPES, too_many_edits
from app.files.json_reader import MAX_VALUES
from app.files.landscapes import MAX_POINTS
from app.files.presets import load_preset
from app.files.scenario import Scenario, is_scenario, parse_scenario, read_scenario, scenario_text
from app.files.text import BadFile
from physics.arrays import Floats
from physics.landscape.base import Landscape
from physics.landscape.features import Features
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.landscape.wells import CellBounds
from physics.rules.registry import parameters, rule_names
from physics.run.ball import Ball
from physics.run.edit import Edit
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.example import EXAMPLE, changed
from tests.support.rules import registered
from tests.support.sign_rule import SignMomentum

*FIRST_RULES, LAST_RULE = [f'"{name}"' for name in rule_names()]
A_RULE = f"{', '.join(FIRST_RULES)} or {LAST_RULE}"
"""Any of them."""


def read(entry: object) -> Scenario:
    return parse_scenario(json.dumps(entry), "lesson.momentum")


def without(*keys: str, of: str = "") -> dict[str, Any]:
    entry = changed("title", "")
    target = entry["balls"][0] if of == "ball" else entry
    for key in keys:
        del target[key]
    return entry


def with_parameters(formula: str, values: object) -> dict[str, Any]:
    return changed("landscape", {"kind": "formula", "formula": formula, "domain": [-6, 6], "parameters": values})


def complaint(entry: object) -> str:
    with pytest.raises(BadFile) as caught:
        read(entry)
    assert str(caught.value).startswith("lesson.momentum: ")
    return str(caught.value).removeprefix("lesson.momentum: ")


def test_the_example_of_the_contract_is_read() -> None:
    scenario = read(EXAMPLE)
    assert scenario.title == "Descending hills"
    assert scenario.balls == (new_ball(0.9, 0.02, 4.8, name="α 0.90"),)
    assert (scenario.steps, scenario.full) == (2000, False)
    assert isinstance(scenario.landscape, FormulaLandscape)
    assert scenario.landscape.domain == (-6.0, 6.0)
    first, second, third = scenario.edits
    assert first == Edit(57, 0, parameters={"alpha": 0.95})
    assert third == Edit(90, 0, w=1.2, delta=0.0)
    assert isinstance(second.landscape, PointsLandscape)
    np.testing.assert_array_equal(second.landscape.w, [-6.0, -2.0, 1.0, 6.0])
    np.testing.assert_array_equal(second.landscape.f, [1.0, 0.0, 2.0, 0.5])


def test_what_goes_without_saying_may_be_left_out() -> None:
    scenario = read(without("title", "edits"))
    assert scenario.title == EXAMPLE["landscape"]["formula"]
    assert scenario.edits == ()
    assert read(without("name", "rule", of="ball")).balls == (new_ball(0.9, 0.02, 4.8),)


def test_the_values_of_parameters_are_read_and_written() -> None:
    values = {"a": 0.1 + 0.2, "c": -3.0}
    scenario = read({**with_parameters("a*w^2 + cos(c*w)", values), "edits": []})
    assert isinstance(scenario.landscape, FormulaLandscape)
    assert scenario.landscape.parameters == values
    written = json.loads(scenario_text(scenario))["landscape"]
    assert written == {
        "kind": "formula",
        "formula": "a*w^2 + cos(c*w)",
        "domain": [-6.0, 6.0],
        "parameters": values,
    }
    assert "parameters" not in json.loads(scenario_text(read(EXAMPLE)))["landscape"]


def test_a_name_is_written_only_where_a_person_gave_one() -> None:
    balls = (new_ball(0.9, 0.02, 4.8), new_ball(0.9, 0.02, 4.8, name="mine"))
    first, second = json.loads(scenario_text(Scenario("", read(EXAMPLE).landscape, balls)))["balls"]
    assert first == {"rule": "momentum", "alpha": 0.9, "eta": 0.02, "start": 4.8}
    assert second == {"name": "mine", **first}


def test_a_ball_and_its_edits_have_the_parameters_of_the_rules_that_there_are() -> None:
    entry = changed("balls.0", {"rule": "sign", "alpha": 0.9, "eta": 0.02, "beta": 0.5, "start": 4.8})
    entry["edits"] = [{"step": 3, "ball": 0, "beta": 0.25}, {"step": 5, "ball": 0, "rule": "momentum"}]
    with registered(SignMomentum()) as sign:
        scenario = read(entry)
        assert scenario.balls == (Ball(sign, {"alpha": 0.9, "eta": 0.02, "beta": 0.5}, 4.8),)
        assert scenario.edits == (Edit(3, 0, parameters={"beta": 0.25}), Edit(5, 0, rule=MOMENTUM))
        again = parse_scenario(scenario_text(scenario), "again.momentum")
        assert (again.balls, again.edits) == (scenario.balls, scenario.edits)
        assert complaint({**entry, "balls": [{**entry["balls"][0], "rule": "momentum"}]}) == (
            'balls[0]: unknown key "beta", did you mean "eta"?'
        )
        del entry["balls"][0]["beta"]
        assert complaint(entry) == 'balls[0]: "beta" is missing'
        entry["balls"][0]["beta"] = 1.5
        assert complaint(entry) == "balls[0].beta: 1.5 is not between 0 and 1"
        entry = changed("edits", [{"step": 3, "ball": 0, "beta": -1}])
        assert complaint(entry) == "edits[0].beta: -1 is not between 0 and 1"
    assert complaint(entry) == 'edits[0]: unknown key "beta", did you mean "beta2"?'


NARROW = ": its width is at least 1e-300, and 1e-10 of its farther end"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ([], "[] is not an object in braces"),
        ({}, 'this is not a scenario: its "format" is not "momentum-lab/scenario"'),
        (
            changed("format", "momentum-lab/summary"),
            'this is not a scenario: its "format" is not "momentum-lab/scenario"',
        ),
        (without("version"), '"version" is missing'),
        (changed("version", 0), "version: 0 is not 1"),
        (
            changed("version", 10**30),
            f"version: {10**30} is newer than this program, which knows version 1: a newer Momentum Lab opens it",
        ),
        (changed("version", "1"), 'version: "1" is not a whole number'),
        (
            {**changed("version", 2), "new": "things"},
            "version: 2 is newer than this program, which knows version 1: a newer Momentum Lab opens it",
        ),
        (changed("stepps", 3), 'unknown key "stepps", did you mean "steps"?'),
        (without("steps"), '"steps" is missing'),
        (without("balls"), '"balls" is missing'),
        (without("landscape"), '"landscape" is missing'),
        (changed("title", 3), "title: 3 is not text in quotation marks"),
        (changed("steps", -1), "steps: -1 is not between 0 and 16000000"),
        (changed("steps", 2e3), "steps: 2000.0 is not a whole number"),
        (changed("full", 1), "full: 1 is not true or false"),
        (changed("balls", [EXAMPLE["balls"][0]] * 1001), "balls: 1,001 are too many, at most 1,000 are allowed"),
        (changed("balls", {}), "balls: {} is not a list in brackets"),
        (changed("balls.0.alpha", 1.7), "balls[0].alpha: 1.7 is not between 0 and 1"),
        (changed("balls.0.alpha", "0.9"), 'balls[0].alpha: "0.9" is not a number'),
        (changed("balls.0.alpha", True), "balls[0].alpha: true is not a number"),
        (changed("balls.0.eta", 0), "balls[0].eta: 0 is not between 1e-300 and 1e+300"),
        (changed("balls.0.eta", float("inf")), "balls[0].eta: inf is not a finite number"),
        (changed("balls.0.eta", 1e-320), "balls[0].eta: 1e-320 is not between 1e-300 and 1e+300"),
        (changed("edits.0.eta", 1e307), "edits[0].eta: 1e+307 is not between 1e-300 and 1e+300"),
        (changed("balls.0.start", 9), "balls[0].start: 9 is outside the landscape's domain [-6, 6]"),
        (changed("balls.0.rule", "nestrov"), f'balls[0].rule: "nestrov" is not {A_RULE}'),
        (changed("balls.0.aplha", 1), 'balls[0]: unknown key "aplha", did you mean "alpha"?'),
        (without("eta", of="ball"), 'balls[0]: "eta" is missing'),
        (changed("edits.0.ball", 1), "edits[0].ball: there is no ball 1: 1 is listed, and the first is ball 0"),
        (changed("edits.0.alpha", -0.5), "edits[0].alpha: -0.5 is not between 0 and 1"),
        (changed("edits.0.rule", "none"), f'edits[0].rule: "none" is not {A_RULE}'),
        (
            changed("edits.0", {"step": 1, "ball": 0}),
            f"edits[0]: an edit of a ball changes at least one of {', '.join(parameters())}, rule, w, delta",
        ),
        (changed("edits.1.ball", 0), 'edits[1]: unknown key "ball", known here: step, landscape, noise'),
        (changed("edits.2.step", -3), "edits[2].step: -3 is not between 0 and 16000000"),
        (changed("edits.1.landscape.points.1", [-2]), "edits[1].landscape.points[1]: [-2] is not a list of 2 numbers"),
        (changed("landscape", {}), 'landscape: "kind" is missing'),
        (changed("landscape.kind", "drawn"), 'landscape.kind: "drawn" is not "preset", "formula" or "points"'),
        (
            changed("landscape.formula", "1 + sn(w)"),
            "landscape.formula: column 5: unknown name 'sn', did you mean 'sin'?",
        ),
        (
            changed("landscape.domain", [6, -6]),
            "landscape.domain: the domain [6, −6] is not an interval: its two ends must be finite, the lower one first",
        ),
        (
            changed("landscape.formula", "a*w + b"),
            'landscape: "parameters" is missing, with a value of a and b',
        ),
        (with_parameters("a*w + b", {"a": 1}), 'landscape.parameters: "b" is missing'),
        (
            with_parameters("a*w", {"a": 1, "k": 2}),
            'landscape.parameters.k: "k" is no parameter: they are a, b, c, d',
        ),
        (with_parameters("a*w", {"a": 1, "d": 2}), "landscape.parameters.d: the formula has no parameter d"),
        (with_parameters("w", {"a": 1}), "landscape.parameters.a: the formula has no parameter a"),
        (with_parameters("a*w", {"a": float("inf")}), "landscape.parameters.a: inf is not a finite number"),
        (with_parameters("a*w", {"a": "1"}), 'landscape.parameters.a: "1" is not a number'),
        (with_parameters("a*w", [1]), "landscape.parameters: [1] is not an object in braces"),
        (with_parameters("a*w/0", {"a": 1}), "landscape.formula: f is not finite near w = −6"),
        (
            changed("landscape", {"kind": "formula", "formula": "w", "domain": [0, 1e301]}),
            "landscape.domain: the domain [0, 1e+301] reaches too far: its ends are at most 1e+300 from 0",
        ),
        (
            changed("landscape", {"kind": "formula", "formula": "w", "domain": [0, 1e-320]}),
            "landscape.domain: the domain [0, 1e-320] is too narrow" + NARROW,
        ),
        (
            changed("landscape", {"kind": "points", "points": [[1 + i * 1e-12, 0] for i in range(4)]}),
            "landscape.points: the domain [1, 1.000000000003] is too narrow" + NARROW,
        ),
        (
            changed("landscape", {"kind": "preset", "name": "bowll"}),
            'landscape.name: there is no preset "bowll"; did you mean "bowl"?',
        ),
        (
            changed("landscape", {"kind": "preset", "name": "bowl", "f": 1}),
            'landscape: unknown key "f", known here: kind, name',
        ),
        (
            changed("landscape", {"kind": "points", "points": [[0, 1], [1, 2], [2, 0]]}),
            "landscape.points: 3 points are too few for a curve: at least 4 are needed",
        ),
        (
            changed("landscape", {"kind": "points", "points": [[0, 1], [1, 2], [1, 0], [2, 2]]}),
            "landscape.points[2]: its w, 1.0, is not greater than the one before it, 1.0",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_path(entry: object, message: str) -> None:
    assert complaint(entry) == message


def test_a_file_that_is_no_json_at_all() -> None:
    with pytest.raises(BadFile, match=r"lesson.momentum: line 1, column 1: this is not JSON"):
        parse_scenario("w,f\n", "lesson.momentum")


def test_a_file_with_a_byte_order_mark_is_read_and_any_name_will_do(tmp_path: Path) -> None:
    path = tmp_path / "lesson.json"
    path.write_text(json.dumps(EXAMPLE, ensure_ascii=False), encoding="utf-8-sig")
    assert read_scenario(path).balls == read(EXAMPLE).balls


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lesson.momentum"
    path.write_bytes(json.dumps(EXAMPLE, ensure_ascii=False).encode("utf-16"))
    with pytest.raises(BadFile, match="is not UTF-8"):
        read_scenario(path)


def test_the_text_has_one_line_for_each_ball_and_edit() -> None:
    balls = [new_ball(0.1, 0.02, 1.0, name="one"), new_ball(0.2, 0.02, 1.0, rule=NESTEROV, name="two")]
    landscape = load_preset("bowl").landscape
    edits = Edit(3, 1, rule=MOMENTUM), Edit(4, landscape=landscape)
    assert scenario_text(Scenario("A title", landscape, tuple(balls), 30, edits, full=True)) == (
        '{"format": "momentum-lab/scenario", "version": 1, "title": "A title",\n'
        ' "landscape": {"kind": "preset", "name": "bowl"},\n'
        ' "balls": [{"name": "one", "rule": "momentum", "alpha": 0.1, "eta": 0.02, "start": 1.0},\n'
        '   {"name": "two", "rule": "nesterov", "alpha": 0.2, "eta": 0.02, "start": 1.0}],\n'
        ' "steps": 30, "full": true,\n'
        ' "edits": [{"step": 3, "ball": 1, "rule": "momentum"},\n'
        '   {"step": 4, "landscape": {"kind": "preset", "name": "bowl"}}]}\n'
    )


class Unknown(Landscape):
    """A landscape of another kind."""

    def height(self, w: Floats) -> Floats:
        return w

    def slope(self, w: Floats, out: Floats | None = None) -> Floats:
        return np.ones_like(w)

    def find_features(self) -> Features:
        return FormulaLandscape("w^2", (-1, 1)).features

    def cell_bounds(self) -> CellBounds:
        return FormulaLandscape("w^2", (-1, 1)).cell_bounds()


def test_a_landscape_that_files_do_not_know_is_the_callers_mistake() -> None:
    with pytest.raises(TypeError, match="Unknown is a landscape that files don't know"):
        scenario_text(Scenario("", Unknown((-1, 1), "unknown"), ()))


def test_a_scenario_is_known_by_its_ending_or_by_how_it_begins(tmp_path: Path) -> None:
    text = scenario_text(default_scenario())
    for name, content, known in (
        ("a.momentum", "", True),
        ("a.json", text, True),
        ("a.csv", "w,f\n1,2\n", False),
    ):
        (tmp_path / name).write_text(content, encoding="utf-8")
        assert is_scenario(tmp_path / name) == known
    assert not is_scenario(tmp_path / "gone.txt")
    assert not is_scenario(tmp_path)


FORMULA = {"kind": "formula", "formula": "w^2", "domain": [-6, 6]}
BOWL = {"kind": "preset", "name": "bowl"}
TOO_MUCH = {
    "edits": (
        [{"step": 1, "ball": 0, "alpha": 0.5}] * (MAX_EDITS + 1),
        "edits: 250,001 are too many, at most 250,000 are allowed",
    ),
    "landscapes": (
        [{"step": 1, "landscape": BOWL}] * (MAX_LANDSCAPES + 1),
        "10,001 edits of the landscape are too many, at most 10,000 are allowed",
    ),
    "formulas": (
        [{"step": 1, "landscape": FORMULA}] * (MAX_FORMULAS + 1),
        "501 edits with a formula are too many, at most 500 are allowed",
    ),
    "points": (
        [{"step": 1, "landscape": {"kind": "points", "points": [[0, 0]] * (MAX_POINTS // 4 + 1)}}] * 4,
        "1,000,004 points in all landscapes are too many, at most 1,000,000 are allowed",
    ),
    "values": (
        [0] * MAX_VALUES,
        "has 4,000,013 values, which is more than can be read: at most 4,000,000",
    ),
}


@pytest.mark.parametrize("what", TOO_MUCH)
def test_what_is_too_much_is_said_before_anything_is_computed(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def compute(*_: object) -> None:
        raise AssertionError("a landscape was made")

    for module in (scenario_file, edits_in_files):
        monkeypatch.setattr(module, "read_landscape", compute)
    edits, message = TOO_MUCH[what]
    assert complaint(changed("edits", edits)) == message


def test_points_of_the_landscape_itself_count_too() -> None:
    entry = changed("landscape", {"kind": "points", "points": [[0, 0]] * MAX_POINTS})
    entry["edits"] = [{"step": 1, "landscape": {"kind": "points", "points": [[0, 0]]}}]
    assert complaint(entry) == "1,000,001 points in all landscapes are too many, at most 1,000,000 are allowed"


def test_a_million_points_are_read() -> None:
    w = np.arange(-500_000.0, 500_000.0)
    points = np.stack([w, np.cos(w / 1e5)], axis=1).tolist()
    landscape = read({**changed("landscape", {"kind": "points", "points": points}), "edits": []}).landscape
    assert isinstance(landscape, PointsLandscape)
    assert np.array_equal(landscape.w, w)


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        (3, "3 is not a list of 2 numbers"),
        ([1], "[1] is not a list of 2 numbers"),
        ([1, True], "true is not a number"),
        ([1, "2"], '"2" is not a number'),
        ([1, float("inf")], "inf is not a finite number"),
    ],
)
def test_of_many_points_the_wrong_one_is_named(pair: object, message: str) -> None:
    path = "landscape.points[3]" + ("[1]" if isinstance(pair, list) and len(pair) == 2 else "")
    entry = changed("landscape", {"kind": "points", "points": [[0, 1], [1, 0], [2, 1], pair]})
    assert complaint(entry) == f"{path}: {message}"


def test_what_can_be_read_is_what_may_be_made() -> None:
    formula, points = FormulaLandscape("w^2", (-6, 6)), PointsLandscape(range(4), range(4))
    preset, ball = load_preset("bowl").landscape, Edit(1, 0, parameters={"alpha": 0.5})
    for most, edit in ((MAX_EDITS, ball), (MAX_FORMULAS, Edit(1, landscape=formula))):
        assert too_many_edits(points, [edit] * most) is None
        assert too_many_edits(points, [edit] * (most + 1)) is not None
    for edit in (Edit(1, landscape=preset), Edit(1, landscape=points)):
        assert too_many_edits(preset, [edit] * MAX_LANDSCAPES) is None
        assert too_many_edits(preset, [edit] * (MAX_LANDSCAPES + 1)) is not None
    many = PointsLandscape(np.arange(MAX_POINTS - 3.0), np.zeros(MAX_POINTS - 3))
    assert too_many_edits(many, [Edit(1, landscape=points)]) == (
        "1,000,001 points in all landscapes are too many, at most 1,000,000 are allowed"
    )
