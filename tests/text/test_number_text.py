import math

import pytest

from app.text.numbers import hills_text, number, reading_text, rounded_alpha, steps_text, tick_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.934, "1.93"),
        (0.21, "0.21"),
        (-12.5, "−12.5"),
        (999.4, "999"),
        (999.6, "1,000"),
        (48213.4, "48,213"),
        (-48213.4, "−48,213"),
        (1.5e6, "1.5·10⁶"),
        (2.0e17, "2·10¹⁷"),
        (0.00012, "0.00012"),
        (1.234e-7, "1.23·10⁻⁷"),
        (-1e-12, "−1·10⁻¹²"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_numbers_have_three_digits_and_a_true_minus(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(("count", "text"), [(0, "0 hills"), (1, "1 hill"), (3, "3 hills"), (12345, "12,345 hills")])
def test_counts_are_singular_or_plural(count: int, text: str) -> None:
    assert hills_text(count) == text
    assert steps_text(count) == text.replace("hill", "step")


@pytest.mark.parametrize(
    ("alpha", "text"),
    [
        (0.0, "0"), (1e-9, "0"), (0.95, "0.95"), (0.9512345678, "0.9512"), (0.999, "0.999"), (0.99999, "0.99999"),
        (0.99998765, "0.999988"), (1.0, "1"),
    ],
)  # fmt: skip
def test_a_rounded_alpha_is_1_only_where_alpha_is(alpha: float, text: str) -> None:
    assert rounded_alpha(alpha) == text


def test_tick_labels() -> None:
    assert tick_text(-0.5, 0.5) == "\u22120.5"
    assert tick_text(20_000.0, 20_000.0) == "20,000"
    assert tick_text(0.0, 1e-9) == "0"
    assert tick_text(-3e-7, 1e-7) == "−3·10⁻⁷"
    assert tick_text(1.25e9, 5e7) == "1.25·10⁹"
    assert tick_text(1.0e8, 5e7) == "1·10⁸"
    assert tick_text(3.39912, 1e-5) == "3.39912"


def test_reading_texts() -> None:
    assert reading_text(0.41234) == "0.412"
    assert reading_text(-2.31) == "\u22122.310"
    assert reading_text(0.0) == reading_text(-0.0) == "0.000"
    assert reading_text(123.45) == "123.5"
    assert reading_text(12_345.6) == "12,346"
    assert reading_text(-1.234e-5) == "−1.23·10⁻⁵"
    assert reading_text(math.inf) == "∞"
    assert reading_text(-math.inf) == "\u2212∞"
    assert reading_text(math.nan) == "not a number"
