"""Fading trails through the last steps of the balls, and the trail of the ghost run."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QPaintEngine, QPainter, QPainterPath, QPen

from app.plotting.curve_line import CurveLine
from app.plotting.drawing import draw_lines, polygon
from app.plotting.transform import PlotTransform
from app.prediction.ghost import GhostRun
from app.theme.application import Theme
from app.theme.palette import Palette, faded, mix
from app.views.landscape.ground import GroundLayer
from app.views.landscape.positions import BallPositions, ball_radii, landscape_since
from physics.arrays import Bools, Floats, Ints
from physics.landscape.base import Landscape
from physics.outcome.outcome import SETTLED, TRAPPED
from physics.rules.base import ALPHA
from physics.run.run import Run

TRAIL_STEPS = 60
MAX_SMOOTH_TRAILS = 12
"""With more balls trails fade in fewer, longer segments, one pixel wide."""
FULL_WIDTH_STEPS = 25
"""Steps back from the ball over which a trail has its full width; beyond them it gets thinner."""
MAX_LANES = 18
"""Lines that are drawn side by side in all, to make the trails of few balls broad."""


class Lanes(NamedTuple):
    """The lines that trails are made of: several thin ones side by side are 20 times faster than a broad one."""

    ball: Ints
    """(lanes,) the ball of the trail."""
    shift: Floats
    """(lanes,) pixels above the centre of the ball."""
    steps: Ints
    """(lanes,) how many steps back it goes."""
    bundles: Ints
    """(m,) the first lane of each bundle: consecutive lanes of one colour, which are drawn in one call."""
    colours: list[int]
    """Colour indices of the m bundles."""
    segment_steps: int
    """Steps of one segment, which has one opacity."""


class Trails(NamedTuple):
    """The last steps of every ball, oldest first."""

    x: Floats
    y: Floats
    """(steps + 1, lanes) pixels."""
    is_joined: Bools
    """(steps, lanes) whether a step led from one position to the next: False where the ball was moved by hand, and on
    another landscape than now."""


def lay_lanes(colours: Ints, width: int, pixel: float) -> Lanes:
    """Lanes for balls of these colours; few balls get up to `width` lanes side by side, `pixel` apart."""
    balls = len(colours)
    if balls <= MAX_SMOOTH_TRAILS:
        width = max(1, min(width, round(MAX_LANES / max(1, balls))))
        shift = (np.arange(width) - 0.5 * (width - 1)) * pixel
        distance = np.abs(shift) - np.abs(shift).min()
        steps = np.round(TRAIL_STEPS - (TRAIL_STEPS - FULL_WIDTH_STEPS) * distance / max(pixel, distance.max())).astype(
            np.intp
        )
        ball = np.repeat(np.arange(balls), width)
        return Lanes(ball, np.tile(shift, balls), np.tile(steps, balls), width * np.arange(balls), colours.tolist(), 5)
    ball = np.argsort(colours, kind="stable")
    used, first = np.unique(colours[ball], return_index=True)
    return Lanes(ball, np.zeros(balls), np.full(balls, TRAIL_STEPS), first, used.tolist(), 10)


def trails_of_run(
    run: Run,
    positions: BallPositions,
    landscape: Landscape,
    transform: PlotTransform,
    line: CurveLine,
    radii: Floats,
    lanes: Lanes,
) -> Trails:
    """The trail of each ball through the recorded steps to where it is now."""
    rows = run.recording.rows(run.step - TRAIL_STEPS, run.step + 1)
    lo, hi = landscape.domain
    w, f = rows.w, rows.f
    with np.errstate(all="ignore"):
        is_joined = rows.stepped[1:] & (w[:-1] + rows.delta[1:] == w[1:]) & np.isfinite(f[1:])
        is_joined[: max(0, landscape_since(run) - (run.step - len(is_joined)))] = False
        was_moved = ~(run.state.w == w[-1])
        if not (is_inside := (w >= lo) & (w <= hi)).all():
            w = np.clip(np.nan_to_num(w), lo, hi)
            f = np.where(is_inside, f, landscape.height(w))
        x, y = transform.clipped_x(w), transform.clipped_y(f)
    right, down = line.normals_at(x)
    x += right * radii
    y += down * radii
    np.copyto(x[-1], positions.x, where=~was_moved)
    np.copyto(y[-1], positions.y, where=~was_moved)
    x, y, is_joined = x.take(lanes.ball, 1), y.take(lanes.ball, 1), is_joined.take(lanes.ball, 1)
    if lanes.shift.any():
        x += right.take(lanes.ball, 1) * lanes.shift
        y += down.take(lanes.ball, 1) * lanes.shift
    return Trails(x, y, is_joined)


MAX_OPACITY = 0.9
"""Opacity of the newest segment."""
MAX_TRANSLUCENT_BALLS = 200
"""With more balls trails are opaque, mixed with the background: mostly they cover each other."""


def trail_segments(trails: Trails, lanes: Lanes) -> tuple[Floats, list[int]]:
    """Cut trails into segments of each bundle, the oldest first; a ball that did not move has no lines in them.

    Returns the lines of all of them, (lines, 4): x and y of the begin, x and y of the end, in pixels; and for each
    segment the index where its lines end and those of the next one begin.
    """
    steps, count = trails.is_joined.shape
    length = lanes.segment_steps
    segments = -(-steps // length)
    if segments == 0 or count == 0:
        return np.empty((0, 4)), []
    # Counted back from the newest step: opacity depends on the distance from the ball.
    before = segments * length - steps
    is_drawn = np.zeros((segments * length, count), np.bool_)
    is_drawn[before:] = trails.is_joined & (np.arange(steps)[:, np.newaxis] >= steps - lanes.steps)
    is_drawn = is_drawn.reshape(segments, length, count).swapaxes(1, 2)
    ends: list[int] = np.add.reduceat(is_drawn.sum(axis=2), lanes.bundles, axis=1).cumsum().tolist()
    points = np.arange(-before * count, steps * count).reshape(segments, length, count).swapaxes(1, 2)
    begins = points[is_drawn]
    drawn = np.empty((len(begins), 4))
    for column, values in enumerate((trails.x, trails.y)):
        drawn[:, column], drawn[:, column + 2] = values.take(begins), values.take(begins + count)
    return drawn, ends


def trail_pens(lanes: Lanes, palette: Palette) -> list[QPen]:
    """The pens of the segments of each bundle, the oldest first, one pixel of the screen wide."""
    is_opaque = len(lanes.ball) > MAX_TRANSLUCENT_BALLS
    ages = range(TRAIL_STEPS - lanes.segment_steps, -1, -lanes.segment_steps)
    return [_trail_pen(palette, colour, age, is_opaque) for age in ages for colour in lanes.colours]


def _trail_pen(palette: Palette, colour: int, age: int, is_opaque: bool) -> QPen:
    """The pen of a segment that ends `age` steps before the ball."""
    line, opacity = palette.ball_line(colour), MAX_OPACITY * (1.0 - age / TRAIL_STEPS)
    faint = mix(palette.background, line, 0.7 * opacity) if is_opaque else faded(line, opacity)
    pen = QPen(faint, 1.0)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def paint_trails(painter: QPainter, lines: Floats, ends: Sequence[int], pens: Sequence[QPen]) -> None:
    """Paint trails as `trail_segments` has cut them, with the `trail_pens` of their lanes."""
    pens = pens[len(pens) - len(ends) :]  # short trails have the newest segments only
    if painter.paintEngine().type() == QPaintEngine.Type.Raster:
        draw_lines(painter, lines, pens, ends)
        return
    # In a file each line by itself would be an element, seen where it meets the next one.
    for pen, (begin, end) in zip(pens, pairwise((0, *ends)), strict=True):
        if end > begin:
            painter.setPen(pen)
            painter.drawPath(_path(lines[begin:end]))


def _path(lines: Floats) -> QPainterPath:
    """The lines, joined where one begins at the end of the one before."""
    path, end = QPainterPath(), None
    for x, y, to_x, to_y in lines.tolist():
        if (x, y) != end:
            path.moveTo(x, y)
        path.lineTo(to_x, to_y)
        end = to_x, to_y
    return path


GHOST_LINE_WIDTH_PX, GHOST_DOT_PX = 1.4, 4.0
"""Width of the line, and of the dots at the steps."""
MAX_DOTS = 400
"""With more steps the dots would merge into a thick line."""


class GhostTrail:
    """The trail of the ghost run, between ground and balls."""

    def __init__(self, ghost_run: GhostRun, theme: Theme, ground: GroundLayer) -> None:
        self._ghost_run, self._theme, self._ground = ghost_run, theme, ground

    def paint(self, painter: QPainter) -> None:
        """Paint the line through all steps, and a disc at its end in the tint of the valley."""
        run = self._ghost_run.run
        if run is None:
            return
        x, y, radius = self._centres(run)
        if not len(x):
            return
        painter.save()
        self._paint_line(painter, x, y)
        painter.setBrush(self._end_colour(run))
        painter.setPen(QPen(self._theme.palette.ink, 1.5 * self._theme.scale))
        painter.drawEllipse(QPointF(x[-1], y[-1]), radius, radius)
        painter.restore()

    def _paint_line(self, painter: QPainter, x: Floats, y: Floats) -> None:
        palette, scale = self._theme.palette, self._theme.scale
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(faded(palette.ink, 0.75), GHOST_LINE_WIDTH_PX * self._theme.line_scale))
        painter.drawPolyline(polygon(x, y))
        if len(x) <= MAX_DOTS:
            painter.setPen(QPen(palette.ink, GHOST_DOT_PX * scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPoints(polygon(x, y))

    def _centres(self, run: Run) -> tuple[Floats, Floats, float]:
        """x and y of the centres at all finite steps, and the radius of the disc, in pixels."""
        landscape, transform = run.landscape, self._ground.transform
        radius = ball_radii(run.parameters[ALPHA.name], self._theme.line_scale)[0].item()
        w = run.recording.rows().w[:, 0]
        w = np.clip(w[np.isfinite(w)], *landscape.domain)
        x, y = transform.clipped_x(w), transform.clipped_y(landscape.height(w))
        right, down = self._ground.line.normals_at(x)
        return x + right * radius, y + down * radius, radius

    def _end_colour(self, run: Run) -> QBrush:
        """The tint of the valley it ends in; the background where it ends in none, or that is not known."""
        palette = self._theme.palette
        if run.status.outcome[0] not in (TRAPPED, SETTLED):
            return QBrush(palette.background)
        return palette.valley_brush(int(run.status.valley[0]))
