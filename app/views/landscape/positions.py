"""Positions of the balls in pixels, also between two steps, and their radii."""

from typing import NamedTuple

import numpy as np

from app.plotting.curve_line import CurveLine
from app.plotting.transform import PlotTransform
from physics.arrays import Bools, Floats
from physics.landscape.base import Landscape
from physics.outcome.outcome import DIVERGED, LEFT
from physics.rules.memory import SCALE_END
from physics.run.run import Run


class BallPositions(NamedTuple):
    """Discs on the curve: arrays (n,)."""

    w: Floats
    """Where each ball touches the curve, clamped to the domain."""
    x: Floats
    y: Floats
    """Centres in pixels."""
    is_shown: Bools
    """False for a ball whose w is no longer a finite number."""
    has_left: Bools


def interpolated_w(run: Run, phase: float) -> Floats:
    """Positions (n,) on the way from the step before to the current one; `phase` runs from 0 to 1.

    A ball that was moved by hand is where it was put.
    """
    now = run.state.w
    rows = run.recording.rows(run.step - 1, run.step + 1)
    if phase >= 1.0 or len(rows.w) < 2:
        return now
    newest, delta = rows.w[1], rows.delta[1]
    with np.errstate(all="ignore"):
        # A ball that was moved by hand between the two steps starts from where it was put.
        previous = np.where(rows.stepped[1] & (rows.w[0] + delta != newest), newest - delta, rows.w[0])
        return np.where(now == newest, previous + phase * (newest - previous), now)


def landscape_since(run: Run) -> int:
    """The step since which the landscape is what it is now: earlier steps were made on another curve."""
    return max((edit.step for edit in run.edits if edit.landscape is not None and edit.step <= run.step), default=0)


def next_w(run: Run) -> Floats:
    """Positions (n,) after the next step, from the step function itself."""
    return np.where(run.parked(), run.state.w, run.next_step().w)


def disc_centres(
    w: Floats, landscape: Landscape, transform: PlotTransform, line: CurveLine, radii: Floats
) -> tuple[Floats, Floats]:
    """x and y, (n,) pixels, of the centres of discs that touch the curve at w, which is in the domain."""
    x, y = transform.clipped_x(w), transform.clipped_y(landscape.height(w))
    right, down = line.normals_at(x)
    return x + right * radii, y + down * radii


def ball_positions(
    run: Run, w: Floats, landscape: Landscape, transform: PlotTransform, line: CurveLine, radii: Floats
) -> BallPositions:
    """Discs that touch the curve at w; a ball that has left stands at the edge of the domain if that is in view."""
    outcome = run.status.outcome
    has_left = outcome == LEFT
    is_shown = (outcome != DIVERGED) & np.isfinite(w)
    lo, hi = landscape.domain
    w = np.minimum(np.maximum(np.where(is_shown, w, lo), lo), hi)  # np.clip is slower on few balls
    x, y = disc_centres(w, landscape, transform, line, radii)
    if has_left.any():
        edge_x = transform.clipped_x(w)
        is_shown &= ~has_left | ((edge_x >= 0.0) & (edge_x <= transform.width))
        x = np.where(has_left, np.clip(x, radii, transform.width - radii), x)
        y = np.where(has_left, np.clip(y, radii, transform.height - radii), y)
    return BallPositions(w, x, y, is_shown, has_left)


MIN_RADIUS_PX, MAX_RADIUS_PX = 8.0, 15.0
"""At scale 1: of a ball with α = 0, and of one that remembers 1000 steps or more (α ≥ 0.999)."""
MAX_FULL_SIZE_BALLS = 12
"""With more balls all are smaller."""
MIN_CROWD_SHARE = 0.42
USUAL_AREA_PX = 1000.0 * 540.0
"""Area of the view, at scale 1, in which balls have these radii; in a larger view they are somewhat larger."""


def view_share(width: float, height: float, scale: float) -> float:
    """The factor by which balls are larger in a view of this size."""
    share: float = (width * height / (USUAL_AREA_PX * scale**2)) ** 0.3
    return min(1.35, max(0.85, share))


def ball_radii(alpha: Floats, scale: float) -> Floats:
    """Radii (n,) in pixels, to the nearest half; they grow with log₁₀ of the memory 1/(1 − α).

    α is NaN for a rule without it, whose balls are as small as with α = 0.
    """
    with np.errstate(divide="ignore"):
        decades = np.minimum(-np.log10(1.0 - np.nan_to_num(alpha, nan=0.0)), SCALE_END)
    share = max(MIN_CROWD_SHARE, min(1.0, (MAX_FULL_SIZE_BALLS / max(1, len(alpha))) ** 0.25))
    radii = (MIN_RADIUS_PX + (MAX_RADIUS_PX - MIN_RADIUS_PX) * decades / SCALE_END) * share * scale
    rounded: Floats = np.round(2.0 * radii) / 2.0
    return rounded
