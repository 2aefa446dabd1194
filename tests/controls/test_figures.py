"""Numbers as the panels show them."""

import math

from hypothesis import given
from hypothesis import strategies as st

from app.text.numbers import exact, on_one_scale, rounded, short
from tests.support.numbers import read

finite = st.floats(allow_nan=False, allow_infinity=False)


@given(finite)
def test_exact_text_reads_back_to_the_same_number(value: float) -> None:
    assert float(exact(value).replace("−", "-")) == value


def test_exact_keeps_every_digit_and_shows_at_least_the_decimals_asked_for() -> None:
    assert [exact(0.705, 2), exact(0.9, 2), exact(0.0, 2), exact(-1.5)] == ["0.705", "0.90", "0.00", "−1.5"]


@given(st.floats(1e-300, 1e300) | st.floats(-1e300, -1e-300))
def test_rounded_is_within_half_a_unit_of_the_fourth_digit(value: float) -> None:
    assert math.isclose(read(rounded(value)), value, rel_tol=5.001e-4)


def test_rounded_as_people_write_numbers() -> None:
    assert [rounded(1.93249), rounded(-0.0708512), rounded(7.08512e-6), rounded(0.0)] == [
        "1.932", "−0.07085", "7.085·10⁻⁶", "0",
    ]  # fmt: skip
    assert [rounded(math.inf), rounded(-math.inf), rounded(math.nan)] == ["∞", "−∞", "NaN"]


@given(st.floats(-10, 10), st.floats(-10, 10))
def test_terms_on_one_scale_can_be_added_up_by_eye(momentum: float, gradient: float) -> None:
    texts, power = on_one_scale([momentum + gradient, momentum, gradient])
    assert len({len(text.partition(".")[2]) for text in texts}) == 1
    total, one, other = (read(text + power) for text in texts)
    largest = max(abs(momentum + gradient), abs(momentum), abs(gradient))
    assert math.isclose(total, one + other, abs_tol=2e-3 * largest)


def test_a_number_that_is_no_number_does_not_hide_the_others() -> None:
    assert on_one_scale([math.nan, 0.5, math.inf]) == (["NaN", "0.5000", "∞"], "")


def test_short_is_exact_where_that_is_short() -> None:
    assert [short(0.95), short(-6.0), short(0.123456789), short(-2.28112)] == ["0.95", "−6", "0.1235", "−2.281"]
    assert [short(math.inf), short(-math.inf), short(math.nan)] == ["∞", "−∞", "NaN"]


def test_short_has_no_zeros_at_the_end_and_as_many_digits_as_asked_for() -> None:
    assert [short(0.00123), short(1e-6), short(2e9), short(0.0001)] == ["0.00123", "1·10⁻⁶", "2·10⁹", "0.0001"]
    assert [short(-5.03912e-7, digits) for digits in (4, 2, 1)] == ["−5.039·10⁻⁷", "−5·10⁻⁷", "−5·10⁻⁷"]


def test_what_is_rounded_to_zero_has_no_sign() -> None:
    assert on_one_scale([-0.02, -1e-9]) == (["−0.02000", "0.00000"], "")
