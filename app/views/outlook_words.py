"""A sentence at the top of the landscape: what more or less momentum would do, or what becomes of the ghost."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen

from app.session.outlook import Outlook
from app.session.preview import Preview
from app.theme import Theme, faded
from app.views.boxes import Box
from app.views.ground import GroundLayer

LEFT, TOP = 16.0, 10.0
"""Pixels from the corner of the view."""
WIDEST = 0.72
"""Share of the view's width that a line of it may take."""
HALO = 3.0


class OutlookWords:
    """Lines of words in the sky; names of balls keep clear of them."""

    def __init__(self, outlook: Outlook, preview: Preview, theme: Theme, ground: GroundLayer) -> None:
        self._outlook, self._preview, self._theme, self._ground = outlook, preview, theme, ground
        self._laid_out: tuple[object, list[str]] = (None, [])

    @property
    def text(self) -> str:
        """The sentence that is shown."""
        run = self._preview.run
        return f"{run.balls[0].name}: {self._preview.sentence}" if run is not None else self._outlook.sentence

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
        """Paint the lines, with some background around the letters."""
        palette, font = self._theme.palette, self._theme.font("body")
        metrics = QFontMetricsF(font)
        is_ghost = self._preview.run is not None
        painter.setFont(font)
        for box, line in zip(self.boxes, self._lines(), strict=True):
            baseline = QPointF(box.left, box.top + metrics.ascent())
            letters = QPainterPath()
            letters.addText(baseline, font, line)
            painter.strokePath(letters, QPen(faded(palette.background, 0.7), HALO))
            painter.setPen(palette.ink if is_ghost else palette.muted)
            painter.drawText(baseline, line)

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
