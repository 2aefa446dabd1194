import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.prediction.next_step import Terms
from app.session.slow_motion import Moment
from app.views.landscape.caption import TextStyle, caption


def terms(momentum: float, gradient: float, *, is_nesterov: bool = False, w: float = -2.281) -> Terms:
    return Terms(
        "α 0.95", 39, True, is_nesterov, momentum + gradient, momentum, gradient, 0.95, 0.02, w, 0.5667, 0.7289
    )


STEP = terms(-0.0785, 0.0077)


@pytest.mark.parametrize(
    ("moment", "title", "text"),
    [
        (Moment.MOMENTUM, "what is left of the last step", "α·Δw = 0.95 · (−0.08263) = −0.07850"),
        (Moment.GRADIENT, "the slope here", "−η·f′(w) = −0.02 · (−0.3850) = 0.00770"),
        (Moment.SUM, "their sum is the step", "Δw = −0.07850 + 0.00770 = −0.07080"),
        (Moment.MOVE, "the move", "w = −2.281 − 0.071 = −2.352"),
    ],
)
def test_each_moment_has_its_caption_with_numbers(moment: Moment, title: str, text: str) -> None:
    found = caption(moment, STEP, -0.08263, -2.3518)
    assert (found.title, found.text) == (title, text)


def test_the_terms_have_their_colours() -> None:
    tones = [[span.style for span in caption(moment, STEP, -0.08, -2.35).spans] for moment in Moment]
    assert tones[0] == [TextStyle.MOMENTUM, TextStyle.MUTED, TextStyle.MOMENTUM]
    assert tones[1] == [TextStyle.GRADIENT, TextStyle.MUTED, TextStyle.GRADIENT]
    assert [style for style in tones[2] if style is not TextStyle.MUTED] == [
        TextStyle.INK, TextStyle.MOMENTUM, TextStyle.GRADIENT, TextStyle.INK,
    ]  # fmt: skip


def test_with_nesterovs_rule_the_slope_is_that_of_the_look_ahead_point() -> None:
    found = caption(Moment.GRADIENT, terms(-0.0785, -0.0077, is_nesterov=True), -0.08, -2.35)
    assert found.title == "the slope where the momentum leads"
    assert found.text.startswith("−η·f′(w + α·Δw) = −0.02 · 0.3850")


@given(st.floats(-2.0, 2.0), st.floats(-2.0, 2.0))
def test_the_numbers_of_the_sum_can_be_added_up_by_eye(momentum: float, gradient: float) -> None:
    text = caption(Moment.SUM, terms(momentum, gradient), 0.1, 0.0).text.replace("−", "-")
    if "10" in text.split("=")[1] and "·" in text:
        return
    left, sign, right, total = re.fullmatch(r"Δw = (\S+) ([+-]) (\S+) = (\S+)", text).groups()  # type: ignore[union-attr]
    added = float(left) + (float(right) if sign == "+" else -float(right))
    assert added == pytest.approx(float(total), abs=2.0 * 10.0 ** -len(total.partition(".")[2]))
