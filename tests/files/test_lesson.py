"""Lesson files: what is read, and what is refused in one line that names the place."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.files.conditions import (
    KINDS,
    All,
    AnyOf,
    Becomes,
    Crosses,
    Has,
    Made,
    Not,
    OnLandscape,
    Over,
    Reaches,
    SameForAll,
    Unchanged,
    ValleyCount,
)
from app.files.lesson import (
    HIDABLE,
    HINT_AFTER,
    LOCKABLE,
    Challenge,
    Lesson,
    Measure,
    is_lesson,
    parse_lesson,
    read_lesson,
)
from app.files.lesson_text import (
    AT_STEP,
    OF_BALL,
    OF_BALL_AND_VALLEY,
    OF_LANDSCAPE,
    OF_VALLEY,
    OVER_STEPS,
    Number,
)
from app.files.text import BadFile
from physics.outcome.outcome import Outcome
from tests.support.documents import LESSONS, blocks, section
from tests.support.documents import read as read_document
from tests.support.lessons import CHALLENGE, LESSON, SCENARIO, challenge, changed, lesson, read

BOWL = {"kind": "preset", "name": "bowl"}


def refused(entry: object) -> str:
    with pytest.raises(BadFile) as caught:
        read(entry)
    assert "\n" not in str(caught.value)
    return caught.value.sentence


def goal(condition: object) -> Any:
    return challenge(changed(CHALLENGE, "goal", condition)).goal


def test_a_lesson_is_read() -> None:
    made = lesson()
    assert (made.title, made.minutes, len(made.pages)) == ("Two balls", 5, 3)
    first, second, third = made.pages
    assert first.setting.locked == {"alpha", "landscape"}
    assert first.setting.hidden == {"tools", "balls", "step", "plots", "map"}
    assert first.predict is not None
    assert first.predict.parts == (
        "They begin at ",
        Number("start", 0),
        ". *Which* reaches the flag?",
    )
    assert first.done == Over()
    assert [number.is_own for number in first.notice.numbers] == [False, True]
    assert second.setting.scenario is first.setting.scenario
    assert not second.setting.locked
    assert second.question is not None
    assert second.question.number == Number("end", 0)
    assert second.notice.numbers == (Number("end", 0, decimals=2),)
    assert third.question is None
    assert third.done == Has("any", "alpha", 0.5, 1.0)


def test_a_challenge_is_read() -> None:
    made = challenge()
    assert (made.measure, made.par, made.hint_after) == (Measure.TRIES, 2, 1)
    assert made.goal == All((Becomes(0, Outcome.TRAPPED, "global"), Unchanged()))
    for key in ("measure", "hint", "hint_after"):
        made = challenge(changed(CHALLENGE, key, None))
    assert made.hint_after == HINT_AFTER
    made = challenge({key: value for key, value in CHALLENGE.items() if key not in ("measure", "hint")})
    assert (made.measure, made.hint) == (Measure.STEPS, None)


def test_the_view_of_a_page_is_that_of_its_first_step() -> None:
    made = challenge(changed(CHALLENGE, "scenario.view", {"step": 7, "recorded": 9}))
    assert made.setting.scenario.view is not None
    assert (made.setting.scenario.view.step, made.setting.scenario.view.recorded) == (0, 0)
    assert challenge(changed(CHALLENGE, "scenario.view", None)).setting.scenario.view is None


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ({"kind": "reaches", "ball": 0, "valley": 2, "within": 80}, Reaches(0, 2, 80)),
        ({"kind": "reaches", "ball": "every", "valley": "global"}, Reaches("every", "global")),
        ({"kind": "becomes", "ball": "any", "outcome": "left"}, Becomes("any", Outcome.LEFT)),
        ({"kind": "crosses", "ball": 0, "hills": 2}, Crosses(0, 2)),
        ({"kind": "has", "ball": 0, "name": "start", "from": -1, "to": 1}, Has(0, "start", -1.0, 1.0)),
        ({"kind": "same", "name": "alpha"}, SameForAll("alpha")),
        ({"kind": "unchanged"}, Unchanged()),
        ({"kind": "made", "steps": 9}, Made(9)),
        ({"kind": "over"}, Over()),
        ({"kind": "valleys", "from": 2, "to": 3}, ValleyCount(2, 3)),
        ({"kind": "any", "of": [{"kind": "over"}]}, AnyOf((Over(),))),
        ({"kind": "not", "of": {"kind": "over"}}, Not(Over())),
    ],
)
def test_every_kind_of_condition_is_read(condition: object, value: object) -> None:
    assert goal(condition) == value


def test_a_condition_on_another_landscape_is_read() -> None:
    inner = {"kind": "becomes", "ball": 0, "outcome": "settled", "valley": 1}
    made = goal({"kind": "on", "landscape": BOWL, "steps": 500, "start": 2, "of": inner})
    assert isinstance(made, OnLandscape)
    assert (made.landscape.preset, made.steps, made.start) == ("bowl", 500, 2.0)
    assert goal({"kind": "on", "landscape": BOWL, "steps": 500, "of": inner}).start is None


FINE = {"kind": "over"}


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        ("format", "other", 'this is not a lesson: its "format" is not "momentum-lab/lesson"'),
        ("format", None, 'this is not a lesson: its "format" is not "momentum-lab/lesson"'),
        ("version", None, '"version" is missing'),
        ("version", 2, "version: 2 is newer than this program, which knows version 1: a newer Momentum Lab opens it"),
        ("pages", None, '"pages" of a lesson or the "goal" of a challenge is missing'),
        ("pages", [], "pages: is empty: a lesson has at least one page"),
        ("pages", 3, "pages: 3 is not a list in brackets"),
        ("minutes", 0, "minutes: 0 is not between 1 and 240"),
        ("title", None, '"title" is missing'),
        ("tittle", "x", 'unknown key "tittle", did you mean "title"?'),
        ("summary", " ", "summary: is empty: a text says something"),
        ("summary", "x" * 4001, "summary: has 4,001 characters, at most 4,000 are allowed"),
        (
            "summary",
            "a\n<b>",
            "summary: line 2: <> is not for lessons, only paragraphs, *emphasis*, **strong** and lists",
        ),
        ("summary", "# a", "summary: line 1: # is not for lessons, only paragraphs, *emphasis*, **strong** and lists"),
        (
            "summary",
            "    a\n\n    code",
            "summary: line 3: an indented line is not for lessons, only paragraphs, *emphasis*, **strong** and lists",
        ),
        ("summary", "a\u202eb", "summary: line 1: the character U+202E can't be seen"),
        ("summary", "{alpha ball 0", "summary: a brace without its partner: a number stands between { and }"),
        (
            "summary",
            "{alpha of ball 0}",
            'summary: "{alpha of ball 0}" is no number of a run; right is for example {w ball 0 step 10, 2 decimals}',
        ),
        ("summary", "{alpha}", 'summary: "{alpha}": ball is missing, as in alpha ball 0'),
        ("summary", "{alpha ball 0 step 3}", 'summary: "{alpha ball 0 step 3}": step does not belong to alpha'),
        ("summary", "{alpha ball 2}", 'summary: "{alpha ball 2}": ball 2 is not between 0 and 1'),
        ("summary", "{rim valley 7}", 'summary: "{rim valley 7}": valley 7 is not between 1 and 6'),
        ("summary", "{w ball 0 step 1001}", 'summary: "{w ball 0 step 1001}": step 1001 is not between 0 and 1000'),
        ("summary", "{flag, 11 decimals}", 'summary: "{flag, 11 decimals}": decimals 11 is not between 0 and 10'),
        ("summary", "{rho ball 0}", 'summary: "{rho ball 0}": the rule of ball 0 has no rho'),
        ("pages.0.scenario", None, 'pages[0]: "scenario" is missing'),
        ("pages.0.scenario", 1, "pages[0].scenario: 1 is not an object in braces"),
        ("pages.0.scenario", {}, 'pages[0].scenario: "landscape" is missing'),
        (
            "pages.0.scenario.steps",
            100_001,
            "pages[0].scenario.steps: 200,002 steps of all balls together are too many, at most 200,000 are allowed",
        ),
        ("pages.0.scenario.balls.1.alpha", 2, "pages[0].scenario.balls[1].alpha: 2 is not between 0 and 1"),
        ("pages.0.locked.0", "beta", "pages[0].locked[0]: "),
        ("pages.0.locked.1", "alpha", 'pages[0].locked[1]: "alpha" is listed twice'),
        ("pages.0.hidden.0", "alpha", "pages[0].hidden[0]: "),
        ("pages.0.predict.choose", None, 'pages[0].predict: "choose" is missing'),
        ("pages.0.predict.choose", "hill", 'pages[0].predict.choose: "hill" is not "ball", "valley" or "flag"'),
        (
            "pages.0.predict.right.ball",
            "chosn",
            'pages[0].predict.right.ball: "chosn" is not "every", "any" or "chosen"',
        ),
        ("pages.0.predict.right.kind", "is", 'pages[0].predict.right.kind: "is" is not "reaches", '),
        ("pages.0.predict.right.kind", None, 'pages[0].predict.right: "kind" is missing'),
        (
            "pages.0.predict.right.valley",
            "chosen",
            'pages[0].predict.right.valley: a valley is its number, from 1 at the left, or "global"',
        ),
        ("pages.0.predict.right.valley", 9, "pages[0].predict.right.valley: 9 is not between 1 and 6"),
        (
            "pages.0.predict.text",
            "{your end ball 0}",
            'pages[0].predict.text: "your" means a run that is still to come',
        ),
        ("pages.1.predict.tolerance", 0, "pages[1].predict.tolerance: a tolerance is more than 0"),
        ("pages.1.predict.number", "end", 'pages[1].predict.number: "{end}": ball is missing, as in end ball 0'),
        (
            "pages.1.predict.number",
            "ends ball 0",
            'pages[1].predict.number: "{ends ball 0}": there is no number "ends"',
        ),
        ("pages.2.try.done.from", 2, "pages[2].try.done.from: 2 is more than 1, which is the other end"),
        ("pages.2.try.done.name", "w", "pages[2].try.done.name: "),
        (
            "pages.2.try.done",
            {"kind": "all", "of": []},
            "pages[2].try.done.of: is empty: at least one condition is needed",
        ),
        ("pages.2.notice.text", None, 'pages[2].notice: "text" is missing'),
    ],
)
def test_what_is_wrong_with_a_lesson_is_said_in_one_line(path: str, value: object, complaint: str) -> None:
    assert refused(changed(LESSON, path, value)).startswith(complaint)


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        ("par", 0, "par: 0 is not between 1 and 200000"),
        ("measure", "time", 'measure: "time" is not "steps" or "tries"'),
        ("hint", "{your end ball 0}", 'hint: "your" means a run that is still to come'),
        ("solved", None, '"solved" is missing'),
        ("scenario", None, '"scenario" is missing'),
        (
            "goal",
            {"kind": "on", "landscape": BOWL, "steps": 9, "start": 50, "of": {"kind": "over"}},
            "goal.start: 50 is outside the landscape",
        ),
        (
            "goal",
            {"kind": "on", "landscape": BOWL, "steps": 2001, "of": {"kind": "over"}},
            "goal.steps: 2001 is not between 1 and 2000",
        ),
        ("goal", {"kind": "valleys", "from": 3, "to": 2}, "goal.to: 2 is not between 3 and 200000"),
    ],
)
def test_what_is_wrong_with_a_challenge_is_said_in_one_line(path: str, value: object, complaint: str) -> None:
    assert refused(changed(CHALLENGE, path, value)).startswith(complaint)


def test_a_prediction_chooses_valleys_too() -> None:
    right = {"kind": "becomes", "ball": 0, "outcome": "settled", "valley": "chosen"}
    made = lesson(changed(LESSON, "pages.0.predict", {"text": "Where?", "choose": "valley", "right": right}))
    assert made.pages[0].question is not None
    assert made.pages[0].question.right == Becomes(0, Outcome.SETTLED, "chosen")


@pytest.mark.parametrize(
    "text", ["{delta ball 0 step 3}", "{reaches ball 0 valley 2}", "{spread ball 0 step 9}", "{valleys}"]
)
def test_every_form_of_a_number_is_read(text: str) -> None:
    assert len(lesson(changed(LESSON, "summary", text)).summary.numbers) == 1


def test_conditions_may_not_be_nested_without_end() -> None:
    condition: dict[str, Any] = {"kind": "over"}
    for _ in range(7):
        condition = {"kind": "not", "of": condition}
    assert refused(changed(CHALLENGE, "goal", condition)) == (
        "goal.of.of.of.of.of.of.of: conditions are nested too deeply, at most 6 are allowed"
    )


@pytest.mark.parametrize(
    "text",
    [
        "![a](b)",
        "[a](b)",
        "[a]: b",
        "<i>",
        "https://a.b",
        "`a`",
        "~~a~~",
        "a\\*b",
        "a|b",
        "# a",
        "> a",
        "a\n---",
        "a\n===",
        "&amp;",
        "- [x] a",
        "- a\n\n\tb",
    ],
)
def test_nothing_else_of_markdown_is_for_lessons(text: str) -> None:
    assert "is not for lessons" in refused(changed(LESSON, "summary", text)) or "can't be seen" in text


@pytest.mark.parametrize("text", ["α < 1 & η > 0", "a - b", "*a* **b**", "- a\n- b", "1. a\n2. b", "f(w) = w^2 [sic]"])
def test_plain_texts_are_read(text: str) -> None:
    assert lesson(changed(LESSON, "summary", text)).summary.parts == (text,)


def test_the_examples_of_the_document_are_read() -> None:
    files = [block for block in blocks(read_document(LESSONS)) if block.file]
    assert [block.file for block in files] == ["two-hills.lesson", "brake.lesson"]
    made = [parse_lesson(block.text, block.file) for block in files]
    assert isinstance(made[0], Lesson)
    assert isinstance(made[1], Challenge)


def test_every_condition_number_and_lock_is_in_the_document() -> None:
    text = read_document(LESSONS)
    conditions = section(text, "Conditions")
    for kind in KINDS:
        assert f'"kind": "{kind}"' in conditions, kind
    for line in re.findall(r"^\| `(\{\"kind\".*?\})` \|", conditions, re.MULTILINE):
        if "…" not in line:
            read(changed(CHALLENGE, "goal", json.loads(line)))
    numbers = section(text, "Numbers in texts")
    for name in (*OF_BALL, *OVER_STEPS, *AT_STEP, *OF_BALL_AND_VALLEY, *OF_VALLEY, *OF_LANDSCAPE):
        assert re.search(rf"`\{{?{name}\b", numbers), name
    places = section(text, "Locked and hidden")
    for name in (*LOCKABLE, *HIDABLE):
        assert f"`{name}`" in places, name


def test_wrong_json_names_line_and_column() -> None:
    with pytest.raises(BadFile, match=r"^own.lesson: line 2, column 1: this is not JSON"):
        parse_lesson('{"format":\n', "own.lesson")


def test_a_lesson_is_known_by_its_ending_or_its_format(tmp_path: Path) -> None:
    assert is_lesson("gone.lesson")
    assert not is_lesson(tmp_path / "gone.json")
    path = tmp_path / "class.json"
    path.write_text(json.dumps(LESSON), encoding="utf-8")
    assert is_lesson(path)
    assert read_lesson(path) == lesson()
    path.write_text(json.dumps(SCENARIO), encoding="utf-8")
    assert not is_lesson(path)
