"""Fading trails through the last steps, with few strokes for many balls, and the trail of the ghost."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from app.plotting.kept_curves import broken_lines, polygon
from app.plotting.projection import CurveLine, Projection
from app.session.ghost import GhostRun
from app.theme import Palette, Theme, faded, mix
from app.views.landscape.ground import GroundLayer
from app.views.landscape.positions import Places, ball_radii
from physics.arrays import Bools, Floats, Ints
from physics.landscape.base import Landscape
from physics.outcome.outcome import SETTLED, TRAPPED
from physics.run.run import Run

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


STRONGEST = 0.9
"""Opacity of the newest part."""
MANY = 200
"""Trails of more balls are opaque, mixed with the background: what is below them is only other trails."""


class Stroke(NamedTuple):
    """Some steps of the trails of one bundle."""

    age: int
    """Steps since its end."""
    colour: int
    path: QPainterPath


def trail_strokes(trails: Trails, lanes: Lanes) -> Iterable[Stroke]:
    """Cut trails into strokes, the oldest first; what never moved has none."""
    steps = len(trails.is_joined)
    length = lanes.stroke_steps
    count = -(-steps // length)
    if count == 0 or not len(lanes.ball):
        return []
    # Counted back from the newest step, so that opacities stay with their distance from the ball.
    ends = steps - length * np.arange(count - 1, -1, -1)
    points = ends[:, np.newaxis] + np.arange(-length, 1)
    x, y = (_bundled(part[np.maximum(points, 0)], lanes) for part in (trails.x, trails.y))
    joined = _bundled(trails.is_joined[np.maximum(points[:, :-1], 0)], lanes)
    first = np.where(lanes.bundles >= 0, np.maximum(steps - lanes.reach[lanes.bundles], 0), steps)
    joined &= points[:, np.newaxis, np.newaxis, :-1] >= first[:, :, np.newaxis]
    stroke, bundle = np.nonzero(joined.any(axis=(2, 3)))
    paths = broken_lines(x[stroke, bundle], y[stroke, bundle], joined[stroke, bundle])
    ages, colours = (steps - ends)[stroke].tolist(), lanes.colours
    return map(Stroke, ages, [colours[b] for b in bundle.tolist()], paths)


def _bundled(part: np.ndarray, lanes: Lanes) -> np.ndarray:
    """(strokes, points, lanes) as (strokes, bundles, lanes of one, points)."""
    return np.moveaxis(part[:, :, lanes.bundles], 1, -1)


class TrailPens:
    """Pens by colour and age, made once for a palette."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._pens: dict[tuple[int, int, bool], QPen] = {}

    def pen(self, colour: int, age: int, opaque: bool) -> QPen:
        """The pen of a stroke, one pixel of the device wide."""
        key = colour, age, opaque
        if key not in self._pens:
            pen = QPen(self._faded(colour, age, opaque), 1.0)
            pen.setCosmetic(True)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            self._pens[key] = pen
        return self._pens[key]

    def _faded(self, colour: int, age: int, opaque: bool) -> QColor:
        line = self._palette.ball_line(colour)
        opacity = STRONGEST * (1.0 - age / TRAIL_STEPS)
        return mix(self._palette.background, line, 0.7 * opacity) if opaque else faded(line, opacity)


def paint_strokes(painter: QPainter, strokes: Iterable[Stroke], pens: TrailPens, balls: int) -> None:
    """Paint the trails of so many balls."""
    opaque = balls > MANY
    for age, colour, path in strokes:
        painter.setPen(pens.pen(colour, age, opaque))
        painter.drawPath(path)


LINE, DOT = 1.4, 4.0
"""Pixels: how broad the way is, and the places it goes through."""
MOST_DOTS = 400
"""With more steps the places would only be a thick line."""


class GhostTrail:
    """Painted over the ground, under the balls."""

    def __init__(self, preview: GhostRun, theme: Theme, ground: GroundLayer) -> None:
        self._preview, self._theme, self._ground = preview, theme, ground

    def paint(self, painter: QPainter) -> None:
        """Paint the way through all steps, the start as a small ring, and the ball where its outcome is known."""
        run = self._preview.run
        if run is None:
            return
        x, y, radius = self._places(run)
        if not len(x):
            return
        painter.save()
        self._paint_way(painter, x, y)
        painter.setBrush(self._end_colour(run))
        painter.setPen(QPen(self._theme.palette.ink, 1.5 * self._theme.scale))
        painter.drawEllipse(QPointF(x[-1], y[-1]), radius, radius)
        painter.restore()

    def _paint_way(self, painter: QPainter, x: Floats, y: Floats) -> None:
        palette, scale = self._theme.palette, self._theme.scale
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(faded(palette.ink, 0.75), LINE * scale))
        painter.drawPolyline(polygon(x, y))
        if len(x) <= MOST_DOTS:
            painter.setPen(QPen(palette.ink, DOT * scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPoints(polygon(x, y))

    def _places(self, run: Run) -> tuple[Floats, Floats, float]:
        """Pixels of the centres at each step, as far as they are numbers, and the disc's radius."""
        landscape, projection = run.landscape, self._ground.projection
        radius = ball_radii(run.parameters.alpha, self._theme.scale)[0].item()
        w = run.recording.rows().w[:, 0]
        w = np.clip(w[np.isfinite(w)], *landscape.domain)
        x, y = projection.x_near(w), projection.y_near(landscape.height(w))
        right, down = self._ground.line.normals_at(x)
        return x + right * radius, y + down * radius, radius

    def _end_colour(self, run: Run) -> QBrush:
        """The tint of the valley it ends in; empty where it ends in none, or that is not known."""
        palette = self._theme.palette
        if run.status.outcome[0] not in (TRAPPED, SETTLED):
            return QBrush(palette.background)
        return palette.valley_brush(int(run.status.valley[0]))
