"""The balls' names next to them."""

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap

from app.plotting.label_cache import HALO_PX, paint_text_with_halo
from app.plotting.label_layout import Box, Disc, Label, LabelSpace, place_labels
from app.theme.application import Theme
from app.theme.palette import faded
from app.theme.pixmaps import PixmapCache, transparent_pixmap

MAX_LABELS = 12
"""With more balls only the selected one and the one under the mouse are named."""
MAX_CACHED = 8 * MAX_LABELS
"""Pixmaps of names: a ball that is named after its α has a new name at every step of the slider."""
MAX_WIDTH_PX = 150.0
"""Of a name, at scale 1: a longer one, which would seldom have room, is elided in the middle."""
REST_FRAMES = 20
"""Frames for which a name that has moved stays before it looks for a better slot."""
AWAY_FRAMES = 12
"""Frames after which a name that had no room near its place may come back anywhere else, too."""
HALO_OPACITY = 0.6


class Name(NamedTuple):
    """A name as it is written."""

    text: str
    colour: QColor
    rgba: int
    """Of the colour."""
    size: tuple[float, float]
    """Width and height in pixels."""


class BallLabels:
    """The names of the balls: where each one stands, and the pixmaps that they are painted with."""

    def __init__(self, theme: Theme, name: Callable[[int], str], colour: Callable[[int], QColor]) -> None:
        """`name` and `colour` give those of a ball; they are asked again after `forget_names`."""
        self._theme = theme
        self._name, self._colour = name, colour
        self._names: dict[int, Name] = {}
        self.pixmaps = PixmapCache(MAX_CACHED)
        self._labels: dict[int, Label] = {}
        """The last slots, with boxes whose origins are the balls' centres."""
        self._seen_at: dict[int, int] = {}
        self._moved_at: dict[int, int] = {}
        self._frame = 0
        self.boxes: dict[int, Box] = {}
        """Boxes of the names, in pixels, by ball."""

    def forget_slots(self) -> None:
        """Choose the best slots next time, wherever names stand now."""
        self._labels.clear()
        self._moved_at.clear()

    def forget_names(self) -> None:
        """Ask for names and colours again."""
        self._names.clear()

    def renew(self) -> None:
        """Forget the pixmaps as well: colours or text sizes have changed."""
        self._names.clear()
        self.pixmaps.clear()

    def _name_of(self, ball: int) -> Name:
        if ball not in self._names:
            metrics, colour = QFontMetricsF(self._theme.font("small")), self._colour(ball)
            width = MAX_WIDTH_PX * self._theme.scale
            text = metrics.elidedText(self._name(ball), Qt.TextElideMode.ElideMiddle, width)
            size = math.ceil(metrics.horizontalAdvance(text)) + 2.0, math.ceil(metrics.height())
            self._names[ball] = Name(text, colour, colour.rgba(), size)
        return self._names[ball]

    def place(self, discs: Mapping[int, Disc], space: LabelSpace, first: int, *, may_jump: bool = True) -> None:
        """Choose boxes for the names of these balls: ball `first`, then the smallest, whose names must be nearest.

        `may_jump`: a name without room near its last box takes any other, since no frame follows in which it could.
        """
        balls = sorted(discs, key=lambda ball: (ball != first, discs[ball].radius))
        sizes = [self._name_of(ball).size for ball in balls]
        previous = [self._previous(ball, discs[ball]) for ball in balls]
        is_resting = [self._frame - self._moved_at.get(ball, -REST_FRAMES) < REST_FRAMES for ball in balls]
        labels = place_labels([discs[ball] for ball in balls], sizes, previous, space, is_resting)
        if may_jump and None in labels:
            kept = [None if label is None else last for label, last in zip(labels, previous, strict=True)]
            labels = place_labels([discs[ball] for ball in balls], sizes, kept, space, is_resting)
        self.boxes = {}
        for ball, label in zip(balls, labels, strict=True):
            if label is not None:
                last, (x, y, _radius) = self._labels.get(ball), discs[ball]
                if last is None or last.slot != label.slot:
                    self._moved_at[ball] = self._frame
                self.boxes[ball], self._seen_at[ball] = label.box, self._frame
                self._labels[ball] = Label(label.slot, label.box.moved(-x, -y))

    def _previous(self, ball: int, disc: Disc) -> Label | None:
        """Where the name of a ball was when it was seen last, moved along with the ball; None if that is long ago."""
        last = self._labels.get(ball)
        if last is None or self._frame - self._seen_at[ball] > AWAY_FRAMES:
            return None
        return Label(last.slot, last.box.moved(disc.x, disc.y))

    def paint(self, painter: QPainter, ratio: float | None) -> None:
        """Paint the names into their boxes; `ratio` is the `pixel_ratio` of the painter."""
        self._frame += 1
        for ball, box in self.boxes.items():
            name, at = self._name_of(ball), QPointF(box.left - HALO_PX, box.top - HALO_PX)
            if ratio is not None:
                painter.drawPixmap(at, self._pixmap(name, ratio))
            else:
                self._paint_name(painter, name, at)

    def _pixmap(self, name: Name, ratio: float) -> QPixmap:
        return self.pixmaps.get((name.text, name.rgba, ratio), lambda: self._painted(name, ratio))

    def _painted(self, name: Name, ratio: float) -> QPixmap:
        width, height = (round((length + 2.0 * HALO_PX) * ratio) for length in name.size)
        pixmap = transparent_pixmap(QSize(width, height), ratio)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_name(painter, name, QPointF())
        return pixmap

    def _paint_name(self, painter: QPainter, name: Name, at: QPointF) -> None:
        """Paint a name with its halo, whose upper left corner is given."""
        font = self._theme.font("small")
        baseline = at + QPointF(HALO_PX + 1.0, HALO_PX + QFontMetricsF(font).ascent())
        halo = faded(self._theme.palette.background, HALO_OPACITY)
        paint_text_with_halo(painter, baseline, name.text, font, name.colour, halo)
