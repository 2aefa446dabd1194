"""The view in a scenario file: what is read, what is refused in which words, and what the rest of the program says."""

import json
import math
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files import view
from app.files.scenario import MAX_STEPS, Scenario, parse_scenario, scenario_text
from app.files.slider_range import SliderRange
from app.files.text import BadFile
from app.files.view import View
from app.views.plots.kinds import PLOT_KINDS
from tests.support.any_scenario import slider_ranges
from tests.support.documents import FILES, section, tables
from tests.support.documents import read as read_document
from tests.support.example import EXAMPLE

BALLS = [{"alpha": alpha, "eta": 0.02, "start": 4.8} for alpha in (0.0, 0.9)]


def read(entry: object) -> Scenario:
    return parse_scenario(json.dumps({**EXAMPLE, "balls": BALLS, "view": entry}), "lesson.momentum")


WHOLE: dict[str, Any] = {
    "step": 57,
    "recorded": 300,
    "speed": 45.5,
    "hidden": ["energy", "map"],
    "selected": 1,
    "looks": [[0, 3], [7, 10]],
    "hidden_layers": ["arrows", "predictions"],
    "ranges": {"a": [-1.0, 3.0, 0.25]},
    "hidden_balls": [0],
    "last_run": True,
}


def test_a_view_is_read() -> None:
    styles = (0, 3), (7, 10)
    assert read(WHOLE).view == View(
        57,
        300,
        45.5,
        frozenset({"map", "energy"}),
        1,
        styles,
        frozenset({"arrows", "predictions"}),
        {"a": SliderRange(-1, 3, 0.25)},
        frozenset({0}),
        last_run=True,
    )


def test_each_key_may_be_left_out_and_so_may_all() -> None:
    assert parse_scenario(json.dumps(EXAMPLE), "lesson.momentum").view is None
    assert read({}).view == View()
    for name in WHOLE:
        there = {key: value for key, value in WHOLE.items() if key != name}
        scenario = read(there)
        assert scenario.view is not None
        assert getattr(scenario.view, {"looks": "styles"}.get(name, name)) is None
        assert json.loads(scenario_text(scenario))["view"] == there


def test_it_stands_in_the_last_line_and_only_where_there_is_one() -> None:
    text = scenario_text(read({"speed": 30, "hidden": ["map", "height"]}))
    assert text.splitlines()[-1] == ' "view": {"speed": 30.0, "hidden": ["height", "map"]}}'
    assert "view" not in scenario_text(parse_scenario(json.dumps(EXAMPLE), "lesson.momentum"))


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ([], "view: [] is not an object in braces"),
        ({"stop": 3}, 'view: unknown key "stop", did you mean "step"?'),
        ({"step": -1}, "view.step: -1 is not between 0 and 2000"),
        ({"step": 2001}, "view.step: 2001 is not between 0 and 2000"),
        ({"step": 301, "recorded": 300}, "view.step: 301 is not between 0 and 300"),
        ({"step": 1.0}, "view.step: 1.0 is not a whole number"),
        ({"recorded": 16_000_001}, "view.recorded: 16000001 is not between 0 and 16000000"),
        ({"speed": 5000}, "view.speed: 5000 is not between 1 and 2000"),
        ({"speed": 0.5}, "view.speed: 0.5 is not between 1 and 2000"),
        ({"speed": math.nan}, "view.speed: nan is not a finite number"),
        ({"speed": "fast"}, 'view.speed: "fast" is not a number'),
        ({"hidden": "map"}, 'view.hidden: "map" is not a list in brackets'),
        ({"hidden": ["map", "energi"]}, 'view.hidden[1]: there is no plot "energi"; did you mean "energy"?'),
        ({"hidden": ["map", "map"]}, 'view.hidden[1]: "map" is listed twice'),
        ({"hidden": ["map"] * 6}, "view.hidden: 6 are too many, at most 5 are allowed"),
        ({"hidden_layers": ["arows"]}, 'view.hidden_layers[0]: there is no layer "arows"; did you mean "arrows"?'),
        (
            {"hidden_layers": ["?"]},
            'view.hidden_layers[0]: there is no layer "?"; they are arrows, energy, names, trails, predictions',
        ),
        ({"hidden_layers": ["names", "names"]}, 'view.hidden_layers[1]: "names" is listed twice'),
        ({"ranges": [1]}, "view.ranges: [1] is not an object in braces"),
        ({"ranges": {"k": [0, 1, 0.1]}}, 'view.ranges: unknown key "k", known here: a, b, c, d'),
        ({"ranges": {"a": [0, 1]}}, "view.ranges.a: [0, 1] is not a list of 3 numbers"),
        ({"ranges": {"a": [0, math.inf, 1]}}, "view.ranges.a[1]: inf is not a finite number"),
        ({"ranges": {"a": [1, 1, 1]}}, "view.ranges.a.high: 1 is not greater than 1"),
        ({"ranges": {"a": [0, 1, 0]}}, "view.ranges.a.step: 0 is not more than 0 and at most the width, 1"),
        ({"ranges": {"a": [0, 1, 1.5]}}, "view.ranges.a.step: 1.5 is not more than 0 and at most the width, 1"),
        ({"ranges": {"a": [-1e101, 1, 1]}}, "view.ranges.a.low: -1e+101 is not between -1e+100 and 1e+100"),
        ({"hidden_balls": 1}, "view.hidden_balls: 1 is not a list in brackets"),
        ({"hidden_balls": [0, 2]}, "view.hidden_balls[1]: there is no ball 2: 2 are listed, and the first is ball 0"),
        ({"hidden_balls": [1, 1]}, "view.hidden_balls[1]: 1 is listed twice"),
        ({"hidden_balls": [0, 1, 0]}, "view.hidden_balls: 3 are too many, at most 2 are allowed"),
        ({"last_run": 1}, "view.last_run: 1 is not true or false"),
        ({"hidden": [None]}, "view.hidden[0]: null is not text in quotation marks"),
        ({"selected": 2}, "view.selected: there is no ball 2: 2 are listed, and the first is ball 0"),
        ({"selected": -1}, "view.selected: there is no ball -1: 2 are listed, and the first is ball 0"),
        ({"selected": True}, "view.selected: true is not a whole number"),
        ({"looks": [[0, 0]]}, "view.looks: 1 are too few: each of the 2 balls has one"),
        ({"looks": [[0, 0]] * 3}, "view.looks: 3 are too many, at most 2 are allowed"),
        ({"looks": [[0, 0], [41, 0]]}, "view.looks[1][0]: 41 is not between 0 and 40"),
        ({"looks": [[0, 0], [7, 11]]}, "view.looks[1][1]: 11 is not between 0 and 10"),
        ({"looks": [[0], [0, 0]]}, "view.looks[0]: a colour and a marker are needed, as in [0, 3]"),
        ({"looks": [[0, 0, 0], [0, 0]]}, "view.looks[0]: 3 are too many, at most 2 are allowed"),
    ],
)
def test_what_is_wrong_is_named_with_its_path(entry: object, message: str) -> None:
    with pytest.raises(BadFile) as caught:
        read(entry)
    assert caught.value.sentence == message


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"step": -1}, "step: -1 is not between 0 and 16000000"),
        ({"step": 9, "recorded": 8}, "step: 9 is not between 0 and 8"),
        ({"recorded": 16_000_001}, "recorded: 16000001 is not between 0 and 16000000"),
        ({"speed": math.nan}, "speed: nan is not between 1 and 2000"),
        (
            {"hidden_layers": frozenset({"map"})},
            "hidden_layers: 'map' is not one of arrows, energy, names, trails, predictions",
        ),
        ({"hidden": frozenset({"pictures"})}, "hidden: 'pictures' is not one of height, position, energy, phase, map"),
        ({"selected": -1}, "selected: -1 is negative"),
        ({"hidden_balls": frozenset({3, -2})}, "hidden_balls: -2 is negative"),
        ({"styles": ((0, 0), (41, 0))}, r"looks\[1\]\[0\]: 41 is not between 0 and 40"),
        ({"styles": ((0, -1),)}, r"looks\[0\]\[1\]: -1 is not between 0 and 10"),
    ],
)
def test_a_view_that_no_screen_can_have_is_the_callers_mistake(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        View(**fields)


@given(slider_ranges(), st.floats(allow_nan=False, allow_infinity=False))
def test_a_range_that_includes_a_value_is_no_wider_than_it_must_be(before: SliderRange, value: float) -> None:
    after = before.including(value)
    assert after.step == before.step
    assert after.including(value) == after
    assert {after.low, after.high} <= {before.low, before.high, min(max(value, -1e100), 1e100)}
    assert after.low <= before.low < before.high <= after.high
    assert abs(value) > 1e100 or after.low <= value <= after.high


def test_files_know_the_names_and_limits_of_the_screen() -> None:
    assert (*(kind.name for kind in PLOT_KINDS), "map") == view.PLOTS


def test_the_document_tells_every_key_and_limit() -> None:
    told = section(read_document(FILES), "Scenarios").partition("A **view**")[2].partition("Reading is strict")[0]
    keys = [word for row in tables(told)[0] for word in re.findall("`(.*)`", row[0])]
    assert keys == list(WHOLE)
    usual = SliderRange()
    for limit in (
        f"(from -1e100 to 1e100) and step; otherwise from {usual.low:g} to {usual.high:g} in steps of {usual.step:g} |",
        f"from 0 to {MAX_STEPS:,};",
        f"from {view.MIN_SPEED:g} to {view.MAX_SPEED:g} |",
        f"from 0 to {view.COLOUR_COUNT - 1}, or from {view.COLOUR_COUNT} to {view.LAST_COLOUR} on the scale",
        f"and of its marker, from 0 to {view.MARKER_COUNT - 1} |",
    ):
        assert limit in told
    assert all(f"`{name}`" in told for name in view.PLOTS)
