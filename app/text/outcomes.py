"""What has become of a ball: as a sentence with numbers, and in a few words."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from physics.landscape.base import Landscape
from physics.number_text import counted, number
from physics.outcome.outcome import BALANCED, DIVERGED, LEFT, OUTCOMES, ROLLING, Outcome
from physics.outcome.trapping import is_guaranteed
from physics.run.events import landscape_at
from physics.run.recording import Rows
from physics.run.run import Run
from physics.sweep.batch import UNKNOWN, Ends


def side_of(run: Run, ball: int) -> str:
    """The side on which a ball is outside: left or right."""
    lo, hi = landscape_at(run, int(run.status.steps[ball]) + 1).domain
    return "left" if run.status.w[ball] < lo + 0.5 * (hi - lo) else "right"


def leaving_sentence(run: Run, ball: int) -> str:
    """Say on which side a ball has left, when, and why, if the row in which it did is still kept."""
    step = int(run.status.steps[ball])
    reason = ""
    if run.recording.first <= step:
        reason = f": {_reason(run, ball, step)}"
    return f"Left the landscape on the {side_of(run, ball)} at step {step:,}{reason}."


def _reason(run: Run, ball: int, step: int) -> str:
    if step == 0:
        return "it was put there"
    row = run.recording.row(step)
    if row.outcome[ball] != LEFT:
        moved = row.w[ball] != run.status.w[ball]
        return "it was put there" if moved else "the landscape that came then ends before its place"
    rightwards = side_of(run, ball) == "right"
    return _reason_of_step(landscape_at(run, step), row, step, ball, rightwards=rightwards)


def _reason_of_step(landscape: Landscape, row: Rows, step: int, ball: int, *, rightwards: bool) -> str:
    """What in the step itself took a ball out: too long a step, a slope that leads out, or enough energy.

    What counts is the energy that it had before, at the step that is named.
    """
    length = abs(float(row.delta[ball]))
    if length > landscape.width:
        return f"the step, {number(length)}, was longer than the whole landscape is wide"
    features = landscape.features
    lo, hi = landscape.domain
    before = np.clip(row.w[ball] - row.delta[ball], lo, hi)
    valley, last = int(features.valley_index(before)), features.valley_count - 1 if rightwards else 0
    if valley == last and np.isnan(features.minima[valley]):
        return "there is no minimum on that side, only a slope that leads out"
    energy = float(landscape.height(np.array([before]))[0]) + _speed_energy(row, ball)
    on_the_way = features.edge_heights[valley + 1 :] if rightwards else features.edge_heights[: valley + 1]
    edge = float(on_the_way[-1 if rightwards else 0])
    too_low = float(on_the_way.max()) - energy
    if too_low <= 0.0:
        return f"energy {number(energy)} at step {step - 1:,}, {number(energy - edge)} above the edge"
    minimum = float(features.minima[last])
    hill_width = abs(minimum - (hi if rightwards else lo)) if not np.isnan(minimum) else 0.0
    if length > hill_width > 0.0:
        return f"the step, {number(length)}, was longer than the hill is wide, {number(hill_width)}"
    return (
        f"a step of {number(length)} carried it over, "
        f"though its energy {number(energy)} at step {step - 1:,} was {number(too_low)} too low"
    )


def _speed_energy(row: Rows, ball: int) -> float:
    """α Δ² / (2 η) before the step, from its momentum term α Δ."""
    alpha, eta, term = (float(column[ball]) for column in (row.alpha, row.eta, row.momentum_term))
    return term * term / (2.0 * alpha * eta) if alpha > 0.0 else 0.0


RANDOM_RUNS = "300,000"
"""As many random runs were made to measure that balls in the lower half of a valley stay there."""
ON_A_HILL = 1e-3
"""A ball at rest is on a hill when it is nearer to one than this share of the domain's width."""


class _Ball(NamedTuple):
    """One ball: how it stands, and what it moves with, or moved with in its last step."""

    run: Run
    place: int
    landscape: Landscape
    steps: int
    w: float
    delta: float
    energy: float
    valley: int
    """Index, from 0."""
    hills_crossed: int
    alpha: float
    eta: float
    is_nesterov: bool

    @property
    def rims(self) -> tuple[float, float]:
        """Heights of the left and the right end of its valley."""
        left, right = self.landscape.features.edge_heights[self.valley : self.valley + 2].tolist()
        return left, right

    @property
    def bend(self) -> float:
        """η L, with L = max|f″| in its valley; inf where there is a kink."""
        return self.eta * float(self.landscape.features.curvature[self.valley])

    @property
    def is_global(self) -> bool:
        """Whether its valley has the global minimum, or one of them."""
        return bool(self.landscape.features.is_global[self.valley])


def sentence(run: Run, ball: int) -> str:
    """Say what has become of ball number `ball` (from 0), why, and with which numbers.

    Why a ball has left is read off the row in which it did; it is not said when that row is no longer kept.
    """
    return SENTENCES[_outcome(run, ball)](_look_at(run, ball))


def short_words(run: Run, ball: int) -> str:
    """Say what has become of a ball in a few words, in lower case: settled in valley 2 · global."""
    return SHORT_WORDS[_outcome(run, ball)](_look_at(run, ball))


def _outcome(run: Run, ball: int) -> Outcome:
    return OUTCOMES[int(run.status.outcome[ball])]


def _look_at(run: Run, ball: int) -> _Ball:
    status, parameters = run.status, run.last_parameters(ball)
    return _Ball(
        run=run,
        place=ball,
        landscape=run.landscape,
        steps=int(status.steps[ball]),
        w=float(status.w[ball]),
        delta=float(status.delta[ball]),
        energy=float(status.energy[ball]),
        valley=int(status.valley[ball]),
        hills_crossed=int(status.hills_crossed[ball]),
        alpha=parameters.alpha,
        eta=parameters.eta,
        is_nesterov=parameters.is_nesterov,
    )


def _rolling(ball: _Ball) -> str:
    after = f" after {_travelled(ball)}" if ball.steps else ""
    return f"Rolling in valley {ball.valley + 1}{after}: {_prospect(ball)}."


def _prospect(ball: _Ball) -> str:
    """What a rolling ball may still do."""
    left, right = ball.rims
    if np.isnan(ball.landscape.features.minima[ball.valley]):
        if left == right:
            return "it is flat there, so nothing stops it"
        side = "left" if left < right else "right"
        above = number(max(0.0, ball.energy - min(left, right)))
        return f"there is no minimum, only a slope that leads out on the {side}, {above} below its energy"
    lower, higher = min(left, right), max(left, right)
    energy = f"its energy {number(ball.energy)} is"
    if ball.energy < lower:
        return f"{energy} {number(lower - ball.energy)} below the rim, but {_doubt(ball)}"
    if ball.energy >= higher:
        return f"{energy} {number(ball.energy - higher)} above both rims, so it may still get out"
    side = "left" if left < right else "right"
    return f"{energy} {number(ball.energy - lower)} above the rim on the {side}, so it may still get out there"


def _doubt(ball: _Ball) -> str:
    """Why a ball with too little energy to get out may get out."""
    if ball.is_nesterov:
        return "for Nesterov's rule that proves nothing"
    if np.isinf(ball.bend):
        return "the valley has a kink, where a step may gain energy"
    safe = number(2.0 * (1.0 - ball.alpha))
    return f"a step may gain energy: η times the curvature is {number(ball.bend)}, and 2(1 − α) only {safe}"


def _trapped(ball: _Ball) -> str:
    where = f"valley {ball.valley + 1}{', which has the global minimum' if ball.is_global else ''}"
    below = f"its energy {number(ball.energy)} is {number(min(ball.rims) - ball.energy)} below the rim"
    if is_guaranteed(np.array(ball.bend), np.array(ball.alpha)):
        return f"Trapped in {where}: {below}, so it can't get out."
    tried = f"From so far down none got out in {RANDOM_RUNS} random runs"
    return f"Trapped in {where}: {below}. {tried}, but that is no proof."


def _settled(ball: _Ball) -> str:
    features = ball.landscape.features
    if not ball.is_global:
        above = features.minimum_heights[ball.valley] - np.nanmin(features.minimum_heights)
        minimum = f"a local minimum {number(above)} above the global one"
    elif np.count_nonzero(features.is_global) > 1:
        minimum = "one of the global minima"
    else:
        minimum = "the global minimum"
    how = f"after {_travelled(ball)}" if ball.steps else "where it started"
    return f"Settled in valley {ball.valley + 1}, {minimum}, {how}."


def _balanced(ball: _Ball) -> str:
    hill = _hill_under(ball)
    where = f"in valley {ball.valley + 1}" if hill is None else f"on the hill between valleys {hill + 1} and {hill + 2}"
    how = f", after {_travelled(ball)}" if ball.steps else ", where it started"
    why = "it is level there" if hill is None else "there is no slope at the top"
    return f"Balanced {where}, at w = {number(ball.w)}{how}: {why}, so it rests, but not in a minimum."


def _hill_under(ball: _Ball) -> int | None:
    """Index of the hill that a resting ball is on."""
    near = np.flatnonzero(np.abs(ball.landscape.features.hills - ball.w) <= ON_A_HILL * ball.landscape.width)
    return int(near[0]) if len(near) else None


def _left(ball: _Ball) -> str:
    return leaving_sentence(ball.run, ball.place)


def _diverged(ball: _Ball) -> str:
    if np.isfinite([ball.w, ball.delta]).all():
        return f"Diverged at step {ball.steps:,}: the slope at w = {number(ball.w)} is not a number."
    if np.isnan(ball.w):
        return f"Diverged at step {ball.steps:,}: the slope is not a number where Nesterov's rule looks ahead to."
    return (
        f"Diverged at step {ball.steps:,}: the step was too long for a number; η = {number(ball.eta)} is far too large."
    )


def _travelled(ball: _Ball) -> str:
    steps = counted(ball.steps, "step")
    return f"{counted(ball.hills_crossed, 'hill')} and {steps}" if ball.hills_crossed else steps


def _short_rolling(ball: _Ball) -> str:
    jumped = f" · {counted(ball.hills_crossed, 'hill')} jumped" if ball.hills_crossed else ""
    return f"rolling{jumped}"


def _short_in_valley(word: str) -> Callable[[_Ball], str]:
    return lambda ball: f"{word} in valley {ball.valley + 1}{' · global' if ball.is_global else ''}"


def _short_balanced(ball: _Ball) -> str:
    return "balanced on level ground" if _hill_under(ball) is None else "balanced on a hill"


def _short_left(ball: _Ball) -> str:
    return f"left on the {side_of(ball.run, ball.place)}"


SENTENCES: dict[Outcome, Callable[[_Ball], str]] = {
    Outcome.ROLLING: _rolling,
    Outcome.TRAPPED: _trapped,
    Outcome.SETTLED: _settled,
    Outcome.BALANCED: _balanced,
    Outcome.LEFT: _left,
    Outcome.DIVERGED: _diverged,
}
SHORT_WORDS: dict[Outcome, Callable[[_Ball], str]] = {
    Outcome.ROLLING: _short_rolling,
    Outcome.TRAPPED: _short_in_valley("trapped"),
    Outcome.SETTLED: _short_in_valley("settled"),
    Outcome.BALANCED: _short_balanced,
    Outcome.LEFT: _short_left,
    Outcome.DIVERGED: lambda _: "diverged",
}


def end_words(landscape: Landscape, ends: Ends, run: int) -> str:
    """Say where run number `run` ends: `valley 3, over 2 hills, 71 steps`. Empty where it is not known yet."""
    outcome, valley, hills, steps = (column[run].item() for column in ends)
    after = counted(steps, "step")
    over = f", over {counted(hills, 'hill')}" if hills else ""
    match outcome:
        case _ if outcome == UNKNOWN:
            return ""
        case _ if outcome == LEFT:
            return f"leaves{_side(landscape, valley)}{over}, {after}"
        case _ if outcome == DIVERGED:
            return f"diverges, {after}"
        case _ if outcome == BALANCED:
            return f"balanced in valley {valley + 1}, not in a minimum{over}, {after}"
        case _ if outcome == ROLLING:
            return f"still rolling in valley {valley + 1}{over}, after {after}"
    where = f"valley {valley + 1}{_global(landscape, valley)}"
    return f"{where}{over}, {after}" if steps else f"stays in {where}"


def _side(landscape: Landscape, valley: int) -> str:
    """On which side a ball leaves; a landscape of one valley does not tell."""
    count = landscape.features.valley_count
    if count == 1:
        return ""
    return " on the left" if valley == 0 else " on the right"


def _global(landscape: Landscape, valley: int) -> str:
    return " (global)" if landscape.features.is_global[valley] else ""
