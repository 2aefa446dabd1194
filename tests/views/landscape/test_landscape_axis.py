import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.views.axis import number_text, round_step, ticks


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [
        (-6.0, 2.0, "−6"),
        (0.30000000000000004, 0.1, "0.3"),
        (-1e-17, 0.5, "0.0"),
        (12000.0, 2000.0, "12000"),
        (0.00025, 0.00005, "0.00025"),
        (2e-7, 1e-7, "2e−07"),
        (3e8, 1e8, "3e+08"),
    ],
)
def test_a_tick_has_as_many_decimals_as_its_step_and_a_true_minus(value: float, step: float, text: str) -> None:
    assert number_text(value, step) == text


@given(st.floats(1e-9, 1e9))
def test_a_step_is_one_two_or_five_times_a_power_of_ten_and_not_too_short(least: float) -> None:
    step = round_step(least)
    assert least * (1 - 1e-6) <= step <= 2.5 * least * (1 + 1e-6)
    assert f"{step:.3e}"[:5] in {"1.000", "2.000", "5.000"}


def test_ticks_are_multiples_of_the_step_with_both_ends() -> None:
    assert list(ticks(-6.0, 6.0, 2.0)) == [-6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 6.0]
    assert list(ticks(0.1, 0.55, 0.2)) == pytest.approx([0.2, 0.4])
