"""Any scenario comes back as it was written, and whatever stands in a file is read or refused."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.files.scenario import Scenario, parse_scenario, scenario_text
from app.files.text import BadFile
from tests.support.any_scenario import scenarios
from tests.support.described import described
from tests.support.example import EXAMPLE, changed


@given(scenarios())
def test_reading_what_was_written_gives_the_same_scenario(scenario: Scenario) -> None:
    text = scenario_text(scenario)
    again = parse_scenario(text, "x.momentum")
    assert described(again) == described(scenario)
    assert scenario_text(again) == text


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["formula", "bowl", "w^2", "1/w"]),
    lambda values: st.lists(values, max_size=4) | st.dictionaries(st.sampled_from(sorted(EXAMPLE)), values, max_size=3),
    max_leaves=6,
)


def places(entry: object) -> list[tuple[dict[str, Any] | list[Any], Any]]:
    """Every container in a JSON value with each of its keys."""
    if not isinstance(entry, dict | list):
        return []
    keys = list(entry) if isinstance(entry, dict) else list(range(len(entry)))
    return [(entry, key) for key in keys] + [place for key in keys for place in places(entry[key])]


@given(st.data())
def test_whatever_stands_in_a_file_it_is_read_or_refused(data: st.DataObject) -> None:
    entry = changed("title", "")
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = data.draw(st.sampled_from(places(entry)))
        container[key] = data.draw(VALUES)
    text = json.dumps(entry)
    cut = data.draw(st.integers(0, len(text)) | st.just(len(text)))
    scenario = read_or_refused(text[:cut])
    if scenario is not None:
        assert parse_scenario(scenario_text(scenario), "x.momentum").balls == scenario.balls


def read_or_refused(text: str) -> Scenario | None:
    """The scenario, or None where the text is no scenario: any other error than BadFile fails the test."""
    try:
        return parse_scenario(text, "x.momentum")
    except BadFile:
        return None
