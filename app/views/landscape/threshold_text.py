"""A sentence at the top of the landscape: what more or less momentum would do, or what becomes of the ghost run."""

import math

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap

from app.controls.plain_text import wrapped
from app.plotting.drawing import pixel_ratio
from app.plotting.label_cache import HALO_PX, paint_text_with_halo
from app.plotting.label_layout import Box
from app.prediction.ghost import GhostRun
from app.prediction.thresholds import ThresholdSummary
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import faded
from app.theme.pixmaps import PixmapCache, transparent_pixmap
from app.views.landscape.ground import GroundLayer

LEFT_PX, TOP_PX = 16.0, 10.0
"""From the corner of the view."""
MAX_WIDTH_SHARE = 0.72
"""Share of the view's width that a line of text may take."""
HALO_OPACITY = 0.7


class ThresholdText:
    """The sentence in lines; names of balls keep clear of them."""

    def __init__(self, summary: ThresholdSummary, ghost_run: GhostRun, theme: Theme, ground: GroundLayer) -> None:
        self._summary, self._ghost_run, self._theme, self._ground = summary, ghost_run, theme, ground
        self._wrapped: tuple[object, list[str]] = (None, [])
        self._boxes: tuple[object, tuple[Box, ...]] = (None, ())
        self._pixmaps = PixmapCache(1)
        self.top = TOP_PX
        """Pixels above it, at scale 1: more where something else is above it."""
        self.has_summary = True
        """Whether the sentence on thresholds is shown; that of a ghost run is in any case."""

    @property
    def text(self) -> str:
        """The sentence that is shown."""
        run = self._ghost_run.run
        if run is None:
            return self._summary.sentence if self.has_summary else ""
        return _("{name}: {sentence}").format(name=run.balls[0].name, sentence=self._ghost_run.sentence or "…")

    @property
    def boxes(self) -> tuple[Box, ...]:
        """A box for each line, in pixels."""
        lines, font = self._lines(), self._theme.font("body")
        if self._boxes[0] != (lines, font, self.top):
            metrics, scale = QFontMetricsF(font), self._theme.scale
            left, top, height = LEFT_PX * scale, self.top * scale, metrics.height()
            boxes = [
                Box(left, top + row * height, left + metrics.horizontalAdvance(line), top + (row + 1) * height)
                for row, line in enumerate(lines)
            ]
            self._boxes = (lines, font, self.top), tuple(boxes)
        return self._boxes[1]

    def paint(self, painter: QPainter) -> None:
        """Paint the lines."""
        lines = self._lines()
        if not lines:
            return
        palette, ratio = self._theme.palette, pixel_ratio(painter)
        colour = palette.muted if self._ghost_run.run is None else palette.ink
        corner = QPointF(self.boxes[0].left - HALO_PX, self.boxes[0].top)
        if ratio is not None:
            key = (*lines, colour.rgba(), palette.name, self._theme.scale, ratio)
            painter.drawPixmap(corner, self._pixmaps.get(key, lambda: self._painted(lines, colour, ratio)))
        else:
            self._paint_lines(painter, corner, lines, colour)

    def _painted(self, lines: list[str], colour: QColor, ratio: float) -> QPixmap:
        metrics = QFontMetricsF(self._theme.font("body"))
        width = max(map(metrics.horizontalAdvance, lines)) + 2.0 * HALO_PX
        height = len(lines) * metrics.height() + HALO_PX
        pixmap = transparent_pixmap(QSize(math.ceil(width * ratio), math.ceil(height * ratio)), ratio)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_lines(painter, QPointF(), lines, colour)
        return pixmap

    def _paint_lines(self, painter: QPainter, corner: QPointF, lines: list[str], colour: QColor) -> None:
        """Paint the lines below and to the right of a corner, which is that of their halo."""
        font = self._theme.font("body")
        metrics, halo = QFontMetricsF(font), faded(self._theme.palette.background, HALO_OPACITY)
        for row, line in enumerate(lines):
            baseline = corner + QPointF(HALO_PX, row * metrics.height() + metrics.ascent())
            paint_text_with_halo(painter, baseline, line, font, colour, halo)

    def _lines(self) -> list[str]:
        font = self._theme.font("body")
        width = self._ground.transform.width
        key = self.text, width, font.pixelSize()
        if self._wrapped[0] != key:
            self._wrapped = key, wrapped(self.text, QFontMetricsF(font), MAX_WIDTH_SHARE * width)
        return self._wrapped[1]
