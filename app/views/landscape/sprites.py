"""Pictures of balls, made once for each look and size and for each part of a pixel they may stand on."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from app.session.scene import BallStyle
from app.theme import Mark, Palette, faded, paint_disc

PHASES = 4
"""Parts of a pixel, across and down: a slow ball glides instead of hopping from pixel to pixel."""
OUTLINE = 0.13
"""Width, in radii, of the background around a disc: it makes the disc stand out from curve, trails and other balls."""


class Sprite(NamedTuple):
    """Something round, painted at most once for each part of a pixel."""

    margin: float
    """Pixels from its centre to the left and top of its pictures."""
    paint: Callable[[QPainter, QPointF], None]
    pictures: list[QPixmap | None]


class BallSprites:
    """The pictures for one palette and one pixel ratio."""

    def __init__(self, palette: Palette, ratio: float) -> None:
        self.palette = palette
        self.ratio = ratio
        self._sprites: dict[tuple[object, ...], Sprite] = {}
        self._before: dict[tuple[object, ...], Sprite] = {}
        """What was asked for before the last `renew`, and not since."""

    def renew(self) -> None:
        """Other balls come: forget what was asked for by those before the last ones only."""
        self._before, self._sprites = self._sprites, {}

    def disc(self, look: BallStyle, radius: float) -> Sprite:
        """A ball's disc of a radius in pixels."""
        return self._known(
            (look, radius),
            radius * (1.0 + OUTLINE),
            lambda painter, centre: self._paint_disc(painter, centre, look, radius),
        )

    def ring(self, colour: QColor, radius: float, width: float) -> Sprite:
        """A circle around a ball."""
        return self._known(
            (colour.rgba(), radius, width),
            radius + width,
            lambda painter, centre: _paint_circle(painter, centre, radius, QPen(colour, width)),
        )

    def paint(self, painter: QPainter, xs: Sequence[float], ys: Sequence[float], sprites: Sequence[Sprite]) -> None:
        """Paint sprites with their centres at pixels (x, y), to a quarter of a pixel."""
        ratio, draw, floor = self.ratio, painter.drawPixmap, math.floor
        for x, y, sprite in zip(xs, ys, sprites, strict=True):
            left, top = (x - sprite.margin) * ratio, (y - sprite.margin) * ratio
            column, row = floor(left), floor(top)
            phase = int((left - column) * PHASES) + PHASES * int((top - row) * PHASES)
            picture = sprite.pictures[phase]
            if picture is None:
                picture = sprite.pictures[phase] = self._painted(sprite, phase)
            draw(QPointF(column / ratio, row / ratio), picture)

    def _known(self, key: tuple[object, ...], radius: float, paint: Callable[[QPainter, QPointF], None]) -> Sprite:
        if key not in self._sprites:
            new = Sprite(radius + 1.0, paint, [None] * PHASES**2)
            self._sprites[key] = self._before.pop(key, new)
        return self._sprites[key]

    def _painted(self, sprite: Sprite, phase: int) -> QPixmap:
        side = math.ceil(2.0 * sprite.margin * self.ratio) + 1
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        picture.setDevicePixelRatio(self.ratio)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            # The middle of the phase, so that nothing is more than an eighth of a pixel off.
            part = 1.0 / (PHASES * self.ratio)
            across, down = phase % PHASES + 0.5, phase // PHASES + 0.5
            sprite.paint(painter, QPointF(sprite.margin + across * part, sprite.margin + down * part))
        return picture

    def _paint_disc(self, painter: QPainter, centre: QPointF, look: BallStyle, radius: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(self.palette.background, 0.8))
        painter.drawEllipse(centre, radius * (1.0 + OUTLINE), radius * (1.0 + OUTLINE))
        paint_disc(painter, centre, radius, self.palette, look.colour, Mark.of(look.mark))


def _paint_circle(painter: QPainter, centre: QPointF, radius: float, pen: QPen) -> None:
    painter.setPen(pen)
    painter.drawEllipse(centre, radius, radius)
