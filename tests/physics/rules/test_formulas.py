"""The formulas of rules, without noise and with it."""

import pytest

from physics.rules.base import Rule
from physics.rules.registry import RULES
from tests.support.sign_rule import SignMomentum


@pytest.mark.parametrize("rule", RULES)
def test_with_noise_the_slope_is_called_g_and_what_g_is_is_told(rule: Rule) -> None:
    plain, noisy = rule.formulas, rule.formulas.with_noise()
    assert plain.noisy_slope is None
    assert noisy.noisy_slope == f"{plain.slope} + σ·ξ"
    assert "f′" not in noisy.gradient
    assert noisy.gradient.replace("g", plain.slope) == plain.gradient
    assert (noisy.momentum, noisy.energy) == (plain.momentum, plain.energy)


def test_a_formula_that_does_not_name_the_slope_stays_as_it_is() -> None:
    formulas = SignMomentum.formulas
    assert formulas.with_noise() is formulas
