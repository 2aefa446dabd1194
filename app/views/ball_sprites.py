"""Pictures of balls, made once for each look and size and for each part of a pixel they may stand on."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap

from app.session.look import Look
from app.theme import Mark, Palette, faded, paint_disc

PHASES = 4
"""Parts of a pixel, across and down: a slow ball glides instead of hopping from pixel to pixel."""
OUTLINE = 1.5
"""Pixels of background around a disc, so that it stands out from curve, trails and other balls."""


class BallSprites:
    """The pictures for one palette and one pixel ratio."""

    def __init__(self, palette: Palette, ratio: float) -> None:
        self.palette = palette
        self.ratio = ratio
        self._pictures: dict[tuple[Look, float], list[QPixmap | None]] = {}

    def pictures(self, look: Look, radius: float) -> list[QPixmap | None]:
        """The pictures of one ball by phase; those not needed yet are None."""
        key = look, radius
        if key not in self._pictures:
            self._pictures[key] = [None] * PHASES**2
        return self._pictures[key]

    def paint(self, painter: QPainter, balls: Sequence[tuple[float, float, float, Look, list[QPixmap | None]]]) -> None:
        """Paint discs: centre x and y, radius, look, and what `pictures` returned for it."""
        ratio, draw, floor = self.ratio, painter.drawPixmap, math.floor
        for x, y, radius, look, pictures in balls:
            margin = radius + OUTLINE + 1.0
            left, top = (x - margin) * ratio, (y - margin) * ratio
            column, row = floor(left), floor(top)
            phase = int((left - column) * PHASES) + PHASES * int((top - row) * PHASES)
            picture = pictures[phase]
            if picture is None:
                picture = pictures[phase] = self._painted(look, radius, phase)
            draw(QPointF(column / ratio, row / ratio), picture)

    def _painted(self, look: Look, radius: float, phase: int) -> QPixmap:
        margin = radius + OUTLINE + 1.0
        side = math.ceil(2.0 * margin * self.ratio) + 1
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        picture.setDevicePixelRatio(self.ratio)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # The middle of the phase, so that a ball is never more than an eighth of a pixel off.
        part = 1.0 / (PHASES * self.ratio)
        centre = QPointF(margin + (phase % PHASES + 0.5) * part, margin + (phase // PHASES + 0.5) * part)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(self.palette.background, 0.8))
        painter.drawEllipse(centre, radius + OUTLINE, radius + OUTLINE)
        paint_disc(painter, centre, radius, self.palette, look.colour, Mark.of(look.mark))
        painter.end()
        return picture
