"""Fading trails: few strokes for many balls."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.theme import Palette, faded, mix
from app.views.ball_places import TRAIL_STEPS, Trails
from app.views.paths import broken_lines
from physics.arrays import Ints

STRONGEST = 0.9
"""Opacity of the newest part."""
FEW, MANY = 12, 200
"""Up to FEW balls have broad trails that fade smoothly; above MANY they are opaque, mixed with the background."""


class TrailPath(NamedTuple):
    """One stroke: the steps of some ages of all balls of one colour."""

    age: float
    """0 for the oldest, 1 for the newest."""
    colour: int
    path: QPainterPath


def trail_paths(trails: Trails, colours: Ints) -> list[TrailPath]:
    """Cut the trails (of balls with these colour numbers) into strokes, oldest first, of which each has one opacity."""
    steps, balls = trails.is_joined.shape
    length = 4 if balls <= FEW else 10
    moved = trails.is_joined.any(axis=0)
    strokes: list[TrailPath] = []
    for colour in np.unique(colours[moved]).tolist():
        chosen = np.flatnonzero(moved & (colours == colour))
        x, y = trails.x[:, chosen], trails.y[:, chosen]
        joined = trails.is_joined[:, chosen]
        for end in range(steps, 0, -length):
            begin = max(0, end - length)
            if (part := joined[begin:end]).any():
                path = broken_lines(x[begin : end + 1].T, y[begin : end + 1].T, part.T)
                strokes.append(TrailPath(1.0 - (steps - end) / TRAIL_STEPS, colour, path))
    return sorted(strokes, key=lambda stroke: stroke.age)


class TrailPens:
    """Pens by colour and age, made once for a palette."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._pens: dict[tuple[int, float, bool], QPen] = {}

    def pen(self, colour: int, age: float, opaque: bool) -> QPen:
        """The pen of a stroke. One device pixel wide: broader antialiased lines cost twenty times as much."""
        key = colour, age, opaque
        if key not in self._pens:
            pen = QPen(self._faded(colour, age, opaque), 1.0)
            pen.setCosmetic(True)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            self._pens[key] = pen
        return self._pens[key]

    def _faded(self, colour: int, age: float, opaque: bool) -> QColor:
        line = self._palette.ball_line(colour)
        opacity = STRONGEST * age
        return mix(self._palette.background, line, 0.7 * opacity) if opaque else faded(line, opacity)


def paint_trails(painter: QPainter, strokes: Sequence[TrailPath], pens: TrailPens, balls: int, width: float) -> None:
    """Stroke the trails; with few balls several lines side by side make `width` pixels of the device."""
    opaque = balls > MANY
    lines = max(1, round(width)) if balls <= FEW else 1
    ratio = painter.device().devicePixelRatioF()
    for line in range(lines):
        shift = (line - 0.5 * (lines - 1)) / ratio
        painter.translate(0.0, shift)
        for age, colour, path in strokes:
            painter.setPen(pens.pen(colour, age, opaque))
            painter.drawPath(path)
        painter.translate(0.0, -shift)
