import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.prediction.next_step import ShownStep, Terms
from app.session.slow_motion import Moment
from app.views.landscape.caption import Caption, TextStyle, caption
from physics.rules.base import Rule
from tests.support.balls import MOMENTUM, NESTEROV
from tests.support.rules import registered
from tests.support.sign_rule import SignMomentum


def terms(momentum: float, gradient: float, rule: Rule = MOMENTUM, w: float = -2.281) -> Terms:
    parameters = {"alpha": 0.95, "eta": 0.02}
    return Terms(
        "α 0.95", 39, True, False, rule, parameters, momentum + gradient, momentum, gradient, w, 0.5667, 0.7289
    )


def said(moment: Moment, terms: Terms, last_delta: float = -0.08263) -> Caption:
    """The caption of a step with these terms."""
    step = ShownStep(terms.w, terms.momentum_term, terms.gradient_term, terms.delta, terms.w + terms.delta, terms.rule)
    return caption(moment, terms, last_delta, step)


STEP = terms(-0.0785, 0.0077)


@pytest.mark.parametrize(
    ("moment", "title", "text"),
    [
        (Moment.MOMENTUM, "what is left of the last step", "α·Δwₜ₋₁ = 0.95 · (−0.08263) = −0.07850"),
        (Moment.GRADIENT, "the slope here", "−η·f′(w) = −0.02 · (−0.3850) = 0.00770"),
        (Moment.SUM, "their sum is the step", "Δw = −0.07850 + 0.00770 = −0.07080"),
        (Moment.MOVE, "the move", "w = −2.281 − 0.071 = −2.352"),
    ],
)
def test_each_moment_has_its_caption_with_numbers(moment: Moment, title: str, text: str) -> None:
    found = said(moment, STEP)
    assert (found.title, found.text) == (title, text)


def test_a_term_that_no_parameter_multiplies_is_given_as_a_number_alone() -> None:
    with registered(SignMomentum()) as rule:
        of_sign = terms(-0.0785, 0.0077, rule)
        assert said(Moment.GRADIENT, of_sign).text == "−η·sign(m) = 0.00770"
        assert said(Moment.MOMENTUM, of_sign).text == "α·Δwₜ₋₁ = 0.95 · (−0.08263) = −0.07850"


def test_with_noise_the_slope_is_the_one_that_is_felt() -> None:
    found = said(Moment.GRADIENT, replace(STEP, is_noisy=True))
    assert found.title == "the slope here, with noise: g = f′(w) + σ·ξ"
    assert found.text == "−η·g = −0.02 · (−0.3850) = 0.00770"
    by_nesterov = replace(terms(-0.0785, 0.0077, NESTEROV), is_noisy=True)
    assert said(Moment.GRADIENT, by_nesterov).title == "the slope where the momentum leads, with noise: g"
    with registered(SignMomentum()) as rule:
        assert said(Moment.GRADIENT, replace(terms(0.1, 0.2, rule), is_noisy=True)).title == "the slope here"


def test_the_terms_have_their_colours() -> None:
    tones = [[span.style for span in said(moment, STEP).spans] for moment in Moment]
    assert tones[0] == [TextStyle.MOMENTUM, TextStyle.MUTED, TextStyle.MOMENTUM]
    assert tones[1] == [TextStyle.GRADIENT, TextStyle.MUTED, TextStyle.GRADIENT]
    assert [style for style in tones[2] if style is not TextStyle.MUTED] == [
        TextStyle.INK, TextStyle.MOMENTUM, TextStyle.GRADIENT, TextStyle.INK,
    ]  # fmt: skip


def test_with_nesterovs_rule_the_slope_is_that_of_the_look_ahead_point() -> None:
    found = said(Moment.GRADIENT, terms(-0.0785, -0.0077, NESTEROV))
    assert found.title == "the slope where the momentum leads"
    assert found.text.startswith("−η·f′(w + α·Δwₜ₋₁) = −0.02 · 0.3850")


@given(st.floats(-2.0, 2.0), st.floats(-2.0, 2.0))
def test_the_numbers_of_the_sum_can_be_added_up_by_eye(momentum: float, gradient: float) -> None:
    text = said(Moment.SUM, terms(momentum, gradient)).text.replace("−", "-")
    if "10" in text.split("=")[1] and "·" in text:
        return
    left, sign, right, total = re.fullmatch(r"Δw = (\S+) ([+-]) (\S+) = (\S+)", text).groups()  # type: ignore[union-attr]
    added = float(left) + (float(right) if sign == "+" else -float(right))
    assert added == pytest.approx(float(total), abs=2.0 * 10.0 ** -len(total.partition(".")[2]))
