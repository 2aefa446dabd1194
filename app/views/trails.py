"""Fading trails through the last steps: few strokes for many balls."""

from typing import NamedTuple

import numpy as np

from app.views.ball_places import Places
from app.views.curve_line import CurveLine
from app.views.projection import Projection
from physics.arrays import Bools, Floats, Ints
from physics.landscape import Landscape
from physics.run import Run

TRAIL_STEPS = 60
FEW = 12
"""Trails of up to so many balls fade smoothly."""
BROAD_STEPS = 25
"""How many steps back trails have their full width; from there on they get thinner."""
MOST_SIDE_BY_SIDE = 18
"""Up to so many lines are drawn to make the trails of few balls broad."""
BUNDLE = 32
"""With more balls, at most so many trails of one colour are stroked at once."""


class Lanes(NamedTuple):
    """The lines that trails are made of: several thin ones side by side are twenty times faster than a broad one."""

    ball: Ints
    """(lanes,) whose trail it is."""
    shift: Floats
    """(lanes,) pixels above the ball's centre."""
    reach: Ints
    """(lanes,) how many steps back it goes."""
    bundles: Ints
    """(m, k) numbers of the lanes that are stroked at once, −1 where a bundle has fewer."""
    colours: list[int]
    """The m colour numbers of the bundles."""
    stroke_steps: int
    """How many steps one stroke covers, all in one opacity."""


class Trails(NamedTuple):
    """The last steps of every ball, oldest first."""

    x: Floats
    y: Floats
    """(steps + 1, lanes) pixels."""
    is_joined: Bools
    """(steps, lanes) whether the ball went from one place to the next by itself: not where a hand moved it."""


def lay_lanes(colours: Ints, width: int, pixel: float) -> Lanes:
    """Lay lanes for balls of these colours: for few balls up to `width` of them side by side, `pixel` apart."""
    balls = len(colours)
    if balls <= FEW:
        width = max(1, min(width, round(MOST_SIDE_BY_SIDE / max(1, balls))))
        shift = (np.arange(width) - 0.5 * (width - 1)) * pixel
        beside = np.abs(shift) - np.abs(shift).min()
        reach = np.round(TRAIL_STEPS - (TRAIL_STEPS - BROAD_STEPS) * beside / max(pixel, beside.max())).astype(np.intp)
        lanes = np.arange(balls * width, dtype=np.intp).reshape(balls, width)
        ball = np.repeat(np.arange(balls), width)
        return Lanes(ball, np.tile(shift, balls), np.tile(reach, balls), lanes, colours.tolist(), 5)
    bundles: list[Ints] = []
    size = min(BUNDLE, int(np.bincount(colours).max()))
    for colour in np.unique(colours):
        alike = np.flatnonzero(colours == colour)
        bundles += [alike[first : first + size] for first in range(0, len(alike), size)]
    padded = np.full((len(bundles), size), -1, np.intp)
    for row, bundle in zip(padded, bundles, strict=True):
        row[: len(bundle)] = bundle
    reach = np.full(balls, TRAIL_STEPS)
    return Lanes(np.arange(balls), np.zeros(balls), reach, padded, [int(colours[bundle[0]]) for bundle in bundles], 10)


def find_trails(
    run: Run,
    places: Places,
    landscape: Landscape,
    projection: Projection,
    line: CurveLine,
    radii: Floats,
    lanes: Lanes,
) -> Trails:
    """Follow each ball back through the steps that were recorded, from where it is now."""
    rows = run.recording.rows(run.step - TRAIL_STEPS, run.step + 1)
    lo, hi = landscape.domain
    w, f = rows.w, rows.f
    with np.errstate(all="ignore"):
        is_joined = rows.stepped[1:] & (w[:-1] + rows.delta[1:] == w[1:]) & np.isfinite(f[1:])
        was_moved = ~(run.state.w == w[-1])
        if not (is_inside := (w >= lo) & (w <= hi)).all():
            w = np.clip(np.nan_to_num(w), lo, hi)
            f = np.where(is_inside, f, landscape.height(w))
        x, y = projection.x_near(w), projection.y_near(f)
    right, down = line.normals_at(x)
    x += right * radii
    y += down * radii
    np.copyto(x[-1], places.x, where=~was_moved)
    np.copyto(y[-1], places.y, where=~was_moved)
    if len(lanes.ball) > len(radii):
        x = x[:, lanes.ball] + right[:, lanes.ball] * lanes.shift
        y = y[:, lanes.ball] + down[:, lanes.ball] * lanes.shift
        is_joined = is_joined[:, lanes.ball]
    return Trails(x, y, is_joined)
