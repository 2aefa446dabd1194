"""The sprites of balls and of the rings around them."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.plotting.sprites import Sprite, Sprites
from app.session.scene import BallStyle
from app.theme.markers import Marker, paint_ball
from app.theme.palette import Palette, faded

OUTLINE_SHARE = 0.13
"""Width, in radii, of the rim of background around a disc, which sets it off from curve, trails and other balls."""


class BallSprites(Sprites):
    """The sprites for one palette and one pixel ratio."""

    def __init__(self, palette: Palette, ratio: float) -> None:
        super().__init__(ratio)
        self.palette = palette

    def disc(self, style: BallStyle, radius: float) -> Sprite:
        """A ball's disc; radius in pixels."""
        return self.sprite(
            (style, radius),
            radius * (1.0 + OUTLINE_SHARE),
            lambda painter, centre: self._paint_disc(painter, centre, style, radius),
        )

    def ring(self, colour: QColor, radius: float, width: float) -> Sprite:
        """A circle around a ball."""
        return self.sprite(
            (colour.rgba(), radius, width),
            radius + width,
            lambda painter, centre: _paint_circle(painter, centre, radius, QPen(colour, width)),
        )

    def _paint_disc(self, painter: QPainter, centre: QPointF, style: BallStyle, radius: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(self.palette.background, 0.8))
        painter.drawEllipse(centre, radius * (1.0 + OUTLINE_SHARE), radius * (1.0 + OUTLINE_SHARE))
        paint_ball(painter, centre, radius, self.palette, style.colour, Marker.of(style.marker))


def _paint_circle(painter: QPainter, centre: QPointF, radius: float, pen: QPen) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, radius, radius)
