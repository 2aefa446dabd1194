"""Outcomes in words: of a ball in a run, as a sentence with numbers or in a few words, and of a run in a sweep."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from app.text.translation import NP_, pgettext
from physics.landscape.base import Landscape
from physics.number_text import counted, number
from physics.outcome.outcome import BALANCED, DIVERGED, LEFT, OUTCOMES, ROLLING, Outcome
from physics.rules.base import ALPHA, ETA, Rule
from physics.rules.registry import RULES
from physics.run.events import landscape_at
from physics.run.recording import Rows
from physics.run.run import Run
from physics.sweep.batch import UNKNOWN, Results

RANDOM_RUNS = "300,000"
"""Random runs with which it was measured that balls in the lower half of a valley stay there."""
ON_A_HILL = 1e-3
"""A ball at rest is on a hill if it is nearer to one than this share of the domain's width."""


def sentence(run: Run, ball: int) -> str:
    """Say what has become of a ball, why, and with which numbers.

    Why a ball has left is read off the row in which it left, and not said if that row is no longer kept.
    """
    subject = _ball(run, ball)
    match _outcome(run, ball):
        case Outcome.ROLLING:
            return _rolling(subject)
        case Outcome.TRAPPED:
            return _trapped(subject)
        case Outcome.SETTLED:
            return _settled(subject)
        case Outcome.BALANCED:
            return _balanced(subject)
        case Outcome.LEFT:
            return _left(run, ball)
    return _diverged(subject)


OUTCOME_WORDS = {
    Outcome.ROLLING: NP_("outcome", "rolling"),
    Outcome.TRAPPED: NP_("outcome", "trapped"),
    Outcome.SETTLED: NP_("outcome", "settled"),
    Outcome.BALANCED: NP_("outcome", "balanced"),
    Outcome.LEFT: NP_("outcome", "left"),
    Outcome.DIVERGED: NP_("outcome", "diverged"),
}


def outcome_word(outcome: Outcome) -> str:
    """What an outcome is called in a table."""
    return pgettext("outcome", OUTCOME_WORDS[outcome])


def short_outcome(run: Run, ball: int) -> str:
    """Say what has become of a ball in a few words, in lower case: settled in valley 2 · global."""
    subject = _ball(run, ball)
    match _outcome(run, ball):
        case Outcome.ROLLING:
            return f"rolling · {counted(subject.hills, 'hill')} jumped" if subject.hills else "rolling"
        case Outcome.TRAPPED | Outcome.SETTLED as outcome:
            return f"{outcome} in valley {subject.valley + 1}{' · global' if subject.is_global else ''}"
        case Outcome.BALANCED:
            return "balanced on level ground" if _hill_under(subject) is None else "balanced on a hill"
        case Outcome.LEFT:
            return f"left on the {_side_of_ball(run, ball)}"
    return "diverged"


def result_words(landscape: Landscape, results: Results, run: int) -> str:
    """Say where a run of a sweep ends: `valley 3, over 2 hills, 71 steps`. Empty if that is not known yet."""
    outcome, valley, hills, steps = (column[run].item() for column in results)
    after = counted(steps, "step")
    over = f", over {counted(hills, 'hill')}" if hills else ""
    if outcome == UNKNOWN:
        return ""
    if outcome == LEFT:
        return f"leaves{_side_of_valley(landscape, valley)}{over}, {after}"
    if outcome == DIVERGED:
        return f"diverges, {after}"
    if outcome == BALANCED:
        return f"balanced in valley {valley + 1}, not in a minimum{over}, {after}"
    if outcome == ROLLING:
        return f"still rolling in valley {valley + 1}{over}, after {after}"
    where = f"valley {valley + 1}{' (global)' if landscape.features.is_global[valley] else ''}"
    return f"{where}{over}, {after}" if steps else f"stays in {where}"


def _side_of_valley(landscape: Landscape, valley: int) -> str:
    """On which side a ball has left, from the valley at that end; unknown in a landscape of one valley."""
    if landscape.features.valley_count == 1:
        return ""
    return " on the left" if valley == 0 else " on the right"


class _Ball(NamedTuple):
    """The status of one ball, and its parameters: those of its next step, or of its last one if it has stopped."""

    landscape: Landscape
    steps: int
    w: float
    delta: float
    energy: float
    valley: int
    """Index, from 0."""
    hills: int
    rule: Rule
    values: Mapping[str, float]
    """The parameters, by name."""

    @property
    def rims(self) -> tuple[float, float]:
        """Heights of the left and the right end of its valley."""
        left, right = self.landscape.features.edge_heights[self.valley : self.valley + 2].tolist()
        return left, right

    @property
    def eta_curvature(self) -> float:
        """ηL, with L = max|f″| in its valley; inf where there is a kink."""
        return self.values[ETA.name] * float(self.landscape.features.curvature[self.valley])

    def keeps_energy(self, curvature: float) -> bool:
        """Whether it is proven that no step raises its energy where |f″| is at most this."""
        parameters = {name: np.array(value) for name, value in self.values.items()}
        return bool(self.rule.keeps_energy(parameters, np.array(curvature)))

    @property
    def is_global(self) -> bool:
        """Whether its valley has a global minimum."""
        return bool(self.landscape.features.is_global[self.valley])


def _outcome(run: Run, ball: int) -> Outcome:
    return OUTCOMES[int(run.status.outcome[ball])]


def _ball(run: Run, ball: int) -> _Ball:
    status, parameters = run.status, run.last_parameters(ball)
    return _Ball(
        landscape=run.landscape,
        steps=int(status.steps[ball]),
        w=float(status.w[ball]),
        delta=float(status.delta[ball]),
        energy=float(status.energy[ball]),
        valley=int(status.valley[ball]),
        hills=int(status.hills_crossed[ball]),
        rule=parameters.rule,
        values=parameters.values,
    )


def _travelled(ball: _Ball) -> str:
    steps = counted(ball.steps, "step")
    return f"{counted(ball.hills, 'hill')} and {steps}" if ball.hills else steps


def _rolling(ball: _Ball) -> str:
    after = f" after {_travelled(ball)}" if ball.steps else ""
    return f"Rolling in valley {ball.valley + 1}{after}: {_possibilities(ball)}."


def _possibilities(ball: _Ball) -> str:
    """What a rolling ball can still do."""
    left, right = ball.rims
    side, has_energy = "left" if left < right else "right", not np.isnan(ball.energy)
    if np.isnan(ball.landscape.features.minima[ball.valley]):
        if left == right:
            return "it is flat there, so nothing stops it"
        below = f", {number(max(0.0, ball.energy - min(left, right)))} below its energy" if has_energy else ""
        return f"there is no minimum, only a slope that leads out on the {side}{below}"
    if not has_energy:
        return f"the rule {ball.rule.title} has no energy that would tell whether it can get out"
    lower, higher = min(left, right), max(left, right)
    energy = f"its energy {number(ball.energy)} is"
    if ball.energy < lower:
        return f"{energy} {number(lower - ball.energy)} below the rim, but {_reason_for_doubt(ball)}"
    if ball.energy >= higher:
        return f"{energy} {number(ball.energy - higher)} above both rims, so it may still get out"
    return f"{energy} {number(ball.energy - lower)} above the rim on the {side}, so it may still get out there"


def _reason_for_doubt(ball: _Ball) -> str:
    """Why a ball with too little energy to get out may get out."""
    if not ball.keeps_energy(0.0):
        return f"with the rule {ball.rule.title} that proves nothing"
    if np.isinf(ball.eta_curvature):
        return "the valley has a kink, where a step may gain energy"
    safe = number(2.0 * (1.0 - ball.values[ALPHA.name]))
    return f"a step may gain energy: η times the curvature is {number(ball.eta_curvature)}, and 2(1 − α) only {safe}"


def _trapped(ball: _Ball) -> str:
    where = f"valley {ball.valley + 1}{', which has the global minimum' if ball.is_global else ''}"
    below = f"its energy {number(ball.energy)} is {number(min(ball.rims) - ball.energy)} below the rim"
    if ball.keeps_energy(float(ball.landscape.features.curvature[ball.valley])):
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


def _diverged(ball: _Ball) -> str:
    if np.isfinite([ball.w, ball.delta]).all():
        why = f"the slope at w = {number(ball.w)} is not a number"
    elif np.isnan(ball.w):
        why = "the slope is not a number where the rule looked ahead to"
    else:
        why = "the step was too long for a number"
        if ETA.name in ball.values:
            why += f"; η = {number(ball.values[ETA.name])} is far too large"
    return f"Diverged at step {ball.steps:,}: {why}."


def _left(run: Run, ball: int) -> str:
    """On which side a ball has left, when, and why, if the row of that step is still kept."""
    step = int(run.status.steps[ball])
    reason = f": {_reason(run, ball, step)}" if run.recording.first <= step else ""
    return f"Left the landscape on the {_side_of_ball(run, ball)} at step {step:,}{reason}."


def _side_of_ball(run: Run, ball: int) -> str:
    lo, hi = landscape_at(run, int(run.status.steps[ball]) + 1).domain
    return "left" if run.status.w[ball] < lo + 0.5 * (hi - lo) else "right"


def _reason(run: Run, ball: int, step: int) -> str:
    if step == 0:
        return "it was put there"
    row = run.recording.row(step)
    if row.outcome[ball] != LEFT:
        is_placed = row.w[ball] != run.status.w[ball]
        return "it was put there" if is_placed else "the landscape that came then ends before its place"
    rightwards = _side_of_ball(run, ball) == "right"
    return _reason_of_step(landscape_at(run, step), row, step, ball, rightwards=rightwards)


def _reason_of_step(landscape: Landscape, row: Rows, step: int, ball: int, *, rightwards: bool) -> str:
    """Why a step took a ball out: it was too long, or a slope leads out, or the energy before it was enough."""
    length = abs(float(row.delta[ball]))
    if length > landscape.width:
        return f"the step, {number(length)}, was longer than the whole landscape is wide"
    features = landscape.features
    lo, hi = landscape.domain
    before = np.clip(row.w[ball] - row.delta[ball], lo, hi)
    valley, last = int(features.valley_index(before)), features.valley_count - 1 if rightwards else 0
    if valley == last and np.isnan(features.minima[valley]):
        return "there is no minimum on that side, only a slope that leads out"
    energy = _energy_before(row, ball, float(landscape.height(np.array([before]))[0]))
    on_the_way = features.edge_heights[valley + 1 :] if rightwards else features.edge_heights[: valley + 1]
    edge = float(on_the_way[-1 if rightwards else 0])
    too_low = float(on_the_way.max()) - energy
    if too_low <= 0.0:
        return f"energy {number(energy)} at step {step - 1:,}, {number(energy - edge)} above the edge"
    minimum = float(features.minima[last])
    hill_width = abs(minimum - (hi if rightwards else lo)) if not np.isnan(minimum) else 0.0
    if length > hill_width > 0.0:
        return f"the step, {number(length)}, was longer than the hill is wide, {number(hill_width)}"
    carried = f"a step of {number(length)} carried it over"
    if np.isnan(energy):
        return carried
    return f"{carried}, though its energy {number(energy)} at step {step - 1:,} was {number(too_low)} too low"


def _energy_before(row: Rows, ball: int, f: float) -> float:
    """The energy at height f just before the step of this row; NaN for a rule that has none."""
    rule = RULES[row.rule[ball]]
    parameters = {name: column[ball] for name, column in row.parameters.items()}
    return float(rule.energy_before(parameters, np.array(f), row.momentum_term[ball]))
