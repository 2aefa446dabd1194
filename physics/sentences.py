"""What has become of a ball, in a sentence with numbers, and in a few words."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from physics.landscape import Landscape
from physics.leaving import leaving_sentence, side_of
from physics.outcome import OUTCOMES, Outcome
from physics.run import Run
from physics.trapping import is_guaranteed
from physics.words import counted, number

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
    looks_ahead: bool

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
    return OUTCOMES[int(run.standing.outcome[ball])]


def _look_at(run: Run, ball: int) -> _Ball:
    standing, parameters = run.standing, run.moved_with(ball)
    return _Ball(
        run=run,
        place=ball,
        landscape=run.landscape,
        steps=int(standing.steps[ball]),
        w=float(standing.w[ball]),
        delta=float(standing.delta[ball]),
        energy=float(standing.energy[ball]),
        valley=int(standing.valley[ball]),
        hills_crossed=int(standing.hills_crossed[ball]),
        alpha=parameters.alpha,
        eta=parameters.eta,
        looks_ahead=parameters.looks_ahead,
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
    if ball.looks_ahead:
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
