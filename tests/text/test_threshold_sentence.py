"""What is said about thresholds: word for word, and true."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.presets import load_preset
from app.text.thresholds import threshold_sentence
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.outcome.outcome import Outcome
from physics.rules.base import Rule
from physics.sweep.initial_states import BallState, state_at_rest
from physics.sweep.thresholds import THRESHOLD_WIDTH, FinalOutcome, Region, Thresholds, find_thresholds
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.runs import HILLS
from tests.support.threshold_oracle import AT_REST, found, outcomes_of, swept

TWO_WELLS = FormulaLandscape("(w^2 - 4)^2/8", (-4, 4))
FLAT = FormulaLandscape("3", (-5, 5))
SLOPE = FormulaLandscape("w", (-5, 5))
LEFT, RIGHT = FinalOutcome(Outcome.LEFT, 0), FinalOutcome(Outcome.LEFT, 5)
DIVERGED, BALANCED, ROLLING, REPEATS = (
    FinalOutcome(o, 0) for o in (Outcome.DIVERGED, Outcome.BALANCED, Outcome.ROLLING, Outcome.REPEATS)
)


def valley(number: int) -> FinalOutcome:
    return FinalOutcome(Outcome.SETTLED, number - 1)


def sentence_of(landscape: Landscape, *regions: tuple[float, float, *tuple[FinalOutcome, ...]], stays: int = 1) -> str:
    """The sentence about regions that were made up; in the first of them, as many as `stays`, no hill is crossed."""
    made_up = tuple(Region(first, last, tuple(e), n >= stays) for n, (first, last, *e) in enumerate(regions))
    return threshold_sentence(landscape, Thresholds(AT_REST._replace(w=3.0), 20_000, made_up))


def of_preset(name: str, rule: Rule = MOMENTUM) -> tuple[Landscape, Thresholds]:
    preset = load_preset(name)
    state = state_at_rest(new_ball(0.9, preset.eta, preset.start, rule))
    thresholds = find_thresholds(preset.landscape, state)
    assert thresholds is not None
    return preset.landscape, thresholds


@pytest.mark.parametrize(
    ("name", "rule", "words"),
    [
        (
            "descending-hills",
            MOMENTUM,
            (
                "0.02: stays in valley 5 up to α 0.881; first reaches the global minimum at α 0.9461; "
                "from 0.9676 it leaves on the left."
            ),
        ),
        (
            "double-well",
            MOMENTUM,
            (
                "0.02: stays in valley 2 up to α 0.9009; first reaches the global minimum for α 0.901 to 0.9804, "
                "above at times; with α 1 it leaves on the left."
            ),
        ),
        ("double-well", NESTEROV, "0.02: stays in valley 2 up to α 0.9444; from 0.9445 it reaches the global minimum."),
        (
            "needle",
            MOMENTUM,
            "0.02: stays in valley 1, the global minimum, up to α 0.892; from 0.9838 it leaves on the right.",
        ),
        (
            "gramacy-lee",
            MOMENTUM,
            (
                "0.00037: stays in valley 9 up to α 0.815; no α tried takes it to the global minimum, "
                "at best to valley 2 from 0.9799; from 0.985 it leaves on the left."
            ),
        ),
        (
            "bowl",
            MOMENTUM,
            "0.02: stays in valley 1, the global minimum, up to α 0.999; with α 1 it still moves after 20,000 steps.",
        ),
        ("shelf", MOMENTUM, "0.05: stays in valley 1, the global minimum, up to α 0.999; with α 1 it leaves."),
        (
            "lessard-cycle",
            MOMENTUM,
            (
                "0.111: leaves up to α 0.194; first reaches the global minimum for α 0.403 to 0.434, above at times; "
                "for α 0.894 to 0.99612 it repeats the same steps for ever; "
                "from 0.99623 it may still move after 20,000 steps."
            ),
        ),
        ("bowl", NESTEROV, "0.02: stays in valley 1, the global minimum, whatever α is."),
    ],
)
def test_the_sentences_of_the_presets(name: str, rule: Rule, words: str) -> None:
    landscape, thresholds = of_preset(name, rule)
    assert threshold_sentence(landscape, thresholds) == f"From here, with η {words}"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (
            AT_REST._replace(w=HILLS.features.minima[4].item()),
            "It rests in valley 5, and no α moves it from there.",
        ),
        (
            AT_REST._replace(w=HILLS.features.minima[1].item()),
            "It rests in valley 2, the global minimum, and no α moves it from there.",
        ),
        (
            AT_REST._replace(w=HILLS.features.hills[0].item()),
            "It rests, but not in a minimum, and no α moves it from there.",
        ),
        (AT_REST._replace(w=6.2), "It has left the landscape, and no α brings it back."),
        (AT_REST._replace(w=-6.2), "It has left the landscape, and no α brings it back."),
        (AT_REST._replace(delta=np.inf), "It has diverged, and no α brings it back."),
        (AT_REST._replace(w=np.nan), "It has diverged, and no α brings it back."),
        (AT_REST.with_parameter("eta", 10.0), "From here, with η 10: leaves on the left whatever α is."),
    ],
)
def test_where_alpha_changes_nothing_this_is_said(state: BallState, words: str) -> None:
    assert threshold_sentence(HILLS, found(HILLS, state)) == words


def test_ground_without_a_minimum_is_not_blamed_for_having_none() -> None:
    assert threshold_sentence(SLOPE, found(SLOPE, AT_REST)) == "From here, with η 0.02: leaves whatever α is."
    at_rest, pushed = (threshold_sentence(FLAT, found(FLAT, AT_REST._replace(delta=delta))) for delta in (0.0, 0.1))
    assert at_rest == "It rests, but not in a minimum, and no α moves it from there."
    # It rolls 0.1 (α + α² + …), and the end is 0.2 away: just so far with α = 2/3.
    assert pushed == "From here, with η 0.02: rests, but not in a minimum, up to α 0.666; from 0.667 it leaves."


def test_of_two_equally_low_minima_each_is_a_global_one() -> None:
    words = threshold_sentence(TWO_WELLS, found(TWO_WELLS, AT_REST._replace(w=3.0)))
    assert words.startswith("From here, with η 0.02: stays in valley 2, a global minimum, up to α 0.9634; above ")
    assert sentence_of(TWO_WELLS, (0.0, 0.5, LEFT), (0.5000005, 1.0, valley(1))).endswith(
        "from 0.501 it reaches a global minimum."
    )


@pytest.mark.parametrize(
    ("regions", "words"),
    [
        pytest.param(
            [(0.0, 0.5, valley(3)), (0.5000005, 1.0, valley(4))],
            "stays in valley 3 up to α 0.5; no α tried takes it to the global minimum; from 0.501 it ends in valley 4",
            id="from one to another",
        ),
        pytest.param(
            [(0.0, 0.0, DIVERGED), (0.1, 0.8, valley(2)), (0.8000001, 1.0, DIVERGED)],
            "diverges up to α 0; first reaches the global minimum at α 0.1; from 0.801 it diverges",
            id="diverged at both ends",
        ),
        pytest.param(
            [(0.0, 0.1, valley(2)), (0.1000001, 1.0, REPEATS)],
            "stays in valley 2, the global minimum, up to α 0.1; from 0.101 it repeats the same steps for ever",
            id="repeats",
        ),
        pytest.param(
            [(0.0, 0.2, REPEATS), (0.21, 0.3, valley(2)), (0.31, 0.4, REPEATS), (0.41, 1.0, LEFT)],
            (
                "repeats the same steps for ever up to α 0.2; first reaches the global minimum for α 0.21 to 0.3; "
                "from 0.41 it leaves on the left"
            ),
            id="repeats most of all at the beginning",
        ),
        pytest.param(
            [(0.0, 0.2, valley(2)), (0.3, 0.3, REPEATS), (0.4, 1.0, LEFT)],
            (
                "stays in valley 2, the global minimum, up to α 0.2; around 0.3 it repeats the same steps for ever; "
                "from 0.4 it leaves on the left"
            ),
            id="repeats in a range too narrow to be hit",
        ),
        pytest.param(
            [(0.0, 0.4, valley(5)), (0.41, 0.41, valley(2)), (0.42, 0.9, ROLLING), (0.91, 1.0, valley(4))],
            (
                "stays in valley 5 up to α 0.4; first reaches the global minimum around α 0.41; "
                "from 0.91 it ends in valley 4"
            ),
            id="a goal too narrow to be hit",
        ),
        pytest.param(
            [(0.0, 0.4, valley(5)), (0.401234, 0.401236, valley(2)), (0.5, 1.0, LEFT)],
            (
                "stays in valley 5 up to α 0.4; first reaches the global minimum at α 0.401234; "
                "from 0.5 it leaves on the left"
            ),
            id="a goal that takes many digits",
        ),
        pytest.param(
            [(0.0, 0.4, valley(5)), (0.41, 0.42, valley(5), valley(2)), (0.43, 1.0, LEFT)],
            (
                "stays in valley 5 up to α 0.4; reaches the global minimum only now and then, around α 0.41; "
                "from 0.43 it leaves on the left"
            ),
            id="a goal among other ends",
        ),
        pytest.param(
            [(0.0, 0.96214, valley(5)), (0.96215, 1.0, valley(5), valley(2), RIGHT)],
            (
                "stays in valley 5 up to α 0.9621; above 0.963 it depends on the last digits of α, and only there can "
                "it reach the global minimum"
            ),
            id="a goal only in stripes",
        ),
        pytest.param(
            [(0.0, 0.4, valley(5)), (0.41, 0.42, valley(5), valley(2)), (0.43, 1.0, valley(5), valley(2))],
            (
                "stays in valley 5 up to α 0.4; reaches the global minimum only now and then, around α 0.41; "
                "above 0.43 it depends on the last digits of α"
            ),
            id="a goal in stripes and before",
        ),
        pytest.param(
            [(0.0, 0.9, valley(5)), (0.9000005, 1.0, valley(5), valley(4))],
            (
                "stays in valley 5 up to α 0.9; no α tried takes it to the global minimum; "
                "above 0.901 it depends on the last digits of α"
            ),
            id="stripes without a goal",
        ),
        pytest.param(
            [(0.0, 0.9, valley(5)), (0.91, 0.91, valley(3)), (0.92, 0.999, ROLLING), (1.0, 1.0, RIGHT)],
            (
                "stays in valley 5 up to α 0.9; no α tried takes it to the global minimum, at best to valley 3 "
                "around 0.91; with α 1 it leaves on the right"
            ),
            id="a best too narrow to be hit",
        ),
        pytest.param(
            [(0.0, 0.9, ROLLING), (0.91, 0.999, LEFT), (1.0, 1.0, valley(2))],
            "may still move after 20,000 steps up to α 0.9; with α 1 it reaches the global minimum",
            id="a goal for endless memory",
        ),
        pytest.param(
            [(0.0, 0.9, LEFT), (0.91, 0.93, RIGHT), (0.94, 0.95, LEFT, RIGHT), (0.96, 1.0, LEFT)],
            (
                "leaves on the left up to α 0.9; no α tried takes it to the global minimum; "
                "from 0.91 it leaves on the left or the right"
            ),
            id="it always leaves",
        ),
        pytest.param(
            [(0.0, 0.9, valley(5)), (0.91, 0.95, LEFT, valley(4)), (0.96, 0.97, RIGHT), (0.98, 1.0, LEFT, RIGHT)],
            (
                "stays in valley 5 up to α 0.9; no α tried takes it to the global minimum; "
                "from 0.96 it leaves on the left or the right"
            ),
            id="stripes in all of which it leaves",
        ),
    ],
)
def test_every_kind_of_region_finds_its_words(regions: list[tuple[float, float]], words: str) -> None:
    assert sentence_of(HILLS, *regions) == f"From here, with η 0.02: {words}."


def test_a_ball_that_comes_back_over_hills_has_not_stayed() -> None:
    assert " ends in valley 5 up to " in sentence_of(HILLS, (0.0, 0.5, valley(5)), (0.6, 1.0, LEFT), stays=0)


@given(st.floats(1e-9, 0.999), st.floats(0.0, 0.5))
def test_what_is_said_lies_in_the_region_and_is_as_short_as_a_slider_can_say_it(first: float, width: float) -> None:
    last = first + 2.0 * THRESHOLD_WIDTH + width * (1.0 - first)
    before, after = (0.0, np.nextafter(first, 0.0).item()), (np.nextafter(last, 1.0).item(), 1.0)
    words = sentence_of(HILLS, (*before, valley(5)), (first, last, valley(2)), (*after, valley(4)))
    numbers = re.search(r"up to α (\S+); first .* at α (\S+); from (\S+) it ends", words)
    assert numbers is not None
    for text, (low, high) in zip(numbers.groups(), (before, (first, last), after), strict=True):
        assert low <= float(text) <= high
        if width > 0.01:
            assert 1.0 - float(text) == pytest.approx(float(f"{1.0 - float(text):.3g}"), abs=1e-12)


@pytest.mark.parametrize("name", ["descending-hills", "double-well", "terrain", "rugged-funnel", "network-loss"])
def test_what_is_said_is_true_of_the_very_numbers(name: str) -> None:
    preset = load_preset(name)
    landscape, thresholds = of_preset(name)
    words = threshold_sentence(landscape, thresholds)
    stays = re.search(r"stays in valley (\d+) up to α (\S+);", words)
    reaches = re.search(r"first reaches the global minimum (?:at|for) α ([0-9.]+\d)(?: to ([0-9.]+\d))?", words)
    assert stays is not None
    assert reaches is not None
    alphas = np.array([float(text) for text in (stays[2], *filter(None, reaches.groups()))])
    state = state_at_rest(new_ball(0.9, preset.eta, preset.start))
    first, *goals = outcomes_of(swept(landscape, state, alphas))
    assert first == valley(int(stays[1]))
    assert all(end.outcome is Outcome.SETTLED and landscape.features.is_global[end.valley] for end in goals)
    leaves = re.search(r"from (\S+) it leaves on the (\w+)\.", words)
    if leaves is not None:
        (end,) = outcomes_of(swept(landscape, state, np.array([float(leaves[1])])))
        assert end.outcome is Outcome.LEFT
        assert (end.valley == 0) == (leaves[2] == "left")


@pytest.mark.parametrize("name", ["descending-hills", "double-well", "terrain", "needle", "gramacy-lee", "forrester"])
def test_sentences_are_short(name: str) -> None:
    assert len(threshold_sentence(*of_preset(name))) <= 170
