"""Names and titles: one line, not too long, nothing unseen in them, wherever they come from."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.curves import read_curve
from app.files.link import BadLink, parse_link
from app.files.names import complaint_about, fit_name, with_ending
from app.files.scenario import Scenario, parse_scenario, scenario_text
from app.files.text import BadFile
from physics.landscape.formula import FormulaLandscape
from tests.support.example import changed
from tests.support.packing import packed

RIGHT = "names and titles are one line of at most 200 characters, none of them unseen"
POINTS = {"kind": "points", "points": [[-6, 1], [-2, 0], [1, 2], [6, 0.5]]}
HOSTILE = {
    "far too long": ("x" * 201, f"has 201 characters; {RIGHT}"),
    "endless": ("x" * 900_000, f"has 900,000 characters; {RIGHT}"),
    "two lines": ("a\nb", f"has the character U+000A; {RIGHT}"),
    "a tab": ("a\tb", f"has the character U+0009; {RIGHT}"),
    "a terminal's command": ("\x1b]0;owned\x07", f"has the character U+001B; {RIGHT}"),
    "one in a single byte": ("\x9b2J", f"has the character U+009B; {RIGHT}"),
    "a line separator": ("a\u2028b", f"has the character U+2028; {RIGHT}"),
    "turned around": ("invoice\u202efdp.exe", f"has the character U+202E; {RIGHT}"),
    "isolated": ("\u2067abc\u2069", f"has the character U+2067; {RIGHT}"),
    "a mark of direction": ("a\u200fb", f"has the character U+200F; {RIGHT}"),
}
PATHS = {
    "title": lambda name: changed("title", name),
    "balls[0].name": lambda name: changed("balls.0.name", name),
    "landscape.title": lambda name: changed("landscape.title", name),
    "edits[1].landscape.title": lambda name: changed("edits.1.landscape", {**POINTS, "title": name}),
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_its_path_in_a_file_and_in_a_link(name: str, path: str) -> None:
    text, complaint = HOSTILE[name]
    content = json.dumps(PATHS[path](text))
    with pytest.raises(BadFile) as refused:
        parse_scenario(content, "lesson.momentum")
    assert str(refused.value) == f"lesson.momentum: {path}: {complaint}"
    with pytest.raises(BadLink) as refused_link:
        parse_link(packed(content.encode()))
    assert str(refused_link.value) == f"this link holds no right scenario: {path}: {complaint}"


@pytest.mark.parametrize(
    "name", ["x" * 200, "α 0.90", "<b>not bold</b>", "深い谷", "वैली", "وادي", "👩‍🔬 & co.", "", " a "]
)
@pytest.mark.parametrize("path", PATHS)
def test_any_line_of_text_is_a_name(name: str, path: str) -> None:
    scenario = parse_scenario(json.dumps(PATHS[path](name)), "lesson.momentum")
    landscapes = [scenario.landscape.title, *(edit.landscape.title for edit in scenario.edits if edit.landscape)]
    assert name in (scenario.title, scenario.balls[0].name, *landscapes)


@given(st.text() | st.text(st.characters(codec="utf-8"), min_size=190, max_size=210))
def test_what_was_made_fit_is_a_name_and_stays_as_it_is(text: str) -> None:
    name = fit_name(text)
    assert complaint_about(name) is None
    assert fit_name(name) == name
    if complaint_about(text) is None and text == text.strip() and text.isprintable():
        assert name == text


def test_of_a_longer_text_the_beginning_is_kept() -> None:
    assert fit_name("x" * 300) == "x" * 197 + "..."
    assert fit_name(" two\nlines\u202e ") == "two lines"
    assert fit_name("half \ud800") == "half ?"


def test_an_ending_takes_the_place_of_the_last_characters() -> None:
    assert with_ending("hills", ", changed") == "hills, changed"
    assert with_ending("h" * 200, ", changed") == "h" * 191 + ", changed"


def test_a_scene_called_after_a_long_formula_can_be_read_again() -> None:
    formula = FormulaLandscape("w^2" + "\n" + "+0" * 200, (-1, 1))
    entry = {**changed("landscape", {"kind": "formula", "formula": formula.text, "domain": [-6, 6]})}
    del entry["title"]
    scenario = parse_scenario(json.dumps(entry), "long.momentum")
    assert scenario.title.startswith("w^2 +0+0")
    assert len(scenario.title) == 200
    again = parse_scenario(scenario_text(scenario), "long.momentum")
    assert isinstance(again, Scenario)
    assert again.title == scenario.title


@pytest.mark.posix
@pytest.mark.parametrize("name", ["a\nb", "\u202ecba", "\x1b[31m", "=1+1"])
def test_a_curve_is_called_after_its_file_as_far_as_that_is_a_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.csv"
    path.write_text("0 1\n1 0\n2 1\n3 0\n")
    assert read_curve(path).title == fit_name(name)
