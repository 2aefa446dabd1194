"""Pixmaps of small round things, painted once for each position within a pixel."""

import math
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPixmap

from app.plotting.drawing import is_same_ratio
from app.theme.pixmaps import transparent_pixmap

PHASES_PER_PIXEL = 4
"""Positions within a pixel, in x and in y: what is slow glides instead of hopping from pixel to pixel."""


class Sprite(NamedTuple):
    """Something round, painted at most once for each position within a pixel."""

    margin: float
    """Pixels from its centre to the left and the top of its pixmaps."""
    paint: Callable[[QPainter, QPointF], None]
    pixmaps: list[QPixmap | None]


class Sprites:
    """The sprites for one pixel ratio."""

    def __init__(self, ratio: float) -> None:
        self.ratio = ratio
        self._sprites: dict[Hashable, Sprite] = {}
        self._previous_sprites: dict[Hashable, Sprite] = {}
        """Those asked for before the last `renew`, and not since."""

    def __len__(self) -> int:
        return len(self._sprites) + len(self._previous_sprites)

    def renew(self) -> None:
        """Keep what was asked for since the last call, forget what is older."""
        self._previous_sprites, self._sprites = self._sprites, {}

    def sprite(self, key: Hashable, radius: float, paint: Callable[[QPainter, QPointF], None]) -> Sprite:
        """The sprite with this key; a new one is painted by `paint` about a centre, within `radius` pixels of it."""
        if key not in self._sprites:
            new = Sprite(radius + 1.0, paint, [None] * PHASES_PER_PIXEL**2)
            self._sprites[key] = self._previous_sprites.pop(key, new)
        return self._sprites[key]

    def paint(
        self,
        painter: QPainter,
        ratio: float | None,
        xs: Sequence[float],
        ys: Sequence[float],
        sprites: Sequence[Sprite],
    ) -> None:
        """Paint sprites with their centres at pixels (x, y): on a screen to the nearest quarter of a pixel.

        `ratio` is the `pixel_ratio` of the painter.
        """
        if not is_same_ratio(ratio, self.ratio):
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
