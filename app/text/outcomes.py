"""Outcomes in words: of a ball in a run, as a sentence with numbers or in a few words, and of a run in a sweep."""

import numpy as np

from app.text.ball_status import BallStatus, Side, ball_status, travelled
from app.text.cycles import repeats_in_short, repeats_sentence
from app.text.leaving import left_sentence, side_of_leaving
from app.text.numbers import number, steps_text, whole
from app.text.rolling import place_sentence, rolling_sentence
from app.text.translation import NP_, _, ngettext, pgettext
from physics.landscape.base import Landscape
from physics.outcome.outcome import BALANCED, DIVERGED, LEFT, OUTCOMES, REPEATS, ROLLING, Outcome
from physics.rules.base import ETA
from physics.run.run import Run
from physics.sweep.batch import UNKNOWN, Results

ABOUT_RIM = 1e-3
"""Share of the depth by which a level may be below the rim and still be called that."""
ON_A_HILL = 1e-3
"""A ball at rest is on a hill if it is nearer to one than this share of the domain's width."""


def sentence(run: Run, ball: int, *, has_energy: bool = True) -> str:
    """Say what has become of a ball, why, and with which numbers; without `has_energy` those of its energy left out.

    Why a ball has left is read off the row in which it left, and not said if that row is no longer kept.
    """
    subject = ball_status(run, ball)
    if subject.cycle is not None:
        return repeats_sentence(subject, subject.cycle)
    match subject.outcome:
        case Outcome.ROLLING:
            return rolling_sentence(subject) if has_energy else place_sentence(subject)
        case Outcome.TRAPPED:
            return _trapped(subject) if has_energy else _trapped_in_short(subject)
        case Outcome.SETTLED:
            return _settled(subject)
        case Outcome.BALANCED:
            return _balanced(subject)
        case Outcome.LEFT:
            return left_sentence(run, ball)
    return _diverged(subject)


OUTCOME_WORDS = {
    Outcome.ROLLING: NP_("outcome", "rolling"),
    Outcome.TRAPPED: NP_("outcome", "trapped"),
    Outcome.SETTLED: NP_("outcome", "settled"),
    Outcome.BALANCED: NP_("outcome", "balanced"),
    Outcome.REPEATS: NP_("outcome", "repeats"),
    Outcome.LEFT: NP_("outcome", "left"),
    Outcome.DIVERGED: NP_("outcome", "diverged"),
}


def outcome_word(outcome: Outcome) -> str:
    """What an outcome is called in a table of the command line, as in files."""
    return pgettext("outcome", OUTCOME_WORDS[outcome])


SCREEN_WORDS = {
    Outcome.ROLLING: NP_("what a ball is", "moving"),
    Outcome.TRAPPED: NP_("what a ball is", "caught"),
    Outcome.SETTLED: NP_("what a ball is", "settled"),
    Outcome.BALANCED: NP_("what a ball is", "balanced"),
    Outcome.REPEATS: NP_("what a ball is", "repeating"),
    Outcome.LEFT: NP_("what a ball is", "gone"),
    Outcome.DIVERGED: NP_("what a ball is", "diverged"),
}


def screen_word(outcome: Outcome, steps: int) -> str:
    """What an outcome after so many steps is called in a table of the window, as on the cards."""
    if _is_not_started(outcome, steps):
        return _("not started")
    return pgettext("what a ball is", SCREEN_WORDS[outcome])


def _is_not_started(outcome: Outcome, steps: int) -> bool:
    return not steps and outcome in (Outcome.ROLLING, Outcome.TRAPPED)


def short_outcome(run: Run, ball: int, *, is_brief: bool = False) -> str:
    """Say what has become of a ball in a few words, in lower case: settled in valley 2 · global minimum.

    `is_brief`: without the last word, which the whole text must have said elsewhere.
    """
    subject = ball_status(run, ball)
    if subject.cycle is not None:
        return repeats_in_short(subject.cycle)
    if _is_not_started(subject.outcome, subject.steps):
        return _("not started")
    match subject.outcome:
        case Outcome.ROLLING if subject.is_noisy:
            pattern = _("wanders in valley {valley}")
        case Outcome.ROLLING:
            jumped = ngettext("moving · {hills} hill jumped", "moving · {hills} hills jumped", subject.hills)
            pattern = jumped if subject.hills else _("moving")
        case Outcome.TRAPPED:
            full, brief = _("caught in valley {valley} · global minimum"), _("caught in valley {valley} · global")
            is_global = brief if is_brief else full
            pattern = is_global if subject.is_global else _("caught in valley {valley}")
        case Outcome.SETTLED:
            full, brief = _("settled in valley {valley} · global minimum"), _("settled in valley {valley} · global")
            is_global = brief if is_brief else full
            pattern = is_global if subject.is_global else _("settled in valley {valley}")
        case Outcome.BALANCED:
            is_level = _hill_under(subject) is None
            pattern = _("balanced on level ground") if is_level else _("balanced on a hill")
        case Outcome.LEFT:
            is_left = side_of_leaving(run, ball) is Side.LEFT
            pattern = _("gone over the left edge") if is_left else _("gone over the right edge")
        case _:
            pattern = _("diverged")
    return pattern.format(hills=whole(subject.hills), valley=subject.valley + 1)


def is_at_global_minimum(run: Run, ball: int) -> bool:
    """Whether a ball has settled in a global minimum, or is caught in its valley: what it was to find."""
    status = run.status
    is_there = OUTCOMES[int(status.outcome[ball])] in (Outcome.TRAPPED, Outcome.SETTLED)
    return is_there and bool(run.landscape.features.is_global[status.valley[ball]])


def result_words(landscape: Landscape, results: Results, run: int, *, is_noisy: bool = False) -> str:
    """Say where a run of a sweep ends: `valley 3, over 2 hills, 71 steps`. Empty if that is not known yet."""
    outcome, valley, hills, steps = (column[run].item() for column in results)
    if outcome == UNKNOWN:
        return ""
    is_global = bool(landscape.features.is_global[valley])
    if outcome == LEFT:
        end = _leaves(landscape, valley)
    elif outcome == DIVERGED:
        end, hills = _("diverges"), 0
    elif outcome == BALANCED:
        end = _("balanced in valley {valley}, not in a minimum")
    elif outcome == REPEATS:
        end = _("repeats for ever")
    elif outcome == ROLLING:
        end = _("wanders in valley {valley}") if is_noisy else _("still moving in valley {valley}")
    elif not steps:
        stays = _("stays in valley {valley} (global)") if is_global else _("stays in valley {valley}")
        return stays.format(valley=valley + 1)
    else:
        end = _("valley {valley} (global)") if is_global else _("valley {valley}")
    over = ngettext("over {hills} hill", "over {hills} hills", hills).format(hills=whole(hills))
    if outcome == ROLLING:
        pattern = _("{end}, {over}, after {steps}") if hills else _("{end}, after {steps}")
    else:
        pattern = _("{end}, {over}, {steps}") if hills else _("{end}, {steps}")
    return pattern.format(end=end.format(valley=valley + 1), over=over, steps=steps_text(steps))


def _leaves(landscape: Landscape, valley: int) -> str:
    """That a ball leaves from the valley at one end; the side is unknown in a landscape of one valley."""
    if landscape.features.valley_count == 1:
        return _("leaves")
    return _("leaves on the left") if valley == 0 else _("leaves on the right")


def _trapped(ball: BallStatus) -> str:
    rim = min(ball.rims)
    is_at_rim = ball.level > rim - ABOUT_RIM * (rim - ball.landscape.features.minimum_heights[ball.valley])
    if not ball.steps:
        is_global = pattern = (
            _("Starts in valley {valley}: its energy {energy} is {below} below the rim, so it can't get out.")
            if is_at_rim
            else _("Starts in valley {valley}: from its energy {energy} no step can lift it to the rim at {rim}.")
        )
    elif is_at_rim:
        is_global = _(
            "Caught in valley {valley}, which has the global minimum: its energy {energy} is {below} below the rim, "
            "so it can't get out."
        )
        pattern = _("Caught in valley {valley}: its energy {energy} is {below} below the rim, so it can't get out.")
    elif number(ball.level) == number(rim):
        is_global = _(
            "Caught in valley {valley}, which has the global minimum: its energy, now {below} below the rim at {rim}, "
            "has been {least} below it; from there no step can lift it to the rim."
        )
        pattern = _(
            "Caught in valley {valley}: its energy, now {below} below the rim at {rim}, has been {least} below it; "
            "from there no step can lift it to the rim."
        )
    else:
        is_global = _(
            "Caught in valley {valley}, which has the global minimum: its energy, now {energy}, has been below "
            "{level}; from there no step can lift it to the rim at {rim}."
        )
        pattern = _(
            "Caught in valley {valley}: its energy, now {energy}, has been below {level}; from there no step can "
            "lift it to the rim at {rim}."
        )
    return (is_global if ball.is_global else pattern).format(
        valley=ball.valley + 1,
        energy=number(ball.energy),
        below=number(rim - ball.energy),
        level=number(ball.level),
        least=number(rim - ball.level),
        rim=number(rim),
    )


def _trapped_in_short(ball: BallStatus) -> str:
    if not ball.steps:
        pattern = _("Starts in valley {valley}, and can't get out.")
    elif ball.is_global:
        pattern = _("Caught in valley {valley}, which has the global minimum: it can't get out.")
    else:
        pattern = _("Caught in valley {valley}: it can't get out.")
    return pattern.format(valley=ball.valley + 1)


def _settled(ball: BallStatus) -> str:
    features, above = ball.landscape.features, 0.0
    if not ball.is_global:
        above = features.minimum_heights[ball.valley] - np.nanmin(features.minimum_heights)
        after = _("Settled in valley {valley}, a local minimum {above} above the global one, after {travelled}.")
        at_once = _("Settled in valley {valley}, a local minimum {above} above the global one, where it started.")
    elif np.count_nonzero(features.is_global) > 1:
        after = _("Settled in valley {valley}, one of the global minima, after {travelled}.")
        at_once = _("Settled in valley {valley}, one of the global minima, where it started.")
    else:
        after = _("Settled in valley {valley}, the global minimum, after {travelled}.")
        at_once = _("Settled in valley {valley}, the global minimum, where it started.")
    pattern = after if ball.steps else at_once
    return pattern.format(valley=ball.valley + 1, above=number(above), travelled=travelled(ball))


def _balanced(ball: BallStatus) -> str:
    hill = _hill_under(ball)
    if hill is None:
        after = _(
            "Balanced in valley {valley}, at w = {w}, after {travelled}: it is level there, so it rests, but not in a "
            "minimum."
        )
        at_once = _(
            "Balanced in valley {valley}, at w = {w}, where it started: it is level there, so it rests, but not in a "
            "minimum."
        )
    else:
        after = _(
            "Balanced on the hill between valleys {left} and {right}, at w = {w}, after {travelled}: there is no slope "
            "at the top, so it rests, but not in a minimum."
        )
        at_once = _(
            "Balanced on the hill between valleys {left} and {right}, at w = {w}, where it started: there is no slope "
            "at the top, so it rests, but not in a minimum."
        )
    left = hill or 0
    return (after if ball.steps else at_once).format(
        valley=ball.valley + 1, left=left + 1, right=left + 2, w=number(ball.w), travelled=travelled(ball)
    )


def _hill_under(ball: BallStatus) -> int | None:
    """Index of the hill that a resting ball is on."""
    near = np.flatnonzero(np.abs(ball.landscape.features.hills - ball.w) <= ON_A_HILL * ball.landscape.width)
    return int(near[0]) if len(near) else None


def _diverged(ball: BallStatus) -> str:
    step = whole(ball.steps)
    if np.isfinite([ball.w, ball.delta]).all():
        pattern = _("Diverged at step {step}: the slope at w = {w} is not a number.")
        return pattern.format(step=step, w=number(ball.w))
    if np.isnan(ball.w):
        return _("Diverged at step {step}: the slope is not a number where the rule looked ahead to.").format(step=step)
    pattern = _("Diverged at step {step}: the step was too long for a number; η = {eta} is far too large.")
    return pattern.format(step=step, eta=number(ball.values[ETA.name]))
