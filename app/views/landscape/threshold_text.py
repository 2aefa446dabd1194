"""A sentence at the top of the landscape: what more or less momentum would do, or what becomes of the ghost."""

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from app.plotting.labels import Box
from app.prediction.thresholds import ThresholdSummary
from app.session.ghost import GhostRun
from app.theme import Theme, faded
from app.views.landscape.ground import GroundLayer

LEFT, TOP = 16.0, 10.0
"""Pixels from the corner of the view."""
WIDEST = 0.72
"""Share of the view's width that a line of it may take."""
HALO = 3.0


class OutlookWords:
    """Lines of words in the sky; names of balls keep clear of them."""

    def __init__(
        self, threshold_summary: ThresholdSummary, preview: GhostRun, theme: Theme, ground: GroundLayer
    ) -> None:
        self._outlook, self._preview, self._theme, self._ground = threshold_summary, preview, theme, ground
        self._laid_out: tuple[object, list[str]] = (None, [])
        self._picture: tuple[object, QPixmap] | None = None

    @property
    def text(self) -> str:
        """The sentence that is shown."""
        run = self._preview.run
        return f"{run.balls[0].name}: {self._preview.sentence or '…'}" if run is not None else self._outlook.sentence

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Where words stand, a box for each line."""
        metrics = QFontMetricsF(self._theme.font("body"))
        left, top = LEFT * self._theme.scale, TOP * self._theme.scale
        return tuple(
            Box(
                left,
                top + row * metrics.height(),
                left + metrics.horizontalAdvance(line),
                top + (row + 1) * metrics.height(),
            )
            for row, line in enumerate(self._lines())
        )

    def paint(self, painter: QPainter) -> None:
        """Paint the lines; they are kept as a picture until they change."""
        lines = self._lines()
        if not lines:
            return
        palette, ratio = self._theme.palette, painter.device().devicePixelRatioF()
        colour = palette.muted if self._preview.run is None else palette.ink
        key = (*lines, colour.rgba(), palette.name, self._theme.scale, ratio)
        if self._picture is None or self._picture[0] != key:
            self._picture = key, self._written(lines, colour, ratio)
        painter.drawPixmap(QPointF(self.boxes[0].left - HALO, self.boxes[0].top), self._picture[1])

    def _written(self, lines: list[str], colour: QColor, ratio: float) -> QPixmap:
        """The lines with some background around the letters."""
        font = self._theme.font("body")
        metrics = QFontMetricsF(font)
        width = max(map(metrics.horizontalAdvance, lines)) + 2.0 * HALO
        picture = QPixmap(math.ceil(width * ratio), math.ceil((len(lines) * metrics.height() + HALO) * ratio))
        picture.fill(Qt.GlobalColor.transparent)
        picture.setDevicePixelRatio(ratio)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(font)
            for row, line in enumerate(lines):
                baseline = QPointF(HALO, row * metrics.height() + metrics.ascent())
                letters = QPainterPath()
                letters.addText(baseline, font, line)
                painter.strokePath(letters, QPen(faded(self._theme.palette.background, 0.7), HALO))
                painter.setPen(colour)
                painter.drawText(baseline, line)
        return picture

    def _lines(self) -> list[str]:
        font = self._theme.font("body")
        width = self._ground.projection.width
        key = self.text, width, font.pixelSize()
        if self._laid_out[0] != key:
            metrics = QFontMetricsF(font)
            self._laid_out = key, _wrapped(self.text, metrics, WIDEST * width)
        return self._laid_out[1]


def _wrapped(text: str, metrics: QFontMetricsF, room: float) -> list[str]:
    """The words in lines that have room; a word alone may be wider."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
