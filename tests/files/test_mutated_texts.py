"""Spoilt texts, twenty thousand and with `-m long` eighty thousand more: each opens or is refused, and soon."""

import contextlib
import time
from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from app.files.curves import curve_landscape, parse_curve
from app.files.link import BadLink, LinkTooLong, link_text, parse_link
from app.files.scenario import Scenario, parse_scenario, scenario_text
from app.files.text import BadFile, decoded
from app.text.curve_errors import landscape_sentence
from tests.files import good_texts
from tests.files.mutations import another_formula, in_structure, mutated, mutated_bytes, wrapped
from tests.support.described import described
from tests.support.packing import packed

pytestmark = pytest.mark.by_chance

TEXTS = {"scenario": 34_000, "curve": 33_000, "link": 33_000}
PARTS, USUAL_PARTS = 10, 2
"""Into how many tests they are divided, and how many of these run without `-m long`."""
SCENARIO, CURVE = "spoilt.momentum", "spoilt.csv"
MOST_SECONDS = 2.0
"""Of the processor's time, for each text, whatever is in it."""
LONGEST_SENTENCE = 400
WITH_FORMULAS = 0.05
"""Share of texts with formulas: to search one takes as long as twenty of the others."""


def refusal(open_it: Callable[[], object]) -> str:
    """The one sentence that is said when it does not open, else an empty text."""
    began = time.process_time()
    try:
        open_it()
    except (BadFile, BadLink) as error:
        sentence = str(error)
        assert 8 <= len(sentence) <= LONGEST_SENTENCE, sentence
        assert sentence.isprintable(), repr(sentence)
        return sentence
    finally:
        seconds = time.process_time() - began
        assert seconds < MOST_SECONDS, f"it took {seconds} s"
    return ""


def spoilt_scenario(rng: Random) -> bytes:
    """The content of a scenario file."""
    formulas = rng.random() < WITH_FORMULAS
    text = rng.choice(good_texts.scenario_texts(formulas))
    text = mutated(rng, text, [another_formula] if formulas else [in_structure])
    return mutated_bytes(rng, text.encode(errors="surrogatepass"))


def spoilt_curve(rng: Random) -> bytes:
    """The content of a curve file."""
    text = mutated(rng, rng.choice(good_texts.curve_texts()))
    return mutated_bytes(rng, text.encode(errors="surrogatepass"))


def spoilt_link(rng: Random) -> str:
    """A link that was damaged, or a whole one to a spoilt scenario."""
    if rng.random() < 0.4:
        return mutated(rng, rng.choice(good_texts.links()), [wrapped])
    link = packed(spoilt_scenario(rng))
    return link if rng.random() < 0.9 else mutated(rng, link, [wrapped])


def try_scenario(rng: Random) -> str:
    """What opens is also written and read back."""
    content = spoilt_scenario(rng)
    opened: list[Scenario] = []
    sentence = refusal(lambda: opened.append(parse_scenario(decoded(content, SCENARIO), SCENARIO)))
    for scenario in opened:
        assert described(parse_scenario(scenario_text(scenario), SCENARIO)) == described(scenario)
    return sentence


def try_curve(rng: Random) -> str:
    """A curve opens when there is a landscape through it."""
    content, smooth = spoilt_curve(rng), rng.choice((0.0, 0.0, 0.01, 0.3, 1.0))

    def open_curve() -> None:
        curve = parse_curve(decoded(content, CURVE), CURVE)
        try:
            _ = curve_landscape(curve, smooth).landscape.features
        except ValueError as error:  # the import's words for a curve that is too steep to compute with
            raise BadFile(CURVE, landscape_sentence(error)) from error

    return refusal(open_curve)


def try_link(rng: Random) -> str:
    """What opens is also linked to and read back, unless it has grown too long."""
    text = spoilt_link(rng)
    opened: list[Scenario] = []
    sentence = refusal(lambda: opened.append(parse_link(text)))
    for scenario in opened:
        with contextlib.suppress(LinkTooLong):
            assert described(parse_link(link_text(scenario))) == described(scenario)
    return sentence


TRIES: dict[str, Callable[[Random], str]] = {"scenario": try_scenario, "curve": try_curve, "link": try_link}


def try_all(kind: str, numbers: range) -> Counter[str]:
    """Try the texts of these numbers; returns how often what was said."""
    message: Counter[str] = Counter()
    for number in numbers:
        try:
            message[TRIES[kind](Random(f"{kind} {number}"))] += 1
        except Exception as error:
            error.add_note(f"{kind} {number}")
            raise
    return message


@pytest.mark.parametrize(
    "part", [pytest.param(part, marks=[pytest.mark.long] * (part >= USUAL_PARTS)) for part in range(PARTS)]
)
@pytest.mark.parametrize("kind", TEXTS)
def test_each_opens_or_is_refused_with_one_sentence(kind: str, part: int) -> None:
    numbers = range(part * TEXTS[kind] // PARTS, (part + 1) * TEXTS[kind] // PARTS)
    message = try_all(kind, numbers)
    # Many are still good, and the others are not all refused for the same reason: the mutations reach far inside.
    assert 0.1 < message[""] / len(numbers) < 0.7
    assert len(message) > 100
