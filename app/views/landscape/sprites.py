"""Pixmaps of balls, painted once for each style, size and position within a pixel."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from app.plotting.drawing import has_pixel_ratio
from app.session.scene import BallStyle
from app.theme.markers import Marker, paint_ball
from app.theme.palette import Palette, faded
from app.theme.pixmaps import transparent_pixmap

PHASES_PER_PIXEL = 4
"""Positions within a pixel, in x and in y: a slow ball glides instead of hopping from pixel to pixel."""
OUTLINE_SHARE = 0.13
"""Width, in radii, of the rim of background around a disc, which sets it off from curve, trails and other balls."""


class Sprite(NamedTuple):
    """Something round, painted at most once for each position within a pixel."""

    margin: float
    """Pixels from its centre to the left and the top of its pixmaps."""
    paint: Callable[[QPainter, QPointF], None]
    pixmaps: list[QPixmap | None]


class BallSprites:
    """The sprites for one palette and one pixel ratio."""

    def __init__(self, palette: Palette, ratio: float) -> None:
        self.palette = palette
        self.ratio = ratio
        self._sprites: dict[tuple[object, ...], Sprite] = {}
        self._previous_sprites: dict[tuple[object, ...], Sprite] = {}
        """Those asked for before the last `renew`, and not since."""

    def __len__(self) -> int:
        return len(self._sprites) + len(self._previous_sprites)

    def renew(self) -> None:
        """The balls have changed: keep what was asked for since the last call, forget what is older."""
        self._previous_sprites, self._sprites = self._sprites, {}

    def disc(self, style: BallStyle, radius: float) -> Sprite:
        """A ball's disc; radius in pixels."""
        return self._sprite_of(
            (style, radius),
            radius * (1.0 + OUTLINE_SHARE),
            lambda painter, centre: self._paint_disc(painter, centre, style, radius),
        )

    def ring(self, colour: QColor, radius: float, width: float) -> Sprite:
        """A circle around a ball."""
        return self._sprite_of(
            (colour.rgba(), radius, width),
            radius + width,
            lambda painter, centre: _paint_circle(painter, centre, radius, QPen(colour, width)),
        )

    def paint(self, painter: QPainter, xs: Sequence[float], ys: Sequence[float], sprites: Sequence[Sprite]) -> None:
        """Paint sprites with their centres at pixels (x, y): on a screen to the nearest quarter of a pixel."""
        if not has_pixel_ratio(painter, self.ratio):
            for x, y, sprite in zip(xs, ys, sprites, strict=True):
                sprite.paint(painter, QPointF(x, y))
            return
        ratio, draw, floor = self.ratio, painter.drawPixmap, math.floor
        for x, y, sprite in zip(xs, ys, sprites, strict=True):
            left, top = (x - sprite.margin) * ratio, (y - sprite.margin) * ratio
            column, row = floor(left), floor(top)
            phase = int((left - column) * PHASES_PER_PIXEL) + PHASES_PER_PIXEL * int((top - row) * PHASES_PER_PIXEL)
            pixmap = sprite.pixmaps[phase]
            if pixmap is None:
                pixmap = sprite.pixmaps[phase] = self._painted(sprite, phase)
            draw(QPointF(column / ratio, row / ratio), pixmap)

    def _sprite_of(self, key: tuple[object, ...], radius: float, paint: Callable[[QPainter, QPointF], None]) -> Sprite:
        if key not in self._sprites:
            new = Sprite(radius + 1.0, paint, [None] * PHASES_PER_PIXEL**2)
            self._sprites[key] = self._previous_sprites.pop(key, new)
        return self._sprites[key]

    def _painted(self, sprite: Sprite, phase: int) -> QPixmap:
        side = math.ceil(2.0 * sprite.margin * self.ratio) + 1
        pixmap = transparent_pixmap(QSize(side, side), self.ratio)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            # The middle of the phase: nothing is more than an eighth of a pixel off.
            part = 1.0 / (PHASES_PER_PIXEL * self.ratio)
            across, down = phase % PHASES_PER_PIXEL + 0.5, phase // PHASES_PER_PIXEL + 0.5
            sprite.paint(painter, QPointF(sprite.margin + across * part, sprite.margin + down * part))
        return pixmap

    def _paint_disc(self, painter: QPainter, centre: QPointF, style: BallStyle, radius: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(self.palette.background, 0.8))
        painter.drawEllipse(centre, radius * (1.0 + OUTLINE_SHARE), radius * (1.0 + OUTLINE_SHARE))
        paint_ball(painter, centre, radius, self.palette, style.colour, Marker.of(style.mark))


def _paint_circle(painter: QPainter, centre: QPointF, radius: float, pen: QPen) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, radius, radius)
