"""A scenario as a line of text: what it holds, what is forgiven, and what is refused in which words."""

import json
import time
import zlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files import link
from app.files.default import default_scenario
from app.files.link import BadLink, LinkTooLong, is_link, link_text, parse_link
from app.files.scenario import Scenario, scenario_text
from app.files.view import View
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.run.edit import Edit
from tests.support.any_scenario import scenarios
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.described import described
from tests.support.documents import FILES, blocks, read, section
from tests.support.packing import packed

FIRST = "momentum-lab:1:"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
DAMAGED = "this link was cut off or changed on its way: copy the whole of it once more"

LESSON = Scenario(
    title="Tall hills",
    landscape=FormulaLandscape("0.5w² + cos(3w)", (-6.0, 6.0), "Hills"),
    balls=(new_ball(0.9, 0.02, 4.8), new_ball(0.1, 1e-3, -0.1, rule=NESTEROV, name="mine")),
    steps=1234,
    edits=(
        Edit(57, 0, parameters={"alpha": 0.95}),
        Edit(80, landscape=PointsLandscape([-6, -2, 1, 6], [1, 0, 2, 0.5], "Drawn curve")),
        Edit(90, 1, rule=MOMENTUM, parameters={"eta": 0.5}, w=1.2, delta=0.0),
    ),
    full=True,
    view=View(57, 300, 45.5, frozenset({"energy", "map"}), 1, ((0, 3), (7, 10))),
)
GOLDEN = (
    "momentum-lab:1:7-G3Sp2V0Q2AIAwFV3EBjAWJuoED-OunM7iXIziZbSFQEEnk2wTD07tr_B023KFzq_yBzJ73hXARV-YDqviOt"
    "TJ6bSr_-TBBR0HMggchmAHCKQofiJVAG2RIGjzn0U5CbBK2wOPcZAelWQ9sYK8HJwpShpTPUlCmfTuWdQm9Tmy558Wg28RkGBGb0"
    "dKpsV-hVb5RMSGQJMRwHlwMHg"
)
"""The link to LESSON as the first version made it."""


def refused(text: str) -> str:
    with pytest.raises(BadLink) as caught:
        parse_link(text)
    return str(caught.value)


@given(scenarios())
def test_reading_a_link_gives_the_same_scenario(scenario: Scenario) -> None:
    text = link_text(scenario)
    assert described(parse_link(text)) == described(scenario)
    assert set(text.removeprefix(FIRST)) <= set(ALPHABET)


def test_a_link_that_was_ever_made_is_read_for_ever() -> None:
    assert described(parse_link(GOLDEN)) == described(LESSON)
    # Another zlib may pack otherwise, but of the same content: the checksum comes first.
    assert link_text(LESSON)[: len(FIRST) + 5] == GOLDEN[: len(FIRST) + 5]
    assert zlib.crc32(link.DICTIONARY.encode()) == 514962359, "links that are out there could not be read any more"


def test_usual_scenarios_have_short_links() -> None:
    usual = default_scenario()
    edited = replace(usual, edits=tuple(Edit(17 * i, i % 5, parameters={"alpha": 0.9 + i / 1000}) for i in range(20)))
    w = np.linspace(-6.0, 6.0, 60)
    drawn = replace(usual, landscape=PointsLandscape(w, np.sin(3.0 * w) + 0.1 * w**2))
    lengths = [len(link_text(scenario)) for scenario in (usual, edited, drawn)]
    assert np.less_equal(lengths, [40, 300, 1500]).all(), lengths


@pytest.mark.parametrize(
    "form",
    [
        " {} ",
        "\n{}\r\n",
        '"{}"',
        "`{}`",
        "```\n{}\n```",
        "<{}>",
        "“{}”",
        "« {} »",
        "'<{}>'",
    ],
)
def test_what_programs_put_around_a_link_is_forgiven(form: str) -> None:
    assert described(parse_link(form.format(GOLDEN))) == described(LESSON)


@pytest.mark.parametrize("width", [1, 8, 60])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\n    ", "\u2028", "\u00a0"])
def test_lines_that_were_wrapped_are_forgiven(width: int, line_end: str) -> None:
    lines = [GOLDEN[i : i + width] for i in range(0, len(GOLDEN), width)]
    assert described(parse_link(line_end.join(lines))) == described(LESSON)


@pytest.mark.parametrize(
    "text", ["", "hello", "momentum-lab", "momentum-lab:1", "momentum-lab:0:AAAA", "momentum-lab:x:AAAA", f"x{GOLDEN}"]
)
def test_what_is_no_link(text: str) -> None:
    assert refused(text) == "this is not a Momentum Lab link, which begins with momentum-lab:1:"


def test_a_newer_link_says_so() -> None:
    message = "this link is of version 12, and this program knows version 1: a newer Momentum Lab opens it"
    assert refused("momentum-lab:12:?") == message


@given(st.integers(0, len(GOLDEN) - len(FIRST) - 1), st.sampled_from(ALPHABET + "%é"))
def test_a_changed_character_is_noticed(index: int, character: str) -> None:
    index += len(FIRST)
    text = GOLDEN[:index] + character + GOLDEN[index + 1 :]
    if character == GOLDEN[index] or index >= len(GOLDEN) - 2:  # the last two have bits that hold nothing
        return
    assert refused(text) == DAMAGED


@given(st.integers(len(FIRST), len(GOLDEN) - 1))
def test_a_link_that_was_cut_off_is_noticed(length: int) -> None:
    assert refused(GOLDEN[:length]) == DAMAGED


@pytest.mark.parametrize("more", ["A", "AAAA", GOLDEN, "."])
def test_more_behind_a_link_is_noticed(more: str) -> None:
    assert refused(GOLDEN + more) == DAMAGED


def test_a_right_checksum_of_what_is_no_text() -> None:
    assert refused(packed(b"\xff\xfe")) == DAMAGED


def test_a_wrong_checksum() -> None:
    content = scenario_text(LESSON).encode()
    assert described(parse_link(packed(content))) == described(LESSON)
    assert refused(packed(content, zlib.crc32(content) ^ 1)) == DAMAGED


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[1,", "line 1, column 4: this is not JSON (Expecting value)"),
        ("{}", 'this is not a scenario: its "format" is not "momentum-lab/scenario"'),
        (scenario_text(LESSON).replace("0.95", "1.7"), "edits[0].alpha: 1.7 is not between 0 and 1"),
        (scenario_text(LESSON).replace("45.5", "5000"), "view.speed: 5000 is not between 1 and 2000"),
    ],
)
def test_what_is_wrong_with_the_scenario_in_it_is_named_with_its_path(content: str, message: str) -> None:
    assert refused(packed(content.encode())) == f"this link holds no right scenario: {message}"


def test_a_text_too_long_for_a_link_is_not_looked_at() -> None:
    message = "this text has 65,537 characters, and no Momentum Lab link has over 65,536"
    assert refused(GOLDEN + " " * (65_537 - len(GOLDEN))) == message
    assert described(parse_link(GOLDEN + " " * (65_536 - len(GOLDEN)))) == described(LESSON)


def test_a_link_that_swells_up_is_not_unpacked() -> None:
    bomb = packed(b" " * 40_000_000)
    assert len(bomb) < link.MAX_CHARACTERS
    assert refused(bomb) == "this link holds more than 1 MiB, which is more than can be read"
    fits = scenario_text(LESSON).encode()
    assert described(parse_link(packed(fits.ljust(1024 * 1024)))) == described(LESSON)


def test_a_link_full_of_formulas_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "READING_LIMIT_S", 0.5)
    entry = json.loads(scenario_text(LESSON))
    formulas = [{"kind": "formula", "formula": f"w^2+{i}", "domain": [-6, 6]} for i in range(400)]
    entry["edits"] = [{"step": i, "landscape": formula} for i, formula in enumerate(formulas)]
    text = packed(json.dumps(entry, separators=(",", ":")).encode())
    assert len(text) < link.MAX_CHARACTERS
    began = time.process_time()
    assert refused(text) == "this link takes too long to open: it changes the landscape too often"
    assert time.process_time() - began < 1.5


def test_a_link_with_more_formulas_than_a_file_may_have_is_refused_at_once() -> None:
    entry = json.loads(scenario_text(LESSON))
    entry["edits"] = [{"step": 1, "landscape": {"kind": "formula", "formula": "w^2", "domain": [-6, 6]}}] * 8_000
    began = time.process_time()
    assert refused(packed(json.dumps(entry).encode())) == (
        "this link holds no right scenario: 8,000 edits with a formula are too many, at most 500 are allowed"
    )
    assert time.process_time() - began < 0.5


def test_a_scenario_too_long_for_a_link_is_refused_with_its_length() -> None:
    f = np.random.default_rng(1).random(1000)
    scenario = replace(LESSON, landscape=PointsLandscape(np.arange(-500, 500), f))
    with pytest.raises(
        LinkTooLong, match=r"would have 1\d,\d\d\d characters, and a chat may cut .* 16,000: save it as a file"
    ):
        link_text(replace(scenario, edits=()))
    assert len(link_text(replace(scenario, landscape=PointsLandscape(range(-500, 500), f.round(3))))) < 16_000


@pytest.mark.parametrize(
    "edits",
    [
        tuple(Edit(i // 100, 0, parameters={"alpha": 0.5}) for i in range(40_000)),
        tuple(Edit(i, landscape=LESSON.landscape) for i in range(51)),
    ],
    ids=["40,000 alike", "51 formulas"],
)
def test_no_link_is_made_that_could_not_be_read(edits: tuple[Edit, ...]) -> None:
    with pytest.raises(LinkTooLong, match=r"^this scenario has too many edits for a link: save it as a file instead$"):
        link_text(replace(LESSON, edits=edits))
    fewer = replace(LESSON, edits=edits[:50])
    assert described(parse_link(link_text(fewer))) == described(fewer)


def test_the_link_in_the_document_is_the_default_scenario() -> None:
    told = section(read(FILES), "Links")
    assert described(parse_link(blocks(told)[0].text)) == described(default_scenario())
    for limit in (link.LONGEST, link.MAX_CHARACTERS):
        assert f"at most {limit:,}" in told
    assert f"at most {link.MAX_BYTES >> 20} MiB" in told


def test_an_eta_too_small_for_a_slider_is_refused() -> None:
    """It ended the program: 1e-320 divided by 30 is 0."""
    with pytest.raises(BadLink, match=r"balls\[0\].eta: 1e-320 is not between 1e-300 and 1e\+300"):
        parse_link("momentum-lab:1:8I0776NBuIFLTuxhBfOhYaquMSijw9yF5Cpg6q4FAA")


@pytest.mark.parametrize(
    ("text", "is_meant"),
    [
        ("momentum-lab:1:yAeFqRsNN_LCDQA", True),
        ("  “momentum-\nlab:1:", True),
        ("momentum-lab:99:x", True),
        ("", False),
        ("0 1", False),
        ("momentum", False),
    ],
)
def test_what_is_meant_as_a_link(text: str, is_meant: bool) -> None:
    assert is_link(text) == is_meant
