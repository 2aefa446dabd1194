"""The ghost: the run of a ball that is not there, while the mouse is on the outcome map or on a strip."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from app.session.preview import Preview
from app.theme import Theme, faded
from app.views.ball_sizes import ball_radii
from app.views.ground import GroundLayer
from app.views.paths import polygon
from physics.arrays import Floats
from physics.outcome import SETTLED, TRAPPED
from physics.run import Run

LINE, DOT = 1.4, 4.0
"""Pixels: how broad the way is, and the places it goes through."""
MOST_DOTS = 400
"""With more steps the places would only be a thick line."""


class GhostTrail:
    """Painted over the ground, under the balls."""

    def __init__(self, preview: Preview, theme: Theme, ground: GroundLayer) -> None:
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
        radius = ball_radii(run.in_force.alpha, self._theme.scale)[0].item()
        w = run.recording.rows().w[:, 0]
        w = np.clip(w[np.isfinite(w)], *landscape.domain)
        x, y = projection.x_near(w), projection.y_near(landscape.height(w))
        right, down = self._ground.line.normals_at(x)
        return x + right * radius, y + down * radius, radius

    def _end_colour(self, run: Run) -> QBrush:
        """The tint of the valley it ends in; empty where it ends in none, or that is not known."""
        palette = self._theme.palette
        if run.standing.outcome[0] not in (TRAPPED, SETTLED):
            return QBrush(palette.background)
        return palette.valley_brush(int(run.standing.valley[0]))
