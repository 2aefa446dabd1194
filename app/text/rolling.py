"""Sentences about a ball that moves: what it can still do, and with which numbers."""

import numpy as np

from app.text.ball_status import BallStatus, Side, travelled
from app.text.numbers import number
from app.text.translation import _


def rolling_sentence(ball: BallStatus) -> str:
    """Say where a moving ball is, and what it can still do."""
    if ball.is_noisy:
        wanders = _("Wanders in valley {valley} after {travelled}: with noise it may get out of any valley.")
        starts = _("Starts in valley {valley}: with noise it may get out of any valley.")
        return (wanders if ball.steps else starts).format(valley=ball.valley + 1, travelled=travelled(ball))
    after = _("Moving in valley {valley} after {travelled}: {possibilities}.")
    pattern = after if ball.steps else _("Starts in valley {valley}: {possibilities}.")
    return pattern.format(valley=ball.valley + 1, travelled=travelled(ball), possibilities=_possibilities(ball))


def place_sentence(ball: BallStatus) -> str:
    """Say where a moving ball is."""
    after = _("Moving in valley {valley} after {travelled}.")
    pattern = after if ball.steps else _("Starts in valley {valley}.")
    return pattern.format(valley=ball.valley + 1, travelled=travelled(ball))


def _possibilities(ball: BallStatus) -> str:
    """What it can still do, in a clause."""
    if np.isnan(ball.landscape.features.minima[ball.valley]):
        return _without_minimum(ball)
    if ball.has_changing_eta:
        return _("its learning rate η still changes, so it can't be said yet whether it stays")
    if np.isnan(ball.energy):
        return _("the rule {rule} has no energy that would tell whether it can get out").format(rule=_(ball.rule.title))
    lower, higher = sorted(ball.rims)
    if ball.energy < lower:
        return _below_the_rim(ball, lower - ball.energy)
    if ball.energy >= higher:
        pattern, above = (
            _("its energy {energy} is {above} above both rims, so it may still get out"),
            ball.energy - higher,
        )
    else:
        on_the_left = _("its energy {energy} is {above} above the rim on the left, so it may still get out there")
        on_the_right = _("its energy {energy} is {above} above the rim on the right, so it may still get out there")
        pattern, above = on_the_left if _lower_side(ball) is Side.LEFT else on_the_right, ball.energy - lower
    return pattern.format(energy=number(ball.energy), above=number(above))


def _lower_side(ball: BallStatus) -> Side:
    """The side of its valley with the lower rim."""
    left, right = ball.rims
    return Side.LEFT if left < right else Side.RIGHT


def _without_minimum(ball: BallStatus) -> str:
    """The clause about a valley that has no minimum."""
    left, right = ball.rims
    if left == right:
        return _("it is flat there, so nothing stops it")
    if np.isnan(ball.energy):
        on_the_left = _("there is no minimum, only a slope that leads out on the left")
        on_the_right = _("there is no minimum, only a slope that leads out on the right")
    else:
        on_the_left = _("there is no minimum, only a slope that leads out on the left, {below} below its energy")
        on_the_right = _("there is no minimum, only a slope that leads out on the right, {below} below its energy")
    pattern = on_the_left if _lower_side(ball) is Side.LEFT else on_the_right
    return pattern.format(below=number(max(0.0, ball.energy - min(left, right))))


def _below_the_rim(ball: BallStatus, below: float) -> str:
    """The clause about a ball with too little energy to get out, and why it may get out all the same."""
    level = ball.level
    if ball.rule.is_undamped(ball.values):
        pattern = _(
            "its energy {energy} is {below} below the rim, but with α = 1 no theorem proves that it stays: only "
            "leaving or repeating decides it"
        )
    elif np.isfinite(level) and number(level) == number(ball.energy):
        pattern = _(
            "its energy {energy} is {below} below the rim, but a step may raise it: {least} below the rim it will be "
            "caught"
        )
    elif np.isfinite(level):
        pattern = _(
            "its energy {energy} is {below} below the rim, but a step may raise it: below {level} it will be caught"
        )
    else:
        pattern = _("its energy {energy} is {below} below the rim, but a step may raise it, so it may still get out")
    least = ball.energy + below - level
    return pattern.format(energy=number(ball.energy), below=number(below), level=number(level), least=number(least))
