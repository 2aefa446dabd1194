"""Trails as strokes, and the strokes on the screen."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.theme import Palette, faded, mix
from app.views.paths import broken_lines
from app.views.trails import TRAIL_STEPS, Lanes, Trails

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
