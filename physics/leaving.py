"""Why a ball left the landscape: read off the step that took it out."""

import numpy as np

from physics.landscape import Landscape
from physics.outcome import LEFT
from physics.recording import Rows
from physics.run import Run
from physics.words import number


def side_of(run: Run, ball: int) -> str:
    """The side on which a ball is outside: left or right."""
    lo, hi = landscape_in_force(run, int(run.standing.steps[ball]) + 1).domain
    return "left" if run.standing.w[ball] < lo + 0.5 * (hi - lo) else "right"


def landscape_in_force(run: Run, step: int) -> Landscape:
    """The landscape for the step from `step` − 1 to `step`."""
    edited = [edit.landscape for edit in run.edits if edit.landscape is not None and edit.step < step]
    return edited[-1] if edited else run.first_landscape


def leaving_sentence(run: Run, ball: int) -> str:
    """Say on which side a ball has left, when, and why, if the row in which it did is still kept."""
    step = int(run.standing.steps[ball])
    reason = ""
    if run.recording.first <= step:
        reason = f": {_reason(run, ball, step)}"
    return f"Left the landscape on the {side_of(run, ball)} at step {step:,}{reason}."


def _reason(run: Run, ball: int, step: int) -> str:
    if step == 0:
        return "it was put there"
    row = run.recording.row(step)
    if row.outcome[ball] != LEFT:
        moved = row.w[ball] != run.standing.w[ball]
        return "it was put there" if moved else "the landscape that came then ends before its place"
    rightwards = side_of(run, ball) == "right"
    return _reason_of_step(landscape_in_force(run, step), row, step, ball, rightwards=rightwards)


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
