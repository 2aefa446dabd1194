"""Where the balls are now, between two steps: plain arrays, no drawing."""

from typing import NamedTuple

import numpy as np

from app.views.curve_line import CurveLine
from app.views.projection import Projection
from physics.arrays import Bools, Floats
from physics.landscape import Landscape
from physics.outcome import DIVERGED, LEFT
from physics.run import Run


class Places(NamedTuple):
    """Discs on the curve: arrays (n,)."""

    w: Floats
    """Where each ball touches the curve; inside the domain also when it has left."""
    x: Floats
    y: Floats
    """Pixels of the centres."""
    is_shown: Bools
    """False for what is no longer a number."""
    has_left: Bools


def glided(run: Run, phase: float) -> Floats:
    """Return (n,) where the balls are on their way from the step before to the newest, `phase` from 0 to 1.

    A ball that was moved by hand is where it was put.
    """
    now = run.state.w
    rows = run.recording.rows(run.step - 1, run.step + 1)
    if phase >= 1.0 or len(rows.w) < 2:
        return now
    newest, delta = rows.w[1], rows.delta[1]
    with np.errstate(all="ignore"):
        # Where a hand moved the ball between the two, it set out from where the hand had put it.
        before = np.where(rows.stepped[1] & (rows.w[0] + delta != newest), newest - delta, rows.w[0])
        return np.where(now == newest, before + phase * (newest - before), now)


def moved(run: Run) -> Floats:
    """Return (n,) where the next step will put the balls, found by the step function itself."""
    return np.where(run.parked(), run.state.w, run.next_step().w)


def on_curve(
    w: Floats, landscape: Landscape, projection: Projection, line: CurveLine, radii: Floats
) -> tuple[Floats, Floats]:
    """Pixels (n,), right and down, of the centres of discs that touch the curve in w, which is in the domain."""
    x, y = projection.x_near(w), projection.y_near(landscape.height(w))
    right, down = line.normals_at(x)
    return x + right * radii, y + down * radii


def find_places(
    run: Run, w: Floats, landscape: Landscape, projection: Projection, line: CurveLine, radii: Floats
) -> Places:
    """Set every ball on the curve so that it touches it in w; one that has left stands at the edge, within the view."""
    outcome = run.standing.outcome
    has_left = outcome == LEFT
    is_shown = (outcome != DIVERGED) & np.isfinite(w)
    lo, hi = landscape.domain
    w = np.clip(np.where(is_shown, w, lo), lo, hi)
    x, y = on_curve(w, landscape, projection, line, radii)
    if has_left.any():
        x = np.where(has_left, np.clip(x, radii, projection.width - radii), x)
        y = np.where(has_left, np.clip(y, radii, projection.height - radii), y)
    return Places(w, x, y, is_shown, has_left)
