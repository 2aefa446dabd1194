import math

import pytest

from physics.words import counted, number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.934, "1.93"),
        (0.21, "0.21"),
        (-12.5, "−12.5"),
        (999.4, "999"),
        (999.6, "1000"),
        (48213.4, "48213"),
        (-48213.4, "−48213"),
        (1.5e6, "1.5e6"),
        (2.0e17, "2e17"),
        (1.234e-7, "1.23e−7"),
        (-1e-12, "−1e−12"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_numbers_have_three_digits_and_a_true_minus(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(("count", "text"), [(0, "0 hills"), (1, "1 hill"), (3, "3 hills"), (12345, "12,345 hills")])
def test_counts_are_singular_or_plural(count: int, text: str) -> None:
    assert counted(count, "hill") == text
