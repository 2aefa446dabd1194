"""Where the balls are between two steps, and how large they are drawn."""

from typing import NamedTuple

import numpy as np

from app.plotting.projection import CurveLine, Projection
from physics.arrays import Bools, Floats
from physics.landscape.base import Landscape
from physics.outcome.outcome import DIVERGED, LEFT
from physics.rules.memory import SCALE_END
from physics.run.run import Run


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


def frame_due(run: Run, phase: float) -> Floats:
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
    outcome = run.status.outcome
    has_left = outcome == LEFT
    is_shown = (outcome != DIVERGED) & np.isfinite(w)
    lo, hi = landscape.domain
    w = np.clip(np.where(is_shown, w, lo), lo, hi)
    x, y = on_curve(w, landscape, projection, line, radii)
    if has_left.any():
        x = np.where(has_left, np.clip(x, radii, projection.width - radii), x)
        y = np.where(has_left, np.clip(y, radii, projection.height - radii), y)
    return Places(w, x, y, is_shown, has_left)


SMALLEST, LARGEST = 8.0, 15.0
"""Radius in pixels at scale 1: of a ball that remembers nothing, and of one that remembers 1000 steps or all."""
CROWD = 12
"""Up to so many balls have their full size."""
SMALLEST_SHARE = 0.42
USUAL_AREA = 1000.0 * 540.0
"""Pixels of a view, at scale 1, in which balls have the sizes above; in larger ones they are somewhat larger."""


def view_share(width: int, height: int, scale: float) -> float:
    """How much larger balls are in a view of so many pixels."""
    share: float = (width * height / (USUAL_AREA * scale**2)) ** 0.3
    return min(1.35, max(0.85, share))


def ball_radii(alpha: Floats, scale: float) -> Floats:
    """Return (n,) radii in pixels, in steps of a half: they grow with log₁₀ of the memory 1/(1 − α)."""
    with np.errstate(divide="ignore"):
        decades = np.minimum(-np.log10(1.0 - alpha), SCALE_END)
    share = max(SMALLEST_SHARE, min(1.0, (CROWD / max(1, len(alpha))) ** 0.25))
    radii = (SMALLEST + (LARGEST - SMALLEST) * decades / SCALE_END) * share * scale
    rounded: Floats = np.round(2.0 * radii) / 2.0
    return rounded
