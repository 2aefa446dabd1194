"""Cycles in words: what a ball that repeats does for ever."""

from app.text.ball_status import BallStatus
from app.text.numbers import number, on_one_scale, steps_text, whole
from app.text.translation import _
from physics.outcome.cycle import Cycle

MIN_DIGITS, MAX_DIGITS = 3, 17
"""Significant digits of the ends of a range; more than the least only where the ends would look equal."""


def repeats_sentence(ball: BallStatus, cycle: Cycle) -> str:
    """Say what it repeats, and how that is known."""
    if cycle.bit_period == 1:
        pattern = _(
            "Stays at w = {w} for ever, though the ground slopes there, as its steps are too short: at step {step} all "
            "is, to the last bit, as it was {bit_period} before."
        )
    elif cycle.period == 1:
        pattern = _(
            "Moves to and fro at w = {w} for ever, by less than can be seen: at step {step} all is, to the last bit, "
            "as it was {bit_period} before."
        )
    else:
        pattern = _(
            "Repeats every {period}, between w = {lowest} and {highest}, for ever: at step {step} all is, to the last "
            "bit, as it was {bit_period} before."
        )
    lowest, highest = _range(cycle)
    return pattern.format(
        period=steps_text(cycle.period),
        bit_period=steps_text(cycle.bit_period),
        w=number(ball.w),
        lowest=lowest,
        highest=highest,
        step=whole(ball.steps),
    )


def repeats_in_short(cycle: Cycle) -> str:
    """The same in a few words, in lower case."""
    if cycle.bit_period == 1:
        return _("stays in place on a slope")
    if cycle.period == 1:
        return _("moves to and fro by less than can be seen")
    return _("repeats every {period}").format(period=steps_text(cycle.period))


def _range(cycle: Cycle) -> tuple[str, str]:
    """The least and the greatest w, with as many decimals each."""
    digits = MIN_DIGITS
    while True:
        (lowest, highest), power = on_one_scale([cycle.lowest, cycle.highest], digits)
        if lowest != highest or digits == MAX_DIGITS:
            return lowest + power, highest + power
        digits += 1
