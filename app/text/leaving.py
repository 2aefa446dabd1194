"""Sentences about a ball that has left the landscape: on which side, when and why."""

import numpy as np

from app.text.ball_status import Side
from app.text.numbers import number, whole
from app.text.translation import _
from physics.landscape.base import Landscape
from physics.outcome.outcome import LEFT
from physics.rules.registry import RULES
from physics.run.events import landscape_at
from physics.run.recording import Rows
from physics.run.run import Run


def left_sentence(run: Run, ball: int) -> str:
    """Say on which side a ball has left, when, and why, if the row of that step is still kept."""
    step, side = int(run.status.steps[ball]), side_of_leaving(run, ball)
    if run.recording.first > step:
        on_the_left = _("Gone over the left edge at step {step}.")
        on_the_right = _("Gone over the right edge at step {step}.")
        reason = ""
    else:
        on_the_left = _("Gone over the left edge at step {step}: {reason}.")
        on_the_right = _("Gone over the right edge at step {step}: {reason}.")
        reason = _reason(run, ball, step)
    return (on_the_left if side is Side.LEFT else on_the_right).format(step=whole(step), reason=reason)


def side_of_leaving(run: Run, ball: int) -> Side:
    """On which side a ball has left."""
    lo, hi = landscape_at(run, int(run.status.steps[ball]) + 1).domain
    return Side.LEFT if run.status.w[ball] < lo + 0.5 * (hi - lo) else Side.RIGHT


def _reason(run: Run, ball: int, step: int) -> str:
    """Why it left, in a clause."""
    if step == 0:
        return _("it was put there")
    row = run.recording.row(step)
    if row.outcome[ball] != LEFT:
        is_placed = row.w[ball] != run.status.w[ball]
        return _("it was put there") if is_placed else _("the landscape that came then ends before its place")
    return _reason_of_step(landscape_at(run, step), row, step, ball, side_of_leaving(run, ball))


def _reason_of_step(landscape: Landscape, row: Rows, step: int, ball: int, side: Side) -> str:
    """Why a step took a ball out: it was too long, or a slope leads out, or the energy before it was enough."""
    length = abs(float(row.delta[ball]))
    if length > landscape.width:
        pattern = _("the step, {length}, was longer than the whole landscape is wide")
        return pattern.format(length=number(length))
    features = landscape.features
    lo, hi = landscape.domain
    before = np.clip(row.w[ball] - row.delta[ball], lo, hi)
    valley, last = int(features.valley_index(before)), features.valley_count - 1 if side is Side.RIGHT else 0
    if valley == last and np.isnan(features.minima[valley]):
        return _("there is no minimum on that side, only a slope that leads out")
    energy = _energy_before(row, ball, float(landscape.height(np.array([before]))[0]))
    heights = features.edge_heights
    on_the_way = heights[valley + 1 :] if side is Side.RIGHT else heights[valley::-1]
    missing = float(on_the_way.max()) - energy
    if missing <= 0.0:
        pattern = _("energy {energy} at step {step}, {above} above the edge")
        above = energy - float(on_the_way[-1])
        return pattern.format(energy=number(energy), step=whole(step - 1), above=number(above))
    minimum = float(features.minima[last])
    to_the_edge = abs(minimum - (hi if side is Side.RIGHT else lo)) if not np.isnan(minimum) else 0.0
    if length > to_the_edge > 0.0:
        pattern = _("the step, {length}, was longer than it is from the minimum to the edge, {width}")
        return pattern.format(length=number(length), width=number(to_the_edge))
    if np.isnan(energy):
        return _("a step of {length} carried it over").format(length=number(length))
    pattern = _("a step of {length} carried it over, though its energy {energy} at step {step} was {missing} too low")
    return pattern.format(length=number(length), energy=number(energy), step=whole(step - 1), missing=number(missing))


def _energy_before(row: Rows, ball: int, f: float) -> float:
    """The energy at height f just before the step of this row; NaN for a rule that has none."""
    rule = RULES[row.rule[ball]]
    parameters = {name: column[ball] for name, column in row.parameters.items()}
    return float(rule.energy_before(parameters, np.array(f), row.momentum_term[ball]))
