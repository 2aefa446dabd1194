"""The balls' names beside them."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from app.plotting.labels import Box, Disc, Surroundings, place_labels
from app.theme import Theme, faded

MOST_LABELS = 12
"""With more balls only the selected one and the one under the mouse are named."""
MOST_KEPT = 8 * MOST_LABELS
"""Pictures of names: while α is dragged a ball named after it has ever another name."""
REST = 20
"""How many frames a name that has moved stays before it looks for a better place."""
HALO = 3.0
"""Pixels of background around the letters, so that they can be read over a trail."""


class Name(NamedTuple):
    """A name as it is written."""

    text: str
    colour: QColor
    size: tuple[float, float]
    """Pixels across and down."""


class BallLabels:
    """Pictures of the names, and where each one stood last."""

    def __init__(self, theme: Theme, name: Callable[[int], str], colour: Callable[[int], QColor]) -> None:
        """Ask for a ball's name and colour when they are needed."""
        self._theme = theme
        self._name, self._colour = name, colour
        self._named: dict[int, Name] = {}
        self._pictures: dict[tuple[str, int, float], QPixmap] = {}
        self._slots: dict[int, int] = {}
        self._moved: dict[int, int] = {}
        self._painted_times = 0
        self.boxes: dict[int, Box] = {}
        """Where the names of balls stand now, in pixels."""

    def forget_places(self) -> None:
        """Choose the best places anew, wherever names stood before."""
        self._slots.clear()
        self._moved.clear()

    def forget_names(self) -> None:
        """Ask for names and colours again."""
        self._named.clear()

    def renew(self) -> None:
        """Forget the pictures as well: colours or sizes of text are other ones."""
        self._named.clear()
        self._pictures.clear()

    def _known(self, ball: int) -> Name:
        if ball not in self._named:
            text, colour = self._name(ball), self._colour(ball)
            metrics = QFontMetricsF(self._theme.font("small"))
            self._named[ball] = Name(
                text, colour, (math.ceil(metrics.horizontalAdvance(text)) + 2.0, math.ceil(metrics.height()))
            )
        return self._named[ball]

    def place(self, discs: Mapping[int, Disc], around: Surroundings, first: int) -> None:
        """Find places for the names of these balls; ball `first` has the first choice if its name finds none else."""
        balls = list(discs)
        self._place(balls, discs, around)
        if first in discs and first not in self.boxes:
            self._place([first, *(ball for ball in balls if ball != first)], discs, around)

    def _place(self, balls: Sequence[int], discs: Mapping[int, Disc], around: Surroundings) -> None:
        places = place_labels(
            [discs[ball] for ball in balls],
            [self._known(ball).size for ball in balls],
            [self._slots.get(ball) for ball in balls],
            around,
            [self._painted_times - self._moved.get(ball, -REST) < REST for ball in balls],
        )
        self.boxes = {}
        for ball, place in zip(balls, places, strict=True):
            if place is not None:
                if self._slots.get(ball) != place[0]:
                    self._moved[ball] = self._painted_times
                self._slots[ball], self.boxes[ball] = place

    def paint(self, painter: QPainter) -> None:
        """Paint the names where they have been placed."""
        self._painted_times += 1
        ratio = painter.device().devicePixelRatioF()
        for ball, box in self.boxes.items():
            painter.drawPixmap(QPointF(box.left - HALO, box.top - HALO), self._picture(self._known(ball), ratio))

    def _picture(self, name: Name, ratio: float) -> QPixmap:
        key = name.text, name.colour.rgba(), ratio
        if key not in self._pictures:
            if len(self._pictures) >= MOST_KEPT:
                self._pictures.clear()
            self._pictures[key] = self._painted(name, ratio)
        return self._pictures[key]

    def _painted(self, name: Name, ratio: float) -> QPixmap:
        font = self._theme.font("small")
        width, height = name.size
        picture = QPixmap(round((width + 2.0 * HALO) * ratio), round((height + 2.0 * HALO) * ratio))
        picture.fill(QColor(0, 0, 0, 0))
        picture.setDevicePixelRatio(ratio)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            baseline = QPointF(HALO + 1.0, HALO + QFontMetricsF(font).ascent())
            letters = QPainterPath()
            letters.addText(baseline, font, name.text)
            painter.strokePath(letters, QPen(faded(self._theme.palette.background, 0.6), HALO))
            painter.setFont(font)
            painter.setPen(name.colour)
            painter.drawText(baseline, name.text)
        return picture
