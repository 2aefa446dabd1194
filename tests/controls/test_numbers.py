"""Numbers as text: exact round trips, the ways people write them, sentences for what can't be read."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.numbers import Bounds, bounds_of, number_text, read_number, shown_number
from physics.rules.base import ETA

finite = st.floats(allow_nan=False, allow_infinity=False)


@given(finite, st.integers(0, 6))
def test_every_number_reads_back_to_itself(number: float, decimals: int) -> None:
    assert read_number(number_text(number, decimals)) == number


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        (0.9, 0, "0.9"), (0.9, 2, "0.90"), (0.0, 2, "0.00"), (-0.0, 0, "0"), (1.0, 0, "1"), (1.0, 2, "1.00"),
        (0.705, 2, "0.705"), (1e-5, 0, "0.00001"), (1e-7, 0, "1e-7"), (1.5e-7, 2, "1.5e-7"), (1e15, 0, "1e15"),
        (120.0, 0, "120"), (1e14, 0, "100000000000000"), (-2.5, 0, "-2.5"), (1 / 30, 0, "0.03333333333333333"),
        (math.inf, 2, "inf"),
    ],
)  # fmt: skip
def test_texts(number: float, decimals: int, text: str) -> None:
    assert number_text(number, decimals) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.95", 0.95), ("0,95", 0.95), (" .5 ", 0.5), ("5.", 5.0), ("1e-3", 1e-3), ("1E3", 1000.0), ("1/30", 1 / 30),
        ("1,5 / 3", 0.5), ("2*pi", 2 * math.pi), ("−π/2", -math.pi / 2), ("0,5pi", 0.5 * math.pi), ("1/2/4", 0.125),
        ("sqrt(2)", math.sqrt(2)), ("2*3", 6.0), ("max(1.5,2)", 2.0),
        ("\u22122.5", -2.5), ("+3", 3.0), ("-1/4", -0.25), ("0", 0.0),
    ],
)  # fmt: skip
def test_ways_to_write_a_number(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "1.2.3",
        "1,2,3",
        "1,000.5",
        "nan",
        "inf",
        "1_000",
        "0x10",
        "1/",
        "/2",
        "2w",
        "sine(1)",
        "sqrt(-1)",
        "2*",
        "1e",
        "١",
    ],
)
def test_what_is_no_number_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a number\.") as refusal:
        read_number(text)
    assert text in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "A number is missing."),
        ("   ", "A number is missing."),
        ("1/0", "Nothing can be divided by 0."),
        ("1e999", "“1e999” is too large."),
        ("1e300/1e-300", "“1e300/1e-300” is too large."),
    ],
)
def test_sentences_for_what_can_not_be_used(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as refusal:
        read_number(text)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("bounds", "number", "sentence"),
    [
        (Bounds(0.0, 1.0), 1.7, "α is between 0 and 1, not 1.7."),
        (Bounds(0.0, 1.0), -0.1, "α is between 0 and 1, not -0.1."),
        (bounds_of(ETA), 0.0, "α is between 1e-300 and 1e300, not 0."),
        (Bounds(1.0), 0.0, "α is 1 or more, not 0."),
        (Bounds(highest=5.0), 6.0, "α is 5 or less, not 6."),
    ],
)
def test_sentences_for_what_is_out_of_bounds(bounds: Bounds, number: float, sentence: str) -> None:
    with pytest.raises(ValueError) as refusal:
        bounds.check(number, "α")
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("bounds", "number"),
    [(Bounds(), -1e300), (Bounds(0.0, 1.0), 0.0), (Bounds(0.0, 1.0), 1.0), (bounds_of(ETA), 1e-300)],
)
def test_what_is_within_bounds_passes(bounds: Bounds, number: float) -> None:
    bounds.check(number, "α")


@pytest.mark.parametrize(
    ("number", "room", "text"),
    [
        (0.9, 10, "0.90"),
        (1.11083984375, 10, "1.1108398…"),
        (1.11083984375, 6, "1.110…"),
        (-3.6116301234567, 9, "-3.61163…"),
        (-1e9, 11, "-1000000000"),
        (-1e9, 8, "-1e9"),
        (-1234567890.0, 9, "-1.234…e9"),
        (123456.789, 7, "1.23…e5"),
        (0.0000123456, 9, "1.234…e-5"),
        (0.0000123456, 10, "0.0000123…"),
        (1.25e-300, 4, "1.25e-300"),
        (-1e9, 2, "-1e9"),
    ],
)
def test_a_number_that_does_not_fit_shows_its_size_and_that_it_goes_on(number: float, room: int, text: str) -> None:
    assert shown_number(number, 2, lambda text: len(text) <= room) == text


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(11, 20))
def test_what_is_shown_of_a_number_is_its_beginning(number: float, room: int) -> None:
    text = shown_number(number, 0, lambda text: len(text) <= room)
    assert len(text) <= room
    assert float(text.replace("…", "")) == pytest.approx(number, rel=0.11)
